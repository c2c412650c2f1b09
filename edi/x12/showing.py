"""A readable view of a file: amounts, codes and dates; people and accounts only masked."""

from __future__ import annotations

from collections.abc import Iterator

from edi.ground.amounts import display_dollars
from edi.x12.ack_999 import Acknowledgment, read_999
from edi.x12.codes import (
    ACKNOWLEDGMENTS,
    ADJUSTMENT_GROUPS,
    ADJUSTMENT_REASONS,
    CLAIM_STATUSES,
    HANDLINGS,
    PROVIDER_ADJUSTMENT_REASONS,
    REMITTANCE_QUALIFIERS,
    SET_VERDICTS,
)
from edi.x12.envelope import Interchange, TransactionSet
from edi.x12.payment_820 import Payment820, read_820
from edi.x12.remittance_835 import Adjustment, Bpr, Claim, Name, Party, RemittanceReader, Trace
from edi.x12.ta1 import read_ta1


def show(interchanges: list[Interchange]) -> Iterator[str]:
    """The lines of the view. Names of patients are initials; ids and accounts their last four."""
    for interchange in interchanges:
        yield from _envelope(interchange)
        for transaction in interchange.sets:
            yield from _set(transaction)


def mask(text: str) -> str:
    """All but the last four characters hidden; four or fewer are hidden wholly."""
    text = text.strip()
    return "•" * len(text) if len(text) <= 4 else "••••" + text[-4:]


def initials(name: Name) -> str:
    """The first letters of a person's names, or of an organisation's."""
    letters = [part.strip()[:1] + "." for part in (name.first, name.last) if part.strip()]
    return " ".join(letters) or "-"


def _envelope(interchange: Interchange) -> Iterator[str]:
    if interchange.isa is None:
        yield "Sets without an interchange"
        return
    usage = {"P": "production", "T": "test"}.get(interchange.usage, "unknown usage")
    sender, receiver = " ".join(interchange.sender), " ".join(interchange.receiver)
    yield f"Interchange {interchange.control}, {usage}: from {sender} to {receiver}"
    for segment in interchange.ta1s:
        answer = read_ta1(segment)
        verdict = SET_VERDICTS.get(answer.verdict, "?")
        yield f"  TA1 on interchange {answer.control}: {verdict}, note {answer.note} {answer.words}"


def _set(transaction: TransactionSet) -> Iterator[str]:
    version = transaction.version or "-"
    yield f"  {transaction.type} control {transaction.control}, version {version}"
    if transaction.type == "835":
        yield from _remittance(transaction)
    elif transaction.type == "820":
        payment, _ = read_820(transaction)
        yield from _payment(payment) if payment else ["    cannot be read: run check"]
    elif transaction.type in ACKNOWLEDGMENTS:
        answer, _ = read_999(transaction)
        yield from _acknowledgment(answer) if answer else ["    cannot be read: run check"]


def _bpr(bpr: Bpr, trace: Trace) -> Iterator[str]:
    handling = HANDLINGS.get(bpr.handling, "unknown handling")
    amount = display_dollars(bpr.amount_cents)
    yield f"    pays {amount} by {bpr.method or '-'} on {bpr.effective_date or '-'} ({handling})"
    yield f"    trace {trace.number} of payer {trace.payer_id or '-'}"
    if bpr.payer_account or bpr.payee_account:
        yield f"    from account {mask(bpr.payer_account)} to account {mask(bpr.payee_account)}"


def _party(label: str, party: Party) -> Iterator[str]:
    if party.role:
        yield f"    {label} {party.name or '-'} {party.id_qualifier} {mask(party.id)}".rstrip()


def _remittance(transaction: TransactionSet) -> Iterator[str]:
    reader = RemittanceReader(transaction)
    remittance = reader.remittance
    if remittance is not None:
        yield from _bpr(remittance.bpr, remittance.trace)
        yield from _party("payer", remittance.payer)
        yield from _party("payee", remittance.payee)
    for claim in reader.claims():
        yield from _claim(claim)
    for item in remittance.provider_adjustments if remittance else ():
        label, _ = PROVIDER_ADJUSTMENT_REASONS.get(item.reason, ("unknown reason", ""))
        amount = display_dollars(item.amount_cents)
        yield f"    provider adjustment {item.reason} {label}: {amount}, ref {mask(item.reference)}"
    yield f"    {_balance_words(reader)}"


def _balance_words(reader: RemittanceReader) -> str:
    claims = "1 claim" if reader.claim_count == 1 else f"{reader.claim_count} claims"
    if reader.is_balanced:
        return f"balanced, {claims}"
    if reader.off_cents is None:
        return f"not balanced, {claims}: an amount cannot be read"
    off = display_dollars(reader.off_cents)
    return f"not balanced, {claims}: the payment is off by {off}"


def _claim(claim: Claim) -> Iterator[str]:
    status = CLAIM_STATUSES.get(claim.status_code, "unknown status")
    patient = initials(claim.patient) if claim.patient else "-"
    amounts = f"{display_dollars(claim.charge_cents)}, paid {display_dollars(claim.paid_cents)}"
    yield f"    claim {mask(claim.control_number)} ({patient}): charged {amounts}, {status}"
    yield from (_adjustment(item, "      ") for item in claim.adjustments)
    for line in claim.lines:
        day = line.service_date or "-"
        amounts = f"{display_dollars(line.charge_cents)}, paid {display_dollars(line.paid_cents)}"
        code = " ".join((line.procedure.qualifier, line.procedure.code, *line.procedure.modifiers))
        yield f"      line {code} on {day}: charged {amounts}"
        yield from (_adjustment(item, "        ") for item in line.adjustments)


def _adjustment(item: Adjustment, indent: str) -> str:
    group = ADJUSTMENT_GROUPS.get(item.group, "unknown group").split(":")[0]
    label = ADJUSTMENT_REASONS.get(item.reason, (group, ""))[0]
    return f"{indent}{item.group} {item.reason} {label}: {display_dollars(item.amount_cents)}"


def _payment(payment: Payment820) -> Iterator[str]:
    yield from _bpr(payment.bpr, payment.trace)
    yield from _party("payer", payment.payer)
    yield from _party("payee", payment.payee)
    for item in payment.items:
        label = REMITTANCE_QUALIFIERS.get(item.qualifier, "reference")
        # A vendor's invoice number is shown; what may be a person's policy is masked.
        is_invoice = item.qualifier in ("IV", "IK", "PO")
        number = item.reference if is_invoice else mask(item.reference)
        paid = "-" if item.paid_cents is None else display_dollars(item.paid_cents)
        yield f"    {label} {number}: paid {paid}"
        for adjustment in item.adjustments:
            amount = display_dollars(adjustment.amount_cents)
            yield f"      adjustment {adjustment.reason}: {amount}"


def _acknowledgment(answer: Acknowledgment) -> Iterator[str]:
    verdict = SET_VERDICTS.get(answer.verdict, "?")
    counts = f"{answer.accepted} of {answer.received} sets accepted"
    yield f"    on group {answer.functional_id} {answer.group_control}: {verdict}, {counts}"
    for item in answer.sets:
        codes = f" ({' '.join(item.codes)})" if item.codes else ""
        yield f"      set {item.type} {item.control}: {item.words}{codes}"
