"""A row with a status: one step at a time along its table, kept by a constraint as well."""

from typing import ClassVar

from django.db import models

from hmsach.lib.states import Transitions


class Stateful(models.Model):
    """A model whose `status` follows `transitions`."""

    transitions: ClassVar[Transitions]
    status: models.CharField  # type: ignore[type-arg]

    class Meta:
        abstract = True

    def move_to(self, status: str) -> None:
        """Take one step and save. Raises IllegalTransition where the table has no such step."""
        self.transitions.check(self.status, status)
        self.status = status
        self.save()


def status_field(choices: type[models.TextChoices], default: str | None = None) -> models.CharField:  # type: ignore[type-arg]
    """A status column: indexed, its values told by `choices`."""
    start = default or choices.values[0]
    return models.CharField(max_length=24, choices=choices.choices, default=start, db_index=True)


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """The constraint that keeps `field` among `choices`, against any hand that writes SQL."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
