"""Our answers to what partners send: a 999 to each group of theirs, a TA1 where they ask for it."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from edi.models import Channel, InboundFile, Transmission
from edi.models.transmission import FileKind
from edi.services.numbering import next_number
from edi.services.recognition import payload, recognise
from edi.services.sending import queue
from edi.x12.answering import answers
from hmsach.lib.errors import DomainError

log = logging.getLogger(__name__)

ACKNOWLEDGMENTS = (FileKind.X12_999, FileKind.X12_997, FileKind.X12_TA1)


def acknowledge(inbound_file: InboundFile, content: bytes, *, now: datetime) -> int:
    """Answers are queued to the partner, in the caller's act; returns how many.

    None where no channel leads to the partner, where it was answered before, or where the answer
    cannot be written; acknowledgments are never answered. An answer is owed, and not worth more
    than the import: what prevents it is logged and the import goes on.
    """
    channel = _channel_for(inbound_file)
    subject = f"inbound_file:{inbound_file.pk}"
    if (
        channel is None
        or Transmission.objects.filter(subject=subject, kind__in=ACKNOWLEDGMENTS).exists()
    ):
        return 0
    sequence = control_sequence(channel.partner.code)
    first = next_number(sequence)
    try:
        local = now.astimezone(ZoneInfo(inbound_file.facility.timezone))
        written = list(answers(payload(content), control=first, at=local))
    except (DomainError, ValueError) as error:
        log.warning("File %s cannot be answered (%s).", inbound_file.pk, type(error).__name__)
        return 0
    # The counter is locked by this transaction, so the numbers that follow are ours.
    numbers = [first, *(next_number(sequence) for _ in written[1:])]
    for number, answer in zip(numbers, written, strict=False):
        _queue(channel, inbound_file, subject, number, answer)
    return len(written)


def control_sequence(partner_code: str) -> str:
    """The sequence that all envelopes to a partner are numbered from: ISA13 and GS06 alike."""
    return f"x12:{partner_code}"


def _queue(
    channel: Channel, inbound_file: InboundFile, subject: str, number: int, answer: bytes
) -> None:
    kind = recognise(answer)
    queue(
        channel=channel,
        facility=inbound_file.facility,
        kind=kind,
        file_name=f"{kind.value.removeprefix('x12_').upper()}_{number:09d}.x12",
        content=answer,
        subject=subject,
        control_number=str(number),
    )


def _channel_for(inbound_file: InboundFile) -> Channel | None:
    """The channel it came by if files go out there, else another to the same partner."""
    own = inbound_file.channel
    if own is not None and own.active and own.outbound_dir:
        return own
    ways = Channel.objects.filter(
        partner=inbound_file.partner, facility=inbound_file.facility, active=True
    )
    found: Channel | None = ways.exclude(outbound_dir="").order_by("code").first()
    return found
