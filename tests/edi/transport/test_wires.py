"""What holds on every wire: over SFTP with and without posix-rename, and in a local folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi.models import Channel
from edi.sandbox.sftp_server import SftpServer
from edi.transport.base import Wire, WireRefused
from edi.transport.registry import open_wire

CONTENT = b"101 091000019 1234567890" * 5000


@pytest.fixture(params=["sftp", "sftp-plain", "directory"])
def channel(request: pytest.FixtureRequest, server: SftpServer, channel_to) -> Channel:
    if request.param == "directory":
        root = server.folder("hospital")
        folders = {f"{name}_dir": str(root / name) for name in ("archive",)}
        return Channel(
            protocol="directory",
            outbound_dir=str(root / "in"),
            inbound_dir=str(root / "out"),
            **folders,
        )
    server.behaviour.posix_rename = request.param == "sftp"
    return channel_to(server)


@pytest.fixture
def root(server: SftpServer) -> Path:
    return server.folder("hospital")


@pytest.fixture
def wire(channel: Channel) -> Iterator[Wire]:
    with open_wire(channel) as opened:
        yield opened


def test_a_part_becomes_the_file_by_rename(wire: Wire, root: Path) -> None:
    wire.put_part("pay.ach.1.part", CONTENT)
    assert (wire.size("pay.ach.1.part"), wire.exists("pay.ach")) == (len(CONTENT), False)
    wire.rename("pay.ach.1.part", "pay.ach")
    assert (wire.size("pay.ach.1.part"), wire.exists("pay.ach")) == (None, True)
    assert wire.digest("pay.ach") == hashlib.sha256(CONTENT).hexdigest()
    assert [path.name for path in (root / "in").iterdir()] == ["pay.ach"]


def test_a_part_that_is_gone_is_not_renamed(wire: Wire) -> None:
    with pytest.raises(WireRefused):
        wire.rename("pay.ach.1.part", "pay.ach")
    assert not wire.exists("pay.ach")


def test_a_second_upload_replaces_a_longer_part(wire: Wire) -> None:
    wire.put_part("pay.ach.1.part", CONTENT)
    wire.put_part("pay.ach.1.part", b"short")
    assert wire.size("pay.ach.1.part") == 5


def test_an_empty_file_is_carried_both_ways(wire: Wire, root: Path) -> None:
    wire.put_part("pay.ach.1.part", b"")
    assert wire.size("pay.ach.1.part") == 0
    (root / "out" / "nothing.txt").write_bytes(b"")
    assert wire.fetch("nothing.txt") == b""


def test_removing_what_is_not_there_is_fine(wire: Wire) -> None:
    wire.remove("pay.ach.9.part")
    assert wire.digest("pay.ach.9.part") is None


def test_waiting_files_are_listed_fetched_and_archived(wire: Wire, root: Path) -> None:
    (root / "out" / "b.835").write_bytes(b"second")
    (root / "out" / "a.835").write_bytes(b"first")
    (root / "out" / "folder").mkdir()
    listed = wire.list_inbound()
    assert [(file.name, file.size) for file in listed] == [("a.835", 5), ("b.835", 6)]
    assert wire.fetch("b.835") == b"second"
    wire.archive("b.835")
    assert [file.name for file in wire.list_inbound()] == ["a.835"]
    assert (root / "archive" / "b.835").read_bytes() == b"second"


def test_an_archived_file_never_replaces_an_earlier_one(wire: Wire, root: Path) -> None:
    for content in (b"one", b"two", b"three"):
        (root / "out" / "daily.835").write_bytes(content)
        wire.archive("daily.835")
    kept = {path.name: path.read_bytes() for path in (root / "archive").iterdir()}
    assert kept == {"daily.835": b"one", "daily.835.2": b"two", "daily.835.3": b"three"}


def test_without_an_archive_folder_a_file_is_removed(channel: Channel, root: Path) -> None:
    channel.archive_dir = ""
    (root / "out" / "a.835").write_bytes(b"first")
    with open_wire(channel) as wire:
        wire.archive("a.835")
        assert wire.list_inbound() == []


@pytest.mark.parametrize(
    "name",
    ["../../x", "/etc/x", "a/b", "..", ".", "", "a\0b", "a\nb", "c:\\x", ".hidden", "x" * 201],
)
def test_our_names_never_leave_their_folder(wire: Wire, name: str) -> None:
    for attempt in (
        lambda: wire.put_part(name, b"x"),
        lambda: wire.rename("pay.ach.1.part", name),
        lambda: wire.remove(name),
        lambda: wire.size(name),
    ):
        with pytest.raises(WireRefused):
            attempt()


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/b", "..", ".", ""])
def test_a_partners_names_never_lead_out_of_the_folder(wire: Wire, name: str) -> None:
    for attempt in (lambda: wire.fetch(name), lambda: wire.archive(name)):
        with pytest.raises(WireRefused):
            attempt()


def test_a_link_in_the_folder_is_not_followed(wire: Wire, root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (root / "out" / "link.835").symlink_to(tmp_path / "secret")
    assert wire.list_inbound() == []


def test_a_missing_folder_is_refused(channel: Channel) -> None:
    channel.outbound_dir = channel.outbound_dir + "/missing"
    channel.inbound_dir = ""
    with open_wire(channel) as wire:
        with pytest.raises(WireRefused):
            wire.put_part("pay.ach.1.part", b"x")
        with pytest.raises(WireRefused):
            wire.list_inbound()
