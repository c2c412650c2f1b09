"""What a report says, as values: file, groups, accounts, items, transactions. How it is written is
edi.bai2.records; whether it holds is edi.bai2.rules.

Every `*_cents` is an integer of the currency's smallest unit, as BAI2 leaves the decimals unsaid:
cents of USD, yen of JPY, fils of KWD (edi.bai2.currencies.decimals_of). None is never zero: it is
blank, or no number. Lines, trailers and the bytes read are no part of equality.
"""

from dataclasses import dataclass, field
from datetime import date

from edi.bai2.type_codes import Direction, direction_of
from edi.bai2.values import END_OF_DAY

STATUSES = {"1": "update", "2": "deletion", "3": "correction", "4": "test only"}
MODIFIERS = {
    "1": "interim, previous day",
    "2": "final, previous day",
    "3": "interim, same day",
    "4": "final, same day",
}
_SAME_DAY = frozenset({"3", "4"})


@dataclass(frozen=True, slots=True)
class Funds:
    """When the money can be used. `kind` is "" (not said), Z (unknown), 0, 1, 2 (days), S, V or D.

    S: `immediate_cents`, `one_day_cents`, `later_cents`. V: `value_date` and `value_time` (HHMM or
    blank). D: `parts`, pairs of days and cents.
    """

    kind: str = ""
    immediate_cents: int | None = None
    one_day_cents: int | None = None
    later_cents: int | None = None
    value_date: date | None = None
    value_time: str = ""
    parts: tuple[tuple[int | None, int | None], ...] = ()


NOT_SAID = Funds()


@dataclass(frozen=True, slots=True)
class Item:
    """One summary or status of an account; `amount_cents` is signed as written."""

    type_code: str
    amount_cents: int | None = None
    item_count: int | None = None
    funds: Funds = NOT_SAID
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One detail. `amount_cents` carries no sign of its own: the direction is the type code's.

    `text_lines` are what the 16 and its 88s say after the references, each line for itself.
    """

    type_code: str
    amount_cents: int | None = None
    funds: Funds = NOT_SAID
    bank_reference: str = ""
    customer_reference: str = ""
    text_lines: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    @property
    def direction(self) -> Direction | None:
        """Which way the money went; None where the code moves none."""
        return direction_of(self.type_code)

    @property
    def text(self) -> str:
        """The text for a person, lines joined by one blank."""
        return " ".join(self.text_lines)


@dataclass(frozen=True, slots=True)
class Trailer:
    """What a 49, 98 or 99 says; `members` is the number of accounts or groups, None for a 49."""

    total_cents: int | None = None
    members: int | None = None
    records: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a group. A blank `currency` means the group's."""

    number: str
    currency: str = ""
    items: tuple[Item, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    trailer: Trailer | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)

    def amount_of(self, type_code: str) -> int | None:
        """The amount of the first item of that code; None where it is not reported."""
        return next((i.amount_cents for i in self.items if i.type_code == type_code), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts of one originator and one as-of date. `as_of_time` is HHMM text or blank; both 2400
    and 9999 are the end of the day. A blank `currency` means US dollars."""

    originator: str
    status: str
    as_of_date: date | None
    ultimate_receiver: str = ""
    as_of_time: str = ""
    currency: str = ""
    as_of_modifier: str = ""
    accounts: tuple[Account, ...] = ()
    trailer: Trailer | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)

    @property
    def is_intraday(self) -> bool:
        """True for a report of the same day, interim or final."""
        return self.as_of_modifier in _SAME_DAY

    @property
    def is_end_of_day(self) -> bool:
        """True where the as-of time says that the day is over."""
        return self.as_of_time in END_OF_DAY


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes a file was read from, and the values they stand for."""

    source: bytes
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class File:
    """One report. `created_time` is HHMM text; `record_length` and `block_size` None if variable.

    `kept` is what `write` gives back as long as no value was replaced.
    """

    sender: str
    receiver: str
    created_on: date | None
    created_time: str
    file_id: str
    record_length: int | None = None
    block_size: int | None = None
    version: str = "2"
    groups: tuple[Group, ...] = ()
    trailer: Trailer | None = field(default=None, compare=False)
    line: int = field(default=0, compare=False)
    kept: Kept | None = field(default=None, compare=False, repr=False)

    def values(self) -> tuple[object, ...]:
        """Everything that is part of equality, groups by identity."""
        return (
            self.sender,
            self.receiver,
            self.created_on,
            self.created_time,
            self.file_id,
            self.record_length,
            self.block_size,
            self.version,
            self.groups,
        )
