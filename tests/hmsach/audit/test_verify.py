"""A tamperer with the database in hand is found out; who only worked through acts is not."""

import json
import uuid

import pytest
from django.core.management import call_command
from django.db import connection, models

from hmsach.accounts.models import Facility
from hmsach.audit import digests
from hmsach.audit.acts import act
from hmsach.audit.models import AccessLog, ChainLink, Head, TableShape
from hmsach.audit.verify import verification, verify_chain
from hmsach.db import append_only
from hmsach.db.bulk import bulk_insert, set_state
from hmsach.keys import ring, rotation
from hmsach.outbox.models import Event, WebhookEndpoint
from hmsach.outbox.publish import publish

pytestmark = pytest.mark.django_db
PAST = Facility.history.model


@pytest.fixture(autouse=True)
def some_work(alice, clinic):
    ring.forget()
    for name in ("one", "two", "three"):
        with act(alice, name):
            clinic.name = name
            clinic.save()
            publish("test.named", subject=name, facility_id=clinic.pk, payload={"n": 1})
    with act(alice, "Hook"):
        WebhookEndpoint.objects.create(owner=alice, url="https://a.example", secret="s3cret")
    yield
    ring.forget()


def tamper(model, change, **where):
    """As a database administrator would: triggers off, change, triggers on."""
    table = model._meta.db_table
    append_only.drop(connection, table)
    rows = models.QuerySet(model).filter(**where)
    assert rows.exists()
    rows._raw_delete("default") if change is None else rows.update(**change)
    append_only.install(connection)


def rules():
    return {finding.rule for finding in verify_chain()}


def test_work_through_acts_is_found_in_order(alice, clinic):
    with act(alice, "Bulk"):
        bulk_insert([Facility(code="A", name="a"), Facility(code="B", name="b")])
        set_state(Facility.objects.filter(code="A"), field="name", to="c")
    with act(alice, "Gone"):
        Facility.objects.get(code="B").delete()
    result = verification()
    assert result.findings == []
    assert (result.links, result.events) == (ChainLink.objects.count(), 3)
    assert result.head == str(Head.objects.get())


def test_a_changed_history_row_is_found(clinic):
    tamper(PAST, {"name": "never"}, name="two")
    assert rules() == {"row-changed"}


def test_a_changed_reason_is_found():
    tamper(PAST, {"history_change_reason": "because"}, name="two")
    assert rules() == {"row-changed"}


def test_a_deleted_history_row_is_found():
    tamper(PAST, None, name="two")
    assert rules() == {"row-count"}


def test_a_history_row_slipped_into_an_act_is_found():
    row = PAST.objects.filter(name="two").get()
    row.history_id, row._state.adding = None, True
    models.Model.save_base(row, force_insert=True)
    assert "row-count" in rules()


def test_a_history_row_of_no_act_is_found():
    row = PAST.objects.filter(name="two").get()
    row.history_id, row.act_id, row._state.adding = None, uuid.uuid4(), True
    models.Model.save_base(row, force_insert=True)
    assert "row-without-link" in rules()


def test_a_live_row_changed_behind_its_history_is_found(clinic):
    models.QuerySet(Facility).filter(pk=clinic.pk).update(name="never")
    found = verify_chain()
    assert [finding.rule for finding in found] == ["live-differs"]
    assert str(clinic.pk) in found[0].subject


def test_a_live_row_nobody_made_is_found():
    models.QuerySet(Facility).bulk_create([Facility(code="X", name="x")])
    assert rules() == {"live-without-history"}


def test_a_live_row_deleted_behind_its_history_is_found(clinic):
    with act(None, "Extra"):
        extra = Facility.objects.create(code="X", name="x")
    models.QuerySet(Facility).filter(pk=extra.pk)._raw_delete("default")
    assert rules() == {"live-missing"}


