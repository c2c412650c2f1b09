"""Money beside the claims (PLB): posted as it is, and open until its counterpart comes.

Forwarded balances and recoveries come twice, with opposite signs; interest, fees and the like
come once and are done (x12 835 guide, PLB; answers 222 and 227 of the standards body).
"""

from collections.abc import Sequence
from datetime import datetime

from edi.x12.codes import PROVIDER_ADJUSTMENT_REASONS
from hmsach.lib.money import dollars
from reconciliation.models import ExceptionItem, ProviderAdjustment, Remittance
from reconciliation.services.opening import Draft, close_exceptions, unresolved
from reconciliation.states import ExceptionKind

OPEN_ITEM = "open item"
FORWARDED = "FB"
# An authorised return nets out the recovery of the same reference.
COUNTERS = {"72": "WO"}


def settle(
    adjustments: Sequence[ProviderAdjustment], remittance: Remittance, *, now: datetime
) -> list[Draft]:
    """Earlier items whose counterpart came are closed; the items to open for the rest."""
    left = _without_own_pairs([each for each in adjustments if is_open_item(each.reason)])
    drafts = []
    for each in left:
        earlier = _counterpart(each, remittance)
        if earlier is not None:
            close_exceptions([earlier], resolution="counterpart came", now=now)
        elif each.reason not in COUNTERS:
            drafts.append(_draft(each, remittance))
    return drafts


def is_open_item(reason: str) -> bool:
    """Whether such an adjustment waits for another one, or for a person because nobody knows it."""
    known = PROVIDER_ADJUSTMENT_REASONS.get(reason)
    return known is None or known[1] == OPEN_ITEM or reason in COUNTERS


def _without_own_pairs(rows: list[ProviderAdjustment]) -> list[ProviderAdjustment]:
    """Equal and opposite amounts of one reference in one set net to nothing."""
    left: list[ProviderAdjustment] = []
    for row in rows:
        pair = next((each for each in left if _nets(each, row)), None)
        if pair is None:
            left.append(row)
        else:
            left.remove(pair)
    return left


def _nets(one: ProviderAdjustment, other: ProviderAdjustment) -> bool:
    return (
        _family(one.reason) == _family(other.reason)
        and one.reference == other.reference
        and one.amount_cents == -other.amount_cents
    )


def _family(reason: str) -> str:
    return COUNTERS.get(reason, reason)


def _counterpart(each: ProviderAdjustment, remittance: Remittance) -> ExceptionItem | None:
    """The open item of the same payer whose reference, or whose set's trace, this one names."""
    if not each.reference:
        return None
    items = unresolved(
        kind=ExceptionKind.PLB_OPEN,
        facility_id=remittance.facility_id,
        remittance__payer_id=remittance.payer_id,
        provider_adjustment__amount_cents=-each.amount_cents,
        provider_adjustment__reason=_family(each.reason),
    )
    for item in items.select_related("provider_adjustment", "remittance").order_by("created_at"):
        names = {item.provider_adjustment.reference}
        if each.reason == FORWARDED:
            names.add(item.remittance.trace_number)
        if each.reference in names:
            return item
    return None


def _draft(each: ProviderAdjustment, remittance: Remittance) -> Draft:
    label = PROVIDER_ADJUSTMENT_REASONS.get(each.reason, ("unknown reason", ""))[0]
    took = "taken from" if each.amount_cents > 0 else "added to"
    return Draft(
        kind=ExceptionKind.PLB_OPEN,
        facility_id=remittance.facility_id,
        title=(
            f"{each.reason} {label}: {dollars(abs(each.amount_cents))} {took} the payment of "
            f"trace {remittance.trace_number}"
        ),
        amount_cents=abs(each.amount_cents),
        fingerprint=f"plb:{each.pk}",
        links={"remittance": remittance, "provider_adjustment": each},
    )
