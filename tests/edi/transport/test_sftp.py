"""What is SFTP's alone: the pinned key, logins, and a server that fails."""

import io
import time

import paramiko
import pytest

from edi.sandbox.sftp_server import SftpServer
from edi.transport.base import HostKeyChanged, WireDown, WireRefused
from edi.transport.registry import open_wire

# Ed25519 keys that no server of these tests ever has.
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
RSA_LINE = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7"


@pytest.mark.parametrize("pinned", [OTHER_KEY, RSA_LINE])
def test_another_host_key_stops_before_any_password_is_sent(
    server: SftpServer, channel_to, pinned: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("The password was sent.")

    monkeypatch.setattr(paramiko.Transport, "auth_password", never)
    with pytest.raises(HostKeyChanged), open_wire(channel_to(server, host_key=pinned)):
        pass


def test_without_a_pinned_key_nothing_is_opened(server: SftpServer, channel_to) -> None:
    with pytest.raises(WireRefused), open_wire(channel_to(server, host_key="")):
        pass


def test_a_comment_after_the_pinned_key_does_not_matter(server: SftpServer, channel_to) -> None:
    with open_wire(channel_to(server, host_key=f"{server.host_key} bank@example")) as wire:
        assert wire.list_inbound() == []


def test_a_wrong_password_is_refused(server: SftpServer, channel_to) -> None:
    with pytest.raises(WireRefused), open_wire(channel_to(server, password="wrong")):
        pass


def test_a_key_logs_in(tmp_path, channel_to) -> None:
    key, text = paramiko.ECDSAKey.generate(), io.StringIO()
    key.write_private_key(text)
    public = f"{key.get_name()} {key.get_base64()}"
    users = {"hospital": "unused"}
    with SftpServer.start(tmp_path, users, authorized_keys={"hospital": public}) as server:
        (server.folder("hospital") / "out").mkdir()
        channel = channel_to(server, password="", private_key=text.getvalue())
        with open_wire(channel) as wire:
            assert wire.list_inbound() == []


def test_a_private_key_that_is_none_is_refused(server: SftpServer, channel_to) -> None:
    with pytest.raises(WireRefused), open_wire(channel_to(server, private_key="no key")):
        pass


def test_a_server_that_is_down_is_a_passing_fault(server: SftpServer, channel_to) -> None:
    channel = channel_to(server)
    server.stop()
    with pytest.raises(WireDown), open_wire(channel):
        pass


def test_a_server_that_goes_away_in_the_middle_is_a_passing_fault(
    server: SftpServer, channel_to
) -> None:
    with open_wire(channel_to(server)) as wire:
        server.stop()
        with pytest.raises(WireDown):
            wire.put_part("pay.ach.1.part", b"x")


def test_a_server_that_does_not_answer_is_a_passing_fault(
    server: SftpServer, channel_to, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.transport.sftp.ANSWER_SECONDS", 0.2)
    server.behaviour.watch = lambda operation, path: time.sleep(0.6)
    with open_wire(channel_to(server)) as wire, pytest.raises(WireDown):
        wire.size("pay.ach")


def test_a_rename_onto_a_taken_name_fails_without_posix_rename(
    server: SftpServer, channel_to
) -> None:
    server.behaviour.posix_rename = False
    with open_wire(channel_to(server)) as wire:
        wire.put_part("pay.ach", b"theirs")
        wire.put_part("pay.ach.1.part", b"ours")
        with pytest.raises((WireDown, WireRefused)):
            wire.rename("pay.ach.1.part", "pay.ach")
        assert wire.size("pay.ach") == 6
