"""Transition tables: what they allow, what they refuse and say, and their diagram."""

from enum import Enum

import pytest

from hmsach.lib.errors import Conflict, IllegalTransition
from hmsach.lib.states import Transitions, to_mermaid


class Stage(str, Enum):  # noqa: UP042 - shaped as Django's TextChoices is
    REQUESTED = "requested"
    PENDING_APPROVAL = "pending_approval"
    PAID = "paid"
    DENIED = "denied"


REFUND = Transitions(
    "A refund",
    {
        Stage.REQUESTED: {Stage.PENDING_APPROVAL, Stage.DENIED},
        Stage.PENDING_APPROVAL: [Stage.PAID, Stage.DENIED],
        Stage.PAID: (),
        Stage.DENIED: (),
    },
)


@pytest.mark.parametrize("source", list(Stage))
@pytest.mark.parametrize("target", list(Stage))
def test_exactly_the_steps_of_the_table_are_allowed(source: Stage, target: Stage) -> None:
    allowed = target.value in REFUND.table[source.value]
    assert REFUND.allows(source, target) is allowed
    assert REFUND.allows(source.value, target.value) is allowed
    if allowed:
        REFUND.check(source, target)
    else:
        with pytest.raises(IllegalTransition):
            REFUND.check(source, target)


def test_the_ends_are_the_states_that_nothing_leaves() -> None:
    assert REFUND.ends == {"paid", "denied"}


def test_a_refusal_names_the_ways_that_are_open() -> None:
    with pytest.raises(Conflict) as caught:
        REFUND.check("requested", "paid")
    assert str(caught.value) == (
        "A refund cannot go from requested to paid; it may go to pending approval or denied."
    )


def test_a_refusal_from_an_end_says_that_it_is_final() -> None:
    with pytest.raises(IllegalTransition, match="paid is final"):
        REFUND.check("paid", "requested")


@pytest.mark.parametrize(("source", "target"), [("lost", "paid"), ("requested", "lost")])
def test_a_state_outside_the_table_is_a_fault_of_the_caller(source: str, target: str) -> None:
    with pytest.raises(ValueError, match="'lost' is not a state"):
        REFUND.allows(source, target)


def test_a_table_with_a_dangling_target_is_refused() -> None:
    with pytest.raises(ValueError, match="open leads to unknown gone"):
        Transitions("A thing", {"open": ["gone"]})


def test_a_table_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        REFUND.table["paid"] = frozenset({"requested"})  # type: ignore[index]


def test_the_diagram_follows_the_order_of_the_table() -> None:
    assert to_mermaid(REFUND, "requested") == (
        "stateDiagram-v2\n"
        "    [*] --> requested\n"
        "    requested --> pending_approval\n"
        "    requested --> denied\n"
        "    pending_approval --> paid\n"
        "    pending_approval --> denied\n"
        "    paid --> [*]\n"
        "    denied --> [*]\n"
    )


def test_the_diagram_refuses_a_start_outside_the_table() -> None:
    with pytest.raises(ValueError, match="not a state"):
        to_mermaid(REFUND, "lost")
