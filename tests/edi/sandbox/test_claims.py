"""Invented claims have the platform's shape."""

import json
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from edi.ground.npi import is_npi
from edi.ground.routing import is_routing_number
from edi.sandbox.adjudication import transposed
from edi.sandbox.claims import PAYERS, damm_digit, sample_claims, synthetic_npi
from hmsach.lib.money import parse_dollars

AS_OF = date(2026, 11, 20)


def test_the_same_arguments_give_the_same_claims():
    first = sample_claims(3, 50, "NORTHSIDE", as_of=AS_OF)
    assert first == sample_claims(3, 50, "NORTHSIDE", as_of=AS_OF)
    assert first != sample_claims(4, 50, "NORTHSIDE", as_of=AS_OF)


def test_lines_make_up_the_charge_and_the_contract_allows_less():
    for claim in sample_claims(3, 200, "NORTHSIDE", as_of=AS_OF):
        charge = parse_dollars(claim["charge"])
        assert sum(parse_dollars(line["charge"]) for line in claim["lines"]) == charge
        assert 0 < parse_dollars(claim["expected"]) < charge
        assert claim["submitted_on"] <= AS_OF.isoformat()
        assert json.loads(json.dumps(claim)) == claim


def test_several_payers_owe_them():
    claims = sample_claims(3, 100, "NORTHSIDE", as_of=AS_OF)
    assert {claim["payer"]["external_id"] for claim in claims} == {p.external_id for p in PAYERS}


def test_payers_have_routing_numbers_that_can_be():
    assert all(is_routing_number(payer.routing_number) for payer in PAYERS)


@settings(deadline=None)
@given(st.integers(min_value=100_000_000, max_value=299_999_999))
def test_a_synthetic_npi_has_its_check_digit(nine):
    assert is_npi(synthetic_npi(str(nine)))


@settings(deadline=None)
@given(st.text("0123456789", min_size=2, max_size=12), st.data())
def test_a_damm_digit_tells_every_swap_of_neighbours(digits, data):
    whole = digits + damm_digit(digits)
    at = data.draw(st.integers(0, len(whole) - 2))
    swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
    if swapped != whole:
        assert damm_digit(swapped[:-1]) != swapped[-1]


def test_a_transposed_number_is_nobodys():
    numbers = {c["external_id"] for c in sample_claims(3, 2000, "NORTHSIDE", as_of=AS_OF)}
    assert len(numbers) == 2000
    swapped = {transposed(number) for number in numbers}
    assert not swapped & numbers


def test_the_sandbox_imports_no_django():
    for path in Path("edi/sandbox").glob("*.py"):
        text = path.read_text()
        assert "django" not in text.lower(), path
        for room in ("payments", "reconciliation", "edi.models", "edi.services"):
            assert f"from {room}" not in text, path
