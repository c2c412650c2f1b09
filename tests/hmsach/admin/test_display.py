"""How values look to a person."""

import datetime

import pytest
from django.utils import timezone

from hmsach.admin import display
from hmsach.admin.forms import DollarsField, ReasonForm
from hmsach.admin.tables import Column, Table
from hmsach.admin.templatetags.hmsach import document_table
from hmsach.admin.values import show_value

YEAR = 2026


@pytest.fixture(autouse=True)
def on_an_autumn_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: datetime.date(YEAR, 11, 23))


@pytest.mark.parametrize(
    ("cents", "text"),
    [(125000, "$1,250.00"), (0, "$0.00"), (-100, "-$1.00"), (5, "$0.05")],
)
def test_money_is_dollars_with_separators(cents, text):
    assert f">{text}<" in display.money(cents)


def test_money_below_zero_is_marked():
    assert "hm-negative" in display.money(-1)
    assert "hm-negative" not in display.money(1)


def test_moment_is_local_and_names_its_zone(settings):
    settings.TIME_ZONE = "America/New_York"
    at = datetime.datetime(YEAR, 11, 23, 19, 5, tzinfo=datetime.UTC)
    with timezone.override("America/New_York"):
        assert ">Nov 23, 14:05 ET<" in display.moment(at)
    with timezone.override("America/Chicago"):
        assert ">Nov 23, 13:05 CT<" in display.moment(at)


def test_day_names_its_year_only_where_it_is_another():
    assert display.short_day(datetime.date(YEAR, 11, 3)) == "Nov 3"
    assert display.short_day(datetime.date(YEAR - 1, 11, 3)) == "Nov 3, 2025"


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        ("settled", "good"),
        ("returned", "bad"),
        ("needs_approval", "attention"),
        ("sent", "progress"),
        ("SETTLED", "good"),
        ("never-heard-of", "neutral"),
    ],
)
def test_pill_has_the_colour_of_its_family(state, tone):
    assert f"hm-pill hm-{tone}" in display.pill(state)


def test_masked_shows_the_last_four_only():
    assert "2233" in display.masked("000123452233")
    assert "12345" not in display.masked("000123452233")


def test_nothing_is_a_dash():
    for value in (None, ""):
        assert show_value(value) == display.NOTHING
    assert display.money(None) == display.moment(None) == display.day(None) == display.NOTHING


def test_values_are_escaped():
    hostile = "<script>alert(1)</script>"
    for shown in (
        show_value(hostile),
        show_value([hostile]),
        show_value({hostile: {"x": hostile}}),
        display.pill(hostile),
        display.code(hostile),
        document_table(Table(hostile, [Column(hostile)], [[hostile]], empty=hostile)),
    ):
        assert "<script>" not in shown


def test_table_without_rows_says_so_in_a_sentence():
    shown = document_table(Table("Returns", [Column("Code")], [], empty="No returns yet."))
    assert "No returns yet." in shown and "<table" not in shown


def test_table_stands_money_on_the_right_and_sums_below():
    table = Table("Lines", [Column("Line"), Column("Amount", True)], [["1", "x"]], foot=["", "9"])
    shown = document_table(table)
    assert shown.count('class="hm-number"') == 3
    assert "<tfoot>" in shown


@pytest.mark.parametrize(
    ("typed", "cents"), [("1,250.00", 125000), ("$5", 500), ("0.00", 0), ("-1.00", -100)]
)
def test_dollars_typed_become_cents(typed, cents):
    assert DollarsField().clean(typed) == cents


@pytest.mark.parametrize("typed", ["1.234", "abc", "", "1e3"])
def test_what_is_no_amount_is_refused(typed):
    form = type("F", (ReasonForm,), {"amount": DollarsField()})(
        {"amount": typed, "reason": "because"}
    )
    assert "amount" in form.errors


def test_reason_stands_last_in_a_form():
    form = type("F", (ReasonForm,), {"amount": DollarsField()})()
    assert list(form.fields) == ["amount", "reason"]
