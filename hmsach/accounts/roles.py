"""Who may do what: the roles, giving and taking them, and the facilities a user may see."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import AppConfig
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q

from hmsach.accounts.models import (
    Facility,
    FacilityGroupObjectPermission,
    FacilityUserObjectPermission,
    User,
)
from hmsach.audit.acts import act
from hmsach.db.act_context import open_act

ROOMS = ("accounts", "audit", "outbox", "edi", "payments", "reconciliation")
FACILITY_PERMISSIONS = ("view_facility", *(name for name, _ in Facility._meta.permissions))
SYSTEM_USERNAME = "hmsach"


@dataclass(frozen=True)
class Role:
    """What a role sees (all `view_*` of `rooms`) and may do at a facility it is given for."""

    title: str
    rooms: frozenset[str]
    at_facility: frozenset[str]
    extra_views: frozenset[str] = frozenset()  # "app_label.codename" beyond the rooms
    staff: bool = True

    def sees(self, permission: Permission) -> bool:
        """Whether the role's group carries this model-level permission."""
        label, name = permission.content_type.app_label, permission.codename
        return (label in self.rooms and name.startswith("view_")) or (
            f"{label}.{name}" in self.extra_views
        )


MONEY_ROOMS = frozenset({"payments", "reconciliation", "edi"})
FACILITIES = frozenset({"accounts.view_facility"})

ROLES: dict[str, Role] = {
    "biller": Role(
        "Biller",
        MONEY_ROOMS,
        frozenset({"view_facility", "work_queue", "prepare_payment", "view_history", "reveal"}),
        FACILITIES,
    ),
    "approver": Role(
        "Approver",
        MONEY_ROOMS,
        frozenset(
            {
                "view_facility",
                "work_queue",
                "approve_payment",
                "manage_payee",
                "view_history",
                "reveal",
            }
        ),
        FACILITIES,
    ),
    "treasury": Role(
        "Treasury",
        MONEY_ROOMS,
        frozenset(
            {
                "view_facility",
                "work_queue",
                "release_payment",
                "manage_payee",
                "view_history",
                "view_metrics",
                "reveal",
            }
        ),
        FACILITIES,
    ),
    "compliance": Role(
        "Compliance",
        frozenset(ROOMS),
        frozenset({"view_facility", "view_history", "view_metrics"}),
    ),
    "cfo": Role(
        "CFO",
        MONEY_ROOMS,
        frozenset({"view_facility", "view_history", "view_metrics"}),
        FACILITIES,
    ),
    "client": Role(
        "API client",
        frozenset(),
        frozenset({"view_facility", "prepare_payment", "work_queue", "view_metrics"}),
        staff=False,
    ),
}


def seed_roles(app_label: str | None = None) -> None:
    """Every role has its group, carrying exactly the views of the rooms it needs.

    With `app_label`, only that app's permissions are looked at. Running it again changes nothing.
    """
    permissions = Permission.objects.select_related("content_type").filter(
        content_type__app_label__in=[app_label] if app_label else ROOMS
    )
    known = list(permissions)
    for name, role in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        held = set(group.permissions.filter(pk__in=[p.pk for p in known]))
        wanted = {permission for permission in known if role.sees(permission)}
        if wanted - held:
            group.permissions.add(*(wanted - held))
        if held - wanted:
            group.permissions.remove(*(held - wanted))


