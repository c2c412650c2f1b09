"""Files of partners: collected, kept sealed as they came, recognised later. Nothing is judged."""

import hashlib
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from edi.models import Channel, InboundFile, Partner, StoredFile
from edi.services import channels
from edi.services.fault_points import reach
from edi.states import InboundFileStatus
from edi.transport.base import RemoteFile, Wire, WireDown, WireRefused
from edi.transport.registry import carries_files, open_wire
from hmsach.accounts.models import Facility
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.celery import wake

log = logging.getLogger(__name__)

NAME_LENGTH_MAX = 255
UNFINISHED_ENDINGS = (".part", ".tmp", ".filepart", ".partial", ".crdownload", "~")
DEFAULT_STABLE_SECONDS = 1.0


def receive(
    *,
    partner: Partner,
    channel: Channel | None,
    facility: Facility,
    name: str,
    content: bytes,
    now: datetime,
) -> InboundFile:
    """The file is kept as it came and waits to be imported; a worker is woken after the act.

    The same bytes from the same partner become a DUPLICATE row that points to the first, except
    where the first was not yet moved away at the partner: then a second pickup under the same
    name over the same channel is that first file itself. `name` is data, never a path.
    """
    digest = hashlib.sha256(content).hexdigest()
    shown = shown_name(name)
    with act(system_user(), "A file came from a partner"):
        # Receiving for one partner goes one at a time, so that two copies see each other.
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if again := _left_behind(channel, shown, digest):
            return again
        first = _first(partner, digest)
        row: InboundFile = InboundFile.objects.create(
            partner=partner,
            channel=channel,
            facility=facility,
            remote_name=shown,
            stored=first.stored if first else StoredFile.keep(content),
            sha256=digest,
            size_bytes=len(content),
            status=InboundFileStatus.DUPLICATE if first else InboundFileStatus.RECEIVED,
            duplicate_of=first,
            reason_code="duplicate" if first else "",
            reason="The same file came before." if first else "",
            received_at=now,
        )
        if first is None:
            wake("edi.tasks.import_due")
    return row


def first_of(partner: Partner, content: bytes) -> InboundFile | None:
    """The file these very bytes came as before from that partner, if they did."""
    return _first(partner, hashlib.sha256(content).hexdigest())


def poll_due(*, now: datetime) -> int:
    """Every channel with a folder for us was looked into once; returns how many files came.

    A channel that was looked into less than a sweep ago is left alone, so a loop ends.
    """
    since = now - timedelta(seconds=settings.SWEEP_SECONDS / 2)
    due = Channel.objects.filter(
        Q(last_polled_at__isnull=True) | Q(last_polled_at__lte=since), active=True
    ).exclude(inbound_dir="")
    mine = list(due.select_related("partner", "facility"))
    return sum(poll(channel, now=now) for channel in mine if carries_files(channel))


def poll(channel: Channel, *, now: datetime) -> int:
    """What waits in the channel's folder and has come to rest is kept here and moved away there.

    Returns how many files. Trouble is noted on the channel, never raised.
    """
    channels.note_poll(channel, now)
    try:
        with open_wire(channel) as wire:
            waiting = wire.list_inbound()
            _note_gone(channel, waiting, now)
            collected = sum(_collect(channel, wire, file, now) for file in _at_rest(wire, waiting))
    except (WireDown, WireRefused) as error:
        channels.note_trouble(channel, error)
        return 0
    channels.note_success(channel)
    return collected


def shown_name(name: str) -> str:
    """A partner's name as we keep it: no control characters, not longer than the column."""
    printable = "".join(char if char.isprintable() else "?" for char in name)
    return printable[:NAME_LENGTH_MAX] or "?"


def _first(partner: Partner, digest: str) -> InboundFile | None:
    known = InboundFile.objects.filter(partner=partner, sha256=digest)
    found: InboundFile | None = known.exclude(status=InboundFileStatus.DUPLICATE).first()
    return found


def _left_behind(channel: Channel | None, name: str, digest: str) -> InboundFile | None:
    """The row of a file that was kept, but not moved away at the partner before a crash."""
    if channel is None:
        return None
    kept = InboundFile.objects.filter(channel=channel, remote_name=name, sha256=digest)
    found: InboundFile | None = kept.filter(collected_at__isnull=True).first()
    return found


def _at_rest(wire: Wire, waiting: list[RemoteFile]) -> Iterator[RemoteFile]:
    """Files that looked the same twice; the others are still being written."""
    before = {file.name: file for file in waiting}
    if not before:
        return
    time.sleep(float(getattr(settings, "EDI_STABLE_SECONDS", DEFAULT_STABLE_SECONDS)))
    for file in wire.list_inbound():
        if before.get(file.name) == file and not _is_unfinished(file.name):
            yield file


def _is_unfinished(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(UNFINISHED_ENDINGS)


def _collect(channel: Channel, wire: Wire, file: RemoteFile, now: datetime) -> int:
    """Kept here first, moved away there after: a crash in between is a second pickup."""
    if file.size > settings.INBOUND_FILE_BYTES_MAX:
        channels.note_trouble(channel, f"A file of {file.size} bytes is larger than allowed.")
        return 0
    content = wire.fetch(file.name)
    if len(content) != file.size:
        return 0  # it grew while it was fetched: next time
    row = receive(
        partner=channel.partner,
        channel=channel,
        facility=channel.facility,
        name=file.name,
        content=content,
        now=now,
    )
    reach("receiving.after_keep")
    wire.archive(file.name)
    reach("receiving.after_archive")
    _note_collected(row, now)
    return 1


def _note_gone(channel: Channel, waiting: list[RemoteFile], now: datetime) -> None:
    """A crash came between moving a file away there and noting it here: it is noted now."""
    names = {shown_name(file.name) for file in waiting}
    kept = InboundFile.objects.filter(channel=channel, collected_at__isnull=True)
    for row in kept.order_by("received_at")[:500]:
        if row.remote_name not in names:
            _note_collected(row, now)


def _note_collected(row: InboundFile, now: datetime) -> None:
    with act(system_user(), "A partner's file was moved away"):
        kept: InboundFile = InboundFile.objects.select_for_update(no_key=True).get(pk=row.pk)
        if kept.collected_at is None:
            kept.collected_at = now
            kept.save()
