"""Opening items of work and closing those that came right by themselves. People's acts are in
services/exceptions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hmsach.accounts.models import Facility
from hmsach.db.bulk import bulk_insert
from hmsach.lib import clock
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from payments.closed_days import calendar as banking_calendar
from reconciliation import aging
from reconciliation.models import ExceptionItem
from reconciliation.states import ExceptionKind, ExceptionStatus

ADVICE: dict[ExceptionKind, str] = {
    ExceptionKind.UNIDENTIFIED_DEPOSIT: "Ask the bank who sent it, then pair it with its 835.",
    ExceptionKind.EFT_WITHOUT_ERA: "Ask the payer for the 835 of this trace number.",
    ExceptionKind.ERA_WITHOUT_EFT: "Ask the payer when and to which account it paid.",
    ExceptionKind.AMOUNT_MISMATCH: "Compare both amounts with the payer; nothing is posted yet.",
    ExceptionKind.UNBALANCED_REMITTANCE: "Ask the payer for a corrected 835; nothing was posted.",
    ExceptionKind.DUPLICATE_REMITTANCE: "Nothing was posted again; did the payer pay twice?",
    ExceptionKind.CLAIM_NOT_FOUND: "Find the claim and match it by hand, or ask the payer.",
    ExceptionKind.MULTIPLE_CANDIDATES: "Choose the right one by hand.",
    ExceptionKind.OVERPAYMENT: "Find out why, and refund what is not ours.",
    ExceptionKind.UNDERPAYMENT: "Compare with the contract and dispute it with the payer.",
    ExceptionKind.DENIAL: "Correct and resubmit, appeal, or bill the patient where that is right.",
    ExceptionKind.TAKEBACK_UNLINKED: "Find the payment it takes back, or dispute it.",
    ExceptionKind.PLB_OPEN: "Find what it refers to; it closes with its counterpart.",
    ExceptionKind.UNKNOWN_CODE: "Look the code up and say how it is to be handled.",
    ExceptionKind.PAYMENT_RETURNED: "Correct the payee's details and pay again, or cancel.",
    ExceptionKind.NOC_UNAPPLIED: "Apply the change to the payee's details, with a second person.",
    ExceptionKind.RELEASE_HOLD: "Look into the reason and lift the hold, or deny the payment.",
    ExceptionKind.LEDGER_REFUSED: "Correct the claim in the ledger, or undo the posting here.",
    ExceptionKind.TRANSMISSION_REJECTED: "Read the partner's reason and send a corrected file.",
    ExceptionKind.FILE_QUARANTINED: "Read the findings; ask the partner for a corrected file.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """An item to be opened. `links` are the foreign keys of ExceptionItem; texts hold no PHI."""

    kind: ExceptionKind
    facility_id: UUID
    title: str
    amount_cents: int
    fingerprint: str
    advice: str = ""
    due_at: datetime | None = None
    links: dict[str, Any] = field(default_factory=dict)


def open_exception(
    *,
    kind: ExceptionKind,
    facility_id: UUID,
    title: str,
    amount_cents: int,
    fingerprint: str,
    advice: str = "",
    due_at: datetime | None = None,
    now: datetime | None = None,
    **links: Any,
) -> ExceptionItem:
    """The item of this fingerprint, opened now if there was none; inside an act.

    An item that somebody resolved stays resolved: the same trouble is told once.
    """
    draft = Draft(kind, facility_id, title, amount_cents, fingerprint, advice, due_at, links)
    opened = open_exceptions([draft], now=now or clock.now())
    if opened:
        return opened[0]
    return ExceptionItem.objects.filter(fingerprint=fingerprint).order_by("-created_at")[0]


def open_exceptions(drafts: Iterable[Draft], *, now: datetime) -> list[ExceptionItem]:
    """Open, by one insert, what has no item yet; the items opened, each told to the outside."""
    wanted = {draft.fingerprint: draft for draft in drafts}
    known = _known(list(wanted))
    new = [draft for name, draft in wanted.items() if name not in known]
    if not new:
        return []
    zones = _zones(draft.facility_id for draft in new)
    calendar = banking_calendar()
    items = [_item(draft, zones[draft.facility_id], calendar, now) for draft in new]
    bulk_insert(items)
    for item in items:
        _say("exception.opened", item)
    return items


def close_exceptions(items: Iterable[ExceptionItem], *, resolution: str, now: datetime) -> int:
    """Items that came right by themselves are resolved; how many."""
    count = 0
    for item in items:
        item.resolution, item.resolved_at, item.waiting_until = resolution, now, None
        item.move_to(ExceptionStatus.RESOLVED)
        _say("exception.resolved", item)
        count += 1
    return count


def unresolved(**lookup: Any) -> Any:
    """Items still open in any way, under the lookup."""
    return ExceptionItem.objects.filter(**lookup).exclude(status=ExceptionStatus.RESOLVED)


def _known(fingerprints: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(fingerprints), 1000):
        part = fingerprints[start : start + 1000]
        rows = ExceptionItem.objects.filter(fingerprint__in=part)
        found.update(rows.values_list("fingerprint", flat=True))
    return found


def _zones(ids: Iterable[UUID]) -> dict[UUID, ZoneInfo]:
    rows = Facility.objects.filter(pk__in=set(ids)).values_list("pk", "timezone")
    return {pk: ZoneInfo(name) for pk, name in rows}


def _item(draft: Draft, zone: ZoneInfo, calendar: Any, now: datetime) -> ExceptionItem:
    due = draft.due_at or aging.due_at(draft.kind, opened_at=now, calendar=calendar, zone=zone)
    return ExceptionItem(
        facility_id=draft.facility_id,
        kind=draft.kind,
        title=draft.title[:200],
        advice=(draft.advice or ADVICE.get(draft.kind, ""))[:400],
        amount_cents=draft.amount_cents,
        fingerprint=draft.fingerprint,
        due_at=due,
        created_at=now,
        **draft.links,
    )


def _say(event: str, item: ExceptionItem) -> None:
    publish(
        event,
        subject=f"exception:{item.pk}",
        facility_id=item.facility_id,
        payload={
            "exception_id": str(item.pk),
            "kind": item.kind,
            "amount": dollars(item.amount_cents),
        },
    )
