"""Each rotation does its step, rewrites no row of business, and is on record."""

import base64
import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.audit.verify import verify_chain
from hmsach.keys import ring, rotation
from hmsach.keys.models import DataKey, KeyEvent, SigningKey
from hmsach.lib.crypto import Undecipherable, new_key
from hmsach.outbox.models import WebhookEndpoint

NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def endpoint():
    alice = User.objects.create_user("alice", password=None)
    with act(alice, "test"):
        return WebhookEndpoint.objects.create(owner=alice, url="https://a.example", secret="s3cret")


def stored_secrets():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT secret FROM outbox_webhookendpoint UNION ALL "
            "SELECT secret FROM outbox_historicalwebhookendpoint"
        )
        return cursor.fetchall()


def test_a_new_master_key_rewraps_the_keys_and_touches_no_sealed_value(settings, endpoint):
    before = stored_secrets()
    settings.NEW_MASTER_KEY = base64.b64encode(new_key()).decode()
    assert rotation.rotate_master_key() == 3
    assert stored_secrets() == before
    # With both keys known, as during the change, then with the new one alone.
    for master, new in (
        (settings.MASTER_KEY, settings.NEW_MASTER_KEY),
        (settings.NEW_MASTER_KEY, ""),
    ):
        settings.MASTER_KEY, settings.NEW_MASTER_KEY = master, new
        ring.forget()
        assert WebhookEndpoint.objects.get().secret == "s3cret"
        assert ring.active_signing_key().kid
    assert verify_chain() == []


def test_the_old_master_key_opens_nothing_afterwards(settings):
    settings.NEW_MASTER_KEY = base64.b64encode(new_key()).decode()
    rotation.rotate_master_key()
    settings.NEW_MASTER_KEY = ""
    ring.forget()
    with pytest.raises(Undecipherable):
        ring.data_keys()


@pytest.mark.parametrize("same", [True, False])
def test_a_master_key_is_not_rotated_onto_nothing_or_itself(settings, same):
    settings.NEW_MASTER_KEY = settings.MASTER_KEY if same else ""
    with pytest.raises(CommandError, match="HMSACH_NEW_MASTER_KEY"):
        call_command("rotate_keys", "--master")


def test_a_new_data_key_seals_and_the_old_one_still_opens(endpoint):
    assert rotation.rotate_data_key() == "d2"
    assert ring.data_keys()[0] == "d2"
    assert WebhookEndpoint.objects.get().secret == "s3cret"
    assert dict(DataKey.objects.values_list("id", "state")) == {"d1": "retired", "d2": "active"}


def test_a_signing_key_moves_one_step_and_the_previous_one_outlives_its_tokens():
    states = lambda: dict(SigningKey.objects.values_list("kid", "state"))  # noqa: E731
    first = ring.active_signing_key().kid
    following = next(kid for kid, state in states().items() if state == "next")
    assert rotation.rotate_signing_key(now=NOW) == following
    assert (states()[first], states()[following]) == ("previous", "active")
    assert first in {key["kid"] for key in ring.jwks()["keys"]}
    rotation.rotate_signing_key(now=NOW + dt.timedelta(minutes=30))
    assert states()[first] == "previous"
    rotation.rotate_signing_key(now=NOW + dt.timedelta(minutes=61))
    assert states()[first] == "revoked"
    assert first not in {key["kid"] for key in ring.jwks()["keys"]}
    assert sorted(states().values()).count("active") == 1


def test_rotations_are_on_record_in_the_chain(capsys):
    call_command("rotate_keys", "--data", "--signing")
    assert sorted(KeyEvent.objects.values_list("kind", flat=True)) == [
        "data-key-made",
        "signing-key-active",
    ]
    assert "d2" in capsys.readouterr().out
    assert verify_chain() == []


def test_the_command_wants_to_know_what():
    with pytest.raises(CommandError, match="--master"):
        call_command("rotate_keys")
