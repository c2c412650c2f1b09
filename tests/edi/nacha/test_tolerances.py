"""Every tolerance by its name: what fails without it, passes with it, and loses nothing."""

import pytest

from edi.nacha.build import build_file
from edi.nacha.errors import RefusedFile
from edi.nacha.reader import read, read_strict
from edi.nacha.tolerances import TOLERANCES
from edi.nacha.writer import write
from tests.edi.nacha.samples import (
    BY_BANK,
    BY_ORIGINATOR,
    OUR_BANK,
    batch,
    both,
    broken,
    bytes_of,
    drop,
    entry,
    put,
    spec,
)

NINES = "9" * 94


def _without_batches(lines):
    control = f"9{0:06d}{1:06d}{0:08d}{0:010d}{0:012d}{0:012d}{'':39}"
    return [lines[0], control, *[NINES] * 8]


def _seven_entries_without_control():
    entries = [entry(trace_number=f"{OUR_BANK}{n:07d}") for n in range(1, 8)]
    return b"".join(build_file(spec(batch(*entries))).splitlines(keepends=True)[:10])


# name, file, rules that it lowers from error to warning
PASSES = [
    ("any_origin", broken("claims", put(1, 14, "0000000000")), {"FH03"}),
    ("any_destination", broken("claims", put(1, 4, "0")), {"FH02"}),
    ("transaction_codes", broken("mixed", put(7, 2, "20")), {"ED01"}),
    ("free_traces", broken("mixed", put(7, 80, f"{OUR_BANK}0000002")), {"BA05"}),
    ("addenda_indicator", broken("vendor", put(3, 79, "0")), {"ED17"}),
    ("addenda_indicator", broken("mixed", put(3, 79, "1")), {"ED18"}),
    ("zero_batches", broken("claims", _without_batches), {"FS09"}),
    ("no_file_header", broken("claims", lambda lines: [*lines[1:], NINES]), {"FS05"}),
    ("no_file_control", _seven_entries_without_control(), {"FS06"}),
    ("company_id_mismatch", broken("claims", put(7, 45, "1123456780")), {"BC06"}),
    ("unknown_return_codes", broken("returned", put(4, 4, "R97")), {"RT01"}),
    ("unknown_return_codes", broken("dishonored", put(4, 4, "R63")), {"RT13"}),
    ("scc_mismatch", broken("claims", put(7, 2, "200")), {"BC01"}),
    (
        "unordered_batches",
        broken("mixed", both(put(5, 88, "0000001"), put(8, 88, "0000001"))),
        {"BH19"},
    ),
    ("bad_check_digit", broken("claims", put(3, 12, "3")), {"ED05"}),
    ("addenda_counts", broken("claims", put(7, 5, "000005")), {"BC02", "FC03"}),
    ("addenda_counts", broken("ctx", put(3, 55, "0003")), {"CX02"}),
    ("any_amount", broken("claims", put(3, 2, "23")), {"ED10"}),
    (
        "zero_amount",
        broken(
            "vendor",
            both(put(3, 30, "0" * 10), put(5, 33, "0" * 12), put(6, 44, "0" * 12)),
        ),
        {"ED11"},
    ),
    ("empty_name", broken("mixed", put(3, 55, " " * 22)), {"ED14"}),
    ("creation_unchecked", broken("claims", put(1, 24, "261131")), {"FH06"}),
    ("creation_unchecked", broken("claims", put(1, 30, "2460")), {"FH07"}),
    ("company_unchecked", broken("claims", put(2, 5, "0" * 16)), {"BH03"}),
    ("short_lines", broken("claims", lambda ls: [*ls[:7], ls[7][:55], *ls[8:]]), {"FS02"}),
    ("short_lines", broken("claims", lambda ls: [*ls[:2], ls[2] + " ", *ls[3:]]), {"FS02"}),
    ("unblocked", broken("claims", drop(9, 10)), {"FS11"}),
    ("unblocked", broken("claims", put(8, 8, "000002")), {"FC02"}),
    ("unblocked", broken("claims", lambda lines: [*lines, *[NINES] * 10]), {"FS12", "FC02"}),
    ("empty_file", b"", {"FS01"}),
    ("forward_codes_on_returns", broken("returned", put(3, 2, "22")), {"ED02"}),
    ("forward_codes_on_returns", broken("noticed", put(3, 2, "22")), {"ED02", "NC01"}),
    ("blank_corrected_data", broken("noticed", put(4, 36, " " * 29)), {"NC04"}),
    ("any_effective_date", broken("claims", put(2, 70, "      ")), {"BH10"}),
]
# What is only advice on input is marked, so that a person sees that the bank is known for it.
MARKED = [
    ("keep_spaces", broken("claims", put(3, 55, " ")), "FS16"),
    ("wide_characters", broken("claims", put(3, 60, "\xe9")), "FS14"),
    ("text_after_trn", broken("claims", put(4, 40, "REF")), "HC12"),
]
# What chooses which rules are asked at all.
CHOOSE = {"skip_all", "headers_only", "routing_origin"}


def _levels(data, tolerate=()):
    return {(each.rule, each.level, each.tolerated) for each in read(data, tolerate=tolerate)[1]}


def _ids(cases):
    return [f"{case[0]}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("name", "data", "rules"), PASSES, ids=_ids(PASSES))
def test_file_fails_without_the_tolerance_and_passes_with_it(name, data, rules):
    without = {rule for rule, level, _ in _levels(data) if level == "E"}
    assert without == rules
    found = _levels(data, {name})
    assert [each for each in found if each[1] == "E"] == []
    assert {(rule, "W", name) for rule in rules} <= found


@pytest.mark.parametrize(("name", "data", "rule"), MARKED, ids=_ids(MARKED))
def test_advice_that_a_tolerance_covers_names_it(name, data, rule):
    assert (rule, "W", None) in _levels(data)
    assert (rule, "W", name) in _levels(data, {name})


def test_every_tolerance_has_a_case():
    assert {case[0] for case in [*PASSES, *MARKED]} | CHOOSE == TOLERANCES.keys()


@pytest.mark.parametrize("name", TOLERANCES)
def test_no_tolerance_drops_an_entry_or_a_byte(name):
    for data in [case[1] for case in [*PASSES, *MARKED]]:
        file, _ = read(data, tolerate={name})
        plain, _ = read(data)
        assert write(file) == data
        assert file.tally() == plain.tally()
        assert len(file.strays) == len(plain.strays)


def test_a_tolerance_of_counts_is_none_of_money():
    data = broken("claims", both(put(7, 33, "000000125002"), put(8, 44, "000000125002")))
    errors = {rule for rule, level, _ in _levels(data, {"addenda_counts"}) if level == "E"}
    assert errors == {"BC05", "FC07"}


@pytest.mark.parametrize("sample", [*BY_ORIGINATOR, *BY_BANK])
def test_strict_reader_gives_a_file_in_order(sample):
    assert write(read_strict(bytes_of(sample))) == bytes_of(sample)


def test_strict_reader_refuses_with_all_findings():
    with pytest.raises(RefusedFile, match="ED05 on line 3") as refusal:
        read_strict(broken("claims", both(put(3, 12, "3"), put(3, 55, " "))))
    assert [each.rule for each in refusal.value.findings] == ["ED05", "FS16"]
    assert refusal.value.code == "refused-file"
    assert "4455667788" not in str(refusal.value)


@pytest.mark.parametrize("data", [b"", b"<html></html>\n"])
def test_strict_reader_refuses_what_is_no_file(data):
    with pytest.raises(RefusedFile):
        read_strict(data)
