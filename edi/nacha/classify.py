"""What an inbound entry is: by its addenda first, by its transaction code only without one."""

from enum import StrEnum
from typing import cast

from edi.nacha.records import (
    ContestedReturnAddenda,
    DishonoredReturnAddenda,
    Entry,
    RefusedChangeAddenda,
    ReturnAddenda,
)

ACKNOWLEDGMENT_SEC_CODES = frozenset({"ACK", "ATX"})

# Death notices and enrolments borrow the prenote codes.
_BORROW_PRENOTE_CODES = frozenset({"DNE", "ENR"})
_PRENOTE_CODES = frozenset({"23", "28", "33", "38", "43", "48", "53"})
_ZERO_DOLLAR_CODES = frozenset({"24", "29", "34", "39", "44", "49", "54"})


class EntryKind(StrEnum):
    FORWARD = "forward"
    PRENOTE = "prenote"
    ZERO_DOLLAR = "zero_dollar"
    RETURN = "return"
    NOTICE_OF_CHANGE = "notice_of_change"
    DISHONORED_RETURN = "dishonored_return"
    CONTESTED_RETURN = "contested_return"
    REFUSED_NOTICE = "refused_notice"
    ACKNOWLEDGMENT = "acknowledgment"


RETURN_KINDS = frozenset(
    {EntryKind.RETURN, EntryKind.DISHONORED_RETURN, EntryKind.CONTESTED_RETURN}
)
NOTICE_KINDS = frozenset({EntryKind.NOTICE_OF_CHANGE, EntryKind.REFUSED_NOTICE})
ANSWER_KINDS = RETURN_KINDS | NOTICE_KINDS


def classify(entry: Entry) -> EntryKind:
    """The kind of the entry. Some banks keep 22 beside a 99, so the addenda decide."""
    if entry.kind is None:
        entry.kind = _kind(entry)
    return cast(EntryKind, entry.kind)


def _kind(entry: Entry) -> EntryKind:
    answer = entry.answer
    if answer is None:
        return _without_answer(entry)
    if isinstance(answer, RefusedChangeAddenda):
        return EntryKind.REFUSED_NOTICE
    if isinstance(answer, DishonoredReturnAddenda):
        return EntryKind.DISHONORED_RETURN
    if isinstance(answer, ContestedReturnAddenda):
        return EntryKind.CONTESTED_RETURN
    if isinstance(answer, ReturnAddenda):
        return EntryKind.RETURN
    return EntryKind.NOTICE_OF_CHANGE


def _without_answer(entry: Entry) -> EntryKind:
    if entry.sec_code in ACKNOWLEDGMENT_SEC_CODES:
        return EntryKind.ACKNOWLEDGMENT
    if entry.transaction_code in _PRENOTE_CODES and entry.sec_code not in _BORROW_PRENOTE_CODES:
        return EntryKind.PRENOTE
    if entry.transaction_code in _ZERO_DOLLAR_CODES:
        return EntryKind.ZERO_DOLLAR
    return EntryKind.FORWARD
