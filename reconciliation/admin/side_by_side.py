"""What came beside what was expected, differences marked; and our claims that come near.

Reads only. What agrees is the matcher's to say; what is done about it, the acts' of the pages.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hmsach.accounts.policies import can
from hmsach.admin.display import NOTHING, day, hidden, money, pill
from hmsach.admin.tables import Column, Table
from hmsach.admin.values import link_to, show_value
from hmsach.lib.money import display_dollars
from reconciliation.matching import CHARGE, CLOSED, PAYER, Candidate, compare
from reconciliation.models import Claim, Deposit, Remittance, RemittedClaim
from reconciliation.services.line_up import owed_fact, remitted_fact
from reconciliation.states import MatchStatus

NEAR_MAX = 5
LOOKED_AT_MAX = 20
LINES_MAX = 30
MATCHABLE = (MatchStatus.UNMATCHED, MatchStatus.REVERSED)
TAKES_AN_APPROVER = {CHARGE, PAYER, CLOSED}
SAME = pill("same", "Same", tone="good")


def claim_tables(request: HttpRequest, row: RemittedClaim) -> list[Table]:
    """A remitted claim beside its claim, or the claims that it could mean."""
    if row.claim is not None:
        return [beside_claim(row, row.claim)]
    return [near_claims(request, row)] if row.status in MATCHABLE else []


def beside_claim(row: RemittedClaim, claim: Claim) -> Table:
    """The remitted claim beside ours, line by line."""
    remittance = row.remittance
    payer = remittance.payer.name if remittance.payer else remittance.payer_name
    rows = [
        _texts("Patient control number", row.control_number, claim.patient_control_number),
        _texts("Payer", payer, claim.payer.name),
        _texts("Payer's claim number", row.payer_control_number, claim.payer_control_number),
        _days("Service from", row.service_from, claim.service_from),
        _secrets("Patient's last name", row.patient_last, claim.patient_last),
        _secrets("Member id", row.member_id, claim.member_id),
        _cents("Charge", row.charge_cents, claim.charge_cents),
        _cents("Paid, and what was expected", row.paid_cents, claim.expected_cents),
        *_line_rows(row, claim),
    ]
    return _side_by_side("Side by side", "The payer says", "Our claim", rows)


def beside_deposit(remittance: Remittance, deposit: Deposit) -> Table:
    """An 835 beside the money that came for it."""
    rows = [
        _texts("Trace number", remittance.trace_number, deposit.trace_number),
        _texts("Payer's identifier", remittance.payer_identifier, deposit.payer_identifier),
        _sender(remittance.payer_name, deposit.company_name),
        _days("Paid, settled", remittance.paid_on, deposit.settled_on),
        _cents("Amount", remittance.amount_cents, deposit.amount_cents),
    ]
    return _side_by_side("Side by side", "The 835 says", "The bank got", rows)


def near_claims(request: HttpRequest, row: RemittedClaim) -> Table:
    """Our claims that come near, the nearest first, each with what agrees and what differs."""
    found = candidates(row, Claim.objects.visible_to(request.user))
    may_match = can(request.user, "work_queue", row.facility_id)
    return Table(
        "Claims of ours that come near",
        [
            Column("Our claim"),
            Column("Agrees"),
            Column("Differs"),
            Column("Service from"),
            Column("Charge", number=True),
            Column("Balance", number=True),
            Column("Status"),
            *([Column("")] if may_match else []),
        ],
        [
            [
                format_html('<span class="hm-nowrap">{}</span>', link_to(claim)),
                ", ".join(near.agrees) or NOTHING,
                _differs(near),
                day(claim.service_from),
                money(claim.charge_cents),
                money(claim.balance_cents),
                pill(claim.status, claim.get_status_display()),
                *([_match_link(row, claim)] if may_match else []),
            ]
            for near, claim in found
        ],
        empty="No claim of ours has this control number, or this payer and charge.",
    )


def candidates(row: RemittedClaim, claims: Any) -> list[tuple[Candidate, Claim]]:
    """The nearest of `claims` by the matcher's comparison; each look-up goes by an index."""
    own = claims.filter(facility=row.facility_id).select_related("payer")
    looks = [Q(patient_control_number=row.control_number)]
    if row.remittance.payer_id is not None:
        looks.append(Q(payer=row.remittance.payer_id, charge_cents=row.charge_cents))
    if row.payer_control_number:
        looks.append(Q(payer_control_number=row.payer_control_number))
    found = {claim.pk: claim for look in looks for claim in own.filter(look)[:LOOKED_AT_MAX]}
    fact = remitted_fact(row, row.remittance)
    compared = [(compare(fact, owed_fact(claim)), claim) for claim in found.values()]
    compared.sort(key=lambda pair: (-pair[0].score, len(pair[0].differs), pair[1].external_id))
    return compared[:NEAR_MAX]


