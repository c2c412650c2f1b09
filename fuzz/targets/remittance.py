"""835s: every claim is given or spoken of, and what is called balanced is."""

from contextlib import suppress
from datetime import datetime
from itertools import pairwise

from edi.ground.errors import Unwritable
from edi.x12.envelope import read
from edi.x12.interchange import TransactionSet
from edi.x12.remittance_835 import Claim, RemittanceReader, read_835, write_835
from edi.x12.wrapping import wrap
from fuzz.amounts import at, cents
from fuzz.oracle import Breach, hold
from fuzz.seeds.x12 import remittances
from fuzz.targets.x12 import held, in_order, is_plain, rows

seeds = remittances
# What ends a claim without opening another; lines after it are nobody's, and are spoken of.
_BETWEEN = frozenset({"LX", "PLB", "SE"})
_AT = datetime(2026, 11, 23, 9, 30)


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads every 835 of the file; gives the rules that spoke. Raises Breach."""
    interchanges, findings = held(data)
    signature = {each.rule for each in findings}
    for interchange in interchanges:
        for transaction in interchange.sets:
            if transaction.type == "835":
                reader = _set(transaction)
                in_order(data, reader.findings)
                signature |= {each.rule for each in reader.findings}
                signature.add(f"balanced {reader.is_balanced}")
                if thorough:
                    _written_again(transaction)
    return frozenset(signature)


def _set(transaction: TransactionSet) -> RemittanceReader:
    reader = RemittanceReader(transaction)
    claims = list(reader.claims())
    if is_plain(transaction):
        cut = rows(transaction)
        _every_claim(transaction, claims, reader)
        _payment(reader, cut)
        if reader.is_balanced:
            _balances(cut)
    return reader


def _every_claim(
    transaction: TransactionSet, claims: list[Claim], reader: RemittanceReader
) -> None:
    """CLP03 and CLP04 of each CLP are those of a claim, or a finding stands before the next one."""
    given = {claim.position: claim for claim in claims}
    segments = [(each.position, list(each.elements)) for each in transaction.segments()]
    places = [(position, elements) for position, elements in segments if elements[0] == "CLP"]
    footer = next((position for position, elements in segments if elements[0] == "PLB"), None)

    def is_lost(position: int) -> bool:
        """Behind the footer one error may stand for all that follows, if nothing balances."""
        if footer is None or reader.is_balanced:
            return False
        return any(f.is_error and footer < f.position < position for f in reader.findings)

    end = transaction.text.offset(transaction.end) + 1
    for (position, elements), (until, _) in pairwise([*places, (end, [])]):
        claim = given.pop(position, None)
        if claim is None:
            spoken = any(position <= finding.position < until for finding in reader.findings)
            hold("a claim that is not given has a finding", spoken or is_lost(position), position)
            continue
        paid, charged = cents(at(elements, 4)), cents(at(elements, 3))
        hold(
            "a claim's amounts are as they stand",
            (claim.paid_cents, claim.charge_cents) == (paid, charged),
        )
    hold("no claim is invented", not given)


def _payment(reader: RemittanceReader, cut: list[list[str]]) -> None:
    if reader.remittance is not None:
        bpr = next((elements for elements in cut if elements[0] == "BPR"), [])
        hold("BPR02 is as it stands", reader.remittance.amount_cents == cents(at(bpr, 2)))


def _balances(cut: list[list[str]]) -> None:
    """The three balances once more, straight from the segments."""
    paid = provider = 0
    claim: _Sum | None = None
    line: _Sum | None = None
    for elements in cut:
        tag = elements[0]
        if tag == "CLP":
            _close(claim, line)
            claim, line = _Sum(at(elements, 3), at(elements, 4)), None
            paid += claim.paid
        elif tag in _BETWEEN:
            _close(claim, line)
            claim = line = None
        elif tag == "SVC" and claim is not None:
            _close(line)
            line = _Sum(at(elements, 2), at(elements, 3))
        elif tag == "CAS" and claim is not None:
            total = sum(_amount(at(elements, index)) for index in range(3, 19, 3))
            for each in (claim, line):
                if each is not None:
                    each.adjusted += total
        if tag == "PLB":
            provider += sum(_amount(at(elements, index)) for index in range(4, 15, 2))
    _close(claim, line)
    bpr = next(elements for elements in cut if elements[0] == "BPR")
    hold("a balanced payment balances", _amount(at(bpr, 2)) == paid - provider)


class _Sum:
    """Charge, payment and adjustments of a claim or line."""

    def __init__(self, charge: str, paid: str) -> None:
        self.charge, self.paid, self.adjusted = _amount(charge), _amount(paid), 0


def _close(*sums: "_Sum | None") -> None:
    for each in sums:
        if each is not None:
            hold("a balanced claim or line balances", each.charge - each.adjusted == each.paid)


def _amount(text: str) -> int:
    """A blank one counts nothing; one that is no amount cannot be in a set called balanced."""
    value = cents(text) if text else 0
    if value is None:
        raise Breach("a balanced set has readable amounts", text)
    return value


def _written_again(transaction: TransactionSet) -> None:
    """What our writer takes is read back with the same claims and cents."""
    remittance, _ = read_835(transaction)
    if remittance is None:
        return
    with suppress(Unwritable):
        written = write_835(remittance, control="0001")
        data = wrap(
            [written],
            sender_qualifier="ZZ",
            sender_id="PAYERONE",
            receiver_qualifier="ZZ",
            receiver_id="HOSPITALTWO",
            interchange_control=1,
            group_control=1,
            at=_AT,
        )
        (interchange,), _ = read(data)
        again, _ = read_835(next(interchange.sets))
        hold("a written remittance is read again", again is not None)
        if again is not None:
            before = [(claim.charge_cents, claim.paid_cents) for claim in remittance.claims]
            after = [(claim.charge_cents, claim.paid_cents) for claim in again.claims]
            hold("a written remittance keeps its cents", before == after)
            hold(
                "a written remittance keeps its payment",
                again.amount_cents == remittance.amount_cents,
            )
