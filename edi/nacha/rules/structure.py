"""FS: how the records of a file stand together, their length, characters and padding."""

import re
from collections.abc import Iterator

from edi.nacha.files import Batch, NachaFile
from edi.nacha.layouts import RECORD_LENGTH, Field
from edi.nacha.records import ChangeAddenda, Entry, Record, RefusedChangeAddenda
from edi.nacha.rules.registry import Remark, Remarks, at, batch_rule, entry_rule, file_rule

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


@file_rule("FS01")
def file_has_records(file: NachaFile) -> Remarks:
    if file.record_count == 0:
        yield Remark(1, (1, RECORD_LENGTH), "the file holds no records")


@file_rule("FS02")
def records_are_94_long(file: NachaFile) -> Remarks:
    for number in file.ill_sized:
        line = file.lines[number - 1]
        message = f"the record has {len(line)} characters instead of {RECORD_LENGTH}"
        excess_is_blank = not line[RECORD_LENGTH:].strip(" ")
        yield Remark(number, (1, len(line)), message, tolerable=excess_is_blank)


def _misplaced(rule: str, file: NachaFile) -> Remarks:
    for each in file.misplaced:
        if each.rule == rule:
            yield at(each.record, None, each.message)


@file_rule("FS03")
def record_types_exist(file: NachaFile) -> Remarks:
    return _misplaced("FS03", file)


@file_rule("FS04")
def records_stand_in_order(file: NachaFile) -> Remarks:
    return _misplaced("FS04", file)


@file_rule("FS05")
def one_file_header_comes_first(file: NachaFile) -> Remarks:
    if file.header is None and file.record_count:
        yield Remark(1, (1, RECORD_LENGTH), "the file does not begin with a file header")
    for each in file.misplaced:
        if each.rule == "FS05":
            # A missing header can be let pass; a second one or one in the middle cannot.
            yield at(each.record, None, each.message)._replace(tolerable=False)


@file_rule("FS06")
def one_file_control_comes_last(file: NachaFile) -> Remarks:
    if file.control is None and file.record_count:
        yield Remark(len(file.lines), (1, RECORD_LENGTH), "the file has no file control")
    for each in file.misplaced:
        if each.rule == "FS06":
            yield at(each.record, None, each.message)._replace(tolerable=False)


@file_rule("FS07")
def batches_are_closed(file: NachaFile) -> Remarks:
    return _misplaced("FS07", file)


@file_rule("FS08")
def entries_and_addenda_have_their_place(file: NachaFile) -> Remarks:
    return _misplaced("FS08", file)


@file_rule("FS09")
def file_has_batches(file: NachaFile) -> Remarks:
    if not file.batches and file.record_count:
        yield Remark(1, (1, RECORD_LENGTH), "the file holds no batch")


@file_rule("FS10")
def batches_have_entries(file: NachaFile) -> Remarks:
    for batch in file.batches:
        if not batch.entries:
            yield at(batch.header, None, "the batch holds no entry")


@file_rule("FS11")
def records_fill_blocks(file: NachaFile) -> Remarks:
    if over := file.record_count % 10:
        message = f"{file.record_count} records; {10 - over} rows of nines are missing"
        yield Remark(len(file.lines), (1, RECORD_LENGTH), message)


@file_rule("FS12")
def filler_is_in_order(file: NachaFile) -> Remarks:
    yield from _misplaced("FS12", file)
    if len(file.filler) > MAX_FILLER_ROWS:
        message = f"{len(file.filler)} rows of nines; at most {MAX_FILLER_ROWS} fill a block"
        yield Remark(file.filler[0], (1, RECORD_LENGTH), message)


@file_rule("FS13")
def no_control_characters(file: NachaFile) -> Remarks:
    return _characters(file, _CONTROL_CHARACTERS, "below 0x20")


@file_rule("FS14")
def no_wide_characters(file: NachaFile) -> Remarks:
    return _characters(file, _WIDE_CHARACTERS, "above 0x7E")


def _characters(file: NachaFile, pattern: re.Pattern[str], where: str) -> Remarks:
    # One search over all the text is far quicker than one a line, and most files have none.
    if not pattern.search("".join(file.lines)):
        return
    for number, line in enumerate(file.lines, 1):
        if match := pattern.search(line):
            column = match.start() + 1
            message = f"a character {where} (0x{ord(match[0]):02X})"
            yield Remark(number, (column, column), message)


@file_rule("FS18")
def line_ends_are_uniform(file: NachaFile) -> Remarks:
    ends = file.line_ends
    if ends and ends[-1] == "" and any(ends):
        yield Remark(len(ends), (1, RECORD_LENGTH), "the last line is not ended")
    if len(set(ends[:-1])) > 1:
        first = next(n for n, end in enumerate(ends, 1) if end != ends[0])
        yield Remark(first, (1, RECORD_LENGTH), "the line ends differ within the file")
    for number in file.blank_lines:
        yield Remark(number, (1, RECORD_LENGTH), "an empty line")


@file_rule("FS15")
def numbers_of_file_records_are_digits(file: NachaFile) -> Remarks:
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
        if (
            field.kind in ("number", "digits")
            and field.name not in _JUDGED_ELSEWHERE
            and not record.text[field.start : field.end].isdecimal()
        ):
            yield at(record, field.name, f"{_words(field)} holds other than digits")


@file_rule("FS16")
def text_of_file_header_is_left_justified(file: NachaFile) -> Remarks:
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
def file_id_modifier_is_upper_case(file: NachaFile) -> Remarks:
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
def reserved_positions_of_control_are_blank(file: NachaFile) -> Remarks:
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
