"""Webhooks over a real server: who is told what, how it is signed, and what happens on trouble."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role
from hmsach.audit.acts import act
from hmsach.lib import clock
from hmsach.outbox import relay, tasks, webhooks
from hmsach.outbox.models import Event
from hmsach.outbox.publish import publish
from hmsach.outbox.webhook_models import Delivery, WebhookEndpoint

pytestmark = pytest.mark.django_db


class Receiver:
    """An endpoint on this machine, which answers as told and keeps what came."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.got]


@pytest.fixture(autouse=True)
def private(settings: Any) -> None:
    settings.OUTBOUND_PRIVATE_NETWORKS = ["127.0.0.0/8"]
    settings.EVENT_SUBSCRIBERS = {}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def facilities(db: None) -> list[Facility]:
    with act(None, "Set up"):
        return [Facility.objects.create(code=code, name=code) for code in ("NORTH", "SOUTH")]


@pytest.fixture
def owner(facilities: list[Facility]) -> User:
    user = User.objects.create_user(username="the", password=None, is_service=True)
    grant_role(user=user, role="client", facility=facilities[0])
    return user


@pytest.fixture
def register(owner: User, receiver: Receiver) -> Callable[..., webhooks.Registered]:
    def make(**changes: Any) -> webhooks.Registered:
        return webhooks.register_endpoint(**{"owner": owner, "url": receiver.url, **changes})

    return make


def happen(
    facility: Facility | None, kind: str = "payment.sent", subject: str = "p_1", **payload: Any
) -> None:
    with act(None, "Something happened"):
        publish(
            kind,
            subject=subject,
            facility_id=facility.pk if facility else None,
            payload=payload,
        )


def test_an_event_is_told_once_thin_and_signed(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    secret = register().secret
    happen(facilities[0], amount="12.50", id="not the event's")
    now = clock.now()
    assert relay.deliver_due(now=now) == 1
    assert relay.deliver_due(now=now) == 0
    headers, body = receiver.got[0]
    event = Event.objects.get()
    assert Webhook(secret).verify(body, headers) == {
        "type": "payment.sent",
        "timestamp": event.at.isoformat(),
        "data": {
            "id": event.id,
            "seq": event.seq,
            "subject": "p_1",
            "facility": "NORTH",
            "amount": "12.50",
        },
    }
    assert headers["webhook-id"] == event.id
    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert headers["content-type"] == "application/json"
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.response_status, delivery.tries) == ("succeeded", 200, 1)