def seed_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Seed what concerns the app whose permissions were just made (also after a flush)."""
    if sender.label in ROOMS:
        seed_roles(sender.label)


def grant_role(*, user: User, role: str, facility: Facility) -> None:
    """The user has the role's group and its permissions at the facility.

    Raises KeyError on an unknown role. Granting again changes nothing.
    """
    wanted = ROLES[role]
    with _own_act(f"Role {role} at {facility.code} granted"):
        user.groups.add(Group.objects.get(name=role))
        for permission in _facility_permissions(wanted.at_facility):
            FacilityUserObjectPermission.objects.get_or_create(
                user=user, permission=permission, content_object=facility
            )
        user.is_staff = user.is_staff or wanted.staff
        user.save()
    forget_grants(user)


def revoke_role(*, user: User, role: str, facility: Facility) -> None:
    """The user keeps at the facility only what another role of theirs gives there.

    The group goes with the last facility at which all of the role's permissions were held.
    """
    with _own_act(f"Role {role} at {facility.code} revoked"):
        kept = _kept_permissions(user, role, facility)
        rows = FacilityUserObjectPermission.objects.filter(
            user=user,
            content_object=facility,
            permission__codename__in=ROLES[role].at_facility - kept,
        )
        for row in rows:
            row.delete()
        if not any(held >= ROLES[role].at_facility for held in _held_by_facility(user).values()):
            user.groups.remove(Group.objects.get(name=role))
        user.save()
    forget_grants(user)


def roles_of(user: User) -> dict[str, list[str]]:
    """Facility code -> names of the user's roles there, for people who look at grants."""
    names = set(user.groups.values_list("name", flat=True)) & set(ROLES)
    held = _held_by_facility(user)
    codes = dict(Facility.objects.filter(pk__in=held).values_list("pk", "code"))
    return {
        codes[pk]: sorted(name for name in names if ROLES[name].at_facility <= permissions)
        for pk, permissions in sorted(held.items(), key=lambda item: codes[item[0]])
    }


def facility_ids(
    user: User | AnonymousUser | None, permission: str = "view_facility"
) -> frozenset[UUID]:
    """The facilities at which the user holds the permission, remembered on the user object.

    A superuser: all. Nobody, an anonymous or an inactive user: none.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    remembered: dict[str, frozenset[UUID]] | None = getattr(user, "_facility_ids", None)
    if remembered is None:
        remembered = {}
        user._facility_ids = remembered  # type: ignore[attr-defined]
    if permission not in remembered:
        remembered[permission] = _look_up_facility_ids(user, permission)
    return remembered[permission]


def forget_grants(user: User) -> None:
    """The next question about this user's rights asks the database again."""
    for name in ("_facility_ids", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
        if hasattr(user, name):
            delattr(user, name)


def system_user() -> User:
    """The user as whom tasks and importers act: a service, never logged in."""
    found = User.objects.filter(username=SYSTEM_USERNAME).first()
    if found is not None:
        return found
    return User.objects.create_user(
        username=SYSTEM_USERNAME, password=None, is_service=True, first_name="System"
    )


def _own_act(reason: str) -> AbstractContextManager[Any]:
    """The open act with the reason a person gave, or one of the system's own."""
    return nullcontext() if open_act.get() else act(None, reason)


def _look_up_facility_ids(user: User, permission: str) -> frozenset[UUID]:
    if user.is_superuser:
        return frozenset(Facility.objects.values_list("pk", flat=True))
    own = FacilityUserObjectPermission.objects.filter(user=user)
    by_group = FacilityGroupObjectPermission.objects.filter(group__user=user)
    asked = Q(permission__codename=permission)
    return frozenset(
        own.filter(asked)
        .values_list("content_object_id", flat=True)
        .union(by_group.filter(asked).values_list("content_object_id", flat=True))
    )


def _facility_permissions(codenames: frozenset[str]) -> list[Permission]:
    return list(
        Permission.objects.filter(
            content_type__app_label="accounts",
            content_type__model="facility",
            codename__in=codenames,
        ).order_by("codename")
    )


def _held_by_facility(user: User) -> dict[UUID, set[str]]:
    held: dict[UUID, set[str]] = {}
    rows = FacilityUserObjectPermission.objects.filter(user=user)
    for facility_id, codename in rows.values_list("content_object_id", "permission__codename"):
        held.setdefault(facility_id, set()).add(codename)
    return held


def _kept_permissions(user: User, role: str, facility: Facility) -> frozenset[str]:
    held = _held_by_facility(user).get(facility.pk, set())
    others = set(user.groups.values_list("name", flat=True)) & set(ROLES) - {role}
    return frozenset().union(
        *(ROLES[name].at_facility for name in others if ROLES[name].at_facility <= held)
    )
