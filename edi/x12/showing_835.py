"""An 835 as an explanation of payment: who paid what, and why not more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.ground.amounts import display_dollars
from edi.x12.codes import (
    ADJUSTMENT_GROUPS,
    ADJUSTMENT_REASONS,
    CLAIM_STATUSES,
    PROVIDER_ADJUSTMENT_REASONS,
)
from edi.x12.interchange import TransactionSet
from edi.x12.masked_words import AMOUNT_END, cut, initials, mask, payment_head, with_amount
from edi.x12.reader_835 import RemittanceReader
from edi.x12.remittance import Adjustment, Claim, Line, Remittance
from edi.x12.values import quantity_text

_COLUMNS = ("charge", "contractual", "patient share", "other", "paid")
_COLUMN = 16


def remittance_lines(transaction: TransactionSet) -> Iterator[str]:
    """The view of one 835, claim by claim."""
    version = transaction.version or "-"
    yield f"Remittance advice 835, control {transaction.control}, version {version}"
    reader = RemittanceReader(transaction)
    remittance = reader.remittance
    if remittance is None:
        yield "  Its payment or its trace cannot be read: run check."
    else:
        yield from payment_head(
            remittance.bpr, remittance.trace, remittance.payer, remittance.payee
        )
    for claim in reader.claims():
        yield from _claim(claim)
    if remittance is not None:
        yield from _provider(remittance)
        yield from _arithmetic(reader, remittance)
    yield from _balance(reader)


# Claims and lines ---------------------------------------------------------------------------


def _claim(claim: Claim) -> Iterator[str]:
    status = CLAIM_STATUSES.get(claim.status_code, "unknown status")
    patient = initials(claim.patient) if claim.patient else "-"
    numbers = f"claim {mask(claim.control_number) or '-'}"
    if claim.payer_control_number:
        numbers += f", payer's number {mask(claim.payer_control_number)}"
    first, last = claim.statement_from, claim.statement_to
    days = f"{first} to {last}" if first and last and first != last else str(first or "-")
    yield ""
    yield f"  Patient {patient}, {numbers}"
    yield f"    {status}; service {days}"
    contractual, shared, other = _by_bearer(claim.all_adjustments)
    amounts = (claim.charge_cents, contractual, shared, other, claim.paid_cents)
    indent = " " * (AMOUNT_END - _COLUMN * len(_COLUMNS))
    yield indent + "".join(name.rjust(_COLUMN) for name in _COLUMNS)
    yield indent + "".join(display_dollars(cents).rjust(_COLUMN) for cents in amounts)
    yield from (_adjustment(item, "    ") for item in claim.adjustments)
    yield from _remarks(claim.remarks, "    ")
    for number, line in enumerate(claim.lines, start=1):
        yield from _line(number, line)


def _by_bearer(adjustments: Iterable[Adjustment]) -> tuple[int, int, int]:
    """What contract, patient and others bear, in cents."""
    contractual = shared = other = 0
    for item in adjustments:
        if item.group == "CO":
            contractual += item.amount_cents
        elif item.group == "PR":
            shared += item.amount_cents
        else:
            other += item.amount_cents
    return contractual, shared, other


def _line(number: int, line: Line) -> Iterator[str]:
    code = " ".join((line.procedure.qualifier, line.procedure.code, *line.procedure.modifiers))
    units = ""
    if line.units is not None:
        units = ", 1 unit" if line.units == 1 else f", {quantity_text(line.units)} units"
    yield f"    Line {number}: {cut(code, 60)} on {line.service_date or '-'}{units}"
    allowed = line.allowed_cents
    amounts = f"charge {display_dollars(line.charge_cents)}"
    if allowed is not None:
        amounts += f", allowed {display_dollars(allowed)}"
    yield with_amount(f"      {amounts}, paid", line.paid_cents)
    yield from (_adjustment(item, "      ") for item in line.adjustments)
    yield from _remarks([f"{r.list_qualifier} {r.code}" for r in line.remarks], "      ")


def _adjustment(item: Adjustment, indent: str) -> str:
    group = ADJUSTMENT_GROUPS.get(item.group, "unknown group").split(":")[0]
    label = ADJUSTMENT_REASONS.get(item.reason, ("", ""))[0]
    words = f"{group}: {label}" if label else group
    text = f"{indent}{cut(item.group, 5)} {cut(item.reason, 8):<4} {words}"
    return with_amount(text, item.amount_cents, AMOUNT_END - _COLUMN)


def _remarks(codes: list[str], indent: str) -> Iterator[str]:
    if codes:
        yield cut(f"{indent}Remarks {', '.join(codes)}", AMOUNT_END)


# The foot -----------------------------------------------------------------------------------


def _provider(remittance: Remittance) -> Iterator[str]:
    if remittance.provider_adjustments:
        yield ""
        yield "  Provider-level adjustments"
    for item in remittance.provider_adjustments:
        label, _ = PROVIDER_ADJUSTMENT_REASONS.get(item.reason, ("unknown reason", ""))
        effect = "reduces the payment" if item.amount_cents > 0 else "raises the payment"
        reference = f", reference {mask(item.reference)}" if item.reference.strip() else ""
        text = f"    {cut(item.reason, 4)} {label}{reference}; {effect}"
        yield with_amount(text, item.amount_cents)


def _arithmetic(reader: RemittanceReader, remittance: Remittance) -> Iterator[str]:
    provider = sum(item.amount_cents for item in remittance.provider_adjustments)
    yield ""
    yield with_amount("  Claims paid", reader.claims_paid_cents)
    yield with_amount("  less provider-level adjustments", provider)
    yield with_amount("  comes to", reader.claims_paid_cents - provider)
    yield with_amount("  Payment (BPR02)", remittance.amount_cents)


def _balance(reader: RemittanceReader) -> Iterator[str]:
    count = "1 claim" if reader.claim_count == 1 else f"{reader.claim_count:,} claims"
    if reader.is_balanced:
        yield f"  Lines, claims and payment balance: balanced, {count}."
        return
    yield f"  Not balanced, {count}:"
    if reader.lines_off:
        yield f"    Lines: {reader.lines_off:,} off."
    if reader.claims_off:
        yield f"    Claims: {reader.claims_off:,} off."
    if reader.off_cents is None:
        yield "    Payment: an amount cannot be read, so the balance cannot be told."
    elif reader.off_cents:
        yield f"    Payment: off by {display_dollars(reader.off_cents)}."
