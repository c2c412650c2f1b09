"""A payment as X12: the 835 that explains a claim payment, the 820 inside a vendor's CTX. Pure
of tables' state: rows in, segments out; who gets the file is services' business."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from edi.x12.payment_820 import Entity, PaidItem, Payment820, addenda_text, write_820
from edi.x12.remittance_835 import (
    Address,
    Adjustment,
    Bpr,
    Claim,
    Contact,
    Dated,
    Line,
    Name,
    Party,
    Procedure,
    ProviderAdjustment,
    Reference,
    Remittance,
    Trace,
)
from edi.x12.values import amount_text
from edi.x12.wrapping import wrap
from hmsach.accounts.models import Facility
from payments import remittance_text
from payments.bodies import AdjustmentBody, ClaimBody, InvoiceBody, KeptRemittance, LineBody
from payments.models import BankProfile, Payment
from payments.writable import fitted_name

PAYER_NAME_WIDTH = 60
PERSON_NAME_WIDTH = 35
STREET_WIDTH = 55
CITY_WIDTH = 30
ADDENDA_WIDTH = 80


def trn03(payment: Payment, profile: BankProfile) -> str:
    """TRN03 and BPR10: 1 and the health plan's nine digits, else the company id of the bank."""
    return f"1{payment.payer_tin}" if payment.payer_tin else profile.company_id


def remittance_of(payment: Payment, profile: BankProfile) -> Remittance:
    """The 835 of a claim payment. BPR01 is I: the dollars go apart, as the CCD+ entry whose TRN
    this repeats (Healthcare EFT Standard: amount, trace, payer id and date agree)."""
    kept = remittance_text.load(payment.remittance)
    return Remittance(
        bpr=_bpr(payment, profile, handling="I", form="CCP"),
        trace=Trace(payment.eft_trace, trn03(payment, profile)),
        payer=_payer(payment, profile),
        payee=_payee(payment),
        production_date=payment.effective_date,
        claims=[_claim(claim) for claim in kept.claims],
        provider_adjustments=list(_provider_adjustments(payment, kept)),
    )


def payment_820_of(payment: Payment, profile: BankProfile) -> Payment820:
    """The 820 that travels inside a vendor payment's CTX addenda."""
    kept = remittance_text.load(payment.remittance)
    return Payment820(
        bpr=_bpr(payment, profile, handling="C", form="CTX"),
        trace=Trace(payment.eft_trace, profile.company_id),
        payer=Party("PR", fitted_name(profile.facility.name, PAYER_NAME_WIDTH)),
        payee=Party("PE", fitted_name(payment.payee.name, PAYER_NAME_WIDTH)),
        entities=[Entity(id="1", items=[_invoice(invoice) for invoice in kept.invoices])],
    )


def _bpr(payment: Payment, profile: BankProfile, *, handling: str, form: str) -> Bpr:
    account = payment.account
    return Bpr(
        handling=handling,
        amount_cents=payment.amount_cents,
        credit_or_debit="C",
        method="ACH",
        format=form,
        payer_routing_qualifier="01",
        payer_routing=profile.odfi_routing_number,
        payer_account_type="DA",
        payer_account=_our_account(profile),
        originating_company_id=trn03(payment, profile),
        payee_routing_qualifier="01",
        payee_routing=account.routing_number,
        payee_account_type="SG" if account.type == "SAVINGS" else "DA",
        payee_account=account.account_number,
        effective_date=payment.effective_date,
    )


def _our_account(profile: BankProfile) -> str:
    account = profile.accounts.order_by("created_at").first()
    return account.account_number if account else ""


def _payer(payment: Payment, profile: BankProfile) -> Party:
    name = payment.payer_name or profile.facility.name
    return Party(
        role="PR",
        name=fitted_name(name, PAYER_NAME_WIDTH),
        address=_address(profile.facility),
        references=[Reference("2U", payment.payer_tin)] if payment.payer_tin else [],
        contacts=[Contact("BL", "REMITTANCE SERVICES")],
    )


