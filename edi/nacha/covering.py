"""What may be shown of a field: codes, dates, amounts and counts plain, all else masked."""

from edi.ground.masking import mask
from edi.nacha.records import Record

_DOTS = "••••"

# Codes, dates, amounts, counts and the numbers of banks: they name no account and no person.
PLAIN_FIELDS = frozenset(
    {
        "record_type",
        "priority_code",
        "creation_date",
        "creation_time",
        "file_id_modifier",
        "record_size",
        "blocking_factor",
        "format_code",
        "immediate_destination",
        "service_class",
        "sec_code",
        "description",
        "descriptive_date",
        "effective_date",
        "settlement_day",
        "originator_status",
        "odfi",
        "batch_number",
        "transaction_code",
        "rdfi",
        "check_digit",
        "amount_cents",
        "addenda_indicator",
        "addenda_count",
        "addenda_type",
        "sequence",
        "code",
        "original_rdfi",
        "change_code",
        "date_returned",
        "original_settlement_day",
        "return_settlement_day",
        "return_reason",
        "dishonored_settlement_day",
        "dishonored_reason",
        "batch_count",
        "block_count",
        "entry_addenda_count",
        "entry_hash",
        "total_debits_cents",
        "total_credits_cents",
        "advice_day",
        "payment_type",
        "transaction_type",
        "screening",
    }
)
# Numbers of payments, companies and accounts: their last four tell them apart for who knows them.
_NUMBERS = frozenset(
    {
        "account_number",
        "card_account",
        "trace_number",
        "original_trace",
        "return_trace",
        "dishonored_trace",
        "entry_sequence",
        "notice_sequence",
        "identification",
        "company_identification",
        "immediate_origin",
        "check_serial",
        "reference_code",
    }
)


def shown_value(record: Record, field: str | None) -> str:
    """What stands in a field, masked where it names an account, a person or a payment.

    Names and free text are dots alone; "" for the whole record, a blank field, one it has not.
    """
    found = record.layout.fields.get(field or "")
    if found is None:
        return ""
    text = record.text[found.start : found.end].strip(" ")
    if found.name in PLAIN_FIELDS:
        # What stands in a number's place and is none may have slipped there from beside it.
        return mask(text) if found.kind == "number" and not text.isdecimal() else text
    return mask(text) if found.name in _NUMBERS else _DOTS if text else ""
