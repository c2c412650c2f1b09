"""Every address there is: who may ask what, and that one side's client gets nothing of the other.

An address that stands in no table here fails; so does one of the tables that is gone.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver
from rest_framework.test import APIClient

from edi.models import InboundFile
from hmsach.accounts.models import User
from hmsach.api.clients import register_client
from hmsach.outbox.models import Delivery, Event, WebhookEndpoint
from payments.models import Payment, PaymentBatch
from reconciliation.models import Claim, Deposit, ExceptionItem, ReconciliationResult, Remittance
from tests.scope import worlds as made
from tests.scope.traces import traces
from tests.scope.worlds import Side, Worlds

pytestmark = pytest.mark.django_db

# Read by anybody, and nobody's data.
PUBLIC = {
    "": 302,
    "healthz": 200,
    "readyz": 200,
    ".well-known/jwks.json": 200,
    "api/schema/": 200,
    "api/docs/": 200,
    "api/redoc/": 200,
    "oauth/token/": 405,  # by POST, with a client's id and secret
    "oauth/revoke_token/": 405,
}
# Behind the login of a person; each model's pages are walked in test_admin_walk.
ADMIN = {
    "admin/",
    "admin/autocomplete/",
    "admin/jsi18n/",
    "admin/logout/",
    "admin/password_change/",
    "admin/password_change/done/",
    "admin/search/",
    "admin/(?P<url>.*)$",
    "admin/r/<path:content_type_id>/<path:object_id>/",  # shadowed: see ADMIN_OPEN
    "admin/label",
}
ADMIN_OPEN = {"admin/login/": 200, "admin/r/<path:rest>": 404}
# Address -> method -> the scope its token needs.
API: dict[str, dict[str, str]] = {
    "ach/payments": {"POST": "payments:write"},
    "ach/payments/<str:payment_id>": {"GET": "payments:read"},
    "ach/payments/<str:payment_id>/cancel": {"POST": "payments:write"},
    "ach/recon": {"GET": "recon:read", "POST": "recon:write"},
    "ach/status/<str:batch_id>": {"GET": "payments:read"},
    "claims": {"PUT": "claims:write"},
    "claims/<str:external_id>": {"GET": "claims:write"},
    "deposits": {"GET": "recon:read"},
    "events": {"GET": "events:read"},
    "exceptions": {"GET": "recon:read"},
    "exceptions/<uuid:item_id>/resolve": {"POST": "recon:write"},
    "exceptions/claim-next": {"POST": "recon:write"},
    "remittances": {"GET": "recon:read"},
    "remittances/<uuid:remittance_id>.835": {"GET": "recon:read"},
    "webhook-endpoints": {"GET": "events:read", "POST": "events:read"},
    "webhook-endpoints/<uuid:endpoint_id>": {"GET": "events:read", "DELETE": "events:read"},
    "webhook-endpoints/<uuid:endpoint_id>/deliveries": {"GET": "events:read"},
    "webhook-endpoints/<uuid:endpoint_id>/replay": {"POST": "events:read"},
}
PREFIX = "api/v1/"
LISTS = {
    "ach/recon": ("results", ReconciliationResult),
    "deposits": ("results", Deposit),
    "events": ("events", Event),
    "exceptions": ("results", ExceptionItem),
    "remittances": ("results", Remittance),
    "webhook-endpoints": ("results", WebhookEndpoint),
}
# A sound body for each call that takes one, so that only the scope can be what refuses it.
BODIES: dict[str, dict[str, Any]] = {
    "ach/payments/<str:payment_id>/cancel": {"reason": "No longer wanted"},
    "exceptions/<uuid:item_id>/resolve": {"resolution": "fixed", "reason": "It is right now"},
    "webhook-endpoints/<uuid:endpoint_id>/replay": {"first_seq": 1, "last_seq": 9},
}
CALLS = [(route, method, scope) for route, by in API.items() for method, scope in by.items()]
OBJECT_CALLS = [call for call in CALLS if "<" in call[0]]
every_call = pytest.mark.parametrize(("route", "method", "scope"), CALLS)
every_object_call = pytest.mark.parametrize(("route", "method", "scope"), OBJECT_CALLS)
Clients = Callable[..., APIClient]


def routes(resolver: Any, before: str = "") -> Iterator[str]:
    """Every address below the resolver; the admin's of models stand for themselves."""
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if before != "admin/":
                yield from routes(entry, route)
        elif "app_label" in route:
            yield "admin/label"
        else:
            yield route