def test_a_changed_sealed_value_is_found_without_stopping_the_search():
    for model in (WebhookEndpoint, WebhookEndpoint.history.model):
        append_only.drop(connection, model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {model._meta.db_table} SET secret = 'v1$d1$AAAA'")
    assert "row-changed" in rules()


def test_a_changed_event_is_found():
    tamper(Event, {"payload": {"n": 2}}, subject="two")
    assert rules() == {"event-changed"}


def test_a_deleted_event_is_found():
    tamper(Event, None, subject="two")
    assert {"event-gap", "event-order", "head"} <= rules()


def test_a_changed_link_is_found():
    tamper(ChainLink, {"reason": "because"}, reason="two")
    assert rules() == {"link-changed"}


def test_a_deleted_link_and_its_rows_are_found():
    link = ChainLink.objects.get(reason="two")
    tamper(PAST, None, act_id=link.act_id)
    tamper(ChainLink, None, seq=link.seq)
    assert {"link-gap", "link-order"} <= rules()


def test_a_chain_cut_short_is_found_by_the_head():
    tamper(ChainLink, None, seq=Head.objects.get().last_link_seq)
    assert "head" in rules()


def test_a_chain_cut_short_with_its_head_is_found_by_an_anchor_noted_outside(clinic):
    with act(None, "Extra"):
        extra = Facility.objects.create(code="X", name="x")
    anchor = str(Head.objects.get())
    link = ChainLink.objects.first()
    tamper(PAST, None, id=extra.pk)
    models.QuerySet(Facility).filter(pk=extra.pk)._raw_delete("default")
    tamper(ChainLink, None, seq=link.seq)
    Head.objects.update(last_link_seq=link.seq - 1, last_link_hash=link.prev_hash)
    assert verify_chain() == []
    assert [finding.rule for finding in verify_chain(anchors=[anchor])] == ["anchor"]


def test_a_chain_written_anew_without_the_key_is_found(settings):
    link = ChainLink.objects.get(reason="two")
    settings.CHAIN_KEY = settings.INDEX_KEY
    tamper(ChainLink, {"hash": "0" * 64}, seq=link.seq)
    settings.CHAIN_KEY = settings.MASTER_KEY
    assert "link-changed" in rules()


def test_new_data_keys_change_no_digest():
    rotation.rotate_data_key()
    with act(None, "Sealed anew"):
        WebhookEndpoint.objects.get().save()
    assert verify_chain() == []


def test_a_column_added_later_leaves_old_digests_valid(alice, monkeypatch):
    # As if `npi` had not been there when this act ended.
    before = [name for name in digests.columns_of(PAST) if name != "npi"]
    plain = digests.columns_of
    monkeypatch.setattr(
        digests, "columns_of", lambda model: before if model is PAST else plain(model)
    )
    monkeypatch.setattr("hmsach.audit.chain.columns_of", digests.columns_of)
    with act(alice, "Earlier"):
        Facility.objects.create(code="OLD", name="old")
    monkeypatch.undo()
    assert (
        ChainLink.objects.first().tables[PAST._meta.label][2]
        == TableShape.of(PAST._meta.label, before).pk
    )
    assert verify_chain() == []
    tamper(PAST, {"name": "never"}, code="OLD")
    assert "row-changed" in rules()


def test_a_changed_fact_is_found(alice, clinic):
    with act(alice, "Look"):
        AccessLog.objects.create(
            user=alice, subject="x", fields=["y"], reason="z", at=clinic.created_at
        )
    assert verify_chain() == []
    tamper(AccessLog, {"reason": "nothing"}, subject="x")
    assert rules() == {"row-changed"}


def test_the_command_prints_the_head_and_fails_on_findings(capsys, clinic):
    call_command("verify_audit")
    out = capsys.readouterr().out
    assert "0 findings" in out and str(Head.objects.get()) in out
    models.QuerySet(Facility).filter(pk=clinic.pk).update(name="never")
    with pytest.raises(SystemExit) as stop:
        call_command("verify_audit", "--json")
    assert stop.value.code == 1
    printed = json.loads(capsys.readouterr().out)
    assert printed["ok"] is False
    assert printed["findings"][0]["rule"] == "live-differs"
