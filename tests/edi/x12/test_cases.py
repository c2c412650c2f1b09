"""Each rule by its own files: the faulty one yields what expected.tsv says and nothing else, the
one that keeps the rule yields nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from edi.x12.catalogue import CATALOGUE
from edi.x12.checking import check
from edi.x12.findings import Finding
from tests.edi.x12.case import data_of
from tests.edi.x12.make_cases import expected_table, named
from tests.edi.x12.samples import SAMPLES

HERE = Path(__file__).with_name("cases")
FAULTY = sorted(HERE.glob("*.faulty.edi"))
VALID = sorted(HERE.glob("*.valid.edi"))
# Broken by a file that is too large to keep.
TOO_LARGE = ("XI10", "error")
LEVELS = {"E": "error", "W": "warning"}

Place = tuple[str, str, str, int, int]


@dataclass(frozen=True)
class Row:
    """A line of expected.tsv: the finding of the rule, and what truly stands beside it."""

    first: Place
    beside: tuple[Place, ...]


def _place(rule: str, level: str, segment: str, number: str, element: str) -> Place:
    return rule, LEVELS[level], segment, int(number), int(element)


def _rows() -> dict[str, Row]:
    rows = {}
    for line in (HERE / "expected.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, rule, level, segment, number, element, beside = line.split("\t")
        others = tuple(_place(*each.split("/")) for each in beside.split())
        rows[name] = Row(_place(rule, level, segment, number, element), others)
    return rows


EXPECTED = _rows()


def _found(finding: Finding) -> Place:
    return finding.rule, finding.level, finding.segment, finding.number, finding.element


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name)
def test_a_faulty_file_yields_its_finding_and_nothing_else(path: Path) -> None:
    row = EXPECTED[path.name]
    found = sorted(_found(finding) for finding in check(path.read_bytes()).findings)
    assert found == sorted([row.first, *row.beside])


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_a_valid_file_yields_nothing(path: Path) -> None:
    assert check(path.read_bytes()).findings == []


@pytest.mark.parametrize("path", FAULTY, ids=lambda path: path.name)
def test_a_finding_stands_at_the_bytes_of_its_segment(path: Path) -> None:
    data = path.read_bytes()
    for finding in check(data).findings:
        # What is missing is said where it should have stood: at the next segment.
        if finding.number > 1 and "missing" not in finding.message:
            rest = data[finding.position :]
            assert rest.startswith(finding.segment.encode()), finding.message


def test_every_rule_of_a_file_has_its_files() -> None:
    rules = {name for name, rule in CATALOGUE.items() if rule.is_of_file}
    assert {path.name.partition(".")[0].partition("-")[0] for path in VALID} == rules
    assert {path.name.partition(".")[0].partition("-")[0] for path in FAULTY} == rules
    assert {path.name for path in FAULTY} == EXPECTED.keys()


def test_both_levels_of_a_rule_are_shown() -> None:
    shown = {TOO_LARGE, *((row.first[0], row.first[1]) for row in EXPECTED.values())}
    for rule in (rule for rule in CATALOGUE.values() if rule.is_of_file):
        assert {level for name, level in shown if name == rule.id} == {
            LEVELS[level] for level in rule.levels
        }


def test_an_interchange_past_the_limit_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    data = SAMPLES["ta1"].bytes()
    monkeypatch.setattr("edi.x12.envelope.MAX_INTERCHANGES", 2)
    assert check(data * 2).findings == []
    [finding] = check(data * 3).findings
    assert (finding.rule, finding.level, finding.segment) == (*TOO_LARGE, "ISA")
    assert finding.position == 2 * len(data)


def test_the_files_are_those_that_are_made() -> None:
    assert (HERE / "expected.tsv").read_text(encoding="utf-8") == expected_table()
    assert {name: data_of(case) for name, case in named()} == {
        path.name: path.read_bytes() for path in [*FAULTY, *VALID]
    }