def test_every_address_is_known():
    known = {*PUBLIC, *ADMIN, *ADMIN_OPEN, *(PREFIX + route for route in API)}
    assert set(routes(get_resolver())) == known


def test_below_the_admin_stand_only_the_models_that_are_walked():
    [site] = [entry for entry in get_resolver().url_patterns if str(entry.pattern) == "admin/"]
    prefixes = {
        f"{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry
    }
    below = {str(entry.pattern) for entry in site.url_patterns if isinstance(entry, URLResolver)}
    assert below == prefixes


@pytest.mark.parametrize(("route", "status"), [*PUBLIC.items(), *ADMIN_OPEN.items()])
def test_a_public_address_says_nothing_of_a_side(route: str, status: int, worlds: Worlds):
    url = "/" + route.replace("<path:rest>", f"8/{worlds.ours.facility.pk}/")
    response = Client().get(url)
    assert response.status_code == status
    body = b"".join(response) if response.streaming else response.content
    for side in (worlds.ours, worlds.other):
        assert traces(side, body.decode(), asked=url) == []


@pytest.mark.parametrize("route", sorted(route for route in ADMIN if "<" not in route))
def test_the_admin_is_closed_to_who_is_not_logged_in(route: str, worlds: Worlds):
    response = Client().get(f"/{route}")
    assert response.status_code in (302, 405)


# Scopes ----------------------------------------------------------------------------------------


@pytest.fixture
def client_of(worlds: Worlds) -> Clients:
    """An API client of a side, with these scopes or with all its own."""

    def with_token(side: Side, *scopes: str) -> APIClient:
        client_id, secret = side.client_id, side.client_secret
        if scopes:
            client_id, secret = register_client(
                name="Narrow", user=side.users["client"], scopes=scopes
            )
        data = {
            "grant_type": "client_credentials", "client_id": client_id, "client_secret": secret,
        }  # fmt: skip
        token = Client().post("/oauth/token/", data).json()["access_token"]
        return APIClient(headers={"Authorization": f"Bearer {token}"})

    return with_token


def keys_of(route: str, side: Side) -> list[str]:
    """What stands in the address for each of the side's objects that it can name."""
    at = {"facility": side.facility}
    values = {
        "payment_id": Payment.objects.filter(**at).values_list("payment_id", flat=True),
        "batch_id": PaymentBatch.objects.filter(**at).values_list("batch_id", flat=True),
        "external_id": Claim.objects.filter(**at).values_list("external_id", flat=True),
        "item_id": ExceptionItem.objects.filter(**at).values_list("pk", flat=True),
        "remittance_id": Remittance.objects.filter(**at).values_list("pk", flat=True),
        "endpoint_id": WebhookEndpoint.objects.filter(**at).values_list("pk", flat=True),
    }
    name = route[route.index(":") + 1 : route.index(">")]
    keys = [str(key) for key in values[name].order_by("pk")]
    assert keys
    return keys


def url_of(route: str, key: str = "") -> str:
    start, _, rest = route.partition("<")
    return f"/{PREFIX}{start}{key}{rest.partition('>')[2]}"


def ask(client: APIClient, route: str, method: str, key: str = "") -> Any:
    headers = {"Idempotency-Key": f"{method} {route} {key}"} if method != "GET" else {}
    body = BODIES.get(route, {}) if method in ("POST", "PUT") else None
    return client.generic(
        method,
        url_of(route, key),
        data=APIClient()._encode_data(body, "json")[0] if body is not None else b"",
        content_type="application/json",
        headers=headers,
    )


def any_key(route: str, side: Side) -> str:
    return keys_of(route, side)[0] if "<" in route else ""


def test_every_view_declares_the_scopes_of_the_table():
    found = {}
    for route in API:
        match = get_resolver().resolve(url_of(route, _sample(route)))
        view = match.func.cls
        offered = {m for m in ("GET", "POST", "PUT", "PATCH", "DELETE") if hasattr(view, m.lower())}
        assert offered == set(view.required_scopes)
        found[route] = {method: " ".join(s) for method, s in view.required_scopes.items()}
    assert found == API


