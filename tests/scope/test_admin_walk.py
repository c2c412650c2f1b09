"""Every screen of the admin, as somebody of one hospital: nothing of the other is on it."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import reverse

from hmsach.accounts.models import User
from hmsach.db.fields import BlindIndexField, CentsField
from hmsach.lib.money import dollars
from tests.scope.traces import marks, traces
from tests.scope.worlds import Side, Worlds

pytestmark = pytest.mark.django_db


class Scope(StrEnum):
    """How an admin is scoped."""

    FACILITY = "rows of the user's facilities"
    THROUGH = "rows of what the user sees"
    HOUSE_WIDE = "the whole house's, and nobody's data"
    WHOLE_HOUSE = "only for who sees the history of every facility"
    SUPERUSERS = "superusers only"


SCOPES: dict[str, Scope] = {
    "accounts.Facility": Scope.FACILITY,
    "accounts.User": Scope.SUPERUSERS,
    "audit.AccessLog": Scope.WHOLE_HOUSE,
    "audit.ChainLink": Scope.WHOLE_HOUSE,
    "auth.Group": Scope.SUPERUSERS,
    "axes.AccessAttempt": Scope.SUPERUSERS,
    "django_celery_beat.PeriodicTask": Scope.SUPERUSERS,
    "edi.Channel": Scope.FACILITY,
    "edi.InboundFile": Scope.FACILITY,
    "edi.Partner": Scope.FACILITY,
    "edi.Transmission": Scope.FACILITY,
    "keys.DataKey": Scope.SUPERUSERS,
    "keys.KeyEvent": Scope.SUPERUSERS,
    "keys.SigningKey": Scope.SUPERUSERS,
    "oauth2_provider.Application": Scope.SUPERUSERS,
    "outbox.Delivery": Scope.THROUGH,
    "outbox.Event": Scope.FACILITY,
    "outbox.WebhookEndpoint": Scope.FACILITY,
    "payments.BankAccount": Scope.FACILITY,
    "payments.BankProfile": Scope.FACILITY,
    "payments.ClosedDay": Scope.HOUSE_WIDE,
    "payments.NoticeOfChange": Scope.FACILITY,
    "payments.Payee": Scope.FACILITY,
    "payments.PayeeAccount": Scope.FACILITY,
    "payments.Payment": Scope.FACILITY,
    "payments.PaymentBatch": Scope.FACILITY,
    "payments.PaymentFile": Scope.FACILITY,
    "payments.PaymentReturn": Scope.THROUGH,
    "payments.ReleaseRule": Scope.FACILITY,
    "reconciliation.Claim": Scope.FACILITY,
    "reconciliation.Deposit": Scope.FACILITY,
    "reconciliation.ExceptionItem": Scope.FACILITY,
    "reconciliation.Payer": Scope.HOUSE_WIDE,
    "reconciliation.ReconciliationResult": Scope.FACILITY,
    "reconciliation.Remittance": Scope.FACILITY,
    "reconciliation.RemittedClaim": Scope.FACILITY,
}
OURS_SHOWN = (Scope.FACILITY, Scope.THROUGH)
ROLES = ("biller", "compliance")  # who sees the rooms of money, and who sees every room
ROWS_WALKED = 2

LABELS = sorted(model._meta.label for model in admin.site._registry)
every_model = pytest.mark.parametrize("label", LABELS)
every_role = pytest.mark.parametrize("role", ROLES)
Browser = Callable[..., Client]


def model_admin(label: str) -> Any:
    return next(a for m, a in admin.site._registry.items() if m._meta.label == label)


def address(label: str, page: str, *args: Any) -> str:
    return reverse(f"admin:{label.replace('.', '_').lower()}_{page}", args=args)


def rows_of(label: str, side: Side) -> list[Model]:
    """The first few rows of the side, whatever the code under test thinks of them."""
    rows = model_admin(label).model._base_manager.filter(pk__in=side.pks(label))
    return list(rows.order_by("pk")[:ROWS_WALKED])


def shown(response: Any) -> set[str]:
    """The keys of every row that the list has, on all its pages."""
    return {str(pk) for pk in response.context["cl"].queryset.values_list("pk", flat=True)}


def refuse_or_hide(response: Any, side: Side, asked: str) -> None:
    """The row looks like one that never was, or the page is closed."""
    assert response.status_code in (403, 404)
    assert traces(side, response.content.decode(), asked=asked) == []


# The walk knows its way ------------------------------------------------------------------------


def test_every_admin_is_known_with_its_scope():
    assert set(LABELS) == set(SCOPES)


@every_model
def test_the_scope_is_the_one_that_is_expected(label: str):
    here = model_admin(label)
    found = (
        Scope.SUPERUSERS
        if here.superusers_only
        else Scope.WHOLE_HOUSE
        if type(here).__mro__[1].__name__ == "WholeHouseAdmin"
        else Scope.HOUSE_WIDE
        if here.house_wide
        else Scope.THROUGH
        if here.scope_through
        else Scope.FACILITY
    )
    assert found is SCOPES[label]


@every_model
def test_the_other_side_sees_its_own(label: str, browser: Browser, other: Side):
    """So the traces looked for below are there to be found."""
    if SCOPES[label] not in OURS_SHOWN:
        pytest.skip("has no rows of a side")
    page = browser(other, "compliance").get(address(label, "changelist"))
    assert traces(other, page.content.decode()) != []


# Lists -----------------------------------------------------------------------------------------


# Lists that show what is still work, unless all of it is asked for.
ALL_OF = {"reconciliation.ExceptionItem": "?work=all"}


@every_role
@every_model
def test_a_list_has_ours_and_nothing_of_theirs(
    label: str, role: str, browser: Browser, worlds: Worlds
):
    response = browser(worlds.ours, role).get(address(label, "changelist") + ALL_OF.get(label, ""))
    assert traces(worlds.other, response.content.decode()) == []
    if SCOPES[label] is Scope.SUPERUSERS or not _room_of(label, role):
        assert response.status_code == 403
    else:
        assert response.status_code == 200
        keys = shown(response)
        assert keys.isdisjoint(worlds.other.pks(label))
        assert response.context["cl"].result_count == len(keys)
        if SCOPES[label] in OURS_SHOWN:
            assert keys >= worlds.ours.pks(label) - _without_facility(label, worlds.ours)
        if SCOPES[label] is Scope.WHOLE_HOUSE:
            assert keys == set()


def _room_of(label: str, role: str) -> bool:
    room = label.split(".")[0]
    return role == "compliance" or room not in ("outbox", "audit")


def _without_facility(label: str, side: Side) -> set[str]:
    """Facts of nobody's facility, such as a new payer, are shown to nobody's people."""
    if label != "outbox.Event":
        return set()
    rows = model_admin(label).model.objects.filter(facility__isnull=True)
    return {str(pk) for pk in rows.values_list("pk", flat=True)} & side.pks(label)


@every_role
@every_model
def test_a_filter_by_their_facility_gives_nothing(
    label: str, role: str, browser: Browser, worlds: Worlds
):
    client = browser(worlds.ours, role)
    for name in ("facility__id__exact", "facility", "facility__code", "facility__code__startswith"):
        value = worlds.other.marker if "code" in name else str(worlds.other.facility.pk)
        response = client.get(address(label, "changelist"), {name: value}, follow=True)
        assert traces(worlds.other, response.content.decode(), asked=value) == []


@every_role
@every_model
def test_a_search_by_their_values_gives_nothing(
    label: str, role: str, browser: Browser, worlds: Worlds
):
    client = browser(worlds.ours, role)
    for value in searched_values(label, worlds.other):
        response = client.get(address(label, "changelist"), {"q": value})
        assert traces(worlds.other, response.content.decode(), asked=value) == []
        if response.status_code == 200:
            assert shown(response).isdisjoint(worlds.other.pks(label))


@every_model
def test_the_same_search_finds_it_for_them(label: str, browser: Browser, other: Side):
    """So the search above asks for what is there."""
    if SCOPES[label] not in OURS_SHOWN or not model_admin(label).search_fields:
        pytest.skip("is not searched by sides")
    client = browser(other, "compliance")
    values = searched_values(label, other)
    assert values
    for value in values:
        response = client.get(address(label, "changelist"), {"q": value})
        assert shown(response) & other.pks(label), value


def searched_values(label: str, side: Side) -> list[str]:
    """What the side's own rows hold in each search field, as a person would type it."""
    found: set[str] = set()
    for row in rows_of(label, side):
        for name in model_admin(label).search_fields:
            if value := _value(row, name.lstrip("^=").split("__")):
                found.add(value)
    return sorted(found)


