"""What save() and delete() leave in history, and what they refuse."""

import pytest
from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.utils import timezone

from hmsach.accounts.models import User
from hmsach.audit.acts import act
from hmsach.db.act_context import ActRequired
from hmsach.db.bulk import bulk_insert
from tests.hmsach.db.sample_models import Letter, Payee

pytestmark = pytest.mark.django_db


def test_a_save_writes_actor_reason_act_and_request(alice):
    with act(alice, "First contract", request_id="r-1") as open_act:
        payee = Payee.objects.create(code="a")
    row = payee.history.get()
    assert (row.history_user, row.history_change_reason, row.history_type) == (
        alice,
        "First contract",
        "+",
    )
    assert (row.act_id, row.request_id) == (open_act.id, "r-1")


def test_a_save_outside_an_act_is_refused_before_the_row_is_there():
    with pytest.raises(ActRequired, match="open one"):
        Payee(code="a").save()
    assert not Payee.objects.exists()


def test_a_delete_outside_an_act_is_refused_before_the_row_is_gone():
    with act(None, "test"):
        payee = Payee.objects.create(code="a")
    with pytest.raises(ActRequired), transaction.atomic():
        payee.delete()
    assert Payee.objects.filter(pk=payee.pk).exists()


def test_a_delete_inside_an_act_leaves_its_history():
    with act(None, "test"):
        payee = Payee.objects.create(code="a", account_number="1")
        key = payee.pk
        Payee.objects.get(pk=key).delete()
    last = Payee.history.filter(id=key).first()
    assert (last.history_type, last.account_number) == ("-", "1")


def test_a_login_writes_no_history_and_needs_no_act():
    user = User.objects.create_user("bob", password=None)
    before = user.history.count()
    update_last_login(None, user)
    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == before


def test_history_keeps_neither_password_nor_last_login():
    names = {field.name for field in User.history.model._meta.fields}
    assert not names & {"password", "last_login"}


def test_a_change_of_a_user_needs_an_act():
    user = User.objects.create_user("bob", password=None)
    user.first_name = "Bob"
    with pytest.raises(ActRequired):
        user.save()


def test_a_lease_is_no_history():
    names = {field.name for field in Letter.history.model._meta.fields}
    assert not names & {"lease_owner", "lease_until", "attempt"}
    with act(None, "test"):
        letter = Letter.objects.create(subject="a")
    letter.lease_until = timezone.now()
    letter.save(update_fields=["lease_until"])
    assert letter.history.count() == 1


def test_an_inner_act_gives_its_rows_its_own_reason(alice):
    with act(None, "outer"):
        with act(alice, "inner"):
            one = Payee.objects.create(code="a")
        two = Payee.objects.create(code="b")
    inner, outer = one.history.get(), two.history.get()
    assert inner.act_id == outer.act_id
    assert (inner.history_change_reason, outer.history_change_reason) == ("inner", "outer")
    assert (inner.history_user, outer.history_user) == (alice, None)


def test_the_past_can_be_read_as_it_was():
    with act(None, "test"):
        payee = Payee.objects.create(code="a", note="first")
        moment = payee.history.get().history_date
        payee.note = "second"
        payee.save()
    assert payee.history.as_of(moment).note == "first"
    assert Payee.history.filter(id=payee.pk).count() == 2


def test_bulk_rows_count_in_the_same_history():
    payee = Payee(code="a")
    with act(None, "test"):
        bulk_insert([payee])
        payee.status = "old"
        payee.save()
    assert [row.history_type for row in payee.history.all()] == ["~", "+"]
