"""Reading an 835: header, claims one at a time, footer; with the findings of the file alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from edi.ground.amounts import parse_cents
from edi.x12.balance_835 import balance_claim, transaction_off_cents
from edi.x12.claims_835 import ClaimReader
from edi.x12.codes import REVERSAL
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.interchange import TransactionSet
from edi.x12.parties import BLANKS, Party, add_to_party, party_of
from edi.x12.payment import Bpr, Trace, bpr_of, trace_of
from edi.x12.remittance import Claim, ProviderAdjustment, Remittance
from edi.x12.rules_835 import (
    Objection,
    claim_objections,
    footer_objections,
    header_objections,
)
from edi.x12.segments import raw_segment
from edi.x12.tokens import Token
from edi.x12.values import parse_date

_DETAIL = frozenset({"LX", "TS3", "TS2", "CLP", "SVC", "PLB", "SE"})
_HEADER_ORDER = {"ST": 0, "BPR": 1, "NTE": 2, "TRN": 3, "CUR": 4, "REF": 5, "DTM": 6, "N1": 7}


class RemittanceReader:
    """One pass through an 835 in flat memory.

    On creation the header is read: `remittance` has no claims yet. `claims()` gives them one by
    one; when it ends, the footer is read and `findings` is complete. `remittance` is None where
    BPR or TRN is missing or BPR02 cannot be read. Nothing raises on what stands in a file.
    """

    def __init__(self, transaction: TransactionSet) -> None:
        self.transaction = transaction
        self.findings: list[Finding] = []
        self.remittance: Remittance | None = None
        self.claim_count = 0
        self.claims_paid_cents = 0
        self.off_cents: int | None = None
        self.is_balanced = False
        self._tokens = transaction.tokens()
        self._claims = ClaimReader(transaction, self.findings)
        self._header = _Header(transaction, self._claims)
        self._first = self._header.read(self._tokens)
        self.remittance = self._header.remittance()
        if self.remittance is not None:
            self._object(header_objections(self.remittance, transaction.st[3]), self._header.at)

    def claims(self) -> Iterator[Claim]:
        """Each claim in turn; those whose amounts cannot be read exactly are left out."""
        every = True
        pairs: dict[int, int] = {}
        for claim in self._claims.claims(self._first, self._tokens):
            off = balance_claim(claim)
            every = every and off.is_balanced
            self.claims_paid_cents += claim.paid_cents
            place = (claim.position, claim.number)
            for rule, level, segment, message in claim_objections(claim, off):
                self._add(rule, level, segment, place, message)
            if _repeats(claim, pairs):
                message = "The same claim stands twice and is not a reversal with its correction."
                self._add("RA29", WARNING, "CLP", place, message)
            yield claim
        self._finish(every)

    def _finish(self, every_claim_balances: bool) -> None:
        reader, remittance = self._claims, self.remittance
        self.claim_count = reader.seen
        footer = _Footer(reader)
        footer.read(reader.pending, self._tokens)
        if remittance is None:
            return
        remittance.provider_adjustments = footer.adjustments
        if not reader.unreadable and footer.is_readable:
            self.off_cents = transaction_off_cents(remittance, self.claims_paid_cents)
        self.is_balanced = self.off_cents == 0 and every_claim_balances
        has_groups = reader.group is not None
        self._object(
            footer_objections(remittance, reader.seen, has_groups, self.off_cents), self._header.at
        )

    def _object(self, objections: Iterable[Objection], at: dict[str, tuple[int, int]]) -> None:
        default = at.get("ST", (0, 1))
        for rule, level, segment, message in objections:
            self._add(rule, level, segment, at.get(segment, default), message)

    def _add(
        self, rule: str, level: str, segment: str, place: tuple[int, int], message: str
    ) -> None:
        # What the rules say by XS05 and RA01 is that something is missing: code 3 in a 999.
        code = "3" if rule in ("XS05", "RA01") else ""
        self.findings.append(Finding(rule, level, segment, place[0], message, place[1], code=code))


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


def _repeats(claim: Claim, pairs: dict[int, int]) -> bool:
    """Whether claim and payer's number stood before in the same role (reversal or not)."""
    key = hash((claim.control_number, claim.payer_control_number))
    role = 2 if claim.status_code == REVERSAL else 1
    seen = pairs.get(key, 0)
    pairs[key] = seen | role
    return bool(seen & role)