def test_another_secret_or_a_changed_body_does_not_verify(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    secret, other = register().secret, register().secret
    assert secret != other
    happen(facilities[0])
    relay.deliver_due(now=clock.now())
    headers, body = receiver.got[0]
    verified = 0
    for one in (secret, other):
        try:
            Webhook(one).verify(body, headers)
            verified += 1
        except WebhookVerificationError:
            continue
    assert verified == 1
    for one in (secret, other):
        with pytest.raises(WebhookVerificationError):
            Webhook(one).verify(body.replace(b"p_1", b"p_2"), headers)


def test_only_events_of_visible_facilities_are_told(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[1], subject="hidden")
    happen(None, subject="nobody's")
    happen(facilities[0], subject="seen")
    relay.deliver_due(now=clock.now())
    assert [event["data"]["subject"] for event in receiver.events()] == ["seen"]


def test_an_endpoint_hears_only_its_facility_and_types(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    owner: User,
) -> None:
    grant_role(user=owner, role="client", facility=facilities[1])
    register(facility=facilities[1], event_types=["payment.returned", "payment.settled"])
    happen(facilities[0], "payment.returned", "wrong facility")
    happen(facilities[1], "payment.sent", "wrong type")
    happen(facilities[1], "payment.returned", "right")
    relay.deliver_due(now=clock.now())
    assert [event["data"]["subject"] for event in receiver.events()] == ["right"]


def test_events_from_before_the_registration_are_not_told(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    happen(facilities[0], subject="before")
    register()
    happen(facilities[0], subject="after")
    relay.deliver_due(now=clock.now())
    assert [event["data"]["subject"] for event in receiver.events()] == ["after"]


def test_more_events_than_one_portion_arrive_in_sequence(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(relay, "FAN_OUT_EVENTS", 4)
    register()
    for number in range(23):
        happen(facilities[0], subject=f"p_{number}")
    assert relay.deliver_due(now=clock.now(), limit=21) == 21
    assert relay.deliver_due(now=clock.now(), limit=21) == 2
    seqs = [event["data"]["seq"] for event in receiver.events()]
    assert len(set(seqs)) == 23


def test_trouble_is_retried_by_the_schedule_until_given_up(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[0])
    receiver.status = 500
    now = start = clock.now()
    planned = [5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400]
    for number, seconds in enumerate(planned, start=1):
        assert relay.deliver_due(now=now) == 1
        delivery = Delivery.objects.get()
        assert (delivery.status, delivery.tries, delivery.response_status) == (
            "retrying",
            number,
            500,
        )
        wait = (delivery.next_try_at - now).total_seconds()
        assert seconds <= wait <= seconds * 1.1
        assert relay.deliver_due(now=delivery.next_try_at - timedelta(seconds=1)) == 0
        now = delivery.next_try_at
    assert relay.deliver_due(now=now) == 1
    assert Delivery.objects.get().status == "exhausted"
    assert relay.deliver_due(now=now + timedelta(days=10)) == 0
    assert len(receiver.got) == 10
    assert timedelta(hours=75) < now - start < timedelta(hours=84)
    assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1


def test_a_retry_that_succeeds_ends_it(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[0])
    receiver.status = 302
    now = clock.now()
    relay.deliver_due(now=now)
    assert Delivery.objects.get().last_error == "The endpoint answered 302."
    receiver.status = 204
    relay.deliver_due(now=now + timedelta(seconds=10))
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.tries, delivery.last_error) == ("succeeded", 2, "")


def test_a_longer_retry_after_is_kept(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[0])
    receiver.status, receiver.headers = 429, {"Retry-After": "900"}
    now = clock.now()
    relay.deliver_due(now=now)
    assert Delivery.objects.get().next_try_at == now + timedelta(seconds=900)


def test_410_disables_the_endpoint_on_record(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[0])
    receiver.status = 410
    relay.deliver_due(now=clock.now())
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.enabled is False
    assert endpoint.history.first().history_change_reason == "The endpoint answered 410, Gone."
    assert Delivery.objects.get().status == "exhausted"
    happen(facilities[0], subject="later")
    assert relay.deliver_due(now=clock.now() + timedelta(days=1)) == 0


def test_a_dead_endpoint_does_not_hold_up_another(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register(url="http://127.0.0.1:1/dead")
    register()
    for number in range(15):
        happen(facilities[0], subject=f"p_{number}")
    assert relay.deliver_due(now=clock.now(), limit=100) == 16
    assert len(receiver.got) == 15
    dead = Delivery.objects.filter(endpoint__url__contains="dead")
    assert dead.filter(tries=1).count() == 1
    assert not dead.exclude(lease_owner="").exists()


def test_an_inner_address_is_never_called(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    settings: Any,
) -> None:
    register()
    happen(facilities[0])
    settings.OUTBOUND_PRIVATE_NETWORKS = []
    relay.deliver_due(now=clock.now())
    assert receiver.got == []
    assert "public Internet" in Delivery.objects.get().last_error


def test_a_delivery_lost_to_another_worker_is_not_recorded_twice(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register()
    happen(facilities[0])
    monkeypatch.setattr(relay, "still_held", lambda delivery: False)
    relay.deliver_due(now=clock.now())
    assert Delivery.objects.get().tries == 0


def test_a_delivery_of_a_dead_worker_is_due_again_after_its_lease(
    register: Callable[..., webhooks.Registered], receiver: Receiver, facilities: list[Facility]
) -> None:
    register()
    happen(facilities[0])
    relay.fan_out(now=clock.now())
    now = clock.now()
    claimed = relay._claim(relay._Run(now, 10))
    assert len(claimed) == 1
    assert relay.deliver_due(now=now + timedelta(seconds=10)) == 0
    assert relay.deliver_due(now=now + timedelta(seconds=relay.LEASE_SECONDS + 1)) == 1


def test_the_task_delivers_and_has_the_name_the_schedule_calls(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    settings: Any,
) -> None:
    register()
    happen(facilities[0])
    assert tasks.deliver_due() == 1
    named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert tasks.deliver_due.name in named


def test_a_closed_owner_is_told_nothing(
    register: Callable[..., webhooks.Registered],
    receiver: Receiver,
    facilities: list[Facility],
    owner: User,
) -> None:
    register()
    with act(None, "Closed"):
        owner.is_active = False
        owner.save()
    happen(facilities[0])
    relay.deliver_due(now=clock.now())
    assert receiver.got == []


def test_signing_matches_the_standards_own_vector() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = Webhook(secret).sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        '{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
