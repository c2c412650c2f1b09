"""The sidebar: what a person works on, in the order of the day. Only what they may see is shown."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy

from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionStatus


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the sidebar with their links."""
    return [
        _group(
            "Today",
            _link("What needs you", "home", reverse_lazy("admin:index")),
            _model("Exceptions", "rule", "reconciliation.exceptionitem", badge=open_exceptions),
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


def _group(title: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": True, "collapsible": False, "items": list(items)}


def _link(title: str, icon: str, url: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": url}


def _model(title: str, icon: str, label: str, **more: Any) -> dict[str, Any]:
    app, name = label.split(".")
    return {
        **_link(title, icon, reverse_lazy(f"admin:{app}_{name}_changelist")),
        "permission": lambda request: request.user.has_perm(f"{app}.view_{name}"),
        **more,
    }
