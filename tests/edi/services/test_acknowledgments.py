"""What partners answer reaches the file it answers; what fits nothing is kept and shown."""

from collections.abc import Callable
from datetime import datetime

import pytest

from edi.models import Acknowledgment, InboundFile, Transmission
from edi.services import importing, receiving, sending
from edi.x12.ack_999 import Acknowledgment as GroupAnswer
from edi.x12.ack_999 import SetVerdict, write_999
from edi.x12.wrapping import wrap, wrap_ta1s
from hmsach.audit.acts import act

pytestmark = pytest.mark.django_db
ADDRESSES = {
    "sender_qualifier": "ZZ",
    "sender_id": "TESTBANK",
    "receiver_qualifier": "ZZ",
    "receiver_id": "NORTHHOSP",
    "interchange_control": 77,
    "at": datetime(2026, 11, 23, 12, 0),
}


@pytest.fixture
def sent(queued, now) -> Callable[..., Transmission]:
    """A file that was sent."""

    def send(file_name: str = "pay.ach", **changes: object) -> Transmission:
        row = queued(file_name, **changes)
        sending.send_due(now=now)
        return reread(row)

    return send


@pytest.fixture
def sent_835(sent) -> Transmission:
    return sent("r.835", kind="x12_835", control_number="42")


@pytest.fixture
def take(bank, facility, now) -> Callable[[bytes], InboundFile]:
    """The content as a file of the bank's, imported."""

    def import_content(content: bytes) -> InboundFile:
        row = receiving.receive(
            partner=bank, channel=None, facility=facility, name="ack", content=content, now=now
        )
        return importing.import_file(inbound_file_id=row.pk, now=now)

    return import_content


def reread(row: Transmission) -> Transmission:
    return Transmission.objects.get(pk=row.pk)


def answer_999(verdict: str, *, control: str = "42", group: str = "HP", kind: str = "999") -> bytes:
    answer = GroupAnswer(group, control, "005010X221A1")
    answer.sets = [SetVerdict("835", "0001", "A" if verdict in "AE" else "R")]
    answer.type, answer.verdict = kind, verdict
    answer.included = answer.received = 1
    answer.accepted = int(verdict in "AE")
    return wrap([write_999(answer)], group_control=77, **ADDRESSES)


def answer_ta1(verdict: str, *, control: str = "000000042", note: str = "000") -> bytes:
    return wrap_ta1s([("TA1", control, "261123", "1200", verdict, note)], **ADDRESSES)


def bank_answer(row: Transmission, rest: str = "ACCEPTED", **changes: str) -> bytes:
    named = {"name": row.file_name, "digest": row.stored.sha256, **changes}
    return f"BANKACK|1|{named['name']}|{named['digest']}|{rest}\n".encode()


@pytest.mark.parametrize("kind", ["999", "997"])
@pytest.mark.parametrize("verdict", ["A", "E"])
def test_an_accepting_999_acknowledges_the_file(
    sent_835, take, events, kind: str, verdict: str, now
) -> None:
    row = take(answer_999(verdict, kind=kind))
    assert (row.status, row.imported) == ("imported", {"accepted": 1})
    assert reread(sent_835).status == "acknowledged"
    assert reread(sent_835).acknowledged_at == now
    kept = sent_835.acknowledgments.get()
    assert (kept.accepted, kept.code, kept.inbound_file) == (True, verdict, row)
    assert events()[-2:] == ["transmission.acknowledged", "inbound_file.imported"]


@pytest.mark.parametrize("verdict", ["R", "P", "M", "X"])
def test_a_999_that_refuses_anything_rejects_the_file(sent_835, take, events, verdict) -> None:
    take(answer_999(verdict))
    row = reread(sent_835)
    assert (row.status, row.acknowledgments.get().accepted) == ("rejected", False)
    assert row.last_error.startswith(verdict)
    assert "transmission.rejected" in events()


@pytest.mark.parametrize("control", ["42", "042", "000000042"])
def test_leading_zeros_of_the_control_number_do_not_matter(sent_835, take, control) -> None:
    take(answer_999("A", control=control))
    assert reread(sent_835).status == "acknowledged"


@pytest.mark.parametrize("changes", [{"control": "43"}, {"group": "RA"}])
def test_an_answer_that_fits_nothing_is_kept_with_a_finding(sent_835, take, changes) -> None:
    row = take(answer_999("A", **changes))
    assert (row.status, row.imported) == ("imported", {"unmatched": 1})
    assert row.findings[0]["rule"] == "acknowledgment-unmatched"
    assert Acknowledgment.objects.get().transmission is None
    assert reread(sent_835).status == "sent"


