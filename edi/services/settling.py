"""What a person does about a file of ours: say what became of it, try again, give it up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from edi.models import Transmission
from edi.policies import check_can_settle
from edi.services.facts import publish_transmission
from edi.states import TransmissionStatus
from edi.transport.registry import open_wire
from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.celery import wake
from hmsach.lib.errors import Conflict, DomainError, NotFound


class EvidenceRequired(DomainError):
    """Say what shows that the file arrived: the bank's reference, who confirmed it, when."""

    code = "evidence-required"


def mark_sent_by_hand(
    *, user: User, transmission_id: UUID, evidence: str, reason: str, now: datetime
) -> Transmission:
    """The file counts as SENT, because a person brought it over or saw it there.

    From queued or unknown; not while a worker may be about to put it in place. Raises
    NotAllowed, EvidenceRequired, Conflict, NotFound.
    """
    if not evidence.strip():
        raise EvidenceRequired
    with _settled(user, transmission_id, reason, now) as row:
        if row.status == TransmissionStatus.QUEUED:
            row.move_to(TransmissionStatus.SENDING)
        row.mark_sent(evidence=f"By hand, {user.username}: {evidence.strip()}", now=now)
        publish_transmission("sent", row)
    return row


def confirm_arrived(
    *, user: User, transmission_id: UUID, evidence: str, reason: str, now: datetime
) -> Transmission:
    """The unknown file did arrive, says a person with evidence: it is SENT."""
    _check_unknown(transmission_id)
    return mark_sent_by_hand(
        user=user, transmission_id=transmission_id, evidence=evidence, reason=reason, now=now
    )


def confirm_not_arrived(
    *, user: User, transmission_id: UUID, evidence: str, reason: str, now: datetime
) -> Transmission:
    """The unknown file did not arrive, says a person with evidence: it has FAILED.

    It is never sent again; what it carried is free to go into a new file.
    """
    _check_unknown(transmission_id)
    if not evidence.strip():
        raise EvidenceRequired("Say what shows that the file did not arrive.")
    with _settled(user, transmission_id, reason, now) as row:
        row.evidence = f"Not arrived, {user.username}: {evidence.strip()}"[:300]
        row.move_to(TransmissionStatus.FAILED)
        publish_transmission("failed", row, reason="A person confirmed that it did not arrive.")
    return row


def give_up(*, user: User, transmission_id: UUID, reason: str, now: datetime) -> Transmission:
    """The queued file is never sent: it has FAILED. Only before any rename of it began."""
    with _settled(user, transmission_id, reason, now) as row:
        if row.status != TransmissionStatus.QUEUED:
            raise Conflict("Only a file that waits in the queue can be given up.")
        row.move_to(TransmissionStatus.FAILED)
        publish_transmission("failed", row, reason="Given up before it was sent.")
    return row


def retry(*, user: User, transmission_id: UUID, reason: str, now: datetime) -> Transmission:
    """The file is due at once instead of at its next try. A failed one is never sent again.

    Raises NotAllowed, Conflict, NotFound.
    """
    with act(user, reason):
        row = _locked(user, transmission_id)
        if row.status not in (TransmissionStatus.QUEUED, TransmissionStatus.SENDING):
            raise Conflict("Only a file that is not sent yet can be tried again; build a new one.")
        row.next_try_at = None
        row.save()
        wake("edi.tasks.send_due")
    return row


def settle_unknown(
    *, user: User, transmission_id: UUID, reason: str, now: datetime
) -> Transmission:
    """Look at the partner's folder again: the file is SENT if it is there, byte for byte.

    Raises Conflict when it is not to be seen, or not as ours; WireDown and WireRefused.
    """
    row = _check_unknown(transmission_id)
    check_can_settle(user, row)
    with open_wire(row.channel) as wire:
        digest = wire.digest(row.file_name)
    if digest != row.stored.sha256:
        raise Conflict("The partner's folder does not show the file as it was sent.")
    with _settled(user, transmission_id, reason, now) as row:
        row.mark_sent(evidence=f"Seen in place with SHA-256 {digest}.", now=now)
        publish_transmission("sent", row)
    return row


def _check_unknown(transmission_id: UUID) -> Transmission:
    row: Transmission | None = Transmission.objects.filter(pk=transmission_id).first()
    if row is None:
        raise NotFound
    if row.status != TransmissionStatus.UNKNOWN:
        raise Conflict("It is known what became of this file.")
    return row


@contextmanager
def _settled(
    user: User, transmission_id: UUID, reason: str, now: datetime
) -> Iterator[Transmission]:
    """The row, locked, in the user's act, if no worker can be about to put the file in place."""
    with act(user, reason):
        row = _locked(user, transmission_id)
        is_held = row.lease_until is not None and row.lease_until > now
        is_moving = row.status == TransmissionStatus.SENDING
        if is_moving or (is_held and row.status == TransmissionStatus.QUEUED):
            raise Conflict("The file is on its way; wait until that is settled.")
        yield row


def _locked(user: User, transmission_id: UUID) -> Transmission:
    row: Transmission | None = (
        Transmission.objects.select_for_update(no_key=True).filter(pk=transmission_id).first()
    )
    if row is None:
        raise NotFound
    check_can_settle(user, row)
    return row