def _value(row: Any, path: list[str]) -> str:
    for step in path[:-1]:
        row = getattr(row, step)
        if row is None:
            return ""
    field = row._meta.get_field(path[-1])
    if isinstance(field, BlindIndexField):
        return str(getattr(row, field.source))
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    return dollars(value) if isinstance(field, CentsField) else str(value)


@every_model
def test_an_act_over_their_rows_chosen_in_the_list_touches_none(
    label: str, browser: Browser, worlds: Worlds
):
    keys = [str(row.pk) for row in rows_of(label, worlds.other)]
    if not keys or not model_admin(label).acts:
        pytest.skip("there is nothing to choose")
    for role in ("biller", "approver", "treasury"):
        client = browser(worlds.ours, role)
        for name in model_admin(label).acts:
            chosen = {"action": f"bulk_{name}", "_selected_action": keys, "index": "0"}
            confirmed = {**chosen, "confirmed": "1", "reason": "Just because"}
            for data in (chosen, confirmed):
                response = client.post(address(label, "changelist"), data)
                text = response.content.decode()
                for key in keys:
                    text = text.replace(key, "")
                assert traces(worlds.other, text) == []
    assert_unchanged(label, worlds.other)


def assert_unchanged(label: str, side: Side) -> None:
    """No row of the side has a history row more than it had."""
    history = label.replace(".", ".Historical")
    if history in side.rows:
        model = model_admin(label).model.history.model
        rows = model.objects.filter(id__in=[row.pk for row in rows_of(label, side)])
        assert {str(pk) for pk in rows.values_list("pk", flat=True)} <= side.rows[history]


