"""The page of rules names every rule and tolerance once."""

from edi.nacha.catalogue import CATALOGUE
from edi.nacha.rules_page import FAMILIES, rules_page
from edi.nacha.tolerances import TOLERANCES

ROWS = [line.split(" | ") for line in rules_page() if line.startswith("| ")]


def test_every_rule_has_a_row_in_the_table_of_its_family():
    named = [row[0].strip("| *") for row in ROWS if len(row) == 6 and row[0] != "| id"]
    assert named == sorted(named, key=lambda rule: list(FAMILIES).index(rule[:2]))
    assert sorted(named) == sorted(CATALOGUE)


def test_every_tolerance_has_a_row_with_the_rules_it_lowers():
    rows = {row[0].strip("| `"): row[2] for row in ROWS if len(row) == 3}
    assert TOLERANCES.keys() <= rows.keys()
    assert "ED05" in rows["bad_check_digit"]


def test_rules_that_need_more_than_the_file_are_marked():
    assert any(row[0] == "| HC13*" for row in ROWS)


def test_the_operators_act_is_said_in_words():
    (row,) = [row for row in ROWS if row[0] == "| FS15"]
    assert row[4] == "rejects the batch; returns the entry (R19); returns the entry (R26)"
