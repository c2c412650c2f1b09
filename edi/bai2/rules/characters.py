"""BC04 to BC06 and BC09 to BC15: the characters of one record and how it is delimited."""

import re

from edi.bai2.covering import shown
from edi.bai2.records import Field, Record
from edi.bai2.rules.registry import Place, Remark, Remarks, at, on, rule
from edi.bai2.shapes import account_fields, detail_fields

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_WIDE = re.compile(r"[^\x00-\x7f]+")
_SMALL = re.compile(r"[a-z]")
_DATE_PLACES = {"01": 2, "02": 3}
_LONG_DATE = re.compile(r"[0-9]{8}")


@rule("BC04", "record")
def record_ends_with_a_slash(record: Record, place: Place) -> Remarks:
    for end in record.unended:
        yield Remark(end.line, end.columns, "no slash ends the record")


@rule("BC05", "record")
def continuation_continues_a_record(record: Record, place: Place) -> Remarks:
    if record.code == "88":
        yield on(record, "the 88 has no record to continue")


@rule("BC06", "record")
def line_fits_the_record_length(record: Record, place: Place) -> Remarks:
    length = place.file.record_length if place.file else None
    for number, text in record.lines if length else ():
        # Blanks that pad a line to another length hold nothing.
        if length and len(text.rstrip(" ")) > length:
            message = f"the line is longer than the {length} characters of a record"
            yield Remark(number, (length + 1, len(text)), message)


@rule("BC09", "record")
def no_control_characters(record: Record, place: Place) -> Remarks:
    return _characters(record, _CONTROL, "a control character stands in the line")


@rule("BC10", "record")
def characters_are_ascii(record: Record, place: Place) -> Remarks:
    return _characters(record, _WIDE, "a character outside of ASCII stands in the line")


def _characters(record: Record, pattern: re.Pattern[str], message: str) -> Remarks:
    for number, text in record.lines:
        if not text.isascii() or not text.isprintable():
            for found in pattern.finditer(text):
                yield Remark(number, (found.start() + 1, found.end()), message)


@rule("BC11", "record")
def codes_are_capitals(record: Record, place: Place) -> Remarks:
    for field in _letter_codes(record):
        if _SMALL.search(field.text):
            yield at(field, "small letters stand in a code")


def _letter_codes(record: Record) -> list[Field]:
    if record.code == "02":
        return [record[5]]
    if record.code == "03":
        account = account_fields(record)
        return [account.currency, *[item.funds.kind for item in account.items]]
    return [detail_fields(record).funds.kind] if record.code == "16" else []


@rule("BC12", "record")
def nothing_follows_the_slash(record: Record, place: Place) -> Remarks:
    for rest in record.after_slash:
        message = "text follows the slash that ends the record"
        yield Remark(rest.line, rest.columns, message, shown(rest.text.strip(" ")))


@rule("BC13", "record")
def no_blanks_around_fields(record: Record, place: Place) -> Remarks:
    for field in record.fields:
        # The references of a transaction are the bank's own.
        if field.text.strip(" ") != field.text and not _is_reference(record, field):
            yield at(field, "blanks stand around the field")


def _is_reference(record: Record, field: Field) -> bool:
    if record.code != "16":
        return False
    detail = detail_fields(record)
    return field in (detail.bank_reference, detail.customer_reference)


@rule("BC15", "record")
def comma_follows_the_code(record: Record, place: Place) -> Remarks:
    if record.code:
        for number, text in record.lines:
            if text[2:3] not in (",", "/"):
                yield Remark(number, (3, 3), "no comma follows the code of the record")


@rule("BC14", "record")
def dates_have_six_digits(record: Record, place: Place) -> Remarks:
    if record.code in _DATE_PLACES:
        field = record[_DATE_PLACES[record.code]]
        if _LONG_DATE.fullmatch(field.text.strip(" ")):
            yield at(field, "the date is written with eight digits")
