"""A channel takes the tolerances there are, by name, and no other."""

import pytest
from django.core.exceptions import ValidationError

from edi.models import Channel
from edi.models.partner import known_tolerances
from edi.nacha.tolerances import FOR_IMPORT, TOLERANCES, WORDS


def test_every_tolerance_is_said_in_words():
    assert WORDS.keys() == TOLERANCES.keys()


def test_all_tolerances_that_files_may_be_imported_with_are_taken():
    known_tolerances(list(FOR_IMPORT))


@pytest.mark.parametrize("names", [["no_such_thing"], ["skip_all"], "free_traces", [7], None])
def test_a_typing_error_is_refused_before_it_stops_a_file(names):
    field = Channel._meta.get_field("tolerances")
    with pytest.raises(ValidationError):
        field.run_validators(names) if names is not None else known_tolerances(names)
