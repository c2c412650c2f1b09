"""What a rule found in a file of lines (NACHA, BAI2): where, how grave, and a sentence."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["E", "W"]

LEVEL_WORDS: dict[Level, str] = {"E": "error", "W": "warning"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule. Lines and columns count from 1, as people and rulebooks do.

    `value` is what stands in those columns: codes, dates, amounts and counts plain, all that names
    an account, a person or a payment masked; "" where nothing does or where it would tell nothing.
    A tolerated finding keeps its rule, is lowered to a warning, and names the tolerance.
    """

    rule: str
    level: Level
    line: int
    columns: tuple[int, int]
    message: str
    tolerated: str | None = None
    value: str = ""

    @property
    def level_word(self) -> str:
        """ "error" or "warning"."""
        return LEVEL_WORDS[self.level]

    @property
    def is_error(self) -> bool:
        return self.level == "E"


def as_json(finding: Finding) -> dict[str, str | int]:
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
