"""Tables of allowed transitions, their check and their diagram. The tables live in the rooms."""

from collections.abc import Iterable, Mapping
from enum import Enum
from types import MappingProxyType

from hmsach.lib.errors import IllegalTransition


class Transitions:
    """The states of one thing and where it may go from each; a state with no way out is an end.

    `table` maps every state to the frozenset of states it may go to. Members of a TextChoices
    are taken as their values. Raises ValueError if a target is not itself a state of the table.
    """

    def __init__(self, name: str, table: Mapping[str, Iterable[str]]) -> None:
        self.name = name
        self.table: Mapping[str, frozenset[str]] = MappingProxyType(
            {_value(state): frozenset(map(_value, nexts)) for state, nexts in table.items()}
        )
        for state, nexts in self.table.items():
            if strangers := nexts - self.table.keys():
                raise ValueError(f"{name}: {state} leads to unknown {', '.join(sorted(strangers))}")

    @property
    def ends(self) -> frozenset[str]:
        """The states that nothing leaves."""
        return frozenset(state for state, nexts in self.table.items() if not nexts)

    def allows(self, source: str, target: str) -> bool:
        """True if the table has this step. Raises ValueError for a state that it does not know."""
        return self._known(target) in self.table[self._known(source)]

    def check(self, source: str, target: str) -> None:
        """Returns if the step is allowed, else raises IllegalTransition with the steps that are."""
        if not self.allows(source, target):
            raise IllegalTransition(self._refusal(_value(source), _value(target)))

    def _known(self, state: str) -> str:
        value = _value(state)
        if value not in self.table:
            raise ValueError(f"{state!r} is not a state of {self.name}.")
        return value

    def _refusal(self, source: str, target: str) -> str:
        nexts = [state for state in self.table if state in self.table[source]]
        ways = f"it may go to {_one_of(nexts)}" if nexts else f"{_words(source)} is final"
        return f"{self.name} cannot go from {_words(source)} to {_words(target)}; {ways}."


def to_mermaid(transitions: Transitions, start: str) -> str:
    """A Mermaid state diagram of the table, its lines in the order of the table's keys."""
    lines = ["stateDiagram-v2", f"    [*] --> {transitions._known(start)}"]
    for source, nexts in transitions.table.items():
        lines += [f"    {source} --> {target}" for target in transitions.table if target in nexts]
        if not nexts:
            lines.append(f"    {source} --> [*]")
    return "\n".join(lines) + "\n"


def _value(state: str) -> str:
    return state.value if isinstance(state, Enum) else state


def _words(state: str) -> str:
    return state.replace("_", " ")


def _one_of(states: list[str]) -> str:
    *firsts, last = map(_words, states)
    return f"{', '.join(firsts)} or {last}" if firsts else last
