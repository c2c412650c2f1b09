"""The house holds in the database too: no foreign key points up, no status goes unguarded."""

import pytest
from django.apps import apps
from django.db import models

from hmsach.db.stateful import Stateful

FLOORS = {"reconciliation": 3, "payments": 2, "edi": 1}


def floor(model: type[models.Model]) -> int:
    return FLOORS.get(model._meta.app_label, 0)


def foreign_keys():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey):
                yield model, field


@pytest.mark.parametrize(
    ("model", "field"),
    [pytest.param(m, f, id=f"{m._meta.label}.{f.name}") for m, f in foreign_keys()],
)
def test_no_foreign_key_points_up(model, field):
    assert floor(field.related_model) <= floor(model)


STATEFUL = [m for m in apps.get_models() if issubclass(m, Stateful)]


@pytest.mark.parametrize("model", STATEFUL, ids=lambda m: m._meta.label)
def test_every_status_table_is_total(model):
    choices = {value for value, _ in model._meta.get_field("status").choices}
    assert set(model.transitions.table) == choices


@pytest.mark.parametrize("model", STATEFUL, ids=lambda m: m._meta.label)
def test_every_status_is_reachable_from_the_first(model):
    reached = {model._meta.get_field("status").default}
    while fresh := {t for s in reached for t in model.transitions.table[s]} - reached:
        reached |= fresh
    # A deposit may also be expected before it is received, an item reopened.
    assert set(model.transitions.table) - reached <= {"expected"}


@pytest.mark.parametrize("model", STATEFUL, ids=lambda m: m._meta.label)
def test_every_status_is_kept_by_a_constraint(model):
    conditions = [str(c.condition) for c in model._meta.constraints if hasattr(c, "condition")]
    assert any("status__in" in text for text in conditions)
