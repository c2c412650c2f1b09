"""BC and FC: whether the controls agree with what they close."""

from collections.abc import Callable

from edi.ground.amounts import display_dollars
from edi.nacha.files import Batch, FileSummary, Tally
from edi.nacha.records import AdvBatchControl, AdvFileControl, BatchControl
from edi.nacha.rules.registry import Remarks, at, batch_rule, file_rule

MAX_TOTAL_CENTS = 10**12 - 1
RECORDS_PER_BLOCK = 10


@batch_rule("BC01")
def service_class_is_the_headers(batch: Batch) -> Remarks:
    control = batch.control
    if control and control.service_class != batch.header.service_class:
        yield at(control, "service_class", "the service class is not the batch header's")


@batch_rule("BC02")
def entry_addenda_count_is_right(batch: Batch) -> Remarks:
    control, counted = batch.control, batch.tally().records
    if control and control.entry_addenda_count not in (counted, None):
        message = f"{control.entry_addenda_count} entries and addenda written, {counted} counted"
        yield at(control, "entry_addenda_count", message)


@batch_rule("BC03")
def entry_hash_is_right(batch: Batch) -> Remarks:
    control, counted = batch.control, batch.tally().entry_hash
    if control and control.entry_hash not in (counted, None):
        message = f"entry hash {control.entry_hash} written, {counted} counted"
        yield at(control, "entry_hash", message)


@batch_rule("BC04")
def total_debits_are_right(batch: Batch) -> Remarks:
    return _total(batch, "total_debits_cents", batch.tally().debits_cents)


@batch_rule("BC05")
def total_credits_are_right(batch: Batch) -> Remarks:
    return _total(batch, "total_credits_cents", batch.tally().credits_cents)


def _total(batch: Batch, field: str, counted: int) -> Remarks:
    written = getattr(batch.control, field, None)
    if batch.control and written not in (counted, None):
        yield at(batch.control, field, _differ(written, counted))


def _differ(written: int, counted: int) -> str:
    return f"{display_dollars(written)} written, {display_dollars(counted)} counted"


@batch_rule("BC06")
def company_identification_is_the_headers(batch: Batch) -> Remarks:
    control = batch.control
    if control is None or isinstance(control, AdvBatchControl):
        return
    # Padding is no difference: banks justify it either way.
    if control.company_identification.strip() != batch.header.company_identification.strip():
        yield at(control, "company_identification", "the company id is not the batch header's")


@batch_rule("BC07")
def odfi_is_the_headers(batch: Batch) -> Remarks:
    if batch.control and batch.control.odfi != batch.header.odfi:
        yield at(batch.control, "odfi", "the ODFI is not the batch header's")


@batch_rule("BC08")
def batch_number_is_the_headers(batch: Batch) -> Remarks:
    control = batch.control
    if control and control.batch_number is None:
        yield at(control, "batch_number", "the batch number is not seven digits")
    elif control and control.batch_number != batch.header.batch_number:
        yield at(control, "batch_number", "the batch number is not the batch header's")


@batch_rule("BC09")
def batch_totals_fit(batch: Batch) -> Remarks:
    tally = batch.tally()
    if max(tally.debits_cents, tally.credits_cents) > MAX_TOTAL_CENTS:
        yield at(batch.control or batch.header, None, "the totals do not fit 12 digits")


@batch_rule("BC10")
def authentication_code_is_blank(batch: Batch) -> Remarks:
    if batch.control and batch.control.authentication_code:
        message = "the message authentication code is not blank"
        yield at(batch.control, "authentication_code", message)


@file_rule("FC01")
def batch_count_is_right(file: FileSummary) -> Remarks:
    return _file_count(file, "batch_count", file.batch_count, "batches")


@file_rule("FC02")
def block_count_is_right(file: FileSummary) -> Remarks:
    blocks = -(-file.record_count // RECORDS_PER_BLOCK)
    return _file_count(file, "block_count", blocks, "blocks")


@file_rule("FC03")
def file_entry_addenda_count_is_the_sum(file: FileSummary) -> Remarks:
    return _file_sum(file, "entry_addenda_count", file.written.records, str)


@file_rule("FC04")
def file_hash_is_the_sum(file: FileSummary) -> Remarks:
    return _file_sum(file, "entry_hash", file.written.entry_hash, str)


def _file_count(file: FileSummary, field: str, counted: int, what: str) -> Remarks:
    written = getattr(file.control, field, None)
    if file.control and written not in (counted, None):
        yield at(file.control, field, f"{written} {what} written, {counted} counted")


@file_rule("FC05")
def file_debits_are_the_sum(file: FileSummary) -> Remarks:
    return _file_sum(file, "total_debits_cents", file.written.debits_cents, display_dollars)


@file_rule("FC06")
def file_credits_are_the_sum(file: FileSummary) -> Remarks:
    return _file_sum(file, "total_credits_cents", file.written.credits_cents, display_dollars)


def _file_sum(
    file: FileSummary, field: str, by_controls: int, words: Callable[[int], str]
) -> Remarks:
    """A number that is the sum of the batch controls; what the entries add up to is FC07's."""
    written = getattr(file.control, field, None)
    if file.control and written not in (by_controls, None):
        message = f"{words(written)} written, the batch controls add up to {words(by_controls)}"
        yield at(file.control, field, message)


@file_rule("FC07")
def control_agrees_with_the_entries_themselves(file: FileSummary) -> Remarks:
    """Wrong batch controls can add up to a wrong file control: only the entries tell."""
    control, counted, written = file.control, file.tally, file.written
    if control is None:
        return
    for field, by_controls, by_entries in (
        ("entry_addenda_count", written.records, counted.records),
        ("entry_hash", written.entry_hash, counted.entry_hash),
        ("total_debits_cents", written.debits_cents, counted.debits_cents),
        ("total_credits_cents", written.credits_cents, counted.credits_cents),
    ):
        if getattr(control, field) == by_controls != by_entries:
            words = field.removesuffix("_cents").replace("_", " ")
            message = f"the {words} agrees with the batch controls, not with the entries"
            # A tolerance of counts is none of money.
            tolerable = field == "entry_addenda_count"
            yield at(control, field, message)._replace(tolerable=tolerable)


@file_rule("FC08")
def file_totals_fit(file: FileSummary) -> Remarks:
    tally = file.tally
    if (
        file.control
        and not isinstance(file.control, AdvFileControl)
        and max(tally.debits_cents, tally.credits_cents) > MAX_TOTAL_CENTS
    ):
        yield at(file.control, None, "the totals do not fit 12 digits")


def as_written(batch: Batch) -> Tally:
    """What the batch control says; what was counted where it is missing or not a number."""
    return _as_written(batch.control, batch.tally()) if batch.control else batch.tally()


def _as_written(control: BatchControl, counted: Tally) -> Tally:
    return Tally(
        records=_or(control.entry_addenda_count, counted.records),
        routing_sum=_or(control.entry_hash, counted.entry_hash),
        debits_cents=_or(control.total_debits_cents, counted.debits_cents),
        credits_cents=_or(control.total_credits_cents, counted.credits_cents),
    )


def _or(written: int | None, counted: int) -> int:
    return counted if written is None else written
