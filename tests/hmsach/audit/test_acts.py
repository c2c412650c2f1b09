"""An act is whole or not at all, and leaves one link."""

import threading
import time
from contextvars import copy_context

import pytest
from django.db import connection

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import ActRequired, ReasonRequired, act, current_act
from hmsach.audit.models import ChainLink, Head
from hmsach.audit.verify import verify_chain
from hmsach.db.bulk import bulk_insert
from hmsach.outbox.models import Event
from hmsach.outbox.publish import publish

pytestmark = pytest.mark.django_db
HISTORY = "accounts.HistoricalFacility"


def tell(subject, facility=None):
    return publish("test.told", subject=subject, facility_id=facility, payload={"n": 1})


def test_an_act_leaves_one_link_over_all_its_rows_and_events(alice):
    with act(alice, "Opened two", request_id="r-1") as open_act:
        one = Facility.objects.create(code="A", name="a")
        bulk_insert([Facility(code="B", name="b")])
        one.save()
        tell("a")
        tell("b")
    link = ChainLink.objects.first()
    assert (link.act_id, link.actor, link.reason, link.request_id) == (
        open_act.id,
        alice,
        "Opened two",
        "r-1",
    )
    assert list(link.tables) == [HISTORY] and link.tables[HISTORY][0] == 3
    assert link.events == list(Event.objects.order_by("seq").values_list("seq", flat=True))
    head = Head.objects.get()
    assert (head.last_link_seq, head.last_link_hash) == (link.seq, link.hash)
    assert head.last_event_hash == Event.objects.order_by("seq").last().hash


def test_an_act_that_did_nothing_leaves_no_link(alice):
    before = ChainLink.objects.count()
    with act(alice, "Looked"):
        pass
    assert ChainLink.objects.count() == before


def test_an_act_that_fails_leaves_nothing(alice):
    before = ChainLink.objects.count()
    with pytest.raises(ZeroDivisionError), act(alice, "Failed"):
        Facility.objects.create(code="A", name="a")
        tell("a")
        raise ZeroDivisionError
    assert not Facility.objects.exists() and not Event.objects.exists()
    assert ChainLink.objects.count() == before
    assert current_act() is None


def test_an_inner_act_that_fails_takes_its_rows_and_events_with_it(alice):
    with act(alice, "Outer") as outer:
        tell("before")
        with pytest.raises(ZeroDivisionError), act(alice, "Inner") as inner:
            assert inner.id == outer.id and current_act() is inner
            Facility.objects.create(code="A", name="a")
            tell("inside")
            raise ZeroDivisionError
        assert current_act() is outer
        tell("after")
    subjects = list(Event.objects.order_by("seq").values_list("subject", flat=True))
    assert subjects == ["before", "after"]
    link = ChainLink.objects.first()
    assert link.tables == {}
    assert verify_chain() == []


def test_inner_acts_join_and_their_events_keep_their_order(alice):
    with act(alice, "Outer"):
        tell("1")
        with act(None, "Inner") as inner:
            assert inner.actor == alice
            tell("2")
        tell("3")
    assert list(Event.objects.order_by("seq").values_list("subject", flat=True)) == ["1", "2", "3"]
    assert ChainLink.objects.filter(reason="Inner").count() == 0


def test_numbers_of_events_have_no_gap_after_a_failed_act(alice):
    with act(alice, "One"):
        tell("1")
    with pytest.raises(ZeroDivisionError), act(alice, "Two"):
        tell("2")
        raise ZeroDivisionError
    with act(alice, "Three"):
        tell("3")
    first, second = Event.objects.order_by("seq")
    assert (second.seq, second.prev_hash) == (first.seq + 1, first.hash)


@pytest.mark.parametrize("reason", ["", "  "])
def test_an_act_without_a_reason_is_refused(alice, reason):
    with pytest.raises(ReasonRequired), act(alice, reason):
        pass


def test_on_commit_waits_for_the_commit(alice, django_capture_on_commit_callbacks):
    called = []
    with django_capture_on_commit_callbacks(execute=True):
        with act(alice, "Test") as open_act:
            open_act.on_commit(lambda: called.append(1))
            Facility.objects.create(code="A", name="a")
        assert called == []
    assert called == [1]


def test_the_head_goes_to_the_log_after_the_commit(
    alice, caplog, django_capture_on_commit_callbacks
):
    caplog.set_level("INFO")
    with django_capture_on_commit_callbacks(execute=True), act(alice, "Test"):
        tell("1")
    assert f"audit head {Head.objects.get()}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_time_make_one_chain_without_gaps():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory SQLite has one connection.")
    alice = User.objects.create_user("alice", password=None)
    barrier, failures = threading.Barrier(6), []

    def work(number):
        barrier.wait()
        try:
            for turn in range(5):
                with act(alice, "Together"):
                    Facility.objects.create(code=f"{number}-{turn}", name="x")
                    tell("x")
                    time.sleep(0.002)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert list(Event.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 31))
    assert verify_chain() == []


def test_ten_thousand_rows_are_digested_in_one_act(alice, django_assert_max_num_queries):
    rows = [Facility(code=f"F{n}", name="x") for n in range(10_000)]
    with django_assert_max_num_queries(30), act(alice, "Many"):
        bulk_insert(rows)
    assert ChainLink.objects.first().tables[HISTORY][0] == 10_000


def test_a_thread_inherits_the_context_of_an_act_but_not_the_act(alice):
    refused = []

    def write():
        try:
            Facility(code="T", name="t").save()
        except ActRequired:
            refused.append(True)
        finally:
            connection.close()

    with act(alice, "Test"):
        thread = threading.Thread(target=copy_context().run, args=(write,))
        thread.start()
        thread.join()
    assert refused == [True]
