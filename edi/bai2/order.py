"""Where each record stands: what it opens and closes, and what is counted on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from edi.bai2.records import Record
from edi.bai2.rules.registry import (
    AccountState,
    FileState,
    GroupState,
    Place,
    Sums,
    Told,
    on,
)
from edi.bai2.screen import Run
from edi.bai2.shapes import account_fields, detail_fields, text_of
from edi.bai2.type_codes import direction_of
from edi.bai2.values import amount_of, date_of, number_of


@dataclass(slots=True)
class Counts:
    """What a report holds. Credits and debits are those of transactions, in smallest units."""

    groups: int = 0
    accounts: int = 0
    transactions: int = 0
    credits_cents: int = 0
    debits_cents: int = 0


@dataclass(slots=True)
class Order:
    """One pass: `before` says what is out of order, rules judge, `after` closes what is closed."""

    place: Place = field(default_factory=Place)
    counts: Counts = field(default_factory=Counts)
    has_blocks: bool = False
    record_length: int | None = None
    last_line: int = 1
    _was_closed: bool = False

    def take_run(self, run: Run, line: int) -> None:
        """Counts transactions that were found right without being looked at one by one; `line` is
        that of the first."""
        account = self.place.account
        if account is None:
            raise AssertionError("A run stands in an account.")
        sums = account.sums
        sums.total += run.credits + run.debits
        sums.absolute += run.credits + run.debits
        account.credits += run.credits
        account.credit_count += run.credit_count
        account.debits += run.debits
        account.debit_count += run.debit_count
        self.counts.transactions += run.credit_count + run.debit_count
        self.counts.credits_cents += run.credits
        self.counts.debits_cents += run.debits
        self._count_records(run.lines)
        self.last_line = line + run.lines - 1

    def before(self, record: Record) -> Iterator[Told]:
        """Puts the record in its place; what it breaks by standing there."""
        self.last_line = record.lines[-1][0]
        if record.code == "01":
            yield from self._open_file(record)
        else:
            yield from self._need_file(record)
        yield from self._open_or_close(record)
        self._count_records(len(record.lines))
        if record.code == "":
            yield "BF03", on(record, "the line begins with no code of a record")

    def _open_file(self, record: Record) -> Iterator[Told]:
        if self._was_closed:
            yield "BF06", on(record, "another file begins after the 99")
        elif self.place.file:
            yield "BF02", on(record, "a second 01 stands in the file")
            yield from self._close_group(record, "01")
        made = date_of(record[2].text.strip(" "))
        length, block = (number_of(record[index].text.strip(" ")) for index in (5, 6))
        self._was_closed = False
        self.record_length = length
        self.has_blocks = self.has_blocks or bool(block)
        self.place = Place(
            FileState(record, record.line, created_on=made, record_length=length, block_size=block)
        )

    def _need_file(self, record: Record) -> Iterator[Told]:
        if self.place.file:
            return
        if self._was_closed:
            yield "BF06", on(record, "a record stands after the 99")
        elif record.code not in ("", "88"):
            yield "BF02", on(record, "the file does not begin with a 01")
            self.place = Place(FileState(None, record.line))

    def _open_or_close(self, record: Record) -> Iterator[Told]:
        if record.code == "02":
            yield from self._close_group(record, "02")
            self.place.group = GroupState(record, record.line)
            self.counts.groups += 1
        elif record.code == "03":
            yield from self._close_account(record, "03")
            yield from self._need_group(record)
            self._open_account(record)
        elif record.code == "16":
            yield from self._take_detail(record)
        elif record.code == "49" and self.place.account is None:
            yield "BF04", on(record, "the 49 has no 03 to close")
        elif record.code == "98":
            yield from self._before_group_ends(record)
        elif record.code == "99":
            yield from self._close_group(record, "99")
            if self.place.file and not self.place.file.sums.members:
                yield "BF18", on(record, "the file holds no group")

    def _before_group_ends(self, record: Record) -> Iterator[Told]:
        yield from self._close_account(record, "98")
        if self.place.group is None:
            yield "BF04", on(record, "the 98 has no 02 to close")
        elif not self.place.group.sums.members:
            yield "BG11", on(record, "the group holds no account")

    def _need_group(self, record: Record) -> Iterator[Told]:
        if self.place.group is None:
            yield "BF04", on(record, "the 03 stands outside of a group")
            self.place.group = GroupState(None, record.line)

    def _open_account(self, record: Record) -> None:
        shape = account_fields(record)
        account = AccountState(shape)
        for item in shape.items:
            text = item.amount.text.strip(" ")
            account.sums.add_amount(amount_of(text), is_blank=not text)
        self.place.account = account
        self.counts.accounts += 1

    def _take_detail(self, record: Record) -> Iterator[Told]:
        detail = detail_fields(record)
        text = detail.amount.text.strip(" ")
        amount, direction = amount_of(text), direction_of(detail.type_code.text.strip(" "))
        self.counts.transactions += 1
        if direction == "credit":
            self.counts.credits_cents += amount or 0
        elif direction == "debit":
            self.counts.debits_cents += amount or 0
        account = self.place.account
        if account is None:
            yield "BF04", on(record, "the 16 stands outside of an account")
            return
        account.sums.add_amount(amount, is_blank=not text)
        account.add_movement(direction, amount or 0)

    def _count_records(self, number: int) -> None:
        for open_one in (self.place.file, self.place.group, self.place.account):
            if open_one:
                open_one.sums.records += number

    def _close_account(self, record: Record, before: str) -> Iterator[Told]:
        if account := self.place.account:
            yield "BA01", on(record, f"no 49 closes the account before the {before}")
            self._leave_account(None, account.sums)

    def _close_group(self, record: Record, before: str) -> Iterator[Told]:
        yield from self._close_account(record, before)
        if group := self.place.group:
            yield "BG01", on(record, f"no 98 closes the group before the {before}")
            self._leave_group(None, group.sums)

    def after(self, record: Record) -> None:
        """Closes what a trailer closes, once it was judged."""
        place = self.place
        written = amount_of(record[0].text.strip(" ")) if record.fields else None
        if record.code == "03" and place.group and place.account:
            shape = place.account.shape
            key = (text_of(shape.number), shape.currency.text.strip(" ").upper())
            place.group.accounts.add(key)
        elif record.code == "49" and place.account:
            self._leave_account(written, place.account.sums)
        elif record.code == "98" and place.group:
            self._leave_group(written, place.group.sums)
        elif record.code == "99":
            self.place = Place()
            self._was_closed = True

    def _leave_account(self, total: int | None, sums: Sums) -> None:
        group = self.place.group
        self.place.account = None
        if group:
            group.sums.members += 1
            _pass_on(total, sums, group.sums)

    def _leave_group(self, total: int | None, sums: Sums) -> None:
        file = self.place.file
        self.place.group = None
        if file:
            file.sums.members += 1
            _pass_on(total, sums, file.sums)

    def end(self) -> Iterator[Told]:
        """What is still open where the file ends."""
        file = self.place.file
        last = Record("", [(self.last_line, "")])
        if file:
            yield from self._close_group(last, "end of the file")
            yield "BF05", on(last, "the file ends without a 99")


def _pass_on(total: int | None, inner: Sums, outer: Sums) -> None:
    """A trailer's total as written counts above; what was counted, where nothing is written."""
    outer.add_amount(inner.total if total is None else total, is_blank=False)
    if total is None and not inner.is_certain:
        outer.is_certain = False
