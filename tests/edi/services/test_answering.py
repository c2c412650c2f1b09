"""A payer's 835 is answered with a 999, and a TA1 where asked; answers never are."""

from datetime import datetime

import pytest

from edi.models import Channel, InboundFile, Transmission
from edi.services import importing, receiving
from edi.services.importing import ImportOutcome, Quarantine
from edi.services.recognition import recognise
from edi.x12.envelope import read
from edi.x12.wrapping import wrap
from hmsach.audit.acts import act

pytestmark = pytest.mark.django_db

ROWS = [("ST", "835", "0001"), ("BPR", "H", "0", "C", "NON"), ("SE", "3", "0001")]


def content_835(*, wants_ta1: bool = False, control: int = 7) -> bytes:
    return wrap(
        [ROWS],
        sender_qualifier="ZZ",
        sender_id="TESTPAYER",
        receiver_qualifier="ZZ",
        receiver_id="NORTHHOSP",
        interchange_control=control,
        group_control=control,
        at=datetime(2026, 11, 23, 12, 0),
        wants_ta1=wants_ta1,
    )


@pytest.fixture
def import_835(settings, monkeypatch, bank, channel, facility, now):
    settings.INBOUND_IMPORTERS = {"x12_835": ["fine"]}
    monkeypatch.setattr(
        "edi.services.importing.import_string", lambda _: lambda *a, **k: ImportOutcome()
    )

    def take(content: bytes, **changes: object) -> InboundFile:
        fields = {"partner": bank, "channel": channel, "facility": facility, "now": now}
        row = receiving.receive(name="r.835", content=content, **{**fields, **changes})
        return importing.import_file(inbound_file_id=row.pk, now=now)

    return take


def answers() -> list[Transmission]:
    return list(Transmission.objects.order_by("created_at"))


def test_an_835_is_answered_with_a_999_to_its_sender(import_835, channel) -> None:
    row = import_835(content_835())
    assert row.status == "imported"
    (answer,) = answers()
    assert (answer.kind, answer.channel, answer.subject) == (
        "x12_999",
        channel,
        f"inbound_file:{row.pk}",
    )
    (interchange,) = read(bytes(answer.stored.content))[0]
    assert interchange.receiver == ("ZZ", "TESTPAYER")
    assert answer.file_name == "999_000000001.x12"
    assert int(interchange.control) == int(answer.control_number) == 1
    assert b"AK1*HP*7" in bytes(answer.stored.content)


def test_a_ta1_comes_first_where_it_is_asked_for(import_835) -> None:
    import_835(content_835(wants_ta1=True))
    assert [answer.kind for answer in answers()] == ["x12_ta1", "x12_999"]
    assert [answer.control_number for answer in answers()] == ["1", "2"]


def test_numbers_go_on_from_file_to_file(import_835) -> None:
    import_835(content_835(wants_ta1=True))
    import_835(content_835(control=8))
    assert [answer.control_number for answer in answers()] == ["1", "2", "3"]


def test_without_a_channel_that_takes_files_nothing_is_queued(import_835, channel) -> None:
    with act(None, "One way only"):
        channel.outbound_dir = ""
        channel.save()
    assert import_835(content_835(), channel=Channel.objects.get()).status == "imported"
    assert answers() == []


def test_a_file_by_hand_is_answered_over_the_partners_channel(import_835, channel) -> None:
    import_835(content_835(), channel=None)
    assert [answer.channel for answer in answers()] == [channel]


def test_a_quarantined_file_is_not_answered(import_835, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> ImportOutcome:
        raise Quarantine("unbalanced", "It does not balance.")

    monkeypatch.setattr("edi.services.importing.import_string", lambda _: refuse)
    assert import_835(content_835()).status == "quarantined"
    assert answers() == []


def test_an_answer_that_cannot_be_written_does_not_stop_the_import(import_835, monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("cannot be written")

    monkeypatch.setattr("edi.services.answering.answers", fail)
    assert import_835(content_835()).status == "imported"
    assert answers() == []


def test_our_own_answers_are_recognised_as_such(import_835) -> None:
    import_835(content_835(wants_ta1=True))
    assert [recognise(bytes(a.stored.content)) for a in answers()] == ["x12_ta1", "x12_999"]
