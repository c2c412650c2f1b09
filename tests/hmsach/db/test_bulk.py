"""Writes by the set leave what save() would have left."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from hmsach.audit.acts import act
from hmsach.db.act_context import ActRequired
from hmsach.db.bulk import bulk_insert, set_state
from tests.hmsach.db.sample_models import Kind, Letter, Payee, Receipt

pytestmark = pytest.mark.django_db

MADE_BY_THE_WRITE = {"history_id", "history_date", "id", "code", "created_at", "act_id", "payee_id"}


def payee(code, **values):
    return Payee(
        code=code,
        kind=Kind.SAVINGS,
        amount_cents=-125_000,
        account_number="000-123\t\\N\n'x",
        note="naïve — “quoted”",
        scan=b"\x00\\\n\xff",
        tags={"a": [1, None, "ü"], "b": {"c": True}},
        paid_on=dt.date(2026, 11, 20),
        **values,
    )


def plain(row):
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in MADE_BY_THE_WRITE}


def test_bulk_rows_and_their_history_equal_saved_ones(alice):
    with act(alice, "File 7", request_id="r-7"):
        saved, inserted = payee("saved"), payee("inserted")
        saved.save()
        bulk_insert([inserted])
    assert plain(Payee.objects.get(code="saved")) == plain(Payee.objects.get(code="inserted"))
    assert plain(saved.history.get()) == plain(inserted.history.get())
    assert inserted.history.get().act_id == saved.history.get().act_id
    assert inserted.account_index == saved.account_index != ""


def test_models_may_be_mixed_and_parents_come_first():
    parent = payee("p")
    child = payee("c", parent=parent)
    with act(None, "test"):
        bulk_insert([parent, child, Receipt(payee=parent, text="t"), Letter(subject="s")])
    assert Payee.objects.get(code="c").parent == parent
    assert Receipt.objects.get().text == "t"
    assert Letter.history.count() == 1


def test_ten_thousand_rows_take_a_handful_of_statements(django_assert_max_num_queries):
    rows = [Letter(subject=str(n)) for n in range(10_000)]
    with act(None, "test"), django_assert_max_num_queries(4):
        bulk_insert(rows)
    assert Letter.objects.count() == Letter.history.count() == 10_000


def test_an_inserted_object_can_be_saved_again():
    row = payee("a")
    with act(None, "test"):
        bulk_insert([row])
        row.status = "old"
        row.save()
    assert Payee.objects.get().status == "old"


def test_nothing_is_inserted_outside_an_act():
    with pytest.raises(ActRequired):
        bulk_insert([payee("a")])
    assert not Payee.objects.exists()


def test_a_unique_violation_is_djangos_own_and_leaves_nothing():
    with act(None, "test"):
        with pytest.raises(IntegrityError), transaction.atomic():
            bulk_insert([payee("a"), payee("a")])
        assert not Payee.objects.exists()


def test_an_unset_key_is_refused():
    row = payee("a")
    row.pk = None
    with act(None, "test"), pytest.raises(ValueError, match="primary key"):
        bulk_insert([row])


def test_nothing_to_insert_is_nothing():
    bulk_insert([])


def test_set_state_and_its_history_equal_a_save(alice):
    saved, changed = payee("saved"), payee("changed")
    with act(None, "test"):
        bulk_insert([saved, changed])
    with act(alice, "Sent"):
        saved.status, saved.amount_cents = "sent", saved.amount_cents + 1
        saved.save()
        count = set_state(
            Payee.objects.filter(code="changed"),
            to="sent",
            extra={"amount_cents": F("amount_cents") + 1},
        )
    assert count == 1
    assert plain(saved.history.first()) == plain(changed.history.first())
    assert changed.history.first().history_type == "~"
    changed.refresh_from_db()
    assert plain(saved) == plain(changed)


def test_set_state_touches_only_the_rows_of_the_queryset():
    with act(None, "test"):
        bulk_insert([payee("a"), payee("b")])
        assert set_state(Payee.objects.filter(code="a"), to="sent") == 1
        assert set_state(Payee.objects.filter(code="nobody"), to="sent") == 0
    assert Payee.objects.get(code="b").status == "new"
    assert Payee.history.filter(history_type="~").count() == 1


def test_set_state_takes_rows_by_the_thousand():
    with act(None, "test"):
        bulk_insert([Letter(subject=str(n)) for n in range(5_000)])
        assert set_state(Letter.objects.all(), field="subject", to="same") == 5_000
    assert Letter.history.count() == 10_000


def test_set_state_outside_an_act_is_refused():
    with pytest.raises(ActRequired):
        set_state(Payee.objects.all(), to="sent")


def test_set_state_cannot_write_a_sealed_column():
    with act(None, "test"):
        bulk_insert([payee("a")])
        with pytest.raises(TypeError):
            set_state(Payee.objects.all(), field="account_number", to="1")


def test_set_state_takes_a_queryset_over_joined_tables():
    parent = payee("p")
    with act(None, "test"):
        bulk_insert([parent, payee("c", parent=parent), payee("other")])
        rows = Payee.objects.filter(parent__code="p").order_by("parent__code")
        assert set_state(rows, to="sent") == 1
    assert Payee.objects.get(status="sent").code == "c"
