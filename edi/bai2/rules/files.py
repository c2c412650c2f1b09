"""BF07 to BF17: what the 01 says. The trailers are edi.bai2.rules.trailers."""

from edi.bai2.records import Record
from edi.bai2.rules.registry import Place, Remark, Remarks, at, rule
from edi.bai2.shapes import FIELD_COUNTS
from edi.bai2.values import date_of, is_time, number_of


@rule("BF07", "file_header")
def sender_and_receiver_are_named(record: Record, place: Place) -> Remarks:
    for index, word in enumerate(("sender", "receiver")):
        if not record[index].text.strip(" "):
            yield at(record[index], f"the {word} is blank")


@rule("BF08", "file_header")
def creation_date_is_a_day(record: Record, place: Place) -> Remarks:
    if date_of(record[2].text.strip(" ")) is None:
        yield at(record[2], "the creation date is no day written YYMMDD")


@rule("BF09", "file_header")
def creation_time_is_a_time(record: Record, place: Place) -> Remarks:
    if not is_time(record[3].text.strip(" ")):
        yield at(record[3], "the creation time is no time written HHMM")


@rule("BF10", "file_header")
def file_id_is_a_number(record: Record, place: Place) -> Remarks:
    if number_of(record[4].text.strip(" ")) is None:
        yield at(record[4], "the file identification is no number")


@rule("BF11", "file_header")
def record_length_is_a_number(record: Record, place: Place) -> Remarks:
    return _blank_or_positive(record, 5, "record length")


@rule("BF12", "file_header")
def block_size_is_a_number(record: Record, place: Place) -> Remarks:
    return _blank_or_positive(record, 6, "block size")


def _blank_or_positive(record: Record, index: int, words: str) -> Remarks:
    text = record[index].text.strip(" ")
    if text and not number_of(text):
        yield at(record[index], f"the {words} is neither blank nor a number above zero")


@rule("BF13", "file_header")
def version_is_2(record: Record, place: Place) -> Remarks:
    if record[7].text.strip(" ") != "2":
        yield at(record[7], "the version is not 2")


@rule("BF17", "file_header")
@rule("BF17", "99")
@rule("BG14", "group_header")
@rule("BG14", "98")
@rule("BA18", "49")
def record_has_its_fields(record: Record, place: Place) -> Remarks:
    expected, found = FIELD_COUNTS[record.code], len(record.fields)
    # A 02 may end where nothing more is said.
    if found > expected or (found < expected and record.code != "02"):
        where = record[expected] if found > expected else record[found]
        message = f"{found} fields stand after the {record.code}, {expected} belong there"
        yield Remark(where.line, where.columns, message)
