"""Tolerances by name: a typing error is told, and the first in the table is the one named."""

import pytest

from edi.ground.tolerating import check_names, tolerance_for

TABLE = {"loose": frozenset({"R1", "R2"}), "looser": frozenset({"R2"})}


def test_a_name_that_is_none_is_refused():
    check_names(["loose"], TABLE)
    with pytest.raises(ValueError, match="no tolerance named lose"):
        check_names(["loose", "lose"], TABLE)


def test_a_rule_is_let_pass_by_the_first_name_asked_for_that_lowers_it():
    assert tolerance_for("R2", {"looser", "loose"}, TABLE) == "loose"
    assert tolerance_for("R2", {"looser"}, TABLE) == "looser"
    assert tolerance_for("R1", {"looser"}, TABLE) is None