# One object ------------------------------------------------------------------------------------


@every_role
@every_model
def test_their_pages_are_not_there(label: str, role: str, browser: Browser, worlds: Worlds):
    client = browser(worlds.ours, role)
    for row in rows_of(label, worlds.other):
        key = quote(row.pk)
        for page in ("change", "history", "delete"):
            try:
                url = address(label, page, key)
            except Exception:
                continue
            for response in (client.get(url), client.get(f"{url}?edit=1"), client.post(url, {})):
                refuse_or_hide(response, worlds.other, str(row.pk))


@pytest.mark.parametrize("role", ["biller", "approver", "treasury", "compliance"])
@every_model
def test_their_acts_are_not_there(label: str, role: str, browser: Browser, worlds: Worlds):
    client = browser(worlds.ours, role)
    for row in rows_of(label, worlds.other):
        for name in [*model_admin(label).acts, "no-such-act"]:
            url = address(label, "act", quote(row.pk), name)
            refuse_or_hide(client.get(url), worlds.other, str(row.pk))
            refuse_or_hide(client.post(url, {"reason": "Let me"}), worlds.other, str(row.pk))
    assert_unchanged(label, worlds.other)


@every_role
@every_model
def test_our_own_pages_say_nothing_of_them(label: str, role: str, browser: Browser, worlds: Worlds):
    client = browser(worlds.ours, role)
    seen = client.get(address(label, "changelist"))
    if seen.status_code == 403:
        pytest.skip("is closed to the role")
    for key in sorted(shown(seen))[:ROWS_WALKED]:
        for page in ("change", "history"):
            response = client.get(address(label, page, quote(key)))
            assert response.status_code in (200, 404)
            assert page == "history" or response.status_code == 200
            assert traces(worlds.other, response.content.decode()) == []


@every_model
def test_nobody_of_a_side_adds_rows(label: str, browser: Browser, worlds: Worlds):
    for role in ROLES:
        client = browser(worlds.ours, role)
        assert client.get(address(label, "add")).status_code == 403
        assert client.post(address(label, "add"), {"reason": "Let me"}).status_code == 403


# Beside the models -----------------------------------------------------------------------------


