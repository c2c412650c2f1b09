"""Account numbers, patients and secrets: in no name, log, event, message or table in clear.

Two hospitals are filled by the services and importers that fill them in life, while everything
that is logged and sent to workers is kept; then all of it is searched.
"""

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client, TestCase
from rest_framework.test import APIClient

from edi.models import Channel, InboundFile, StoredFile, Transmission
from hmsach import celery
from hmsach.audit.models import AccessLog, ChainLink
from hmsach.db.history import HistoryStamp
from hmsach.outbox.models import Event, WebhookEndpoint
from hmsach.outbox.relay import message_of
from payments.models import BankAccount, Payee
from reconciliation.models import Claim, ExceptionNote
from tests.scope import worlds as made
from tests.scope.worlds import PASSWORD, Side, Worlds

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "api", "audit", "edi", "keys", "outbox", "payments", "reconciliation")
LOGGERS = ("hmsach", "edi", "payments", "reconciliation", "celery", "django", "oauth2_provider")


class Kept(logging.Handler):
    """Keeps each line as it was logged, before any redaction."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@dataclass
class Lived:
    """The two sides, and what was said while they came to be."""

    worlds: Worlds
    folder: Path
    log: Kept = field(default_factory=Kept)
    messages: list[Any] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    @property
    def canaries(self) -> set[str]:
        """What must not be read anywhere."""
        return {PASSWORD} | {
            canary for side in (self.worlds.ours, self.worlds.other) for canary in secrets_of(side)
        }


def secrets_of(side: Side) -> set[str]:
    person = side.patient
    channel = Channel.objects.filter(facility=side.facility).first()
    hook = WebhookEndpoint.objects.get(facility=side.facility)
    return {
        *side.accounts.values(),
        person.last,
        person.first,
        person.member_id,
        person.birth_date,
        person.birth_date.replace("-", ""),
        side.client_secret,
        channel.password,
        hook.secret,
    }


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("wires")
    lived = Lived(None, folder)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), made.rolled_back():
        patch.setattr(celery.app, "send_task", lambda *a, **more: lived.messages.append((a, more)))
        before = {name: logging.getLogger(name).level for name in LOGGERS}
        # First of all, since the console's filter redacts what the handlers after it are given.
        logging.getLogger().handlers.insert(0, lived.log)
        for name in LOGGERS:
            logging.getLogger(name).setLevel(logging.DEBUG)
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                lived.worlds = made.build(folder)
                _call(lived)
            yield lived
        finally:
            logging.getLogger().removeHandler(lived.log)
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)


def _call(lived: Lived) -> None:
    """The same over the API: a batch taken, one refused for its faults, claims, what is read."""
    side = lived.worlds.ours
    keys = {"client_id": side.client_id, "client_secret": side.client_secret}
    token = Client().post("/oauth/token/", {"grant_type": "client_credentials", **keys}).json()
    client = APIClient(headers={"Authorization": f"Bearer {token['access_token']}"})
    faulty = made._refund(side)
    faulty["external_id"] += "-faulty"
    faulty["payments"][0]["payee"]["account"]["routing_number"] = side.accounts["refund"]
    faulty["payments"][0]["payee"]["npi"] = side.patient.last
    claim = made._claim(side, 88)
    claim["service_to"] = side.patient.last
    known = Claim.objects.filter(facility=side.facility).first()
    calls: list[tuple[Callable[..., Any], str, Any]] = [
        (client.post, "ach/payments", made._vendor(side, number=55)),
        (client.post, "ach/payments", made._claims_paid(side)),
        (client.post, "ach/payments", faulty),
        (client.put, "claims", {"claims": [made._claim(side, 89)]}),
        (client.put, "claims", {"claims": [claim]}),
        (client.get, f"claims/{known.external_id}", None),
        (client.get, "exceptions", None),
        (client.get, "remittances", None),
        (client.get, "deposits", None),
        (client.get, "events", None),
    ]
    for number, (call, route, body) in enumerate(calls):
        more = {"headers": {"Idempotency-Key": f"k-{number}"}} if body else {}
        answer = call(f"/api/v1/{route}", body, format="json", **more)
        lived.answers.append(answer.content.decode())


@pytest.fixture
def lived(built: Lived, db: None) -> Lived:
    return built


def found(lived: Lived, texts: Any) -> list[str]:
    """Each text that holds a canary, in any case of its letters."""
    canaries = {canary.casefold() for canary in lived.canaries}
    return [
        str(text)[:300] for text in texts if any(each in str(text).casefold() for each in canaries)
    ]


def models_kept() -> list[Any]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS
    ]


# What is looked for can be found ----------------------------------------------------------------


def test_the_canaries_are_in_the_world_for_who_may_open_it(lived: Lived):
    side = lived.worlds.ours
    assert Payee.objects.get(external_id=f"{side.marker}-PAT-1").name.endswith(side.patient.last)
    assert BankAccount.objects.get(facility=side.facility).account_number == side.accounts["own"]
    assert side.patient.last in ExceptionNote.objects.get(item__facility=side.facility).text
    files = [bytes(row.content).decode("latin-1") for row in StoredFile.objects.all()]
    assert found(lived, files)
    assert all(len(canary) >= 6 for canary in lived.canaries)


def test_everything_that_is_searched_is_there(lived: Lived):
    assert len(lived.log.lines) > 5
    assert len(lived.messages) > 5
    assert Event.objects.count() > 50
    assert any("ONESIDE" in row for _, row in dumped())
    assert [json.loads(answer) for answer in lived.answers if answer]


# The search ------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", models_kept(), ids=lambda model: model._meta.label)
def test_no_object_says_it_of_itself(model: Any, lived: Lived):
    rows = list(model._base_manager.all())
    assert found(lived, [str(row) for row in rows]) == []
    assert found(lived, [repr(row) for row in rows]) == []
    assert found(lived, [str(row) for row in model._base_manager.values()]) == []


def test_no_event_holds_it(lived: Lived):
    events = list(Event.objects.select_related("facility"))
    assert found(lived, [json.dumps(message_of(event)) for event in events]) == []
    assert found(lived, [f"{e.type} {e.subject} {e.payload}" for e in events]) == []


def test_no_reason_holds_it(lived: Lived):
    assert found(lived, ChainLink.objects.values_list("reason", "request_id")) == []
    assert found(lived, AccessLog.objects.values_list("reason", "subject", "fields")) == []
    for model in models_kept():
        if issubclass(model, HistoryStamp):
            rows = model._base_manager.values_list("history_change_reason", "request_id")
            assert found(lived, rows) == []


def test_no_line_of_the_log_holds_it(lived: Lived):
    assert found(lived, lived.log.lines) == []


def test_no_message_to_a_worker_holds_it(lived: Lived):
    assert found(lived, lived.messages) == []
    assert {tuple(more) for _, more in lived.messages} == {("expires", "retry")}


def test_no_file_is_named_after_it(lived: Lived):
    names = [path.name for path in lived.folder.rglob("*")]
    names += Transmission.objects.values_list("file_name", flat=True)
    names += InboundFile.objects.values_list("remote_name", flat=True)
    assert len(names) > 20
    assert found(lived, names) == []


def test_no_answer_of_the_api_holds_it(lived: Lived):
    assert found(lived, lived.answers) == []


def test_no_table_holds_it_in_clear(lived: Lived):
    assert found(lived, (f"{table}: {row}" for table, row in dumped())) == []


def dumped() -> Iterator[tuple[str, str]]:
    """Every row of every table as text, past every model and field."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " | ".join(_text(value) for value in row)


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("latin-1")
    return str(value)
