"""A wire that is a local folder: for partners whose files another program carries."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from edi.models import Channel
from edi.transport.base import (
    RemoteFile,
    WireDown,
    WireRefused,
    checked_name,
    checked_remote_name,
    is_plain_remote_name,
)


@contextmanager
def open_directory(channel: Channel) -> Iterator["DirectoryWire"]:
    """The folders of the channel, which are not made here: a missing one is refused when used."""
    yield DirectoryWire(channel.outbound_dir, channel.inbound_dir, channel.archive_dir)


class DirectoryWire:
    """Reads and writes in three folders; see `edi.transport.base.Wire`."""

    def __init__(self, outbound: str, inbound: str, archive: str) -> None:
        self._outbound, self._inbound, self._archive = outbound, inbound, archive

    def put_part(self, part_name: str, content: bytes) -> None:
        path = self._ours(part_name)
        with _told(), path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, part_name: str, name: str) -> None:
        source, target = self._ours(part_name), self._ours(name)
        with _told():
            source.rename(target)
            _sync(target.parent)

    def exists(self, name: str) -> bool:
        return self.size(name) is not None

    def size(self, name: str) -> int | None:
        path = self._ours(name)
        with _told():
            return path.stat().st_size if path.exists() else None

    def digest(self, name: str) -> str | None:
        path = self._ours(name)
        try:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def remove(self, name: str) -> None:
        path = self._ours(name)
        with _told():
            path.unlink(missing_ok=True)

    def list_inbound(self) -> list[RemoteFile]:
        folder = _folder(self._inbound)
        with _told():
            entries = [entry for entry in os.scandir(folder) if _is_file(entry)]
            found = [_remote_file(entry) for entry in entries]
        return sorted(found, key=lambda file: file.name)

    def fetch(self, name: str) -> bytes:
        path = self._theirs(name)
        with _told():
            return path.read_bytes()

    def archive(self, name: str) -> None:
        path = self._theirs(name)
        with _told():
            if self._archive:
                path.rename(_free_name(_folder(self._archive), name))
            else:
                path.unlink()

    def _ours(self, name: str) -> Path:
        return _folder(self._outbound) / checked_name(name)

    def _theirs(self, name: str) -> Path:
        return _folder(self._inbound) / checked_remote_name(name)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WireRefused("There is no such file or folder.") from error
    except PermissionError as error:
        raise WireRefused("The folder may not be read or written.") from error
    except OSError as error:
        raise WireDown(f"The folder cannot be used just now ({type(error).__name__}).") from error


def _folder(path: str) -> Path:
    folder = Path(path)
    if not path or not folder.is_absolute():
        raise WireRefused("The channel names no folder for this.")
    return folder


def _is_file(entry: "os.DirEntry[str]") -> bool:
    # A link could lead out of the folder; a partner has no business leaving one.
    return entry.is_file(follow_symlinks=False) and is_plain_remote_name(entry.name)


def _remote_file(entry: "os.DirEntry[str]") -> RemoteFile:
    status = entry.stat(follow_symlinks=False)
    return RemoteFile(entry.name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))


def _free_name(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name}.{number}"
    return path


def _sync(folder: Path) -> None:
    """A rename is only there after a power cut if its folder was written through."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
