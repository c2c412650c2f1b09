"""New files: counts, hash, totals and filler computed, and judged before they are given out.

Nothing is cut, upper-cased or blanked: what does not fit is refused. Allocating traces, choosing
batches and splitting files is for the rooms above.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from edi.ground.line_findings import Finding
from edi.nacha import layouts
from edi.nacha.codes import Use, transaction_code
from edi.nacha.ctx import MAX_ADDENDA
from edi.nacha.errors import UnwritableField, UnwritableFile
from edi.nacha.files import HASH_MODULUS
from edi.nacha.judge import judge
from edi.nacha.layouts import FILLER, Layout
from edi.nacha.reader import parse
from edi.nacha.specs import (
    Answer,
    BatchSpec,
    ContestedReturnSpec,
    DishonoredReturnSpec,
    EntrySpec,
    FileSpec,
    NoticeSpec,
    RefusedNoticeSpec,
    ReturnSpec,
)

LineEnd = Literal["\n", "\r\n"]
# An originator's file meets the stricter rules of output; a bank's (returns, notices, received
# entries) those its customer reads it by.
Author = Literal["originator", "bank"]

_MAX_AMOUNT_CENTS = 9_999_999_999
_TOTAL_FIELDS = ("total_debits_cents", "total_credits_cents")


def build_file(spec: FileSpec, *, line_end: LineEnd = "\n", author: Author = "originator") -> bytes:
    """The bytes of a file that keeps every rule of its author's side.

    Raises UnwritableField where a value does not fit as it is, and UnwritableFile with the
    findings where the whole breaks a rule.
    """
    text = "".join(record + line_end for record in _blocked(_records(spec)))
    data = text.encode("ascii")
    if errors := [each for each in _judged(data, author) if each.is_error]:
        raise UnwritableFile(errors)
    return data


def _judged(data: bytes, author: Author) -> list[Finding]:
    return judge(parse(data), side="out" if author == "originator" else "in")


def _records(spec: FileSpec) -> list[str]:
    records = [_file_header(spec)]
    batches = []
    for number, batch in enumerate(spec.batches, 1):
        own = batch.batch_number
        written = _Batch(batch, number if own is None else own)
        records += written.records
        batches.append(written)
    records.append(_file_control(batches, len(records) + 1))
    return records


def _blocked(records: list[str]) -> list[str]:
    return records + [FILLER] * (-len(records) % 10)


def _file_header(spec: FileSpec) -> str:
    return layouts.FILE_HEADER.join(
        {
            "immediate_destination": _point(spec.immediate_destination, "immediate_destination"),
            "immediate_origin": _point(spec.immediate_origin, "immediate_origin"),
            "creation_date": f"{spec.created_at:%y%m%d}",
            "creation_time": _hhmm(spec.created_at),
            "file_id_modifier": spec.file_id_modifier,
            "destination_name": spec.destination_name,
            "origin_name": spec.origin_name,
            "reference_code": spec.reference_code,
        }
    )


def _hhmm(moment: datetime) -> str:
    return f"{moment:%H%M}"


def _point(value: str, field: str) -> str:
    """A blank before nine digits; ten characters stand as they are."""
    if len(value) not in (9, 10):
        raise UnwritableField(field, "takes nine digits or ten characters")
    return value.rjust(10)


def _file_control(batches: Sequence["_Batch"], records: int) -> str:
    return layouts.FILE_CONTROL.join(
        {
            "batch_count": len(batches),
            "block_count": -(-records // 10),
            "entry_addenda_count": sum(batch.count for batch in batches),
            "entry_hash": sum(batch.routing_sum for batch in batches) % HASH_MODULUS,
            "total_debits_cents": sum(batch.debits_cents for batch in batches),
            "total_credits_cents": sum(batch.credits_cents for batch in batches),
        }
    )


class _Batch:
    """A batch written out, with what its control and the file's need."""

    def __init__(self, spec: BatchSpec, number: int) -> None:
        entries = [record for each in spec.entries for record in _entry_records(each, spec)]
        self.count = len(entries)
        self.routing_sum = sum(int(each.routing_number[:8]) for each in spec.entries)
        self.debits_cents = _side(spec, "debit")
        self.credits_cents = _side(spec, "credit")
        common: dict[str, str | int] = {
            "service_class": service_class(spec.entries),
            "company_identification": spec.company_identification,
            "odfi": spec.odfi,
            "batch_number": number,
        }
        self.records = [_batch_header(spec, common), *entries, self._control(common)]

    def _control(self, common: dict[str, str | int]) -> str:
        return layouts.BATCH_CONTROL.join(
            {
                **common,
                "entry_addenda_count": self.count,
                "entry_hash": self.routing_sum % HASH_MODULUS,
                "total_debits_cents": self.debits_cents,
                "total_credits_cents": self.credits_cents,
            }
        )


def _side(spec: BatchSpec, direction: str) -> int:
    return sum(each.amount_cents for each in spec.entries if each.direction == direction)


def service_class(entries: Sequence[EntrySpec]) -> str:
    """220 for credits only, 225 for debits only, 200 for both."""
    directions = {each.direction for each in entries}
    if len(directions) == 1:
        return "220" if "credit" in directions else "225"
    return "200"


