"""Reading an 820 of any of its shapes: entities and items one at a time, or the whole payment;
with the findings of the file alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from edi.ground.amounts import dollars
from edi.x12.entities_820 import EntityReader
from edi.x12.finding_list import FindingList
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.guide import guide_of
from edi.x12.interchange import TransactionSet
from edi.x12.quick_820 import QuickItems, opener_of, quick_items
from edi.x12.remittance_820 import Entity, PaidItem, Payment820
from edi.x12.tokens import Stretch, Token, has_empty_end, stretches, tokens_of

Detail = Entity | PaidItem


class PaymentReader:
    """One pass through an 820 in flat memory.

    `details()` gives each entity, without its items, and after it each of these; `run()` passes
    through them. Then `findings` and the sums are complete. `payment` is what the header says so
    far, without entities: None where BPR or TRN is missing or BPR02 cannot be read. Nothing
    raises on what stands in a file.

    Passing through, entities or items that pass the quick look (`quick_820`) are not looked at
    further, unless `quickly` is off; findings and sums are the same.
    """

    def __init__(self, transaction: TransactionSet, *, quickly: bool = True) -> None:
        self.transaction = transaction
        # Told now and then how far the text has been read, where someone wants to know.
        self.reached: Callable[[int], None] | None = None
        self.findings: list[Finding] = FindingList()
        guide = guide_of("820", transaction.version)
        assert guide is not None
        self._walk = guide.walk(transaction)
        self._structural: list[Finding] = FindingList()
        self._entities = EntityReader(transaction.delimiters)
        self._number = 0
        self._quickly = quickly
        # Whether the segments since the last opening were all found right, and since the last
        # entity; and the ENT02 of that.
        self._is_clean, self._is_known = True, False
        self._code: str | None = None
        # Loops of one kind that passed and that the walk was not told of, but for the first.
        self._run_key = ""
        self._run_count = self._run_from = 0

    @property
    def payment(self) -> Payment820 | None:
        """The payment as far as it has been read, without entities."""
        reader, transaction = self._entities, self.transaction
        if reader.bpr is None or reader.trace is None:
            return None
        result = reader.result
        result.bpr, result.trace = reader.bpr, reader.trace
        result.payer = reader.parts.get("PR", result.payer)
        result.payee = reader.parts.get("PE", result.payee)
        result.control, result.version = transaction.control, transaction.version
        result.position = transaction.st.position
        return result

    @property
    def item_count(self) -> int:
        """How many items were read so far."""
        return self._entities.item_count

    @property
    def has_entities(self) -> bool:
        """Whether anything that is paid was read so far."""
        return self._entities.has_entities

    @property
    def paid_cents(self) -> int:
        """What the items read so far pay."""
        return self._entities.paid_cents

    @property
    def beside_cents(self) -> int:
        """What the adjustments of entities read so far come to."""
        return self._entities.beside_cents

    @property
    def off_cents(self) -> int:
        """BPR02 less what the items pay and the adjustments of entities."""
        amount_cents = self._entities.bpr.amount_cents if self._entities.bpr else 0
        return amount_cents - self.paid_cents - self.beside_cents

    def details(self) -> Iterator[Detail]:
        """Each entity as it stood before its first item, then each item of it."""
        return self._pass(keep=True)

    def run(self) -> None:
        """Passes through the set without giving anything."""
        for _ in self._pass(keep=False):
            pass

    # The pass -------------------------------------------------------------------------------

    def _pass(self, keep: bool) -> Iterator[Detail]:
        transaction, reader = self.transaction, self._entities
        reader.keeps = keep
        span = transaction.text.source, transaction.start, transaction.end
        opener = "" if keep or not self._quickly else opener_of(transaction)
        for stretch in stretches(*span, transaction.delimiters, opener):
            if opener:
                self._stretch(stretch, opener)
            else:
                yield from self._slowly(stretch.tokens(transaction.delimiters))
            if self.reached is not None:
                self.reached(stretch.position)
        self._end_run()
        reader.close()
        yield from reader.done
        self._finish()

    def _slowly(self, tokens: Iterable[Token]) -> Iterator[Detail]:
        """Segment by segment, judged by the guide and the rules."""
        reader, offset, walk = self._entities, self.transaction.text.offset, self._walk
        for position, elements in tokens:
            self._number += 1
            if elements[0] == "ENT":
                self._code = elements[2] if len(elements) > 2 else None
                self._is_known = True
            walk.take(position, elements)
            reader.take(elements, (offset(position), self._number))
            if reader.done:
                yield from reader.done
                reader.done.clear()
            self._take_findings()

    def _take_findings(self) -> None:
        found = self._walk.findings
        if found:
            self._is_clean = self._is_known = False
            self._structural.extend(found)
            found.clear()

    # The quick look -------------------------------------------------------------------------

    def _stretch(self, stretch: Stretch, opener: str) -> None:
        """Entities or items in turn: the quick look at each, the complete way where it fails."""
        delimiters, text, join = self.transaction.delimiters, stretch.text, stretch.join
        quick = quick_items(self.transaction.version, delimiters, join) if text.isascii() else None
        at = 0
        while at < len(text):
            end = self._passed(quick, stretch, at, opener) if quick is not None else 0
            if not end:
                end = text.find(join + opener, at)
                end = len(text) if end < 0 else end + len(join)
                self._end_run()
                piece = text[at:end]
                # An empty segment is the guide's to find, at the segment that follows.
                self._is_clean = not has_empty_end(piece, delimiters.segment)
                tokens = tokens_of(piece, stretch.position + at, delimiters, join)
                for _ in self._slowly(tokens):
                    pass
            at = end

    def _passed(self, quick: QuickItems, stretch: Stretch, at: int, opener: str) -> int:
        """Where the entity or item that begins here ends, if it is plainly right; else 0."""
        pattern = quick.entity if opener.startswith("ENT") else self._item_pattern(quick)
        text = stretch.text
        match = pattern.match(text, at) if pattern is not None and self._is_clean else None
        if match is None:
            return 0
        end = match.end()
        if not (text.startswith(opener, end) or (end == len(text) and stretch.is_whole)):
            return 0
        sums = quick.sums(text, at, end)
        if sums is None:
            return 0
        self._entities.pass_over(*sums)
        code = match[match.lastindex] if match.lastindex else ""
        key = opener + code if code else opener[:3]
        self._pass_over(key, text.count(stretch.join, at, end), stretch.position + at)
        return end

    def _item_pattern(self, quick: QuickItems) -> re.Pattern[str] | None:
        if not self.has_entities or not (self._is_known or quick.is_alone):
            return None
        return quick.items_of(self._code)

    def _pass_over(self, key: str, count: int, position: int) -> None:
        """Tells the walk of a loop that passed: at once of the first of a run, at its end of those
        alike that follow."""
        if key != self._run_key:
            self._end_run()
            self._walk.skip(key, count, position)
            self._take_findings()
            self._run_key = key
        else:
            self._run_from = self._run_from if self._run_count else position
            self._run_count += count
        self._number += count

    def _end_run(self) -> None:
        if self._run_count:
            self._walk.skip(self._run_key, self._run_count, self._run_from)
            self._take_findings()
        self._run_key, self._run_count = "", 0

    # The end --------------------------------------------------------------------------------

    def _finish(self) -> None:
        self._walk.finish()
        self._structural.extend(self._walk.findings)
        reader = self._entities
        found = self.findings
        found.extend(reader.findings)
        found.extend(self._structural)
        found.extend(self._objections())
        if reader.bpr is not None and reader.trace is not None:
            found.extend(reader.items_off)
            found.extend(self._balance(reader.bpr.handling))
        if isinstance(found, FindingList):
            found.close()

    def _objections(self) -> Iterator[Finding]:
        reader = self._entities
        start = reader.at.get("ST", (self.transaction.st.position, 1))
        # What a set lacks that breaks off may have stood in the rest.
        is_whole = self.transaction.se is not None
        for tag in ("BPR", "TRN"):
            if tag not in reader.at and (is_whole or tag == "BPR" or "BPR" in reader.at):
                yield _finding("PA01", ERROR, tag, start, f"{tag} is missing.")
        for role in ("PR", "PE"):
            if is_whole and role not in reader.parts:
                yield _finding("PA01", WARNING, "N1", start, f"N1*{role} is missing.")
        if reader.trace is not None and not reader.trace.number.strip():
            message = "TRN02, the trace number, is blank."
            yield _finding("PA01", ERROR, "TRN", reader.at["TRN"], message, 2)

    def _balance(self, handling: str) -> Iterator[Finding]:
        has_detail = self.has_entities or handling != "D"
        is_told = self.transaction.se is not None and self._entities.is_readable
        if is_told and self.off_cents and has_detail:
            message = f"The payment is off by {dollars(self.off_cents)}."
            yield _finding("PA03", WARNING, "BPR", self._entities.at["BPR"], message, 2)


def _finding(
    rule: str, level: str, segment: str, place: tuple[int, int], message: str, element: int = 0
) -> Finding:
    position, number = place
    return Finding(rule, level, segment, position, message, number, element)


def read_820(transaction: TransactionSet) -> tuple[Payment820 | None, list[Finding]]:
    """The whole payment order and the findings of the set (those of its envelope come from
    `read`).

    None instead of a payment where BPR or TRN is missing or BPR02 cannot be read. An item or an
    adjustment whose amounts cannot be read is left out, with a PA02 finding. Never raises.
    """
    reader = PaymentReader(transaction)
    entities: list[Entity] = []
    for detail in reader.details():
        if isinstance(detail, Entity):
            entities.append(detail)
        else:
            entities[-1].items.append(detail)
    payment = reader.payment
    if payment is not None:
        payment.entities = entities
    return payment, reader.findings
