"""For every rule of the catalogue: a report that keeps it, and one that breaks it alone."""

from pathlib import Path

import pytest

from edi.bai2 import TOLERANCES, check
from edi.bai2.catalogue import CATALOGUE
from edi.bai2.rules.registry import CHECKS
from tests.edi.bai2.samples import base, data, put
from tests.edi.bai2.write_cases import FAULTY, VALID

CASES = Path(__file__).parent / "cases"

# What each faulty report yields: all of it, with its lines.
EXPECTED = {
    "BA01": [("BA01", 8)],
    "BA02": [("BA02", 3)],
    "BA03": [("BA03", 3)],
    "BA04": [("BA04", 3)],
    "BA05": [("BA05", 3)],
    "BA06": [("BA06", 3)],
    "BA07": [("BA07", 3)],
    "BA08": [("BA08", 3)],
    "BA09": [("BA09", 8)],
    "BA10": [("BA10", 8)],
    "BA11": [("BA11", 9)],
    "BA12": [("BA12", 3)],
    "BA13": [("BA13", 3)],
    "BA14": [("BA14", 3)],
    "BA15": [("BA15", 3)],
    "BA16": [("BA16", 3)],
    "BA17": [("BA17", 3)],
    "BA18": [("BA18", 8)],
    "BC01": [("BC01", 1)],
    "BC02": [("BC02", 1)],
    "BC03": [("BC03", 5)],
    "BC04": [("BC04", 8)],
    "BC05": [("BC05", 1)],
    "BC06": [("BC06", 4)],
    "BC07": [("BC07", 1)],
    "BC08": [("BC08", 6)],
    "BC09": [("BC09", 5)],
    "BC10": [("BC10", 4)],
    "BC11": [("BC11", 3)],
    "BC12": [("BC12", 8)],
    "BC13": [("BC13", 2)],
    "BC14": [("BC14", 1)],
    "BC15": [("BC15", 5)],
    "BF01": [("BF01", 1)],
    "BF02": [("BF02", 1)],
    "BF03": [("BF03", 8)],
    "BF04": [("BF04", 9)],
    "BF05": [("BF05", 9)],
    "BF06": [("BF06", 11)],
    "BF07": [("BF07", 1)],
    "BF08": [("BF08", 1)],
    "BF09": [("BF09", 1)],
    "BF10": [("BF10", 1)],
    "BF11": [("BF11", 1)],
    "BF12": [("BF12", 1)],
    "BF13": [("BF13", 1)],
    "BF14": [("BF14", 10)],
    "BF15": [("BF15", 10)],
    "BF16": [("BF16", 10)],
    "BF17": [("BF17", 10)],
    "BF18": [("BF18", 2)],
    "BG01": [("BG01", 9)],
    "BG02": [("BG02", 2)],
    "BG03": [("BG03", 2)],
    "BG04": [("BG04", 2)],
    "BG05": [("BG05", 2)],
    "BG06": [("BG06", 2)],
    "BG07": [("BG07", 2)],
    "BG08": [("BG08", 9)],
    "BG09": [("BG09", 9)],
    "BG10": [("BG10", 9)],
    "BG11": [("BG11", 3)],
    "BG12": [("BG12", 2)],
    "BG13": [("BG13", 2)],
    "BG14": [("BG14", 2)],
    "BT01": [("BT01", 4)],
    "BT02": [("BT02", 4)],
    "BT03": [("BT03", 4)],
    "BT04": [("BT04", 4)],
    "BT05": [("BT05", 4)],
    "BT06": [("BT06", 4)],
    "BT07": [("BT07", 4)],
    "BT08": [("BT08", 4)],
    "BT09": [("BT09", 4)],
    "BT10": [("BT10", 4)],
    "BT11": [("BT11", 4)],
}


def faulty(rule: str) -> bytes:
    return (CASES / f"{rule}.faulty.bai2").read_bytes()


@pytest.mark.parametrize("rule", CATALOGUE)
def test_valid_report_is_found_right(rule):
    assert check((CASES / f"{rule}.valid.bai2").read_bytes()).findings == []


@pytest.mark.parametrize("rule", CATALOGUE)
def test_faulty_report_yields_its_rule_alone(rule):
    report = check(faulty(rule))
    assert [(each.rule, each.line) for each in report.findings] == EXPECTED[rule]
    assert EXPECTED[rule][0][0] == rule
    assert {each.level for each in report.findings} == {CATALOGUE[rule].level}


def test_every_rule_has_its_two_files_and_no_file_is_left_over():
    wanted = {f"{rule}.{kind}.bai2" for rule in CATALOGUE for kind in ("valid", "faulty")}
    assert {path.name for path in CASES.iterdir()} == wanted
    assert list(EXPECTED) == sorted(CATALOGUE)


def test_files_are_those_that_the_tables_write():
    for kind, table in (("valid", VALID), ("faulty", FAULTY)):
        for rule, content in table.items():
            assert (CASES / f"{rule}.{kind}.bai2").read_bytes() == content, rule


def test_every_registered_function_is_of_a_rule_that_a_case_breaks():
    registered = {check.rule for checks in CHECKS.values() for check in checks}
    assert registered <= EXPECTED.keys()


@pytest.mark.parametrize("name", TOLERANCES)
def test_tolerance_lowers_its_rules_and_no_other(name):
    for rule in CATALOGUE:
        findings = check(faulty(rule), tolerate={name}).findings
        assert [(each.rule, each.line) for each in findings] == EXPECTED[rule]
        # A wrong total is not let pass for being wrong: see below.
        expected = name if rule in TOLERANCES[name] and name != "control_totals_unsigned" else None
        assert {each.tolerated for each in findings} == {expected}
        if expected:
            assert {each.level for each in findings} == {"W"}


def test_unsigned_totals_are_let_pass_where_they_are_just_that():
    text = b"""01,091000022,NORTHWIND,261124,0600,1,,,2/
02,,091000022,1,261123,,,2/
03,4455667788,,015,-150000,,/
16,475,50000,,,/
49,200000,3/
98,200000,1,5/
99,200000,1,7/
"""
    assert [each.rule for each in check(text).findings] == ["BA09"]
    (finding,) = check(text, tolerate={"control_totals_unsigned"}).findings
    assert finding.tolerated == "control_totals_unsigned"
    assert not finding.is_error
    wrong = text.replace(b"49,200000", b"49,200001")
    assert not check(wrong, tolerate={"control_totals_unsigned"}).is_ok


@pytest.mark.parametrize("trailer", ["49,?,6/", None])
def test_unreadable_amount_draws_no_wrong_totals_after_it(trailer):
    lines = put(base(), 4, "50000", "5OOOO")
    lines = [*lines[:7], *([trailer] if trailer else []), *lines[8:]]
    found = {each.rule for each in check(data(lines)).findings}
    assert found == ({"BT03", "BA09"} if trailer else {"BT03", "BA01", "BG10", "BF16"})


def test_unknown_tolerance_is_refused():
    with pytest.raises(ValueError, match="no tolerance named everything"):
        check(b"", tolerate={"everything"})


def test_finding_shows_no_account_whole():
    (finding,) = check(faulty("BA11")).findings
    assert finding.value == "••••7788"
    for rule in CATALOGUE:
        for each in check(faulty(rule)).findings:
            assert "4455667788" not in each.message + (each.value or "")
