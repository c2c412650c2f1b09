"""A user of one facility sees nothing of another, on any page of the admin."""

import pytest
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from hmsach.accounts.models import Facility, FacilityUserObjectPermission, User
from hmsach.accounts.roles import grant_role
from hmsach.admin.paging import COUNT_MAX, CappedPaginator
from hmsach.admin.room_admin import RoomAdmin
from hmsach.audit.acts import act

pytestmark = pytest.mark.django_db

LIST = "/admin/accounts/facility/"


def page(facility: Facility, what: str = "change") -> str:
    return f"{LIST}{facility.pk}/{what}/"


def test_list_shows_only_the_facilities_of_the_user(biller):
    answer = biller.get(LIST)
    assert b"NORTH" in answer.content
    assert b"SOUTH" not in answer.content


def test_document_of_another_facility_is_as_if_it_were_not(biller, north, south):
    assert biller.get(page(north)).status_code == 200
    assert biller.get(page(south)).status_code == 404


def test_object_that_never_was_looks_the_same(biller, north):
    answer = biller.get(f"{LIST}00000000-0000-0000-0000-000000000000/change/")
    assert answer.status_code == 404
    assert biller.get(f"{LIST}no-such-id/change/").status_code == 404


@pytest.mark.parametrize("term", ["SOUTH", "987654321", "Southside"])
def test_search_finds_nothing_of_another_facility(biller, term):
    answer = biller.get(LIST, {"q": term})
    assert not answer.context["cl"].result_list
    assert b"Southside Clinic" not in answer.content


def test_search_is_exact_and_takes_the_whole_term(root, north, south):
    assert list(root.get(LIST, {"q": "NORTH"}).context["cl"].result_list) == [north]
    assert not root.get(LIST, {"q": "23456789"}).context["cl"].result_list
    assert list(root.get(LIST, {"q": "Southside Cl"}).context["cl"].result_list) == [south]
    assert list(root.get(LIST, {"q": str(north.pk)}).context["cl"].result_list) == [north]


def test_search_for_what_a_column_cannot_hold_finds_nothing(root, north):
    answer = root.get(LIST, {"q": "not-a-uuid ' -- %"})
    assert answer.status_code == 200
    assert not answer.context["cl"].result_list


def test_autocomplete_offers_nothing_of_another_facility(biller, north):
    where = {
        "app_label": "accounts",
        "model_name": "facilityuserobjectpermission",
        "field_name": "content_object",
    }
    offered = biller.get(reverse("admin:autocomplete"), where | {"term": ""}).json()
    assert [item["id"] for item in offered["results"]] == [str(north.pk)]
    found = biller.get(reverse("admin:autocomplete"), where | {"term": "SOUTH"}).json()
    assert found["results"] == []


def test_filters_offer_nothing_of_another_facility(make_user, client_of, north, south):
    compliance = client_of(make_user("compliance"))
    grant_role(user=User.objects.create_user("far"), role="biller", facility=south)
    answer = compliance.get("/admin/accounts/facilityuserobjectpermission/")
    assert answer.status_code == 200
    assert b"NORTH" in answer.content
    assert b"SOUTH" not in answer.content
    rows = answer.context["cl"].result_list
    assert {row.content_object_id for row in rows} == {north.pk}


def test_history_of_another_facility_is_as_if_it_were_not(biller, north, south):
    assert biller.get(page(north, "history")).status_code == 200
    assert biller.get(page(south, "history")).status_code == 404


def test_there_is_no_page_of_one_version(root, north):
    version = north.history.get().pk
    assert root.get(f"{page(north, 'history')}{version}/").status_code == 404


def test_history_names_who_why_and_what_changed(biller, north):
    ruth = User.objects.create_user("ruth", first_name="Ruth", last_name="Root")
    with act(ruth, "The board renamed it", request_id="req-77"):
        north.name = "Northside University"
        north.save()
    panel = biller.get(page(north)).content.decode()
    for part in ("Ruth Root", "The board renamed it", "Northside General", "Northside University"):
        assert part in panel
    assert "req-77" in biller.get(page(north, "history")).content.decode()


def test_history_is_hidden_without_the_permission_to_see_it(make_user, client_of, north):
    user = make_user("biller")
    rows = FacilityUserObjectPermission.objects.filter(user=user)
    with act(None, "Less"):
        rows.get(permission__codename="view_history").delete()
    client = client_of(user)
    assert "Test world" not in client.get(page(north)).content.decode()
    assert client.get(page(north, "history")).status_code == 404


def test_deleting_is_impossible_even_for_a_superuser(root, north):
    assert root.get(page(north, "delete")).status_code == 403
    assert root.post(page(north, "delete"), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [str(north.pk)], "post": "yes"}
    root.post(LIST, chosen)
    assert Facility.objects.filter(pk=north.pk).exists()


def test_adding_and_changing_are_refused(root, north):
    assert root.get(f"{LIST}add/").status_code == 403
    assert root.post(page(north), {"name": "Mine"}).status_code == 403
    assert b'name="_save"' not in root.get(page(north), {"edit": "1"}).content
    north.refresh_from_db()
    assert north.name == "Northside General"


def test_staff_without_a_role_see_no_list(cleaner, north):
    assert cleaner.get(LIST).status_code == 403
    assert cleaner.get(page(north)).status_code in (403, 404)


def test_admin_of_an_unscoped_model_must_say_so():
    class CarelessAdmin(RoomAdmin):
        list_select_related = ()

    with pytest.raises(ImproperlyConfigured, match="visible_to"):
        CarelessAdmin(User, admin.site)


def test_admin_must_name_what_its_list_selects():
    class CarelessAdmin(RoomAdmin):
        superusers_only = True

    with pytest.raises(ImproperlyConfigured, match="list_select_related"):
        CarelessAdmin(User, admin.site)


def test_facility_is_found_through_the_parent(north, grants_admin):
    user = User.objects.create_user("avery")
    grant_role(user=user, role="cfo", facility=north)
    row = FacilityUserObjectPermission.objects.first()
    assert grants_admin.facility_id_of(row) == north.pk


def test_list_costs_the_same_whatever_its_length(root, django_assert_max_num_queries):
    with act(None, "Many"):
        for number in range(60):
            Facility.objects.create(code=f"F{number:03}", name="One of many")
    with django_assert_max_num_queries(8):
        assert len(root.get(LIST).context["cl"].result_list) == 50


def test_counting_stops_at_the_cap(monkeypatch, north, south):
    assert COUNT_MAX == 10_000
    monkeypatch.setattr("hmsach.admin.paging.COUNT_MAX", 1)
    capped = CappedPaginator(Facility.objects.order_by("code"), 50)
    assert (capped.count, capped.count_label) == (1, "1+")
    monkeypatch.setattr("hmsach.admin.paging.COUNT_MAX", 2)
    whole = CappedPaginator(Facility.objects.order_by("code"), 50)
    assert (whole.count, whole.count_label) == (2, "2")
