"""Working the queue: opening once, taking, waiting, resolving, within one's facilities."""

import uuid
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hmsach.audit.acts import act
from hmsach.lib.banking_days import FEDERAL
from hmsach.lib.errors import Conflict, NotAllowed, NotFound
from hmsach.outbox.models import Event
from hmsach.outbox.publish import publish
from payments.models import Payment
from reconciliation import aging
from reconciliation.models import ExceptionItem
from reconciliation.services import exceptions
from reconciliation.services.clocks import look_after_clocks
from reconciliation.services.exceptions import AlreadyResolved, open_exception
from reconciliation.states import ExceptionKind, ExceptionStatus

pytestmark = pytest.mark.django_db


def opened(facility, now, name="x", **values):
    given = {
        "kind": ExceptionKind.DENIAL,
        "title": "Denied: CO 50",
        "amount_cents": 100,
        "fingerprint": f"test:{name}",
    } | values
    with act(None, "Opened"):
        return open_exception(facility_id=facility.pk, now=now, **given)


def test_the_same_trouble_opens_one_item(facility, now):
    first = opened(facility, now)
    assert opened(facility, now, amount_cents=999) == first
    assert ExceptionItem.objects.count() == 1
    assert Event.objects.filter(type="exception.opened").count() == 1


def test_what_a_person_resolved_is_not_opened_again(facility, biller, now):
    item = opened(facility, now)
    exceptions.resolve(
        user=biller, item_id=item.pk, resolution="appealed", reason="Appeal sent", now=now
    )
    assert opened(facility, now).status == ExceptionStatus.RESOLVED
    assert ExceptionItem.objects.count() == 1


def test_the_next_item_is_the_most_urgent_and_goes_to_one_person(
    facility, biller, second_biller, now
):
    later = opened(facility, now, "later")
    small = opened(facility, now, "small", due_at=now, amount_cents=5)
    large = opened(facility, now, "large", due_at=now, amount_cents=500)
    taken = [
        exceptions.claim_next(user=user, now=now)
        for user in (biller, second_biller, biller, biller)
    ]
    assert taken == [large, small, later, None]
    assert taken[0].owner == biller and taken[0].status == ExceptionStatus.ASSIGNED


def test_the_next_item_can_be_asked_for_by_kind(facility, biller, now):
    opened(facility, now, "a", due_at=now)
    wanted = opened(facility, now, "b", kind=ExceptionKind.OVERPAYMENT)
    assert exceptions.claim_next(user=biller, now=now, kinds=["overpayment"]) == wanted


def test_nobody_takes_items_of_another_facility(facility, elsewhere, biller, now):
    item = opened(elsewhere, now)
    assert exceptions.claim_next(user=biller, now=now) is None
    with pytest.raises(NotFound):
        exceptions.resolve(user=biller, item_id=item.pk, resolution="x", reason="y", now=now)


def test_who_only_looks_may_not_work(facility, now):
    from tests.reconciliation.conftest import person

    item = opened(facility, now)
    officer = person("cora", "compliance", facility)
    with pytest.raises(NotAllowed):
        exceptions.claim_next(user=officer, now=now)
    with pytest.raises(NotAllowed):
        exceptions.resolve(user=officer, item_id=item.pk, resolution="x", reason="y", now=now)


def test_an_item_waits_and_comes_back_by_itself(facility, biller, now):
    item = opened(facility, now)
    exceptions.claim_next(user=biller, now=now)
    exceptions.wait(
        user=biller,
        item_id=item.pk,
        until=date(2026, 11, 25),
        waiting_for="the payer",
        reason="Asked for records",
        now=now,
    )
    look_after_clocks(now=now)
    item.refresh_from_db()
    assert item.status == ExceptionStatus.WAITING
    look_after_clocks(now=now + timedelta(days=2))
    item.refresh_from_db()
    assert item.status == ExceptionStatus.ASSIGNED and item.owner == biller


def test_an_item_is_handed_over_only_to_who_may_work_it(
    facility, biller, second_biller, client_user, now
):
    from tests.reconciliation.conftest import person

    item = opened(facility, now)
    handed = exceptions.assign(
        user=biller, item_id=item.pk, to=second_biller, reason="Hers", now=now
    )
    assert handed.owner == second_biller
    with pytest.raises(NotAllowed):
        officer = person("cora", "compliance", facility)
        exceptions.assign(user=biller, item_id=item.pk, to=officer, reason="x", now=now)
    freed = exceptions.assign(user=biller, item_id=item.pk, to=None, reason="Nobody's", now=now)
    assert freed.status == ExceptionStatus.OPEN and freed.owner is None


