"""The tables: how their lines are read, and which guide a version is read by."""

from __future__ import annotations

import pytest

from edi.x12.guide import guide_of
from edi.x12.guide.table import data_elements, key_parts, loops, refined_rules, segment_rules


@pytest.mark.parametrize(
    ("set_type", "version", "read_by"),
    [
        ("835", "005010X221A1", "005010X221A1"),
        ("835", "005010X221", "005010X221A1"),
        ("835", "004010X091A1", "004010X091A1"),
        ("835", "", "005010X221A1"),
        ("820", "005010X218A1", "005010X218"),
        ("820", "005010X306", "005010X306"),
        ("820", "004010X061A1", "004010X061A1"),
        ("820", "004060", "005010"),
        ("999", "005010X231", "005010X231A1"),
        ("997", "004010", "004010"),
    ],
)
def test_a_version_is_read_by_the_nearest_guide(set_type: str, version: str, read_by: str) -> None:
    guide = guide_of(set_type, version)
    assert guide is not None and guide.version == read_by
    assert guide_of(set_type, version) is guide


def test_a_set_of_another_kind_has_no_guide() -> None:
    assert guide_of("837", "005010X222A1") is None and guide_of("", "") is None


def test_a_line_of_a_segment_names_elements_relations_and_composites() -> None:
    elements = data_elements("1 AN 1 5\n2 ID 2 2\n2e AN 1 99")
    rules = segment_rules("C001 1! 2\nAAA 1! C001^3 2e / P0102", elements)
    first, second, third = rules["AAA"].elements
    assert (first.use, first.most, second.kind, second.repeats) == ("R", 5, "C", 3)
    assert [part.number for part in second.components] == ["1", "2"]
    assert (third.number, third.most) == ("2", 99)
    assert [(note.kind, note.elements) for note in rules["AAA"].notes] == [("P", (1, 2))]
    narrow = refined_rules("AAA 01=X,Y 03-\nAAA*X 02.2!=ZZ", rules)
    assert narrow["AAA"].elements[0].codes == {"X", "Y"} and narrow["AAA"].elements[2].use == "N"
    part = narrow["AAA*X"].elements[1].components[1]
    assert (part.use, part.codes) == ("R", frozenset({"ZZ"}))


def test_a_table_of_loops_is_a_tree_whose_places_of_one_id_share_a_rank() -> None:
    root = loops("ST R 1\nREF*A,B S 2\nREF*C S 1\n1000 N1 S > RA01 free\n  N3 R 1\nSE S 1", "835")
    assert [place.tag for place in root.places] == ["ST", "REF", "REF", "N1", "SE"]
    assert root.places[1].rank == root.places[2].rank < root.places[3].rank
    inner = root.places[3].loop
    assert inner is not None and inner.id == "1000" and root.places[3].is_free
    assert [place.tag for place in inner.required] == ["N3"]


def test_a_key_is_parted_whatever_parts_it() -> None:
    assert key_parts("CLP") == ("CLP", None)
    assert key_parts("NM1*QC") == key_parts("NM1|QC") == ("NM1", "QC")
