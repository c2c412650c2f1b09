"""What people do with items of work: take, hand over, note, wait, resolve, take up again."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from hmsach.accounts.models import User
from hmsach.accounts.policies import can
from hmsach.accounts.roles import facility_ids
from hmsach.audit.acts import act
from hmsach.db.records import ScopedQuerySet
from hmsach.lib.errors import Conflict, NotAllowed
from hmsach.outbox.publish import publish
from reconciliation import policies
from reconciliation.models import ExceptionItem, ExceptionNote
from reconciliation.services.opening import (
    Draft,
    close_exceptions,
    open_exception,
    open_exceptions,
)
from reconciliation.states import ExceptionStatus

__all__ = [
    "Draft",
    "assign",
    "claim_next",
    "close_exceptions",
    "note",
    "open_exception",
    "open_exceptions",
    "reopen",
    "resolve",
    "wait",
]

FREE = (ExceptionStatus.OPEN, ExceptionStatus.REOPENED)


class AlreadyResolved(Conflict):
    """This item is resolved; reopen it first."""

    code = "already-resolved"


def claim_next(
    *, user: User, now: datetime, kinds: Collection[str] = (), facility_code: str = ""
) -> ExceptionItem | None:
    """The most urgent item nobody has, now the user's; None where there is none left.

    Two people who ask at once get two items. Raises NotAllowed for who works no queue at all.
    """
    if not facility_ids(user, "work_queue"):
        raise NotAllowed("You may not work the exception queue of any facility.")
    with act(user, "Took the next item"):
        free = _free(user, kinds, facility_code)
        # Skips what another is taking at this moment; on SQLite the act itself lets one in.
        item = free.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
        if item is None:
            return None
        item.owner = user
        item.move_to(ExceptionStatus.ASSIGNED)
    return item


def _free(user: User, kinds: Collection[str], facility_code: str) -> ScopedQuerySet:
    free = ExceptionItem.objects.visible_to(user).filter(
        status__in=FREE, owner__isnull=True, facility__in=facility_ids(user, "work_queue")
    )
    if kinds:
        free = free.filter(kind__in=kinds)
    if facility_code:
        free = free.filter(facility__code=facility_code)
    return free.order_by("due_at", F("amount_cents").desc(), "created_at")


def assign(
    *, user: User, item_id: UUID, to: User | None, reason: str, now: datetime
) -> ExceptionItem:
    """The item is another's to work, or nobody's. Raises NotFound, NotAllowed, AlreadyResolved.

    Whoever gets it must be allowed to work the queue there.
    """
    with act(user, reason):
        item = _locked(user, item_id)
        if to is not None and not can(to, "work_queue", item.facility_id):
            raise NotAllowed("That person may not work the exception queue of this facility.")
        item.owner = to
        target = ExceptionStatus.ASSIGNED if to is not None else ExceptionStatus.OPEN
        if item.status == target or (to is None and item.status in FREE):
            item.save()
        else:
            item.move_to(target)
    return item


def note(*, user: User, item_id: UUID, text: str, now: datetime) -> ExceptionNote:
    """Somebody's words are kept on the item, sealed. Raises NotFound, NotAllowed."""
    with act(user, "Note on an item"):
        item = _locked(user, item_id, resolved_too=True)
        return ExceptionNote.objects.create(item=item, author=user, at=now, text=text)


def wait(
    *, user: User, item_id: UUID, until: date, waiting_for: str, reason: str, now: datetime
) -> ExceptionItem:
    """The item sleeps until a day, for somebody; then it comes back by itself."""
    with act(user, reason):
        item = _locked(user, item_id)
        item.waiting_until, item.waiting_for = until, waiting_for[:80]
        if item.status == ExceptionStatus.WAITING:
            item.save()
        else:
            item.move_to(ExceptionStatus.WAITING)
    return item


def resolve(
    *, user: User, item_id: UUID, resolution: str, reason: str, now: datetime
) -> ExceptionItem:
    """The item is done, and how. Raises NotFound, NotAllowed, AlreadyResolved."""
    with act(user, reason):
        item = _locked(user, item_id)
        close_exceptions([item], resolution=resolution[:40], now=now)
    return item


def reopen(*, user: User, item_id: UUID, reason: str, now: datetime) -> ExceptionItem:
    """A resolved item is work again, free to be taken. Raises NotFound, IllegalTransition,
    Conflict where the same trouble has an open item already."""
    with act(user, reason):
        item = _locked(user, item_id, resolved_too=True)
        same = ExceptionItem.objects.filter(fingerprint=item.fingerprint).exclude(pk=item.pk)
        if same.exclude(status=ExceptionStatus.RESOLVED).exists():
            raise Conflict("The same trouble has an open item already.")
        item.resolution, item.resolved_at, item.owner = "", None, None
        item.move_to(ExceptionStatus.REOPENED)
        publish(
            "exception.reopened",
            subject=f"exception:{item.pk}",
            facility_id=item.facility_id,
            payload={"exception_id": str(item.pk), "kind": item.kind},
        )
    return item


def _locked(user: User, item_id: UUID, *, resolved_too: bool = False) -> ExceptionItem:
    item: ExceptionItem = ExceptionItem.objects.locked_for(
        user, "There is no such item.", pk=item_id
    )
    policies.check_can_work(user, item.facility_id)
    if item.status == ExceptionStatus.RESOLVED and not resolved_too:
        raise AlreadyResolved()
    return item
