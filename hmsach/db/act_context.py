"""The act that is open right now; a leaf that rows may ask. Acts open and close in hmsach.audit."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction

from hmsach.lib.errors import DomainError


class ActRequired(DomainError):
    """Nothing of record is written outside an act; open one with audit.acts.act(actor, reason)."""

    code = "act-required"
    http_status = 500


@dataclass(slots=True)
class Act:
    """Who does what for which reason; inner acts share the id and the tables of the outermost."""

    id: UUID
    actor: Any  # a User or None; the type lives in a room that imports this one
    reason: str
    request_id: str
    at: datetime
    tables: set[type[models.Model]]  # the histories and facts that got rows
    events: list[Any] = field(default_factory=list)

    @property
    def actor_id(self) -> int | None:
        """The actor's primary key; None where the system itself acts."""
        return None if self.actor is None else self.actor.pk

    def on_commit(self, call: Callable[[], Any]) -> None:
        """Call it once all of this is committed; never if it is rolled back."""
        transaction.on_commit(call)


open_act: ContextVar[Act | None] = ContextVar("open_act", default=None)


def require_act() -> Act:
    """The innermost open act. Raises ActRequired when there is none."""
    act = open_act.get()
    # A thread may inherit the context, but never the transaction the act is.
    if act is None or not transaction.get_connection().in_atomic_block:
        raise ActRequired
    return act


def act_id() -> UUID:
    """The open act's id: the default of every `act_id` column."""
    return require_act().id


def request_id() -> str:
    """The id of the request the open act serves, or blank."""
    return require_act().request_id
