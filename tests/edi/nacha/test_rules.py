"""Each rule that a file alone can break: found where it is broken, silent where it is kept."""

import pytest

from edi.nacha.catalogue import CATALOGUE
from edi.nacha.judge import judge
from edi.nacha.reader import parse, read
from edi.nacha.rules.registry import CHECKS
from tests.edi.nacha.samples import (
    BY_BANK,
    BY_ORIGINATOR,
    OTHER_BANK,
    both,
    broken,
    bytes_of,
    drop,
    insert,
    nine,
    put,
    repeat,
)

NINES = "9" * 94
BLANK = " " * 94

# rule, sample, what breaks it, line where it is found
CASES = [
    ("FS01", "claims", lambda lines: [], 1),
    ("FS02", "claims", lambda lines: [*lines[:2], lines[2] + "X", *lines[3:]], 3),
    ("FS03", "claims", insert(7, "2" + BLANK[1:]), 7),
    ("FS04", "claims", repeat(7), 8),
    ("FS05", "claims", drop(1), 1),
    ("FS05", "claims", repeat(1), 2),
    ("FS06", "claims", drop(8), 9),
    ("FS06", "claims", insert(9, "SEE ATTACHED REPORT".ljust(94)), 9),
    ("FS07", "mixed", drop(4), 4),
    ("FS08", "mixed", drop(2), 2),
    ("FS08", "claims", insert(3, "705" + BLANK[3:]), 3),
    ("FS09", "claims", drop(2, 3, 4, 5, 6, 7), 1),
    ("FS10", "mixed", drop(3), 2),
    ("FS11", "claims", drop(10), 9),
    ("FS12", "claims", lambda lines: [*lines, *[NINES] * 10], 9),
    ("FS12", "claims", lambda lines: [*lines[:9], "9" * 80], 10),
    ("FS13", "claims", put(3, 60, "\x07"), 3),
    ("FS14", "claims", put(3, 60, "\xe9"), 3),
    ("FS15", "claims", put(7, 5, "00000X"), 7),
    ("FS16", "claims", put(3, 55, " "), 3),
    ("FS17", "claims", put(2, 51, "ccd"), 2),
    ("FS17", "returned", put(4, 4, "r03"), 4),
    ("FS18", "claims", insert(4, ""), 4),
    ("FS19", "claims", put(8, 60, "X"), 8),
    ("FS19", "noticed", put(4, 22, "X"), 4),
    ("FH01", "claims", put(1, 2, "02"), 1),
    ("FH02", "claims", put(1, 4, " 091000011"), 1),
    ("FH02", "claims", put(1, 4, "0"), 1),
    ("FH03", "claims", put(1, 14, "0000000000"), 1),
    ("FH06", "claims", put(1, 24, "261131"), 1),
    ("FH07", "claims", put(1, 30, "2460"), 1),
    ("FH09", "claims", put(1, 34, "-"), 1),
    ("FH10", "claims", put(1, 35, "096"), 1),
    ("FH11", "claims", put(1, 38, "20"), 1),
    ("FH12", "claims", put(1, 40, "2"), 1),
    ("FH13", "claims", put(1, 41, "\xc9"), 1),
    ("BH01", "claims", put(2, 2, "210"), 2),
    ("BH02", "claims", put(2, 2, "280"), 2),
    ("BH03", "claims", put(2, 5, "0" * 16), 2),
    ("BH04", "claims", put(2, 41, " " * 10), 2),
    ("BH05", "claims", put(2, 41, "7"), 2),
    ("BH06", "claims", put(2, 51, "XYZ"), 2),
    ("BH07", "claims", put(2, 54, " " * 10), 2),
    ("BH08", "claims", put(2, 5, "\xd1"), 2),
    ("BH09", "mixed", put(5, 54, "Reversal"), 5),
    ("BH10", "claims", put(2, 70, "261232"), 2),
    ("BH11", "claims", put(2, 70, "261126"), 2),
    ("BH14", "claims", put(2, 76, "367"), 2),
    ("BH15", "claims", put(2, 79, "0"), 2),
    ("BH16", "claims", put(2, 80, "99000000"), 2),
    ("BH18", "claims", put(2, 88, "000000A"), 2),
    ("BH19", "mixed", put(5, 88, "0000001"), 5),
    ("BH20", "claims", put(2, 64, "SD2560"), 2),
    ("BA01", "claims", put(3, 2, "27"), 3),
    ("BA02", "claims", put(2, 2, "200"), 2),
    ("BA03", "returned", drop(6), 5),
    ("BA04", "returned", put(6, 4, "R67"), 5),
    ("BA05", "claims", put(5, 80, "091000010000001"), 5),
    ("BA06", "claims", put(3, 80, "12200024"), 3),
    ("BA07", "mixed", put(6, 80, "091000010000001"), 6),
    ("BA12", "noticed", drop(4), 3),
    ("ED01", "claims", put(3, 2, "20"), 3),
    ("ED02", "claims", put(3, 2, "21"), 3),
    ("ED02", "returned", put(3, 2, "22"), 3),
    ("ED02", "mixed", put(3, 2, "24"), 3),
    ("ED03", "vendor", put(3, 2, "55"), 3),
    ("ED04", "claims", put(3, 4, nine("99000000")), 3),
    ("ED05", "claims", put(3, 12, "3"), 3),
    ("ED07", "claims", put(3, 13, "0" * 17), 3),
    ("ED08", "claims", put(3, 13, "44 55"), 3),
    ("ED09", "claims", put(3, 30, "12.50"), 3),
    ("ED10", "claims", put(3, 2, "23"), 3),
    ("ED11", "claims", put(3, 30, "0" * 10), 3),
    ("ED14", "mixed", put(3, 55, " " * 22), 3),
    ("ED15", "claims", put(3, 60, "\xe9"), 3),
    ("ED16", "claims", put(3, 79, "2"), 3),
    ("ED17", "claims", put(3, 79, "0"), 3),
    ("ED18", "mixed", put(3, 79, "1"), 3),
    ("ED19", "returned", put(3, 79, "0"), 3),
    ("ED20", "claims", put(3, 94, "X"), 3),
    ("ED21", "mixed", put(2, 51, "TEL"), 3),
    ("AD01", "claims", put(4, 2, "02"), 4),
    ("AD01", "returned", put(2, 51, "COR"), 4),
    ("AD02", "claims", repeat(4), 5),
    ("AD02", "returned", repeat(4), 5),
    ("AD03", "claims", put(4, 84, "0002"), 4),
    ("AD04", "ctx", put(5, 84, "0003"), 5),
    ("AD05", "claims", put(4, 88, "0000007"), 4),
    ("AD06", "returned", put(4, 80, "021000020000079"), 4),
    ("AD07", "vendor", put(4, 4, " " * 80), 4),
    ("AD08", "vendor", put(4, 4, "THANKS".ljust(80)), 4),
    ("CX01", "ctx", put(3, 55, "000X"), 3),
    ("CX02", "ctx", put(3, 55, "0003"), 3),
    ("CX03", "ctx", put(3, 55, "0000"), 3),
    ("CX05", "ctx", put(3, 75, "X"), 3),
    ("CX06", "ctx", put(4, 4, "XX"), 4),
    ("CX07", "ctx", put(3, 30, "0000125001"), 3),
    ("CX08", "ctx", put(4, 4, "ST*820*0002"), 5),
    ("BC01", "claims", put(7, 2, "200"), 7),
    ("BC02", "claims", put(7, 5, "000005"), 7),
    ("BC03", "claims", put(7, 11, "0004200005"), 7),
    ("BC04", "mixed", put(8, 21, "000000000041"), 8),
    ("BC05", "claims", put(7, 33, "000000125002"), 7),
    ("BC06", "claims", put(7, 45, "1123456780"), 7),
    ("BC07", "claims", put(7, 80, OTHER_BANK), 7),
    ("BC08", "claims", put(7, 88, "0000002"), 7),
    ("BC10", "claims", put(7, 55, "MAC"), 7),
    ("FC01", "claims", put(8, 2, "000002"), 8),
    ("FC02", "claims", put(8, 8, "000002"), 8),
    ("FC03", "claims", put(8, 14, "00000005"), 8),
    ("FC04", "claims", put(8, 22, "0004200005"), 8),
    ("FC05", "mixed", put(9, 32, "000000000041"), 9),
    ("FC06", "claims", put(8, 44, "000000125002"), 8),
    ("FC07", "claims", both(put(7, 33, "000000125002"), put(8, 44, "000000125002")), 8),
    ("HC01", "claims", put(2, 54, "HcClaimPmt"), 2),
    ("HC02", "claims", put(2, 51, "PPD"), 2),
    ("HC03", "claims", put(3, 2, "27"), 3),
    ("HC04", "claims", both(drop(4), put(3, 79, "0")), 3),
    ("HC05", "claims", put(4, 4, "RMR*IV*INV-7~".ljust(80)), 4),
    ("HC05", "claims", put(4, 4, " TRN*1*EFT00017*1123456789~"), 4),
    ("HC06", "claims", put(4, 8, "2"), 4),
    ("HC07", "claims", put(4, 4, "TRN*1**1123456789~".ljust(80)), 4),
    ("HC07", "claims", put(4, 4, f"TRN*1*{'7' * 51}*1123456789~".ljust(80)), 4),
    ("HC08", "claims", put(4, 4, "TRN*1*EFT00017~".ljust(80)), 4),
    ("HC08", "claims", put(4, 4, "TRN*1*EFT00017*123456789~".ljust(80)), 4),
    ("HC09", "claims", put(4, 4, "TRN*1*EFT00017*1123456789".ljust(80)), 4),
    ("HC10", "claims", put(4, 4, "TRN*1*EFT*00017*1123456789*A~".ljust(80)), 4),
    ("HC12", "claims", put(4, 40, "REF"), 4),
    ("HC14", "claims", put(2, 41, "1987654321"), 4),
    ("HC19", "vendor", put(4, 4, "TRN*1*EFT00017*1123456789~"), 4),
    ("HC20", "claims", put(2, 54, "hcclaimpmt"), 2),
    ("RT01", "returned", put(4, 4, "R97"), 4),
    ("RT02", "returned", put(4, 7, "0" * 15), 4),
    ("RT03", "returned", put(4, 28, " " * 8), 4),
    ("RT04", "returned", put(3, 2, "22"), 3),
    ("RT05", "returned", put(6, 22, "261302"), 6),
    ("RT05", "returned", put(4, 22, "261102"), 4),
    ("RT13", "dishonored", put(4, 4, "R63"), 4),
    ("RT13", "contested", put(4, 4, "R78"), 4),
    ("RT14", "dishonored", put(4, 39, "X"), 4),
    ("RT14", "contested", put(4, 54, "000"), 4),
    ("RT14", "dishonored", put(4, 57, "48"), 4),
    ("RT15", "dishonored", put(4, 59, "09"), 4),
    ("RT16", "contested", put(4, 59, "X"), 4),
    ("RT16", "contested", put(4, 74, "400"), 4),
    ("RT16", "contested", put(4, 77, "03"), 4),
    ("RT17", "contested", both(put(4, 22, " " * 6), put(4, 36, "   ")), 4),
    ("NC01", "noticed", put(2, 51, "CCD"), 2),
    ("NC01", "noticed", put(3, 2, "22"), 3),
    ("NC02", "noticed", put(3, 39, "1"), 3),
    ("NC03", "noticed", put(4, 4, "C92"), 4),
    ("NC04", "noticed", put(4, 36, " " * 29), 4),
    ("NC05", "noticed", put(4, 60, "X"), 4),
    ("NC05", "noticed", put(4, 4, "C02"), 4),
    ("NC06", "noticed", both(put(4, 4, "C02"), put(4, 36, "021000022".ljust(29))), 4),
    ("NC07", "noticed", both(put(4, 4, "C05"), put(4, 36, "27".ljust(29))), 4),
]