def _match_link(row: RemittedClaim, claim: Claim) -> SafeString:
    url = reverse("admin:reconciliation_remittedclaim_act", args=[row.pk, "match"])
    return format_html(
        '<a class="hm-link" href="{}?claim_number={}" data-opens="act-match" '
        'data-field="claim_number" data-value="{}">Match</a>',
        url,
        claim.external_id,
        claim.external_id,
    )


def _differs(near: Candidate) -> SafeString | str:
    words = ", ".join(near.differs)
    if not TAKES_AN_APPROVER & set(near.differs):
        return words or NOTHING
    return format_html('{} <span class="hm-hint">(an approver matches it)</span>', words)


def _side_by_side(title: str, left: str, right: str, rows: Iterable[list[Any]]) -> Table:
    columns = [Column(""), Column(left, number=True), Column(right, number=True), Column("")]
    return Table(title, columns, list(rows), counted=False)


def _texts(title: str, left: str, right: str) -> list[Any]:
    return [title, show_value(left), show_value(right), _mark(left.strip(), right.strip())]


def _sender(payer: str, company: str) -> list[Any]:
    """An entry has room for the first 16 letters of a name only."""
    if company and payer.casefold().startswith(company.strip().casefold()):
        return ["Payer", show_value(payer), show_value(company), SAME]
    return _texts("Payer", payer, company)


def _days(title: str, left: Any, right: Any) -> list[Any]:
    return [title, day(left), day(right), _mark(left, right)]


def _secrets(title: str, left: str, right: str) -> list[Any]:
    """Two values that only a reveal shows: whether they are the same, and nothing more."""
    shown = [hidden() if value else NOTHING for value in (left, right)]
    return [title, *shown, _mark(left.strip().casefold(), right.strip().casefold())]


def _cents(title: str, left: int | None, right: int | None) -> list[Any]:
    mark = _mark(left, right)
    if left is not None and right is not None and left != right:
        words = f"{display_dollars(abs(left - right))} {'more' if left > right else 'less'}"
        mark = pill("differs", words, tone="attention")
    return [title, money(left), money(right), mark]


def _mark(left: Any, right: Any) -> SafeString:
    if left in ("", None) or right in ("", None):
        return pill("not told", "Only one side says", tone="neutral") if left != right else NOTHING
    return SAME if left == right else pill("differs", "Differs", tone="attention")


def _line_rows(row: RemittedClaim, claim: Claim) -> list[list[Any]]:
    """Each remitted line beside ours; then ours that the payer does not speak of."""
    remitted = list(row.lines.select_related("claim_line")[:LINES_MAX])
    seen = {line.claim_line_id for line in remitted}
    if not remitted:
        return []
    silent = [line for line in claim.lines.all()[:LINES_MAX] if line.pk not in seen]
    return [
        *(
            _cents(
                f"Line {line.procedure}",
                line.charge_cents,
                line.claim_line.charge_cents if line.claim_line else None,
            )
            for line in remitted
        ),
        *(_cents(f"Line {line.procedure}", None, line.charge_cents) for line in silent),
    ]
