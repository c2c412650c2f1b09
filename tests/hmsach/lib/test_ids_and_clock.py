"""Ids sort by their time and are of Crockford's letters; the clock is aware and in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmsach.lib import clock
from hmsach.lib.ids import new_ulid, public_id

moments = st.datetimes(datetime(1970, 1, 2), datetime(9000, 1, 1), timezones=st.just(UTC))
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@given(moments)
def test_a_ulid_is_26_letters_that_hold_its_millisecond(moment: datetime) -> None:
    ulid = new_ulid(moment)
    assert len(ulid) == 26
    assert set(ulid) <= set(CROCKFORD)
    at_ms = 0
    for letter in ulid[:10]:
        at_ms = at_ms * 32 + CROCKFORD.index(letter)
    assert at_ms == int(moment.timestamp() * 1000)


@given(moments, st.integers(2, 10**9))
def test_ulids_sort_by_their_time(moment: datetime, later_ms: int) -> None:
    assert new_ulid(moment) < new_ulid(moment + timedelta(milliseconds=later_ms))


def test_a_thousand_ulids_of_one_moment_all_differ() -> None:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({new_ulid(moment) for _ in range(1000)}) == 1000


def test_a_ulid_is_the_same_moment_in_every_zone() -> None:
    moment = datetime(2026, 11, 23, 12, tzinfo=UTC)
    eastern = moment.astimezone(timezone(timedelta(hours=-5)))
    assert new_ulid(moment)[:10] == new_ulid(eastern)[:10]


@pytest.mark.parametrize("wrong", [datetime(2026, 1, 1), datetime(1960, 1, 1, tzinfo=UTC)])
def test_a_moment_without_zone_or_before_1970_is_refused(wrong: datetime) -> None:
    with pytest.raises(ValueError, match="ULID"):
        new_ulid(wrong)


def test_a_public_id_is_prefix_underscore_ulid() -> None:
    prefix, ulid = public_id("b", now=datetime(2026, 11, 23, tzinfo=UTC)).split("_")
    assert prefix == "b"
    assert len(ulid) == 26
    assert ulid.startswith("01M82V7M00")


@pytest.mark.parametrize("prefix", ["", "B", "b_", "b1"])
def test_a_public_id_needs_a_prefix_of_lower_case_letters(prefix: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        public_id(prefix)


def test_the_clock_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    assert clock.now() >= before
    assert clock.now().utcoffset() == timedelta(0)
