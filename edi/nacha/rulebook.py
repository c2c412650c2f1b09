"""The rules that are asked on one side, with what is tolerated there, and what they find.

Rules themselves are edi.nacha.rules; what they are asked about passes in edi.nacha.stream.
"""

from collections.abc import Collection

from edi.ground.line_findings import Finding
from edi.ground.tolerating import check_names, tolerance_for
from edi.nacha.catalogue import CATALOGUE, Level, Side
from edi.nacha.records import CtxEntry, Entry
from edi.nacha.rules import (  # noqa: F401  (each registers its rules)
    addenda,
    batch,
    control,
    ctx,
    entry,
    headers,
    healthcare,
    international,
    notices,
    returns,
    structure,
)
from edi.nacha.rules.registry import CHECKS, Check, Remark, Remarks, Scope
from edi.nacha.tolerances import TOLERANCES

_RULES_OF_BATCHES = frozenset({"FS07", "FS08", "FS10", "BH19", "BA07"})
_SCOPES_OF_BATCHES = frozenset({"batch", "entry", "following"})


class Rulebook:
    """Which rules are asked. Tolerances count on input only.

    Raises ValueError for a tolerance that does not exist.
    """

    def __init__(
        self,
        side: Side = "in",
        tolerate: Collection[str] = frozenset(),
        transaction_codes: Collection[str] | None = None,
    ) -> None:
        check_names(tolerate, TOLERANCES)
        self.side: Side = side
        self.tolerate = frozenset(tolerate) if side == "in" else frozenset()
        self.transaction_codes = transaction_codes
        self.judges_nothing = "skip_all" in self.tolerate
        self.judges_batches = not self.judges_nothing and "headers_only" not in self.tolerate
        self._of_entries: dict[tuple[bool, bool], list[Check]] = {}

    def checks(self, scope: Scope) -> list[Check]:
        """The rules of a scope that are asked."""
        if self.judges_nothing or (scope in _SCOPES_OF_BATCHES and not self.judges_batches):
            return []
        return [
            check
            for check in CHECKS
            if check.scope == scope
            and check.side in (None, self.side)
            and CATALOGUE[check.rule].level(self.side) is not None
            and self._is_asked_for(check.rule)
        ]

    def _is_asked_for(self, rule: str) -> bool:
        if rule == "FH04":
            return "routing_origin" in self.tolerate
        return self.judges_batches or rule not in _RULES_OF_BATCHES

    def checks_of(self, one: Entry) -> list[Check]:
        """The rules that can speak of this entry: those of answers and of CTX only of such."""
        groups = (one.answer is not None, isinstance(one, CtxEntry))
        if groups not in self._of_entries:
            silent = set() if groups[0] else {"RT", "NC"}
            silent |= set() if groups[1] else {"CX"}
            self._of_entries[groups] = [
                check for check in self.checks("entry") if check.rule[:2] not in silent
            ]
        return self._of_entries[groups]

    def graded(
        self, rule: str, remark: Remark, subject: Entry | None = None
    ) -> tuple[Level, str | None]:
        """The level of a remark, and the tolerance that lowered it to a warning, if one did."""
        tolerance = self._tolerance(rule, subject) if self.tolerate and remark.tolerable else None
        if tolerance:
            return "W", tolerance
        return remark.level or CATALOGUE[rule].level(self.side) or "E", None

    def _tolerance(self, rule: str, subject: Entry | None) -> str | None:
        name = tolerance_for(rule, self.tolerate, TOLERANCES)
        if name == "transaction_codes" and subject and self.transaction_codes is not None:
            return name if subject.transaction_code in self.transaction_codes else None
        return name


class Findings:
    """What was found, at most `limit` of each rule; the others are counted, by rule and level."""

    def __init__(self, rulebook: Rulebook, limit: int | None = None) -> None:
        self.rulebook, self.limit = rulebook, limit
        self.kept: list[Finding] = []
        self.counts: dict[str, int] = {}
        self.left_out: dict[str, int] = {}
        self.errors = self.warnings = 0

    @property
    def count(self) -> int:
        """Findings so far, kept or not."""
        return self.errors + self.warnings

    def add(self, rule: str, remarks: Remarks, subject: Entry | None = None) -> None:
        """Takes what one rule said; `subject` is the entry it speaks of."""
        for remark in remarks:
            level, tolerance = self.rulebook.graded(rule, remark, subject)
            if level == "E":
                self.errors += 1
            else:
                self.warnings += 1
            count = self.counts[rule] = self.counts.get(rule, 0) + 1
            if self.limit is None or count <= self.limit:
                self.kept.append(_finding(rule, remark, level, tolerance))
            else:
                self.left_out[rule] = count - self.limit

    def in_order(self) -> list[Finding]:
        """By line, column and rule."""
        return sorted(self.kept, key=lambda each: (each.line, each.columns, each.rule))


def _finding(rule: str, remark: Remark, level: Level, tolerance: str | None) -> Finding:
    return Finding(
        rule=rule,
        level=level,
        line=remark.line,
        columns=remark.columns,
        message=remark.message,
        tolerated=tolerance,
        value=remark.value,
    )
