"""Telling what happened: to the rooms above at once, to the outside once the act is committed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from hmsach.db import act_context
from hmsach.lib import clock
from hmsach.lib.ids import public_id
from hmsach.outbox.models import Event


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as its subscribers get it; it has no number before its act ends."""

    id: str
    type: str
    subject: str
    facility_id: UUID | None
    payload: dict[str, Any]
    act_id: UUID
    actor: str
    at: datetime

    def numbered(self, seq: int) -> Event:
        """The row it becomes, without its hashes."""
        return Event(
            id=self.id,
            seq=seq,
            type=self.type,
            subject=self.subject,
            facility_id=self.facility_id,
            payload=self.payload,
            act_id=self.act_id,
            actor=self.actor,
            at=self.at,
        )


def publish(
    kind: str, *, subject: str, facility_id: UUID | None, payload: dict[str, Any]
) -> EventDraft:
    """The subscribers have taken it up in this transaction, and its row is stored as the act ends.

    `payload` is JSON without floats (money is a string of dollars), without names, account
    numbers or anything of a patient. What a subscriber raises undoes the act. Raises ActRequired,
    TypeError for a payload that is not such JSON.
    """
    act = act_context.require_act()
    draft = EventDraft(
        id=public_id("e"),
        type=kind,
        subject=subject,
        facility_id=facility_id,
        payload=_checked(payload),
        act_id=act.id,
        actor="" if act.actor_id is None else str(act.actor_id),
        at=clock.now(),
    )
    act.events.append(draft)
    for name in settings.EVENT_SUBSCRIBERS.get(kind, ()):
        import_string(name)(draft)
    return draft


def _checked(payload: dict[str, Any]) -> dict[str, Any]:
    """The payload as it comes back from the database, so that its hash can be taken again."""
    checked: dict[str, Any] = json.loads(json.dumps(payload), parse_float=_refuse_float)
    return checked


def _refuse_float(text: str) -> NoReturn:
    raise TypeError(f"An event carries no floats: {text}.")
