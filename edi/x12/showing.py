"""A readable view of a file: amounts, codes and dates; people and accounts only masked. What is
shown of each kind of set stands in showing_835, showing_820 and showing_999."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from edi.x12.codes import ACKNOWLEDGMENTS
from edi.x12.envelope import Interchange, TransactionSet
from edi.x12.masked_words import WIDTH, initials, mask
from edi.x12.reader_820 import PaymentReader
from edi.x12.reader_999 import read_999
from edi.x12.showing_820 import payment_lines
from edi.x12.showing_835 import remittance_lines
from edi.x12.showing_999 import acknowledgment_lines, ta1_lines

__all__ = ["initials", "mask", "show"]

_UNREADABLE = "  It cannot be read: run check."


def show(interchanges: Iterable[Interchange]) -> Iterator[str]:
    """The lines of the view, one after another, at most 110 wide; memory stays flat. Names of
    patients are initials; ids, accounts and control numbers of claims their last four."""
    for interchange in interchanges:
        for line in chain(_envelope(interchange), chain.from_iterable(map(_set, interchange.sets))):
            yield _printable(line)[:WIDTH].rstrip()


def _printable(line: str) -> str:
    """The line without what a damaged file could do to a terminal."""
    if line.isprintable():
        return line
    return "".join(character if character.isprintable() else "?" for character in line)


def _envelope(interchange: Interchange) -> Iterator[str]:
    if interchange.isa is None:
        yield "Sets without an interchange"
    else:
        usage = {"P": "production", "T": "test"}.get(interchange.usage, "unknown usage")
        sender, receiver = " ".join(interchange.sender), " ".join(interchange.receiver)
        yield f"Interchange {interchange.control}, {usage}: from {sender} to {receiver}"
    for segment in interchange.ta1s:
        yield from ta1_lines(segment)


def _set(transaction: TransactionSet) -> Iterator[str]:
    yield ""
    if transaction.type == "835":
        yield from remittance_lines(transaction)
    elif transaction.type == "820":
        yield _title("Payment order 820", transaction)
        yield from payment_lines(PaymentReader(transaction))
    elif transaction.type in ACKNOWLEDGMENTS:
        answer, _ = read_999(transaction)
        yield _title(f"Acknowledgement {transaction.type}", transaction)
        yield from acknowledgment_lines(answer) if answer else [_UNREADABLE]
    else:
        yield _title(f"Set {transaction.type[:3]}", transaction)
        yield "  It is of a kind that is not read here."


def _title(kind: str, transaction: TransactionSet) -> str:
    return f"{kind}, control {transaction.control}, version {transaction.version or '-'}"
