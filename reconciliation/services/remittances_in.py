"""Taking one 835 set in: its rows, whether it balances, whether we had it before. Nothing is
posted here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from edi.models import InboundFile
from edi.x12.findings import WARNING, Finding
from edi.x12.interchange import TransactionSet
from edi.x12.reader_835 import RemittanceReader
from edi.x12.remittance import Remittance as Read835
from hmsach.db.bulk import bulk_insert
from hmsach.lib.errors import DomainError
from hmsach.lib.money import dollars
from hmsach.outbox.publish import publish
from reconciliation.from_x12 import Origin, RemittanceRows, rows_of, too_long
from reconciliation.models import Remittance
from reconciliation.services.facilities import payee_facility
from reconciliation.services.line_up import line_up, line_up_lines
from reconciliation.services.opening import (
    Draft,
    close_exceptions,
    open_exceptions,
    unresolved,
)
from reconciliation.services.payers import resolve_payer
from reconciliation.states import ExceptionKind, RemittanceStatus

# Without these a set cannot be read safely; anything else is kept, shown, and used.
UNREADABLE = frozenset(
    {"XS01", "XS02", "XS03", "XS04", "XS10", "RA01", "RA02", "RA03", "RA12", "RA15", "RA18"}
)
FINDINGS_MAX = 50
# Paid by another way than an ACH credit, or not at all: no deposit is waited for.
WITHOUT_DEPOSIT = frozenset({"CHK", "NON", "BOP", "FWT"})


class SetUnreadable(DomainError):
    """The set cannot be read safely."""

    code = "set-unreadable"

    def __init__(self, message: str, findings: Sequence[dict[str, Any]]) -> None:
        super().__init__(message)
        self.findings = list(findings)


@dataclass(frozen=True, slots=True)
class Place:
    """The file a set came in, its place there, and when it came."""

    inbound_file: InboundFile
    set_position: int
    now: datetime


def take_in(transaction: TransactionSet, envelope: Sequence[Finding], place: Place) -> Remittance:
    """The set as a stored remittance: waiting for its deposit, balanced, unbalanced or duplicate.

    `envelope` are the findings of the envelope that fall into the set. Raises SetUnreadable.
    """
    reader = RemittanceReader(transaction)
    claims = list(reader.claims())
    findings = [*envelope, *reader.findings]
    shown = [finding.as_json() for finding in findings[:FINDINGS_MAX]]
    _refuse_unreadable(reader, findings, shown)
    read = reader.remittance
    assert read is not None
    read.claims = claims
    rows = _rows(read, reader.off_cents or 0, shown, place)
    if column := too_long(rows.every):
        raise SetUnreadable(f"{column} is longer than can be kept.", shown)
    _store(rows, place.now)
    return rows.remittance


def waits_for_deposit(remittance: Remittance) -> bool:
    """Whether money is to arrive in the bank for it."""
    return remittance.amount_cents > 0 and remittance.method not in WITHOUT_DEPOSIT


def _refuse_unreadable(
    reader: RemittanceReader, findings: Sequence[Finding], shown: list[dict[str, Any]]
) -> None:
    errors = [each for each in findings if each.is_error and each.rule in UNREADABLE]
    if errors:
        raise SetUnreadable(errors[0].message, shown)
    if reader.remittance is None or reader.off_cents is None:
        raise SetUnreadable("Its payment, trace or amounts cannot be read.", shown)


def _rows(
    read: Read835, off_cents: int, findings: list[dict[str, Any]], place: Place
) -> RemittanceRows:
    facility = payee_facility(npi=read.payee.npi, tin=read.payee.tax_id)
    if facility is None:
        findings = [*findings, _payee_unknown(read)]
    payer = resolve_payer(
        [
            read.trace.payer_id,
            read.bpr.originating_company_id,
            read.payer.id,
            *(reference.value for reference in read.payer.references),
        ],
        [read.payer.name],
    )
    if payer is None:
        findings = [*findings, _payer_unknown(read)]
    origin = Origin(
        inbound_file=place.inbound_file,
        set_position=place.set_position,
        facility_id=facility.pk if facility else place.inbound_file.facility_id,
        payer=payer,
        received_at=place.now,
    )
    return rows_of(read, origin=origin, off_cents=off_cents, findings=findings)


def _payee_unknown(read: Read835) -> dict[str, Any]:
    message = "The payee is no facility known here; taken for the facility the file came for."
    return Finding("RA24", WARNING, "N1", read.position, message).as_json()


def _payer_unknown(read: Read835) -> dict[str, Any]:
    message = "The payer is not known by TRN03, number or name; add an alias."
    return Finding("RA24", WARNING, "N1", read.position, message).as_json()


def _store(rows: RemittanceRows, now: datetime) -> None:
    remittance = rows.remittance
    earlier = _earlier(remittance)
    replaced = None
    if earlier is not None and _replaces(rows, earlier):
        replaced = _set_aside(earlier)
        earlier = None
    remittance.status = _first_status(rows, earlier)
    remittance.duplicate_of = earlier
    if earlier is None:
        line_up(rows.claims, remittance)
        line_up_lines(rows.lines, rows.claims)
    bulk_insert(rows.every)
    if replaced is not None:
        _say_replaced(replaced, remittance, now)
    open_exceptions(_drafts(rows), now=now)
    _say_received(remittance)


def _earlier(remittance: Remittance) -> Remittance | None:
    """The same payment, told before (RA20: same payee, payer, trace and amount)."""
    return (
        Remittance.objects.filter(
            facility_id=remittance.facility_id,
            payer_identifier=remittance.payer_identifier,
            trace_number=remittance.trace_number,
            amount_cents=remittance.amount_cents,
        )
        .exclude(status=RemittanceStatus.DUPLICATE)
        .first()
    )


def _replaces(rows: RemittanceRows, earlier: Remittance) -> bool:
    """A balanced 835 takes the place of the one that did not balance."""
    return earlier.status == RemittanceStatus.UNBALANCED and not rows.remittance.imbalance


def _set_aside(earlier: Remittance) -> Remittance:
    earlier.move_to(RemittanceStatus.DUPLICATE)
    return earlier


def _say_replaced(replaced: Remittance, by: Remittance, now: datetime) -> None:
    replaced.duplicate_of = by
    replaced.save()
    items = unresolved(kind=ExceptionKind.UNBALANCED_REMITTANCE, remittance=replaced)
    close_exceptions(items, resolution="corrected by the payer", now=now)


def _first_status(rows: RemittanceRows, earlier: Remittance | None) -> RemittanceStatus:
    if earlier is not None:
        return RemittanceStatus.DUPLICATE
    if rows.remittance.imbalance:
        return RemittanceStatus.UNBALANCED
    if waits_for_deposit(rows.remittance):
        return RemittanceStatus.AWAITING_EFT
    return RemittanceStatus.BALANCED


def _drafts(rows: RemittanceRows) -> list[Draft]:
    remittance = rows.remittance
    name = remittance.trace_number
    base = Draft(
        kind=ExceptionKind.UNKNOWN_CODE,
        facility_id=remittance.facility_id,
        title="",
        amount_cents=remittance.amount_cents,
        fingerprint="",
        links={"remittance": remittance, "inbound_file_id": remittance.inbound_file_id},
    )
    if remittance.status == RemittanceStatus.DUPLICATE:
        kind = ExceptionKind.DUPLICATE_REMITTANCE
        title = f"The 835 of trace {name} came before"
        return [replace(base, kind=kind, title=title, fingerprint=f"{kind}:{remittance.pk}")]
    found = []
    if remittance.imbalance:
        kind = ExceptionKind.UNBALANCED_REMITTANCE
        cents = _off_by(remittance)
        title = f"The 835 of trace {name} is off by {dollars(cents)}"
        found.append(
            replace(
                base,
                kind=kind,
                title=title,
                amount_cents=abs(cents),
                fingerprint=f"{kind}:{remittance.pk}",
            )
        )
    if rows.unknown_codes:
        codes = ", ".join(sorted(rows.unknown_codes))
        found.append(
            replace(
                base,
                title=f"Adjustment codes not known: {codes}",
                amount_cents=sum(rows.unknown_codes.values()),
                fingerprint=f"{base.kind}:{remittance.pk}",
            )
        )
    return found


def _off_by(remittance: Remittance) -> int:
    """The payment's difference, else that of the first claim or line that is off."""
    return remittance.off_cents or int(remittance.imbalance[0]["off_cents"])


def _say_received(remittance: Remittance) -> None:
    publish(
        "remittance.received",
        subject=f"remittance:{remittance.pk}",
        facility_id=remittance.facility_id,
        payload={
            "remittance_id": str(remittance.pk),
            "trace_number": remittance.trace_number,
            "amount": dollars(remittance.amount_cents),
            "status": remittance.status,
        },
    )
