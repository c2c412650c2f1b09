"""Trace numbers, EFT traces and file modifiers: how they are formed. Giving them out is an act."""

import string

MODIFIERS = string.ascii_uppercase + string.digits  # 36 files a day, then the names run out


def trace_number(odfi_identification: str, sequence: int) -> str:
    """Fifteen digits: the ODFI's eight and a sequence of seven, which wraps after 9,999,999."""
    return f"{odfi_identification}{(sequence - 1) % 9_999_999 + 1:07d}"


def eft_trace(trace: str, effective_yymmdd: str) -> str:
    """TRN02 of a claim payment: unique between payer and payee, and told by the entry itself."""
    return f"{effective_yymmdd}{trace}"


def next_modifier(used: set[str]) -> str | None:
    """The first file id modifier of the day not yet used, or None when all 36 are."""
    return next((letter for letter in MODIFIERS if letter not in used), None)
