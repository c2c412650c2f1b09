"""A list of findings stays small and says what it leaves out."""

from __future__ import annotations

import pytest

from edi.x12.finding_list import FindingList
from edi.x12.findings import ERROR, WARNING, Finding


def finding(rule: str, position: int, level: str = ERROR) -> Finding:
    return Finding(rule, level, "CLP", position, "Off.")


def test_too_many_of_one_rule_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi.x12.finding_list.MOST_OF_A_RULE", 2)
    found = FindingList([finding("RA05", place) for place in range(5)])
    found.append(finding("RA06", 9))
    found.append(finding("RA05", 9, WARNING))
    found.close()
    assert [(each.rule, each.level, each.position) for each in found] == [
        ("RA05", ERROR, 0),
        ("RA05", ERROR, 1),
        ("RA06", ERROR, 9),
        ("RA05", WARNING, 9),
        ("RA05", ERROR, 2),
    ]
    assert found[-1].message == "3 more findings of this rule are not listed."


def test_few_findings_are_kept_as_they_are() -> None:
    found = FindingList([finding("RA05", 1)])
    found.close()
    assert found == [finding("RA05", 1)]


def test_what_one_list_counted_another_counts_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi.x12.finding_list.MOST_OF_A_RULE", 2)
    of_a_set = FindingList([finding("RA05", place) for place in range(5)])
    of_a_set.close()
    of_the_file = FindingList([finding("RA05", 9)])
    of_the_file.extend(of_a_set)
    of_the_file.close()
    assert [each.position for each in of_the_file] == [9, 0, 1]
    assert of_the_file[-1].message == "4 more findings of this rule are not listed."
