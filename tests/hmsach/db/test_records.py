"""The base classes refuse what would go around history."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, models, transaction

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role
from hmsach.audit.acts import act
from hmsach.db.act_context import ActRequired
from hmsach.db.records import AppendOnlyViolation, HistoryWouldBeLost
from hmsach.lib.errors import NotFound
from tests.hmsach.db.sample_models import Payee, Receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def payee():
    with act(None, "test"):
        return Payee.objects.create(code="a")


WRITES = {
    "update": lambda rows: rows.update(status="x"),
    "bulk_create": lambda rows: rows.bulk_create([]),
    "bulk_update": lambda rows: rows.bulk_update([], ["status"]),
    "delete": lambda rows: rows.delete(),
}


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("model", [Payee, Receipt, Facility])
def test_a_queryset_refuses_writes_that_lose_history(name, model):
    with act(None, "test"), pytest.raises(HistoryWouldBeLost, match=name):
        WRITES[name](model.objects.all())


def test_a_related_manager_refuses_them_too(payee):
    with act(None, "test"):
        child = Payee.objects.create(code="b")
        with pytest.raises(HistoryWouldBeLost):
            payee.children.add(child)
        with pytest.raises(HistoryWouldBeLost):
            payee.children.update(status="x")


def test_the_base_manager_refuses_them_too():
    with pytest.raises(HistoryWouldBeLost):
        Payee._base_manager.update(status="x")


def test_a_fact_is_inserted_once_and_then_left_alone(payee):
    with act(None, "test"):
        receipt = Receipt.objects.create(payee=payee, text="thanks")
        receipt.text = "no thanks"
        with pytest.raises(AppendOnlyViolation):
            receipt.save()
        with pytest.raises(AppendOnlyViolation):
            receipt.delete()
    assert Receipt.objects.get().text == "thanks"


def test_a_fact_needs_an_act(payee):
    with pytest.raises(ActRequired):
        Receipt.objects.create(payee=payee, text="thanks")


@pytest.mark.parametrize("model", [Receipt, Payee.history.model])
def test_the_database_itself_refuses_to_change_or_delete_them(payee, model):
    with act(None, "test"):
        Receipt.objects.create(payee=payee, text="thanks")
    rows = models.QuerySet(model)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(act_id=payee.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.all()._raw_delete("default")
    assert rows.count() == 1


def test_a_scoped_read_starts_empty_and_ends_at_the_facilities_granted():
    with act(None, "test"):
        here = Facility.objects.create(code="HERE", name="Here")
        Facility.objects.create(code="THERE", name="There")
    alice, bob = (User.objects.create_user(name, password=None) for name in ("alice", "bob"))
    chief = User.objects.create_superuser("chief", password=None)
    grant_role(user=alice, role="biller", facility=here)
    assert list(Facility.objects.all().visible_to(alice)) == [here]
    assert Facility.objects.visible_to(chief).count() == 2
    gone = User.objects.create_superuser("gone", password=None, is_active=False)
    for nobody in (bob, gone, AnonymousUser(), None):
        assert not Facility.objects.visible_to(nobody).exists()


def test_a_row_is_locked_only_for_whom_may_see_it():
    with act(None, "test"):
        here = Facility.objects.create(code="HERE", name="Here")
        there = Facility.objects.create(code="THERE", name="There")
    alice = User.objects.create_user("alice", password=None)
    grant_role(user=alice, role="biller", facility=here)
    with transaction.atomic():
        assert Facility.objects.locked_for(alice, "No such place.", pk=here.pk) == here
        with pytest.raises(NotFound, match="No such place"):
            Facility.objects.locked_for(alice, "No such place.", pk=there.pk)
