"""Pairing deposits with remittances, whichever comes first (X12 835 guide, reassociation).

One step at a time, and never by the amount alone: trace, payer's number and amount; else trace
and amount of the same payer under another number. Two that fit are left to a person.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from reconciliation import policies
from reconciliation.models import Deposit, Remittance
from reconciliation.services import posting
from reconciliation.services.opening import close_exceptions, open_exception, unresolved
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import DepositStatus, ExceptionKind, RemittanceStatus

BY_KEY = "TRN02, TRN03 and amount"
BY_PAYER = "TRN02, amount and payer"
BY_HAND = "by hand"
FREE_DEPOSIT = (DepositStatus.RECEIVED, DepositStatus.UNIDENTIFIED)
# Items that the other half settles, on either side.
SETTLED_BY_PAIRING = (
    ExceptionKind.EFT_WITHOUT_ERA,
    ExceptionKind.ERA_WITHOUT_EFT,
    ExceptionKind.UNIDENTIFIED_DEPOSIT,
    ExceptionKind.AMOUNT_MISMATCH,
    ExceptionKind.MULTIPLE_CANDIDATES,
)


class NotPairable(Conflict):
    """These two cannot be paired."""

    code = "not-pairable"


def deposit_arrived(deposit: Deposit, *, now: datetime) -> bool:
    """Pair a new deposit with its remittance and post it; whether one was found.

    Without a trace, and so without hope, it is unidentified and has its item at once; with one,
    its remittance is expected until the clock says otherwise.
    """
    near = _remittances(deposit)
    rung, fitting = _ladder([(deposit, each) for each in near])
    if len(fitting) == 1:
        return _pair_unless_contested(deposit, fitting[0][1], rung, now)
    if len(fitting) > 1:
        _say_several(deposit, len(fitting), now)
    elif near:
        _say_mismatches([(deposit, each) for each in near], now)
    elif not deposit.trace_number:
        _say_unidentified(deposit, now)
    return False


def remittance_arrived(remittance: Remittance, *, now: datetime) -> bool:
    """Pair a new remittance with the deposit that waits for it, and post it; whether one was."""
    near = _deposits(remittance)
    rung, fitting = _ladder([(each, remittance) for each in near])
    if len(fitting) == 1:
        _pair(fitting[0][0], remittance, rung, now)
        return True
    if len(fitting) > 1:
        for deposit, _ in fitting:
            _say_several(deposit, len(fitting), now)
    elif near:
        _say_mismatches([(each, remittance) for each in near], now)
    return False


def pair_by_hand(
    *, user: User, deposit_id: UUID, remittance_id: UUID, reason: str, now: datetime
) -> Deposit:
    """A person says which remittance a deposit pays; the amounts must be the same.

    Raises NotFound, NotAllowed, NotPairable.
    """
    with act(user, reason):
        wait_for_turn()
        deposit = Deposit.objects.locked_for(user, "There is no such deposit.", pk=deposit_id)
        remittance = Remittance.objects.locked_for(
            user, "There is no such remittance.", pk=remittance_id
        )
        policies.check_can_work(user, deposit.facility_id)
        _check_pairable(deposit, remittance)
        _pair(deposit, remittance, BY_HAND, now)
    return deposit


def _check_pairable(deposit: Deposit, remittance: Remittance) -> None:
    if deposit.facility_id != remittance.facility_id:
        raise NotPairable("The deposit and the remittance are of two facilities.")
    if deposit.status not in FREE_DEPOSIT or remittance.status != RemittanceStatus.AWAITING_EFT:
        raise NotPairable("One of the two is not waiting for the other.")
    if deposit.amount_cents != remittance.amount_cents:
        off = dollars(abs(deposit.amount_cents - remittance.amount_cents))
        raise NotPairable(f"The amounts differ by {off}; a deposit is never posted in part.")


def _remittances(deposit: Deposit) -> list[Remittance]:
    """Those that wait for money under the deposit's trace."""
    if not deposit.trace_number:
        return []
    waiting = Remittance.objects.select_for_update(of=("self",), no_key=True).filter(
        facility_id=deposit.facility_id,
        trace_number=deposit.trace_number,
        status=RemittanceStatus.AWAITING_EFT,
    )
    return list(waiting.order_by("received_at", "pk"))


