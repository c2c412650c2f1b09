"""Which protocol opens which wire."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from edi.models import Channel
from edi.models.partner import Protocol
from edi.transport.base import Wire, WireRefused
from edi.transport.directory import open_directory
from edi.transport.sftp import open_sftp

Opener = Callable[[Channel], AbstractContextManager[Wire]]

_OPENERS: Mapping[str, Opener] = {
    Protocol.SFTP.value: open_sftp,
    Protocol.DIRECTORY.value: open_directory,
}


def open_wire(channel: Channel) -> AbstractContextManager[Wire]:
    """The channel's wire, to be used in a `with`. Entering it raises WireDown, WireRefused or
    HostKeyChanged; a protocol that nobody here speaks is refused at once."""
    opener = _OPENERS.get(channel.protocol)
    if opener is None:
        raise WireRefused(f"Files cannot be sent over {channel.get_protocol_display()} yet.")
    return opener(channel)


def carries_files(channel: Channel) -> bool:
    """Whether the channel is one we open ourselves."""
    return channel.protocol in _OPENERS
