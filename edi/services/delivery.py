"""One attempt to bring one file to the partner, step by step, each step committed before its
effect. Which files are due, and who may try, is `sending`'s; what evidence means, `evidence`'s."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

from edi.models import Transmission
from edi.services.evidence import Sighting, Verdict
from edi.services.facts import publish_transmission
from edi.services.fault_points import reach
from edi.states import SendStep, TransmissionStatus
from edi.transport.base import Wire, WireDown, WireRefused
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.db.leases import release
from hmsach.lib.errors import NotAllowed

log = logging.getLogger(__name__)

# A part that is gone proves the rename only while nobody can have tidied it away.
PART_IS_EVIDENCE = timedelta(hours=48)
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 30, 900
ERROR_LENGTH_MAX = 300


class TakenOver(Exception):
    """Another worker, or a person, has the file now; this attempt must have no further effect."""


class NoAgreement(NotAllowed):
    """No business associate agreement is in force with this partner."""

    code = "no-agreement"


def deliver(claimed: Transmission, wire: Wire, *, now: datetime) -> None:
    """The file is at the partner and SENT, or UNKNOWN with its contradiction told, or waits.

    `claimed` is a row whose lease this process holds. Raises WireDown or WireRefused after the
    row was put back, and nothing if another took over.
    """
    try:
        _deliver(claimed, wire, now)
    except TakenOver:
        log.warning("Transmission %s was taken over by another.", claimed.pk)
        return
    except (WireDown, WireRefused) as error:
        postpone(claimed, error, now=now)
        raise
    except NoAgreement as error:
        postpone(claimed, error, now=now)
    release(claimed)


def postpone(claimed: Transmission, error: Exception, *, now: datetime) -> None:
    """The file waits for its next try, its lease given back. While its rename may have happened
    it stays SENDING and is looked up next time; else it is QUEUED again."""
    is_passing = isinstance(error, WireDown)
    wait = _wait_seconds(claimed.attempt) if is_passing else LONGEST_WAIT_SECONDS
    try:
        with _own(claimed, "Sending is put off") as row:
            row.last_error = str(error)[:ERROR_LENGTH_MAX]
            row.next_try_at = now + timedelta(seconds=wait)
            if row.status == TransmissionStatus.SENDING and row.step != SendStep.RENAMING:
                row.step = SendStep.READY
                row.move_to(TransmissionStatus.QUEUED)
            else:
                row.save()
    except TakenOver:
        return
    release(claimed)


def _deliver(claimed: Transmission, wire: Wire, now: datetime) -> None:
    if claimed.status == TransmissionStatus.SENDING and claimed.step == SendStep.RENAMING:
        _recover(claimed, wire, now)
        return
    _check_agreement(claimed)
    part_name = _begin(claimed)
    try:
        _upload(claimed, wire, part_name)
        if _is_there_already(claimed, wire, part_name, now):
            return
        _commit_to_rename(claimed)
    except TakenOver:
        # Our part was never committed to, so nobody else can be about to rename it.
        wire.remove(part_name)
        raise
    reach("sending.before_rename")
    _rename(claimed, wire, part_name, now)


def _begin(claimed: Transmission) -> str:
    """Commit that this attempt uploads; the part's name carries the attempt."""
    part_name = _part_name(claimed, claimed.attempt)
    with _own(claimed, "A file is being sent") as row:
        row.step, row.part_name, row.next_try_at = SendStep.UPLOADING, part_name, None
        if row.status == TransmissionStatus.QUEUED:
            row.move_to(TransmissionStatus.SENDING)
        else:
            row.save()
    return part_name


def _upload(claimed: Transmission, wire: Wire, part_name: str) -> None:
    """The part is there, whole; the parts of earlier attempts are gone, so that a process that
    wakes up late has nothing left to rename."""
    for attempt in range(1, claimed.attempt):
        wire.remove(_part_name(claimed, attempt))
    stored = claimed.stored
    wire.put_part(part_name, bytes(stored.content))
    reach("sending.after_upload")
    size, digest = wire.size(part_name), wire.digest(part_name)
    if size != stored.size_bytes or digest not in (None, stored.sha256):
        raise WireDown("The file did not arrive whole.")


def _is_there_already(claimed: Transmission, wire: Wire, part_name: str, now: datetime) -> bool:
    """Whether the final name is taken, and if so settled: by our very bytes, or by others."""
    final_size = wire.size(claimed.file_name)
    if final_size is None:
        return False
    digest = wire.digest(claimed.file_name)
    if digest == claimed.stored.sha256:
        _mark_sent(claimed, f"Was there already, with the same SHA-256 {digest}.", now)
    else:
        _mark_unknown(claimed, "The partner already has another file of this name.")
    wire.remove(part_name)
    return True


