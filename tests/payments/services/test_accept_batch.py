"""Taking a batch: whole or not at all."""

import pytest

from hmsach.lib.errors import InvalidInput, NotAllowed
from hmsach.outbox.models import Event
from payments.models import Hold, Payee, PayeeAccount, Payment, PaymentBatch, Refund, VendorInvoice
from payments.services.batches import BatchExists, PaymentsExist, RefusedByRule

pytestmark = pytest.mark.django_db


def codes(error: InvalidInput) -> dict[str, str]:
    return {fault.pointer: fault.code for fault in error.errors}


def test_a_small_batch_is_released_by_its_rule(send, rules, vendor_batch):
    batch = send(vendor_batch)
    payment = Payment.objects.get()
    assert (batch.status, payment.status, payment.amount_cents) == ("approved", "approved", 24000)
    assert [line["fits"] for line in batch.judgement] == [True, False]


def test_a_large_batch_waits_for_an_approver(send, rules, vendor_batch):
    vendor_batch["control"]["total"] = vendor_batch["payments"][0]["amount"] = "10000.01"
    invoice = vendor_batch["payments"][0]["invoices"][0]
    invoice["gross"], invoice["paid"] = "10010.01", "10000.01"
    assert send(vendor_batch).status == "pending_approval"


def test_without_a_rule_a_person_is_asked(send, vendor_batch):
    assert send(vendor_batch).status == "pending_approval"


def test_what_a_payment_is_for_is_kept_beside_it(send, rules, vendor_batch, refund_batch):
    send(vendor_batch)
    send(refund_batch)
    assert VendorInvoice.objects.get().number == "I-1"
    assert Refund.objects.get().reference == "C-9"


def test_the_event_names_no_payee_and_no_account(send, rules, vendor_batch):
    send(vendor_batch)
    said = Event.objects.get(type="batch.received")
    assert "7700112233" not in str(said.payload) and "Birch" not in str(said.payload)


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        (lambda b: b["control"].update(total="1.00"), "/control/total", "control-total-mismatch"),
        (lambda b: b["control"].update(count=2), "/control/count", "control-count-mismatch"),
        (
            lambda b: b["payments"][0]["payee"]["account"].update(routing_number="122105156"),
            "/payments/0/payee/account/routing_number",
            "routing-number-check-digit",
        ),
        (
            lambda b: b["payments"][0]["payee"]["account"].update(account_number="0000"),
            "/payments/0/payee/account/account_number",
            "account-number-zeros",
        ),
        (
            lambda b: b.update(effective_date="2026-11-26"),
            "/effective_date",
            "effective-date-not-a-banking-day",
        ),
        (
            lambda b: b.update(effective_date="2026-11-24"),
            "/effective_date",
            "effective-date-too-soon",
        ),
        (
            lambda b: b.update(effective_date="2028-01-03"),
            "/effective_date",
            "effective-date-too-late",
        ),
        (lambda b: b.update(facility="NOWHERE"), "/facility", "facility-unknown"),
        (
            lambda b: b["payments"][0]["invoices"][0].update(paid="239.00"),
            "/payments/0/invoices/0/paid",
            "invoice-out-of-balance",
        ),
        (
            lambda b: b["payments"][0].update(invoices=[]),
            "/payments/0/invoices",
            "invoices-missing",
        ),
        (
            lambda b: b["payments"][0]["payee"].update(name="病院"),
            "/payments/0/payee/name",
            "name-not-writable",
        ),
    ],
)
def test_a_fault_is_named_with_its_pointer_and_nothing_is_stored(
    send, rules, vendor_batch, change, pointer, code
):
    change(vendor_batch)
    with pytest.raises(InvalidInput) as refused:
        send(vendor_batch)
    assert codes(refused.value)[pointer] == code
    assert not PaymentBatch.objects.exists() and not Payee.objects.exists()


def test_a_claim_out_of_balance_is_refused_with_its_cents(send, rules, claim_batch):
    claim_batch["payments"][0]["claims"][0]["lines"][0]["adjustments"][0]["amount"] = "29.99"
    with pytest.raises(InvalidInput) as refused:
        send(claim_batch)
    assert codes(refused.value) == {
        "/payments/0/claims/0/paid": "claim-out-of-balance",
        "/payments/0/claims/0/lines/0/paid": "line-out-of-balance",
    }


def test_claims_less_provider_adjustments_make_the_amount(send, rules, claim_batch):
    claim_batch["payments"][0]["provider_adjustments"] = []
    with pytest.raises(InvalidInput) as refused:
        send(claim_batch)
    assert codes(refused.value) == {"/payments/0/amount": "remittance-out-of-balance"}


def test_a_used_external_id_is_refused_and_names_the_first_batch(send, rules, vendor_batch):
    first = send(vendor_batch)
    with pytest.raises(BatchExists, match=first.batch_id):
        send(vendor_batch)


def test_a_payment_sent_before_is_refused_in_another_batch(send, rules, vendor_batch):
    send(vendor_batch)
    vendor_batch["external_id"] = "AP-2"
    with pytest.raises(PaymentsExist) as refused:
        send(vendor_batch)
    assert codes(refused.value) == {"/payments/0/external_id": "external-id-taken"}


def test_a_refusing_rule_stores_nothing(send, vendor_batch):
    from hmsach.audit.acts import act
    from payments.models import ReleaseRule

    with act(None, "Set up"):
        ReleaseRule.objects.create(name="No vendors", measures="batch", effect="refuse")
    with pytest.raises(RefusedByRule, match="No vendors"):
        send(vendor_batch)
    assert not PaymentBatch.objects.exists()


def test_another_facility_is_as_unknown_as_none(send, rules, elsewhere, vendor_batch):
    vendor_batch["facility"] = elsewhere.code
    with pytest.raises(InvalidInput) as refused:
        send(vendor_batch)
    assert codes(refused.value) == {"/facility": "facility-unknown"}


def test_who_may_not_prepare_is_refused(profile, approver, vendor_batch, now):
    from hmsach.api.bodies import parse_body
    from payments.bodies import BatchBody
    from payments.services.batches import accept_batch

    with pytest.raises(NotAllowed):
        accept_batch(
            client_id="c",
            user=approver,
            body=parse_body(vendor_batch, BatchBody),
            body_hash="",
            now=now,
        )


def test_a_known_payee_with_a_new_account_is_held(send, rules, vendor_batch):
    send(vendor_batch)
    vendor_batch["external_id"], vendor_batch["payments"][0]["external_id"] = "AP-2", "VP-2"
    vendor_batch["payments"][0]["payee"]["account"]["account_number"] = "99887766"
    send(vendor_batch)
    held = Payment.objects.get(external_id="VP-2")
    assert held.status == "held"
    assert Hold.objects.get().reason == "bank_change"
    assert PayeeAccount.objects.count() == 2


def test_the_same_account_again_is_no_change(send, rules, vendor_batch):
    send(vendor_batch)
    vendor_batch["external_id"], vendor_batch["payments"][0]["external_id"] = "AP-2", "VP-2"
    send(vendor_batch)
    assert PayeeAccount.objects.count() == 1 and not Hold.objects.exists()