def test_a_note_is_kept_sealed(facility, biller, now):
    item = opened(facility, now)
    exceptions.note(user=biller, item_id=item.pk, text="Called about Quill", now=now)
    assert item.notes.get().text == "Called about Quill"
    assert repr(item.notes.values_list("text", flat=True)[0]) == "<sealed>"


def test_resolved_twice_is_refused_and_reopened_is_work_again(facility, biller, now):
    item = opened(facility, now)
    say = {"user": biller, "item_id": item.pk, "reason": "Done", "now": now}
    exceptions.resolve(resolution="paid", **say)
    with pytest.raises(AlreadyResolved):
        exceptions.resolve(resolution="paid", **say)
    again = exceptions.reopen(**say)
    assert again.status == ExceptionStatus.REOPENED and again.resolved_at is None
    assert exceptions.claim_next(user=biller, now=now) == again
    assert again.history.count() == 4


def test_reopening_is_refused_while_the_same_trouble_is_open(facility, biller, now):
    item = opened(facility, now)
    exceptions.resolve(user=biller, item_id=item.pk, resolution="x", reason="y", now=now)
    with act(None, "Opened by hand"):
        ExceptionItem.objects.create(
            facility=facility, kind=item.kind, title="t", fingerprint=item.fingerprint, due_at=now
        )
    with pytest.raises(Conflict):
        exceptions.reopen(user=biller, item_id=item.pk, reason="z", now=now)


# Clocks ---------------------------------------------------------------------------------------

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (ExceptionKind.NOC_UNAPPLIED, date(2026, 12, 2)),  # six banking days, past Thanksgiving
        (ExceptionKind.DENIAL, date(2026, 12, 23)),
        (ExceptionKind.FILE_QUARANTINED, date(2026, 11, 24)),
    ],
)
def test_each_kind_is_due_at_close_of_business(kind, day):
    at = datetime(2026, 11, 23, 15, tzinfo=UTC)
    due = aging.due_at(kind, opened_at=at, calendar=FEDERAL, zone=ZONE)
    assert (due.date(), due.hour) == (day, 17)


def test_every_kind_has_a_clock_and_advice():
    from reconciliation.services.opening import ADVICE

    for kind in ExceptionKind:
        assert aging.due_at(
            kind, opened_at=datetime(2026, 11, 23, tzinfo=UTC), calendar=FEDERAL, zone=ZONE
        )
        assert kind in ADVICE or kind == ExceptionKind.CREDIT_BALANCE


def test_urgency_is_by_the_clock_then_by_the_amount():
    now = datetime(2026, 11, 23, tzinfo=UTC)
    hours = {-1: "overdue", 5: "today", 50: "soon", 100: "later"}
    for hour, word in hours.items():
        assert aging.urgency(now + timedelta(hours=hour), now=now) == word
    assert (
        aging.urgency_key(now, 5)
        < aging.urgency_key(now, 4)
        < aging.urgency_key(now + timedelta(days=1), 999)
    )


# Facts of the floors below --------------------------------------------------------------------


def told(fact: str, facility, **payload) -> None:
    with act(None, "Told"):
        publish(fact, subject="x:1", facility_id=facility.pk, payload=payload)


def test_a_quarantined_file_opens_an_item_once(facility, received):
    file = received(b"?")
    for _ in range(2):
        told(
            "inbound_file.quarantined",
            facility,
            inbound_file_id=str(file.pk),
            kind="unknown",
            code="not-recognised",
            reason="Which?",
        )
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.FILE_QUARANTINED and item.inbound_file == file


def test_a_return_that_fits_nothing_opens_an_item_with_its_amount(facility, received):
    file = received(b"?")
    told(
        "return.unmatched",
        facility,
        inbound_file_id=str(file.pk),
        code="R03",
        original_trace_number="1" * 15,
        amount_cents=777,
    )
    assert ExceptionItem.objects.get().amount_cents == 777


def test_an_item_fails_with_its_fact(facility):
    with pytest.raises(Payment.DoesNotExist):
        told("payment.returned", facility, payment_id=str(uuid.uuid4()))
    assert not Event.objects.filter(type="payment.returned").exists()
