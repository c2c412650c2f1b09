"""From approved payments to one NACHA file, its 835, and the rows that carry them."""

from datetime import date, timedelta

import pytest

from edi.models import Channel, Partner, Transmission
from edi.nacha.classify import EntryKind, classify
from edi.nacha.ctx import join_addenda
from edi.nacha.healthcare import parse_trn
from edi.nacha.reader import read
from edi.x12.envelope import read as read_x12
from edi.x12.envelope import read_set
from edi.x12.remittance_835 import read_835
from edi.x12.segments import DEFAULT_DELIMITERS
from hmsach.audit.acts import act
from hmsach.lib.errors import NotAllowed
from payments.models import Payment, PaymentBatch, PaymentFile
from payments.services.file_building import NothingToSend, build_due, build_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def clearing_house(profile, facility, tmp_path):
    (tmp_path / "out").mkdir()
    with act(None, "Set up"):
        partner = Partner.objects.create(
            code="CLEAR",
            name="Clearing",
            kind="clearinghouse",
            x12_id="CLEAR",
            agreement_from=date(2026, 1, 1),
        )
        profile.remittance_channel = Channel.objects.create(
            partner=partner,
            facility=facility,
            code="clear",
            protocol="directory",
            outbound_dir=str(tmp_path / "out"),
        )
        profile.save()
    return profile.remittance_channel


@pytest.fixture
def build(profile, treasurer, now):
    def build_them():
        return build_now(user=treasurer, bank_profile_id=profile.pk, reason="Today's file", now=now)

    return build_them


def entries(transmission):
    file, findings = read(transmission.stored.content)
    assert [f for f in findings if f.is_error] == []
    return [(batch, entry) for batch in file.batches for entry in batch.entries]


def test_three_kinds_leave_in_one_file_with_their_entry_classes(
    send, rules, build, clearing_house, vendor_batch, claim_batch, refund_batch
):
    for body in (vendor_batch, claim_batch, refund_batch):
        send(body)
    [file] = build()
    found = {
        batch.header.description: (batch.sec_code, entry.amount_cents, entry.name)
        for batch, entry in entries(file.transmission)
    }
    assert found == {
        "HCCLAIMPMT": ("CCD", 14000, "Elm Street Pediatrics"),
        "PT REFUND": ("PPD", 8540, "Quill Zzyzx"),
        "VENDOR PMT": ("CTX", 24000, "Birch Linen Serv"),
    }
    assert (file.entry_count, file.credit_cents) == (3, 46540)


def test_every_entry_is_a_forward_credit_of_a_banking_day(send, rules, build, vendor_batch):
    send(vendor_batch)
    [file] = build()
    [(batch, entry)] = entries(file.transmission)
    assert classify(entry) == EntryKind.FORWARD and entry.is_credit
    assert batch.header.effective_date == date(2026, 11, 25)


def test_the_835_carries_the_trace_amount_payer_and_date_of_its_entry(
    send, rules, build, clearing_house, claim_batch
):
    send(claim_batch)
    [file] = build()
    [(batch, entry)] = entries(file.transmission)
    trn = parse_trn(entry.addenda[0].information)
    sent = Transmission.objects.get(kind="x12_835")
    [interchange], findings = read_x12(sent.stored.content)
    [transaction] = interchange.sets
    remittance, faults = read_835(transaction)
    assert [*findings, *faults] == []  # not even a warning
    assert remittance.trace.number == trn.trn02
    assert remittance.trace.payer_id == trn.trn03 == batch.header.company_identification
    assert remittance.amount_cents == entry.amount_cents
    assert remittance.bpr.effective_date == batch.header.effective_date


def test_the_820_inside_a_ctx_entry_adds_up_to_it(send, rules, build, vendor_batch):
    send(vendor_batch)
    [file] = build()
    [(_, entry)] = entries(file.transmission)
    text = join_addenda(entry)
    [interchange], _ = read_x12(text.encode())
    [order] = interchange.sets
    assert order.type == "820" and "RMR*IV*I-1" in text


