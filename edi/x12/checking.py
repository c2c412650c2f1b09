"""Checking a file: every set read by its kind, in one pass, into what `check` reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from edi.x12.codes import ACKNOWLEDGMENTS
from edi.x12.envelope import TransactionSet, read
from edi.x12.finding_list import FindingList
from edi.x12.findings import Finding, has_errors
from edi.x12.guide import guide_of
from edi.x12.reader_820 import PaymentReader
from edi.x12.reader_999 import read_999
from edi.x12.remittance_835 import RemittanceReader
from edi.x12.tokens import Source


@dataclass(frozen=True, slots=True)
class SetReport:
    """A set in short: `claims` counts claims (835) or paid items (820); `balanced` is None
    where nothing is there to balance."""

    type: str
    control: str
    claims: int = 0
    total_cents: int = 0
    balanced: bool | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "type": self.type,
            "control": self.control,
            "claims": self.claims,
            "total_cents": self.total_cents,
            "balanced": self.balanced,
        }


@dataclass(slots=True)
class FileReport:
    """What was found in one file. `is_x12` is False where no interchange and no set was read."""

    interchanges: int = 0
    transactions: list[SetReport] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    is_x12: bool = False

    @property
    def is_ok(self) -> bool:
        """Whether nothing found is an error."""
        return self.is_x12 and not has_errors(self.findings)

    def as_json(self, name: str) -> dict[str, Any]:
        """The object `check --json` prints for a file."""
        return {
            "file": name,
            "ok": self.is_ok,
            "interchanges": self.interchanges,
            "transactions": [item.as_json() for item in self.transactions],
            "findings": [finding.as_json() for finding in self.findings],
        }


Reached = Callable[[int], None]


def check(data: Source, reached: Reached | None = None) -> FileReport:
    """Reads every set of a file, in flat memory, and gives all findings by their position.
    `reached` is told now and then how many bytes have been read."""
    interchanges, findings = read(data)
    report = FileReport(sum(1 for item in interchanges if item.isa is not None))
    report.is_x12 = bool(interchanges)
    report.findings = kept = FindingList(findings)
    for interchange in interchanges:
        for transaction in interchange.sets:
            set_report, found = check_set(transaction, reached)
            report.transactions.append(set_report)
            kept.extend(found)
    kept.close()
    kept.sort(key=lambda finding: finding.position)
    return report


def check_set(
    transaction: TransactionSet, reached: Reached | None = None
) -> tuple[SetReport, list[Finding]]:
    """One set in short, with its findings; a set of another kind is passed over."""
    if transaction.type == "835":
        return _check_835(transaction, reached)
    if transaction.type == "820":
        return _check_820(transaction, reached)
    report = SetReport(transaction.type, transaction.control)
    if transaction.type in ACKNOWLEDGMENTS:
        return report, _check_acknowledgment(transaction)
    return report, []


def _check_acknowledgment(transaction: TransactionSet) -> list[Finding]:
    """What the guide says of structure, and the reader of the verdicts."""
    guide = guide_of(transaction.type, transaction.version)
    if guide is None:
        return read_999(transaction)[1]
    verdicts = [each for each in read_999(transaction)[1] if not each.rule.startswith("XS")]
    # What stands outside its frame is said once.
    framed = {each.position for each in verdicts if each.rule == "AK01"}
    structural = guide.check(transaction)
    found = [each for each in structural if each.rule != "XS05" or each.position not in framed]
    return found + verdicts


def _check_835(
    transaction: TransactionSet, reached: Reached | None = None
) -> tuple[SetReport, list[Finding]]:
    reader = RemittanceReader(transaction)
    reader.reached = reached
    reader.run()
    total = reader.remittance.amount_cents if reader.remittance else 0
    report = SetReport("835", transaction.control, reader.claim_count, total, reader.is_balanced)
    return report, reader.findings


def _check_820(
    transaction: TransactionSet, reached: Reached | None = None
) -> tuple[SetReport, list[Finding]]:
    reader = PaymentReader(transaction)
    reader.reached = reached
    reader.run()
    payment, findings = reader.payment, reader.findings
    if payment is None:
        return SetReport("820", transaction.control, balanced=False), findings
    is_off = any(finding.rule in ("PA02", "PA03") for finding in findings)
    balanced = transaction.se is not None and not is_off
    report = SetReport(
        "820", transaction.control, reader.item_count, payment.amount_cents, balanced
    )
    return report, findings
