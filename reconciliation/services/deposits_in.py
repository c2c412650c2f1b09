"""A deposit is stored once, however often and by whichever source it is told: the bank's entry
or an 820. Reading the two is deposits_nacha's and deposits_820's; pairing is association's."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from edi.x12.payment_820 import Payment820
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from reconciliation.models import Deposit
from reconciliation.services.opening import Draft

SOURCE_OF_820 = "820"


@dataclass(slots=True)
class DepositsTaken:
    """The deposits that were new, what was counted, and what is to be said of the file."""

    deposits: list[Deposit] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    findings: list[dict[str, Any]] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """What was counted, without zeros."""
        return {name: count for name, count in self.counted.items() if count}


@dataclass(frozen=True, slots=True)
class TraceOfPayment:
    """TRN02 and TRN03, and what else names the payer."""

    number: str = ""
    payer_identifier: str = ""
    names: tuple[str, ...] = ()


def trace_in_820(payment: Payment820) -> TraceOfPayment:
    """What names the payment in an 820, in a file or inside a CTX entry."""
    return TraceOfPayment(
        payment.trace.number.strip()[:50],
        payment.trace.payer_id.strip()[:30],
        tuple(filter(None, [payment.payer.name])),
    )


def store(taken: DepositsTaken, deposit: Deposit) -> None:
    """The deposit is stored and told, unless it was booked before; then only counted."""
    if _same(deposit) is not None:
        taken.counted["already_booked"] += 1
        return
    other = _told_otherwise(deposit)
    if other is not None:
        _complete(other, deposit)
        taken.counted["already_booked"] += 1
        return
    deposit.save()
    taken.deposits.append(deposit)
    taken.counted["deposits"] += 1
    _say_received(deposit)


def _same(deposit: Deposit) -> Deposit | None:
    return Deposit.objects.filter(
        facility_id=deposit.facility_id,
        bank_reference=deposit.bank_reference,
        settled_on=deposit.settled_on,
        amount_cents=deposit.amount_cents,
    ).first()


def _told_otherwise(deposit: Deposit) -> Deposit | None:
    """The same credit from the other source: an entry and an 820 of one trace and amount."""
    if not deposit.trace_number:
        return None
    rows = Deposit.objects.select_for_update(of=("self",), no_key=True).filter(
        facility_id=deposit.facility_id,
        trace_number=deposit.trace_number,
        amount_cents=deposit.amount_cents,
    )
    if deposit.source == SOURCE_OF_820:
        return rows.exclude(source=SOURCE_OF_820).first()
    return rows.filter(source=SOURCE_OF_820).first()


def _complete(known: Deposit, told: Deposit) -> None:
    """The bank's own entry knows better than an 820: its reference, day and account stay."""
    if told.source == SOURCE_OF_820:
        return
    for name in ("source", "bank_reference", "settled_on", "company_name", "company_id"):
        setattr(known, name, getattr(told, name))
    known.bank_account, known.description = told.bank_account, told.description
    known.save()


def _say_received(deposit: Deposit) -> None:
    publish(
        "deposit.received",
        subject=f"deposit:{deposit.deposit_id}",
        facility_id=deposit.facility_id,
        payload={
            "deposit_id": deposit.deposit_id,
            "amount": dollars(deposit.amount_cents),
            "settled_on": deposit.settled_on.isoformat(),
        },
    )
