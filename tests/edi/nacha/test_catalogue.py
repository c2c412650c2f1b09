"""The catalogue names the same rules, at the same levels, as the reference beside the checkout."""

import re
from pathlib import Path

import pytest

from edi.nacha.catalogue import CATALOGUE
from edi.nacha.tolerances import TOLERANCES

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "nacha.md"
ROW = re.compile(r"^\| ([A-Z]{2}[0-9]{2}) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


def test_every_rule_has_a_level_a_sentence_and_a_source():
    for rule in CATALOGUE.values():
        assert rule.level_in or rule.level_out
        assert rule.sentence
        assert rule.source
        assert rule.judged_by in ("file", "payments")


def test_tolerances_name_rules_of_the_catalogue():
    assert set().union(*TOLERANCES.values()) <= CATALOGUE.keys()


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"NO REFERENCE at {REFERENCE}")
def test_catalogue_and_reference_name_the_same_ids_and_levels():
    rows = {
        found[0]: (found[1].strip(), found[2].strip())
        for found in ROW.findall(REFERENCE.read_text(encoding="utf-8"))
    }
    rows = {rule: row for rule, row in rows.items() if row[1] in ("both", "in", "out")}
    assert rows.keys() == CATALOGUE.keys()
    for rule, (level, on) in rows.items():
        assert _levels(level, on) == (CATALOGUE[rule].level_in, CATALOGUE[rule].level_out), rule


def _levels(level, on):
    """A level such as "E out, W in" as the pair of levels in and out."""
    if level in ("E", "W"):
        return (level if on != "out" else None, level if on != "in" else None)
    sides = dict(reversed(part.strip().split(" ")) for part in level.split(","))
    return (sides["in"][0], sides["out"])
