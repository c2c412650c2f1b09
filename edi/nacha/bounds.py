"""The records that open and close a file and its batches: headers and controls."""

from edi.nacha import layouts
from edi.nacha.record import Day, Number, Record, Text, Verbatim


class FileHeader(Record):
    __slots__ = ()
    layout = layouts.FILE_HEADER
    priority_code = Verbatim(layout, "priority_code")
    immediate_destination = Text(layout, "immediate_destination")
    immediate_origin = Text(layout, "immediate_origin")
    creation_date = Day(layout, "creation_date")
    creation_time = Text(layout, "creation_time")
    file_id_modifier = Verbatim(layout, "file_id_modifier")
    record_size = Verbatim(layout, "record_size")
    blocking_factor = Verbatim(layout, "blocking_factor")
    format_code = Verbatim(layout, "format_code")
    destination_name = Text(layout, "destination_name")
    origin_name = Text(layout, "origin_name")
    reference_code = Text(layout, "reference_code")


class BatchHeader(Record):
    __slots__ = ()
    layout = layouts.BATCH_HEADER
    service_class = Verbatim(layout, "service_class")
    company_name = Text(layout, "company_name")
    discretionary_data = Text(layout, "discretionary_data")
    company_identification = Text(layout, "company_identification")
    sec_code = Verbatim(layout, "sec_code")
    description = Text(layout, "description")
    descriptive_date = Text(layout, "descriptive_date")
    effective_date = Day(layout, "effective_date")
    settlement_day = Text(layout, "settlement_day")
    originator_status = Verbatim(layout, "originator_status")
    odfi = Verbatim(layout, "odfi")
    batch_number = Number(layout, "batch_number")


class BatchControl(Record):
    __slots__ = ()
    layout = layouts.BATCH_CONTROL
    service_class = Verbatim(layout, "service_class")
    entry_addenda_count = Number(layout, "entry_addenda_count")
    entry_hash = Number(layout, "entry_hash")
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")
    company_identification = Text(layout, "company_identification")
    authentication_code = Text(layout, "authentication_code")
    odfi = Verbatim(layout, "odfi")
    batch_number = Number(layout, "batch_number")


class AdvBatchControl(BatchControl):
    __slots__ = ()
    layout = layouts.BATCH_CONTROL_ADV
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")

    @property
    def company_identification(self) -> str:  # type: ignore[override]
        return ""

    @property
    def authentication_code(self) -> str:  # type: ignore[override]
        return ""


class FileControl(Record):
    __slots__ = ()
    layout = layouts.FILE_CONTROL
    batch_count = Number(layout, "batch_count")
    block_count = Number(layout, "block_count")
    entry_addenda_count = Number(layout, "entry_addenda_count")
    entry_hash = Number(layout, "entry_hash")
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")


class AdvFileControl(FileControl):
    __slots__ = ()
    layout = layouts.FILE_CONTROL_ADV
    total_debits_cents = Number(layout, "total_debits_cents")
    total_credits_cents = Number(layout, "total_credits_cents")
