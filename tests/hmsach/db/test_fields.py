"""Cents, sealed columns and blind indexes."""

import copy
import pickle
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.db.models import F
from django.db.models.functions import Upper
from hypothesis import given
from hypothesis import strategies as st

from hmsach.audit.acts import act
from hmsach.db.fields import CentsField, EncryptedTextField, Sealed, index_of
from hmsach.keys import ring, rotation
from hmsach.lib.crypto import Undecipherable
from hmsach.outbox.models import WebhookEndpoint
from tests.hmsach.db.sample_models import Payee

pytestmark = pytest.mark.django_db


def stored(table, column, payee):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE id = %s",
            [Payee._meta.pk.get_db_prep_value(payee.pk, connection)],
        )
        return cursor.fetchone()[0]


def kept(**values):
    with act(None, "test"):
        return Payee.objects.create(code=uuid.uuid4().hex, **values)


@pytest.mark.parametrize("value", [1.0, Decimal(1), True, "12.50", "1e3", ""])
def test_cents_refuse_what_is_not_whole_cents(value):
    with pytest.raises((TypeError, ValueError)):
        CentsField().get_prep_value(value)


@given(st.integers(min_value=-(10**17), max_value=10**17))
def test_cents_take_any_integer_and_its_digits(cents):
    assert CentsField().get_prep_value(cents) == CentsField().get_prep_value(str(cents)) == cents


def test_an_account_number_never_stands_in_the_database_in_clear():
    payee = kept(account_number="000123456789", scan=b"000123456789")
    for table in ("samples_payee", "samples_historicalpayee"):
        for column in ("account_number", "scan"):
            text = bytes(str(stored(table, column, payee)), "utf-8")
            assert b"000123456789" not in text
        assert stored(table, "account_number", payee).startswith("v1$")


def test_a_sealed_value_is_read_in_clear_from_its_row_and_from_its_history():
    payee = kept(account_number="000123456789", note="ünïcode", scan=b"\x00\xff")
    again = Payee.objects.get(pk=payee.pk)
    past = payee.history.get()
    for row in (payee, again, past, past.instance):
        assert (row.account_number, row.note, row.scan) == ("000123456789", "ünïcode", b"\x00\xff")


def test_nothing_is_opened_until_it_is_read(monkeypatch):
    payee = kept(account_number="1")
    opened = []
    plain_open = EncryptedTextField.open
    monkeypatch.setattr(EncryptedTextField, "open", lambda *a: opened.append(1) or plain_open(*a))
    again = Payee.objects.get(pk=payee.pk)
    assert again.code and not opened
    assert again.account_number == "1" and opened


def test_null_stays_null_and_blank_stays_blank():
    payee = kept(account_number="", note=None)
    assert stored("samples_payee", "account_number", payee) == ""
    assert stored("samples_payee", "note", payee) is None
    again = Payee.objects.get(pk=payee.pk)
    assert (again.account_number, again.note, again.scan) == ("", None, None)
    assert Payee.objects.filter(note__isnull=True, pk=payee.pk).exists()


def test_values_give_the_sealed_form_which_does_not_show_itself():
    kept(account_number="000123456789")
    sealed = Payee.objects.values_list("account_number", flat=True).get()
    assert isinstance(sealed, Sealed)
    assert repr(sealed) == str(sealed) == "<sealed>"


@pytest.mark.parametrize("lookup", ["", "__exact", "__icontains", "__in", "__gt", "__upper"])
def test_no_lookup_but_null_is_answered(lookup):
    with pytest.raises(FieldError):
        list(Payee.objects.filter(**{f"account_number{lookup}": "1"}))


def test_an_update_cannot_write_a_plain_value():
    kept(account_number="1")
    with pytest.raises(TypeError, match="written with its row"):
        models.QuerySet(Payee).update(account_number="2")
    with pytest.raises(TypeError):
        models.QuerySet(Payee).update(account_number=Upper(F("account_number")))


