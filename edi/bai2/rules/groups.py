"""BG02 to BG13: what the 02 says. The trailers are edi.bai2.rules.trailers."""

from edi.bai2.currencies import DECIMALS
from edi.bai2.files import MODIFIERS, STATUSES
from edi.bai2.records import Field, Record
from edi.bai2.rules.registry import Place, Remarks, at, rule
from edi.bai2.values import date_of, is_time

_NOT_FOR_BOOKING = {"2": "deletes another", "4": "is a test"}


@rule("BG02", "group_header")
def originator_is_named(record: Record, place: Place) -> Remarks:
    if not record[1].text.strip(" "):
        yield at(record[1], "the originator is blank")


@rule("BG03", "group_header")
def status_is_known(record: Record, place: Place) -> Remarks:
    if record[2].text.strip(" ") not in STATUSES:
        yield at(record[2], "the group status is none of 1, 2, 3, 4")


@rule("BG04", "group_header")
def as_of_date_is_a_day(record: Record, place: Place) -> Remarks:
    if date_of(record[3].text.strip(" ")) is None:
        yield at(record[3], "the as-of date is no day written YYMMDD")


@rule("BG05", "group_header")
def as_of_time_is_a_time(record: Record, place: Place) -> Remarks:
    text = record[4].text.strip(" ")
    if text and not is_time(text):
        yield at(record[4], "the as-of time is no time written HHMM")


@rule("BG06", "group_header")
def currency_of_group_is_known(record: Record, place: Place) -> Remarks:
    return unknown_currency(record[5])


def unknown_currency(field: Field) -> Remarks:
    """One remark where a currency is neither blank nor known."""
    text = field.text.strip(" ")
    if text and text.upper() not in DECIMALS:
        yield at(field, "the currency is no known code")


@rule("BG07", "group_header")
def modifier_is_known(record: Record, place: Place) -> Remarks:
    text = record[6].text.strip(" ")
    if text and text not in MODIFIERS:
        yield at(record[6], "the as-of date modifier is none of 1, 2, 3, 4")


@rule("BG12", "group_header")
def as_of_date_is_not_ahead(record: Record, place: Place) -> Remarks:
    day = date_of(record[3].text.strip(" "))
    made = place.file.created_on if place.file else None
    if day and made and day > made:
        yield at(record[3], "the as-of date is after the day the file was made")


@rule("BG13", "group_header")
def group_is_for_booking(record: Record, place: Place) -> Remarks:
    if what := _NOT_FOR_BOOKING.get(record[2].text.strip(" ")):
        yield at(record[2], f"the group {what}: its amounts are not for booking")