def _batch_header(spec: BatchSpec, common: dict[str, str | int]) -> str:
    day = spec.settlement_day
    return layouts.BATCH_HEADER.join(
        {
            **common,
            "company_name": spec.company_name,
            "discretionary_data": spec.discretionary_data,
            "sec_code": spec.sec_code,
            "description": spec.description,
            "descriptive_date": spec.descriptive_date,
            "effective_date": f"{spec.effective_date:%y%m%d}",
            "settlement_day": "" if day is None else f"{day:03d}",
            "originator_status": spec.originator_status,
        }
    )


def _entry_records(spec: EntrySpec, batch: BatchSpec) -> list[str]:
    if not (spec.routing_number.isdecimal() and len(spec.routing_number) == 9):
        raise UnwritableField("routing_number", "takes exactly nine digits")
    is_ctx = batch.sec_code == "CTX"
    values: dict[str, str | int] = {
        "transaction_code": _code(spec),
        "rdfi": spec.routing_number[:8],
        "check_digit": spec.routing_number[8],
        "account_number": _whole(spec.account_number, "account_number"),
        "amount_cents": _amount(spec),
        "identification": spec.identification,
        "name": spec.name,
        "discretionary_data": spec.discretionary_data,
        "addenda_indicator": 1 if spec.addenda or spec.answer else 0,
        "trace_number": spec.trace_number,
    }
    if is_ctx:
        values["addenda_count"] = _addenda_count(spec)
    layout = layouts.ENTRY_CTX if is_ctx else layouts.ENTRY
    return [layout.join(values), *_addenda_records(spec)]


def _code(spec: EntrySpec) -> str:
    use: Use = "live"
    if spec.answer is not None:
        use = "return"
    elif spec.prenote:
        use = "prenote"
    elif spec.zero_dollar:
        use = "zero_dollar"
    try:
        return transaction_code(spec.account_type, spec.direction, use)
    except KeyError:
        objection = f"has no code for a {use.replace('_', ' ')} {spec.direction}"
        raise UnwritableField("account_type", objection) from None


def _whole(value: str, field: str) -> str:
    """A value that ends in a blank would read back without it."""
    if value.endswith(" ") or not value:
        raise UnwritableField(field, "is blank or ends in a blank")
    return value


def _amount(spec: EntrySpec) -> int:
    amount = spec.amount_cents
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise UnwritableField("amount_cents", "takes whole cents")
    if not 0 <= amount <= _MAX_AMOUNT_CENTS:
        raise UnwritableField("amount_cents", "does not fit its 10 digits")
    return amount


def _addenda_count(spec: EntrySpec) -> int:
    if len(spec.addenda) > MAX_ADDENDA:
        raise UnwritableField("addenda", f"are more than {MAX_ADDENDA:,}")
    return 1 if spec.answer else len(spec.addenda)


def _addenda_records(spec: EntrySpec) -> list[str]:
    if spec.answer is not None:
        if spec.addenda:
            raise UnwritableField("addenda", "do not stand beside a return or notice")
        return [_answer_record(spec.answer, spec.trace_number)]
    return [
        layouts.ADDENDA_05.join(
            {
                "information": information,
                "sequence": sequence,
                "entry_sequence": spec.trace_number[-7:],
            }
        )
        for sequence, information in enumerate(spec.addenda, 1)
    ]


def _answer_record(answer: Answer, trace_number: str) -> str:
    values: dict[str, str | int] = {
        "code": answer.code,
        "original_trace": answer.original_trace,
        "original_rdfi": answer.original_rdfi,
        "trace_number": trace_number,
    }
    layout, more = _answer_fields(answer)
    return layout.join(values | more)


def _answer_fields(answer: Answer) -> tuple[Layout, dict[str, str | int]]:
    """The layout of the answer, and the values that are its kind's own."""
    match answer:
        case ReturnSpec():
            died = answer.date_of_death
            more: dict[str, str | int] = {
                "date_of_death": f"{died:%y%m%d}" if died else "",
                "information": answer.information,
            }
            return layouts.ADDENDA_99, more
        case NoticeSpec():
            return layouts.ADDENDA_98, {"corrected_data": answer.corrected_data}
        case RefusedNoticeSpec():
            return layouts.ADDENDA_98_REFUSED, {
                "corrected_data": answer.corrected_data,
                "change_code": answer.change_code,
                "notice_sequence": answer.notice_sequence,
            }
        case DishonoredReturnSpec():
            return layouts.ADDENDA_99_DISHONORED, {
                **_of_return(answer),
                "information": answer.information,
            }
        case ContestedReturnSpec():
            return layouts.ADDENDA_99_CONTESTED, {**_of_return(answer), **_of_contest(answer)}


def _of_return(answer: DishonoredReturnSpec | ContestedReturnSpec) -> dict[str, str | int]:
    return {
        "return_trace": answer.return_trace,
        "return_settlement_day": f"{answer.return_settlement_day:03d}",
        "return_reason": answer.return_reason,
    }


def _of_contest(answer: ContestedReturnSpec) -> dict[str, str | int]:
    returned, settled = answer.date_returned, answer.original_settlement_day
    return {
        "date_returned": f"{returned:%y%m%d}" if returned else "",
        "original_settlement_day": "" if settled is None else f"{settled:03d}",
        "dishonored_trace": answer.dishonored_trace,
        "dishonored_settlement_day": f"{answer.dishonored_settlement_day:03d}",
        "dishonored_reason": answer.dishonored_reason,
    }
