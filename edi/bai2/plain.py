"""A transaction of the common form, straight from its bytes to its value. What is not of that form
goes by way of edi.bai2.records and edi.bai2.shapes, with the same outcome: a test sees to it."""

from __future__ import annotations

import re

from edi.bai2.files import Funds, Transaction

_FUNDS = {kind: Funds(kind) for kind in ("", "Z", "0", "1", "2")}
_PLAIN = re.compile(
    rb"16,([0-9]{3}),([0-9]{1,18}),([Z012]?),([ -+\-.0-~]*),([ -+\-.0-~]*)"
    rb"(?:/ *|,([ -~]*))\n((?:88,[ -~]*\n)*)"
)


def plain_transaction(text: bytes, line: int) -> Transaction | None:
    """The transaction of a record's text, or None where it is not of the common form."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    code, amount, kind, bank, customer, first, more = found.groups()
    pieces = [first] if first else []
    if more:
        pieces += [each[3:] for each in more.split(b"\n")[:-1]]
    return Transaction(
        code.decode(),
        int(amount),
        _FUNDS[kind.decode()],
        bank.decode().strip(" "),
        customer.decode().strip(" "),
        tuple(kept for piece in pieces if (kept := _without_slash(piece))),
        line,
    )


def _without_slash(piece: bytes) -> str:
    return piece.rstrip(b" ").removesuffix(b"/").decode()
