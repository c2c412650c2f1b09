"""What trouble does to a channel: noted on it, told once, stopped when the server's key changes."""

from datetime import datetime
from uuid import UUID

from django.db import models

from edi.models import Channel
from edi.policies import check_can_reopen
from edi.services.facts import publish_channel
from edi.transport.base import HostKeyChanged, WireDown, WireRefused
from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.lib.errors import Conflict

ERROR_LENGTH_MAX = 300


def note_trouble(channel: Channel, error: WireDown | WireRefused | str) -> None:
    """The channel shows the error. A refusal is told as `channel.refused`; a changed host key
    stops the channel (its files stay queued) and is told as `channel.stopped`.

    The same words twice are told once, so that a long outage is one fact and not thousands.
    """
    words = str(error)[:ERROR_LENGTH_MAX]
    with act(system_user(), "Trouble on a channel"):
        row = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        if row.last_error == words and not isinstance(error, HostKeyChanged):
            return
        row.last_error = words
        if isinstance(error, HostKeyChanged) and row.active:
            row.active = False
            publish_channel("stopped", row, reason=words)
        elif not isinstance(error, WireDown):
            publish_channel("refused", row, reason=words)
        row.save()


def note_success(channel: Channel) -> None:
    """The channel shows no error any more."""
    if not channel.last_error:
        return
    with act(system_user(), "A channel works again"):
        row = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk)
        row.last_error = ""
        row.save()
    channel.last_error = ""


def note_poll(channel: Channel, now: datetime) -> None:
    """The time of the last look. No history: a look that found nothing is no event of record."""
    models.QuerySet(Channel).filter(pk=channel.pk).update(last_polled_at=now)


def reopen(*, user: User, channel_id: UUID, reason: str, host_key: str = "") -> Channel:
    """The stopped channel runs again, with `host_key` pinned if one is given.

    Raises NotAllowed, Conflict if it was not stopped.
    """
    with act(user, reason):
        channel: Channel = Channel.objects.select_for_update(no_key=True).get(pk=channel_id)
        check_can_reopen(user, channel)
        if channel.active:
            raise Conflict("The channel is not stopped.")
        channel.active, channel.last_error = True, ""
        channel.host_key = host_key.strip() or channel.host_key
        channel.save()
        publish_channel("reopened", channel, reason=reason)
    return channel