class _Header:
    """ST to the last party: what stands before the claims."""

    def __init__(self, transaction: TransactionSet, reader: ClaimReader) -> None:
        self.transaction = transaction
        self.reader = reader
        self.bpr: Bpr | None = None
        self.trace: Trace | None = None
        self.party: Party | None = None
        self.parts: dict[str, Party] = {}
        self.result = Remittance(Bpr("", 0), Trace(""), Party(""), Party(""))
        # Where a segment stood first: byte offset and number in the set.
        self.at: dict[str, tuple[int, int]] = {}
        self.rank = 0

    def read(self, tokens: Iterator[Token]) -> Token | None:
        """Takes the header; gives the first segment after it."""
        for position, elements in tokens:
            self.reader.number += 1
            tag = elements[0]
            if tag in _DETAIL:
                self._check_presence()
                return position, elements
            self._check_order(tag, position)
            place = (self.reader.offset(position), self.reader.number)
            first = self.at.setdefault(tag, place) is place
            self._take(tag, elements, position, first)
        self._check_presence()
        return None

    def _check_order(self, tag: str, position: int) -> None:
        rank = _HEADER_ORDER.get(tag, self.rank)
        is_of_party = self.party is not None and tag in ("REF", "PER", "N3", "N4", "RDM")
        if is_of_party:
            return
        if rank < self.rank:
            message = f"{tag} stands after a segment that should follow it."
            self.reader.find("XS05", ERROR, tag, position, message)
        self.rank = max(rank, self.rank)

    def _take(self, tag: str, elements: list[str], position: int, first: bool) -> None:
        e = elements + BLANKS
        if tag == "N1":
            self._open_party(elements, position)
        elif self.party is not None and add_to_party(self.party, elements):
            return
        elif tag == "BPR":
            self._take_bpr(elements, position, first)
        elif tag == "TRN":
            self._once("RA01", ERROR, tag, position, first)
            self.trace = self.trace or trace_of(elements)
        elif tag == "CUR":
            self._once("XS06", WARNING, tag, position, first)
            self.result.currency = e[2]
        elif tag == "REF" and e[1] == "EV":
            self.result.receiver_id = e[2]
        elif tag == "REF" and e[1] == "F2":
            self.result.version_id = e[2]
        elif tag == "DTM" and e[1] == "405":
            self._take_production_date(e[2], position)
        elif tag != "ST":
            self._other(tag, elements, position)

    def _open_party(self, elements: list[str], position: int) -> None:
        self.party = party = party_of(elements)
        if party.role in ("PR", "PE") and party.role not in self.parts:
            self.parts[party.role] = party
            return
        if party.role in self.parts:
            message = f"N1*{party.role} stands more than once."
            self.reader.find("RA01", ERROR, "N1", position, message)
        self.result.parties.append(party)

    def _take_bpr(self, elements: list[str], position: int, first: bool) -> None:
        self._once("RA01", ERROR, "BPR", position, first)
        if first:
            self.bpr = bpr_of(elements)
            if self.bpr is None:
                message = "BPR02 is not an amount with at most two decimals."
                self.reader.find("RA02", ERROR, "BPR", position, message, 2)

    def _take_production_date(self, text: str, position: int) -> None:
        day = parse_date(text)
        if day is None:
            self.reader.find("XS08", ERROR, "DTM", position, "DTM02 is not a date.", 2)
        self._once("XS06", WARNING, "DTM", position, self.result.production_date is None)
        self.result.production_date = self.result.production_date or day

    def _once(self, rule: str, level: str, tag: str, position: int, first: bool) -> None:
        if not first:
            self.reader.find(rule, level, tag, position, f"{tag} stands more than once.")

    def _other(self, tag: str, elements: list[str], position: int) -> None:
        raw = raw_segment(elements, self.transaction.delimiters)
        (self.party.others if self.party is not None else self.result.others).append(raw)
        if tag not in ("REF", "NTE", "RDM", "N2", "DTM"):
            message = "An unknown segment is kept as it is."
            self.reader.find("XS07", WARNING, "", position, message)

    def _check_presence(self) -> None:
        missing = [tag for tag in ("BPR", "TRN") if tag not in self.at]
        missing += [f"N1*{role}" for role in ("PR", "PE") if role not in self.parts]
        for name in missing:
            segment = name.partition("*")[0]
            self.reader.find("RA01", ERROR, segment, self.transaction.start, f"{name} is missing.")

    def remittance(self) -> Remittance | None:
        """The remittance without claims, or None where payment or trace cannot be told."""
        if self.bpr is None or self.trace is None:
            return None
        result, transaction = self.result, self.transaction
        result.bpr, result.trace = self.bpr, self.trace
        result.payer = self.parts.get("PR", result.payer)
        result.payee = self.parts.get("PE", result.payee)
        result.control, result.version = transaction.control, transaction.version
        result.position = transaction.st.position
        return result


class _Footer:
    """PLB and SE: what stands after the claims."""

    def __init__(self, reader: ClaimReader) -> None:
        self.reader = reader
        self.adjustments: list[ProviderAdjustment] = []
        self.is_readable = True

    def read(self, token: Token | None, rest: Iterator[Token]) -> None:
        while token is not None:
            position, elements = token
            tag = elements[0]
            if tag == "PLB":
                self._take(elements, position)
            elif tag != "SE":
                message = "Only PLB may stand between the last claim and SE."
                self.reader.find("XS05", ERROR, "", position, message)
                # A claim after PLB is in no sum: the balance cannot be told.
                self.is_readable = self.is_readable and tag not in ("CLP", "CAS", "SVC")
            token = next(rest, None)
            self.reader.number += 1

    def _take(self, elements: list[str], position: int) -> None:
        day = parse_date(elements[2] if len(elements) > 2 else "")
        if day is None:
            self.reader.find("XS08", ERROR, "PLB", position, "PLB02 is not a date.", 2)
        if not 5 <= len(elements) <= 15:
            self._bad_pair(position, 3)
        for index in range(3, len(elements), 2):
            amount = elements[index + 1] if index + 1 < len(elements) else ""
            if elements[index] or amount:
                self._pair(elements, index, amount, position)

    def _pair(self, elements: list[str], index: int, amount: str, position: int) -> None:
        component = self.reader.delimiters.component
        reason, _, reference = elements[index].partition(component)
        cents = parse_cents(amount)
        if amount and cents is None:
            self.is_readable = False
            message = f"PLB{index + 1:02d} is not an amount with at most two decimals."
            self.reader.find("RA02", ERROR, "PLB", position, message, index + 1)
        elif cents is None or not reason:
            self._bad_pair(position, index)
        else:
            day = parse_date(elements[2])
            place = (self.reader.offset(position), self.reader.number)
            self.adjustments.append(
                ProviderAdjustment(elements[1], day, reason, reference, cents, *place)
            )

    def _bad_pair(self, position: int, index: int) -> None:
        self.is_readable = False
        message = "A PLB has a pair without reason or amount, or not one to six of them."
        self.reader.find("RA15", ERROR, "PLB", position, message, index)
