"""A list asks the database as often for many rows as for few: no query for each row."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert
from hmsach.db.fields import BlindIndexField
from hmsach.lib.ids import public_id
from hmsach.outbox.models import Event, WebhookEndpoint
from payments.models import Payment, PaymentBatch
from reconciliation.models import Deposit, ExceptionItem, ReconciliationResult, Remittance
from tests.scope.worlds import Side, Worlds

pytestmark = pytest.mark.django_db

FEW, MANY = 5, 25
# Written by the ground alone; of these there are many as it is.
BY_ACTS = {"audit.ChainLink", "outbox.Event"}
# Of packages or of a handful of rows that nobody adds to.
SMALL = {
    "axes.AccessAttempt",
    "django_celery_beat.PeriodicTask",
    "keys.DataKey",
    "keys.KeyEvent",
    "keys.SigningKey",
}
LABELS = sorted(
    model._meta.label
    for model in admin.site._registry
    if model._meta.label not in {*BY_ACTS, *SMALL, "outbox.Delivery"}
)
PREFIX = "/api/v1/"


def _copy(row: models.Model) -> models.Model:
    model = type(row)
    # By attribute, so that sealed values are opened and sealed anew under the copy's own key.
    values = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not isinstance(field, BlindIndexField) and not field.primary_key
    }
    values |= {name: _other(row, name) for name in _told_apart(model)}
    key = model._meta.pk
    if isinstance(key, models.UUIDField):
        values[key.attname] = uuid4()
    return model(**values)


def _told_apart(model: type[models.Model]) -> set[str]:
    """The columns to vary so that no unique key is met twice."""
    found = {field.attname for field in _plain(model) if field.unique}
    for field in model._meta.concrete_fields:
        if isinstance(field, BlindIndexField) and field.unique:
            found.add(field.source)
        if isinstance(field, models.OneToOneField):
            found.add(field.attname)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            names = [field.attname for field in _plain(model) if field.name in constraint.fields]
            found |= set(names)
    return found


def _plain(model: type[models.Model]) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not field.is_relation
        and not isinstance(field, BlindIndexField)
        and not field.choices
    ]


def _other(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name.removesuffix("_id") if name not in _names(row) else name)
    if isinstance(field, models.OneToOneField):
        twin = _copy(getattr(row, field.name))
        bulk_insert([twin])
        return twin.pk
    if isinstance(field, models.DateField):
        return getattr(row, name) + timedelta(days=next(COUNTER))
    if isinstance(field, models.IntegerField):
        return 1_000_000 + next(COUNTER)
    return public_id("x")[-(field.max_length or 20) :]


def _names(row: models.Model) -> set[str]:
    return {field.name for field in row._meta.concrete_fields}


COUNTER = count(1)


def add(rows: Any, number: int) -> None:
    """There are `number` rows more like the first of these."""
    with act(None, "More of the same"):
        made = [_copy(rows.first()) for _ in range(number)]
        if made[0].pk is None:
            for row in made:
                row.save()
        else:
            bulk_insert(made)


def some_rows(model: type[models.Model], side: Side) -> Any:
    """The side's rows of the model; of a model of the whole house, all."""
    rows = model._base_manager.filter(pk__in=side.pks(model._meta.label))
    return rows if rows.exists() else model._base_manager.all()


def queries(ask: Callable[[], Any]) -> list[str]:
    """The statements of a second, warm asking."""
    ask()
    with CaptureQueriesContext(connection) as seen:
        response = ask()
    assert response.status_code == 200
    # The data keys are read again whenever their minute is over, whatever is asked.
    statements = [query["sql"] for query in seen.captured_queries]
    return [sql for sql in statements if 'FROM "keys_datakey"' not in sql]


def same_number(few: list[str], many: list[str]) -> None:
    extra = [sql[:300] for sql in many if many.count(sql) > 1 or sql not in few]
    assert len(many) <= len(few), "\n".join(extra[:12])


@pytest.fixture
def root(worlds: Worlds) -> Client:
    """A superuser's browser, which sees every list."""
    user = User.objects.create_superuser("root", password=None, is_staff=True)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("label", LABELS)
def test_a_list_of_the_admin_asks_no_more_for_more_rows(label: str, root: Client, worlds: Worlds):
    here = next(a for m, a in admin.site._registry.items() if m._meta.label == label)
    url = reverse(f"admin:{label.replace('.', '_').lower()}_changelist")
    rows = some_rows(here.model, worlds.ours)
    add(rows, FEW)
    few = queries(lambda: root.get(url))
    add(rows, MANY)
    same_number(few, queries(lambda: root.get(url)))


