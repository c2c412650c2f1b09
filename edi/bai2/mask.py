"""A report with accounts, parties, references and texts covered, each in its length, so that it
can be shown. Amounts, codes, counts and totals stay, and with them what `check` says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edi.bai2.lines import Lines, Source, next_piece, numbered, split_ends
from edi.bai2.records import Field, Record, record_of
from edi.bai2.shapes import (
    FIELD_COUNTS,
    FUNDS_KINDS,
    FundsFields,
    account_fields,
    detail_fields,
    is_type_code,
)

_LETTERS = bytes(range(65, 91)) + bytes(range(97, 123)) + b"0123456789"
_HIGH = bytes(range(128, 256))
# A wide character stays one, and none that was there.
_COVER = bytes.maketrans(_LETTERS + _HIGH, b"X" * len(_LETTERS) + b"\xe9" * len(_HIGH))
# Small letters stay small: the reader says so.
_COVER_CODE = _COVER[:97] + b"x" * 26 + _COVER[123:]
_NUMBER = re.compile(rb"[0-9+\- ]*")
_ALIAS_DIGITS = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWYZ"
_PARTIES = {"01": (0, 1), "02": (0, 1)}
_CURRENCY_OF_GROUP = 5
_LONGEST_CURRENCY = 3
_BOM_BYTES = 3


def mask(data: Source) -> Iterator[bytes]:
    """The report piece by piece, covered. Equal accounts stay equal in the file, different ones
    different; line ends and filling stay. What is not understood is covered whole."""
    lines = Lines(data)
    if lines.has_bom:
        yield bytes(data[:_BOM_BYTES])
    aliases: dict[bytes, bytes] = {}
    for raw, chunk in lines.chunks():
        pairs = split_ends(lines, raw)
        covered = [bytearray(text) for text, _ in pairs]
        for record in _records(chunk):
            _Covering(record, covered, aliases).cover()
        yield b"".join(bytes(text) + end for text, (_, end) in zip(covered, pairs, strict=True))


def _records(chunk: bytes) -> Iterator[Record]:
    """The records of a chunk, lines numbered from 1 in it."""
    at, line = 1, 1
    while at < len(chunk):
        text, is_blank = next_piece(chunk, at)
        if not is_blank:
            yield record_of(numbered(text, line))
        line += text.count(b"\n")
        at += len(text)


class _Covering:
    """One record, covered in the lines of its chunk."""

    def __init__(
        self, record: Record, covered: list[bytearray], aliases: dict[bytes, bytes]
    ) -> None:
        self.record = record
        self.covered = covered
        self.aliases = aliases

    def cover(self) -> None:
        code = self.record.code
        if code == "03":
            self._account()
        elif code == "16":
            self._detail()
        elif code in FIELD_COUNTS:
            self._fixed()
        else:
            self._unknown()
        for rest in self.record.after_slash:
            self._translate(rest)

    def _fixed(self) -> None:
        parties = _PARTIES.get(self.record.code, ())
        for index, field in enumerate(self.record.fields):
            if index in parties or index >= FIELD_COUNTS[self.record.code]:
                self._translate(field)
            elif self.record.code == "02" and index == _CURRENCY_OF_GROUP:
                self._currency(field)
            else:
                self._number(field)

    def _account(self) -> None:
        account = account_fields(self.record)
        self._alias(account.number)
        self._currency(account.currency)
        for item in account.items:
            self._type_code(item.type_code)
            self._number(item.amount)
            self._number(item.count)
            self._funds(item.funds)

    def _detail(self) -> None:
        detail = detail_fields(self.record)
        self._type_code(detail.type_code)
        self._number(detail.amount)
        self._funds(detail.funds)
        for field in (detail.bank_reference, detail.customer_reference, *self.record.text):
            self._translate(field)

    def _unknown(self) -> None:
        """A line of no known code is covered whole, continuations but for their code."""
        for number, text in self.record.lines:
            start = 2 if self.record.code or number > self.record.line else 0
            self._translate(Field(text[start:], number, start, len(text)))

    def _type_code(self, field: Field) -> None:
        if not is_type_code(field.text.strip(" ")):
            self._translate(field)

    def _funds(self, funds: FundsFields) -> None:
        if funds.letter not in FUNDS_KINDS:
            self._translate(funds.kind, _COVER_CODE)
        for part in funds.parts:
            self._number(part)

    def _currency(self, field: Field) -> None:
        if len(field.text.strip(" ")) > _LONGEST_CURRENCY:
            self._translate(field, _COVER_CODE)

    def _number(self, field: Field) -> None:
        if not _NUMBER.fullmatch(field.text.encode("latin-1")):
            self._translate(field)

    def _translate(self, field: Field, table: bytes = _COVER) -> None:
        line = self.covered[field.line - 1]
        line[field.start : field.end] = line[field.start : field.end].translate(table)

    def _alias(self, field: Field) -> None:
        """Another account number of the same length, letters and digits replaced alone."""
        line = self.covered[field.line - 1]
        number = bytes(line[field.start : field.end])
        key = number.strip(b" ")
        places = [at for at, byte in enumerate(number) if byte in _LETTERS]
        alias = self.aliases.setdefault(key, _digits(len(self.aliases) + 1))
        cover = alias.rjust(len(places), b"X")[-len(places) or len(alias) :]
        line[field.start : field.end] = number.translate(_COVER)
        for at, byte in zip(places, cover, strict=False):
            line[field.start + at] = byte


def _digits(number: int) -> bytes:
    """A number in letters and digits, without the X that fills it up."""
    text = b""
    while number:
        number, rest = divmod(number, len(_ALIAS_DIGITS))
        text = _ALIAS_DIGITS[rest : rest + 1] + text
    return text
