"""What an importer gives back: what the file became, or why it is set aside whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from hmsach.lib.errors import DomainError


class Quarantine(DomainError):
    """The whole file is to be set aside; nothing of it is imported, and it is kept.

    `code` (kept as `reason_code`) is stable and kebab-case. `sentence` is for a person and holds
    nothing of the file about patients or accounts. `findings` are JSON objects.
    """

    code = "quarantine"

    def __init__(self, code: str, sentence: str, findings: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__(sentence)
        self.reason_code = code
        self.sentence = sentence
        self.findings = list(findings)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason_code, self.sentence, self.findings)


@dataclass
class ImportOutcome:
    """What a file became: counts by name, findings as JSON objects, and whose data it holds."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[dict[str, Any]] = field(default_factory=list)
    facility_ids: set[UUID] = field(default_factory=set)

    def add(self, other: "ImportOutcome") -> None:
        """The other's counts, findings and facilities are added to these."""
        for name, count in other.counts.items():
            self.counts[name] = self.counts.get(name, 0) + count
        self.findings += other.findings
        self.facility_ids |= other.facility_ids

    def count(self, name: str, number: int = 1) -> None:
        """One more, or `number` more, of that name."""
        self.counts[name] = self.counts.get(name, 0) + number

    def find(self, rule: str, message: str, level: str = "warning") -> None:
        """One more finding."""
        self.findings.append({"rule": rule, "level": level, "message": message})