def _commit_to_rename(claimed: Transmission) -> None:
    with _own(claimed, "A file is uploaded and about to be put in place") as row:
        row.step = SendStep.RENAMING
        row.save()


def _rename(claimed: Transmission, wire: Wire, part_name: str, now: datetime) -> None:
    """Rename, then believe only what is seen."""
    refusal: WireRefused | None = None
    try:
        wire.rename(part_name, claimed.file_name)
    except WireRefused as error:
        refusal = error  # a process that woke up late may just have done it
    reach("sending.after_rename")
    sighting = _look(claimed, wire, part_name)
    if _verdict(claimed, sighting) is Verdict.NOT_RENAMED:
        raise refusal or WireDown("The server said the file was renamed, and it was not.")
    _settle(claimed, wire, part_name, sighting, now)


def _recover(claimed: Transmission, wire: Wire, now: datetime) -> None:
    """An earlier attempt committed to the rename and did not come back: look, then go on."""
    sighting = _look(claimed, wire, claimed.part_name)
    verdict = _verdict(claimed, sighting)
    if verdict is Verdict.NOT_RENAMED:
        _rename(claimed, wire, claimed.part_name, now)
    elif verdict is Verdict.SWEPT and now - _committed_at(claimed) > PART_IS_EVIDENCE:
        _mark_unknown(claimed, "Neither part nor file is there, too long after the rename.")
    else:
        _settle(claimed, wire, claimed.part_name, sighting, now)


def _settle(
    claimed: Transmission, wire: Wire, part_name: str, sighting: Sighting, now: datetime
) -> None:
    if _verdict(claimed, sighting) is Verdict.CONFLICT:
        _mark_unknown(claimed, "The partner's folder contradicts what was sent.")
        return
    if sighting.part_size is not None:
        wire.remove(part_name)
    _mark_sent(claimed, sighting.in_words(), now)


def _look(claimed: Transmission, wire: Wire, part_name: str) -> Sighting:
    # The part first: were it the other way round, a rename in between would show neither.
    part_size = wire.size(part_name)
    final_size = wire.size(claimed.file_name)
    digest = None if final_size is None else wire.digest(claimed.file_name)
    return Sighting(part_size, final_size, digest)


def _verdict(claimed: Transmission, sighting: Sighting) -> Verdict:
    return sighting.verdict(size=claimed.stored.size_bytes, sha256=claimed.stored.sha256)


def _mark_sent(claimed: Transmission, evidence: str, now: datetime) -> None:
    with _own(claimed, "A file is at the partner") as row:
        row.mark_sent(evidence=evidence, now=now)
        publish_transmission("sent", row)
    reach("sending.after_sent")


def _mark_unknown(claimed: Transmission, reason: str) -> None:
    with _own(claimed, "What became of a file is unknown") as row:
        row.last_error = reason
        row.move_to(TransmissionStatus.UNKNOWN)
        publish_transmission("unknown", row, reason=reason)


@contextmanager
def _own(claimed: Transmission, reason: str) -> Iterator[Transmission]:
    """The row, locked, in an act of its own, if it is still this attempt's. Raises TakenOver."""
    with act(system_user(), reason):
        row = Transmission.objects.select_for_update(no_key=True).get(pk=claimed.pk)
        is_ours = (row.lease_owner, row.attempt) == (claimed.lease_owner, claimed.attempt)
        is_open = row.status in (TransmissionStatus.QUEUED, TransmissionStatus.SENDING)
        if not (is_ours and is_open):
            raise TakenOver
        yield row


def _check_agreement(claimed: Transmission) -> None:
    # Asked again here: an agreement may have ended while the file waited.
    partner = claimed.channel.partner
    if claimed.holds_patient_data and not partner.may_carry_patient_data(timezone.localdate()):
        raise NoAgreement


def _committed_at(claimed: Transmission) -> datetime:
    """When the rename was first committed to, by the row's own history."""
    steps = claimed.history.filter(step=SendStep.RENAMING).order_by("history_date")
    at: datetime = steps.values_list("history_date", flat=True)[0]
    return at


def _part_name(claimed: Transmission, attempt: int) -> str:
    return f"{claimed.file_name}.{attempt}.part"


def _wait_seconds(attempt: int) -> int:
    doubled = FIRST_WAIT_SECONDS * 2 ** min(max(attempt - 1, 0), 5)
    return min(doubled, LONGEST_WAIT_SECONDS)
