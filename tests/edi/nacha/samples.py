"""Invented Nacha files that keep every rule, and ways to break one place of them."""

from collections.abc import Callable
from datetime import date, datetime

from edi.ground.routing import check_digit
from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.healthcare import trn_addenda
from edi.nacha.specs import (
    BatchSpec,
    ContestedReturnSpec,
    DishonoredReturnSpec,
    EntrySpec,
    FileSpec,
    NoticeSpec,
    RefusedNoticeSpec,
    ReturnSpec,
)

OUR_BANK = "09100001"
THEIR_BANK = "02100002"
OTHER_BANK = "12200024"
COMPANY = "1123456789"

Mutation = Callable[[list[str]], list[str]]


def nine(eight: str) -> str:
    return eight + check_digit(eight)


def entry(**changes) -> EntrySpec:
    values = {
        "account_type": "checking",
        "direction": "credit",
        "routing_number": nine(THEIR_BANK),
        "account_number": "4455667788",
        "amount_cents": 125_000,
        "name": "LAKESIDE CLINIC",
        "trace_number": f"{OUR_BANK}0000001",
        "identification": "PAYEE0001",
    }
    return EntrySpec(**values | changes)


def batch(*entries: EntrySpec, **changes) -> BatchSpec:
    values = {
        "company_name": "NORTHWIND PLAN",
        "company_identification": COMPANY,
        "sec_code": "CCD",
        "description": "VENDORPAY",
        "effective_date": date(2026, 11, 24),
        "odfi": OUR_BANK,
        "entries": entries,
    }
    return BatchSpec(**values | changes)


def spec(*batches: BatchSpec, **changes) -> FileSpec:
    values = {
        "immediate_destination": nine(OUR_BANK),
        "immediate_origin": COMPANY,
        "created_at": datetime(2026, 11, 23, 9, 30),
        "destination_name": "FIRST SAMPLE BANK",
        "origin_name": "NORTHWIND PLAN",
        "batches": batches,
    }
    return FileSpec(**values | changes)


def claims() -> FileSpec:
    """1 header, 2 batch, 3-4 and 5-6 entries with a TRN, 7 and 8 controls, 9-10 filler."""
    return spec(
        batch(
            entry(addenda=[trn_addenda("EFT00017", COMPANY)]),
            entry(
                account_type="savings",
                account_number="99-8877",
                amount_cents=1,
                trace_number=f"{OUR_BANK}0000002",
                addenda=[trn_addenda("EFT00018", COMPANY, terminator="\\")],
            ),
            description="HCCLAIMPMT",
        )
    )


def mixed() -> FileSpec:
    """2-4 a PPD refund; 5-8 a CCD batch with a credit (6) and a debit (7); 9 control."""
    return spec(
        batch(entry(name="PAT SAMPLE"), sec_code="PPD", description="REFUND"),
        batch(
            entry(trace_number=f"{OUR_BANK}0000002"),
            entry(trace_number=f"{OUR_BANK}0000003", direction="debit", amount_cents=40),
            description="REVERSAL",
        ),
    )


def vendor() -> FileSpec:
    """2 batch, 3-4 a CCD+ entry with an RMR segment, 5 and 6 controls."""
    return spec(batch(entry(addenda=["RMR*IV*INV-7**1250.00\\"])))


REMITTANCE = (
    "ST*820*0001~BPR*C*1250.00*C*ACH*CTX*01*021000021*DA*4455667788~TRN*1*PAY000042~"
    "ENT*1~RMR*IV*INVOICE-0000017**1250.00~SE*6*0001~"
)


def ctx() -> FileSpec:
    """2 batch, 3 a CTX entry, 4-5 its addenda, 6 and 7 controls."""
    return spec(batch(entry(addenda=split_into_addenda(REMITTANCE)), sec_code="CTX"))


ORIGINAL = {"original_trace": f"{OUR_BANK}0000001", "original_rdfi": THEIR_BANK}
RETURN_TRACE = f"{THEIR_BANK}0000071"


def _answer(answer, **changes) -> EntrySpec:
    values = {
        "routing_number": nine(OUR_BANK),
        "trace_number": RETURN_TRACE,
        "answer": answer,
    }
    return entry(**values | changes)


