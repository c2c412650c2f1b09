"""Lists by cursor: every row once, in order, whatever is added meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from hmsach.accounts.models import Facility
from hmsach.api.pagination import CursorInvalid, Page, paginate
from hmsach.api.queries import LimitInvalid, QueryInvalid, choice, day, whole_number
from hmsach.audit.acts import act
from hmsach.lib import clock

pytestmark = pytest.mark.django_db


def request_of(path: str = "/api/v1/facilities", **query: Any) -> Request:
    return Request(APIRequestFactory().get(path, query))


def add(*codes: str, name: str = "Same") -> None:
    with act(None, "Set up"):
        for code in codes:
            Facility.objects.create(code=code, name=name)


def page_of(order: tuple[str, ...] = ("created_at", "id"), **query: Any) -> Page[Facility]:
    return paginate(request_of(**query), Facility.objects.all(), order=order)


@pytest.mark.parametrize(
    "order", [("code",), ("-code",), ("name", "code"), ("-name", "code"), ("created_at", "id")]
)
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_together_are_the_whole_list_in_order(order: tuple[str, ...], limit: int) -> None:
    add("A", "B", "C", name="One")
    add("D", "E", "F", "G", name="Two")
    seen: list[str] = []
    page = page_of(order, limit=limit)
    seen += [row.code for row in page.rows]
    while page.has_more:
        assert len(page.rows) == limit
        page = page_of(order, limit=limit, cursor=page.next_cursor)
        seen += [row.code for row in page.rows]
    assert seen == list(Facility.objects.order_by(*order).values_list("code", flat=True))


def test_rows_of_one_moment_are_told_apart_by_the_last_field() -> None:
    at = clock.now()
    with act(None, "Set up"):
        for number in range(5):
            Facility.objects.create(code=f"F{number}", name="x", created_at=at)
        Facility.objects.create(code="LATE", name="x", created_at=at + timedelta(microseconds=1))
    first = page_of(limit=3)
    rest = page_of(limit=3, cursor=first.next_cursor)
    assert len({row.code for row in [*first.rows, *rest.rows]}) == 6
    assert rest.rows[-1].code == "LATE"


def test_a_row_added_before_the_place_hides_and_repeats_nothing() -> None:
    add("B", "C", "D")
    first = page_of(("code",), limit=2)
    add("A", "E")
    rest = page_of(("code",), limit=10, cursor=first.next_cursor)
    assert [row.code for row in rest.rows] == ["D", "E"]


def test_the_shape_of_a_list_tells_whether_there_is_more() -> None:
    add("A", "B")
    assert page_of(("code",), limit=2).as_json(lambda row: row.code) == {
        "results": ["A", "B"],
        "next_cursor": None,
        "has_more": False,
    }
    body = page_of(("code",), limit=1).as_json(lambda row: row.code, name="facilities")
    assert body["facilities"] == ["A"]
    assert body["has_more"] is True


def test_a_cursor_that_was_touched_or_made_up_is_refused() -> None:
    add("A", "B")
    good = page_of(("code",), limit=1).next_cursor
    assert good is not None
    for bad in ("x", "é", good[:-1], good[:-2] + "AA", good[::-1], good + "=", "e30", "a" * 5000):
        with pytest.raises(CursorInvalid):
            page_of(("code",), cursor=bad)


def test_a_cursor_of_another_list_or_order_is_refused() -> None:
    add("A", "B")
    cursor = page_of(("code",), limit=1).next_cursor
    with pytest.raises(CursorInvalid):
        page_of(("-code",), cursor=cursor)
    other = request_of("/api/v1/others", cursor=cursor)
    with pytest.raises(CursorInvalid):
        paginate(other, Facility.objects.all(), order=("code",))


@pytest.mark.parametrize("limit", ["0", "501", "-1", "x", "1.5", "٣", "1e2", "9" * 30])
def test_a_limit_out_of_bounds_is_refused(limit: str) -> None:
    with pytest.raises(LimitInvalid):
        page_of(limit=limit)


def test_a_blank_limit_is_as_none() -> None:
    add("A")
    assert len(page_of(limit="").rows) == 1
    assert page_of(limit="500").next_cursor is None


def test_query_parameters_are_read_strictly() -> None:
    request = request_of(after="7", on="2026-11-23", status="sent", odd="x", bad="2026-11-31")
    assert whole_number(request, "after", default=0) == 7
    assert whole_number(request, "absent", default=3) == 3
    assert str(day(request, "on")) == "2026-11-23"
    assert day(request, "absent") is None
    assert choice(request, "status", ["sent", "held"]) == "sent"
    assert choice(request, "absent", ["sent"]) is None
    for refused in (
        lambda: whole_number(request, "odd", default=0),
        lambda: day(request, "bad"),
        lambda: day(request, "odd"),
        lambda: choice(request, "odd", ["sent"]),
    ):
        with pytest.raises(QueryInvalid) as error:
            refused()
        assert error.value.http_status == 400