def _sample(route: str) -> str:
    return "00000000-0000-4000-8000-000000000000" if "<" in route else ""


@every_call
def test_without_a_token_a_call_is_refused(route: str, method: str, scope: str, worlds: Worlds):
    response = ask(APIClient(), route, method, any_key(route, worlds.ours))
    assert response.status_code == 401
    assert "Bearer" in response["WWW-Authenticate"]
    assert traces(worlds.ours, response.content.decode(), asked=any_key(route, worlds.ours)) == []


@every_call
def test_a_made_up_token_is_refused(route: str, method: str, scope: str, worlds: Worlds):
    client = APIClient(headers={"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."})
    assert ask(client, route, method, any_key(route, worlds.ours)).status_code == 401


@every_call
def test_the_login_of_a_person_is_no_token(
    route: str, method: str, scope: str, browser: Callable[..., Client], ours: Side
):
    client = APIClient()
    client.force_login(ours.users["biller"], backend="django.contrib.auth.backends.ModelBackend")
    assert ask(client, route, method, any_key(route, ours)).status_code == 401


@every_call
def test_every_other_scope_together_is_not_enough(
    route: str, method: str, scope: str, client_of: Clients, ours: Side
):
    all_scopes = {s for by in API.values() for s in by.values()} | {"metrics:read"}
    client = client_of(ours, *sorted(all_scopes - {scope}))
    response = ask(client, route, method, any_key(route, ours))
    assert response.status_code == 403
    assert response.json()["type"].endswith("scope-missing")
    assert traces(ours, response.content.decode(), asked=any_key(route, ours)) == []


@every_call
def test_the_scope_alone_opens_the_door(
    route: str, method: str, scope: str, client_of: Clients, ours: Side
):
    response = ask(client_of(ours, scope), route, method, any_key(route, ours))
    assert response.status_code not in (401, 403, 404)


# The other side's objects ----------------------------------------------------------------------


@every_object_call
def test_an_object_of_theirs_is_not_there(
    route: str, method: str, scope: str, client_of: Clients, worlds: Worlds
):
    client = client_of(worlds.ours)
    for key in keys_of(route, worlds.other):
        response = ask(client, route, method, key)
        assert response.status_code == 404
        assert traces(worlds.other, response.content.decode(), asked=key) == []


@every_object_call
def test_it_looks_the_same_as_one_that_never_was(
    route: str, method: str, scope: str, client_of: Clients, worlds: Worlds
):
    client = client_of(worlds.ours)
    theirs = ask(client, route, method, keys_of(route, worlds.other)[0]).json()
    absent = ask(client, route, method, _sample(route)).json()
    unlike = ("instance", "request_id")
    assert {k: v for k, v in theirs.items() if k not in unlike} == {
        k: v for k, v in absent.items() if k not in unlike
    }


@every_object_call
def test_a_refused_call_changes_nothing_of_theirs(
    route: str, method: str, scope: str, client_of: Clients, worlds: Worlds
):
    if method == "GET":
        pytest.skip("reads")
    before = _states(worlds.other)
    for key in keys_of(route, worlds.other):
        ask(client_of(worlds.ours), route, method, key)
    assert _states(worlds.other) == before


def _states(side: Side) -> list[Any]:
    at = {"facility": side.facility}
    return [
        sorted(Payment.objects.filter(**at).values_list("pk", "status")),
        sorted(ExceptionItem.objects.filter(**at).values_list("pk", "status")),
        sorted(WebhookEndpoint.objects.filter(**at).values_list("pk", "enabled")),
        sorted(
            Delivery.objects.filter(endpoint__facility=side.facility).values_list("pk", "tries")
        ),
    ]


# Lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", sorted(LISTS))
def test_a_list_holds_all_of_ours_and_nothing_of_theirs(
    route: str, client_of: Clients, worlds: Worlds
):
    name, model = LISTS[route]
    answer = client_of(worlds.ours).get(f"/{PREFIX}{route}?limit=500")
    assert traces(worlds.other, answer.content.decode()) == []
    assert len(answer.json()[name]) == model.objects.filter(facility=worlds.ours.facility).count()
    assert answer.json()["has_more"] is False
    theirs = client_of(worlds.other).get(f"/{PREFIX}{route}?limit=500")
    assert traces(worlds.other, theirs.content.decode()) != []