# Judged only on what goes out.
CASES_OUT = [
    ("BH06", "mixed", put(2, 51, "WEB"), 2),
    ("BH14", "claims", put(2, 76, "330"), 2),
    ("AD09", "claims", put(4, 84, "OVER"), 4),
    ("CX09", "ctx", put(4, 60, " " * 24), 4),
    ("ED14", "claims", put(3, 55, " " * 22), 3),
    ("HC01", "claims", put(2, 54, "hcclaimpmt"), 2),
    (
        "HC11",
        "claims",
        put(4, 4, f"TRN*1*{'7' * 48}*1123456789*{'8' * 14}~".ljust(80)),
        4,
    ),
    ("RT18", "dishonored", put(4, 4, "R70"), 4),
]

# Judged in tests of their own below, as no one place breaks them.
ELSEWHERE = {"FH04", "CX04", "BC09", "FC08"}

SAMPLES = [*BY_ORIGINATOR, *BY_BANK]


def _rules(findings, line):
    return {each.rule for each in findings if each.line == line}


def _ids(cases):
    return [f"{case[0]}-{case[1]}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("rule", "sample", "mutation", "line"), CASES, ids=_ids(CASES))
def test_breach_is_found_on_its_line(rule, sample, mutation, line):
    _, findings = read(broken(sample, mutation))
    assert rule in _rules(findings, line)


@pytest.mark.parametrize(("rule", "sample", "mutation", "line"), CASES_OUT, ids=_ids(CASES_OUT))
def test_breach_on_output_is_found_on_its_line(rule, sample, mutation, line):
    findings = judge(parse(broken(sample, mutation)), side="out")
    assert rule in _rules(findings, line)


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_breaks_no_rule_on_input(sample):
    _, findings = read(bytes_of(sample))
    assert [each for each in findings if each.is_error] == []
    # A mixed batch is the only advice a sample may draw.
    assert {each.rule for each in findings} <= {"BA02"}


@pytest.mark.parametrize("sample", BY_ORIGINATOR)
def test_sample_breaks_no_rule_on_output(sample):
    assert judge(parse(bytes_of(sample)), side="out") == []


def test_every_rule_of_the_file_is_judged_and_has_a_case():
    judged = {rule.id for rule in CATALOGUE.values() if rule.judged_by == "file"}
    assert {check.rule for check in CHECKS} == judged
    assert {case[0] for case in [*CASES, *CASES_OUT]} | ELSEWHERE == judged


@pytest.mark.parametrize(("rule", "sample", "mutation", "line"), CASES, ids=_ids(CASES))
def test_level_is_the_catalogues_on_input(rule, sample, mutation, line):
    _, findings = read(broken(sample, mutation))
    level = CATALOGUE[rule].level_in
    found = [each for each in findings if each.rule == rule and each.line == line]
    # An inner blank of an account is noted at a grade of its own; so is a name.
    assert any(each.level == level for each in found)


@pytest.mark.parametrize(
    ("name", "rule", "sample", "mutation"),
    [
        ("any_origin", "FH03", "claims", put(1, 14, "0000000000")),
        ("any_origin", "BA06", "claims", put(3, 80, "12200024")),
        ("any_destination", "FH02", "claims", put(1, 4, "0")),
        ("transaction_codes", "ED01", "claims", put(3, 2, "20")),
        ("free_traces", "BA05", "claims", put(5, 80, "091000010000001")),
        ("addenda_indicator", "ED17", "vendor", put(3, 79, "0")),
        ("addenda_indicator", "ED18", "mixed", put(3, 79, "1")),
        ("zero_batches", "FS09", "claims", drop(2, 3, 4, 5, 6, 7)),
        ("no_file_header", "FS05", "claims", drop(1)),
        ("no_file_control", "FS06", "claims", drop(8)),
        ("company_id_mismatch", "BC06", "claims", put(7, 45, "1123456780")),
        ("unknown_return_codes", "RT01", "returned", put(4, 4, "R97")),
        ("unknown_return_codes", "RT13", "dishonored", put(4, 4, "R63")),
        ("scc_mismatch", "BC01", "claims", put(7, 2, "200")),
        ("unordered_batches", "BH19", "mixed", put(5, 88, "0000001")),
        ("bad_check_digit", "ED05", "claims", put(3, 12, "3")),
        ("addenda_counts", "BC02", "claims", put(7, 5, "000005")),
        ("addenda_counts", "CX02", "ctx", put(3, 55, "0003")),
        ("any_amount", "ED10", "claims", put(3, 2, "23")),
        ("zero_amount", "ED11", "claims", put(3, 30, "0" * 10)),
        ("empty_name", "ED14", "mixed", put(3, 55, " " * 22)),
        ("creation_unchecked", "FH06", "claims", put(1, 24, "261131")),
        ("company_unchecked", "BH03", "claims", put(2, 5, "0" * 16)),
        ("short_lines", "FS02", "claims", lambda lines: [*lines[:7], lines[7][:55], *lines[8:]]),
        ("unblocked", "FS11", "claims", drop(9, 10)),
        ("empty_file", "FS01", "claims", lambda lines: []),
        ("forward_codes_on_returns", "ED02", "returned", put(3, 2, "22")),
        ("blank_corrected_data", "NC04", "noticed", put(4, 36, " " * 29)),
        ("any_effective_date", "BH10", "claims", put(2, 70, "      ")),
    ],
)
def test_tolerance_turns_an_error_into_a_marked_warning(name, rule, sample, mutation):
    data = broken(sample, mutation)
    before = [each for each in read(data)[1] if each.rule == rule]
    after = [each for each in read(data, tolerate={name})[1] if each.rule == rule]
    assert [each.level for each in before] == ["E"] * len(before) != []
    assert [(each.level, each.tolerated) for each in after] == [("W", name)] * len(before)


def test_tolerance_of_short_lines_does_not_cover_text_beyond_the_record():
    data = broken("claims", lambda lines: [*lines[:2], lines[2] + "X", *lines[3:]])
    _, findings = read(data, tolerate={"short_lines"})
    assert "FS02" in {each.rule for each in findings if each.is_error}


def test_tolerance_of_a_missing_header_does_not_cover_a_second_one():
    _, findings = read(broken("claims", repeat(1)), tolerate={"no_file_header"})
    assert "FS05" in {each.rule for each in findings if each.is_error}


def test_own_list_of_transaction_codes_lets_only_its_codes_pass():
    data = broken("claims", put(3, 2, "20"))
    _, passed = read(data, tolerate={"transaction_codes"}, transaction_codes={"20"})
    _, stopped = read(data, tolerate={"transaction_codes"}, transaction_codes={"30"})
    assert "ED01" not in {each.rule for each in passed if each.is_error}
    assert "ED01" in {each.rule for each in stopped if each.is_error}


def test_routing_origin_is_asked_for_only_by_name():
    data = bytes_of("claims")
    assert "FH04" not in {each.rule for each in read(data)[1]}
    assert "FH04" in {each.rule for each in read(data, tolerate={"routing_origin"})[1]}


def test_headers_only_judges_no_entry():
    data = broken("claims", both(put(3, 12, "3"), put(1, 2, "02")))
    rules = {each.rule for each in read(data, tolerate={"headers_only"})[1]}
    assert "FH01" in rules
    assert "ED05" not in rules


def test_skip_all_judges_nothing():
    assert read(broken("claims", put(1, 2, "02")), tolerate={"skip_all"})[1] == []


def test_unknown_tolerance_is_refused():
    with pytest.raises(ValueError, match="no tolerance named anything_goes"):
        read(b"", tolerate={"anything_goes"})


def test_more_than_9999_addenda_are_too_many():
    def many(lines):
        addenda = [lines[3]] * 10_000
        return [*lines[:3], *addenda, *lines[5:]]

    assert "CX04" in {each.rule for each in read(broken("ctx", many))[1]}


def test_totals_beyond_twelve_digits_do_not_fit():
    def many(lines):
        rich = lines[2][:29] + "9" * 10 + lines[2][39:]
        return [*lines[:2], *[rich] * 101, *lines[3:]]

    findings = judge(parse(broken("mixed", many)), side="out")
    assert {"BC09", "FC08"} <= {each.rule for each in findings}


def test_no_message_shows_an_account():
    for _, sample, mutation, _ in CASES:
        for finding in read(broken(sample, mutation))[1]:
            assert "4455667788" not in finding.message
            assert "7766554433" not in finding.message


def test_prenote_of_a_claim_payment_needs_no_addenda():
    data = broken("claims", both(drop(4), put(3, 2, "23"), put(3, 30, "0" * 10), put(3, 79, "0")))
    assert "HC04" not in _rules(read(data)[1], 3)


def test_notice_about_a_claim_payment_keeps_the_description_under_cor():
    data = broken("noticed", put(2, 54, "HCCLAIMPMT"))
    assert [each for each in read(data)[1] if each.is_error] == []


def test_blank_c13_is_accepted():
    data = broken("noticed", both(put(4, 4, "C13"), put(4, 36, " " * 29)))
    assert [each for each in read(data)[1] if each.is_error] == []
