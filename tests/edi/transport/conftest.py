"""A partner's server and a channel to it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edi.models import Channel
from edi.sandbox.sftp_server import SftpServer

USER, PASSWORD = "hospital", "correct horse"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    """A running SFTP server with the folders in, out and archive."""
    with SftpServer.start(tmp_path / "bank", {USER: PASSWORD}) as running:
        for name in ("in", "out", "archive"):
            (running.folder(USER) / name).mkdir()
        yield running


@pytest.fixture
def channel_to() -> Callable[..., Channel]:
    """Makes unsaved channels: a wire asks nothing of the database."""

    def make(server: SftpServer, **changes: object) -> Channel:
        fields: dict[str, object] = {
            "code": "bank-sftp",
            "protocol": "sftp",
            "host": server.host,
            "port": server.port,
            "username": USER,
            "password": PASSWORD,
            "host_key": server.host_key,
            "outbound_dir": "/in",
            "inbound_dir": "/out",
            "archive_dir": "/archive",
        }
        return Channel(**{**fields, **changes})

    return make
