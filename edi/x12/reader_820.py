"""Reading an 820 of any of its shapes, with the findings of the file alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from edi.ground.amounts import dollars, parse_cents
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.guide import guide_of
from edi.x12.interchange import TransactionSet
from edi.x12.parties import (
    BLANKS,
    Party,
    add_to_party,
    dated_of,
    name_of,
    party_of,
    reference_of,
)
from edi.x12.payment import Bpr, Trace, bpr_of, trace_of
from edi.x12.remittance_820 import Adjustment820, Entity, PaidItem, Payment820
from edi.x12.segments import raw_segment


def read_820(transaction: TransactionSet) -> tuple[Payment820 | None, list[Finding]]:
    """The payment order and the findings of the set (those of its envelope come from `read`).

    None instead of a payment where BPR or TRN is missing or BPR02 cannot be read. An item or an
    adjustment whose amounts cannot be read is left out, with a PA02 finding. Never raises.
    """
    reader = _Reader(transaction)
    reader.run()
    return reader.finish(), reader.findings


class _Reader:
    """Takes the segments of one 820 and puts them where they belong."""

    def __init__(self, transaction: TransactionSet) -> None:
        self.transaction = transaction
        self.findings: list[Finding] = []
        self.at: dict[str, tuple[int, int]] = {}
        self.place = (0, 0)
        self.bpr: Bpr | None = None
        self.trace: Trace | None = None
        self.result = Payment820(Bpr("", 0), Trace(""), Party(""), Party(""))
        self.parts: dict[str, Party] = {}
        self.party: Party | None = None
        self.entity: Entity | None = None
        self.item: PaidItem | None = None
        self.adjustment: Adjustment820 | None = None
        self.is_readable = True
        # Numbers of the RMR whose amounts, or whose ADX, cannot be read.
        self.unreadable: set[int] = set()

    def find(self, rule: str, level: str, segment: str, message: str, element: int = 0) -> None:
        position, number = self.place
        self.findings.append(Finding(rule, level, segment, position, message, number, element))

    def run(self) -> None:
        offset = self.transaction.text.offset
        guide = guide_of("820", self.transaction.version)
        walk = guide.walk(self.transaction) if guide else None
        for number, (position, elements) in enumerate(self.transaction.tokens(), start=1):
            tag = elements[0]
            if walk is not None:
                walk.take(position, elements)
            self.place = (offset(position), number)
            self.at.setdefault(tag, self.place)
            take = _TAKES.get(tag)
            if take is None:
                self._other(tag, elements)
            else:
                take(self, elements)
        if walk is not None:
            walk.finish()
            self.findings.extend(walk.findings)

    # Header ---------------------------------------------------------------------------------

    def _bpr(self, elements: list[str]) -> None:
        if self.at["BPR"] != self.place:
            return
        self.bpr = bpr_of(elements)
        if self.bpr is None:
            self.find("PA02", ERROR, "BPR", "BPR02 is not an amount with at most two decimals.", 2)

    def _trn(self, elements: list[str]) -> None:
        self.trace = self.trace or trace_of(elements)

    def _cur(self, elements: list[str]) -> None:
        self.result.currency = (elements + BLANKS)[2]

    def _n1(self, elements: list[str]) -> None:
        if self.entity is not None:
            self._raw(elements)
            return
        self.party = party = party_of(elements)
        if party.role in ("PR", "PE") and party.role not in self.parts:
            self.parts[party.role] = party
        else:
            self.result.parties.append(party)

    # Detail ---------------------------------------------------------------------------------

    def _ent(self, elements: list[str]) -> None:
        e = elements + BLANKS
        self.entity = Entity(e[1], e[2], e[3], e[4], tuple(elements[5:]))
        self.item = self.adjustment = None
        self.result.entities.append(self.entity)

    def _entity(self) -> Entity:
        if self.entity is None:
            self.entity = Entity(is_implied=True)
            self.result.entities.append(self.entity)
        return self.entity

    def _nm1(self, elements: list[str]) -> None:
        if self.item is not None:
            self._raw(elements)
        else:
            self._entity().names.append(name_of(elements))

    def _rmr(self, elements: list[str]) -> None:
        e = elements + BLANKS
        entity = self._entity()
        self.adjustment = None
        item = PaidItem(e[1], e[2], action=e[3], adjustment_reason=e[7])
        item.paid_cents, item.gross_cents = self._amount(e, 4), self._amount(e, 5)
        item.discount_cents, item.adjustment_cents = self._amount(e, 6), self._amount(e, 8)
        item.position, item.number = self.place
        self.item = item
        if not e[1] or not e[2].strip():
            message = "An RMR lacks its qualifier or its reference."
            self.find("PA05", WARNING, "RMR", message, 1 if not e[1] else 2)
        entity.items.append(item)

    def _amount(self, e: list[str], index: int) -> int | None:
        """The element's cents; None where it is absent, and where it is no amount (PA02)."""
        if not e[index]:
            return None
        cents = parse_cents(e[index])
        if cents is None:
            self.is_readable = False
            message = f"{e[0]}{index:02d} is not an amount with at most two decimals."
            self.find("PA02", ERROR, e[0], message, index)
            self.unreadable.add(self.place[1])
        return cents

    def _adx(self, elements: list[str]) -> None:
        e = elements + BLANKS
        cents = parse_cents(e[1])
        if cents is None:
            self.is_readable = False
            if self.item is not None:
                self.unreadable.add(self.item.number)
            self.find("PA02", ERROR, "ADX", "ADX01 is not an amount with at most two decimals.", 1)
            return
        self.adjustment = Adjustment820(cents, e[2], e[3], e[4])
        (self.item or self._entity()).adjustments.append(self.adjustment)

    # Segments that stand at several levels --------------------------------------------------

    def _holder(self) -> Adjustment820 | PaidItem | Entity | Payment820:
        return self.adjustment or self.item or self.entity or self.result

    def _ref(self, elements: list[str]) -> None:
        if self._goes_to_party(elements):
            return
        self._holder().references.append(reference_of(elements))

    def _dtm(self, elements: list[str]) -> None:
        dated = dated_of(elements)
        if len(elements) > 3:
            self._raw(elements)
        else:
            self._holder().dates.append(dated)

    def _of_party(self, elements: list[str]) -> None:
        if not self._goes_to_party(elements):
            self._raw(elements)

    def _goes_to_party(self, elements: list[str]) -> bool:
        is_header = self.entity is None and self.party is not None
        return is_header and self.party is not None and add_to_party(self.party, elements)

    def _note(self, elements: list[str]) -> None:
        if self.party is None and self.entity is None and self.trace is None:
            self.result.notes.append(raw_segment(elements, self.transaction.delimiters))
        else:
            self._raw(elements)

    def _other(self, tag: str, elements: list[str]) -> None:
        if tag in ("ST", "SE"):
            return
        self._raw(elements)

    def _raw(self, elements: list[str]) -> None:
        raw = raw_segment(elements, self.transaction.delimiters)
        if self.entity is None and self.party is not None:
            self.party.others.append(raw)
        else:
            self._holder().others.append(raw)

    # The end --------------------------------------------------------------------------------

    def finish(self) -> Payment820 | None:
        for rule, level, segment, message, element in self._objections():
            start = self.at.get("ST", (self.transaction.st.position, 1))
            self.place = self.at[segment] if element else start
            self.find(rule, level, segment, message, element)
        if self.bpr is None or self.trace is None:
            return None
        result = self.result
        result.bpr, result.trace = self.bpr, self.trace
        result.payer = self.parts.get("PR", result.payer)
        result.payee = self.parts.get("PE", result.payee)
        result.control, result.version = self.transaction.control, self.transaction.version
        result.position = self.transaction.st.position
        self._judge(result)
        return result

    def _objections(self) -> Iterator[tuple[str, str, str, str, int]]:
        for tag in ("BPR", "TRN"):
            if tag not in self.at:
                yield "PA01", ERROR, tag, f"{tag} is missing.", 0
        for role in ("PR", "PE"):
            if role not in self.parts:
                yield "PA01", WARNING, "N1", f"N1*{role} is missing.", 0
        if self.trace is not None and not self.trace.number.strip():
            yield "PA01", ERROR, "TRN", "TRN02, the trace number, is blank.", 2

    def _judge(self, payment: Payment820) -> None:
        for item in payment.items:
            self.place = (item.position, item.number)
            if item.off_cents and item.number not in self.unreadable:
                message = f"RMR04 is off by {dollars(item.off_cents)}."
                self.find("PA04", WARNING, "RMR", message, 4)
        self.place = self.at["BPR"]
        has_detail = bool(payment.entities) or payment.bpr.handling != "D"
        if self.is_readable and payment.off_cents and has_detail:
            message = f"The payment is off by {dollars(payment.off_cents)}."
            self.find("PA03", WARNING, "BPR", message, 2)


Take = Callable[[_Reader, list[str]], None]
_TAKES: dict[str, Take] = {
    "BPR": _Reader._bpr,
    "TRN": _Reader._trn,
    "CUR": _Reader._cur,
    "N1": _Reader._n1,
    "ENT": _Reader._ent,
    "NM1": _Reader._nm1,
    "RMR": _Reader._rmr,
    "ADX": _Reader._adx,
    "REF": _Reader._ref,
    "DTM": _Reader._dtm,
    "N3": _Reader._of_party,
    "N4": _Reader._of_party,
    "PER": _Reader._of_party,
    "NTE": _Reader._note,
}