def test_a_bank_without_envelope_gets_a_bare_set(send, rules, build, profile, vendor_batch):
    with act(None, "Set up"):
        profile.ctx_envelope = False
        profile.save()
    send(vendor_batch)
    [file] = build()
    [(_, entry)] = entries(file.transmission)
    transaction, _ = read_set(join_addenda(entry).encode(), DEFAULT_DELIMITERS)
    assert transaction.type == "820"


def test_one_plain_invoice_travels_in_a_ccd_addenda(send, rules, build, vendor_batch):
    vendor_batch["payments"][0]["invoices"] = [
        {"number": "I-7", "gross": "240.00", "paid": "240.00"}
    ]
    send(vendor_batch)
    [file] = build()
    [(batch, entry)] = entries(file.transmission)
    assert batch.sec_code == "CCD"
    assert entry.addenda[0].information.startswith("RMR*IV*I-7**240")


def test_what_left_does_not_leave_again(send, rules, build, vendor_batch):
    send(vendor_batch)
    build()
    with pytest.raises(NothingToSend):
        build()
    assert PaymentFile.objects.count() == 1


def test_held_waiting_and_blocked_payments_stay(send, build, vendor_batch):
    send(vendor_batch)  # no rule: it waits for an approver
    with pytest.raises(NothingToSend):
        build()


def test_two_files_of_a_day_differ_in_modifier_and_traces_ascend(
    send, rules, build, vendor_batch, refund_batch
):
    send(vendor_batch)
    [first] = build()
    send(refund_batch)
    [second] = build()
    assert (first.modifier, second.modifier) == ("A", "B")
    traces = list(Payment.objects.order_by("trace_number").values_list("trace_number", flat=True))
    assert len(set(traces)) == 2 and all(trace.startswith("07100998") for trace in traces)


def test_the_banks_limit_of_a_file_makes_several(send, rules, build, profile, vendor_batch):
    with act(None, "Set up"):
        profile.entries_max = 1
        profile.save()
    one = vendor_batch["payments"][0]
    vendor_batch["payments"] = [one, {**one, "external_id": "VP-2"}]
    vendor_batch["control"] = {"count": 2, "total": "480.00"}
    send(vendor_batch)
    assert [file.entry_count for file in build()] == [1, 1]


def test_nothing_is_built_before_the_lead_time_and_all_within_it(
    send, rules, profile, vendor_batch, now
):
    send(vendor_batch)
    assert build_due(now=now) == []
    cutoff = now + timedelta(hours=12)  # 21:00 in New York
    assert len(build_due(now=cutoff - timedelta(minutes=10))) == 1


def test_a_payment_of_a_later_day_waits_for_its_own_file(send, rules, build, vendor_batch):
    vendor_batch["effective_date"] = "2026-12-04"
    send(vendor_batch)
    with pytest.raises(NothingToSend):
        build()


def test_a_same_day_payment_leaves_with_the_same_day_file(send, rules, build, vendor_batch):
    vendor_batch["same_day"] = True
    assert send(vendor_batch).effective_date == date(2026, 11, 24)
    [file] = build()
    [(batch, _)] = entries(file.transmission)
    assert batch.header.effective_date == date(2026, 11, 24)


def test_building_by_hand_takes_the_right_to_release(profile, biller, now):
    with pytest.raises(NotAllowed):
        build_now(user=biller, bank_profile_id=profile.pk, reason="Now please", now=now)


def test_no_835_leaves_without_an_agreement_and_then_no_payment_either(
    send, rules, build, clearing_house, claim_batch
):
    with act(None, "Set up"):
        partner = clearing_house.partner
        partner.agreement_from = None
        partner.save()
    send(claim_batch)
    with pytest.raises(NotAllowed):
        build()
    assert Payment.objects.get().status == "approved"
    assert not PaymentFile.objects.exists() and not Transmission.objects.exists()


def test_the_batch_follows_its_payments(send, rules, build, vendor_batch):
    send(vendor_batch)
    build()
    assert PaymentBatch.objects.get().status == "building"
    assert Payment.objects.get().status == "processing"
