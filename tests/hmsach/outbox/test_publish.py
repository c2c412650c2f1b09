"""An event reaches its subscribers in the act, and the log when the act ends."""

import pytest

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import act
from hmsach.db.act_context import ActRequired
from hmsach.outbox.models import Event
from hmsach.outbox.publish import EventDraft, publish

pytestmark = pytest.mark.django_db
TOLD: list[EventDraft] = []


def take(event: EventDraft) -> None:
    TOLD.append(event)


def open_facility(event: EventDraft) -> None:
    Facility.objects.create(code=event.payload["code"], name="by subscriber")


def refuse(event: EventDraft) -> None:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def nobody_told():
    TOLD.clear()


@pytest.fixture
def alice():
    return User.objects.create_user("alice", password=None)


def subscribe(settings, *names):
    settings.EVENT_SUBSCRIBERS = {"test.told": [f"{__name__}.{name}" for name in names]}


def tell(**payload):
    return publish("test.told", subject="test:1", facility_id=None, payload=payload)


def test_a_subscriber_is_called_at_once_and_the_row_has_the_same_id(settings, alice):
    subscribe(settings, "take")
    with act(alice, "Test"):
        draft = tell(amount="12.50")
        assert [draft] == TOLD
        assert not Event.objects.exists()
    event = Event.objects.get()
    assert (event.id, event.type, event.subject) == (draft.id, "test.told", "test:1")
    assert (event.payload, event.actor) == ({"amount": "12.50"}, str(alice.pk))
    assert event.id.startswith("e_")


def test_what_a_subscriber_writes_belongs_to_the_act(settings, alice):
    subscribe(settings, "open_facility")
    with act(alice, "Test") as open_act:
        tell(code="A")
    assert Facility.history.get().act_id == open_act.id


def test_a_subscriber_that_fails_undoes_the_act(settings, alice):
    subscribe(settings, "open_facility", "refuse")
    with pytest.raises(ZeroDivisionError), act(alice, "Test"):
        tell(code="A")
    assert not Facility.objects.exists() and not Event.objects.exists()


def test_an_event_is_told_in_an_act_only():
    with pytest.raises(ActRequired):
        tell()


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object()])
def test_a_payload_is_json_without_floats(alice, value):
    with act(alice, "Test"), pytest.raises(TypeError):
        tell(value=value)
