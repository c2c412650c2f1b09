"""What of names, numbers and payments a view shows, and how wide it is."""

from __future__ import annotations

from collections.abc import Iterator

from edi.ground.amounts import display_dollars
from edi.x12.codes import HANDLINGS
from edi.x12.parties import Name, Party
from edi.x12.payment import Bpr, Trace

WIDTH = 110
# How far amounts reach to the right.
AMOUNT_END = 106


def mask(text: str) -> str:
    """All but the last four characters hidden; four or fewer are hidden wholly."""
    text = text.strip()
    return "•" * len(text) if len(text) <= 4 else "••••" + text[-4:]


def initials(name: Name) -> str:
    """The first letters of a person's names, or of an organisation's."""
    letters = [part.strip()[:1] + "." for part in (name.first, name.last) if part.strip()]
    return " ".join(letters) or "-"


def cut(text: str, most: int) -> str:
    """The text, with a mark where it is cut to so many characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def with_amount(text: str, cents: int, end: int = AMOUNT_END) -> str:
    """A line that ends with an amount, aligned to the right."""
    amount = display_dollars(cents)
    return cut(text, end - len(amount) - 1).ljust(end - len(amount)) + amount


def payment_head(bpr: Bpr, trace: Trace, payer: Party, payee: Party) -> Iterator[str]:
    """Payer, payee, how and when is paid, between which accounts, under which trace."""
    yield from _party("Payer", payer)
    yield from _party("Payee", payee)
    handling = HANDLINGS.get(bpr.handling, "unknown handling")
    method = " ".join(part for part in (bpr.method, bpr.format) if part) or "-"
    amount = display_dollars(bpr.amount_cents)
    day = bpr.effective_date or "-"
    direction = ", a debit" if bpr.credit_or_debit == "D" else ""
    yield f"  Payment   {amount} by {method} on {day}{direction}: {handling}"
    if bpr.payer_account or bpr.payee_account:
        yield f"  Accounts  from {mask(bpr.payer_account)} to {mask(bpr.payee_account)}"
    yield f"  Trace     {cut(trace.number, 50)} of payer {cut(trace.payer_id, 30) or '-'}"


def _party(label: str, party: Party) -> Iterator[str]:
    if party.role:
        number = f"{party.id_qualifier} {mask(party.id)}" if party.id else ""
        yield f"  {label:<10}{cut(party.name, 70) or '-'}  {number}".rstrip()