@pytest.mark.parametrize("role", ["biller", "compliance"])
@pytest.mark.parametrize("label", [label for label in LABELS if label.split(".")[0] in
                                   ("edi", "payments", "reconciliation")])  # fmt: skip
def test_a_list_of_somebody_of_a_side_asks_no_more_for_more_rows(
    label: str, role: str, browser: Callable[..., Client], worlds: Worlds
):
    here = next(a for m, a in admin.site._registry.items() if m._meta.label == label)
    url = reverse(f"admin:{label.replace('.', '_').lower()}_changelist")
    rows = some_rows(here.model, worlds.ours)
    client = browser(worlds.ours, role)
    add(rows, FEW)
    few = queries(lambda: client.get(url))
    add(rows, MANY)
    same_number(few, queries(lambda: client.get(url)))


@pytest.mark.parametrize("label", sorted(BY_ACTS))
def test_a_list_of_what_acts_write_asks_no_more_for_more_rows(
    label: str, root: Client, worlds: Worlds
):
    url = reverse(f"admin:{label.replace('.', '_').lower()}_changelist")
    few = queries(lambda: root.get(f"{url}?q=nothing-of-this-name"))
    assert len(queries(lambda: root.get(url))) <= len(few) + 1


# The API ---------------------------------------------------------------------------------------

API_LISTS = {
    "ach/recon": ReconciliationResult,
    "deposits": Deposit,
    "exceptions": ExceptionItem,
    "remittances": Remittance,
    "webhook-endpoints": WebhookEndpoint,
}


@pytest.fixture
def api(worlds: Worlds) -> APIClient:
    side = worlds.ours
    data = {
        "grant_type": "client_credentials",
        "client_id": side.client_id,
        "client_secret": side.client_secret,
    }
    token = Client().post("/oauth/token/", data).json()["access_token"]
    return APIClient(headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("route", sorted(API_LISTS))
def test_a_list_of_the_api_asks_no_more_for_more_rows(route: str, api: APIClient, ours: Side):
    model = API_LISTS[route]
    rows = model.objects.filter(facility=ours.facility)
    add(rows, FEW)
    few = queries(lambda: api.get(f"{PREFIX}{route}?limit=500"))
    add(rows, MANY)
    same_number(few, queries(lambda: api.get(f"{PREFIX}{route}?limit=500")))


def test_the_events_ask_no_more_for_more_rows(api: APIClient, ours: Side):
    assert Event.objects.filter(facility=ours.facility).count() > MANY
    few = queries(lambda: api.get(f"{PREFIX}events?limit={FEW}"))
    same_number(few, queries(lambda: api.get(f"{PREFIX}events?limit={MANY}")))


def test_a_batch_asks_no_more_for_more_payments(api: APIClient, ours: Side):
    batch = PaymentBatch.objects.filter(facility=ours.facility).first()
    payments = Payment.objects.filter(batch=batch)
    url = f"{PREFIX}ach/status/{batch.batch_id}"
    add(payments, FEW)
    few = queries(lambda: api.get(url))
    add(payments, MANY)
    same_number(few, queries(lambda: api.get(url)))


def test_the_deliveries_ask_no_more_for_more_rows(api: APIClient, ours: Side):
    endpoint = WebhookEndpoint.objects.get(facility=ours.facility)
    url = f"{PREFIX}webhook-endpoints/{endpoint.pk}/deliveries"
    few = queries(lambda: api.get(f"{url}?limit=1"))
    _deliver(endpoint)
    same_number(few, queries(lambda: api.get(f"{url}?limit={MANY}")))


def test_the_deliveries_in_the_admin_ask_no_more_for_more_rows(root: Client, ours: Side):
    endpoint = WebhookEndpoint.objects.get(facility=ours.facility)
    url = reverse("admin:outbox_delivery_changelist")
    few = queries(lambda: root.get(url))
    _deliver(endpoint)
    same_number(few, queries(lambda: root.get(url)))


def _deliver(endpoint: WebhookEndpoint) -> None:
    """The endpoint is to be told of many events more."""
    for event in Event.objects.filter(facility=endpoint.facility)[:MANY]:
        endpoint.deliveries.get_or_create(event=event)
