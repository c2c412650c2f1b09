"""A wire over SFTP (paramiko). The host key is pinned; nothing is ever learned at first use."""

import hashlib
import io
import posixpath
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import paramiko

from edi.models import Channel
from edi.transport.base import (
    HostKeyChanged,
    RemoteFile,
    WireDown,
    WireRefused,
    checked_name,
    checked_remote_name,
    is_plain_remote_name,
)

CONNECT_SECONDS = 15
ANSWER_SECONDS = 30
_KEY_CLASSES = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


@contextmanager
def open_sftp(channel: Channel) -> Iterator["SftpWire"]:
    """A logged-in connection, closed afterwards.

    Raises WireDown (not reachable), HostKeyChanged (before any secret is sent), WireRefused
    (login refused, no key pinned).
    """
    transport = _connect(channel)
    try:
        _check_host_key(transport, channel.host_key)
        _log_in(transport, channel)
        with _told():
            client = paramiko.SFTPClient.from_transport(transport)
            if client is None:
                raise WireDown("The server gave no SFTP session.")
            client.get_channel().settimeout(ANSWER_SECONDS)
        yield SftpWire(client, channel.outbound_dir, channel.inbound_dir, channel.archive_dir)
    finally:
        transport.close()


class SftpWire:
    """Files over one SFTP session; see `edi.transport.base.Wire`."""

    def __init__(
        self, client: paramiko.SFTPClient, outbound: str, inbound: str, archive: str
    ) -> None:
        self._client = client
        self._outbound, self._inbound, self._archive = outbound, inbound, archive

    def put_part(self, part_name: str, content: bytes) -> None:
        path = self._ours(part_name)
        with _told():
            self._client.putfo(io.BytesIO(content), path, len(content), confirm=False)

    def rename(self, part_name: str, name: str) -> None:
        source, target = self._ours(part_name), self._ours(name)
        with _told():
            try:
                self._client.posix_rename(source, target)
            except OSError as error:
                if not _is_unsupported(error):
                    raise
                self._client.rename(source, target)

    def exists(self, name: str) -> bool:
        return self.size(name) is not None

    def size(self, name: str) -> int | None:
        path = self._ours(name)
        with _told():
            try:
                return self._client.stat(path).st_size
            except FileNotFoundError:
                return None

    def digest(self, name: str) -> str | None:
        # Few servers offer a digest, so the file is read back; many banks' folders refuse that.
        path = self._ours(name)
        digest = hashlib.sha256()
        try:
            with self._client.open(path, "rb") as file:
                file.prefetch()
                while block := file.read(256 * 1024):
                    digest.update(block)
        except (OSError, EOFError, paramiko.SSHException):
            return None
        return digest.hexdigest()

    def remove(self, name: str) -> None:
        path = self._ours(name)
        with _told(), suppress(FileNotFoundError):
            self._client.remove(path)

    def list_inbound(self) -> list[RemoteFile]:
        folder = _folder(self._inbound)
        with _told():
            entries = self._client.listdir_attr(folder)
        files = [entry for entry in entries if _is_file(entry)]
        return sorted(map(_remote_file, files), key=lambda file: file.name)

    def fetch(self, name: str) -> bytes:
        path = self._theirs(name)
        with _told(), self._client.open(path, "rb") as file:
            file.prefetch()
            return file.read()

    def archive(self, name: str) -> None:
        path = self._theirs(name)
        with _told():
            if self._archive:
                self._client.rename(path, self._free_name(name))
            else:
                self._client.remove(path)

    def _free_name(self, name: str) -> str:
        folder = _folder(self._archive)
        taken = set(self._client.listdir(folder))
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}.{number}"
        return posixpath.join(folder, free)

    def _ours(self, name: str) -> str:
        return posixpath.join(_folder(self._outbound), checked_name(name))

    def _theirs(self, name: str) -> str:
        return posixpath.join(_folder(self._inbound), checked_remote_name(name))


