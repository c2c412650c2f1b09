"""The one rule by which a name is changed on its way into a fixed field."""

import pytest

from payments.writable import fitted_name, fold


def test_accents_are_folded_to_their_base_letters():
    assert fold("Núñez Ärzte") == "Nunez Arzte"


def test_a_name_without_latin_letters_cannot_be_written():
    assert fold("病院") is None
    with pytest.raises(ValueError, match="ASCII"):
        fitted_name("病院", 22)


def test_a_long_name_is_cut_at_its_field_and_not_left_with_a_blank():
    assert fitted_name("Northside Hospital and Clinics", 19) == "Northside Hospital"
