"""What ties a credit on the account to a payment: trace, reassociation number, payer. Strict: what
stands in a transaction in two ways, or not plainly, is None. Pairing itself is not done here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from edi.bai2.files import Transaction
from edi.bai2.values import date_of

Rail = Literal["ach", "wire", "other"]

_ACH = ("120", "121", "122", "142", "143", "145", "155", "156", "164", "165", "166", "168", "169")
_WIRE = ("191", "195", "196", "206", "208", "216")
# A bank that names no rail: what the text says decides.
_OTHER = ("108", "174", "301", "399")
RAILS: dict[str, Rail] = {
    **dict.fromkeys(_ACH, "ach"),
    **dict.fromkeys(_WIRE, "wire"),
    **dict.fromkeys(_OTHER, "other"),
}


@dataclass(frozen=True, slots=True)
class AchReference:
    """What a credit says of the payment it is.

    `rail`: how its type code says that it came. `trace_number`: fifteen digits of the ACH entry.
    `reassociation_number`: TRN02, which the remittance carries too. `payer_id`: TRN03, ten
    characters, a 1 and the payer's tax id as a rule. `originating_company_supplement`: TRN04.
    `company_id`: ten characters of the ACH batch. `entry_description`: up to ten characters of it.
    `effective_date`: the day of it.
    """

    rail: Rail
    trace_number: str | None = None
    reassociation_number: str | None = None
    payer_id: str | None = None
    originating_company_supplement: str | None = None
    company_id: str | None = None
    entry_description: str | None = None
    effective_date: date | None = None

    @property
    def is_empty(self) -> bool:
        """True if nothing but the rail is known."""
        return all(getattr(self, each.name) is None for each in fields(self)[1:])


_TRN = re.compile(
    r"(?<![A-Z0-9])TRN\*1\*(?P<number>[!-)+-\[\]-}]{1,50})\*(?P<payer>[0-9A-Z]{10})"
    r"(?:\*(?P<more>[!-)+-\[\]-}]{1,50}))?\*{0,2}[~\\]",
    re.IGNORECASE,
)
_ANY_TRN = re.compile(r"(?<![A-Z0-9])TRN\*", re.IGNORECASE)
_END = r"(?![0-9A-Z])"
_START = r"(?<![0-9A-Z])"
_NUMBER_WORD = r"(?: ?(?:NO|NBR|NUM|NUMBER)\b\.?| ?#)?"
_SEPARATOR = r" ?[:=]? ?"
_TRACE = re.compile(
    rf"{_START}(?:TRACE|TRC){_NUMBER_WORD}{_SEPARATOR}(?P<value>[0-9]{{15}}){_END}",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    rf"{_START}(?:CO|COMPANY|ORIG|ORIG CO|ORIGINATING COMPANY) ID{_SEPARATOR}"
    rf"(?P<value>[0-9A-Z]{{10}}){_END}",
    re.IGNORECASE,
)
_LABELLED_TRN = re.compile(
    rf"{_START}(?:TRN|REASSOCIATION(?: TRACE)?)(?:{_NUMBER_WORD})(?: ?[:=] ?|(?<=[#ORM.]) )"
    rf"(?P<value>[0-9A-Z-]{{4,50}}){_END}(?!\*)",
    re.IGNORECASE,
)
# A bank's own number for the entry, under the same label.
_OWN_NUMBER = re.compile(r"[0-9]{10}TC", re.IGNORECASE)
_DESCRIPTION = re.compile(
    rf"{_START}(?:CO )?ENTRY DESC(?:R|RIPTION)?\.?{_SEPARATOR}"
    # Words with a blank between them only where a mark ends them.
    r"(?P<value>[0-9A-Z][0-9A-Z.&/ -]{0,9}(?=[,;|])"
    r"|[0-9A-Z][0-9A-Z.&/-]{0,9}(?=SEC:|  | ?[,;|]| [A-Z][A-Z ]*[:#=]|\Z))",
    re.IGNORECASE,
)
_DATE_TEXT = r"(?P<value>[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{8}|[0-9]{6})"
_EFFECTIVE = re.compile(
    rf"{_START}(?:EFF(?:ECTIVE)?(?: ENTRY)? DATE|EFF DT){_SEPARATOR}{_DATE_TEXT}(?![0-9/-])",
    re.IGNORECASE,
)
# The field of the ACH batch itself, which is always year, month, day.
_EED = re.compile(rf"{_START}EED{_SEPARATOR}(?P<value>[0-9]{{6}})(?![0-9/-])", re.IGNORECASE)


def rail_of(transaction: Transaction) -> Rail | None:
    """How a credit came, as its type code says; None for debits and for other credits."""
    return RAILS.get(transaction.type_code)


def ach_reference_of(transaction: Transaction) -> AchReference | None:
    """What a credit says of the payment it is, in its customer reference or its text; None where
    its type code is of no ACH, wire or general credit, or where nothing certain stands in it.

    A TRN segment counts if it has its number, a payer of ten characters and its terminator (~ or
    \\); it may run over lines. Labels count where their value has the form of its field.
    """
    rail = rail_of(transaction)
    if rail is None:
        return None
    texts = [transaction.customer_reference, *transaction.text_lines]
    number, payer, more = _trn(texts)
    reference = AchReference(
        rail=rail,
        trace_number=_only(_values(_TRACE, texts)),
        reassociation_number=number,
        payer_id=payer,
        originating_company_supplement=more,
        company_id=_only(_values(_COMPANY, texts)),
        entry_description=_only(_values(_DESCRIPTION, texts)),
        effective_date=_effective_date(texts),
    )
    return None if reference.is_empty else reference


def _trn(texts: list[str]) -> tuple[str | None, str | None, str | None]:
    """Parts two to four of the one segment there is. It may run over the end of a line; what has
    only a label may not, as nothing says where it ends."""
    whole = [*texts, "".join(texts[1:])]
    segments = {
        (match["number"], match["payer"], match["more"])
        for text in whole
        for match in _TRN.finditer(text)
    }
    if len(segments) == 1:
        return next(iter(segments))
    if segments or any(_ANY_TRN.search(text) for text in whole):
        return None, None, None
    # A label is weaker: it is only believed where no segment says anything.
    numbers = [each for each in _values(_LABELLED_TRN, texts) if not _OWN_NUMBER.fullmatch(each)]
    return _only(numbers), None, None


def _values(pattern: re.Pattern[str], texts: Iterable[str]) -> list[str]:
    return [match["value"] for text in texts for match in pattern.finditer(text)]


def _only(values: Iterable[str]) -> str | None:
    """The value if all are the same, None if there are two or none."""
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _effective_date(texts: list[str]) -> date | None:
    days = {_day(value) for value in _values(_EFFECTIVE, texts)}
    days |= {date_of(value) for value in _values(_EED, texts)}
    return days.pop() if len(days) == 1 else None


def _day(text: str) -> date | None:
    """A day where it can be read in one way only; six digits can often be read in two."""
    if "-" in text:
        return date_of(text.replace("-", ""))
    if "/" in text:
        return date_of(text[6:] + text[:2] + text[3:5])
    # Year first, or month first.
    days = {date_of(text), date_of(text[4:] + text[:4])}
    known = {day for day in days if day and 1980 <= day.year < 2080}
    return known.pop() if len(known) == 1 else None