def _address(facility: Facility) -> Address | None:
    """Where the payer is written to: the guide asks for N3 and N4."""
    if not facility.street:
        return None
    return Address(
        (fitted_name(facility.street, STREET_WIDTH),),
        fitted_name(facility.city, CITY_WIDTH),
        facility.state,
        facility.postal_code,
    )


def _payee(payment: Payment) -> Party:
    payee = payment.payee
    tax = [Reference("TJ", payee.tin)] if payee.tin else []
    return Party("PE", fitted_name(payee.name, PAYER_NAME_WIDTH), "XX", payee.npi, references=tax)


def _claim(body: ClaimBody) -> Claim:
    return Claim(
        control_number=body.claim_id,
        status_code=body.status,
        charge_cents=body.charge,
        paid_cents=body.paid,
        patient_responsibility_cents=body.patient_responsibility or None,
        filing_indicator="12",
        payer_control_number=body.payer_control_number or "",
        adjustments=_adjustments(body.adjustments),
        names=[_patient(body)],
        dates=[Dated("232", body.service_from), Dated("233", body.service_to)],
        lines=[_line(line, body.service_from) for line in body.lines],
    )


def _patient(body: ClaimBody) -> Name:
    patient = body.patient
    return Name(
        role="QC",
        last=fitted_name(patient.last, PAYER_NAME_WIDTH),
        first=fitted_name(patient.first, PERSON_NAME_WIDTH) if patient.first else "",
        id_qualifier="MI" if patient.member_id else "",
        id=patient.member_id or "",
    )


def _line(body: LineBody, service_on: date) -> Line:
    qualifier, code, *modifiers = body.procedure.split(":")
    return Line(
        procedure=Procedure(qualifier, code, tuple(modifiers)),
        charge_cents=body.charge,
        paid_cents=body.paid,
        units=Decimal(1),
        dates=[Dated("472", service_on)],
        adjustments=_adjustments(body.adjustments),
        references=[Reference("6R", body.control_number)] if body.control_number else [],
    )


def _adjustments(bodies: Iterable[AdjustmentBody]) -> list[Adjustment]:
    return [Adjustment(body.group, body.reason, body.amount) for body in bodies]


def _provider_adjustments(payment: Payment, kept: KeptRemittance) -> Iterable[ProviderAdjustment]:
    fiscal = date(payment.effective_date.year, 12, 31)
    for body in kept.provider_adjustments:
        yield ProviderAdjustment(
            payment.payee.npi, fiscal, body.reason, body.reference or "", body.amount
        )


def _invoice(body: InvoiceBody) -> PaidItem:
    """RMR: CR for a credit memo, IV for an invoice; the order and date go with it."""
    references = [Reference("PO", body.purchase_order)] if body.purchase_order else []
    return PaidItem(
        qualifier="CR" if body.paid < 0 else "IV",
        reference=body.number,
        action="PI",
        paid_cents=body.paid,
        gross_cents=body.gross,
        discount_cents=body.discount or None,
        references=references,
        dates=[Dated("003", body.date)] if body.date else [],
    )


def addenda_820(payment: Payment, profile: BankProfile, *, created_at: datetime) -> str:
    """The 820 as text to be cut over CTX addenda: with its envelope where the bank wants one.

    The trace's sequence is the control number: it is given once per bank.
    """
    order = payment_820_of(payment, profile)
    if not profile.ctx_envelope:
        return addenda_text(order)
    control = int(payment.trace_number[-7:])
    return wrap(
        [write_820(order)],
        sender_qualifier="ZZ",
        sender_id=profile.company_id,
        receiver_qualifier="ZZ",
        receiver_id=payment.payee.external_id[:15],
        interchange_control=control,
        group_control=control,
        at=created_at,
        line_end="",
    ).decode("ascii")


def one_line_remittance(payment: Payment, terminator: str) -> str | None:
    """A single plain invoice as one RMR that fits a CCD addenda, or None where it needs an 820."""
    invoices = remittance_text.load(payment.remittance).invoices
    if len(invoices) != 1:
        return None
    [invoice] = invoices
    if invoice.discount or invoice.purchase_order or invoice.paid < 0:
        return None
    line = f"RMR*IV*{invoice.number}**{amount_text(invoice.paid)}{terminator}"
    return line if len(line) <= ADDENDA_WIDTH else None