def _connect(channel: Channel) -> paramiko.Transport:
    if not channel.host_key.strip():
        raise WireRefused("No host key is pinned for this channel.")
    address = (channel.host, channel.port or 22)
    try:
        connection = socket.create_connection(address, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise WireDown(f"The server does not answer ({type(error).__name__}).") from error
    transport = paramiko.Transport(connection)
    transport.banner_timeout = transport.auth_timeout = CONNECT_SECONDS
    # Of the key types the server has, it must show the one that is pinned.
    wanted = channel.host_key.split()[0]
    options = transport.get_security_options()
    try:
        options.key_types = [kind for kind in options.key_types if _family(kind) == _family(wanted)]
        transport.start_client(timeout=CONNECT_SECONDS)
    except (paramiko.SSHException, EOFError, OSError, ValueError) as error:
        transport.close()
        raise _no_session(error) from error
    return transport


def _no_session(error: Exception) -> WireDown | HostKeyChanged:
    if isinstance(error, paramiko.ssh_exception.IncompatiblePeer) and "host key" in str(error):
        return HostKeyChanged("The server has no key of the kind that is pinned.")
    return WireDown(f"The server opened no SSH session ({type(error).__name__}).")


def _family(kind: str) -> str:
    return "rsa" if "rsa" in kind else kind


def _check_host_key(transport: paramiko.Transport, pinned: str) -> None:
    """The exact key and nothing like it: type and body of the pinned line."""
    key = transport.get_remote_server_key()
    if [key.get_name(), key.get_base64()] != pinned.split()[:2]:
        raise HostKeyChanged


def _log_in(transport: paramiko.Transport, channel: Channel) -> None:
    try:
        if channel.private_key:
            transport.auth_publickey(channel.username, _private_key(channel.private_key))
        else:
            transport.auth_password(channel.username, channel.password)
    except paramiko.AuthenticationException as error:
        raise WireRefused("The server refused the login.") from error
    except (paramiko.SSHException, EOFError, OSError) as error:
        raise WireDown(f"The login was cut off ({type(error).__name__}).") from error


def _private_key(text: str) -> paramiko.PKey:
    for kind in _KEY_CLASSES:
        with suppress(paramiko.SSHException, ValueError):
            return kind.from_private_key(io.StringIO(text))
    raise WireRefused("The channel's private key cannot be read.")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise WireRefused("There is no such file or folder.") from error
    except PermissionError as error:
        raise WireRefused("The server forbids it.") from error
    except (EOFError, TimeoutError, ConnectionError, paramiko.SSHException) as error:
        raise WireDown(f"The connection broke ({type(error).__name__}).") from error
    except OSError as error:
        raise _refused_or_down(error) from error


def _refused_or_down(error: OSError) -> WireDown:
    # SFTP's general failure says nothing (disk full, quota, name taken), so it may pass; a
    # person sees it on the channel, and what became of the file is looked up.
    closed = "Socket is closed" in str(error)
    return WireDown("The connection is closed." if closed else "The server failed to do it.")


def _is_unsupported(error: OSError) -> bool:
    # paramiko gives SFTP's "failure" and "operation unsupported" as a bare OSError alike. After a
    # mere failure the plain rename does no harm: it never replaces a file.
    return type(error) is OSError and error.errno is None and "closed" not in str(error).lower()


def _folder(path: str) -> str:
    if not path:
        raise WireRefused("The channel names no folder for this.")
    return path


def _is_file(entry: paramiko.SFTPAttributes) -> bool:
    is_regular = entry.st_mode is None or stat.S_ISREG(entry.st_mode)
    return is_regular and is_plain_remote_name(entry.filename)


def _remote_file(entry: paramiko.SFTPAttributes) -> RemoteFile:
    at = entry.st_mtime
    modified = None if at is None else datetime.fromtimestamp(at, UTC)
    return RemoteFile(entry.filename, entry.st_size or 0, modified)