@every_role
@every_model
def test_completion_offers_nothing_of_theirs(
    label: str, role: str, browser: Browser, worlds: Worlds
):
    client = browser(worlds.ours, role)
    for field, remote in _relations(label):
        for term in ["", *searched_values(remote, worlds.other)]:
            response = client.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": label.split(".")[0],
                    "model_name": label.split(".")[1].lower(),
                    "field_name": field,
                    "term": term,
                },
            )
            assert response.status_code in (200, 403, 404)
            assert traces(worlds.other, response.content.decode(), asked=term) == []


def _relations(label: str) -> Iterable[tuple[str, str]]:
    for field in model_admin(label).model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model in admin.site._registry:
            yield field.name, field.related_model._meta.label


@every_role
def test_the_home_page_and_the_rooms_say_nothing_of_them(
    role: str, browser: Browser, worlds: Worlds
):
    client = browser(worlds.ours, role)
    rooms = {label.split(".")[0] for label in LABELS}
    pages = [reverse("admin:app_list", args=[room]) for room in sorted(rooms)]
    for url in [reverse("admin:index"), *pages]:
        response = client.get(url)
        assert response.status_code in (200, 404)
        assert traces(worlds.other, response.content.decode()) == []


def test_the_home_page_counts_the_same_as_if_they_were_not_there(browser: Browser, worlds: Worlds):
    """Both sides are alike, so each sees the other's numbers only if it counts the other's rows."""
    pages = [browser(side).get(reverse("admin:index")) for side in (worlds.ours, worlds.other)]
    cards = [[(c.title, c.count) for c in page.context["cards"]] for page in pages]
    assert cards[0] == cards[1] != []


@every_role
def test_the_search_of_the_house_finds_nothing_of_theirs(
    role: str, browser: Browser, worlds: Worlds
):
    client = browser(worlds.ours, role)
    for value in [worlds.other.marker, *sorted(marks(worlds.other))[:20]]:
        for more in ({}, {"extended": "1"}):
            response = client.get(reverse("admin:search"), {"s": value, "q": value, **more})
            assert response.status_code in (200, 404)
            assert traces(worlds.other, response.content.decode(), asked=value) == []


@every_model
def test_the_shortcut_to_an_object_leads_nowhere(label: str, browser: Browser, worlds: Worlds):
    client = browser(worlds.ours)
    kind = ContentType.objects.get_for_model(model_admin(label).model)
    for row in rows_of(label, worlds.other):
        response = client.get(reverse("admin:view_on_site", args=[kind.pk, row.pk]))
        refuse_or_hide(response, worlds.other, str(row.pk))


# Nobody ----------------------------------------------------------------------------------------


def addresses(label: str, side: Side) -> Iterable[str]:
    yield address(label, "changelist")
    yield address(label, "add")
    for row in rows_of(label, side)[:1]:
        yield address(label, "change", quote(row.pk))
        yield address(label, "history", quote(row.pk))
        for name in model_admin(label).acts:
            yield address(label, "act", quote(row.pk), name)


@every_model
def test_without_a_role_there_is_nothing_to_see(label: str, worlds: Worlds):
    user = User.objects.create_user("newcomer", password=None, is_staff=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for url in addresses(label, worlds.ours):
        response = client.get(url)
        assert response.status_code in (403, 404)
        assert traces(worlds.ours, response.content.decode(), asked=url) == []
    home = client.get(reverse("admin:index"))
    assert traces(worlds.ours, home.content.decode()) == []


@every_model
def test_with_the_views_but_no_facility_there_is_nothing_of_a_side(label: str, worlds: Worlds):
    user = User.objects.create_user("leaver", password=None, is_staff=True)
    user.groups.set(worlds.ours.users["compliance"].groups.all())
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for url in addresses(label, worlds.ours):
        response = client.get(url)
        assert traces(worlds.ours, response.content.decode(), asked=url) == []


@every_model
def test_who_is_not_logged_in_is_sent_to_the_login(label: str, worlds: Worlds):
    client = Client()
    for url in addresses(label, worlds.ours):
        for response in (client.get(url), client.post(url, {"reason": "Let me in"})):
            assert response.status_code == 302
            assert response["Location"].startswith(reverse("admin:login"))


@every_model
def test_a_service_never_comes_in(label: str, worlds: Worlds):
    client = Client()
    client.force_login(
        worlds.ours.users["client"], backend="django.contrib.auth.backends.ModelBackend"
    )
    assert client.get(address(label, "changelist")).status_code == 302
