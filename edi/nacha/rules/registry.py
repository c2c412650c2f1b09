"""Where rules register, and what they yield. The levels and sentences are edi.nacha.catalogue's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

from edi.nacha.catalogue import CATALOGUE, Level, Side
from edi.nacha.covering import shown_value
from edi.nacha.files import Batch, FileSummary, Misplaced
from edi.nacha.records import Entry, Record


class Remark(NamedTuple):
    """One breach: where, and a sentence in which no account number or name stands.

    `level` overrides the catalogue's where a rule grades its breaches; `tolerable` is False for a
    breach that goes beyond what the rule's tolerance is meant for; `value` is what stands there,
    masked where it names an account, a person or a payment.
    """

    line: int
    columns: tuple[int, int]
    message: str
    level: Level | None = None
    tolerable: bool = True
    value: str = ""


Remarks = Iterable[Remark]
# file: its summary, when all has passed. batch: a batch that ends, without its entries. entry: one
# entry of a batch. following: the entries of a batch one after another. batches: batch headers one
# after another. misplaced: a record out of place. line: a line of a wrong length. blank: an empty
# one. text: one with a character that may be illegal. traces: those of the whole file.
LineScope = Literal["line", "blank", "text"]
Scope = Literal["file", "batch", "entry", "following", "batches", "misplaced", "traces", LineScope]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule's function (or class) and where it applies; `side` None is both sides."""

    rule: str
    scope: Scope
    side: Side | None
    judge: Callable[..., Remarks]


class PlainRun(NamedTuple):
    """Entries one after another that are plainly right, all alike: what rules that follow need.

    `lines` are those of the entries, `codes` the transaction codes among them; traces rise.
    """

    lines: range
    codes: frozenset[str]
    first_trace: str
    last_trace: str


class Following:
    """A rule over the entries of one batch in their order: made anew for each batch.

    It keeps a few facts and no entry. `end` is called with the batch's control and tally there.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch

    def entry(self, entry: Entry) -> Remarks:
        return ()

    def plain(self, run: PlainRun) -> None:
        """What passed the quick look; nothing is found in it."""

    def end(self) -> Remarks:
        return ()


CHECKS: list[Check] = []


def at(record: Record, field: str | None, message: str, *, level: Level | None = None) -> Remark:
    """A remark on one field of a record, or on the whole record."""
    value = shown_value(record, field)
    return Remark(record.line, record.columns(field), message, level, value=value)


_FileRule = TypeVar("_FileRule", bound=Callable[[FileSummary], Remarks])
_BatchRule = TypeVar("_BatchRule", bound=Callable[[Batch], Remarks])
_EntryRule = TypeVar("_EntryRule", bound=Callable[[Entry, Batch], Remarks])
_MisplacedRule = TypeVar("_MisplacedRule", bound=Callable[[Misplaced], Remarks])
_LineRule = TypeVar("_LineRule", bound=Callable[[int, str], Remarks])
_FollowingRule = TypeVar("_FollowingRule", bound=type[Following])


def file_rule(rule: str, *, side: Side | None = None) -> Callable[[_FileRule], _FileRule]:
    """Registers a function of the file's summary under the rule's id."""
    return _registering(rule, "file", side)


def batch_rule(rule: str, *, side: Side | None = None) -> Callable[[_BatchRule], _BatchRule]:
    """Registers a function of one batch that ends, under the rule's id. Entries are gone then."""
    return _registering(rule, "batch", side)


def entry_rule(rule: str, *, side: Side | None = None) -> Callable[[_EntryRule], _EntryRule]:
    """Registers a function of one entry and its batch under the rule's id."""
    return _registering(rule, "entry", side)


def following_rule(
    rule: str, *, side: Side | None = None
) -> Callable[[_FollowingRule], _FollowingRule]:
    """Registers a class that looks at the entries of a batch one after another."""
    return _registering(rule, "following", side)


def misplaced_rule(rule: str) -> Callable[[_MisplacedRule], _MisplacedRule]:
    """Registers a function of a record out of place, under the rule it breaks."""
    return _registering(rule, "misplaced", None)


def line_rule(rule: str, scope: LineScope) -> Callable[[_LineRule], _LineRule]:
    """Registers a function of the number and text of a line."""
    return _registering(rule, scope, None)


def register_elsewhere(rule: str, scope: Literal["batches", "traces"], judge: Any) -> None:
    """Registers what is no function of one thing, so that the list of rules is whole."""
    _registering(rule, scope, None)(judge)


def _registering(rule: str, scope: Scope, side: Side | None) -> Any:
    if CATALOGUE[rule].judged_by != "file":
        raise AssertionError(f"{rule} cannot be judged from the file alone.")

    def register(function: Callable[..., Remarks]) -> Callable[..., Remarks]:
        CHECKS.append(Check(rule, scope, side, function))
        return function

    return register
