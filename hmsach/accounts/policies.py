"""May this user do this at that facility? The one question every service asks first."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from hmsach.accounts.models import User
from hmsach.accounts.roles import facility_ids
from hmsach.lib.errors import NotAllowed

DOES = {
    "view_facility": "see this facility",
    "work_queue": "work the exception queue of this facility",
    "prepare_payment": "prepare payments of this facility",
    "approve_payment": "approve payments of this facility",
    "release_payment": "release payments of this facility",
    "manage_payee": "change payees of this facility",
    "view_history": "see the history of this facility",
    "view_metrics": "see the metrics of this facility",
    "reveal": "reveal account numbers and patient identifiers of this facility",
}


def can(user: User | AnonymousUser | None, permission: str, facility_id: UUID | None) -> bool:
    """Whether the user holds the permission there; without a facility, only a superuser does."""
    if facility_id is None:
        return isinstance(user, User) and user.is_active and user.is_superuser
    return facility_id in facility_ids(user, permission)


def can_anywhere(user: User | AnonymousUser | None, permission: str) -> bool:
    """Whether the user holds the permission at one facility at least."""
    return bool(facility_ids(user, permission))


def check_can(user: User | AnonymousUser | None, permission: str, facility_id: UUID | None) -> None:
    """Pass when the user may; raise NotAllowed with a sentence when not."""
    if not can(user, permission, facility_id):
        raise NotAllowed(f"You may not {DOES.get(permission, permission)}.")