def test_when_numbers_come_round_the_file_that_waits_is_meant(sent, sent_835, take) -> None:
    take(answer_999("A"))
    again = sent("r2.835", kind="x12_835", control_number="42", content=b"second")
    take(answer_999("R"))
    assert reread(sent_835).status == "acknowledged"
    assert reread(again).status == "rejected"


def test_two_waiting_files_of_one_number_are_no_match(sent, sent_835, take) -> None:
    again = sent("r2.835", kind="x12_835", control_number="42", content=b"second")
    row = take(answer_999("A"))
    assert row.imported == {"unmatched": 1}
    assert {reread(sent_835).status, reread(again).status} == {"sent"}


def test_an_accepting_ta1_proves_arrival_and_no_more(sent_835, take) -> None:
    row = take(answer_ta1("A"))
    assert (row.kind, row.imported) == ("x12_ta1", {"accepted": 1})
    assert (reread(sent_835).status, sent_835.acknowledgments.count()) == ("sent", 1)


def test_a_refusing_ta1_rejects_the_file(sent_835, take) -> None:
    take(answer_ta1("R", note="023"))
    assert reread(sent_835).status == "rejected"
    assert "023" in sent_835.acknowledgments.get().detail


def test_the_bank_accepts_a_file(sent, take) -> None:
    row = sent()
    take(bank_answer(row))
    assert reread(row).status == "acknowledged"


def test_the_bank_refuses_a_file_even_after_it_accepted_it(sent, take, events) -> None:
    row = sent()
    take(bank_answer(row))
    take(bank_answer(row, "REJECTED|NR07|The hash | does not agree."))
    row = reread(row)
    assert (row.status, row.acknowledgments.count()) == ("rejected", 2)
    assert row.last_error == "NR07 The hash | does not agree."
    assert events().count("transmission.rejected") == 1


def test_an_answer_twice_is_two_facts_and_one_step(sent, take, events) -> None:
    row = sent()
    take(bank_answer(row))
    take(bank_answer(row) + b"\n")
    assert (reread(row).status, row.acknowledgments.count()) == ("acknowledged", 2)
    assert events().count("transmission.acknowledged") == 1


def test_other_content_under_our_name_is_told_to_a_person(sent, take, events) -> None:
    row = sent()
    imported = take(bank_answer(row, digest="0" * 64))
    assert imported.imported == {"unmatched": 1}
    assert (reread(row).status, "transmission.unknown" in events()) == ("sent", True)


def test_another_partners_answer_reaches_nothing(sent, facility, now) -> None:
    row = sent()
    with act(None, "Another partner"):
        other = receiving.Partner.objects.create(code="OTHER", name="Other Bank", kind="bank")
    taken = receiving.receive(
        partner=other,
        channel=None,
        facility=facility,
        name="ack",
        content=bank_answer(row),
        now=now,
    )
    importing.import_file(inbound_file_id=taken.pk, now=now)
    assert reread(row).status == "sent"


@pytest.mark.parametrize(
    "content", [b"BANKACK|1|", b"BANKACK|1|a|b|ACCEPTED", b"BANKACK|1|a|" + b"0" * 64 + b"|MAYBE"]
)
def test_a_malformed_answer_of_the_bank_is_set_aside(take, content: bytes) -> None:
    row = take(content)
    assert (row.status, row.reason_code) == ("quarantined", "malformed-acknowledgment")


def test_an_answer_settles_an_unknown_outcome(queued, server, take, events, now) -> None:
    row = queued()
    (server.folder("hospital") / "in" / "pay.ach").write_bytes(b"theirs")
    sending.send_due(now=now)
    take(bank_answer(row))
    assert reread(row).status == "acknowledged"
    wanted = ["transmission.unknown", "transmission.sent", "transmission.acknowledged"]
    assert events()[:3] == wanted


def test_an_answer_settles_a_rename_whose_sender_died(queued, take, now, later) -> None:
    row = queued()
    with act(None, "As a crashed sender leaves it"):
        row.step, row.part_name = "renaming", "pay.ach.1.part"
        row.move_to("sending")
    take(bank_answer(row))
    assert reread(row).status == "acknowledged"
    assert sending.send_due(now=later(1000)) == 0


def test_an_answer_to_a_file_never_sent_changes_nothing_and_is_told(queued, take, events) -> None:
    row = queued()
    imported = take(bank_answer(row))
    assert reread(row).status == "queued"
    assert imported.findings[0]["rule"] == "acknowledgment-contradiction"
    assert "transmission.unknown" in events()


def test_an_answer_to_a_file_given_up_is_told(queued, take, treasurer, events, now) -> None:
    row = queued()
    sending.give_up(user=treasurer, transmission_id=row.pk, reason="Rebuilt", now=now)
    take(bank_answer(row))
    assert reread(row).status == "failed"
    assert "transmission.unknown" in events()
