"""A report to bytes: as it was read while nothing was changed, composed anew otherwise.

Totals and counts are computed. What does not fit is refused, never cut. How it is read back is
edi.bai2.reader; what comes out is what went in.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from datetime import date

from edi.bai2.currencies import DECIMALS
from edi.bai2.files import MODIFIERS, STATUSES, Account, File, Funds, Group, Item, Transaction
from edi.bai2.shapes import is_type_code
from edi.bai2.type_codes import NON_MONETARY
from edi.bai2.values import MAX_DIGITS, is_time
from edi.ground.errors import UnwritableField

LINE_FEED, CRLF = b"\n", b"\r\n"
_SMALLEST_LENGTH = 20
_FIRST_YEAR, _LAST_YEAR = 1980, 2079
_MAX_PARTS = 1000
_FIELD = re.compile(r"[ -+\-.0-~]*")
_TEXT = re.compile(r"[ -~]+")
_CODE = "88,"


def write(file: File, *, line_end: bytes = LINE_FEED) -> bytes:
    """The bytes of the report.

    A file that was read gives the bytes it was read from, unless a value was replaced since. A
    composed one ends each line with `line_end`; where it has a `record_length`, longer records go
    on in 88s and lines are filled with blanks, and where it has a `block_size` too, the last block
    is filled with blank lines. Raises UnwritableField for a value that does not fit its place.
    """
    if file.kept and all(
        now is then for now, then in zip(file.values(), file.kept.values, strict=True)
    ):
        return file.kept.source
    if file.record_length is not None and file.record_length < _SMALLEST_LENGTH:
        raise UnwritableField("record_length", f"is below {_SMALLEST_LENGTH}")
    return _Composition(file.record_length).bytes_of(file, line_end)


def wrap(text: str, record_length: int) -> tuple[str, ...]:
    """Text as lines that fit a record of that length, broken at blanks where there are any."""
    return tuple(textwrap.wrap(text, record_length - len(_CODE) - 1))


class _Composition:
    """One report on its way to bytes."""

    def __init__(self, record_length: int | None) -> None:
        self.record_length = record_length
        self.width = record_length or 1 << 30
        self.lines: list[str] = []

    def bytes_of(self, file: File, line_end: bytes) -> bytes:
        self._put("01", _file_fields(file))
        total = 0
        for group in file.groups:
            total += self._group(group)
        records = len(self.lines) + 1
        self._put("99", [str(total), str(len(file.groups)), str(records)])
        return self._joined(file.block_size, line_end)

    def _group(self, group: Group) -> int:
        start, total = len(self.lines), 0
        self._put("02", _group_fields(group))
        for account in group.accounts:
            total += self._account(account)
        records = len(self.lines) - start + 1
        self._put("98", [str(total), str(len(group.accounts)), str(records)])
        return total

    def _account(self, account: Account) -> int:
        start = len(self.lines)
        self._put("03", _account_fields(account))
        for transaction in account.transactions:
            self._detail(transaction)
        total = sum(item.amount_cents or 0 for item in account.items)
        total += sum(each.amount_cents or 0 for each in account.transactions)
        self._put("49", [str(total), str(len(self.lines) - start + 1)])
        return total

    def _put(self, code: str, fields: list[str]) -> None:
        """A record of fields, with as many continuations as it needs."""
        line = code
        for field in fields:
            if len(line) + len(field) + 2 > self.width and line != code:
                self.lines.append(line + "/")
                line = "88"
            if len(line) + len(field) + 2 > self.width:
                raise UnwritableField("record_length", "is too small for a field of the report")
            line += "," + field
        self.lines.append(line + "/")

    def _detail(self, transaction: Transaction) -> None:
        self._put("16", _detail_fields(transaction))
        for number, text in enumerate(transaction.text_lines):
            written = _text(text, is_first=number == 0)
            if number == 0 and len(self.lines[-1]) + len(written) <= self.width:
                self.lines[-1] = f"{self.lines[-1][:-1]},{written}"
                continue
            if len(_CODE) + len(written) > self.width:
                raise UnwritableField("text_lines", "has a line longer than a record")
            self.lines.append(_CODE + written)

    def _joined(self, block_size: int | None, line_end: bytes) -> bytes:
        lines = self.lines
        if self.record_length:
            if block_size:
                lines = lines + [""] * (-len(lines) % block_size)
            lines = [line.ljust(self.record_length) for line in lines]
        return b"".join(line.encode() + line_end for line in lines)


def _file_fields(file: File) -> list[str]:
    if file.version != "2":
        raise UnwritableField("version", "is not 2")
    if not (file.file_id.isascii() and file.file_id.isdigit()) or len(file.file_id) > MAX_DIGITS:
        raise UnwritableField("file_id", "is no number")
    return [
        _named("sender", file.sender),
        _named("receiver", file.receiver),
        _date("created_on", file.created_on),
        _time("created_time", file.created_time, may_be_blank=False),
        file.file_id,
        _positive("record_length", file.record_length),
        _positive("block_size", file.block_size),
        file.version,
    ]


def _group_fields(group: Group) -> list[str]:
    if group.status not in STATUSES:
        raise UnwritableField("status", "is none of 1, 2, 3, 4")
    if group.as_of_modifier and group.as_of_modifier not in MODIFIERS:
        raise UnwritableField("as_of_modifier", "is none of 1, 2, 3, 4")
    return [
        _plain("ultimate_receiver", group.ultimate_receiver),
        _named("originator", group.originator),
        group.status,
        _date("as_of_date", group.as_of_date),
        _time("as_of_time", group.as_of_time, may_be_blank=True),
        _currency(group.currency),
        group.as_of_modifier,
    ]


def _account_fields(account: Account) -> list[str]:
    fields = [_named("number", account.number), _currency(account.currency)]
    for item in account.items:
        fields += _item_fields(item)
    return fields if account.items else [*fields, "", "", "", ""]


def _item_fields(item: Item) -> list[str]:
    blank = item.amount_cents is None
    return [
        _type_code(item.type_code),
        "" if blank else _amount("amount_cents", item.amount_cents),
        "" if item.item_count is None else _count("item_count", item.item_count),
        *_funds_fields(item.funds),
    ]


def _detail_fields(transaction: Transaction) -> list[str]:
    code, cents = _type_code(transaction.type_code), transaction.amount_cents
    if cents is None and code != NON_MONETARY:
        raise UnwritableField("amount_cents", "is missing")
    return [
        code,
        "" if cents is None else _count("amount_cents", cents),
        *_funds_fields(transaction.funds),
        _plain("bank_reference", transaction.bank_reference),
        _plain("customer_reference", transaction.customer_reference),
    ]


def _funds_fields(funds: Funds) -> list[str]:
    if funds.kind == "S":
        spread = (funds.immediate_cents, funds.one_day_cents, funds.later_cents)
        _nothing_else(funds, Funds("S", *spread))
        return ["S", *("" if each is None else _amount("funds", each) for each in spread)]
    if funds.kind == "V":
        _nothing_else(funds, Funds("V", value_date=funds.value_date, value_time=funds.value_time))
        day, time = funds.value_date, funds.value_time
        return ["V", _date("value_date", day), _time("value_time", time, may_be_blank=True)]
    if funds.kind == "D":
        _nothing_else(funds, Funds("D", parts=funds.parts))
        return ["D", *_distribution(funds)]
    if funds.kind not in ("", "Z", "0", "1", "2"):
        raise UnwritableField("funds", "has no known kind")
    _nothing_else(funds, Funds(funds.kind))
    return [funds.kind]


def _distribution(funds: Funds) -> Iterator[str]:
    if len(funds.parts) > _MAX_PARTS:
        raise UnwritableField("funds", f"has over {_MAX_PARTS} parts")
    yield str(len(funds.parts))
    for days, cents in funds.parts:
        if days is None or cents is None:
            raise UnwritableField("funds", "has a part without days or amount")
        yield _count("funds", days)
        yield _amount("funds", cents)


def _nothing_else(funds: Funds, known: Funds) -> None:
    if funds != known:
        raise UnwritableField("funds", "has parts that its kind does not have")


def _named(field: str, text: str) -> str:
    if not text:
        raise UnwritableField(field, "is blank")
    return _plain(field, text)


def _plain(field: str, text: str) -> str:
    if not _FIELD.fullmatch(text):
        raise UnwritableField(field, "holds a comma, a slash or a character outside of ASCII")
    if text != text.strip(" "):
        raise UnwritableField(field, "begins or ends with a blank")
    return text


def _text(text: str, *, is_first: bool) -> str:
    """The text with a slash behind it where its own end would be taken for filling."""
    if not _TEXT.fullmatch(text):
        raise UnwritableField("text_lines", "has an empty line or a character outside of ASCII")
    if is_first and text.startswith("/"):
        raise UnwritableField("text_lines", "begins with a slash, which says that there is none")
    return f"{text}/" if text.endswith(("/", " ")) else text


def _type_code(code: str) -> str:
    if not is_type_code(code):
        raise UnwritableField("type_code", "is not three digits")
    return code


def _currency(code: str) -> str:
    if code and code not in DECIMALS:
        raise UnwritableField("currency", "is no known code")
    return code


def _amount(field: str, cents: int | None) -> str:
    text = str(cents)
    if cents is None or len(text.lstrip("-")) > MAX_DIGITS:
        raise UnwritableField(field, f"has over {MAX_DIGITS} digits")
    return text


def _count(field: str, number: int) -> str:
    if number < 0:
        raise UnwritableField(field, "is below zero")
    return _amount(field, number)


def _positive(field: str, number: int | None) -> str:
    if number is None:
        return ""
    if number < 1:
        raise UnwritableField(field, "is not above zero")
    return _amount(field, number)


def _date(field: str, day: date | None) -> str:
    if day is None:
        raise UnwritableField(field, "is missing")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise UnwritableField(field, "is of a century that six digits do not tell")
    return day.strftime("%y%m%d")


def _time(field: str, text: str, *, may_be_blank: bool) -> str:
    if not is_time(text) and not (may_be_blank and text == ""):
        raise UnwritableField(field, "is no time written HHMM")
    return text
