"""The triggers: where they must be, and that they are lifted in tests only."""

import pytest
from django.db import IntegrityError, connection, models, transaction

from hmsach.audit.acts import act
from hmsach.db import append_only
from tests.hmsach.db.sample_models import PROTECTED, Payee

pytestmark = pytest.mark.django_db
PAST = Payee.history.model


def test_every_history_and_every_fact_of_every_room_has_its_triggers():
    assert len(append_only.append_only_models()) > 5
    assert append_only.missing_triggers(connection) == []


def test_a_dropped_trigger_is_missed_and_put_back():
    table = PAST._meta.db_table
    append_only.drop(connection, table)
    missing = append_only.missing_triggers(connection, [table])
    assert missing == [(table, "update"), (table, "delete")]
    append_only.install(connection, [table])
    assert append_only.missing_triggers(connection, [table]) == []


def test_a_disabled_trigger_counts_as_missing():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite cannot disable a trigger.")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE samples_receipt DISABLE TRIGGER ALL")
    assert len(append_only.missing_triggers(connection, ["samples_receipt"])) == 2
    append_only.install(connection, ["samples_receipt"])
    assert append_only.missing_triggers(connection, ["samples_receipt"]) == []


def test_lifted_lets_a_test_database_be_emptied_and_protects_it_again():
    with act(None, "test"):
        Payee.objects.create(code="a")
    table = PAST._meta.db_table
    with append_only.lifted(connection):
        models.QuerySet(PAST)._raw_delete("default")
    append_only.install(connection, [model._meta.db_table for model in PROTECTED])
    assert not PAST.objects.exists()
    assert append_only.missing_triggers(connection) == []
    with act(None, "test"):
        Payee.objects.create(code="b")
    with pytest.raises(IntegrityError, match=table), transaction.atomic():
        models.QuerySet(PAST)._raw_delete("default")


@pytest.mark.parametrize("name", ["hmsach", "/srv/var/hmsach.sqlite3", "latest_test_", ""])
def test_lifted_refuses_any_other_database(monkeypatch, name):
    monkeypatch.setitem(connection.settings_dict, "NAME", name)
    with pytest.raises(RuntimeError, match="test database"), append_only.lifted(connection):
        pass
