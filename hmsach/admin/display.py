"""How values look to a person: money, moments, states, masked accounts. HTML out, no queries."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from hmsach.lib.money import display_dollars
from hmsach.lib.redaction import mask_account

NOTHING = mark_safe('<span class="hm-nothing">—</span>')

# The family a state belongs to decides its colour; rooms share words, so they share colours.
STATE_TONES: dict[str, str] = {
    tone_word: tone
    for tone, words in {
        "good": "settled final closed paid posted allocated acknowledged associated balanced "
        "imported resolved approved succeeded active success accepted matched",
        "progress": "received processing sent building transmitted sending queued posting parsed "
        "scheduled assigned proposed expected pending next requested",
        "attention": "unmatched needs_approval pending_approval held on_hold awaiting_eft waiting "
        "open reopened partially_posted partially_allocated retrying previous unbalanced warning",
        "bad": "returned reversed rejected failed denied unknown quarantined unidentified "
        "disputed exhausted refused error revoked",
        "ended": "cancelled void duplicate retired inactive skipped",
    }.items()
    for tone_word in words.split()
}
ZONE_NAMES = {
    "EST": "ET",
    "EDT": "ET",
    "CST": "CT",
    "CDT": "CT",
    "MST": "MT",
    "MDT": "MT",
    "PST": "PT",
    "PDT": "PT",
}


def money(cents: int | None) -> SafeString:
    """Cents as `$1,250.00`, right-aligned where a table holds it, red below zero."""
    if cents is None:
        return NOTHING
    css = "hm-money hm-negative" if cents < 0 else "hm-money"
    return format_html('<span class="{}">{}</span>', css, display_dollars(cents))


def moment(at: datetime.datetime | None) -> SafeString:
    """`Nov 23, 14:05 ET` in the current time zone; the year only where it is not this one."""
    if at is None:
        return NOTHING
    local = timezone.localtime(at)
    zone = ZONE_NAMES.get(local.tzname() or "", local.tzname())
    text = f"{short_day(local.date())}, {local:%H:%M} {zone}"
    return format_html(
        '<time class="hm-when" datetime="{}" title="{}">{}</time>',
        at.isoformat(),
        f"{local:%Y-%m-%d %H:%M:%S %Z}",
        text,
    )


def day(on: datetime.date | None) -> SafeString:
    """`Nov 23`, or `Nov 23, 2025` where the year is not this one."""
    if on is None:
        return NOTHING
    return format_html(
        '<time class="hm-when" datetime="{}">{}</time>', on.isoformat(), short_day(on)
    )


def short_day(on: datetime.date) -> str:
    """The same as plain text, for sentences."""
    this_year = timezone.localdate().year
    return f"{on:%b} {on.day}" if on.year == this_year else f"{on:%b} {on.day}, {on.year}"


def pill(state: str, label: str | None = None, *, tone: str | None = None) -> SafeString:
    """A state as a coloured pill; its colour is that of the family the word belongs to."""
    if not state:
        return NOTHING
    return format_html(
        '<span class="hm-pill hm-{}">{}</span>',
        tone or STATE_TONES.get(state.lower(), "neutral"),
        label or state.replace("_", " "),
    )


def masked(text: str | None) -> SafeString:
    """All but the last four hidden."""
    if not text:
        return NOTHING
    return format_html('<span class="hm-code">{}</span>', mask_account(text))


def hidden() -> SafeString:
    """Stands for a value that only a reveal may show, not even in part."""
    return mark_safe('<span class="hm-code hm-hidden">••••••</span>')


def code(text: object) -> SafeString:
    """An identifier in fixed-width digits."""
    if text in (None, ""):
        return NOTHING
    return format_html('<span class="hm-code">{}</span>', text)


def yes_no(value: bool | None) -> SafeString:
    """Yes, No or a dash."""
    if value is None:
        return NOTHING
    return format_html(
        '<span class="hm-{}">{}</span>', "yes" if value else "no", "Yes" if value else "No"
    )


def lines(values: Any) -> SafeString:
    """JSON as something to read: a list of its parts, nested values as compact JSON."""
    if values in (None, "", [], {}):
        return NOTHING
    if isinstance(values, Mapping):
        rows = format_html_join(
            "", "<li><b>{}</b> {}</li>", ((key, _flat(value)) for key, value in values.items())
        )
    elif isinstance(values, list | tuple):
        rows = format_html_join("", "<li>{}</li>", ((_flat(value),) for value in values))
    else:
        return format_html("{}", _flat(values))
    return format_html('<ul class="hm-lines">{}</ul>', rows)


def chips(texts: list[str], *, tone: str = "neutral") -> SafeString:
    """Short reasons side by side."""
    return format_html_join(
        " ", '<span class="hm-pill hm-{}">{}</span>', ((tone, t) for t in texts)
    )


def _flat(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
