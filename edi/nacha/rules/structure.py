"""FS: how the records of a file stand together, their length, characters and padding."""

import re
from collections.abc import Iterator

from edi.nacha.files import Batch, FileSummary, Misplaced
from edi.nacha.layouts import RECORD_LENGTH, Field
from edi.nacha.records import (
    AdvEntry,
    ChangeAddenda,
    ContestedReturnAddenda,
    Entry,
    IatEntry,
    Record,
    RefusedChangeAddenda,
)
from edi.nacha.rules.registry import (
    Remark,
    Remarks,
    at,
    batch_rule,
    entry_rule,
    file_rule,
    line_rule,
    misplaced_rule,
)

MAX_FILLER_ROWS = 9

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f]")
_WIDE_CHARACTERS = re.compile(r"[\x7f-\xff]")

# Fields whose digits a rule of their own judges; FS15 leaves those alone.
_JUDGED_ELSEWHERE = frozenset(
    {
        "record_type",
        "priority_code",
        "record_size",
        "blocking_factor",
        "format_code",
        "service_class",
        "odfi",
        "batch_number",
        "transaction_code",
        "rdfi",
        "check_digit",
        "amount_cents",
        "addenda_indicator",
        "trace_number",
        "addenda_count",
        "addenda_type",
        "original_trace",
        "original_rdfi",
        "return_trace",
        "return_reason",
        "dishonored_trace",
        "dishonored_reason",
        "notice_sequence",
        "entry_sequence",
    }
)


# What is digits or blank; other such fields have rules of their own.
_DIGITS_OR_BLANK: dict[type[Record], tuple[str, ...]] = {
    ContestedReturnAddenda: ("date_returned", "original_settlement_day"),
    IatEntry: ("addenda_count",),
    AdvEntry: ("advice_day",),
}


@file_rule("FS01")
def file_has_records(file: FileSummary) -> Remarks:
    if file.record_count == 0:
        yield Remark(1, (1, RECORD_LENGTH), "the file holds no records")


@line_rule("FS02", "line")
def record_is_94_long(number: int, line: str) -> Remarks:
    message = f"the record has {len(line)} characters instead of {RECORD_LENGTH}"
    excess_is_blank = not line[RECORD_LENGTH:].strip(" ")
    yield Remark(number, (1, len(line)), message, tolerable=excess_is_blank)


@misplaced_rule("FS03")
@misplaced_rule("FS04")
@misplaced_rule("FS07")
@misplaced_rule("FS08")
@misplaced_rule("FS12")
def record_stands_in_its_place(misplaced: Misplaced) -> Remarks:
    yield at(misplaced.record, None, misplaced.message)


@misplaced_rule("FS05")
@misplaced_rule("FS06")
def end_of_file_stands_once(misplaced: Misplaced) -> Remarks:
    # A missing header or control can be let pass; a second one or one in the middle cannot.
    yield at(misplaced.record, None, misplaced.message)._replace(tolerable=False)


@file_rule("FS05")
def file_begins_with_its_header(file: FileSummary) -> Remarks:
    if file.header is None and file.record_count:
        yield Remark(1, (1, RECORD_LENGTH), "the file does not begin with a file header")


@file_rule("FS06")
def file_has_its_control(file: FileSummary) -> Remarks:
    if file.control is None and file.record_count:
        yield Remark(file.line_count, (1, RECORD_LENGTH), "the file has no file control")


@file_rule("FS09")
def file_has_batches(file: FileSummary) -> Remarks:
    if not file.batch_count and file.record_count:
        yield Remark(1, (1, RECORD_LENGTH), "the file holds no batch")


@batch_rule("FS10")
def batch_has_entries(batch: Batch) -> Remarks:
    if not batch.tally().entries:
        yield at(batch.header, None, "the batch holds no entry")


@file_rule("FS11")
def records_fill_blocks(file: FileSummary) -> Remarks:
    if over := file.record_count % 10:
        message = f"{file.record_count} records; {10 - over} rows of nines are missing"
        yield Remark(file.line_count, (1, RECORD_LENGTH), message)


@file_rule("FS12")
def filler_is_a_block_at_most(file: FileSummary) -> Remarks:
    if file.filler_count > MAX_FILLER_ROWS:
        message = f"{file.filler_count} rows of nines; at most {MAX_FILLER_ROWS} fill a block"
        yield Remark(file.first_filler, (1, RECORD_LENGTH), message)


@line_rule("FS13", "text")
def no_control_character(number: int, line: str) -> Remarks:
    return _character(number, line, _CONTROL_CHARACTERS, "below 0x20")


@line_rule("FS14", "text")
def no_wide_character(number: int, line: str) -> Remarks:
    return _character(number, line, _WIDE_CHARACTERS, "above 0x7E")


def _character(number: int, line: str, pattern: re.Pattern[str], where: str) -> Remarks:
    if match := pattern.search(line):
        column = match.start() + 1
        message = f"a character {where} (0x{ord(match[0]):02X})"
        yield Remark(number, (column, column), message)


