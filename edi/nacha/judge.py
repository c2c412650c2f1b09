"""All rules over one file: every finding, in the order of the file. Pure; nothing is changed."""

from collections.abc import Collection, Iterator

from edi.nacha.catalogue import CATALOGUE, Side
from edi.nacha.files import NachaFile
from edi.nacha.findings import Finding
from edi.nacha.records import CtxEntry, Entry
from edi.nacha.rules import (  # noqa: F401  (each registers its rules)
    addenda,
    batch,
    control,
    ctx,
    entry,
    headers,
    healthcare,
    notices,
    returns,
    structure,
)
from edi.nacha.rules.registry import CHECKS, Check, Remarks, Scope
from edi.nacha.rules.screen import screen_for
from edi.nacha.tolerances import check_names, tolerance_for

_RULES_OF_BATCHES = frozenset({"FS07", "FS08", "FS10", "BH19", "BA07"})


def judge(
    file: NachaFile,
    *,
    side: Side = "in",
    tolerate: Collection[str] = frozenset(),
    transaction_codes: Collection[str] | None = None,
) -> list[Finding]:
    """Every finding of the file, sorted by line and column.

    `side` says whether the file came in or is about to go out; tolerances count on input only.
    Raises ValueError for a tolerance that does not exist.
    """
    check_names(tolerate)
    if side == "out":
        tolerate = frozenset()
    if "skip_all" in tolerate:
        return []
    findings = list(_Judging(side, frozenset(tolerate), transaction_codes).findings(file))
    return sorted(findings, key=lambda each: (each.line, each.columns, each.rule))


class _Judging:
    """One pass over one file, with its side and tolerances."""

    def __init__(
        self, side: Side, tolerate: frozenset[str], transaction_codes: Collection[str] | None
    ) -> None:
        self.side = side
        self.tolerate = tolerate
        self.transaction_codes = transaction_codes
        self.entry_checks: dict[tuple[bool, bool], list[Check]] = {}

    def findings(self, file: NachaFile) -> Iterator[Finding]:
        for check in self._checks("file"):
            yield from self._as_findings(check.rule, check.judge(file))
        if "headers_only" not in self.tolerate:
            yield from self._of_batches(file)

    def _of_batches(self, file: NachaFile) -> Iterator[Finding]:
        batch_checks = self._checks("batch")
        for each in file.batches:
            for check in batch_checks:
                yield from self._as_findings(check.rule, check.judge(each))
            is_plainly_right = screen_for(each)
            for one in each.entries:
                if not is_plainly_right(one):
                    for check in self._checks_of(one):
                        yield from self._as_findings(check.rule, check.judge(one, each), one)

    def _checks_of(self, one: Entry) -> list[Check]:
        """The rules that can speak of this entry: those of answers and of CTX only of such."""
        groups = (one.answer is not None, isinstance(one, CtxEntry))
        if groups not in self.entry_checks:
            silent = set() if groups[0] else {"RT", "NC"}
            silent |= set() if groups[1] else {"CX"}
            self.entry_checks[groups] = [
                check for check in self._checks("entry") if check.rule[:2] not in silent
            ]
        return self.entry_checks[groups]

    def _checks(self, scope: Scope) -> list[Check]:
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
        return "headers_only" not in self.tolerate or rule not in _RULES_OF_BATCHES

    def _as_findings(
        self, rule: str, remarks: Remarks, subject: Entry | None = None
    ) -> Iterator[Finding]:
        for remark in remarks:
            level = remark.level or CATALOGUE[rule].level(self.side) or "E"
            tolerance = self._tolerance(rule, subject) if remark.tolerable else None
            yield Finding(
                rule=rule,
                level="W" if tolerance else level,
                line=remark.line,
                columns=remark.columns,
                message=remark.message,
                tolerated=tolerance,
            )

    def _tolerance(self, rule: str, subject: Entry | None) -> str | None:
        name = tolerance_for(rule, self.tolerate)
        if name == "transaction_codes" and subject and self.transaction_codes is not None:
            return name if subject.transaction_code in self.transaction_codes else None
        return name