def _deposits(remittance: Remittance) -> list[Deposit]:
    waiting = Deposit.objects.select_for_update(of=("self",), no_key=True).filter(
        facility_id=remittance.facility_id,
        trace_number=remittance.trace_number,
        status__in=FREE_DEPOSIT,
    )
    return list(waiting.order_by("created_at", "pk"))


Pair = tuple[Deposit, Remittance]


def _ladder(pairs: list[Pair]) -> tuple[str, list[Pair]]:
    """The first rung that holds for any pair, and the pairs it holds for."""
    same_amount = [(d, r) for d, r in pairs if d.amount_cents == r.amount_cents]
    exact = [(d, r) for d, r in same_amount if _same_identifier(d, r)]
    if exact:
        return BY_KEY, exact
    return BY_PAYER, [(d, r) for d, r in same_amount if _same_payer(d, r)]


def _same_identifier(deposit: Deposit, remittance: Remittance) -> bool:
    return bool(deposit.payer_identifier) and (
        deposit.payer_identifier == remittance.payer_identifier
    )


def _same_payer(deposit: Deposit, remittance: Remittance) -> bool:
    return deposit.payer_id is not None and deposit.payer_id == remittance.payer_id


def _pair_unless_contested(
    deposit: Deposit, remittance: Remittance, rung: str, now: datetime
) -> bool:
    """Another deposit that waits with the same right makes it ambiguous."""
    _, fitting = _ladder([(each, remittance) for each in _deposits(remittance)])
    if len(fitting) > 1:
        _say_several(deposit, len(fitting), now)
        return False
    _pair(deposit, remittance, rung, now)
    return True


def _pair(deposit: Deposit, remittance: Remittance, rung: str, now: datetime) -> None:
    deposit.remittance, deposit.associated_by = remittance, rung
    deposit.payer_id = deposit.payer_id or remittance.payer_id
    deposit.move_to(DepositStatus.ASSOCIATED)
    remittance.move_to(RemittanceStatus.ASSOCIATED)
    for half in ({"deposit": deposit}, {"remittance": remittance}):
        items = unresolved(kind__in=SETTLED_BY_PAIRING, remitted_claim__isnull=True, **half)
        close_exceptions(items, resolution="other half came", now=now)
    publish(
        "deposit.associated",
        subject=f"deposit:{deposit.deposit_id}",
        facility_id=deposit.facility_id,
        payload={"deposit_id": deposit.deposit_id, "remittance_id": str(remittance.pk)},
    )
    posting.post(remittance, now=now)


def _say_several(deposit: Deposit, count: int, now: datetime) -> None:
    open_exception(
        kind=ExceptionKind.MULTIPLE_CANDIDATES,
        facility_id=deposit.facility_id,
        title=f"{count} fit under trace {deposit.trace_number}; which belong together?",
        amount_cents=deposit.amount_cents,
        fingerprint=f"several:{deposit.deposit_id}",
        now=now,
        deposit=deposit,
    )


def _say_mismatches(pairs: Iterable[Pair], now: datetime) -> None:
    """The trace is the same, the cents are not: neither is posted, and no line makes up for it."""
    for deposit, remittance in pairs:
        if not (_same_identifier(deposit, remittance) or _same_payer(deposit, remittance)):
            continue
        off_cents = deposit.amount_cents - remittance.amount_cents
        if off_cents == 0:
            continue
        more = "more" if off_cents > 0 else "less"
        open_exception(
            kind=ExceptionKind.AMOUNT_MISMATCH,
            facility_id=deposit.facility_id,
            title=(
                f"The bank got {dollars(abs(off_cents))} {more} than the 835 of trace "
                f"{deposit.trace_number} says"
            ),
            amount_cents=abs(off_cents),
            fingerprint=f"amounts:{deposit.deposit_id}:{remittance.pk}",
            now=now,
            deposit=deposit,
            remittance=remittance,
        )


def _say_unidentified(deposit: Deposit, now: datetime) -> None:
    deposit.move_to(DepositStatus.UNIDENTIFIED)
    sender = deposit.company_name or "an unknown sender"
    open_exception(
        kind=ExceptionKind.UNIDENTIFIED_DEPOSIT,
        facility_id=deposit.facility_id,
        title=f"A deposit without a trace number, from {sender}",
        amount_cents=deposit.amount_cents,
        fingerprint=f"unidentified:{deposit.deposit_id}",
        now=now,
        deposit=deposit,
    )
