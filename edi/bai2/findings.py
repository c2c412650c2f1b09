"""What a rule found in a report: where, how grave, and a sentence that names no account."""

from dataclasses import dataclass
from typing import Literal

from edi.ground.masking import mask

Level = Literal["E", "W"]

LEVEL_WORDS: dict[Level, str] = {"E": "error", "W": "warning"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule. Lines and columns count from 1; columns are bytes of the line.

    `value` is what stands there, masked; None where no single field is meant. A tolerated finding
    keeps its rule, is lowered to a warning, and names the tolerance.
    """

    rule: str
    level: Level
    line: int
    columns: tuple[int, int]
    message: str
    value: str | None = None
    tolerated: str | None = None

    @property
    def level_word(self) -> str:
        """ "error" or "warning"."""
        return LEVEL_WORDS[self.level]

    @property
    def is_error(self) -> bool:
        return self.level == "E"


def shown(text: str) -> str:
    """A field's text as a finding may show it."""
    return mask(text)


def as_json(finding: Finding) -> dict[str, str | int | None]:
    """The finding as one object of the `check` command's report."""
    tolerance = f" (let pass by {finding.tolerated})" if finding.tolerated else ""
    return {
        "rule": finding.rule,
        "level": finding.level_word,
        "line": finding.line,
        "columns": f"{finding.columns[0]}-{finding.columns[1]}",
        "message": finding.message + tolerance,
        "value": finding.value,
    }
