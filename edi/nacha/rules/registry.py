"""Where rules register, and what they yield. The levels and sentences are edi.nacha.catalogue's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from edi.nacha.catalogue import CATALOGUE, Level, Side
from edi.nacha.files import Batch, NachaFile
from edi.nacha.records import Entry, Record


class Remark(NamedTuple):
    """One breach: where, and a sentence in which no account number or name stands.

    `level` overrides the catalogue's where a rule grades its breaches; `tolerable` is False for a
    breach that goes beyond what the rule's tolerance is meant for.
    """

    line: int
    columns: tuple[int, int]
    message: str
    level: Level | None = None
    tolerable: bool = True


Remarks = Iterable[Remark]
Scope = Literal["file", "batch", "entry"]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's function and where it applies; `side` None is both sides."""

    rule: str
    scope: Scope
    side: Side | None
    judge: Callable[..., Remarks]


CHECKS: list[Check] = []


def at(record: Record, field: str | None, message: str, *, level: Level | None = None) -> Remark:
    """A remark on one field of a record, or on the whole record."""
    return Remark(record.line, record.columns(field), message, level)


def file_rule(
    rule: str, *, side: Side | None = None
) -> Callable[[Callable[[NachaFile], Remarks]], Callable[[NachaFile], Remarks]]:
    """Registers a function of the whole file under the rule's id."""
    return _registering(rule, "file", side)


def batch_rule(
    rule: str, *, side: Side | None = None
) -> Callable[[Callable[[Batch], Remarks]], Callable[[Batch], Remarks]]:
    """Registers a function of one batch under the rule's id."""
    return _registering(rule, "batch", side)


def entry_rule(
    rule: str, *, side: Side | None = None
) -> Callable[[Callable[[Entry, Batch], Remarks]], Callable[[Entry, Batch], Remarks]]:
    """Registers a function of one entry and its batch under the rule's id."""
    return _registering(rule, "entry", side)


def _registering(rule: str, scope: Scope, side: Side | None) -> Any:
    if CATALOGUE[rule].judged_by != "file":
        raise AssertionError(f"{rule} cannot be judged from the file alone.")

    def register(function: Callable[..., Remarks]) -> Callable[..., Remarks]:
        CHECKS.append(Check(rule, scope, side, function))
        return function

    return register
