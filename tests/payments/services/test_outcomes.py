"""After the file: sent, accepted, refused, settled, final, returned, noticed."""

from datetime import date, timedelta

import pytest

from edi.models import InboundFile, Transmission
from edi.services import sending
from edi.services.importing import import_file
from edi.services.receiving import receive
from payments.models import (
    NoticeOfChange,
    PayeeAccount,
    Payment,
    PaymentBatch,
    PaymentFact,
    PaymentFile,
    PaymentReturn,
    VendorInvoice,
)
from payments.services.file_building import build_now
from payments.services.outcomes import settle_due
from reconciliation.models import ExceptionItem
from tests.payments.bank_answers import notice_file, return_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(send, rules, profile, treasurer, vendor_batch, now):
    send(vendor_batch)
    build_now(user=treasurer, bank_profile_id=profile.pk, reason="File", now=now)
    sending.send_due(now=now)
    return Payment.objects.get()


@pytest.fixture
def deliver(profile, facility, now):
    """A file comes from the bank and is imported."""

    def arrive(content: bytes, name: str = "answer.ach") -> InboundFile:
        row = receive(
            partner=profile.channel.partner,
            channel=profile.channel,
            facility=facility,
            name=name,
            content=content,
            now=now,
        )
        return import_file(inbound_file_id=row.pk, now=now)

    return arrive


def test_a_file_in_the_banks_folder_makes_its_payments_sent(sent, profile):
    transmission = Transmission.objects.get(kind="nacha")
    assert transmission.status == "sent"
    assert (sent.status, PaymentBatch.objects.get().status) == ("sent", "transmitted")
    assert PaymentFact.objects.filter(kind="submitted").count() == 1


def test_the_banks_acceptance_is_a_fact_on_each_payment(sent, deliver):
    transmission = Transmission.objects.get(kind="nacha")
    said = f"BANKACK|1|{transmission.file_name}|{transmission.stored.sha256}|ACCEPTED\n"
    deliver(said.encode(), "ack.txt")
    assert PaymentBatch.objects.get().status == "acknowledged"
    assert PaymentFact.objects.filter(kind="acknowledged").count() == 1


def test_a_refused_file_frees_its_payments_for_another(sent, deliver, profile, treasurer, now):
    transmission = Transmission.objects.get(kind="nacha")
    first_trace = sent.trace_number
    said = (
        f"BANKACK|1|{transmission.file_name}|{transmission.stored.sha256}"
        "|REJECTED|FH02|The destination is wrong.\n"
    )
    deliver(said.encode(), "ack.txt")
    freed = Payment.objects.get()
    assert (freed.status, freed.file, freed.trace_number) == ("approved", None, "")
    assert PaymentFile.objects.get().voided_at is not None
    assert ExceptionItem.objects.filter(kind="transmission_rejected").exists()
    build_now(user=treasurer, bank_profile_id=profile.pk, reason="Again", now=now)
    assert Payment.objects.get().trace_number not in ("", first_trace)


def test_a_payment_settles_on_its_date_and_is_final_when_returns_can_no_longer_come(sent, now):
    settle_due(now=now)
    assert Payment.objects.get().status == "sent"  # effective tomorrow
    settle_due(now=now + timedelta(days=1))
    settled = Payment.objects.get()
    assert (settled.status, settled.settled_on) == ("settled", date(2026, 11, 25))
    assert settled.returns_expected_by == date(2026, 11, 30)
    assert VendorInvoice.objects.get().status == "paid"
    settle_due(now=now + timedelta(days=7))
    assert Payment.objects.get().status == "final"
    assert PaymentBatch.objects.get().status == "closed"


def test_a_return_is_booked_once_and_blocks_the_account(sent, deliver):
    content = return_file(sent, "R03")
    row = deliver(content)
    assert row.status == "imported", row.reason
    assert Payment.objects.get().status == "returned"
    assert PayeeAccount.objects.get().status == "blocked"
    item = ExceptionItem.objects.get(kind="payment_returned")
    assert (item.amount_cents, item.payment) == (24000, sent)
    again = deliver(content + b"\n", "again.ach")  # the same entry in other bytes
    assert again.status == "imported"
    assert PaymentReturn.objects.count() == 1


def test_a_late_return_reopens_a_final_payment(sent, deliver, now):
    settle_due(now=now + timedelta(days=1))
    settle_due(now=now + timedelta(days=7))
    deliver(return_file(sent, "R23"))
    assert Payment.objects.get().status == "returned"


def test_a_return_of_another_amount_is_not_ours(sent, deliver):
    row = deliver(return_file(sent, "R03", amount_cents=1))
    assert row.imported == {"unmatched": 1}
    assert Payment.objects.get().status == "sent"
    assert ExceptionItem.objects.filter(kind="payment_returned", payment=None).count() == 1


def test_a_notice_of_change_leaves_the_payment_and_waits_for_a_person(sent, deliver):
    deliver(notice_file(sent, "C01", "99887766"))
    notice = NoticeOfChange.objects.get()
    assert notice.corrected_data.startswith("99887766")
    assert notice.apply_by == date(2026, 12, 3)  # six banking days, over Thanksgiving
    assert Payment.objects.get().status == "sent"
    assert ExceptionItem.objects.get(kind="noc_unapplied").due_at.date() >= date(2026, 12, 3)


def test_the_next_payment_to_an_account_with_an_open_notice_is_held(
    sent, deliver, send, vendor_batch
):
    deliver(notice_file(sent, "C01", "99887766"))
    vendor_batch["external_id"], vendor_batch["payments"][0]["external_id"] = "AP-2", "VP-2"
    send(vendor_batch)
    assert Payment.objects.get(external_id="VP-2").status == "held"


def test_the_exception_and_the_return_stand_or_fall_together(sent, deliver, monkeypatch):
    def broken(event):
        raise RuntimeError("a subscriber's bug")

    monkeypatch.setattr("reconciliation.subscribers.payment_returned", broken)
    row = deliver(return_file(sent, "R03"))
    assert row.status == "quarantined"
    assert not PaymentReturn.objects.exists() and Payment.objects.get().status == "sent"
