"""An 820 as a person reads it: which invoice, policy or member is paid, and how it adds up."""

from __future__ import annotations

from collections.abc import Iterator

from edi.ground.amounts import display_dollars
from edi.x12.codes import REMITTANCE_QUALIFIERS
from edi.x12.masked_words import cut, initials, mask, payment_head, with_amount
from edi.x12.remittance_820 import Adjustment820, Entity, PaidItem, Payment820

# References of a business, shown whole; what may be a person's policy is masked.
_BUSINESS = frozenset({"IV", "IK", "PO", "BM", "CR", "VV"})


def payment_lines(payment: Payment820) -> Iterator[str]:
    """The view of one 820, entity by entity."""
    yield from payment_head(payment.bpr, payment.trace, payment.payer, payment.payee)
    for entity in payment.entities:
        yield ""
        yield from _entity(entity)
    yield from _arithmetic(payment)


def _entity(entity: Entity) -> Iterator[str]:
    who = [initials(name) for name in entity.names]
    number = f" {mask(entity.id_code)}" if entity.id_code else ""
    if who or number:
        yield f"  For {', '.join(who) or 'entity'}{number}"
    for item in entity.items:
        yield from _item(item)
    yield from (_adjustment(each, "    ") for each in entity.adjustments)


def _item(item: PaidItem) -> Iterator[str]:
    label = REMITTANCE_QUALIFIERS.get(item.qualifier, "reference")
    number = item.reference if item.qualifier in _BUSINESS else mask(item.reference)
    text = f"    {label} {cut(number, 30)}: "
    parts = []
    if item.gross_cents is not None:
        parts.append(f"gross {display_dollars(item.gross_cents)}")
    if item.discount_cents:
        parts.append(f"discount {display_dollars(item.discount_cents)}")
    if item.paid_cents is None:
        yield text + ", ".join([*parts, "paid -"])
    else:
        yield with_amount(text + ", ".join([*parts, "paid"]), item.paid_cents)
    yield from (_adjustment(each, "      ") for each in item.adjustments)
    if item.off_cents:
        yield f"      off by {display_dollars(item.off_cents)}"


def _adjustment(item: Adjustment820, indent: str) -> str:
    return with_amount(f"{indent}adjustment {cut(item.reason, 8)}", item.amount_cents, 90)


def _arithmetic(payment: Payment820) -> Iterator[str]:
    beside = sum(a.amount_cents for entity in payment.entities for a in entity.adjustments)
    paid = sum(item.paid_cents or 0 for item in payment.items)
    count = sum(1 for _ in payment.items)
    yield ""
    yield with_amount("  Items paid", paid)
    yield with_amount("  and adjustments of entities", beside)
    yield with_amount("  Payment (BPR02)", payment.amount_cents)
    items = "1 item" if count == 1 else f"{count:,} items"
    if not payment.off_cents:
        yield f"  The payment adds up: balanced, {items}."
    elif not payment.entities:
        yield "  It names nothing that is paid."
    else:
        off = display_dollars(payment.off_cents)
        yield f"  Not balanced, {items}: the payment is off by {off}."
