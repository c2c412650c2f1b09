"""Files of partners are kept once, whatever their names and however often they come."""

import pytest

from edi.models import Channel, InboundFile
from edi.services import receiving
from edi.transport.sftp import SftpWire
from hmsach.audit.acts import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(server, channel):
    """The folder in which the bank leaves files for us."""
    return server.folder("hospital") / "out"


@pytest.fixture
def take(bank, channel, facility, now):
    """Receives a file as if it came over the channel."""

    def receive(name: str = "a.txt", content: bytes = b"content", **changes):
        fields = {"partner": bank, "channel": channel, "facility": facility, "now": now}
        return receiving.receive(name=name, content=content, **{**fields, **changes})

    return receive


def statuses() -> list[tuple[str, str]]:
    rows = InboundFile.objects.order_by("created_at")
    return list(rows.values_list("remote_name", "status"))


@pytest.mark.django_db(transaction=True)
def test_a_waiting_file_is_kept_sealed_and_moved_away(out, server, this_room_alone, now) -> None:
    (out / "a.835").write_bytes(b"ISA and so on")
    assert receiving.poll_due(now=now) == 1
    row = InboundFile.objects.get()
    assert (row.remote_name, row.status, row.collected_at) == ("a.835", "received", now)
    assert bytes(row.stored.content) == b"ISA and so on"
    assert list(out.iterdir()) == []
    assert (server.folder("hospital") / "archive" / "a.835").exists()
    assert this_room_alone == ["edi.tasks.import_due"]


def test_a_channel_is_not_looked_into_again_at_once(out, now, later) -> None:
    receiving.poll_due(now=now)
    (out / "a.835").write_bytes(b"x")
    assert receiving.poll_due(now=later(1)) == 0
    assert receiving.poll_due(now=later(60)) == 1


def test_a_look_that_finds_nothing_writes_no_history(out, channel, now) -> None:
    before = channel.history.count()
    receiving.poll_due(now=now)
    assert channel.history.count() == before
    assert Channel.objects.get().last_polled_at == now


@pytest.mark.parametrize("name", ["a.835.part", "a.TMP", ".a.835", "a.filepart", "a.835~"])
def test_an_unfinished_file_is_left_alone(out, name: str, now) -> None:
    (out / name).write_bytes(b"half")
    assert receiving.poll_due(now=now) == 0
    assert (out / name).exists()


def test_a_file_that_grows_between_two_looks_is_left_alone(
    out, monkeypatch: pytest.MonkeyPatch, now, later
) -> None:
    (out / "grows.835").write_bytes(b"half")
    (out / "whole.835").write_bytes(b"whole")
    with monkeypatch.context() as patched:
        patched.setattr(
            "edi.services.receiving.time.sleep",
            lambda _: (out / "grows.835").write_bytes(b"half and more"),
        )
        assert receiving.poll_due(now=now) == 1
    assert statuses() == [("whole.835", "received")]
    assert receiving.poll_due(now=later(60)) == 1
    assert bytes(InboundFile.objects.get(remote_name="grows.835").stored.content) == (
        b"half and more"
    )


def test_a_file_that_grows_while_it_is_fetched_is_left_alone(
    out, monkeypatch: pytest.MonkeyPatch, now
) -> None:
    (out / "grows.835").write_bytes(b"half")
    monkeypatch.setattr(SftpWire, "fetch", lambda *_: b"half and more")
    assert receiving.poll_due(now=now) == 0
    assert (statuses(), (out / "grows.835").exists()) == ([], True)


def test_a_file_larger_than_allowed_is_left_and_told(out, settings, events, now) -> None:
    settings.INBOUND_FILE_BYTES_MAX = 10
    (out / "big.835").write_bytes(b"x" * 11)
    (out / "small.835").write_bytes(b"x" * 10)
    assert receiving.poll_due(now=now) == 1
    assert statuses() == [("small.835", "received")]
    assert events() == ["channel.refused"]


def test_the_same_file_under_another_name_is_a_duplicate(out, now) -> None:
    (out / "a.835").write_bytes(b"same")
    (out / "b.835").write_bytes(b"same")
    assert receiving.poll_due(now=now) == 2
    assert statuses() == [("a.835", "received"), ("b.835", "duplicate")]
    assert InboundFile.objects.get(remote_name="b.835").duplicate_of.remote_name == "a.835"
    assert list(out.iterdir()) == []


def test_the_same_file_again_after_it_was_moved_away_is_a_duplicate(out, now, later) -> None:
    for moment in (now, later(60), later(120)):
        (out / "a.835").write_bytes(b"same")
        receiving.poll_due(now=moment)
    assert [status for _, status in statuses()] == ["received", "duplicate", "duplicate"]


def test_a_second_pickup_after_a_crash_is_the_same_file(take) -> None:
    first = take()
    assert take().pk == first.pk
    assert statuses() == [("a.txt", "received")]


def test_a_crash_after_moving_away_is_noted_at_the_next_look(out, take, now, later) -> None:
    first = take()
    receiving.poll_due(now=now)
    assert InboundFile.objects.get(pk=first.pk).collected_at == now
    assert take(now=later(60)).status == "duplicate"


def test_the_same_bytes_from_another_partner_are_no_duplicate(take, facility) -> None:
    take()
    with act(None, "Another partner"):
        payer = receiving.Partner.objects.create(code="PAYER", name="Test Payer", kind="payer")
    assert take(partner=payer, channel=None).status == "received"


def test_a_name_from_outside_is_data_and_nothing_else(take) -> None:
    row = take(name="../../etc/x\n\x00\x1b[31m" + "y" * 400)
    assert row.remote_name.startswith("../../etc/x???[31my")
    assert len(row.remote_name) == 255
    assert receiving.shown_name("") == "?"


def test_a_dead_server_is_noted_and_raises_nothing(server, channel, now) -> None:
    server.stop()
    assert receiving.poll_due(now=now) == 0
    assert Channel.objects.get().last_error


def test_a_stopped_channel_is_not_looked_into(out, channel, now) -> None:
    with act(None, "Stop"):
        channel.active = False
        channel.save()
    (out / "a.835").write_bytes(b"x")
    assert receiving.poll_due(now=now) == 0


def test_an_empty_file_is_kept_too(take) -> None:
    row = take(content=b"")
    assert bytes(InboundFile.objects.get(pk=row.pk).stored.content) == b""
