"""Sound Nacha files of every kind: payments, CTX, returns, notices and what refuses them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from edi.ground.routing import check_digit
from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.healthcare import trn_addenda
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

OURS, THEIRS = "09100001", "02100002"
COMPANY = "1987654321"
# None is a number, so that none is ever shown as an amount, a count or a trace.
ACCOUNTS = ("73-1190-2466", "90-4418-2207", "55018Z73645012345")
PEOPLE = ("QUENTIN ZEBEDEE", "WILHELMINA OAKES")
# What no finding and no masked line may repeat.
SECRETS = (*ACCOUNTS, *PEOPLE)
REMITTANCE = (
    "ST*820*0001~BPR*C*1250.00*C*ACH*CTX*01*021000021*DA*620077118833~TRN*1*PAY000042~"
    "ENT*1~RMR*IV*INVOICE-0000017**1250.00~SE*6*0001~"
)
_ORIGINAL: dict[str, Any] = {"original_trace": f"{OURS}0000001", "original_rdfi": THEIRS}


def files() -> list[bytes]:
    """A file of each kind, lines ended by LF; the first also by CR LF and without line ends."""
    claims = _file(_batch(_claims(), description="HCCLAIMPMT"))
    return [
        claims,
        claims.replace(b"\n", b"\r\n"),
        claims.replace(b"\n", b""),
        _file(_refund(), _reversal()),
        _file(_batch(_vendor(), sec_code="CTX")),
        _file(_returns(), author="bank"),
        *(_file(_notice(code, text), author="bank") for code, text in _CORRECTIONS),
        _file(_refusal()),
        _file(_dishonored()),
        _file(_contested(), author="bank"),
    ]


def _claims() -> list[EntrySpec]:
    return [
        _entry(1, addenda=[trn_addenda("EFT00017", COMPANY)]),
        _entry(2, account_number=ACCOUNTS[1], addenda=[trn_addenda("EFT18", COMPANY, "ABC")]),
    ]


def _refund() -> BatchSpec:
    people = [_entry(1, name=PEOPLE[0]), _entry(2, name=PEOPLE[1], account_number=ACCOUNTS[2])]
    return _batch(people, sec_code="PPD", description="REFUND")


def _reversal() -> BatchSpec:
    return _batch([_entry(3), _entry(4, direction="debit")], description="REVERSAL")


def _vendor() -> list[EntrySpec]:
    return [_entry(0, name="OAK SUPPLY", addenda=split_into_addenda(REMITTANCE))]


def _returns() -> BatchSpec:
    died = ReturnSpec(code="R14", date_of_death=date(2026, 11, 2), **_ORIGINAL)
    plain = ReturnSpec(code="R03", **_ORIGINAL)
    answers = [_answer(plain), _answer(died, trace_number=f"{THEIRS}0000072")]
    return _batch(answers, odfi=THEIRS, settlement_day=330)


_CORRECTIONS = (
    ("C01", ACCOUNTS[0]),
    ("C03", f"021000021   {ACCOUNTS[2]}"),
    ("C07", f"021000021{ACCOUNTS[0]:<17}22"),
)


def _notice(code: str, text: str) -> BatchSpec:
    answer = NoticeSpec(code=code, corrected_data=text, **_ORIGINAL)
    return _batch([_answer(answer, amount_cents=0)], sec_code="COR", odfi=THEIRS)


def _refusal() -> BatchSpec:
    answer = RefusedNoticeSpec(
        code="C65",
        corrected_data=ACCOUNTS[0],
        change_code="C01",
        notice_sequence="0000071",
        **_ORIGINAL,
    )
    entry = _answer(answer, amount_cents=0, trace_number=f"{OURS}0000009")
    return _batch([entry], sec_code="COR")


def _dishonored() -> BatchSpec:
    answer = DishonoredReturnSpec(
        code="R69",
        return_trace=f"{THEIRS}0000071",
        return_settlement_day=330,
        return_reason="03",
        information="01*03",
        **_ORIGINAL,
    )
    return _batch([_answer(answer, trace_number=f"{OURS}0000009")])


def _contested() -> BatchSpec:
    answer = ContestedReturnSpec(
        code="R73",
        date_returned=date(2026, 11, 20),
        original_settlement_day=323,
        return_trace=f"{THEIRS}0000071",
        return_settlement_day=330,
        return_reason="03",
        dishonored_trace=f"{OURS}0000009",
        dishonored_settlement_day=335,
        dishonored_reason="68",
        **_ORIGINAL,
    )
    return _batch([_answer(answer)], odfi=THEIRS)


def _entry(number: int, **changes: Any) -> EntrySpec:
    values = {
        "account_type": "checking",
        "direction": "credit",
        "routing_number": THEIRS + check_digit(THEIRS),
        "account_number": ACCOUNTS[0],
        "amount_cents": 125_000 + number,
        "name": "LAKESIDE CLINIC",
        "trace_number": f"{OURS}{number + 1:07d}",
        "identification": f"PAYEE{number:04d}",
    }
    return EntrySpec(**{**values, **changes})


def _answer(answer: Answer, **changes: Any) -> EntrySpec:
    values = {
        "routing_number": OURS + check_digit(OURS),
        "trace_number": f"{THEIRS}0000071",
        "answer": answer,
    }
    return _entry(1, **{**values, **changes})


def _batch(entries: Sequence[EntrySpec], **changes: Any) -> BatchSpec:
    values = {
        "company_name": "NORTHWIND PLAN",
        "company_identification": COMPANY,
        "sec_code": "CCD",
        "description": "VENDORPAY",
        "effective_date": date(2026, 11, 24),
        "odfi": OURS,
        "entries": entries,
    }
    return BatchSpec(**{**values, **changes})


def _file(*batches: BatchSpec, author: Any = "originator") -> bytes:
    spec = FileSpec(
        immediate_destination=OURS + check_digit(OURS),
        immediate_origin=COMPANY,
        created_at=datetime(2026, 11, 23, 9, 30),
        destination_name="FIRST SAMPLE BANK",
        origin_name="NORTHWIND PLAN",
        batches=batches,
    )
    return build_file(spec, author=author)
