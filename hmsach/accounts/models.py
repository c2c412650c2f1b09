"""People, facilities and the grants between them; what a role may do lives in `roles`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from hmsach.audit.acts import act
from hmsach.db.act_context import open_act
from hmsach.db.history import History
from hmsach.db.records import Record, ScopedQuerySet


class PeopleManager(UserManager["User"]):
    """Makes users inside an act of their own, so that `createsuperuser` has a history too."""

    use_in_migrations = False

    def create_user(self, *args: Any, **kwargs: Any) -> User:
        """Store a user; in the open act, or in an act of the system's own."""
        with act(None, "User created"):
            return super().create_user(*args, **kwargs)

    def create_superuser(self, *args: Any, **kwargs: Any) -> User:
        """Store a user who may do everything; in the open act, or in one of the system's own."""
        with act(None, "Superuser created"):
            return super().create_superuser(*args, **kwargs)


class User(AbstractUser):
    """A person who logs in, or a service (an API client, the system) that never does."""

    is_service = models.BooleanField(
        "service", default=False, help_text="An API client or the system itself: no login here."
    )

    objects: ClassVar[PeopleManager] = PeopleManager()
    # A login writes its time and at times a stronger hash: no person decided that.
    history = History(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(is_service=True, is_superuser=True),
                name="user_service_is_not_superuser",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The full name, else the user name."""
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a password that a user sets on the page for one's own is an act of that user.

        Raises ActRequired for any other change outside an act.
        """
        is_set = getattr(self, "_password", None) is not None
        own_password = is_set and not self._state.adding
        if open_act.get() is not None or not own_password:
            super().save(*args, **kwargs)
            return
        with act(self, "Password changed"):
            super().save(*args, **kwargs)


class Facility(Record):
    """A legal entity that pays and is paid: one tax number, one NPI, one clock."""

    facility_path = "id"

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    tin = models.CharField("TIN", max_length=9, blank=True, help_text="A business's, nine digits.")
    npi = models.CharField("NPI", max_length=10, blank=True)
    street = models.CharField(max_length=55, blank=True, help_text="N3 of the 835s we send.")
    city = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=9, blank=True)
    timezone = models.CharField(max_length=40, default="America/New_York")
    active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[Any]] = ScopedQuerySet.as_manager()

    class Meta(Record.Meta):
        ordering = ["code"]
        verbose_name_plural = "facilities"
        default_permissions = ("add", "change", "view")
        permissions = [
            ("work_queue", "Can work the exception queue"),
            ("prepare_payment", "Can prepare payments and refunds"),
            ("approve_payment", "Can approve what another prepared"),
            ("release_payment", "Can release, hold and send payments"),
            ("manage_payee", "Can change payees and their bank details"),
            ("view_history", "Can see who changed what"),
            ("view_metrics", "Can see metrics"),
            ("reveal", "Can reveal account numbers and patient identifiers"),
        ]

    def __str__(self) -> str:
        return self.code


class FacilityUserObjectPermission(UserObjectPermissionBase):
    """One permission of one user at one facility."""

    content_object = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    history = History()

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = "facility permission of a user"
        verbose_name_plural = "facility permissions of users"
        default_permissions = ("view",)


class FacilityGroupObjectPermission(GroupObjectPermissionBase):
    """One permission of everyone in a group at one facility."""

    content_object = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="+")
    history = History()

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = "facility permission of a group"
        verbose_name_plural = "facility permissions of groups"
        default_permissions = ("view",)
