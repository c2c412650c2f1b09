"""Files go out once: the happy way, and every way of not getting there."""

from datetime import timedelta

import pytest

from edi.models import Channel, Transmission
from edi.services import channels, delivery, sending
from edi.services.delivery import NoAgreement, TakenOver
from edi.states import SendStep, TransmissionStatus
from edi.transport.base import WireRefused
from edi.transport.sftp import SftpWire
from hmsach.audit.acts import act
from hmsach.db.leases import claim_due
from hmsach.lib import clock
from hmsach.lib.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db
OTHER_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"


def reread(row: Transmission) -> Transmission:
    return Transmission.objects.get(pk=row.pk)


def test_a_queued_file_is_at_the_bank_and_sent(queued, at_bank, events, now) -> None:
    row = queued()
    assert sending.send_due(now=now) == 1
    row = reread(row)
    assert at_bank() == {"pay.ach": b"101 a whole file\n" * 100}
    assert (row.status, row.step, row.sent_at) == ("sent", "renamed", now)
    assert row.stored.sha256 in row.evidence
    assert row.lease_until is None
    assert events() == ["transmission.sent"]
    assert sending.send_due(now=now) == 0


def test_each_step_is_in_the_history(queued, now) -> None:
    row = queued()
    sending.send_due(now=now)
    steps = [(past.status, past.step) for past in row.history.order_by("history_date")]
    assert steps == [
        ("queued", "ready"),
        ("sending", "uploading"),
        ("sending", "renaming"),
        ("sent", "renamed"),
    ]


def test_several_files_go_over_one_connection(queued, at_bank, server, now) -> None:
    for number in range(3):
        queued(f"pay{number}.ach")
    logins = []
    server.behaviour.watch = lambda operation, path: logins.append(
        len(server.behaviour.connections)
    )
    assert sending.send_due(now=now) == 3
    assert len(at_bank()) == 3
    assert max(logins) == 1


def test_the_limit_is_kept(queued, now) -> None:
    for number in range(3):
        queued(f"pay{number}.ach")
    assert sending.send_due(now=now, limit=2) == 2
    assert Transmission.objects.filter(status="sent").count() == 2


@pytest.mark.django_db(transaction=True)
def test_queueing_wakes_a_worker_after_the_act(queued, this_room_alone) -> None:
    queued()
    assert this_room_alone == ["edi.tasks.send_due"]


def test_a_name_is_never_used_twice_on_a_channel(queued) -> None:
    queued()
    with pytest.raises(Conflict):
        queued(content=b"other")


@pytest.mark.parametrize("name", ["../../x", "a/b", "", ".ssh"])
def test_a_name_that_leads_elsewhere_is_not_queued(queued, name: str) -> None:
    with pytest.raises(WireRefused):
        queued(name)


def test_patients_data_are_not_queued_without_an_agreement(queued) -> None:
    with pytest.raises(NoAgreement) as refused:
        queued(holds_patient_data=True)
    assert refused.value.code == "no-agreement"
    assert isinstance(refused.value, NotAllowed)


def test_patients_data_do_not_leave_once_the_agreement_has_ended(
    queued, bank, at_bank, now, later
) -> None:
    with act(None, "Agreement"):
        bank.agreement_from = (clock.now() - timedelta(days=9)).date()
        bank.save()
    row = queued(holds_patient_data=True)
    with act(None, "Agreement ended"):
        bank.agreement_until = (clock.now() - timedelta(days=2)).date()
        bank.save()
    sending.send_due(now=now)
    assert at_bank() == {}
    assert reread(row).status == "queued"
    assert "agreement" in reread(row).last_error
    assert sending.send_due(now=later(60)) == 0


def test_a_server_that_is_down_puts_the_file_off(queued, server, events, now, later) -> None:
    row = queued()
    server.stop()
    assert sending.send_due(now=now) == 1
    row = reread(row)
    assert (row.status, row.step) == ("queued", "ready")
    assert row.next_try_at == later(30)
    assert row.last_error
    assert sending.send_due(now=later(29)) == 0
    assert sending.send_due(now=later(31)) == 1
    assert reread(row).next_try_at == later(31 + 60)
    assert events() == []


def test_the_wait_grows_to_a_quarter_of_an_hour_and_no_further() -> None:
    waits = [delivery._wait_seconds(attempt) for attempt in range(1, 9)]
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_a_changed_host_key_stops_the_channel_and_alerts(
    queued, channel, at_bank, events, now, later
) -> None:
    with act(None, "Another key is pinned"):
        channel.host_key = OTHER_KEY
        channel.save()
    row = queued()
    sending.send_due(now=now)
    stopped = Channel.objects.get(pk=channel.pk)
    assert (stopped.active, reread(row).status, at_bank()) == (False, "queued", {})
    assert "key" in stopped.last_error
    assert events() == ["channel.stopped"]
    assert sending.send_due(now=later(9999)) == 0


