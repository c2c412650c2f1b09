"""Errors: sentence, code, status and pointer survive, also a trip between processes."""

import pickle

import pytest

from hmsach.lib.errors import (
    Conflict,
    DomainError,
    FieldError,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
)

FIELDS = [
    FieldError("/amount", "amount-invalid", "Write the amount in digits."),
    FieldError("/payee", "required", "Name the payee."),
]


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (DomainError, "refused", 422),
        (NotAllowed, "not-allowed", 403),
        (NotFound, "not-found", 404),
        (Conflict, "conflict", 409),
        (IllegalTransition, "illegal-transition", 409),
    ],
)
def test_each_kind_has_its_code_and_status(kind, code: str, status: int) -> None:
    error = kind("It is so.", pointer="/batch")
    assert (error.code, error.http_status, error.pointer) == (code, status, "/batch")
    assert str(error) == "It is so."


def test_without_a_sentence_the_docstring_speaks() -> None:
    assert str(NotAllowed()) == "You may not do this."
    assert NotAllowed().pointer is None


def test_invalid_input_carries_its_fields_and_joins_their_sentences() -> None:
    error = InvalidInput(FIELDS)
    assert error.errors == FIELDS
    assert str(error) == "Write the amount in digits. Name the payee."
    assert error.pointer is None


def test_invalid_input_of_one_field_points_at_it() -> None:
    assert InvalidInput(FIELDS[:1]).pointer == "/amount"


def test_invalid_input_without_a_field_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one"):
        InvalidInput([])


@pytest.mark.parametrize("error", [InvalidInput(FIELDS), Conflict("Look again.", pointer="/x")])
def test_an_error_survives_pickling(error: DomainError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), vars(again)) == (str(error), vars(error))
