"""Each rule's own files: one that keeps it is silent, those that break it say so and no more.

The files stand in cases/, with what is expected of each in cases/expected.tsv.
"""

import csv
from collections import defaultdict

import pytest

from edi.nacha.catalogue import CATALOGUE
from edi.nacha.judge import judge
from edi.nacha.reader import parse, read
from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.recipes.recipe import lf
from tests.edi.nacha.cases.records import addenda
from tests.edi.nacha.make_cases import EXPECTED, FOLDER, made

JUDGED = sorted(rule.id for rule in CATALOGUE.values() if rule.judged_by == "file")
# Ten thousand addenda weigh a megabyte, so its files are made where they are needed.
TOO_LARGE_TO_KEEP = {"CX04"}


def _expectations():
    """For each file and side the tolerance asked for and the findings as (rule, line, ...)."""
    expected = defaultdict(list)
    with (FOLDER / EXPECTED).open(encoding="ascii", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            key = (row["file"], row["side"], row["asked"])
            if row["rule"] != "-":
                expected[key].append((row["rule"], row["line"], row["columns"], row["level"]))
            else:
                assert expected[key] == []
    return expected


EXPECTED_OF = _expectations()


def _found(data, side, asked=""):
    asked = {asked} if asked else frozenset()
    findings = read(data, tolerate=asked)[1] if side == "in" else judge(parse(data), side="out")
    return [
        (each.rule, str(each.line), f"{each.columns[0]}-{each.columns[1]}", each.level)
        for each in findings
    ]


@pytest.mark.parametrize("case", EXPECTED_OF, ids=lambda case: "-".join(filter(None, case)))
def test_file_draws_what_is_expected_of_it_and_nothing_else(case):
    name, side, asked = case
    assert sorted(_found((FOLDER / name).read_bytes(), side, asked)) == sorted(EXPECTED_OF[case])


@pytest.mark.parametrize("rule", JUDGED, ids=[f"{rule}-of-{len(JUDGED)}-rules" for rule in JUDGED])
def test_rule_judged_from_the_file_has_a_file_that_keeps_it_and_one_that_breaks_it(rule):
    if rule in TOO_LARGE_TO_KEEP:
        return
    broken = [case for case in EXPECTED_OF if case[0] == f"{rule}.faulty.ach"]
    assert [case for case in EXPECTED_OF if case[0] == f"{rule}.valid.ach"]
    assert broken
    for case in broken:
        assert EXPECTED_OF[case][0][0] == rule


def test_every_file_of_the_folder_is_expected_and_of_a_rule_of_the_catalogue():
    names = {path.name for path in FOLDER.glob("*.ach")}
    assert names == {case[0] for case in EXPECTED_OF}
    assert {name[:4] for name in names} | TOO_LARGE_TO_KEEP == set(JUDGED)


def test_made_again_the_cases_are_the_same_bytes():
    for name, data in made().items():
        assert (FOLDER / name).read_bytes() == data, name


@pytest.mark.parametrize(
    ("rule", "side"), [(rule, "in") for rule in JUDGED] + [(rule, "out") for rule in JUDGED]
)
def test_level_of_a_rules_own_finding_is_the_catalogues(rule, side):
    own = [
        found[0][3]
        for (name, on, _), found in EXPECTED_OF.items()
        if on == side and name.startswith(rule) and found
    ]
    graded = {"ED08", "ED14"}
    assert rule in graded or set(own) <= {CATALOGUE[rule].level(side)}


def test_9999_addenda_are_allowed_and_one_more_is_not():
    def many(count):
        records = [addenda("A" * 80, min(number, 9_999)) for number in range(1, count + 1)]
        message = bases.MESSAGE.ljust(80 * count, "X")
        header, entry = bases.batch_header(sec="CTX"), bases.ctx_entry(min(count, 9_999))
        assert len(message) == 80 * count
        return lf(bases.whole([header, entry, *records])).encode()

    assert _found(many(9_999), "in") == [("CX06", "4", "4-83", "W")]
    assert _found(many(10_000), "in") == [
        ("CX02", "3", "55-58", "E"),
        ("CX04", "3", "55-58", "E"),
        ("CX06", "4", "4-83", "W"),
        ("AD04", "10003", "84-87", "E"),
    ]
