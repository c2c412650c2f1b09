"""An 820 as a person reads it: which invoice, policy or member is paid, and how it adds up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from edi.ground.amounts import display_dollars
from edi.x12.codes import REMITTANCE_QUALIFIERS
from edi.x12.masked_words import cut, initials, mask, payment_head, with_amount
from edi.x12.reader_820 import PaymentReader
from edi.x12.remittance_820 import Adjustment820, Entity, PaidItem, Payment820

# References of a business, shown whole; what may be a person's policy is masked.
_BUSINESS = frozenset({"IV", "IK", "PO", "BM", "CR", "VV"})


def payment_lines(reader: PaymentReader) -> Iterator[str]:
    """The view of one 820, entity by entity, in flat memory."""
    details = reader.details()
    first = next(details, None)
    payment = reader.payment
    if payment is None:
        yield "  It cannot be read: run check."
        return
    yield from payment_head(payment.bpr, payment.trace, payment.payer, payment.payee)
    entity: Entity | None = None
    for detail in details if first is None else chain([first], details):
        if isinstance(detail, PaidItem):
            yield from _item(detail)
            continue
        yield from _closing(entity)
        entity = detail
        yield ""
        yield from _opening(entity)
    yield from _closing(entity)
    yield from _arithmetic(reader, payment)


def _opening(entity: Entity) -> Iterator[str]:
    who = [initials(name) for name in entity.names]
    number = f" {mask(entity.id_code)}" if entity.id_code else ""
    if who or number:
        yield f"  For {', '.join(who) or 'entity'}{number}"


def _closing(entity: Entity | None) -> Iterator[str]:
    if entity is not None:
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


def _arithmetic(reader: PaymentReader, payment: Payment820) -> Iterator[str]:
    yield ""
    yield with_amount("  Items paid", reader.paid_cents)
    yield with_amount("  and adjustments of entities", reader.beside_cents)
    yield with_amount("  Payment (BPR02)", payment.amount_cents)
    count = reader.item_count
    items = "1 item" if count == 1 else f"{count:,} items"
    if not reader.off_cents:
        yield f"  The payment adds up: balanced, {items}."
    elif not reader.has_entities:
        yield "  It names nothing that is paid."
    else:
        off = display_dollars(reader.off_cents)
        yield f"  Not balanced, {items}: the payment is off by {off}."
