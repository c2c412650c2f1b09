"""Acts: only by POST, only with a reason, only for those who may, and all or nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role

pytestmark = pytest.mark.django_db

WHY = "Two witnesses agreed"
LIST = "/admin/accounts/facility/"


def act_url(facility: Facility, name: str) -> str:
    return reverse("admin:accounts_facility_act", args=[facility.pk, name])


def stored(facility: Facility) -> Facility:
    return Facility.objects.get(pk=facility.pk)


@pytest.mark.parametrize("name", ["rename", "close", "quarrel"])
def test_getting_an_act_changes_nothing(approver, north, name):
    before = north.history.count()
    answer = approver.get(act_url(north, name), {"reason": WHY, "name": "Mine", "confirmed": "1"})
    assert answer.status_code == 200
    assert b'<form method="post"' in answer.content
    assert stored(north).name == "Northside General" and stored(north).active
    assert north.history.count() == before


def test_act_is_done_once_with_its_actor_and_reason(approver, north):
    answer = approver.post(act_url(north, "rename"), {"name": "Northside U", "reason": WHY})
    assert answer.status_code == 302
    assert stored(north).name == "Northside U"
    latest = north.history.latest()
    assert latest.history_change_reason == WHY
    assert latest.history_user.username == "approver"


@pytest.mark.parametrize("reason", ["", "   ", "ok"])
def test_act_without_a_reason_is_refused(approver, north, reason):
    answer = approver.post(act_url(north, "rename"), {"name": "Northside U", "reason": reason})
    assert answer.status_code == 422
    assert stored(north).name == "Northside General"
    assert "Say why" in answer.content.decode()


def test_act_without_the_permission_is_forbidden_and_has_no_button(biller, north):
    assert b'data-opens="act-rename"' not in biller.get(f"{LIST}{north.pk}/change/").content
    assert biller.get(act_url(north, "rename")).status_code == 403
    answer = biller.post(act_url(north, "rename"), {"name": "Mine", "reason": WHY})
    assert answer.status_code == 403
    assert stored(north).name == "Northside General"


def test_act_on_another_facility_is_as_if_it_were_not(approver, south):
    answer = approver.post(act_url(south, "rename"), {"name": "Mine", "reason": WHY})
    assert answer.status_code == 404
    assert stored(south).name == "Southside Clinic"


def test_permission_elsewhere_does_not_count_here(make_user, client_of, north, south):
    user = make_user("approver")
    grant_role(user=user, role="cfo", facility=south)
    client = client_of(User.objects.get(pk=user.pk))
    assert client.get(f"{LIST}{south.pk}/change/").status_code == 200
    answer = client.post(act_url(south, "rename"), {"name": "Mine", "reason": WHY})
    assert answer.status_code == 403


def test_unknown_act_is_not_found(approver, north):
    assert approver.post(act_url(north, "delete_all"), {"reason": WHY}).status_code == 404


def test_post_without_the_token_is_refused(make_user, north):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("approver"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(act_url(north, "rename"), {"name": "Mine", "reason": WHY})
    assert answer.status_code == 403
    assert stored(north).name == "Northside General"


def test_refusal_is_one_sentence_and_nothing_has_changed(approver, north):
    before = north.history.count()
    answer = approver.post(act_url(north, "quarrel"), {"reason": WHY})
    assert answer.status_code == 409
    assert answer.content.decode().count("Somebody else was quicker.") == 1
    assert stored(north).name == "Northside General"
    assert north.history.count() == before


def test_barred_act_shows_why_and_is_not_done(approver, north):
    approver.post(act_url(north, "close"), {"reason": WHY})
    page = approver.get(f"{LIST}{north.pk}/change/").content.decode()
    assert "It is closed already." in page
    assert 'data-opens="act-close"' not in page
    assert 'data-opens="act-reopen"' in page
    again = approver.post(act_url(north, "close"), {"reason": WHY})
    assert again.status_code == 409
    assert north.history.filter(history_type="~").count() == 1


def test_act_hidden_in_this_state_has_no_button(approver, north):
    page = approver.get(f"{LIST}{north.pk}/change/").content.decode()
    assert 'data-opens="act-reopen"' not in page


def test_dialog_gets_the_form_back_with_its_errors_and_a_place_to_go_when_done(approver, north):
    form = approver.post(act_url(north, "rename"), {"name": "X"}, headers={"X-Dialog": "1"})
    assert form.status_code == 422
    assert b"<html" not in form.content and b"Say why." in form.content
    done = approver.post(
        act_url(north, "rename"), {"name": "X", "reason": WHY}, headers={"X-Dialog": "1"}
    )
    assert done.status_code == 204
    assert done.headers["X-Location"] == f"{LIST}{north.pk}/change/"


def test_page_holds_no_inline_script(approver, north):
    page = approver.get(f"{LIST}{north.pk}/change/").content.decode()
    scripts = [part.split(">", 1)[0] for part in page.split("<script")[1:]]
    assert scripts and all("src=" in script for script in scripts)
    assert " onclick=" not in page and " onsubmit=" not in page


def bulk(client, name: str, *facilities: Facility, **data: str):
    chosen = {"action": f"bulk_{name}", "_selected_action": [str(f.pk) for f in facilities]}
    return client.post(LIST, chosen | data)


@pytest.fixture
def both(make_user, client_of, south):
    """An approver at both facilities."""
    user = make_user("approver")
    grant_role(user=user, role="approver", facility=south)
    return client_of(User.objects.get(pk=user.pk))


def test_bulk_act_first_tells_what_is_eligible_and_changes_nothing(both, north, south):
    both.post(act_url(south, "close"), {"reason": WHY})
    answer = bulk(both, "close", north, south)
    assert answer.status_code == 200
    assert [row.obj for row in answer.context["eligible"]] == [north]
    assert [row.barred for row in answer.context["barred"]] == ["It is closed already."]
    assert stored(north).active


def test_bulk_act_without_a_reason_is_refused(both, north, south):
    assert bulk(both, "close", north, south, confirmed="1").status_code == 422
    assert stored(north).active and stored(south).active


def test_bulk_act_is_done_row_by_row_with_a_result_each(both, north, south):
    both.post(act_url(south, "close"), {"reason": WHY})
    answer = bulk(both, "close", north, south, confirmed="1", reason=WHY)
    assert (answer.context["count_done"], answer.context["count_barred"]) == (1, 1)
    assert not stored(north).active
    assert south.history.filter(history_type="~").count() == 1


def test_bulk_failure_of_a_row_is_shown_and_leaves_the_row_alone(both, north):
    answer = bulk(both, "quarrel", north, confirmed="1", reason=WHY)
    assert "Somebody else was quicker." in answer.content.decode()
    assert stored(north).name == "Northside General"


def test_bulk_act_ignores_rows_that_are_not_visible(approver, north, south):
    bulk(approver, "close", north, south, confirmed="1", reason=WHY)
    assert not stored(north).active
    assert stored(south).active


def test_bulk_act_is_not_offered_without_the_permission(biller, north):
    page = biller.get(LIST).content.decode()
    assert "bulk_close" not in page and "bulk_quarrel" in page and "delete_selected" not in page
    bulk(biller, "close", north, confirmed="1", reason=WHY)
    assert stored(north).active


def test_bulk_act_takes_no_more_rows_than_it_can_show(both, north, south, monkeypatch):
    monkeypatch.setattr("hmsach.admin.bulk.ROWS_MAX", 1)
    answer = bulk(both, "close", north, south, confirmed="1", reason=WHY)
    assert "Choose fewer" in answer.content.decode()
    assert stored(north).active and stored(south).active
