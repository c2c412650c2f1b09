"""Reading the segments of an 820 into fields: header, entities, and what each of them pays."""

from __future__ import annotations

from collections.abc import Callable

from edi.ground.amounts import dollars, parse_cents
from edi.x12.finding_list import FindingList
from edi.x12.findings import ERROR, WARNING, Finding
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
from edi.x12.segments import Delimiters, raw_segment

Place = tuple[int, int]
# Segments whose first place is asked for at the end.
_MARKED = frozenset({"ST", "BPR", "TRN"})


class EntityReader:
    """Takes the segments of one 820. `done` holds what is complete: each entity (without its
    items) once its first item begins, then each of these; whoever reads takes it from there.

    With `keeps` off nothing is kept but what the sums need, however large the set is.
    """

    def __init__(self, delimiters: Delimiters, keeps: bool = True) -> None:
        self.delimiters = delimiters
        self.keeps = keeps
        self.findings: list[Finding] = FindingList()
        # Items that are off: said of a payment alone that can be read.
        self.items_off: list[Finding] = FindingList()
        self.done: list[Entity | PaidItem] = []
        self.at: dict[str, Place] = {}
        self.place: Place = (0, 0)
        self.bpr: Bpr | None = None
        self.trace: Trace | None = None
        self.result = Payment820(Bpr("", 0), Trace(""), Party(""), Party(""))
        self.parts: dict[str, Party] = {}
        self.party: Party | None = None
        self.entity: Entity | None = None
        self.item: PaidItem | None = None
        self.adjustment: Adjustment820 | None = None
        self.is_readable = True
        self.item_count = self.paid_cents = self.beside_cents = 0
        self.has_entities = False
        self._is_given = False
        self._is_item_readable = True

    def find(self, rule: str, level: str, segment: str, message: str, element: int = 0) -> None:
        """Adds a finding at the segment that is being taken."""
        position, number = self.place
        self.findings.append(Finding(rule, level, segment, position, message, number, element))

    def take(self, elements: list[str], place: Place) -> None:
        """Takes the next segment; `place` is its byte offset in the file and number in the set."""
        self.place = place
        tag = elements[0]
        if tag in _MARKED:
            self.at.setdefault(tag, place)
        take = _TAKES.get(tag)
        if take is None:
            self._other(tag, elements)
        else:
            take(self, elements)

    def close(self) -> None:
        """Says that no more segments follow."""
        self._close_item()
        self._give_entity()

    def pass_over(self, items: int, paid_cents: int, beside_cents: int) -> None:
        """Counts items and adjustments of entities that were found right elsewhere."""
        self.close()
        self.done.clear()
        self.has_entities = True
        self.item_count += items
        self.paid_cents += paid_cents
        self.beside_cents += beside_cents

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
        elif self.keeps:
            self.result.parties.append(party)

    # Detail ---------------------------------------------------------------------------------

    def open_entity(self, entity: Entity) -> None:
        """What follows belongs to the entity."""
        self.close()
        self.entity, self.has_entities, self._is_given = entity, True, False

    def _ent(self, elements: list[str]) -> None:
        e = elements + BLANKS
        self.open_entity(Entity(e[1], e[2], e[3], e[4], tuple(elements[5:])))

    def _entity(self) -> Entity:
        if self.entity is None:
            self.open_entity(Entity(is_implied=True))
        assert self.entity is not None
        return self.entity

    def _give_entity(self) -> None:
        if self.entity is not None and not self._is_given:
            self.done.append(self.entity)
            self._is_given = True

    def _nm1(self, elements: list[str]) -> None:
        if self.item is not None:
            self._raw(elements)
            return
        entity = self._entity()
        if self.keeps:
            entity.names.append(name_of(elements))

    def _rmr(self, elements: list[str]) -> None:
        e = elements + BLANKS
        self._entity()
        self._close_item()
        self._give_entity()
        item = PaidItem(e[1], e[2], action=e[3], adjustment_reason=e[7])
        item.paid_cents, item.gross_cents = self._amount(e, 4), self._amount(e, 5)
        item.discount_cents, item.adjustment_cents = self._amount(e, 6), self._amount(e, 8)
        item.position, item.number = self.place
        self.item = item
        self.item_count += 1
        self.paid_cents += item.paid_cents or 0
        if not e[1] or not e[2].strip():
            message = "An RMR lacks its qualifier or its reference."
            self.find("PA05", WARNING, "RMR", message, 1 if not e[1] else 2)

    def _close_item(self) -> None:
        item, self.item, self.adjustment = self.item, None, None
        is_readable, self._is_item_readable = self._is_item_readable, True
        if item is None:
            return
        self.done.append(item)
        off_cents = item.off_cents
        if off_cents and is_readable:
            message = f"RMR04 is off by {dollars(off_cents)}."
            place = (item.position, message, item.number, 4)
            self.items_off.append(Finding("PA04", WARNING, "RMR", *place))

    def _amount(self, e: list[str], index: int) -> int | None:
        """The element's cents; None where it is absent, and where it is no amount (PA02)."""
        if not e[index]:
            return None
        cents = parse_cents(e[index])
        if cents is None:
            self.is_readable = self._is_item_readable = False
            message = f"{e[0]}{index:02d} is not an amount with at most two decimals."
            self.find("PA02", ERROR, e[0], message, index)
        return cents

    def _adx(self, elements: list[str]) -> None:
        e = elements + BLANKS
        cents = parse_cents(e[1])
        if cents is None:
            self.is_readable = False
            self._is_item_readable = self._is_item_readable and self.item is None
            self.find("PA02", ERROR, "ADX", "ADX01 is not an amount with at most two decimals.", 1)
            return
        item = self.item
        holder = item or self._entity()
        self.adjustment = Adjustment820(cents, e[2], e[3], e[4])
        if item is None:
            self.beside_cents += cents
        if item is not None or self.keeps:
            holder.adjustments.append(self.adjustment)

    # Segments that stand at several levels --------------------------------------------------

    def _holder(self) -> Adjustment820 | PaidItem | Entity | Payment820:
        return self.adjustment or self.item or self.entity or self.result

    def _ref(self, elements: list[str]) -> None:
        if self.keeps and not self._goes_to_party(elements):
            self._holder().references.append(reference_of(elements))

    def _dtm(self, elements: list[str]) -> None:
        if len(elements) > 3:
            self._raw(elements)
        elif self.keeps:
            self._holder().dates.append(dated_of(elements))

    def _of_party(self, elements: list[str]) -> None:
        if self.keeps and not self._goes_to_party(elements):
            self._raw(elements)

    def _goes_to_party(self, elements: list[str]) -> bool:
        is_header = self.entity is None and self.party is not None
        return is_header and self.party is not None and add_to_party(self.party, elements)

    def _note(self, elements: list[str]) -> None:
        if self.keeps and self.party is None and self.entity is None and self.trace is None:
            self.result.notes.append(raw_segment(elements, self.delimiters))
        else:
            self._raw(elements)

    def _other(self, tag: str, elements: list[str]) -> None:
        if tag not in ("ST", "SE"):
            self._raw(elements)

    def _raw(self, elements: list[str]) -> None:
        if not self.keeps:
            return
        raw = raw_segment(elements, self.delimiters)
        if self.entity is None and self.party is not None:
            self.party.others.append(raw)
        else:
            self._holder().others.append(raw)


Take = Callable[[EntityReader, list[str]], None]
_TAKES: dict[str, Take] = {
    "BPR": EntityReader._bpr,
    "TRN": EntityReader._trn,
    "CUR": EntityReader._cur,
    "N1": EntityReader._n1,
    "ENT": EntityReader._ent,
    "NM1": EntityReader._nm1,
    "RMR": EntityReader._rmr,
    "ADX": EntityReader._adx,
    "REF": EntityReader._ref,
    "DTM": EntityReader._dtm,
    "N3": EntityReader._of_party,
    "N4": EntityReader._of_party,
    "PER": EntityReader._of_party,
    "NTE": EntityReader._note,
}
