"""The catalogue and the code name the same rules at the same levels; so does the reference, where
it stands beside the checkout."""

import ast
import itertools
import re
from pathlib import Path

import pytest

from edi.x12.catalogue import CATALOGUE

ROOT = Path(__file__).resolve().parents[3]
CODE = [p for p in (ROOT / "edi" / "x12").rglob("*.py") if p.name != "catalogue.py"]
REFERENCE = ROOT.parent / "shared" / "reference" / "x12.md"
ROW = re.compile(r"^\| ((?:XI|XG|XS|RA|PA|AK)[0-9]{2}) \| ([EW]) \|(.*)$", re.MULTILINE)
ID = re.compile(r"(?:XI|XG|XS|RA|PA|AK)[0-9]{2}")

# Rules whose sentence in the reference names a second level; XI10 has that of our own limit.
TWO_LEVELS = {"XI01", "XI10", "XS05", "RA18", "PA01"}


def _found_in_code():
    """(rule, level) where a call or a tuple of the code names both, side by side."""
    pairs = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            for one, two in itertools.pairwise(parts):
                rule, level = getattr(one, "value", None), getattr(two, "id", "")
                if level in ("ERROR", "WARNING") and isinstance(rule, str) and ID.fullmatch(rule):
                    pairs.add((rule, level[0]))
    return pairs


def _ids_in_code():
    return {
        node.value
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ID.fullmatch(node.value)
    }


def test_every_rule_has_a_level_a_sentence_and_a_source():
    for name, rule in CATALOGUE.items():
        assert rule.id == name
        assert rule.levels and set(rule.levels) <= {"E", "W"}
        assert rule.sentence and not rule.sentence.endswith(".")
        assert rule.source
        assert rule.judged_by in ("file", "rooms")


def test_a_level_the_code_gives_stands_in_the_catalogue():
    pairs = _found_in_code()
    assert len(pairs) > 40
    assert {pair for pair in pairs if pair[1] not in CATALOGUE[pair[0]].levels} == set()


def test_every_rule_of_a_file_is_found_by_the_code():
    ids = _ids_in_code()
    assert {name for name, rule in CATALOGUE.items() if rule.is_of_file} - ids == set()


def test_the_code_names_no_rule_that_is_not_in_the_catalogue():
    assert _ids_in_code() - CATALOGUE.keys() == set()


def test_what_rooms_judge_is_not_found_by_the_code():
    found = {rule for rule, _ in _found_in_code()}
    assert {rule for rule in found if not CATALOGUE[rule].is_of_file} == set()


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"NO REFERENCE at {REFERENCE}")
def test_catalogue_and_reference_name_the_same_ids_and_levels():
    rows = {row[0]: row[1] for row in ROW.findall(REFERENCE.read_text(encoding="utf-8"))}
    assert len(rows) == 68
    assert rows.keys() == CATALOGUE.keys()
    for rule, level in rows.items():
        assert level in CATALOGUE[rule].levels
        assert (len(CATALOGUE[rule].levels) == 2) == (rule in TWO_LEVELS), rule
