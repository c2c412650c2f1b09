"""The two sides are filled, and alike: a walk over empty tables would prove nothing."""

import pytest
from django.apps import apps

from tests.scope.worlds import Worlds

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "audit", "outbox", "edi", "payments", "reconciliation")
# Of nobody in particular, of both alike, or kept as counters that are not given to one side.
OF_NOBODY = {
    "accounts.FacilityGroupObjectPermission",
    "accounts.User_user_permissions",
    "audit.Head",
    "audit.TableShape",
    "edi.ControlNumber",
    "payments.ClosedDay",
    "payments.TraceSequence",
    "reconciliation.ExceptionItemGrant",
    "reconciliation.Payer",
    "reconciliation.PayerAlias",
    "reconciliation.ResultSequence",
}


def models_of_the_rooms() -> list[str]:
    return [
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ROOMS and not model.__name__.startswith("Historical")
    ]


def test_each_side_has_rows_of_every_model_of_the_rooms(worlds: Worlds):
    wanted = set(models_of_the_rooms()) - OF_NOBODY
    assert {label for label in wanted if not worlds.ours.rows[label]} == set()
    assert {label for label in wanted if not worlds.other.rows[label]} == set()


def test_both_sides_have_as_many_rows(worlds: Worlds):
    counts = [
        {label: len(side.rows[label]) for label in models_of_the_rooms() if label not in OF_NOBODY}
        for side in (worlds.ours, worlds.other)
    ]
    assert counts[0] == counts[1]


def test_no_row_is_of_both_sides(worlds: Worlds):
    for label in worlds.ours.rows:
        assert worlds.ours.rows[label].isdisjoint(worlds.other.rows[label])
