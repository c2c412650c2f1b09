"""What is wrong with a batch, beyond its shape: totals, routing, arithmetic, dates. Reads only.

Gives every fault with its pointer; the batch is then taken whole or not at all.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from edi.ground.npi import is_npi
from edi.ground.routing import routing_number_objection
from hmsach.lib.banking_days import BankingCalendar
from hmsach.lib.errors import FieldError
from hmsach.lib.money import dollars
from payments.bodies import BatchBody, ClaimBody, InvoiceBody, LineBody, PaymentBody
from payments.models import BankProfile
from payments.writable import fold

EFFECTIVE_DAYS_AHEAD_MAX = 90


def batch_faults(
    body: BatchBody, *, profile: BankProfile, calendar: BankingCalendar, earliest: date
) -> list[FieldError]:
    """Every fault of the batch, in the order of its fields."""
    faults = list(_control_faults(body))
    faults += _date_faults(body, calendar, earliest)
    faults += _repeat_faults(body)
    for index, payment in enumerate(body.payments):
        faults += _payment_faults(f"/payments/{index}", payment, body.kind, profile)
    return faults


def _control_faults(body: BatchBody) -> Iterator[FieldError]:
    count, total = len(body.payments), sum(payment.amount for payment in body.payments)
    if body.control.count != count:
        yield FieldError(
            "/control/count",
            "control-count-mismatch",
            f"There are {count} payments, the control count says {body.control.count}.",
        )
    if body.control.total != total:
        yield FieldError(
            "/control/total",
            "control-total-mismatch",
            f"The payments add up to {dollars(total)}, "
            f"the control total says {dollars(body.control.total)}.",
        )


def _date_faults(
    body: BatchBody, calendar: BankingCalendar, earliest: date
) -> Iterator[FieldError]:
    wished = body.effective_date
    if wished is None:
        return
    if wished < earliest:
        yield FieldError(
            "/effective_date",
            "effective-date-too-soon",
            f"The next file can carry {earliest} at the earliest; leave the date out to take it.",
        )
    elif wished > earliest + timedelta(days=EFFECTIVE_DAYS_AHEAD_MAX):
        yield FieldError(
            "/effective_date",
            "effective-date-too-late",
            f"The date is more than {EFFECTIVE_DAYS_AHEAD_MAX} days ahead; send the batch later.",
        )
    elif not calendar.is_banking_day(wished):
        yield FieldError(
            "/effective_date",
            "effective-date-not-a-banking-day",
            f"{wished} is not a banking day; the next one is {calendar.on_or_after(wished)}.",
        )


def _repeat_faults(body: BatchBody) -> Iterator[FieldError]:
    seen = Counter(payment.external_id for payment in body.payments)
    for index, payment in enumerate(body.payments):
        if seen[payment.external_id] > 1:
            yield FieldError(
                f"/payments/{index}/external_id",
                "external-id-repeated",
                "Another payment of this batch has the same external_id.",
            )


def _payment_faults(
    at: str, payment: PaymentBody, kind: str, profile: BankProfile
) -> Iterator[FieldError]:
    yield from _amount_faults(at, payment, profile)
    yield from _payee_faults(at, payment)
    match kind:
        case "CLAIM_REMITTANCE":
            yield from _claims_faults(at, payment)
        case "VENDOR_PAYMENT":
            yield from _invoices_faults(at, payment)
        case _:
            yield from _refund_faults(at, payment)


def _amount_faults(at: str, payment: PaymentBody, profile: BankProfile) -> Iterator[FieldError]:
    if payment.amount <= 0:
        yield FieldError(f"{at}/amount", "amount-not-above-zero", "An amount to pay is above zero.")
    elif payment.amount > profile.entry_cents_max:
        yield FieldError(
            f"{at}/amount",
            "amount-above-limit",
            f"The bank takes at most {dollars(profile.entry_cents_max)} in one entry.",
        )


def _payee_faults(at: str, payment: PaymentBody) -> Iterator[FieldError]:
    payee = payment.payee
    objection = routing_number_objection(payee.account.routing_number)
    if objection:
        code = (
            "routing-number-check-digit"
            if payee.account.routing_number.isdigit() and len(payee.account.routing_number) == 9
            else "routing-number-invalid"
        )
        yield FieldError(f"{at}/payee/account/routing_number", code, objection)
    if not payee.account.account_number.strip("0 "):
        yield FieldError(
            f"{at}/payee/account/account_number",
            "account-number-zeros",
            "The account number is all zeros.",
        )
    if payee.npi and not is_npi(payee.npi):
        yield FieldError(
            f"{at}/payee/npi", "npi-check-digit", "The NPI's check digit does not fit its digits."
        )
    if fold(payee.name) is None:
        yield _unwritable(f"{at}/payee/name")


def _unwritable(pointer: str) -> FieldError:
    return FieldError(
        pointer,
        "name-not-writable",
        "The name has letters that cannot be written in a bank file; give it in Latin letters.",
    )


def _claims_faults(at: str, payment: PaymentBody) -> Iterator[FieldError]:
    if not payment.claims:
        yield FieldError(
            f"{at}/claims", "claims-missing", "A claim remittance names the claims it pays."
        )
        return
    if payment.payer is None:
        yield FieldError(
            f"{at}/payer", "payer-missing", "A claim remittance names the health plan that pays."
        )
    elif fold(payment.payer.name) is None:
        yield _unwritable(f"{at}/payer/name")
    if payment.payee.npi is None:
        yield FieldError(
            f"{at}/payee/npi", "npi-missing", "The 835 names the payee by NPI; give it."
        )
    paid = sum(claim.paid for claim in payment.claims)
    taken = sum(adjustment.amount for adjustment in payment.provider_adjustments)
    if paid - taken != payment.amount:
        yield FieldError(
            f"{at}/amount",
            "remittance-out-of-balance",
            f"Claims paid {dollars(paid)} less provider adjustments {dollars(taken)} make "
            f"{dollars(paid - taken)}, the amount says {dollars(payment.amount)}.",
        )
    for index, claim in enumerate(payment.claims):
        yield from _claim_faults(f"{at}/claims/{index}", claim)


def _claim_faults(at: str, claim: ClaimBody) -> Iterator[FieldError]:
    """The three-level balance of an 835, claim and line (X12 835 guide, balancing)."""
    if claim.service_to < claim.service_from:
        yield FieldError(f"{at}/service_to", "dates-reversed", "The service ends before it begins.")
    if fold(claim.patient.last) is None or (
        claim.patient.first and fold(claim.patient.first) is None
    ):
        yield _unwritable(f"{at}/patient")
    adjusted = sum(a.amount for a in claim.adjustments)
    adjusted += sum(a.amount for line in claim.lines for a in line.adjustments)
    if claim.charge - adjusted != claim.paid:
        yield FieldError(
            f"{at}/paid",
            "claim-out-of-balance",
            f"Charge {dollars(claim.charge)} less adjustments {dollars(adjusted)} makes "
            f"{dollars(claim.charge - adjusted)}, paid says {dollars(claim.paid)}.",
        )
    for index, line in enumerate(claim.lines):
        yield from _line_faults(f"{at}/lines/{index}", line)


def _line_faults(at: str, line: LineBody) -> Iterator[FieldError]:
    adjusted = sum(a.amount for a in line.adjustments)
    if line.charge - adjusted != line.paid:
        yield FieldError(
            f"{at}/paid",
            "line-out-of-balance",
            f"Charge {dollars(line.charge)} less adjustments {dollars(adjusted)} makes "
            f"{dollars(line.charge - adjusted)}, paid says {dollars(line.paid)}.",
        )


def _invoices_faults(at: str, payment: PaymentBody) -> Iterator[FieldError]:
    if not payment.invoices:
        yield FieldError(
            f"{at}/invoices", "invoices-missing", "A vendor payment names the invoices it pays."
        )
        return
    paid = sum(invoice.paid for invoice in payment.invoices)
    if paid != payment.amount:
        yield FieldError(
            f"{at}/amount",
            "invoices-out-of-balance",
            f"The invoices add up to {dollars(paid)}, the amount says {dollars(payment.amount)}.",
        )
    for index, invoice in enumerate(payment.invoices):
        yield from _invoice_faults(f"{at}/invoices/{index}", invoice)


def _invoice_faults(at: str, invoice: InvoiceBody) -> Iterator[FieldError]:
    if invoice.gross - invoice.discount != invoice.paid:
        yield FieldError(
            f"{at}/paid",
            "invoice-out-of-balance",
            f"Gross {dollars(invoice.gross)} less discount {dollars(invoice.discount)} makes "
            f"{dollars(invoice.gross - invoice.discount)}, paid says {dollars(invoice.paid)}.",
        )


def _refund_faults(at: str, payment: PaymentBody) -> Iterator[FieldError]:
    if payment.refund is None:
        yield FieldError(
            f"{at}/refund", "refund-missing", "A patient refund says why the money goes back."
        )
