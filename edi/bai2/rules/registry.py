"""Where rules register, what they are given and what they yield. Levels are the catalogue's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, NamedTuple

from edi.bai2.catalogue import CATALOGUE
from edi.bai2.covering import shown
from edi.bai2.records import Field, Record
from edi.bai2.shapes import AccountFields
from edi.bai2.type_codes import Direction


class Remark(NamedTuple):
    """One breach: where, a sentence in which no account stands, and the field's text, masked.

    `tolerable` is False for a breach that goes beyond what the rule's tolerance is meant for.
    """

    line: int
    columns: tuple[int, int]
    message: str
    value: str = ""
    tolerable: bool = True


Remarks = Iterable[Remark]
# A remark with the id of its rule.
Told = tuple[str, Remark]
Scope = Literal[
    "record", "file_header", "group_header", "account", "detail", "49", "98", "99", "end"
]


@dataclass(slots=True)
class Sums:
    """What was counted since a header. `is_certain` is False once a number could not be read, so
    that one fault does not draw others after it."""

    total: int = 0
    absolute: int = 0
    records: int = 0
    members: int = 0
    is_certain: bool = True

    def add_amount(self, amount: int | None, *, is_blank: bool) -> None:
        """Takes one amount in; an unreadable one makes the sum uncertain."""
        if amount is not None:
            self.total += amount
            self.absolute += abs(amount)
        elif not is_blank:
            self.is_certain = False


@dataclass(slots=True)
class AccountState:
    """An account that is open, and what was counted in it."""

    shape: AccountFields
    sums: Sums = field(default_factory=Sums)
    credits: int = 0
    debits: int = 0
    credit_count: int = 0
    debit_count: int = 0

    def add_movement(self, direction: Direction | None, amount: int) -> None:
        """Takes one transaction in."""
        if direction == "credit":
            self.credits += amount
            self.credit_count += 1
        elif direction == "debit":
            self.debits += amount
            self.debit_count += 1


@dataclass(slots=True)
class GroupState:
    """A group that is open. Its total is that of the 49s as written."""

    header: Record | None
    line: int
    sums: Sums = field(default_factory=Sums)
    accounts: set[tuple[str, str]] = field(default_factory=set)


@dataclass(slots=True)
class FileState:
    """A file that is open. Its total is that of the 98s as written."""

    header: Record | None
    line: int
    sums: Sums = field(default_factory=Sums)
    created_on: date | None = None
    record_length: int | None = None
    block_size: int | None = None


@dataclass(slots=True)
class Place:
    """Where in the report a record stands."""

    file: FileState | None = None
    group: GroupState | None = None
    account: AccountState | None = None


class Check(NamedTuple):
    """A rule's function."""

    rule: str
    judge: Callable[..., Remarks]


CHECKS: dict[Scope, list[Check]] = {}


def rule(id: str, scope: Scope) -> Callable[[Any], Any]:
    """Registers a function under the rule's id. It is given the thing and its Place."""
    if id not in CATALOGUE:
        raise AssertionError(f"{id} is no rule of the catalogue.")

    def register(function: Callable[..., Remarks]) -> Callable[..., Remarks]:
        CHECKS.setdefault(scope, []).append(Check(id, function))
        return function

    return register


def at(where: Field, message: str, *, tolerable: bool = True) -> Remark:
    """A remark on one field."""
    return Remark(where.line, where.columns, message, shown(where.text.strip(" ")), tolerable)


def on(record: Record, message: str) -> Remark:
    """A remark on a whole record."""
    return Remark(record.line, record.columns, message)
