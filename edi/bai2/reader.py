"""Bytes to a report as values: whole with `read`, or one account after another with `accounts`.
Judging is edi.bai2.judge; nothing here judges, drops or changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from edi.bai2.files import Account, File, Group, Kept, Transaction
from edi.bai2.judge import check
from edi.bai2.lines import Lines, Source, numbered, raw_records
from edi.bai2.plain import plain_transaction
from edi.bai2.records import Record, record_of
from edi.bai2.shapes import (
    account_fields,
    detail_fields,
    file_value,
    group_value,
    trailer_value,
)
from edi.ground.line_findings import Finding

NO_FILE = File(sender="", receiver="", created_on=None, created_time="", file_id="", version="")
NO_GROUP = Group(originator="", status="", as_of_date=None)


def read(
    data: Source, *, tolerate: Collection[str] = frozenset()
) -> tuple[File | None, list[Finding]]:
    """The report and everything wrong with it; never raises on any bytes.

    The file is None if no line looks like a BAI2 record. The groups of files one after another
    are all in it. Raises ValueError for a tolerance that does not exist. Memory grows with the
    file: for a large one see `accounts`.
    """
    report = check(data, tolerate=tolerate)
    if not report.is_bai2:
        return None, report.findings
    return parse(data), report.findings


def parse(data: Source) -> File:
    """The report unjudged. A transaction outside of any account is left out; `check` names it."""
    file = _Assembly().file_of(data)
    return replace(file, kept=Kept(bytes(data), file.values()))


class _Assembly:
    """Puts one record after another in its place."""

    def __init__(self) -> None:
        self.file: File | None = None
        self.groups: list[Group] = []
        self.group: Group | None = None
        self.accounts: list[Account] = []
        self.account: Account | None = None
        self.transactions: list[Transaction] = []

    def file_of(self, data: Source) -> File:
        for line, text in raw_records(Lines(data)):
            if self.account is not None and (plain := plain_transaction(text, line)):
                self.transactions.append(plain)
            else:
                self._take(record_of(numbered(text, line)))
        self._close_group()
        return replace(self.file or NO_FILE, groups=tuple(self.groups))

    def _take(self, record: Record) -> None:
        if record.code == "16" and self.account is not None:
            self.transactions.append(detail_fields(record).value())
        elif record.code == "03":
            self._close_account()
            self.group = self.group or replace(NO_GROUP, line=record.line)
            self.account = account_fields(record).value()
        elif record.code == "02":
            self._close_group()
            self.group = group_value(record)
        elif record.code == "01":
            self._close_group()
            self.file = self.file or file_value(record)
        elif record.code in ("49", "98", "99"):
            self._take_trailer(record)

    def _take_trailer(self, record: Record) -> None:
        trailer = trailer_value(record)
        if record.code == "49":
            if self.account:
                self.account = replace(self.account, trailer=trailer)
            self._close_account()
        elif record.code == "98":
            self._close_account()
            if self.group:
                self.group = replace(self.group, trailer=trailer)
            self._close_group()
        else:
            self._close_group()
            self.file = replace(self.file or NO_FILE, trailer=trailer)

    def _close_account(self) -> None:
        if self.account:
            self.accounts.append(replace(self.account, transactions=tuple(self.transactions)))
        self.account, self.transactions = None, []

    def _close_group(self) -> None:
        self._close_account()
        if self.group:
            self.groups.append(replace(self.group, accounts=tuple(self.accounts)))
        self.group, self.accounts = None, []


@dataclass(slots=True)
class AccountReport:
    """One account as it comes by. `file`, `group` and `account` hold nothing below them;
    `transactions` can be walked once, and only until the next account is asked for."""

    file: File
    group: Group
    account: Account
    transactions: Iterator[Transaction]


def accounts(data: Source) -> Iterator[AccountReport]:
    """Accounts one at a time, in flat memory however large the file or one account is."""
    walk = _Walk(data)
    while report := walk.next_account():
        yield report
        for _ in report.transactions:
            pass


class _Walk:
    """The records of a file, of which a transaction that ends an account is kept for later."""

    def __init__(self, data: Source) -> None:
        self.records = raw_records(Lines(data))
        self.kept: Record | None = None
        self.file, self.group = NO_FILE, NO_GROUP

    def next_account(self) -> AccountReport | None:
        while record := self._next():
            if record.code == "03":
                account = account_fields(record).value()
                return AccountReport(self.file, self.group, account, self._transactions())
            if record.code == "01":
                self.file, self.group = file_value(record), NO_GROUP
            elif record.code == "02":
                self.group = group_value(record)
        return None

    def _next(self) -> Record | None:
        if self.kept:
            record, self.kept = self.kept, None
            return record
        for line, text in self.records:
            return record_of(numbered(text, line))
        return None

    def _transactions(self) -> Iterator[Transaction]:
        for line, text in self.records:
            if plain := plain_transaction(text, line):
                yield plain
                continue
            record = record_of(numbered(text, line))
            if record.code == "16":
                yield detail_fields(record).value()
            elif record.code in ("49", "03", "02", "01", "98", "99"):
                self.kept = record
                return
