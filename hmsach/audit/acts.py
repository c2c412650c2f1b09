"""Acts: everything of record happens in one, with an actor and a reason, or not at all."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from hmsach.audit import chain
from hmsach.db.act_context import Act, ActRequired, open_act
from hmsach.lib import clock
from hmsach.lib.errors import DomainError

__all__ = ["Act", "ActRequired", "ReasonRequired", "act", "current_act"]

log = logging.getLogger(__name__)


class ReasonRequired(DomainError):
    """Say why; the reason is kept with what you do."""

    code = "reason-required"


@contextmanager
def act(actor: Any, reason: str, request_id: str = "") -> Iterator[Act]:
    """What happens inside is one transaction: history, facts, events and their link in the chain.

    `actor` is a User, or None where the system acts. An act inside an act joins it: same id and
    one link, with its own actor and reason on its rows; when it raises, its rows and events are
    gone and the outer act may go on. Catch errors around an inner act, not around a bare
    `transaction.atomic`, which knows nothing of events. Raises ReasonRequired.
    """
    if not reason.strip():
        raise ReasonRequired
    outer = open_act.get()
    inner = _begun(actor, reason, request_id, outer)
    token = open_act.set(inner)
    try:
        with transaction.atomic():
            yield inner
            if outer is None:
                _close(inner)
    finally:
        open_act.reset(token)
    if outer is not None:
        outer.events.extend(inner.events)


def current_act() -> Act | None:
    """The innermost open act, or None."""
    return open_act.get()


def _begun(actor: Any, reason: str, request_id: str, outer: Act | None) -> Act:
    if outer is None:
        return Act(uuid.uuid4(), actor, reason, request_id, clock.now(), set())
    return Act(
        outer.id,
        outer.actor if actor is None else actor,
        reason,
        request_id or outer.request_id,
        outer.at,
        outer.tables,
    )


def _close(act: Act) -> None:
    link = chain.enter(act)
    if link is not None:
        # The log is kept apart from the database: who rewrites the chain there is found here.
        act.on_commit(lambda: log.info("audit head %s:%s", link.seq, link.hash))
