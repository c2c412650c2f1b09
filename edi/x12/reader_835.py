"""Reading an 835: header, claims one at a time, footer; with the findings of the file alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from edi.x12.balance_835 import balance_claim, transaction_off_cents
from edi.x12.claims_835 import FOOTER, ClaimReader, claim_filler
from edi.x12.finding_list import FindingList
from edi.x12.findings import WARNING, Finding
from edi.x12.footer_835 import Footer
from edi.x12.guide import guide_of
from edi.x12.header_835 import Header
from edi.x12.interchange import TransactionSet
from edi.x12.pairs_835 import Pair, Pairs, pair_of
from edi.x12.quick_835 import Found, quick_look
from edi.x12.remittance import Claim, ClaimGroup, Remittance
from edi.x12.rules_835 import (
    Objection,
    claim_objections,
    footer_objections,
    header_objections,
)
from edi.x12.tokens import Stretch, Token, has_empty_end, stretches, tokens_of

# Not said of a set that breaks off: what it lacks may have stood in the rest.
_OF_WHOLE_SETS = frozenset({"RA04", "RA22"})
_LOOPS = {"CLP": "2100", "SVC": "2110"}


class RemittanceReader:
    """One pass through an 835 in flat memory.

    On creation the header is read: `remittance` has no claims yet. `claims()` gives them one by
    one, or `run()` passes through them; then the footer is read and `findings` is complete.
    `remittance` is None where BPR or TRN is missing or BPR02 cannot be read. Nothing raises on
    what stands in a file.

    A claim that passes the quick look (`quick_835`) is not looked at further: nothing would be
    found, and its fields are read when they are asked for. With `quickly` off every claim goes
    the complete way; findings and claims are the same.
    """

    def __init__(self, transaction: TransactionSet, *, quickly: bool = True) -> None:
        self.transaction = transaction
        # Told now and then how far the text has been read, where someone wants to know.
        self.reached: Callable[[int], None] | None = None
        self.findings: list[Finding] = FindingList()
        self.remittance: Remittance | None = None
        self.claim_count = 0
        self.claims_paid_cents = 0
        self.off_cents: int | None = None
        self.is_balanced = False
        # How many claims and lines are off.
        self.claims_off = self.lines_off = 0
        self._quickly = quickly
        self._is_old = transaction.version.startswith("004010")
        self._opener = "CLP" + transaction.delimiters.element
        guide = guide_of("835", transaction.version)
        assert guide is not None
        self._walk = guide.walk(transaction)
        # Segments of claims that the walk has not been told of, and where they begin.
        self._passed = self._passed_from = 0
        self._pairs = Pairs()
        self._claims = ClaimReader(transaction.delimiters, transaction.text.offset, self.findings)
        self._footer = Footer(self._claims)
        self._is_detail = True
        self._read_header()

    def claims(self) -> Iterator[Claim]:
        """Each claim in turn; those whose amounts cannot be read exactly are left out."""
        return self._detail(keep=True)

    def run(self) -> None:
        """Passes through all claims and the footer without giving any."""
        for _ in self._detail(keep=False):
            pass

    # The parts of the set -------------------------------------------------------------------

    def _read_header(self) -> None:
        transaction = self.transaction
        header = Header(transaction, self._claims)
        self._start = start = header.read(self._watched(transaction.tokens()))
        # An empty segment is the guide's to find, at the segment that follows.
        before = transaction.text.source[max(start - 16, 0) : start].decode("latin-1")
        self._is_clean = not has_empty_end(before, transaction.delimiters.segment)
        self._at = header.at
        self.remittance = header.remittance()
        if self.remittance is not None:
            self._object(header_objections(self.remittance, transaction.st[3], header.at))

    def _watched(self, tokens: Iterable[Token]) -> Iterator[Token]:
        """The header's segments, seen by the walk too; the detail area is read anew."""
        for token in tokens:
            if token[1][0] in ("LX", "TS3", "TS2", "CLP", "SVC", "PLB", "SE"):
                yield token
                return
            self._walk.take(*token)
            yield token

    def _detail(self, keep: bool) -> Iterator[Claim]:
        transaction = self.transaction
        for stretch in stretches(
            transaction.text.source,
            self._start,
            transaction.end,
            transaction.delimiters,
            self._opener,
        ):
            yield from self._stretch(stretch, keep)
            if self.reached is not None:
                self.reached(stretch.position)
        claim = self._claims.close()
        if claim is not None:
            self._judge(claim, is_whole=transaction.se is not None)
            yield claim
        self._finish()

    def _stretch(self, stretch: Stretch, keep: bool) -> Iterator[Claim]:
        """The claims of a stretch: the quick look at each, the complete way where it fails."""
        delimiters = self.transaction.delimiters
        quick = quick_look(delimiters, stretch.join, self._is_old) if self._quickly else None
        if quick is None or not self._is_detail:
            yield from self._slowly(stretch.position, stretch.text, stretch.join)
            return
        look, opener, join, reader = quick.look, self._opener, stretch.join, self._claims
        gap, lead = len(join), len(opener)
        position, text = stretch.position, stretch.text
        if not text.startswith(opener):
            before, has_claims, text = text.partition(join + opener)
            yield from self._slowly(position, before + join, join)
            self._is_clean = not has_empty_end(before + join, delimiters.segment)
            position += len(before) + gap
        else:
            has_claims, text = opener, text[lead:]
        pieces = text.removesuffix(join).split(join + opener) if has_claims else []
        last = len(pieces) - 1
        for index, piece in enumerate(pieces):
            is_looked_at = self._is_clean and self._is_detail and (index < last or stretch.is_whole)
            found = look(piece) if is_looked_at else None
            if found is None:
                yield from self._slowly(position, opener + piece, join)
                self._is_clean = not has_empty_end(piece + join, delimiters.segment)
            else:
                if reader.claim is not None:
                    yield from self._closed()
                count = piece.count(join) + 1
                claim = self._passed_claim(found, position, opener + piece, join) if keep else None
                self._count(found)
                if not self._passed:
                    self._passed_from = position
                reader.number += count
                self._passed += count
                if claim is not None:
                    yield claim
            position += len(piece) + gap + lead

    def _passed_claim(self, found: Found, position: int, text: str, join: str) -> Claim:
        control, status, charge, paid, payer_control, group = found
        if group is not None:
            text = text[: text.rindex(join)]  # the LX that follows
        transaction, reader = self.transaction, self._claims
        offset = transaction.text.offset
        fill = claim_filler(text, position, join, transaction.delimiters, offset)
        claim = Claim.unread(control, status, charge, paid, payer_control, fill)
        claim.group, claim.position, claim.number = reader.group, offset(position), reader.number
        return claim

    def _count(self, found: Found) -> None:
        self.claim_count += 1
        self.claims_paid_cents += found[3]
        self._pairs.add((found[0], found[4], found[1] == "22"))
        if found[5] is not None:
            self._claims.group = ClaimGroup(found[5])

    def _slowly(self, position: int, text: str, join: str) -> Iterator[Claim]:
        """The complete way: segment by segment, judged by the guide and the rules."""
        if self._passed:
            self._walk.skip("CLP", self._passed, self._passed_from)
            self._passed = 0
        reader = self._claims
        for place, elements in tokens_of(text, position, self.transaction.delimiters, join):
            self._walk.take(place, elements)
            tag = elements[0]
            if self._is_detail and tag in FOOTER:
                self._is_detail = False
                yield from self._closed()
            if self._is_detail:
                claim = reader.take(place, elements)
                if tag == "CLP":
                    self.claim_count += 1
                    self._pairs.add(_pair(elements))
                if claim is not None:
                    self._judge(claim)
                    yield claim
            else:
                self._footer.take(place, elements)
            reader.number += 1
        self._take_findings()

    def _closed(self) -> Iterator[Claim]:
        claim = self._claims.close()
        if claim is not None:
            self._judge(claim)
            yield claim

    # Judging --------------------------------------------------------------------------------

    def _judge(self, claim: Claim, *, is_whole: bool = True) -> None:
        """Adds the claim up; of one that the set breaks off in, nothing is said."""
        off = balance_claim(claim)
        self.claims_off += off.off_cents != 0
        self.lines_off += sum(1 for cents in off.line_off_cents if cents)
        self.claims_paid_cents += claim.paid_cents
        if is_whole:
            self._object(claim_objections(claim, off))

    def _finish(self) -> None:
        self._walk.finish()
        self._take_findings()
        self._find_repeated()
        reader, remittance, footer = self._claims, self.remittance, self._footer
        if remittance is not None:
            remittance.provider_adjustments = footer.adjustments
            if not reader.unreadable and footer.is_readable:
                self.off_cents = transaction_off_cents(remittance, self.claims_paid_cents)
            every = not (self.claims_off or self.lines_off)
            self.is_balanced = self.off_cents == 0 and every
            said = footer_objections(remittance, self.claim_count, self.off_cents)
            is_whole = self.transaction.se is not None
            self._object(each for each in said if is_whole or each.rule not in _OF_WHOLE_SETS)
        if isinstance(self.findings, FindingList):
            self.findings.close()

    def _find_repeated(self) -> None:
        """RA29: claims that stand twice. Only where numbers repeat is the set read once more."""
        numbers = self._pairs.repeated()
        if not numbers:
            return
        seen: set[Pair] = set()
        message = "The same claim stands twice and is not a reversal with its correction."
        for number, (position, elements) in enumerate(self.transaction.tokens(), start=1):
            if elements[0] in FOOTER:
                return
            if elements[0] != "CLP":
                continue
            pair = _pair(elements)
            if pair in seen:
                place = (self.transaction.text.offset(position), number)
                self._object([Objection("RA29", WARNING, "CLP", message, 1, place)])
            elif Pairs.number(pair) in numbers:
                seen.add(pair)

    def _object(self, objections: Iterable[Objection]) -> None:
        default = self._at.get("ST", (self.transaction.st.position, 1))
        for rule, level, segment, message, element, place in objections:
            position, number = place or self._at.get(segment, default)
            loop = _LOOPS.get(segment, "")
            self.findings.append(
                Finding(rule, level, segment, position, message, number, element, loop=loop)
            )

    def _take_findings(self) -> None:
        found = self._walk.findings
        if found:
            self.findings.extend(found)
            found.clear()


def read_claims(transaction: TransactionSet) -> Iterator[Claim]:
    """The claims of an 835 one at a time, in flat memory; findings are left to `read_835`."""
    return RemittanceReader(transaction).claims()


def read_835(transaction: TransactionSet) -> tuple[Remittance | None, list[Finding]]:
    """The whole remittance and the findings of the set (those of its envelope come from `read`).

    None instead of a remittance where it has no readable payment or no trace.
    """
    reader = RemittanceReader(transaction)
    claims = list(reader.claims())
    if reader.remittance is not None:
        reader.remittance.claims = claims
    return reader.remittance, reader.findings


def _pair(elements: list[str]) -> Pair:
    e = [*elements, "", "", "", "", "", "", ""]
    return pair_of(e[1], e[7], e[2])