@file_rule("FS18")
def line_ends_are_uniform(file: FileSummary) -> Remarks:
    if file.last_is_open:
        yield Remark(file.line_count, (1, RECORD_LENGTH), "the last line is not ended")
    if file.ends_differ_at:
        message = "the line ends differ within the file"
        yield Remark(file.ends_differ_at, (1, RECORD_LENGTH), message)


@line_rule("FS18", "blank")
def no_line_is_empty(number: int, line: str) -> Remarks:
    yield Remark(number, (1, RECORD_LENGTH), "an empty line")


@file_rule("FS15")
def numbers_of_file_records_are_digits(file: FileSummary) -> Remarks:
    for record in (file.header, file.control):
        if record is not None:
            yield from _not_digits(record)


@batch_rule("FS15")
def numbers_of_batch_records_are_digits(batch: Batch) -> Remarks:
    yield from _not_digits(batch.header)
    if batch.control is not None:
        yield from _not_digits(batch.control)


@entry_rule("FS15")
def numbers_of_entries_are_digits(entry: Entry, batch: Batch) -> Remarks:
    for record in (entry, *entry.addenda):
        yield from _not_digits(record)


def _not_digits(record: Record) -> Remarks:
    for field in record.layout:
        text = record.text[field.start : field.end]
        if not text.isdecimal() and _takes_digits(record, field, text):
            yield at(record, field.name, f"{_words(field)} holds other than digits")


def _takes_digits(record: Record, field: Field, text: str) -> bool:
    """Whether the field holds digits, or digits or blanks, and no other rule says so."""
    if isinstance(record, ChangeAddenda | RefusedChangeAddenda):
        # The numbers of a notice are compared with what was sent, not judged by themselves.
        return field.kind == "digits"
    if field.name in _DIGITS_OR_BLANK.get(type(record), ()):
        return bool(text.strip(" "))
    return field.kind in ("number", "digits") and field.name not in _JUDGED_ELSEWHERE


@file_rule("FS16")
def text_of_file_header_is_left_justified(file: FileSummary) -> Remarks:
    if file.header is not None:
        yield from _not_left_justified(file.header)


@batch_rule("FS16")
def text_of_batch_header_is_left_justified(batch: Batch) -> Remarks:
    yield from _not_left_justified(batch.header)


@entry_rule("FS16")
def text_of_entries_is_left_justified(entry: Entry, batch: Batch) -> Remarks:
    yield from _not_left_justified(entry)


def _not_left_justified(record: Record) -> Remarks:
    for field in record.layout:
        if (
            field.kind == "text"
            and record.text[field.start] == " "
            and record.text[field.start : field.end].strip(" ")
        ):
            yield at(record, field.name, f"{_words(field)} begins with a blank")


@file_rule("FS17")
def file_id_modifier_is_upper_case(file: FileSummary) -> Remarks:
    if file.header is not None:
        yield from _not_upper(file.header, "file_id_modifier")


@batch_rule("FS17")
def sec_code_is_upper_case(batch: Batch) -> Remarks:
    yield from _not_upper(batch.header, "sec_code")


@entry_rule("FS17")
def codes_of_answers_are_upper_case(entry: Entry, batch: Batch) -> Remarks:
    if entry.answer is not None:
        yield from _not_upper(entry.answer, "code")
    if isinstance(entry.answer, RefusedChangeAddenda):
        yield from _not_upper(entry.answer, "change_code")


def _not_upper(record: Record, name: str) -> Remarks:
    field = record.layout[name]
    value = record.text[field.start : field.end]
    if value.isascii() and value != value.upper():
        yield at(record, name, f"{_words(field)} is not in upper case")


@file_rule("FS19")
def reserved_positions_of_control_are_blank(file: FileSummary) -> Remarks:
    if file.control is not None:
        yield from _reserved_in_use(file.control)


@batch_rule("FS19")
def reserved_positions_of_batch_control_are_blank(batch: Batch) -> Remarks:
    if batch.control is not None:
        yield from _reserved_in_use(batch.control)


@entry_rule("FS19")
def reserved_positions_of_entries_are_blank(entry: Entry, batch: Batch) -> Remarks:
    # 75-76 of a CTX entry are CX05's.
    if entry.sec_code == "IAT":
        yield from _reserved_in_use(entry)
    if isinstance(entry.answer, ChangeAddenda | RefusedChangeAddenda) or (
        entry.answer is not None and entry.sec_code != "IAT"
    ):
        yield from _reserved_in_use(entry.answer)


def _reserved_in_use(record: Record) -> Iterator[Remark]:
    for field in record.layout:
        if field.kind == "reserved" and record.text[field.start : field.end].strip(" "):
            yield at(record, field.name, "reserved positions are not blank")


def _words(field: Field) -> str:
    return field.name.replace("_", " ")
