"""What a check of an X12 file has to say: findings, their levels, and nothing of how they arise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One objection to a file: rule, level, segment id, byte offset in the file, sentence.

    `number` is the segment's number in its set (ST = 1; 0 outside a set) and `element` the
    element's number (0: the whole segment). `code` is the ready 999 code where one fits: of an
    element where there is one, else of the segment. `loop` is the loop's id, such as "2100",
    `value` what stood there, masked unless it is a code, a date or a number, `component` the
    component's number in a composite (0: the whole element). A message never carries a
    patient's name, an identifier or an account number.
    """

    rule: str
    level: str
    segment: str
    position: int
    message: str
    number: int = 0
    element: int = 0
    code: str = ""
    loop: str = ""
    value: str = ""
    component: int = 0

    @property
    def is_error(self) -> bool:
        return self.level == ERROR

    def as_json(self) -> dict[str, Any]:
        """What `check --json` prints of a finding."""
        return {
            "rule": self.rule,
            "level": self.level,
            "segment": self.segment,
            "position": self.position,
            "message": self.message,
            "number": self.number,
            "loop": self.loop,
            "element": self.element,
            "value": self.value,
        }


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is of level error."""
    return any(finding.level == ERROR for finding in findings)
