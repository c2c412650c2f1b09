"""Files as a receiver's bank would answer: returns and notices of one payment of ours."""

from datetime import datetime

from edi.nacha.build import build_file
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec, NoticeSpec, ReturnSpec
from payments.models import Payment


def return_file(payment: Payment, code: str, amount_cents: int | None = None) -> bytes:
    answer = ReturnSpec(
        code=code,
        original_trace=payment.trace_number,
        original_rdfi=payment.account.routing_number[:8],
    )
    cents = payment.amount_cents if amount_cents is None else amount_cents
    return _file(payment, payment.sec_code, answer, cents)


def notice_file(payment: Payment, code: str, corrected: str) -> bytes:
    answer = NoticeSpec(
        code=code,
        original_trace=payment.trace_number,
        original_rdfi=payment.account.routing_number[:8],
        corrected_data=corrected.ljust(29),
    )
    return _file(payment, "COR", answer, 0)


def _file(payment: Payment, sec_code: str, answer, amount_cents: int) -> bytes:
    rdfi = payment.account.routing_number[:8]
    entry = EntrySpec(
        account_type="checking",
        direction="credit",
        routing_number="071009988",
        account_number=payment.account.account_number,
        amount_cents=amount_cents,
        name="BIRCH LINEN",
        trace_number=f"{rdfi}0000001",
        answer=answer,
    )
    batch = BatchSpec(
        company_name="NORTHSIDE HOSP",
        company_identification="1411111111",
        sec_code=sec_code,
        description="VENDOR PMT",
        effective_date=payment.effective_date,
        odfi=rdfi,
        entries=[entry],
    )
    spec = FileSpec(
        immediate_destination="071009988",
        immediate_origin="091000019",
        created_at=datetime(2026, 11, 25, 8, 0),
        batches=[batch],
    )
    return build_file(spec, author="bank")
