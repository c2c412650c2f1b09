"""The sidebar: what a person works on, in the order of the day. Only what they may see is shown."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, reverse_lazy

from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionStatus

BADGE = f"{__name__}.open_exceptions"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the sidebar with their links."""

    def listed(title: str, icon: str, label: str, **more: Any) -> dict[str, Any] | None:
        page = _list_of(request, label)
        return {**_link(title, icon, page), **more} if page else None

    return [
        _group(
            "Today",
            _link("What needs you", "home", reverse_lazy("admin:index")),
            listed(
                "Exceptions",
                "rule",
                "reconciliation.exceptionitem",
                badge=BADGE,
                badge_variant="primary",
            ),
        ),
        _group(
            "Going out",
            listed("Batches", "stacks", "payments.paymentbatch"),
            listed("Payments", "payments", "payments.payment"),
            listed("Payment files", "upload_file", "payments.paymentfile"),
            listed("Returns", "undo", "payments.paymentreturn"),
            listed("Notices of change", "edit_notifications", "payments.noticeofchange"),
            listed("Payees", "groups", "payments.payee"),
        ),
        _group(
            "Coming in",
            listed("Remittances", "receipt_long", "reconciliation.remittance"),
            listed("Remitted claims", "fact_check", "reconciliation.remittedclaim"),
            listed("Deposits", "savings", "reconciliation.deposit"),
            listed("Claims", "description", "reconciliation.claim"),
            listed("Results for the ledger", "sync_alt", "reconciliation.reconciliationresult"),
            listed("Payers", "health_and_safety", "reconciliation.payer"),
        ),
        _group(
            "Wires",
            listed("Sent files", "outbox", "edi.transmission"),
            listed("Received files", "inbox", "edi.inboundfile"),
            listed("Partners", "handshake", "edi.partner"),
            listed("Channels", "cable", "edi.channel"),
        ),
        _group(
            "Set-up",
            listed("Release rules", "gavel", "payments.releaserule"),
            listed("Bank profiles", "account_balance", "payments.bankprofile"),
            listed("Our accounts", "credit_card", "payments.bankaccount"),
            listed("Closed days", "event_busy", "payments.closedday"),
            listed("Facilities", "domain", "accounts.facility"),
            listed("People", "person", "accounts.user"),
        ),
        _group(
            "Operation",
            listed("Webhooks", "webhook", "outbox.webhookendpoint"),
            listed("API clients", "api", "oauth2_provider.application"),
            listed("Schedule", "schedule", "django_celery_beat.periodictask"),
            listed("Failed logins", "lock", "axes.accessattempt"),
            listed("Data keys", "key", "keys.datakey"),
        ),
        _group(
            "Record",
            listed("Event log", "list_alt", "outbox.event"),
            listed("Audit chain", "link", "audit.chainlink"),
            listed("Reveals", "visibility", "audit.accesslog"),
        ),
    ]


def open_exceptions(request: HttpRequest) -> str:
    """How many items are work now, for the badge."""
    rows = ExceptionItem.objects.visible_to(request.user).exclude(status=ExceptionStatus.RESOLVED)
    count = rows.order_by()[:1000].count()
    return f"{count}" if count < 1000 else "999+"


def _list_of(request: HttpRequest, label: str) -> str:
    """The list's address, or "" for whom the list itself would refuse, whatever their role."""
    model_admin = admin.site._registry.get(apps.get_model(label))
    if model_admin is None or not model_admin.has_view_permission(request):
        return ""
    app, name = label.split(".")
    try:
        return reverse(f"admin:{app}_{name}_changelist")
    except NoReverseMatch:
        return ""


def _group(title: str, *items: dict[str, Any] | None) -> dict[str, Any]:
    seen = [item for item in items if item is not None]
    return {"title": title, "separator": True, "collapsible": False, "items": seen}


def _link(title: str, icon: str, url: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": url}
