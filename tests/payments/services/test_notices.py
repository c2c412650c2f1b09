"""Applying a notice of change: a new account, two people, nothing lost."""

import pytest

from edi.services import sending
from edi.services.importing import import_file
from edi.services.receiving import receive
from hmsach.audit.acts import act
from hmsach.lib.errors import NotAllowed
from payments.models import NoticeOfChange, PayeeAccount, Payment
from payments.services.file_building import build_now
from payments.services.notices import (
    CorrectionUnusable,
    NotToApply,
    apply_notice,
    refuse_notice,
)
from reconciliation.models import ExceptionItem
from tests.payments.bank_answers import notice_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def noticed(send, rules, profile, treasurer, vendor_batch, now):
    def arrive(code: str, corrected: str) -> NoticeOfChange:
        send(vendor_batch)
        build_now(user=treasurer, bank_profile_id=profile.pk, reason="File", now=now)
        sending.send_due(now=now)
        row = receive(
            partner=profile.channel.partner,
            channel=profile.channel,
            facility=profile.facility,
            name="noc.ach",
            content=notice_file(Payment.objects.get(), code, corrected),
            now=now,
        )
        import_file(inbound_file_id=row.pk, now=now)
        return NoticeOfChange.objects.get()

    return arrive


def apply(user, notice, now):
    return apply_notice(user=user, notice_id=notice.pk, reason="The payee confirms", now=now)


def test_the_corrected_account_is_new_and_the_old_one_stays_replaced(noticed, treasurer, now):
    account = apply(treasurer, noticed("C01", "99887766"), now)
    old = PayeeAccount.objects.exclude(pk=account.pk).get()
    assert (account.account_number, account.last_four) == ("99887766", "7766")
    assert (old.status, old.replaced_by) == ("replaced", account)
    assert ExceptionItem.objects.get(kind="noc_unapplied").status == "resolved"


def test_routing_account_and_kind_are_taken_from_their_positions(noticed, treasurer, now):
    account = apply(treasurer, noticed("C07", "122105155" + "12 34".ljust(17) + "32"), now)
    assert (account.routing_number, account.account_number, account.type) == (
        "122105155",
        "12 34",
        "SAVINGS",
    )


def test_the_first_payment_to_the_corrected_account_is_held(
    noticed, send, treasurer, vendor_batch, now
):
    apply(treasurer, noticed("C01", "99887766"), now)
    vendor_batch["external_id"], vendor_batch["payments"][0]["external_id"] = "AP-2", "VP-2"
    vendor_batch["payments"][0]["payee"]["account"]["account_number"] = "99887766"
    send(vendor_batch)
    assert Payment.objects.get(external_id="VP-2").status == "held"


def test_a_payment_to_the_replaced_account_is_held(noticed, send, treasurer, vendor_batch, now):
    apply(treasurer, noticed("C01", "99887766"), now)
    vendor_batch["external_id"], vendor_batch["payments"][0]["external_id"] = "AP-2", "VP-2"
    send(vendor_batch)
    assert Payment.objects.get(external_id="VP-2").status == "held"


def test_a_wrong_routing_number_is_not_taken_over(noticed, treasurer, now):
    notice = noticed("C02", "122105155")
    with act(None, "As a bank's file might say"):
        notice.corrected_data = "122105156"
        notice.save()
    with pytest.raises(CorrectionUnusable):
        apply(treasurer, notice, now)
    assert NoticeOfChange.objects.get().status == "received"


def test_a_corrected_name_is_never_applied_by_itself(noticed, treasurer, now):
    with pytest.raises(CorrectionUnusable):
        apply(treasurer, noticed("C04", "BIRCH LINENS INC"), now)


def test_a_notice_is_seen_to_once(noticed, treasurer, now):
    notice = noticed("C01", "99887766")
    refuse_notice(user=treasurer, notice_id=notice.pk, reason="Not true", now=now)
    assert NoticeOfChange.objects.get().status == "refused"
    with pytest.raises(NotToApply):
        apply(treasurer, notice, now)


def test_a_biller_may_not_change_bank_details(noticed, biller, now):
    with pytest.raises(NotAllowed):
        apply(biller, noticed("C01", "99887766"), now)
