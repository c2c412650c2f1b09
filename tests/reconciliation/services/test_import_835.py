"""835s as they come in: balanced, unbalanced, twice, broken, for others."""

import pytest

from edi.services.importing import Quarantine
from reconciliation.models import (
    Adjustment,
    Allocation,
    ExceptionItem,
    Remittance,
    RemittedClaim,
    RemittedLine,
)
from reconciliation.states import (
    ExceptionKind,
    ExceptionStatus,
    MatchStatus,
    RemittanceStatus,
)
from tests.reconciliation.made_files import plb, remittance, remitted, x835

pytestmark = pytest.mark.django_db


def kinds() -> set[str]:
    return set(ExceptionItem.objects.values_list("kind", flat=True))


def test_a_set_becomes_a_remittance_with_all_its_rows(import_835, owe):
    owe("C-1")
    claim = remitted("C-1", paid=15000, share=1000, lines=True)
    outcome = import_835(x835(remittance([claim], plbs=[plb("L6", -50)])))
    assert outcome.counts == {"remittances": 1, "claims": 1}
    row = Remittance.objects.get()
    assert (row.trace_number, row.amount_cents, row.status) == ("TRN1", 15050, "awaiting_eft")
    assert row.payer is not None and row.payer.external_id == "PAYER-1"
    assert row.facility.code == "NORTHSIDE"
    stored = RemittedClaim.objects.get()
    assert stored.patient_last == "Zzyzx" and stored.member_id == "W900"
    assert stored.status == MatchStatus.MATCHED and stored.score == 100
    line = RemittedLine.objects.get()
    assert line.claim_line is not None and line.claim_line.control_number == "L1"
    assert {a.group for a in Adjustment.objects.all()} == {"CO", "PR"}
    assert row.history.count() == stored.history.count() == 1


def test_importing_the_same_file_again_changes_nothing(import_835, received, owe):
    owe("C-1")
    content = x835(remittance([remitted("C-1")], method="CHK"))
    file = received(content)
    import_835(content, file=file)
    before = (Remittance.objects.count(), Allocation.objects.count(), kinds())
    outcome = import_835(content, file=file)
    assert outcome.counts == {"already_imported": 1}
    assert (Remittance.objects.count(), Allocation.objects.count(), kinds()) == before


def test_the_same_payment_under_another_control_number_is_a_duplicate(import_835, owe):
    owe("C-1")
    advice = remittance([remitted("C-1")], method="CHK")
    import_835(x835(advice, control=1))
    outcome = import_835(x835(advice, control=2))
    assert outcome.counts["duplicates"] == 1
    first, second = Remittance.objects.order_by("created_at")
    assert second.status == RemittanceStatus.DUPLICATE and second.duplicate_of == first
    assert Allocation.objects.filter(remittance=second).count() == 0
    assert ExceptionKind.DUPLICATE_REMITTANCE in kinds()


def unbalanced(content: bytes) -> bytes:
    """BPR02 a dollar above what the claims make."""
    return content.replace(b"BPR*I*150*C", b"BPR*I*151*C")


def test_an_unbalanced_set_is_kept_shown_and_never_posted(import_835, import_nacha, owe):
    owe("C-1")
    outcome = import_835(unbalanced(x835(remittance([remitted("C-1")]))))
    row = Remittance.objects.get()
    assert outcome.counts["unbalanced"] == 1
    assert row.status == RemittanceStatus.UNBALANCED and row.off_cents == 100
    assert row.imbalance == [{"level": "set", "loop": "BPR", "off_cents": 100, "off": "1.00"}]
    item = ExceptionItem.objects.get()
    assert item.kind == ExceptionKind.UNBALANCED_REMITTANCE and item.amount_cents == 100
    assert not Allocation.objects.exists()


def test_a_line_that_is_off_is_shown_with_its_place_and_cents(import_835):
    claim = remitted("C-1", lines=True)
    content = x835(remittance([claim])).replace(b"CAS*CO*45*50", b"CAS*CO*45*49.5")
    import_835(content)
    levels = {(each["level"], each["off_cents"]) for each in Remittance.objects.get().imbalance}
    assert levels == {("claim", -50), ("line", -50)}