@pytest.mark.parametrize("route", sorted({*LISTS} - {"webhook-endpoints", "events", "ach/recon"}))
def test_a_list_does_not_know_their_facility(route: str, client_of: Clients, worlds: Worlds):
    client = client_of(worlds.ours)
    theirs = client.get(f"/{PREFIX}{route}?facility={worlds.other.marker}")
    absent = client.get(f"/{PREFIX}{route}?facility=NOWHERE")
    assert theirs.status_code == absent.status_code == 400
    assert traces(worlds.other, theirs.content.decode(), asked=worlds.other.marker) == []


@pytest.mark.parametrize("route", sorted({*LISTS} - {"events", "ach/recon"}))
def test_a_cursor_of_theirs_leads_to_nothing_of_theirs(
    route: str, client_of: Clients, worlds: Worlds
):
    cursor = client_of(worlds.other).get(f"/{PREFIX}{route}?limit=1").json()["next_cursor"]
    if cursor is None:
        pytest.skip("one page holds it all")
    answer = client_of(worlds.ours).get(f"/{PREFIX}{route}", {"cursor": cursor})
    assert traces(worlds.other, answer.content.decode()) == []


def test_the_counts_of_a_batch_are_its_own(client_of: Clients, worlds: Worlds):
    for batch in PaymentBatch.objects.filter(facility=worlds.ours.facility):
        answer = client_of(worlds.ours).get(f"/{PREFIX}ach/status/{batch.batch_id}").json()
        assert sum(row["count"] for row in answer["counts"].values()) == batch.count


def test_an_answer_to_a_result_of_theirs_is_not_taken(client_of: Clients, worlds: Worlds):
    theirs = ReconciliationResult.objects.filter(facility=worlds.other.facility).first()
    states = _states(worlds.other)
    item = {"source_id": "S-1", "result_id": theirs.result_id, "outcome": "REFUSED", "reason": "No"}
    response = client_of(worlds.ours).post(
        f"/{PREFIX}ach/recon", {"results": [item]}, format="json"
    )
    assert traces(worlds.other, response.content.decode(), asked=theirs.result_id) == []
    theirs.refresh_from_db()
    assert theirs.status == ReconciliationResult.objects.get(pk=theirs.pk).status
    assert _states(worlds.other) == states


@pytest.mark.parametrize("way", ["batch", "claim", "endpoint"])
def test_nothing_is_sent_in_their_name(way: str, client_of: Clients, worlds: Worlds):
    client, before = client_of(worlds.ours), _counts(worlds.other)
    if way == "batch":
        response = client.post(
            f"/{PREFIX}ach/payments", made._vendor(worlds.other, number=77), format="json",
            headers={"Idempotency-Key": "77"},
        )  # fmt: skip
    elif way == "claim":
        body = {"claims": [made._claim(worlds.other, 77)]}
        response = client.put(f"/{PREFIX}claims", body, format="json")
    else:
        body = {"url": "https://oneside.example/x", "facility": worlds.other.marker}
        response = client.post(f"/{PREFIX}webhook-endpoints", body, format="json")
    assert response.status_code in (200, 404, 422, 403)
    assert _counts(worlds.other) == before


def _counts(side: Side) -> list[int]:
    return [
        model.objects.filter(facility=side.facility).count()
        for model in (PaymentBatch, Payment, Claim, WebhookEndpoint, InboundFile)
    ]


def test_a_client_without_a_facility_sees_nothing(client_of: Clients, worlds: Worlds):
    user = User.objects.create_user("stranger", is_service=True)
    worlds.ours.users["stranger"] = user
    client_id, secret = register_client(
        name="Stranger", user=user, scopes=["recon:read", "events:read", "payments:read"]
    )
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = Client().post("/oauth/token/", data).json()["access_token"]
    client = APIClient(headers={"Authorization": f"Bearer {token}"})
    for route, (name, _) in LISTS.items():
        assert client.get(f"/{PREFIX}{route}").json()[name] == []
