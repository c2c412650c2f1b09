"""820s: every paid item is given or spoken of, and what is written reads back."""

from contextlib import suppress
from itertools import pairwise

from edi.ground.errors import Unwritable
from edi.x12.envelope import read_set
from edi.x12.findings import Finding
from edi.x12.interchange import TransactionSet
from edi.x12.payment_820 import Payment820, addenda_text, read_820
from edi.x12.segments import DEFAULT_DELIMITERS
from fuzz.amounts import at, cents
from fuzz.oracle import hold
from fuzz.seeds.x12 import payments
from fuzz.targets.x12 import held, in_order, is_plain, rows

seeds = payments


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads every 820 of the file; gives the rules that spoke. Raises Breach."""
    interchanges, findings = held(data)
    signature = {each.rule for each in findings}
    for interchange in interchanges:
        for transaction in interchange.sets:
            if transaction.type == "820":
                payment, found = read_820(transaction)
                in_order(data, found)
                signature |= {each.rule for each in found}
                _set(transaction, payment, found)
                if thorough and payment is not None:
                    _written_again(payment)
    return frozenset(signature)


def _set(transaction: TransactionSet, payment: Payment820 | None, findings: list[Finding]) -> None:
    if payment is None:
        hold("a payment that is not given has a finding", bool(findings))
        return
    if is_plain(transaction):
        bpr = next((elements for elements in rows(transaction) if elements[0] == "BPR"), [])
        hold("BPR02 is as it stands", payment.amount_cents == cents(at(bpr, 2)))
        _every_item(transaction, payment, findings)


def _every_item(transaction: TransactionSet, payment: Payment820, findings: list[Finding]) -> None:
    given = {item.position: item for item in payment.items}
    places = [
        (segment.position, list(segment.elements))
        for segment in transaction.segments()
        if segment.id == "RMR"
    ]
    end = transaction.text.offset(transaction.end) + 1
    for (position, elements), (until, _) in pairwise([*places, (end, [])]):
        item = given.pop(position, None)
        if item is None:
            spoken = any(position <= finding.position < until for finding in findings)
            hold("an item that is not given has a finding", spoken, position)
        else:
            hold("an item's amount is as it stands", item.paid_cents == cents(at(elements, 4)))
    hold("no item is invented", not given)


def _written_again(payment: Payment820) -> None:
    with suppress(Unwritable):
        text = addenda_text(payment, control="0001")
        transaction, _ = read_set(text.encode("ascii"), DEFAULT_DELIMITERS)
        hold("a written payment is read again", transaction is not None)
        if transaction is not None:
            again, _ = read_820(transaction)
            before = [item.paid_cents for item in payment.items]
            after = [item.paid_cents for item in again.items] if again else None
            hold("a written payment keeps its cents", before == after)