def test_a_value_moved_to_another_row_does_not_open():
    one, other = kept(account_number="1"), kept(account_number="2")
    text = stored("samples_payee", "account_number", one)
    models.QuerySet(Payee).filter(pk=other.pk).update(account_number=Sealed(text))
    with pytest.raises(Undecipherable):
        _ = Payee.objects.get(pk=other.pk).account_number


def test_a_value_moved_to_another_column_does_not_open():
    payee = kept(account_number="1", note="x")
    text = stored("samples_payee", "account_number", payee)
    models.QuerySet(Payee).filter(pk=payee.pk).update(note=Sealed(text))
    with pytest.raises(Undecipherable):
        _ = Payee.objects.get(pk=payee.pk).note


def test_a_loaded_row_copied_to_another_id_is_refused_not_stored_unreadable():
    payee = Payee.objects.get(pk=kept(account_number="1").pk)
    payee.pk, payee._state.adding = uuid.uuid4(), True
    with act(None, "test"), pytest.raises(Undecipherable):
        payee.save()


def test_a_save_of_something_else_leaves_the_stored_text_alone():
    payee = Payee.objects.get(pk=kept(account_number="1").pk)
    before = stored("samples_payee", "account_number", payee)
    with act(None, "test"):
        payee.status = "old"
        payee.save()
    assert stored("samples_payee", "account_number", payee) == before


def test_refresh_and_deferral_keep_the_value():
    payee = kept(account_number="1234")
    payee.account_number = "other"
    payee.refresh_from_db()
    assert payee.account_number == "1234"
    deferred = Payee.objects.defer("account_number").get(pk=payee.pk)
    assert deferred.account_number == "1234"


def test_copies_and_pickles_open_and_a_pickle_holds_nothing_in_clear(alice):
    with act(None, "test"):
        made = WebhookEndpoint.objects.create(owner=alice, url="https://a.example", secret="s3cret")
    row = WebhookEndpoint.objects.get(pk=made.pk)
    for twin in (copy.copy(row), copy.deepcopy(row), pickle.loads(pickle.dumps(row))):
        assert twin.secret == "s3cret"
    assert b"s3cret" not in pickle.dumps(row)
    assert b"s3cret" not in pickle.dumps(made)


def test_values_sealed_under_an_older_data_key_still_open_beside_new_ones():
    old = kept(account_number="1")
    rotation.rotate_data_key()
    new = kept(account_number="1")
    ring.forget()
    assert stored("samples_payee", "account_number", old).split("$")[1] == "d1"
    assert stored("samples_payee", "account_number", new).split("$")[1] == "d2"
    assert {p.account_number for p in Payee.objects.all()} == {"1"}
    with act(None, "test"):
        Payee.objects.get(pk=old.pk).save()
    ring.forget()


def test_a_plain_value_of_another_type_is_refused():
    with pytest.raises(TypeError, match="holds str"):
        kept(account_number=1234)


def test_a_blind_index_finds_each_spelling_of_the_same_number():
    payee = kept(account_number="000-123")
    assert Payee.objects.get(account_index=index_of(Payee, "account_index", "000123")) == payee
    assert payee.account_index == payee.history.get().account_index
    assert "123" not in payee.account_index or len(payee.account_index) == 64


def test_a_blind_index_follows_a_save_of_its_source_alone():
    payee = kept(account_number="1")
    payee.account_number = "2"
    with act(None, "test"):
        payee.save(update_fields=["account_number"])
    assert Payee.objects.filter(account_index=index_of(Payee, "account_index", "2")).exists()


def test_a_blank_source_has_a_blank_index():
    assert kept(account_number="").account_index == ""


@pytest.mark.parametrize("name", ["account_number", "scan", "account_index"])
def test_the_history_copy_of_a_column_says_its_label_in_migrations(name):
    live = Payee._meta.get_field(name)
    past = Payee.history.model._meta.get_field(name)
    assert live.label == past.label == f"samples.payee.{name}"
    assert "label" not in live.deconstruct()[3]
    assert past.deconstruct()[3]["label"] == f"samples.payee.{name}"
    assert past.clone().label == past.label
