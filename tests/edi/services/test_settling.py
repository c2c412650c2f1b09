"""What a person may say of a file of ours, and when it is too early or too late for it."""

import pytest

from edi.models import Transmission
from edi.services import sending
from edi.services.settling import EvidenceRequired
from hmsach.audit.acts import act
from hmsach.db.leases import claim_due
from hmsach.lib.errors import Conflict, IllegalTransition, NotAllowed, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(treasurer, now) -> dict:
    """What every act of a treasurer takes."""
    return {"user": treasurer, "reason": "Called the bank", "now": now}


@pytest.fixture
def unknown(queued, server, now) -> Transmission:
    """A file whose name the bank already had, with other content."""
    row = queued()
    (server.folder("hospital") / "in" / "pay.ach").write_bytes(b"theirs")
    sending.send_due(now=now)
    return Transmission.objects.get(pk=row.pk)


def test_a_file_carried_by_hand_counts_as_sent_and_is_not_sent_again(
    queued, said, at_bank, events, now
) -> None:
    row = queued()
    row = sending.mark_sent_by_hand(transmission_id=row.pk, evidence="Portal, ref 77", **said)
    assert (row.status, row.sent_at) == ("sent", now)
    assert row.evidence == "By hand, tess: Portal, ref 77"
    assert events() == ["transmission.sent"]
    assert sending.send_due(now=now) == 0
    assert at_bank() == {}


def test_by_hand_needs_evidence_the_right_and_the_file(queued, said, biller, bank) -> None:
    row = queued()
    with pytest.raises(EvidenceRequired):
        sending.mark_sent_by_hand(transmission_id=row.pk, evidence="  ", **said)
    with pytest.raises(NotAllowed):
        sending.mark_sent_by_hand(
            transmission_id=row.pk, evidence="seen", **{**said, "user": biller}
        )
    with pytest.raises(NotFound):
        sending.mark_sent_by_hand(transmission_id=bank.pk, evidence="seen", **said)


def test_by_hand_is_refused_while_a_worker_has_the_file(queued, said, now, later) -> None:
    row = queued()
    claim_due(Transmission.objects.all(), owner="worker", now=now, seconds=60, limit=1)
    with pytest.raises(Conflict):
        sending.mark_sent_by_hand(transmission_id=row.pk, evidence="seen", **said)
    said["now"] = later(61)
    assert sending.mark_sent_by_hand(transmission_id=row.pk, evidence="seen", **said)


def test_by_hand_is_refused_while_a_rename_may_be_under_way(queued, said, now) -> None:
    row = queued()
    with act(None, "As a crashed sender leaves it"):
        row.step = "renaming"
        row.move_to("sending")
    for refuse in (sending.mark_sent_by_hand, sending.confirm_arrived):
        with pytest.raises(Conflict):
            refuse(transmission_id=row.pk, evidence="seen", **said)
    with pytest.raises(Conflict):
        sending.give_up(transmission_id=row.pk, **said)


def test_a_person_confirms_that_an_unknown_file_arrived(unknown, said, events) -> None:
    row = sending.confirm_arrived(transmission_id=unknown.pk, evidence="Bank's mail", **said)
    assert row.status == "sent"
    assert events() == ["transmission.unknown", "transmission.sent"]


def test_a_person_confirms_that_an_unknown_file_did_not_arrive(
    unknown, said, events, later
) -> None:
    with pytest.raises(EvidenceRequired):
        sending.confirm_not_arrived(transmission_id=unknown.pk, evidence="", **said)
    row = sending.confirm_not_arrived(transmission_id=unknown.pk, evidence="Bank's mail", **said)
    assert row.status == "failed"
    assert events() == ["transmission.unknown", "transmission.failed"]
    assert sending.send_due(now=later(99_999)) == 0
    with pytest.raises(Conflict):
        sending.retry(transmission_id=unknown.pk, **said)


def test_what_is_known_is_not_confirmed(queued, said) -> None:
    row = queued()
    for confirm in (sending.confirm_arrived, sending.confirm_not_arrived):
        with pytest.raises(Conflict):
            confirm(transmission_id=row.pk, evidence="seen", **said)


def test_looking_again_settles_an_unknown_file_only_by_its_bytes(unknown, said, server) -> None:
    with pytest.raises(Conflict):
        sending.settle_unknown(transmission_id=unknown.pk, **said)
    path = server.folder("hospital") / "in" / "pay.ach"
    path.write_bytes(bytes(unknown.stored.content))
    assert sending.settle_unknown(transmission_id=unknown.pk, **said).status == "sent"


@pytest.mark.django_db(transaction=True)
def test_a_waiting_file_is_tried_at_once_on_request(
    queued, said, server, this_room_alone, now, later
) -> None:
    row = queued()
    server.behaviour.refuse_logins = True
    sending.send_due(now=now)
    server.behaviour.refuse_logins = False
    assert sending.send_due(now=later(1)) == 0
    sending.retry(transmission_id=row.pk, **said)
    assert this_room_alone == ["edi.tasks.send_due"] * 2
    assert sending.send_due(now=later(1)) == 1
    assert Transmission.objects.get(pk=row.pk).status == "sent"


def test_a_queued_file_is_given_up_and_never_sent(queued, said, events, at_bank, now) -> None:
    row = queued()
    assert sending.give_up(transmission_id=row.pk, **said).status == "failed"
    assert events() == ["transmission.failed"]
    assert (sending.send_due(now=now), at_bank()) == (0, {})


def test_a_sent_file_stays_sent(queued, said, now) -> None:
    row = queued()
    sending.send_due(now=now)
    with pytest.raises(Conflict):
        sending.give_up(transmission_id=row.pk, **said)
    with pytest.raises(IllegalTransition):
        sending.mark_sent_by_hand(transmission_id=row.pk, evidence="again", **said)
