"""A payer's codes in words, as every page of remittances shows them."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from edi.x12 import codes
from hmsach.admin.display import NOTHING
from hmsach.lib.money import display_dollars

WHO_BEARS_IT = {
    "CO": "we write it off",
    "PR": "the patient pays",
    "OA": "neither side",
    "PI": "the payer's own cut",
}


def status_words(code: str) -> str:
    """CLP02 in our own words."""
    words = codes.CLAIM_STATUSES.get(code, f"status {code}")
    return words[:1].upper() + words[1:]


def reason_words(group: str, reason: str) -> str:
    """A CAS triplet in words: why, who bears it, and the codes."""
    label, _ = codes.ADJUSTMENT_REASONS.get(reason, ("", ""))
    who = WHO_BEARS_IT.get(group, group)
    return f"{label or f'reason {reason}'} ({who}) {group} {reason}"


def reasons(adjustments: Any) -> SafeString:
    """Adjustments one below the other, each reason once with the sum of its dollars."""
    sums: dict[tuple[str, str], int] = {}
    for row in adjustments:
        key = (row.group, row.reason)
        sums[key] = sums.get(key, 0) + row.amount_cents
    if not sums:
        return NOTHING
    return format_html(
        '<div class="hm-lines">{}</div>',
        format_html_join(
            "",
            "<div>{} <b>{}</b></div>",
            ((display_dollars(cents), reason_words(*key)) for key, cents in sums.items()),
        ),
    )


def plb_words(code: str) -> str:
    label, _ = codes.PROVIDER_ADJUSTMENT_REASONS.get(code, ("unknown reason", ""))
    return f"{label[:1].upper()}{label[1:]} ({code})"
