"""What lists, columns, filters and empty pages are called, and to what a value links."""

from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest
from django.test import RequestFactory

from hmsach.accounts.models import User
from hmsach.admin import viewer
from hmsach.admin.filters import StandingFilter
from hmsach.admin.templatetags.hmsach import crumbs
from hmsach.admin.values import field_of, label, link_to
from reconciliation.models import ExceptionItem, Remittance


def looked_at_by(user) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = user
    viewer.looks(request)
    return request


def test_a_segment_s_code_stands_behind_the_word():
    assert label(Remittance, "trace_number") == "Trace number (TRN02)"
    assert label(ExceptionItem, "advice") == "What to do"


def test_a_person_is_a_link_for_superusers_and_text_for_others(db, make_user):
    biller = make_user("biller")
    looked_at_by(biller)
    assert "<a" not in link_to(biller)
    looked_at_by(User.objects.create_superuser("root"))
    assert "<a" in link_to(biller)


def test_the_first_standing_holds_where_none_or_an_unknown_one_is_asked():
    class Standing(StandingFilter):
        standings = (("open", "Open"), ("all", "All"))

    for asked, holds in (
        ({}, "open"),
        ({"standing": ["all"]}, "all"),
        ({"standing": ["x"]}, "open"),
    ):
        found = Standing(RequestFactory().get("/"), dict(asked), ExceptionItem, None)
        assert found.standing() == holds


def test_the_trail_leaves_the_app_out():
    parts = [{"link": "/a/", "title": "Reconciliation"}, {"link": "/nowhere/", "title": "lists"}]
    assert [part["title"] for part in crumbs(parts)] == ["lists"]


def test_the_first_column_of_a_list_opens_the_row_and_nothing_else():
    for model, model_admin in admin.site._registry.items():
        first = next(iter(model_admin.list_display))
        field = field_of(model, first) if isinstance(first, str) else None
        assert not isinstance(field, ForeignKey), f"{model._meta.label}: {first} is a link itself"
