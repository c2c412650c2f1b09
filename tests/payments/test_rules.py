"""Release rules as a table: batch in, effect out."""

from uuid import uuid4

import pytest

from payments.rules import NO_RULE, BatchSummary, Rule, judge

HERE, THERE = uuid4(), uuid4()


def batch(total=100_00, largest=100_00, kind="VENDOR_PAYMENT", facility=HERE):
    return BatchSummary(kind, facility, total, largest)


def rule(effect, above=0, up_to=None, measures="batch", kind="", facility=None):
    return Rule(f"{effect} above {above}", effect, measures, above, up_to, kind, facility)


@pytest.mark.parametrize(
    ("seen", "rules", "effect"),
    [
        (batch(), [], "ask"),
        (batch(), [rule("approve")], "approve"),
        (batch(), [rule("approve"), rule("ask")], "ask"),
        (batch(), [rule("hold"), rule("approve")], "hold"),
        (batch(), [rule("refuse"), rule("hold")], "refuse"),
        (batch(total=100_00), [rule("approve", up_to=100_00)], "approve"),
        (batch(total=100_01), [rule("approve", up_to=100_00)], "ask"),
        (batch(total=100_00), [rule("hold", above=100_00)], "ask"),
        (batch(total=100_01), [rule("hold", above=100_00)], "hold"),
        (batch(total=900, largest=100), [rule("hold", above=500, measures="payment")], "ask"),
        (batch(total=900, largest=600), [rule("hold", above=500, measures="payment")], "hold"),
        (batch(), [rule("approve", kind="PATIENT_REFUND")], "ask"),
        (batch(), [rule("approve", facility=THERE)], "ask"),
        (batch(), [rule("approve", facility=HERE)], "approve"),
    ],
)
def test_the_strictest_fitting_rule_decides(seen, rules, effect):
    assert judge(seen, rules).effect == effect
    assert judge(seen, list(reversed(rules))).effect == effect


def test_each_rule_looked_at_leaves_a_line_with_its_reason():
    judged = judge(batch(), [rule("approve", up_to=1), rule("ask")])
    assert [(line.fits, bool(line.sentence)) for line in judged.looked_at] == [
        (False, True),
        (True, True),
    ]


def test_without_a_fitting_rule_the_reason_says_so():
    assert judge(batch(), []).sentences == [NO_RULE]
