"""Writing an 820: a payment order into segments, whole or as the text of CTX addenda."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.ground.amounts import dollars
from edi.x12.remittance_820 import Adjustment820, Entity, PaidItem, Payment820
from edi.x12.segments import (
    DEFAULT_DELIMITERS,
    Delimiters,
    Row,
    render_segment,
    render_segments,
)
from edi.x12.values import amount_text
from edi.x12.writer_835 import Unbalanced


def write_820(
    payment: Payment820, *, control: str = "", delimiters: Delimiters = DEFAULT_DELIMITERS
) -> list[Row]:
    """The segments ST to SE of a payment order; `control` is ST02 (else the payment's own).

    ST03 is written for 005010X218 and 005010X306, where it is required. Raises Unbalanced where
    the items do not add up to BPR02 or an item is off, UnwritableElement where data hold a
    delimiter or an unprintable character.
    """
    _refuse_unbalanced(payment)
    number = control or payment.control or "0001"
    st: Row = ("ST", "820", number)
    if payment.version.startswith(("005010X218", "005010X306")):
        st = (*st, payment.version)
    rows = [st, *_header(payment)]
    for entity in payment.entities:
        rows.extend(_entity(entity))
    rows.append(("SE", str(len(rows) + 1), number))
    for row in rows:
        render_segment(row, delimiters)
    return rows


def addenda_text(
    payment: Payment820, *, control: str = "", delimiters: Delimiters = DEFAULT_DELIMITERS
) -> str:
    """ST..SE in one string without line ends, to be cut over the addenda of a CTX entry.

    Raises as `write_820` does."""
    return render_segments(write_820(payment, control=control, delimiters=delimiters), delimiters)


def _refuse_unbalanced(payment: Payment820) -> None:
    if payment.off_cents and payment.entities:
        message = f"The payment is off by {dollars(payment.off_cents)}."
        raise Unbalanced(message, payment.off_cents)
    for item in payment.items:
        if item.off_cents:
            raise Unbalanced(f"A paid item is off by {dollars(item.off_cents)}.", item.off_cents)


def _header(payment: Payment820) -> Iterator[Row]:
    yield payment.bpr.row()
    yield from (note.elements for note in payment.notes)
    yield payment.trace.row()
    if payment.currency:
        yield ("CUR", "PR", payment.currency)
    yield from (reference.row() for reference in payment.references)
    yield from (dated.row() for dated in payment.dates)
    yield from (other.elements for other in payment.others)
    parties = [payment.payer, payment.payee]
    if payment.version.startswith("005010X218"):
        parties.reverse()  # there the receiver of the premium stands first
    for party in (*parties, *payment.parties):
        if party.role:
            yield from party.rows()


def _entity(entity: Entity) -> Iterator[Row]:
    if not entity.is_implied:
        who = (entity.entity_code, entity.id_qualifier, entity.id_code)
        yield ("ENT", entity.id, *who, *entity.rest)
    yield from (name.row() for name in entity.names)
    yield from (other.elements for other in entity.others)
    yield from (reference.row() for reference in entity.references)
    yield from (dated.row() for dated in entity.dates)
    yield from _adjustments(entity.adjustments)
    for item in entity.items:
        yield from _item(item)


def _item(item: PaidItem) -> Iterator[Row]:
    yield (
        "RMR",
        item.qualifier,
        item.reference,
        item.action,
        _optional(item.paid_cents),
        _optional(item.gross_cents),
        _optional(item.discount_cents),
        item.adjustment_reason,
        _optional(item.adjustment_cents),
    )
    yield from (reference.row() for reference in item.references)
    yield from (dated.row() for dated in item.dates)
    yield from (other.elements for other in item.others)
    yield from _adjustments(item.adjustments)


def _adjustments(adjustments: Iterable[Adjustment820]) -> Iterator[Row]:
    for adjustment in adjustments:
        amount = amount_text(adjustment.amount_cents)
        yield ("ADX", amount, adjustment.reason, adjustment.qualifier, adjustment.reference)
        yield from (reference.row() for reference in adjustment.references)
        yield from (dated.row() for dated in adjustment.dates)
        yield from (other.elements for other in adjustment.others)


def _optional(cents: int | None) -> str:
    return "" if cents is None else amount_text(cents)