def test_a_person_reopens_a_stopped_channel_with_the_new_key(
    queued, channel, server, treasurer, biller, at_bank, now
) -> None:
    with act(None, "Another key is pinned"):
        channel.host_key = OTHER_KEY
        channel.save()
    queued()
    sending.send_due(now=now)
    reopened = {"channel_id": channel.pk, "host_key": server.host_key, "reason": "Bank wrote"}
    with pytest.raises(NotAllowed):
        channels.reopen(user=biller, **reopened)
    channels.reopen(user=treasurer, **reopened)
    sending.send_due(now=now)
    assert list(at_bank()) == ["pay.ach"]


def test_a_refused_login_is_told_once_and_the_file_waits(
    queued, server, channel, events, at_bank, now, later
) -> None:
    row = queued()
    server.behaviour.refuse_logins = True
    for moment in (now, later(1000), later(2000)):
        assert sending.send_due(now=moment) == 1
    assert events() == ["channel.refused"]
    assert Channel.objects.get(pk=channel.pk).active
    assert reread(row).status == "queued"
    server.behaviour.refuse_logins = False
    sending.send_due(now=later(3000))
    assert reread(row).status == "sent"
    assert Channel.objects.get(pk=channel.pk).last_error == ""


def test_an_upload_that_is_cut_off_is_tried_again(queued, server, at_bank, now, later) -> None:
    row = queued(content=b"x" * 400_000)

    def cut(operation: str, path: str) -> None:
        if operation == "write":
            server.behaviour.watch = None
            for connection in list(server.behaviour.connections):
                connection.abort()

    server.behaviour.watch = cut
    sending.send_due(now=now)
    assert (reread(row).status, "pay.ach" in at_bank()) == ("queued", False)
    sending.send_due(now=later(60))
    assert (reread(row).status, list(at_bank())) == ("sent", ["pay.ach"])


def test_a_lost_answer_to_the_rename_is_settled_by_looking(
    queued, server, at_bank, now, later
) -> None:
    row = queued()
    renames = []

    def lose(operation: str, path: str) -> None:
        if operation == "rename.done":
            renames.append(path)
            for connection in list(server.behaviour.connections):
                connection.abort()

    server.behaviour.watch = lose
    sending.send_due(now=now)
    row = reread(row)
    assert (row.status, row.step) == ("sending", "renaming")
    sending.send_due(now=later(60))
    assert (reread(row).status, len(renames), list(at_bank())) == ("sent", 1, ["pay.ach"])


def test_a_file_that_the_bank_takes_at_once_is_sent(queued, server, now) -> None:
    row = queued()

    def sweep(operation: str, path: str) -> None:
        if operation == "rename.done":
            (server.folder("hospital") / "in" / "pay.ach").unlink()

    server.behaviour.watch = sweep
    sending.send_due(now=now)
    assert reread(row).status == "sent"
    assert "Taken by the partner at once" in reread(row).evidence


def test_a_swept_file_is_sent_although_the_answer_was_lost(queued, server, now, later) -> None:
    row = queued()

    def sweep_and_cut(operation: str, path: str) -> None:
        if operation == "rename.done":
            (server.folder("hospital") / "in" / "pay.ach").unlink()
            for connection in list(server.behaviour.connections):
                connection.abort()

    server.behaviour.watch = sweep_and_cut
    sending.send_due(now=now)
    server.behaviour.watch = None
    sending.send_due(now=later(60))
    assert reread(row).status == "sent"


def test_a_part_gone_for_too_long_proves_nothing(queued, server, at_bank, events) -> None:
    row = queued()

    def cut(operation: str, path: str) -> None:
        if operation == "rename":
            for connection in list(server.behaviour.connections):
                connection.abort()
            raise OSError("gone")

    server.behaviour.watch = cut
    real_now = clock.now()
    sending.send_due(now=real_now)
    server.behaviour.watch = None
    for part in (server.folder("hospital") / "in").iterdir():
        part.unlink()
    sending.send_due(now=real_now + timedelta(hours=49))
    assert (reread(row).status, at_bank()) == ("unknown", {})
    assert events() == ["transmission.unknown"]


def test_another_file_of_our_name_is_never_overwritten(
    queued, server, at_bank, events, now
) -> None:
    row = queued()
    (server.folder("hospital") / "in" / "pay.ach").write_bytes(b"theirs")
    sending.send_due(now=now)
    assert reread(row).status == "unknown"
    assert at_bank() == {"pay.ach": b"theirs"}
    assert events() == ["transmission.unknown"]
    assert sending.send_due(now=now + timedelta(days=1)) == 0


def test_our_very_bytes_already_there_count_as_sent(queued, server, at_bank, now) -> None:
    row = queued()
    content = bytes(row.stored.content)
    (server.folder("hospital") / "in" / "pay.ach").write_bytes(content)
    sending.send_due(now=now)
    assert (reread(row).status, at_bank()) == ("sent", {"pay.ach": content})