def returned() -> FileSpec:
    """2 batch, 3-4 an R03, 5-6 an R14 with a date of death, 7 and 8 controls."""
    died = ReturnSpec(code="R14", date_of_death=date(2026, 11, 2), **ORIGINAL)
    return spec(
        batch(
            _answer(ReturnSpec(code="R03", **ORIGINAL)),
            _answer(died, trace_number=f"{THEIR_BANK}0000072"),
            odfi=THEIR_BANK,
            settlement_day=330,
        )
    )


def noticed(code: str = "C01", corrected_data: str = "7766554433") -> FileSpec:
    """2 batch, 3-4 a notification of change, 5 and 6 controls."""
    answer = NoticeSpec(code=code, corrected_data=corrected_data, **ORIGINAL)
    return spec(batch(_answer(answer, amount_cents=0), sec_code="COR", odfi=THEIR_BANK))


def refused() -> FileSpec:
    answer = RefusedNoticeSpec(
        code="C65",
        corrected_data="7766554433",
        change_code="C01",
        notice_sequence="0000071",
        **ORIGINAL,
    )
    values = {"amount_cents": 0, "trace_number": f"{OUR_BANK}0000009"}
    return spec(batch(_answer(answer, **values), sec_code="COR"))


def dishonored(code: str = "R69", return_reason: str = "03", information: str = "01*03"):
    answer = DishonoredReturnSpec(
        code=code,
        return_trace=RETURN_TRACE,
        return_settlement_day=330,
        return_reason=return_reason,
        information=information,
        **ORIGINAL,
    )
    return spec(batch(_answer(answer, trace_number=f"{OUR_BANK}0000009")))


def contested(code: str = "R73") -> FileSpec:
    answer = ContestedReturnSpec(
        code=code,
        date_returned=date(2026, 11, 20),
        original_settlement_day=323,
        return_trace=RETURN_TRACE,
        return_settlement_day=330,
        return_reason="03",
        dishonored_trace=f"{OUR_BANK}0000009",
        dishonored_settlement_day=335,
        dishonored_reason="68",
        **ORIGINAL,
    )
    return spec(batch(_answer(answer), odfi=THEIR_BANK))


BY_ORIGINATOR = {
    "claims": claims,
    "mixed": mixed,
    "vendor": vendor,
    "ctx": ctx,
    "refused": refused,
    "dishonored": dishonored,
}
BY_BANK = {"returned": returned, "noticed": noticed, "contested": contested}


def bytes_of(name: str) -> bytes:
    """The sample of this name as a file."""
    if name in BY_BANK:
        return build_file(BY_BANK[name](), author="bank")
    return build_file(BY_ORIGINATOR[name]())


def put(line: int, column: int, text: str) -> Mutation:
    """Overwrites a line (from 1) from a column (from 1)."""

    def mutate(lines: list[str]) -> list[str]:
        old = lines[line - 1]
        lines[line - 1] = old[: column - 1] + text + old[column - 1 + len(text) :]
        return lines

    return mutate


def drop(*numbers: int) -> Mutation:
    """Leaves lines (from 1) out."""
    return lambda lines: [line for n, line in enumerate(lines, 1) if n not in numbers]


def insert(before: int, *texts: str) -> Mutation:
    """Puts lines before a line (from 1)."""
    return lambda lines: [*lines[: before - 1], *texts, *lines[before - 1 :]]


def repeat(line: int) -> Mutation:
    """Writes a line (from 1) twice."""
    return lambda lines: [*lines[:line], *lines[line - 1 :]]


def both(*mutations: Mutation) -> Mutation:
    def mutate(lines: list[str]) -> list[str]:
        for each in mutations:
            lines = each(lines)
        return lines

    return mutate


def broken(name: str, mutation: Mutation) -> bytes:
    """The sample with one thing wrong; line ends as they were."""
    lines = mutation(bytes_of(name).decode("latin-1").removesuffix("\n").split("\n"))
    return "".join(line + "\n" for line in lines).encode("latin-1")
