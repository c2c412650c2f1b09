"""The sandbox bank judges, answers and credits."""

import hashlib
from datetime import date

import pytest

from edi.nacha.classify import EntryKind, classify
from edi.nacha.corrected_data import corrected_data
from edi.nacha.healthcare import parse_trn
from edi.nacha.reader import read
from edi.sandbox.deposits import Deposit, DepositAccount, Invoice
from edi.sandbox.magic import MAGIC
from edi.x12.checking import check

ACCOUNT = DepositAccount("Northside Hospital", "091000019", "000123456789")


def deposit(cents=125_00, **more):
    settings = {"trn02": "EFT1", **more}
    return Deposit(
        ACCOUNT, cents, date(2026, 11, 20), "Cedar Mutual", "1970225302", "09225302", **settings
    )


def test_a_good_file_is_accepted_by_name_and_digest(street, nacha):
    content = nacha("889900112233")
    street.upload("pay.ach", content)
    assert street.bank.run_once() == 1
    digest = hashlib.sha256(content).hexdigest()
    assert street.outbox() == {
        "ack-000001-pay.txt": f"BANKACK|1|pay.ach|{digest}|ACCEPTED\n".encode()
    }
    assert [p.name for p in (street.root / "bank/processed").iterdir()] == ["000001.pay.ach"]


def test_a_spoilt_file_is_rejected_with_rule_and_sentence(street, nacha):
    content = nacha("889900112233").replace(b"0000010001", b"0000010009", 1)
    street.upload("pay.ach", content)
    street.bank.run_once()
    (answer,) = street.outbox().values()
    fields = answer.decode().strip().split("|")
    assert fields[4] == "REJECTED" and len(fields) == 7
    assert fields[5][:2] in ("BC", "FC", "BA") and fields[6].startswith("Line ")


def test_what_is_no_nacha_file_is_rejected(street):
    street.upload("hello.txt", b"hello\n")
    street.bank.run_once()
    assert b"|REJECTED|" in street.outbox()["ack-000001-hello.txt"]


def test_the_same_bytes_under_another_name_are_a_duplicate(street, nacha):
    for name in ("one.ach", "two.ach"):
        street.upload(name, nacha("889900112233"))
        street.bank.run_once()
    assert b"|REJECTED|DU02|" in street.outbox()["ack-000002-two.txt"]


def test_the_same_header_over_other_entries_is_a_duplicate(street, nacha):
    street.upload("one.ach", nacha("889900112233"))
    street.upload("two.ach", nacha("889900112234"))
    street.upload("three.ach", nacha("889900112234", modifier="B"))
    street.bank.run_once()
    verdicts = {n: c.decode().strip().split("|")[4:6] for n, c in street.outbox().items()}
    # Names are taken in order: one, three, two.
    assert verdicts["ack-000001-one.txt"] == ["ACCEPTED"]
    assert verdicts["ack-000002-three.txt"] == ["ACCEPTED"]
    assert verdicts["ack-000003-two.txt"] == ["REJECTED", "DU01"]


def test_an_unfinished_upload_is_let_be(street, nacha):
    street.upload("pay.ach.1.part", nacha("889900112233"))
    assert street.bank.run_once() == 0
    assert street.outbox() == {}


def test_a_file_must_lie_still_for_one_look(street, nacha):
    street.upload("pay.ach", nacha("889900112233"))
    assert street.bank.run_once(wait_for_quiet=True) == 0
    assert street.bank.run_once(wait_for_quiet=True) == 1
    street.upload("pay.ach", nacha("889900112244"))
    assert street.bank.run_once(wait_for_quiet=True) == 0


def read_clean(content):
    file, findings = read(content)
    assert file is not None
    assert [f for f in findings if f.is_error] == []
    return file


def test_magic_accounts_come_back_as_returns_and_notices_without_a_finding(street, nacha):
    accounts = [f"55667788{ending}" for ending in sorted(MAGIC)]
    street.upload("pay.ach", nacha(*accounts, "889900112233"))
    street.bank.run_once()
    out = street.outbox()
    assert sorted(out) == ["ack-000001-pay.txt", "noc-000001-pay.ach", "return-000001-pay.ach"]
    returns, notices = (
        read_clean(out["return-000001-pay.ach"]),
        read_clean(out["noc-000001-pay.ach"]),
    )
    codes = {
        entry.account_number[-4:]: entry.answer.code
        for file in (returns, notices)
        for batch in file.batches
        for entry in batch.entries
    }
    assert codes == {ending: answer.code for ending, answer in MAGIC.items()}


def test_a_return_names_the_original_and_carries_its_amount(street, nacha):
    street.upload("pay.ach", nacha("889900112233", "556677880003"))
    street.bank.run_once()
    (batch,) = read_clean(street.outbox()["return-000001-pay.ach"]).batches
    (entry,) = batch.entries
    assert classify(entry) is EntryKind.RETURN
    assert entry.answer.original_trace == "091000010000002"
    assert entry.answer.original_rdfi == "07100001"
    assert entry.amount_cents == 10_002
    assert entry.routing_number == "091000019"
    # The trace is the returning bank's own.
    assert entry.trace_number.startswith("07100001")
    assert batch.header.odfi == "07100001"


