"""BA09, BA10, BG08 to BG10 and BF14 to BF16: whether trailers agree with what they close."""

from edi.bai2.records import Record
from edi.bai2.rules.registry import (
    AccountState,
    FileState,
    GroupState,
    Place,
    Remarks,
    Sums,
    at,
    rule,
)
from edi.bai2.values import amount_of, number_of


@rule("BA09", "49")
def account_total_is_right(record: Record, place: Place) -> Remarks:
    return _total(record, _sums(place.account))


@rule("BA10", "49")
def account_records_are_counted(record: Record, place: Place) -> Remarks:
    return _count(record, 1, _sums(place.account), "records")


@rule("BG08", "98")
def group_total_is_right(record: Record, place: Place) -> Remarks:
    return _total(record, _sums(place.group))


@rule("BG09", "98")
def accounts_are_counted(record: Record, place: Place) -> Remarks:
    return _count(record, 1, _sums(place.group), "accounts")


@rule("BG10", "98")
def group_records_are_counted(record: Record, place: Place) -> Remarks:
    return _count(record, 2, _sums(place.group), "records")


@rule("BF14", "99")
def file_total_is_right(record: Record, place: Place) -> Remarks:
    return _total(record, _sums(place.file))


@rule("BF15", "99")
def groups_are_counted(record: Record, place: Place) -> Remarks:
    return _count(record, 1, _sums(place.file), "groups")


@rule("BF16", "99")
def file_records_are_counted(record: Record, place: Place) -> Remarks:
    return _count(record, 2, _sums(place.file), "records")


def _sums(state: AccountState | GroupState | FileState | None) -> Sums | None:
    return state.sums if state else None


def _total(record: Record, sums: Sums | None) -> Remarks:
    written = amount_of(record[0].text.strip(" "))
    if sums is None:
        return
    if written is None:
        yield at(record[0], "the control total is no number", tolerable=False)
    elif sums.is_certain and written != sums.total:
        message = f"control total {written} written, {sums.total} counted"
        yield at(record[0], message, tolerable=abs(written) == sums.absolute)


def _count(record: Record, index: int, sums: Sums | None, what: str) -> Remarks:
    written = number_of(record[index].text.strip(" "))
    if sums is None:
        return
    counted = sums.records if what == "records" else sums.members
    if written is None:
        yield at(record[index], f"the number of {what} is no number", tolerable=False)
    elif written != counted:
        yield at(record[index], f"{written} {what} written, {counted} counted")
