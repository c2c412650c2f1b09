"""A real SSH server on loopback that offers SFTP: the other side of the wire in tests and sandbox.

What a bank or payer does with the files it gets is the sandbox's, not this module's.
"""

import asyncio
import errno
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh

# Told what happens, as (operation, path as the client named it): "open", "write", "rename",
# "remove", "stat", "list" before it is done and the same with ".done" after. May raise.
Watch = Callable[[str, str], None]


@dataclass
class Behaviour:
    """How the server treats its clients; may be changed while it runs."""

    posix_rename: bool = True
    watch: Watch | None = None
    refuse_logins: bool = False
    connections: set[asyncssh.SSHServerConnection] = field(default_factory=set, repr=False)

    def tell(self, operation: str, path: bytes) -> None:
        if self.watch is not None:
            self.watch(operation, path.decode(errors="replace"))


@dataclass
class SftpServer:
    """A running server. Each user sees the folder `root/<user>` as "/" and nothing else."""

    root: Path
    host: str
    port: int
    host_key: str
    behaviour: Behaviour
    _loop: asyncio.AbstractEventLoop = field(repr=False)
    _thread: threading.Thread = field(repr=False)
    _acceptor: asyncssh.SSHAcceptor = field(repr=False)

    @classmethod
    def start(
        cls,
        root: Path,
        users: Mapping[str, str],
        *,
        authorized_keys: Mapping[str, str] | None = None,
        port: int = 0,
        host_key_file: Path | None = None,
    ) -> "SftpServer":
        """A server that listens on 127.0.0.1 when this returns; `port` 0 takes a free one.

        `users` gives name -> password, `authorized_keys` name -> public keys in OpenSSH's form.
        The host key is made anew unless `host_key_file` keeps it (made there, mode 0600, if it
        is not there yet). `host_key` is the public line to pin. Raises OSError if the port is
        taken.
        """
        behaviour = Behaviour()
        key = _host_key(host_key_file)
        for user in users:
            (root / user).mkdir(parents=True, exist_ok=True)
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, name="sftp-server", daemon=True)
        thread.start()
        listening = _listen(root, dict(users), dict(authorized_keys or {}), behaviour, key, port)
        try:
            acceptor = asyncio.run_coroutine_threadsafe(listening, loop).result(timeout=20)
        except BaseException:
            _end(loop, thread)
            raise
        public = key.export_public_key("openssh").decode().strip()
        return cls(
            root, "127.0.0.1", acceptor.get_port(), public, behaviour, loop, thread, acceptor
        )

    def folder(self, user: str) -> Path:
        """The local folder that the user sees as "/"."""
        return self.root / user

    def stop(self) -> None:
        """The port is closed and every connection gone. Stopping again changes nothing."""
        if self._loop.is_closed():
            return
        closing = _close(self._acceptor, self.behaviour.connections)
        asyncio.run_coroutine_threadsafe(closing, self._loop).result(timeout=20)
        _end(self._loop, self._thread)

    def __enter__(self) -> "SftpServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Login(asyncssh.SSHServer):
    """Passwords and keys of the users; nothing but SFTP after that."""

    def __init__(self, users: dict[str, str], keys: dict[str, str], behaviour: Behaviour) -> None:
        self._users, self._keys, self._behaviour = users, keys, behaviour

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._behaviour.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        self._behaviour.connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        if authorized := self._keys.get(username):
            self._connection.set_authorized_keys(asyncssh.import_authorized_keys(authorized))
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        known = self._users.get(username)
        return bool(known) and known == password and not self._behaviour.refuse_logins


class _Files(asyncssh.SFTPServer):
    """The user's own folder, with each act told to the watcher before and after."""

    def __init__(self, chan: asyncssh.SSHServerChannel, root: Path, behaviour: Behaviour) -> None:
        user = chan.get_connection().get_extra_info("username")
        super().__init__(chan, chroot=os.fsencode(root / user))
        self._behaviour = behaviour

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        self._behaviour.tell("open", path)
        opened = super().open(path, pflags, attrs)
        self._behaviour.tell("open.done", path)
        return opened

    def write(self, file_obj: object, offset: int, data: bytes) -> int | Awaitable[int]:
        self._behaviour.tell("write", b"")
        return super().write(file_obj, offset, data)

    def stat(self, path: bytes) -> Any:
        self._behaviour.tell("stat", path)
        return super().stat(path)

    def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        self._behaviour.tell("list", path)
        return super().scandir(path)

    def remove(self, path: bytes) -> None:
        self._behaviour.tell("remove", path)
        super().remove(path)
        self._behaviour.tell("remove.done", path)

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        self._behaviour.tell("rename", newpath)
        if os.path.lexists(self.map_path(newpath)):
            # SFTP version 3 forbids a rename onto a name that is taken; asyncssh would do it.
            raise OSError(errno.EEXIST, "The name is taken.")
        super().rename(oldpath, newpath)
        self._behaviour.tell("rename.done", newpath)

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if not self._behaviour.posix_rename:
            raise asyncssh.SFTPOpUnsupported("posix-rename is not offered")
        self._behaviour.tell("rename", newpath)
        super().posix_rename(oldpath, newpath)
        self._behaviour.tell("rename.done", newpath)


def _host_key(path: Path | None) -> asyncssh.SSHKey:
    if path is None:
        return asyncssh.generate_private_key("ssh-ed25519")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(asyncssh.generate_private_key("ssh-ed25519").export_private_key())
    return asyncssh.read_private_key(str(path))


async def _listen(
    root: Path,
    users: dict[str, str],
    keys: dict[str, str],
    behaviour: Behaviour,
    host_key: asyncssh.SSHKey,
    port: int,
) -> asyncssh.SSHAcceptor:
    return await asyncssh.listen(
        "127.0.0.1",
        port,
        server_factory=lambda: _Login(users, keys, behaviour),
        sftp_factory=lambda chan: _Files(chan, root, behaviour),
        server_host_keys=[host_key],
        allow_scp=False,
        agent_forwarding=False,
        reuse_address=True,
    )


async def _close(
    acceptor: asyncssh.SSHAcceptor, connections: set[asyncssh.SSHServerConnection]
) -> None:
    acceptor.close()
    for connection in list(connections):
        connection.abort()
        await connection.wait_closed()
    await acceptor.wait_closed()
    # Handlers of files still open end a moment later; what is left then is cancelled.
    mine = asyncio.current_task()
    others = [task for task in asyncio.all_tasks() if task is not mine]
    if others:
        await asyncio.wait(others, timeout=1)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _end(loop: asyncio.AbstractEventLoop, thread: threading.Thread) -> None:
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=20)
    loop.close()
