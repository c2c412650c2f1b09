"""What every wire to a partner can do, and how it fails. The protocols are modules beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hmsach.lib.errors import DomainError

NAME_LENGTH_MAX = 200


class WireDown(DomainError):
    """The partner cannot be reached just now."""

    code = "wire-down"
    http_status = 503


class WireRefused(DomainError):
    """The partner refused, and will again until a person changes something."""

    code = "wire-refused"
    http_status = 502


class HostKeyChanged(WireRefused):
    """The server shows another key than the one pinned for this channel."""

    code = "host-key-changed"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file in the partner's folder for us. `name` is the partner's word and nothing else."""

    name: str
    size: int
    modified: datetime | None


class Wire(Protocol):
    """An open connection to one channel. Names are plain, without folders.

    Every method raises WireDown when the connection fails and WireRefused when the partner says
    no. After WireDown nothing is known of the outcome: look, before acting again.
    """

    def put_part(self, part_name: str, content: bytes) -> None:
        """All of `content` is at the partner under `part_name`, replacing what was there."""

    def rename(self, part_name: str, name: str) -> None:
        """The part now has its final name. Raises WireRefused if the part is not there."""

    def exists(self, name: str) -> bool:
        """Whether our folder at the partner has the name."""

    def size(self, name: str) -> int | None:
        """The size in bytes of a file of ours, or None where there is none."""

    def digest(self, name: str) -> str | None:
        """SHA-256 in hex of a file of ours as the partner has it; None where it is not to be
        had: no such file, or the folder may be written but not read."""

    def remove(self, name: str) -> None:
        """No file of ours has the name. Nothing happens if none had."""

    def list_inbound(self) -> list[RemoteFile]:
        """The files waiting for us, sorted by name."""

    def fetch(self, name: str) -> bytes:
        """The content of a waiting file."""

    def archive(self, name: str) -> None:
        """The file waits no longer: moved to the channel's archive folder, else removed."""


def checked_name(name: str) -> str:
    """The name, if it is a plain one that stays in its folder. Raises WireRefused."""
    if (
        not name
        or name.startswith(".")
        or len(name) > NAME_LENGTH_MAX
        or not name.isprintable()
        or set(name) & set("/\\:")
    ):
        raise WireRefused("A file name without folders and control characters is needed.")
    return name


def is_plain_remote_name(name: str) -> bool:
    """Whether a partner's name can be asked for without leaving the partner's folder."""
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\\0")


def checked_remote_name(name: str) -> str:
    """The partner's name, if it stays in the partner's folder. Raises WireRefused."""
    if not is_plain_remote_name(name):
        raise WireRefused("The file's name leads out of its folder.")
    return name