def test_a_corrected_835_takes_the_place_of_the_unbalanced_one(import_835, owe):
    owe("C-1")
    wrong = x835(remittance([remitted("C-1", paid=14900)]), control=1)
    import_835(wrong.replace(b"BPR*I*149*C", b"BPR*I*150*C"))
    import_835(x835(remittance([remitted("C-1")]), control=2))
    first, second = Remittance.objects.order_by("created_at")
    assert first.status == RemittanceStatus.DUPLICATE and first.duplicate_of == second
    assert second.status == RemittanceStatus.AWAITING_EFT
    assert ExceptionItem.objects.get().status == ExceptionStatus.RESOLVED


def test_a_broken_set_does_not_stop_its_neighbour(import_835, owe):
    owe("C-1")
    content = x835(
        remittance([remitted("C-1")]), remittance([remitted("C-2")], trace="TRN2")
    ).replace(b"TRN*1*TRN2*", b"TRN*1**")
    outcome = import_835(content)
    assert outcome.counts == {"remittances": 1, "claims": 1, "unreadable": 1}
    item = ExceptionItem.objects.get(kind=ExceptionKind.FILE_QUARANTINED)
    assert "Set 2" in item.advice


def test_a_file_without_a_usable_set_is_quarantined(import_835):
    content = x835(remittance([remitted("C-1")])).replace(b"TRN*1*TRN1*", b"TRN*1**")
    with pytest.raises(Quarantine):
        import_835(content)
    assert not Remittance.objects.exists()


def test_a_test_interchange_is_refused_unless_settings_accept_it(
    import_835, received, settings, owe
):
    owe("C-1")
    content = x835(remittance([remitted("C-1")]), usage="T")
    file = received(content)
    settings.ACCEPT_TEST_INTERCHANGES = False
    with pytest.raises(Quarantine, match="test"):
        import_835(content, file=file)
    settings.ACCEPT_TEST_INTERCHANGES = True
    assert import_835(content, file=file).counts["remittances"] == 1


def test_unknown_adjustment_codes_open_one_item_that_lists_them(import_835, owe):
    owe("C-1"), owe("C-2")
    import_835(x835(remittance([remitted("C-1", reason="999"), remitted("C-2", reason="998")])))
    item = ExceptionItem.objects.get(kind=ExceptionKind.UNKNOWN_CODE)
    assert "998, 999" in item.title and item.amount_cents == 10000


def test_an_unknown_payee_falls_to_the_files_facility_with_a_finding(import_835, owe, facility):
    owe("C-1")
    advice = remittance([remitted("C-1")], npi="1457382913")
    advice.payee.references.clear()
    import_835(x835(advice))
    row = Remittance.objects.get()
    assert row.facility == facility
    assert any(each["rule"] == "RA24" for each in row.findings)


def test_the_payee_decides_whose_it_is_not_the_channel(import_835, owe, elsewhere):
    advice = remittance([remitted("C-1")], npi=elsewhere.npi)
    import_835(x835(advice))
    assert Remittance.objects.get().facility == elsewhere


def test_a_payer_is_known_by_an_alias(import_835, owe, payer):
    owe("C-1")
    import_835(x835(remittance([remitted("C-1")], payer_id="MEADOWHP01")))
    assert Remittance.objects.get().payer == payer


def test_a_set_with_an_identifier_too_long_to_keep_is_never_cut(import_835, owe):
    claim = remitted("C-1", icn="I" * 51)
    with pytest.raises(Quarantine):
        import_835(x835(remittance([claim])))


def test_the_same_claim_number_at_another_facility_is_not_matched(import_835, owe, elsewhere):
    owe("C-1")
    import_835(x835(remittance([remitted("C-1")], npi=elsewhere.npi)))
    assert RemittedClaim.objects.get().claim is None
