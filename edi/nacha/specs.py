"""What a file to be written says: files, batches, entries, and answers to entries of others.

Amounts are cents, days are dates, and every text stands in its field exactly as given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from edi.nacha.codes import Account, Direction


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSpec:
    """A 99 addenda: the entry is a return. `original_rdfi` is eight digits."""

    code: str
    original_trace: str
    original_rdfi: str
    date_of_death: date | None = None
    information: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSpec:
    """A 98 addenda: the entry is a notification of change, in a COR batch.

    `corrected_data` is its 29 characters by position (edi.nacha.corrected_data).
    """

    code: str
    original_trace: str
    original_rdfi: str
    corrected_data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedNoticeSpec:
    """A 98 addenda with C61 to C69: we refuse a notification of change."""

    code: str
    original_trace: str
    original_rdfi: str
    corrected_data: str
    change_code: str
    notice_sequence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DishonoredReturnSpec:
    """A 99 addenda with R61 to R70. Settlement days are days of the year, reasons two digits."""

    code: str
    original_trace: str
    original_rdfi: str
    return_trace: str
    return_settlement_day: int
    return_reason: str
    information: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestedReturnSpec:
    """A 99 addenda with R71 to R77, from the receiving bank."""

    code: str
    original_trace: str
    original_rdfi: str
    return_trace: str
    return_settlement_day: int
    return_reason: str
    dishonored_trace: str
    dishonored_settlement_day: int
    dishonored_reason: str
    date_returned: date | None = None
    original_settlement_day: int | None = None


Answer = ReturnSpec | NoticeSpec | RefusedNoticeSpec | DishonoredReturnSpec | ContestedReturnSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySpec:
    """One entry. The transaction code follows from account, direction and what the entry is for.

    `addenda` are the texts of its 05 records, at most 80 characters each. A prenote and a
    zero-dollar entry carry no amount. With an `answer` the entry is a return or notice.
    """

    account_type: Account
    direction: Direction
    routing_number: str
    account_number: str
    amount_cents: int
    name: str
    trace_number: str
    identification: str = ""
    discretionary_data: str = ""
    addenda: Sequence[str] = ()
    prenote: bool = False
    zero_dollar: bool = False
    answer: Answer | None = None

    def __repr__(self) -> str:
        # Never the account or the name.
        return f"<EntrySpec {self.trace_number}, {self.amount_cents} cents {self.direction}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSpec:
    """A batch of one company, SEC code, description and day.

    `odfi` is eight digits. Without a number the batches are numbered from 1 in order. The service
    class is computed. `settlement_day` is the operator's to fill and stays None when we originate.
    """

    company_name: str
    company_identification: str
    sec_code: str
    description: str
    effective_date: date
    odfi: str
    entries: Sequence[EntrySpec]
    batch_number: int | None = None
    discretionary_data: str = ""
    descriptive_date: str = ""
    originator_status: str = "1"
    settlement_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSpec:
    """A file. Destination and origin are nine digits, or ten characters as agreed with the bank.

    `created_at` is written as its own clock shows it: give it in the bank's time zone.
    """

    immediate_destination: str
    immediate_origin: str
    created_at: datetime
    batches: Sequence[BatchSpec] = field(default_factory=tuple)
    file_id_modifier: str = "A"
    destination_name: str = ""
    origin_name: str = ""
    reference_code: str = ""
