"""An oracle notices what a parser must not do: each promise is broken once on purpose."""

from dataclasses import replace

import pytest

from edi.bai2.files import Transaction
from edi.ground.line_findings import Finding
from edi.x12.remittance_835 import RemittanceReader
from fuzz import crashes
from fuzz.oracle import Breach
from fuzz.plain import run
from fuzz.seeds import nacha as nacha_seeds
from fuzz.seeds import x12 as x12_seeds
from fuzz.targets import bai2, nacha, remittance, x12
from fuzz.targets.registry import TARGETS, Target


def test_a_message_with_an_account_number_is_noticed(monkeypatch):
    said = Finding("ED08", "W", 3, (13, 29), f"not {nacha_seeds.ACCOUNTS[0]}")
    read = nacha.read
    monkeypatch.setattr(nacha, "read", lambda data: (read(data)[0], [said]))
    with pytest.raises(Breach, match="names nobody"):
        nacha.examine(nacha.seeds()[0])


def test_a_lost_entry_is_noticed(monkeypatch):
    def without_last(data):
        file = parse(data)
        for batch in file.batches:
            batch.entries.pop()
        return file

    parse = nacha.parse
    monkeypatch.setattr(nacha, "parse", without_last)
    with pytest.raises(Breach, match="outside the result"):
        nacha.examine(nacha.seeds()[0], thorough=False)


def test_bytes_that_are_not_the_same_again_are_noticed(monkeypatch):
    monkeypatch.setattr(x12, "write", lambda interchanges: b"")
    with pytest.raises(Breach, match="written again"):
        x12.examine(x12.seeds()[0])


def test_a_lost_claim_is_noticed(monkeypatch):
    class Losing(RemittanceReader):
        def claims(self):
            return list(super().claims())[1:]

    monkeypatch.setattr(remittance, "RemittanceReader", Losing)
    with pytest.raises(Breach, match="not given has a finding"):
        remittance.examine(x12_seeds.interchange("835", x12_seeds.LONG_835))


def test_a_balance_that_is_none_is_noticed(monkeypatch):
    class Believing(RemittanceReader):
        def claims(self):
            yield from super().claims()
            self.is_balanced = True

    monkeypatch.setattr(remittance, "RemittanceReader", Believing)
    off = x12_seeds.interchange("835", x12_seeds.SHORT_835).replace(b"*15.25*", b"*15.26*")
    with pytest.raises(Breach, match="balances"):
        remittance.examine(off)


def test_another_amount_of_a_transaction_is_noticed(monkeypatch):
    def one_more(transaction: Transaction) -> Transaction:
        return replace(transaction, amount_cents=(transaction.amount_cents or 0) + 1)

    every = bai2._all
    monkeypatch.setattr(bai2, "_all", lambda file: [one_more(each) for each in every(file)])
    with pytest.raises(Breach, match="as it stands"):
        bai2.examine(bai2.seeds()[0], thorough=False)


def test_a_crash_is_kept_small_with_its_traceback(monkeypatch, tmp_path):
    def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
        if b"CLP" in data:
            raise IndexError("invented")
        return frozenset({str(len(data) % 7)})

    monkeypatch.chdir(tmp_path)
    target = Target("835", TARGETS["835"].seeds, examine, 1)
    monkeypatch.setitem(TARGETS, "835", target)
    outcome = run("835", 50, 1)
    (path,) = outcome.crashes.values()
    assert (tmp_path / path).read_bytes() == b"CLP"
    assert "IndexError" in (tmp_path / path).with_suffix(".txt").read_text()


def test_an_input_that_takes_too_long_is_a_crash(monkeypatch, tmp_path):
    def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
        while True:
            pass

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(crashes, "MOST_SECONDS", 0.05)
    monkeypatch.setitem(TARGETS, "trn", Target("trn", TARGETS["trn"].seeds, examine, 1))
    assert list(run("trn", 1, 1).crashes) == ["Hang"]
