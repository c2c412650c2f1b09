"""The sidebar: what a person works on, in the order of the day. Only what they may see is shown."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse_lazy

from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionStatus

BADGE = f"{__name__}.open_exceptions"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the sidebar with their links."""
    return [
        _group(
            "Today",
            _link("What needs you", "home", reverse_lazy("admin:index")),
            _model(
                "Exceptions",
                "rule",
                "reconciliation.exceptionitem",
                badge=BADGE,
                badge_variant="primary",
            ),
        ),
        _group(
            "Going out",
            _model("Batches", "stacks", "payments.paymentbatch"),
            _model("Payments", "payments", "payments.payment"),
            _model("Payment files", "upload_file", "payments.paymentfile"),
            _model("Returns", "undo", "payments.paymentreturn"),
            _model("Notices of change", "edit_notifications", "payments.noticeofchange"),
            _model("Payees", "groups", "payments.payee"),
        ),
        _group(
            "Coming in",
            _model("Remittances", "receipt_long", "reconciliation.remittance"),
            _model("Remitted claims", "fact_check", "reconciliation.remittedclaim"),
            _model("Deposits", "savings", "reconciliation.deposit"),
            _model("Claims", "description", "reconciliation.claim"),
            _model("Results for the ledger", "sync_alt", "reconciliation.reconciliationresult"),
            _model("Payers", "health_and_safety", "reconciliation.payer"),
        ),
        _group(
            "Wires",
            _model("Sent files", "outbox", "edi.transmission"),
            _model("Received files", "inbox", "edi.inboundfile"),
            _model("Partners", "handshake", "edi.partner"),
            _model("Channels", "cable", "edi.channel"),
        ),
        _group(
            "Set-up",
            _model("Release rules", "gavel", "payments.releaserule"),
            _model("Bank profiles", "account_balance", "payments.bankprofile"),
            _model("Our accounts", "credit_card", "payments.bankaccount"),
            _model("Closed days", "event_busy", "payments.closedday"),
            _model("Facilities", "domain", "accounts.facility"),
            _model("People", "person", "accounts.user"),
        ),
        _group(
            "Operation",
            _model("Webhooks", "webhook", "outbox.webhookendpoint"),
            _model("API clients", "api", "oauth2_provider.application"),
            _model("Schedule", "schedule", "django_celery_beat.periodictask"),
            _model("Failed logins", "lock", "axes.accessattempt"),
            _model("Data keys", "key", "keys.datakey"),
        ),
        _group(
            "Record",
            _model("Event log", "list_alt", "outbox.event"),
            _model("Audit chain", "link", "audit.chainlink"),
            _model("Reveals", "visibility", "audit.accesslog"),
        ),
    ]


def open_exceptions(request: HttpRequest) -> str:
    """How many items are work now, for the badge."""
    rows = ExceptionItem.objects.visible_to(request.user).exclude(status=ExceptionStatus.RESOLVED)
    count = rows.order_by()[:1000].count()
    return f"{count}" if count < 1000 else "999+"


def _may_see(request: HttpRequest, app: str, name: str) -> bool:
    """As the list itself decides: some are for superusers, whatever their permission says."""
    model_admin = admin.site._registry.get(apps.get_model(app, name))
    return model_admin is not None and model_admin.has_view_permission(request)


def _group(title: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "collapsible": False, "items": list(items)}


def _link(title: str, icon: str, url: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": url}


def _model(title: str, icon: str, label: str, **more: Any) -> dict[str, Any]:
    app, name = label.split(".")
    return {
        **_link(title, icon, reverse_lazy(f"admin:{app}_{name}_changelist")),
        "permission": lambda request: _may_see(request, app, name),
        **more,
    }