def test_a_server_that_lies_about_the_rename_is_not_believed(
    queued, at_bank, monkeypatch, now, later
) -> None:
    row = queued()
    with monkeypatch.context() as patched:
        patched.setattr(SftpWire, "rename", lambda *_: None)
        sending.send_due(now=now)
    assert (reread(row).status, reread(row).step) == ("sending", "renaming")
    sending.send_due(now=later(60))
    assert (reread(row).status, list(at_bank())) == ("sent", ["pay.ach"])


def test_a_part_that_arrived_damaged_is_not_put_in_place(queued, at_bank, monkeypatch, now) -> None:
    row = queued()
    put = SftpWire.put_part
    monkeypatch.setattr(
        SftpWire, "put_part", lambda self, name, content: put(self, name, b"?" * len(content))
    )
    sending.send_due(now=now)
    assert reread(row).status == "queued"
    assert "pay.ach" not in at_bank()


def test_one_files_trouble_is_not_the_next_ones(queued, at_bank, monkeypatch, now) -> None:
    bad, good = queued("bad.ach"), queued("good.ach")
    put = SftpWire.put_part

    def fail(self: SftpWire, name: str, content: bytes) -> None:
        if name.startswith("bad"):
            raise ValueError("secret 123456789")
        put(self, name, content)

    monkeypatch.setattr(SftpWire, "put_part", fail)
    assert sending.send_due(now=now) == 2
    assert (reread(bad).status, reread(good).status) == ("queued", "sent")
    assert "secret" not in reread(bad).last_error
    assert list(at_bank()) == ["good.ach"]


def test_a_file_that_is_refused_does_not_hold_up_the_next_ones(
    queued, channel, server, at_bank, now, events
) -> None:
    refused, good = queued("refused.ach"), queued("good.ach")

    def forbid(operation: str, path: str) -> None:
        if operation == "open" and "refused" in path:
            raise PermissionError(13, "not here")

    server.behaviour.watch = forbid
    assert sending.send_due(now=now) == 2
    assert (reread(refused).status, reread(good).status) == ("queued", "sent")
    assert list(at_bank()) == ["good.ach"]
    assert Channel.objects.get(pk=channel.pk).last_error == "The server forbids it."
    assert events() == ["channel.refused", "transmission.sent"]


def test_while_one_worker_has_the_channel_another_finds_nothing(queued, channel, now) -> None:
    queued()
    claim_due(Channel.objects.all(), owner="other", now=now, seconds=300, limit=1)
    assert sending.send_due(now=now) == 0
    assert sending.send_due(now=now + timedelta(seconds=301)) == 1


def test_a_worker_that_lost_the_file_has_no_further_effect(
    queued, channel, at_bank, monkeypatch, now, later
) -> None:
    """The upload takes so long that another worker takes over, and finishes."""
    row = queued()
    put, overtaken = SftpWire.put_part, []

    def slow(self: SftpWire, name: str, content: bytes) -> None:
        put(self, name, content)
        if not overtaken:
            overtaken.append(name)
            sending.send_due(now=later(400))

    monkeypatch.setattr(SftpWire, "put_part", slow)
    sending.send_due(now=now)
    assert overtaken == ["pay.ach.1.part"]
    assert (reread(row).status, list(at_bank())) == ("sent", ["pay.ach"])
    assert reread(row).attempt == 2
    assert row.history.filter(status=TransmissionStatus.SENT).count() == 1


def test_a_worker_overtaken_before_its_rename_finds_its_part_gone(
    queued, at_bank, server, monkeypatch, now, later
) -> None:
    row = queued()
    rename, overtaken = SftpWire.rename, []

    def slow(self: SftpWire, part_name: str, name: str) -> None:
        if not overtaken:
            overtaken.append(part_name)
            sending.send_due(now=later(400))
            # The bank has taken the file by now: a second one would be a second payment.
            (server.folder("hospital") / "in" / name).unlink()
        rename(self, part_name, name)

    monkeypatch.setattr(SftpWire, "rename", slow)
    sending.send_due(now=now)
    assert overtaken == ["pay.ach.1.part"]
    assert (reread(row).status, at_bank()) == ("sent", {})
    assert row.history.filter(status=TransmissionStatus.SENT).count() == 1


def test_an_unspoken_protocol_waits_and_is_told(queued, channel, events, now) -> None:
    with act(None, "Another protocol"):
        channel.protocol = "as2"
        channel.save()
    row = queued()
    sending.send_due(now=now)
    assert (reread(row).status, events()) == ("queued", ["channel.refused"])


def test_taken_over_rows_are_refused_to_the_old_attempt(queued, now) -> None:
    row = queued()
    claimed = claim_due(Transmission.objects.all(), owner="a", now=now, seconds=1, limit=1)[0]
    claim_due(
        Transmission.objects.all(),
        owner="b",
        now=now + timedelta(seconds=2),
        seconds=1,
        limit=1,
    )
    with pytest.raises(TakenOver), delivery._own(claimed, "late"):
        pass
    assert reread(row).step == SendStep.READY