def test_a_notice_moves_no_money_and_corrects_the_account(street, nacha):
    street.upload("pay.ach", nacha("556677880101", "556677880105"))
    street.bank.run_once()
    file = read_clean(street.outbox()["noc-000001-pay.ach"])
    entries = [entry for batch in file.batches for entry in batch.entries]
    changes = {
        e.answer.code: corrected_data(e.answer.code, e.answer.corrected_data) for e in entries
    }
    assert changes["C01"].account_number == "556677888101"
    assert changes["C05"].transaction_code == "32"
    assert all(entry.amount_cents == 0 for entry in entries)


def test_returns_of_a_consumer_payment_keep_its_sec_code(street, nacha):
    street.upload("pay.ach", nacha("556677880002", sec_code="PPD"))
    street.bank.run_once()
    assert read_clean(street.outbox()["return-000001-pay.ach"]).batches[0].sec_code == "PPD"


def test_a_restart_answers_nothing_twice(open_street, nacha):
    first = open_street()
    first.upload("pay.ach", nacha("556677880003"))
    first.bank.run_once()
    before = first.outbox()
    second = open_street()
    assert second.bank.run_once() == 0
    assert second.outbox() == before
    second.upload("again.ach", nacha("556677880003"))
    second.bank.run_once()
    assert b"|DU02|" in second.outbox()["ack-000002-again.txt"]


@pytest.mark.parametrize("step", ["_verdict", "_keep_arrival", "_keep", "_finish"])
def test_a_kill_at_any_step_leaves_one_answer(open_street, nacha, monkeypatch, step):
    street = open_street()
    street.upload("pay.ach", nacha("556677880003"))

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(street.bank, step, killed)
        with pytest.raises(KeyboardInterrupt):
            street.bank.run_once()
    again = open_street()
    again.bank.run_once()
    assert sorted(again.outbox()) == ["ack-000001-pay.txt", "return-000001-pay.ach"]
    undisturbed = open_street("other")
    undisturbed.upload("pay.ach", nacha("556677880003"))
    undisturbed.bank.run_once()
    assert again.outbox() == undisturbed.outbox()


def test_what_was_collected_before_the_kill_is_not_shown_again(open_street, nacha, monkeypatch):
    street = open_street()
    street.upload("pay.ach", nacha("556677880003"))

    def shown_then_killed(taken):
        street.bank.staging.show("bank-000001")
        raise KeyboardInterrupt

    monkeypatch.setattr(street.bank, "_finish", shown_then_killed)
    with pytest.raises(KeyboardInterrupt):
        street.bank.run_once()
    assert len(street.outbox()) == 2
    for path in (street.root / "bank/outbox").iterdir():
        path.unlink()
    assert open_street().outbox() == {}


def test_a_deposit_is_a_received_entry_with_its_trn(street):
    answer = street.bank.credit([deposit(), deposit(99, trn02="EFT2")])
    file = read_clean(street.outbox()[answer["file_name"]])
    entries = file.batches[0].entries
    assert [e.trace_number for e in entries] == answer["bank_references"]
    trns = [parse_trn(e.addenda[0].information) for e in entries]
    assert [(t.trn02, t.trn03) for t in trns] == [("EFT1", "1970225302"), ("EFT2", "1970225302")]
    assert [e.amount_cents for e in entries] == [12_500, 99]
    assert file.batches[0].header.settlement_day == "324"


def test_another_receipt_is_a_ctx_whose_820_adds_up(street):
    other = deposit(
        30_000,
        trn02="",
        description="INVOICE",
        invoices=(Invoice("INV-1", 10_000), Invoice("INV-2", 20_000)),
    )
    answer = street.bank.credit([other])
    (batch,) = read_clean(street.outbox()[answer["file_name"]]).batches
    text = "".join(addenda.information for addenda in batch.entries[0].addenda).rstrip()
    report = check(text.encode())
    assert report.is_ok, report.findings
    assert report.transactions[0].total_cents == 30_000
    assert report.transactions[0].balanced


def test_the_same_deposits_are_credited_once(open_street):
    first = open_street()
    answer = first.bank.credit([deposit()])
    second = open_street()
    assert second.bank.credit([deposit()]) == answer
    assert second.bank.credit([deposit(1)])["bank_references"] != answer["bank_references"]
    assert len(second.outbox()) == 2


def test_no_line_it_says_holds_a_whole_account(street, nacha):
    street.upload("pay.ach", nacha("556677880003"))
    street.bank.run_once()
    street.bank.credit([deposit()])
    assert any("6789" in line for line in street.said)
    assert not any("556677880003" in line or "000123456789" in line for line in street.said)
