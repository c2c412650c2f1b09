"""What is a match and what is not: the table of cases, and an obvious matcher to agree with."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciliation.matching import (
    REASONS,
    Line,
    Owed,
    Remitted,
    compare,
    match_claims,
    match_lines,
)
from reconciliation.states import ExceptionKind

DAY, NEXT = date(2026, 10, 12), date(2026, 10, 13)
OURS = Owed("a", "PCN-1", 20000, DAY, "plan")

# (what the payer says, our claims) -> (claim matched, kind of exception, what differs of the best)
TABLE = [
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, "plan"), [OURS], "a", None, (), id="all four agree"
    ),
    pytest.param(
        Remitted("r", " PCN-1 ", 20000, DAY, "plan"), [OURS], "a", None, (), id="blanks around"
    ),
    pytest.param(
        Remitted("r", "PCN-1", 19999, DAY, "plan"),
        [OURS],
        None,
        ExceptionKind.AMOUNT_MISMATCH,
        ("charge",),
        id="a cent off",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, NEXT, "plan"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("service date",),
        id="another day",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, None, "plan"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("service date",),
        id="no day",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, "other"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("payer",),
        id="another payer",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, None),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("payer",),
        id="payer unknown",
    ),
    pytest.param(
        Remitted("r", "PNC-1", 20000, DAY, "plan"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("patient control number",),
        id="digits swapped: suggested, not matched",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 1, NEXT, "plan"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("charge", "service date"),
        id="only number and payer",
    ),
    pytest.param(
        Remitted("r", "PCN-9", 5, NEXT, "plan"),
        [OURS],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        None,
        id="nothing near",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, "plan"),
        [OURS, Owed("b", "PCN-1", 20000, DAY, "plan")],
        None,
        ExceptionKind.MULTIPLE_CANDIDATES,
        (),
        id="two that fit",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, "plan"),
        [OURS, Owed("b", "PCN-1", 30000, DAY, "plan")],
        "a",
        None,
        (),
        id="two, one fits",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 25000, DAY, "plan"),
        [OURS, Owed("b", "PCN-1", 30000, DAY, "plan")],
        None,
        ExceptionKind.MULTIPLE_CANDIDATES,
        ("charge",),
        id="two, each another charge",
    ),
    pytest.param(
        Remitted("r", "PCN-1", 20000, DAY, "plan"),
        [Owed("a", "PCN-1", 20000, DAY, "plan", is_open=False)],
        None,
        ExceptionKind.CLAIM_NOT_FOUND,
        ("closed",),
        id="closed by the ledger",
    ),
]


@pytest.mark.parametrize(("remitted", "owed", "claim", "kind", "differs"), TABLE)
def test_a_remitted_claim_is_matched_only_where_everything_agrees(
    remitted, owed, claim, kind, differs
):
    verdict = match_claims([remitted], owed)["r"]
    assert (verdict.claim, verdict.kind) == (claim, kind)
    best = verdict.candidates[0].differs if verdict.candidates else None
    assert best == differs


def test_a_match_scores_one_hundred_and_names_all_four_reasons():
    verdict = match_claims([Remitted("r", "PCN-1", 20000, DAY, "plan")], [OURS])["r"]
    assert verdict.score == 100
    assert (
        verdict.candidates[0].agrees
        == REASONS
        == (
            "patient control number",
            "charge",
            "service date",
            "payer",
        )
    )


def test_two_payments_of_one_claim_in_one_call_are_nobodys():
    twice = [Remitted(key, "PCN-1", 20000, DAY, "plan") for key in "rs"]
    verdicts = match_claims(twice, [OURS])
    assert {v.kind for v in verdicts.values()} == {ExceptionKind.MULTIPLE_CANDIDATES}


def test_a_reversal_between_lets_payment_and_correction_both_match():
    rows = [
        Remitted("r", "PCN-1", 20000, DAY, "plan"),
        Remitted("x", "PCN-1", -20000, DAY, "plan", is_reversal=True),
        Remitted("s", "PCN-1", 20000, DAY, "plan"),
    ]
    verdicts = match_claims(rows, [OURS])
    assert verdicts["r"].claim == verdicts["s"].claim == "a"
    assert "x" not in verdicts


# Laws -----------------------------------------------------------------------------------------

numbers = st.sampled_from(["P1", "P2", "P3"])
charges = st.sampled_from([100, 200])
days = st.sampled_from([DAY, NEXT])
payers = st.sampled_from(["plan", "other"])


@st.composite
def remitted_claims(draw):
    count = draw(st.integers(0, 6))
    return [
        Remitted(
            f"r{n}",
            draw(numbers),
            draw(charges),
            draw(days | st.none()),
            draw(payers | st.none()),
            draw(st.integers(0, 4)) == 0,
        )
        for n in range(count)
    ]


@st.composite
def owed_claims(draw):
    count = draw(st.integers(0, 5))
    return [
        Owed(
            f"c{n}",
            draw(numbers),
            draw(charges),
            draw(days),
            draw(payers),
            draw(st.integers(0, 5)) != 0,
        )
        for n in range(count)
    ]


def obvious(remitted, owed):
    """Every pair compared, no index: the claim is the only one that fits, wanted once."""
    payments = [r for r in remitted if not r.is_reversal]
    fits = {r.key: [o.key for o in owed if not compare(r, o).differs] for r in payments}
    matched = {}
    for r in payments:
        if len(fits[r.key]) != 1:
            continue
        rivals = [p for p in payments if fits[p.key] == fits[r.key]]
        reversals = [x for x in remitted if x.is_reversal and x.control_number == r.control_number]
        if len(rivals) <= 1 + len(reversals):
            matched[r.key] = fits[r.key][0]
    return matched


@given(remitted_claims(), owed_claims())
def test_the_quick_matcher_agrees_with_the_obvious_one(remitted, owed):
    verdicts = match_claims(remitted, owed)
    found = {key: verdict.claim for key, verdict in verdicts.items() if verdict.claim}
    assert found == obvious(remitted, owed)
    assert all((v.claim is None) != (v.kind is None) for v in verdicts.values())


@given(remitted_claims(), owed_claims(), st.randoms())
def test_the_order_of_neither_side_matters(remitted, owed, random):
    before = match_claims(remitted, owed)
    random.shuffle(remitted)
    random.shuffle(owed)
    assert match_claims(remitted, owed) == before


@given(remitted_claims(), owed_claims())
def test_no_claim_is_used_twice_without_a_reversal(remitted, owed):
    verdicts = match_claims(remitted, owed)
    used = Counter(verdict.claim for verdict in verdicts.values() if verdict.claim)
    number_of = {each.key: each.control_number for each in owed}
    for claim, times in used.items():
        reversals = [r for r in remitted if r.is_reversal and r.control_number == number_of[claim]]
        assert times <= 1 + len(reversals)


line_lists = st.lists(
    st.tuples(st.sampled_from(["", "L1", "L2"]), st.sampled_from(["HC:1", "HC:2"]), charges),
    max_size=5,
)


@given(line_lists, line_lists)
def test_no_claim_line_is_used_twice_and_each_pair_agrees(left, right):
    theirs = [Line(f"t{n}", *values) for n, values in enumerate(left)]
    ours = [Line(f"o{n}", *values) for n, values in enumerate(right)]
    found = match_lines(theirs, ours)
    assert len(set(found.values())) == len(found)
    by_key = {line.key: line for line in [*theirs, *ours]}
    for one, other in found.items():
        a, b = by_key[one], by_key[other]
        same_number = a.control_number and a.control_number == b.control_number
        assert same_number or (a.procedure, a.charge_cents) == (b.procedure, b.charge_cents)


def test_a_line_is_found_by_its_number_even_under_another_charge():
    found = match_lines([Line("t", "L1", "HC:1", 5)], [Line("o", "L1", "HC:2", 9)])
    assert found == {"t": "o"}


def test_two_like_lines_without_numbers_are_left_alone():
    twins = [Line(key, "", "HC:1", 5) for key in "xy"]
    assert match_lines(twins, [Line("o", "", "HC:1", 5)]) == {}


def test_claims_that_are_all_alike_are_still_matched_each_to_its_own():
    # A laboratory's day: one payer, one charge, one date. Compared all with all, it takes minutes.
    owed = [Owed(f"c{n}", f"P{n}", 100, DAY, "plan") for n in range(20_000)]
    remitted = [Remitted(f"r{n}", f"P{n}", 100, DAY, "plan") for n in range(20_000)]
    verdicts = match_claims(remitted, owed)
    assert all(verdicts[f"r{n}"].claim == f"c{n}" for n in range(20_000))
