"""Every element of every segment damaged in every way we know: nothing raises, a cent is never off
unseen, and what passes unseen stands in cases/free.tsv with the reason why it may."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from edi.x12.catalogue import CATALOGUE
from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.findings import Finding
from edi.x12.showing import show
from tests.edi.x12.mutations import BALANCED, Mutant, mutants
from tests.edi.x12.samples import SAMPLES

FREE = Path(__file__).with_name("cases") / "free.tsv"
REMITTANCES = [name for name, sample in SAMPLES.items() if sample.kind == "835"]
AMOUNT_RULES = {"RA02", "RA03", "RA04", "RA05", "RA06", "RA12", "RA15"}
OWED = "not yet judged"
LEVELS = {"error": "E", "warning": "W"}
# Of all mutants so many have to be seen, in percent.
LEAST_SEEN = 91


def kind_of(name: str) -> str:
    """The set and guide of a sample, such as 835, 835-4010, 820-X218, TA1."""
    sample = SAMPLES[name]
    tail = {"005010X218": "-X218", "005010X306": "-X306", "004010X091A1": "-4010"}
    return (sample.kind or "TA1") + tail.get(sample.version, "")


@cache
def judged(name: str) -> list[tuple[Mutant, list[Finding]]]:
    """Each mutant of a sample with what a check finds in it."""
    return [(m, check(m.data).findings) for m in mutants(SAMPLES[name].rows())]


def unseen(name: str) -> set[tuple[str, str, str]]:
    """(kind, element or segment, what was done) where nothing at all is found."""
    return {(kind_of(name), m.where, m.what) for m, found in judged(name) if not found}


def free(*, with_owed: bool = True) -> set[tuple[str, str, str]]:
    """What may pass: lines of kinds, elements, changes and the reason. What is not yet judged is
    owed by the codec."""
    passed = set()
    for line in FREE.read_text(encoding="utf-8").splitlines()[1:]:
        kinds, wheres, whats, reason = line.split("\t")
        assert reason
        if reason == OWED and not with_owed:
            continue
        every = [
            (kind, where, what)
            for kind in kinds.split(", ")
            for where in wheres.split(", ")
            for what in whats.split(", ")
        ]
        passed.update(every)
    return passed


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_no_fault_before_it_is_damaged(name: str) -> None:
    assert check(SAMPLES[name].bytes()).findings == []


@pytest.mark.parametrize("name", SAMPLES)
def test_what_passes_unseen_may_pass(name: str) -> None:
    assert sorted(unseen(name) - free()) == []


def test_nothing_is_called_free_that_is_seen() -> None:
    passed = set().union(*(unseen(name) for name in SAMPLES))
    assert sorted(free(with_owed=False) - passed) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_finding_of_a_damaged_file_keeps_to_the_catalogue(name: str) -> None:
    for mutant, found in judged(name):
        for finding in found:
            assert LEVELS[finding.level] in CATALOGUE[finding.rule].levels
            assert CATALOGUE[finding.rule].is_of_file
            assert 0 <= finding.position <= len(mutant.data)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_damaged_file_can_be_shown(name: str) -> None:
    for mutant in mutants(SAMPLES[name].rows()):
        assert all(isinstance(line, str) for line in show(read(mutant.data)[0]))


@pytest.mark.parametrize("name", REMITTANCES)
@pytest.mark.parametrize("what", ["cent more", "cent less", "sign", "third decimal", "thousands"])
def test_a_changed_amount_in_a_balance_is_always_found(name: str, what: str) -> None:
    seen = Counter[str]()
    for mutant, found in judged(name):
        element = int(mutant.where[-2:]) if mutant.where[-2:].isdigit() else 0
        if mutant.what != what or element not in BALANCED.get(mutant.segment, ()):
            continue
        seen[mutant.segment] += 1
        errors = {finding.rule for finding in found if finding.is_error}
        assert errors & AMOUNT_RULES, mutant.where
    assert seen["CLP"] and (seen["CAS"] or what == "sign")


@pytest.mark.parametrize("name", [name for name, sample in SAMPLES.items() if sample.kind == "820"])
def test_a_changed_amount_of_a_payment_is_always_found(name: str) -> None:
    for mutant, found in judged(name):
        is_amount = mutant.where in ("BPR02", "RMR04", "ADX01")
        if is_amount and mutant.what in ("cent more", "cent less", "sign", "third decimal"):
            assert {finding.rule for finding in found} & {"PA02", "PA03", "PA04"}, mutant.where


def test_two_cents_that_cancel_out_in_a_claim_are_found_at_its_lines() -> None:
    sample = SAMPLES["clinic"].changed("CAS*PR*1*50", "CAS*PR*1*50.01")
    sample = sample.changed("CAS*CO*45*50", "CAS*CO*45*49.99*2")
    rules = [f.rule for f in check(sample.bytes()).findings if f.is_error]
    assert rules == ["RA06", "RA06"]


def test_no_message_repeats_what_stands_in_the_file() -> None:
    words = ("DOE", "JANE", "ROE", "MEMBER", "CLAIM1", "111222333", "444555666", "EFT0001")
    for name in REMITTANCES:
        for mutant, found in judged(name):
            for finding in found:
                said = finding.message + finding.segment
                assert not any(word in said for word in words), (mutant.what, mutant.where)


def kill_rate() -> tuple[int, int]:
    """How many mutants are seen, and how many there are."""
    found = [bool(findings) for name in SAMPLES for _, findings in judged(name)]
    return sum(found), len(found)


def test_most_mutants_are_seen() -> None:
    seen, every = kill_rate()
    assert every > 13_000
    assert 100 * seen >= LEAST_SEEN * every
