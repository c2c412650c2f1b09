"""Payments as a NACHA file: entry classes, descriptions, batches. Bytes are the codec's work."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.healthcare import trn_addenda
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from payments import to_x12
from payments.models import BankProfile, Payment
from payments.models.batch import PaymentKind
from payments.models.payee import PayeeKind
from payments.writable import fitted_name

HEALTHCARE_DESCRIPTION = "HCCLAIMPMT"
REFUND_DESCRIPTION = "PT REFUND"
VENDOR_DESCRIPTION = "VENDOR PMT"
NAME_WIDTH = 22
CTX_NAME_WIDTH = 16
COMPANY_NAME_WIDTH = 16

BatchKey = tuple[str, str, str, date]


def sec_code_of(payment: Payment, profile: BankProfile) -> str:
    """CCD for claims (always with TRN), PPD for persons, CTX where invoices need an 820."""
    if payment.payee.kind == PayeeKind.PERSON:
        return "PPD"
    if payment.kind != PaymentKind.VENDOR_PAYMENT:
        return "CCD"
    return "CCD" if to_x12.one_line_remittance(payment, profile.trn_terminator) else "CTX"


def batch_key(payment: Payment) -> BatchKey:
    """What the entries of one NACHA batch share: company, class, description, effective date."""
    return (
        payment.sec_code,
        _description(payment),
        _company_name(payment),
        payment.effective_date,
    )


def build(
    *, profile: BankProfile, payments: Iterable[Payment], modifier: str, created_at: datetime
) -> bytes:
    """The file's bytes. `payments` carry trace, class and date, in `batch_key` order; `created_at`
    is in the bank's zone. Raises UnwritableField rather than cut or change anything."""
    batches = [
        _batch(profile, key, list(members), created_at)
        for key, members in groupby(payments, key=batch_key)
    ]
    return build_file(
        FileSpec(
            immediate_destination=profile.immediate_destination,
            immediate_origin=profile.immediate_origin,
            destination_name=profile.immediate_destination_name,
            origin_name=profile.immediate_origin_name,
            created_at=created_at,
            file_id_modifier=modifier,
            batches=batches,
        ),
        line_end="\r\n" if profile.line_ending == "CRLF" else "\n",
    )


def _batch(
    profile: BankProfile, key: BatchKey, payments: list[Payment], created_at: datetime
) -> BatchSpec:
    sec_code, description, company_name, effective_date = key
    return BatchSpec(
        company_name=company_name or profile.company_name,
        company_identification=_company_id(payments[0], profile),
        sec_code=sec_code,
        description=description,
        effective_date=effective_date,
        odfi=profile.odfi_identification,
        entries=[_entry(profile, payment, created_at) for payment in payments],
    )


def _entry(profile: BankProfile, payment: Payment, created_at: datetime) -> EntrySpec:
    width = CTX_NAME_WIDTH if payment.sec_code == "CTX" else NAME_WIDTH
    account = payment.account
    return EntrySpec(
        account_type="savings" if account.type == "SAVINGS" else "checking",
        direction="credit",
        routing_number=account.routing_number,
        account_number=account.account_number,
        amount_cents=payment.amount_cents,
        # Never a patient's or claim's number: the payment's own, which tells nothing (HIPAA).
        identification=payment.trace_number[-7:],
        name=fitted_name(payment.payee.name, width),
        trace_number=payment.trace_number,
        addenda=_addenda(profile, payment, created_at),
    )


def _addenda(profile: BankProfile, payment: Payment, created_at: datetime) -> list[str]:
    if payment.kind == PaymentKind.CLAIM_REMITTANCE:
        trn03 = to_x12.trn03(payment, profile)
        return [trn_addenda(payment.eft_trace, trn03, terminator=profile.trn_terminator)]
    if payment.sec_code == "CTX":
        return split_into_addenda(to_x12.addenda_820(payment, profile, created_at=created_at))
    line = to_x12.one_line_remittance(payment, profile.trn_terminator)
    return [line] if line else []


def _description(payment: Payment) -> str:
    match payment.kind:
        case PaymentKind.CLAIM_REMITTANCE:
            return HEALTHCARE_DESCRIPTION
        case PaymentKind.PATIENT_REFUND:
            return REFUND_DESCRIPTION
        case _:
            return VENDOR_DESCRIPTION


def _company_name(payment: Payment) -> str:
    """The health plan in whose name a claim is paid; blank for the facility's own."""
    return fitted_name(payment.payer_name, COMPANY_NAME_WIDTH) if payment.payer_name else ""


def _company_id(payment: Payment, profile: BankProfile) -> str:
    if payment.kind == PaymentKind.CLAIM_REMITTANCE:
        return to_x12.trn03(payment, profile)
    return profile.company_id
