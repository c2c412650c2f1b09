"""A row is held by one worker at a time, and taken over when the lease has run out."""

import datetime as dt
import threading

import pytest
from django.db import connection

from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert
from hmsach.db.leases import claim_due, release, still_held
from tests.hmsach.db.sample_models import Letter

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def claim(owner, now=NOW, limit=10):
    rows = Letter.objects.order_by("subject")
    return claim_due(rows, owner=owner, now=now, seconds=60, limit=limit)


@pytest.fixture
def letters(db):
    rows = [Letter(subject=str(n)) for n in range(3)]
    with act(None, "test"):
        bulk_insert(rows)
    return rows


def test_a_claimed_row_is_not_claimed_again_before_its_lease_ends(letters):
    assert [row.subject for row in claim("a", limit=2)] == ["0", "1"]
    assert [row.subject for row in claim("b")] == ["2"]
    assert claim("c", now=NOW + dt.timedelta(seconds=59)) == []
    assert len(claim("c", now=NOW + dt.timedelta(seconds=60))) == 3


def test_a_claim_is_told_on_the_row(letters):
    row = claim("a", limit=1)[0]
    again = Letter.objects.get(pk=row.pk)
    for seen in (row, again):
        assert (seen.lease_owner, seen.attempt) == ("a", 1)
        assert seen.lease_until == NOW + dt.timedelta(seconds=60)


def test_a_claim_writes_no_history(letters):
    claim("a")
    assert Letter.history.count() == 3


def test_a_late_worker_learns_that_the_row_was_taken_over(letters):
    late = claim("a", limit=1)[0]
    taken = claim("b", now=NOW + dt.timedelta(seconds=61), limit=1)[0]
    assert late.pk == taken.pk
    assert not still_held(late)
    assert not release(late)
    assert still_held(taken)


def test_the_same_worker_claiming_again_is_another_attempt(letters):
    late = claim("a", limit=1)[0]
    claim("a", now=NOW + dt.timedelta(seconds=61), limit=1)
    assert not still_held(late)


def test_a_released_row_is_free_at_once(letters):
    row = claim("a", limit=1)[0]
    assert release(row)
    assert row.pk in {free.pk for free in claim("b")}


@pytest.mark.django_db(transaction=True)
def test_eight_workers_share_the_rows_without_claiming_one_twice():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory SQLite has one connection.")
    with act(None, "test"):
        bulk_insert([Letter(subject=f"{n:03}") for n in range(80)])
    claimed, barrier = [], threading.Barrier(8)

    def work(owner):
        barrier.wait()
        while rows := claim(owner, limit=3):
            claimed.extend(row.pk for row in rows)
        connection.close()

    workers = [threading.Thread(target=work, args=(f"w{n}",)) for n in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    # The sample tables are no app's, so no flush empties them.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM samples_letter")
    assert len(claimed) == len(set(claimed)) == 80


def test_rows_chosen_over_a_joined_table_can_be_claimed(letters):
    with act(None, "test"):
        follow_up = Letter.objects.create(subject="9", answers=letters[0])
    rows = Letter.objects.filter(answers__subject="0")
    assert claim_due(rows, owner="a", now=NOW, seconds=60, limit=5) == [follow_up]
