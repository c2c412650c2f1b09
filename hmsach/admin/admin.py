"""Admins of the packages: few are of use to people here, and those only to look at."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog
from axes.models import AccessLog as LoginLog
from axes.utils import reset
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)
from oauth2_provider.models import (
    get_access_token_model,
    get_application_model,
    get_grant_model,
    get_id_token_model,
    get_refresh_token_model,
)

from hmsach.admin.acts import act_button
from hmsach.admin.room_admin import RoomAdmin

Application = get_application_model()

# Registered by their packages, with forms that would change things without a reason.
for model in (
    AccessAttempt,
    AccessFailureLog,
    LoginLog,
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
    Application,
    get_access_token_model(),
    get_grant_model(),
    get_id_token_model(),
    get_refresh_token_model(),
):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(AccessAttempt)
class LoginAttemptAdmin(RoomAdmin):
    """Failed logins that count towards a lock; unlocking is an act."""

    superusers_only = True
    called = ("failed login", "failed logins")
    labels = {
        "username": "User name",
        "ip_address": "From",
        "failures_since_start": "Failures",
        "attempt_time": "Last try",
    }
    search_help_text = "User name or address"
    nothing_yet = "Nobody has failed to log in."
    list_display = ["username", "ip_address", "failures_since_start", "attempt_time"]
    list_select_related = ()
    search_fields = ["username", "ip_address"]
    ordering = ["-attempt_time"]
    sections = [("Attempt", ["username", "ip_address", "failures_since_start", "attempt_time"])]

    def document_title(self, obj: Any) -> str:
        """Who tried, from where."""
        return f"{obj.username} from {obj.ip_address}"

    @act_button(label="Unlock", permission="superuser", icon="lock_open", tone="primary")
    def unlock(self, request: HttpRequest, obj: Any, data: dict[str, Any]) -> Any:
        """The user name may try again at once; the attempts are forgotten."""
        reset(username=obj.username)
        messages.success(request, f"{obj.username} may log in again.")
        return HttpResponseRedirect(reverse("admin:axes_accessattempt_changelist"))


@admin.register(PeriodicTask)
class ScheduleAdmin(RoomAdmin):
    """What runs by the clock; set in the settings, shown here."""

    superusers_only = True
    called = ("scheduled task", "scheduled tasks")
    labels = {
        "name": "What it does",
        "task": "Task",
        "last_run_at": "Last run",
        "total_run_count": "Runs",
    }
    search_help_text = "Name or task"
    list_display = ["name", "task", "schedule", "enabled", "last_run_at", "total_run_count"]
    list_select_related = ["interval", "crontab", "solar", "clocked"]
    search_fields = ["name", "task"]
    ordering = ["name"]
    sections = [
        ("Task", ["name", "task", "schedule", "enabled"]),
        ("Runs", ["last_run_at", "total_run_count"]),
    ]


@admin.register(Application)
class ClientAdmin(RoomAdmin):
    """OAuth clients of the API; made by command, never with their secrets on a page."""

    superusers_only = True
    called = ("API client", "API clients")
    labels = {"client_id": "Client id", "user": "Acts as"}
    search_help_text = "Name or client id"
    nothing_yet = "No program has been let in yet."
    list_display = ["name", "client_id", "user", "created"]
    list_select_related = ["user"]
    search_fields = ["name", "client_id"]
    ordering = ["name"]
    sections = [("Client", ["name", "client_id", "user", "authorization_grant_type", "created"])]
