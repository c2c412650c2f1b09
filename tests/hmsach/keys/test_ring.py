"""The ring holds the keys, notices new ones, and never believes what may yet be rolled back."""

import threading

import pytest
from django.db import connection, transaction
from joserfc import jws
from joserfc.jwk import ECKey

from hmsach.keys import ring, rotation
from hmsach.keys.models import DataKey, SigningKey
from hmsach.lib.crypto import Undecipherable, new_key


def test_the_first_keys_are_there_after_migrate():
    assert [key.state for key in DataKey.objects.all()] == ["active"]
    assert sorted(key.state for key in SigningKey.objects.all()) == ["active", "next"]


def test_a_database_without_keys_gets_them_when_they_are_asked_for():
    DataKey.objects.all().delete()
    SigningKey.objects.all().delete()
    active_id, keys = ring.data_keys()
    assert active_id == "d1" and len(keys["d1"]) == 32
    assert ring.active_signing_key().kid in {key["kid"] for key in ring.jwks()["keys"]}
    assert DataKey.objects.count() == 1 and SigningKey.objects.count() == 2


def test_a_key_that_was_rolled_back_is_not_held():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        rotation.rotate_data_key()
        assert ring.data_keys()[0] == "d2"
        raise ZeroDivisionError
    assert ring.data_keys()[0] == "d1"


def test_the_tables_are_read_once(django_assert_num_queries):
    ring.data_keys()
    ring.jwks()
    with django_assert_num_queries(0):
        ring.data_keys()
        ring.index_key()
        ring.jwks()
        ring.active_signing_key()


def test_a_key_made_by_another_process_is_found_when_a_value_names_it():
    ring.data_keys()
    wrapped = ring.crypto.wrap_key(new_key(), key_id="d9", master=ring.master_keys()[0])
    DataKey.objects.create(id="d9", wrapped=wrapped, state="retired")
    assert "d9" not in ring.data_keys()[1]
    assert "d9" in ring.data_keys_for("d9")


def test_what_was_read_is_read_again_after_a_minute(monkeypatch):
    ring.data_keys()
    rotation.rotate_data_key()
    now = ring.time.monotonic()
    monkeypatch.setattr(ring.time, "monotonic", lambda: now + ring.CACHE_SECONDS + 1)
    assert ring.data_keys()[0] == "d2"


def test_another_master_key_opens_nothing(settings):
    settings.MASTER_KEY = settings.INDEX_KEY
    with pytest.raises(Undecipherable):
        ring.data_keys()


def test_the_published_keys_are_public_and_verify_what_the_active_one_signs():
    signing = ring.active_signing_key()
    token = jws.serialize_compact({"alg": "ES256", "kid": signing.kid}, b"x", signing.key)
    published = {key["kid"]: key for key in ring.jwks()["keys"]}
    assert all("d" not in key for key in published.values())
    assert jws.deserialize_compact(token, ECKey.import_key(published[signing.kid])).payload == b"x"


def test_no_key_stands_in_the_tables_in_clear():
    _, keys = ring.data_keys()
    private = ring.active_signing_key().key.as_dict(private=True)["d"]
    for row in DataKey.objects.all():
        assert keys[row.id].hex() not in row.wrapped
        assert row.wrapped.startswith("w1$")
    assert private not in "".join(SigningKey.objects.values_list("sealed_private", flat=True))


@pytest.mark.django_db(transaction=True)
def test_processes_that_start_together_agree_on_the_first_keys():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("An in-memory SQLite has one connection.")
    DataKey.objects.all().delete()
    SigningKey.objects.all().delete()
    barrier, failures = threading.Barrier(6), []

    def start():
        barrier.wait()
        try:
            ring.make_first_keys()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=start) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    assert DataKey.objects.count() == 1
    assert sorted(key.state for key in SigningKey.objects.all()) == ["active", "next"]
