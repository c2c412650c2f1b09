"""Files of ours: queued, and sent when due, once each. How one is brought over is `delivery`'s."""

import logging
import os
import socket
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from edi.models import Channel, StoredFile, Transmission
from edi.services import channels
from edi.services.delivery import NoAgreement, deliver, postpone
from edi.services.fault_points import reach
from edi.services.settling import (
    confirm_arrived,
    confirm_not_arrived,
    give_up,
    mark_sent_by_hand,
    retry,
    settle_unknown,
)
from edi.states import TransmissionStatus
from edi.transport.base import Wire, WireDown, WireRefused, checked_name
from edi.transport.registry import open_wire
from hmsach.accounts.models import Facility
from hmsach.celery import wake
from hmsach.db.leases import claim_due, release, still_held
from hmsach.lib.errors import Conflict

__all__ = [
    "NoAgreement",
    "confirm_arrived",
    "confirm_not_arrived",
    "give_up",
    "mark_sent_by_hand",
    "queue",
    "retry",
    "send_due",
    "settle_unknown",
]

log = logging.getLogger(__name__)

# Longer than any file takes; safety does not hang on it, only how soon a crash is made good.
LEASE_SECONDS = 300


def queue(
    *,
    channel: Channel,
    facility: Facility,
    kind: str,
    file_name: str,
    content: bytes,
    subject: str,
    holds_patient_data: bool = False,
    control_number: str = "",
) -> Transmission:
    """The file is frozen and waits to be sent, in the caller's act; a worker is woken after it.

    `control_number` is the number of the group (GS06) and of the interchange (ISA13), which are
    one and the same in what we send, so that 999 and TA1 find it; for NACHA the file's modifier.
    Raises NoAgreement, Conflict when the channel has had a file of this name, WireRefused for a
    name that is no plain one.
    """
    if holds_patient_data and not channel.partner.may_carry_patient_data(timezone.localdate()):
        raise NoAgreement
    checked_name(file_name)
    if Transmission.objects.filter(channel=channel, file_name=file_name).exists():
        raise Conflict("The channel has had a file of this name; names are never used twice.")
    transmission: Transmission = Transmission.objects.create(
        channel=channel,
        facility=facility,
        kind=kind,
        file_name=file_name,
        stored=StoredFile.keep(content),
        subject=subject,
        control_number=control_number,
        holds_patient_data=holds_patient_data,
    )
    wake("edi.tasks.send_due")
    return transmission


def send_due(*, now: datetime, limit: int = 20) -> int:
    """What is due was tried, channel by channel, at most `limit` files; returns how many.

    Safe to run anywhere, at the same time, again and again: one worker has a channel at a time,
    and a file is never put in place twice. What fails waits for its next try.
    """
    owner = f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:12]}"
    waiting = Channel.objects.filter(active=True, pk__in=_due(now).values("channel"))
    tried = 0
    while tried < limit:
        claimed = claim_due(
            waiting.order_by("code"), owner=owner, now=now, seconds=LEASE_SECONDS, limit=1
        )
        if not claimed:
            break
        try:
            done = _send_over(claimed[0], owner, now, limit - tried)
        finally:
            release(claimed[0])
        if not done:
            break
        tried += done
    return tried


def _due(now: datetime) -> QuerySet[Transmission]:
    """Queued files whose time has come, and those a crashed worker left on their way."""
    due: QuerySet[Transmission] = Transmission.objects.filter(
        Q(next_try_at__isnull=True) | Q(next_try_at__lte=now),
        Q(lease_until__isnull=True) | Q(lease_until__lte=now),
        status__in=[TransmissionStatus.QUEUED, TransmissionStatus.SENDING],
        channel__active=True,
    )
    return due.order_by("created_at")


def _send_over(channel: Channel, owner: str, now: datetime, limit: int) -> int:
    def claim(most: int) -> list[Transmission]:
        if not still_held(channel):
            return []
        due = _due(now).filter(channel=channel)
        return claim_due(due, owner=owner, now=now, seconds=LEASE_SECONDS, limit=most)

    try:
        with open_wire(channel) as wire:
            return _send_each(channel, wire, claim, now, limit)
    except (WireDown, WireRefused) as error:
        # No wire, or it broke at the first file: every file that is due waits, none is lost.
        channels.note_trouble(channel, error)
        waiting = claim(limit)
        for transmission in waiting:
            postpone(transmission, error, now=now)
        return max(len(waiting), 1)


def _send_each(
    channel: Channel,
    wire: Wire,
    claim: Callable[[int], list[Transmission]],
    now: datetime,
    limit: int,
) -> int:
    """File after file. Only a broken wire ends it: one file's trouble is not the next one's."""
    tried, refused = 0, False
    while tried < limit and (claimed := claim(1)):
        reach("sending.after_claim")
        tried += 1
        try:
            deliver(claimed[0], wire, now=now)
        except WireDown:
            raise
        except WireRefused as error:
            refused = True
            channels.note_trouble(channel, error)
        except Exception as error:
            log.exception("Transmission %s could not be sent.", claimed[0].pk)
            postpone(claimed[0], _named(error), now=now)
    if not refused:
        channels.note_success(channel)
    return tried


def _named(error: Exception) -> Exception:
    # The class only: a message could carry what is in the file.
    return RuntimeError(f"Sending failed ({type(error).__name__}).")
