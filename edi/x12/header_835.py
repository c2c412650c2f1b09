"""The header of an 835: payment, trace and parties, from ST to the last segment before LX."""

from __future__ import annotations

from collections.abc import Iterable

from edi.x12.claims_835 import ClaimReader
from edi.x12.findings import ERROR
from edi.x12.interchange import TransactionSet
from edi.x12.parties import BLANKS, Party, add_to_party, party_of
from edi.x12.payment import Bpr, Trace, bpr_of, trace_of
from edi.x12.remittance import Remittance
from edi.x12.segments import raw_segment
from edi.x12.tokens import Token
from edi.x12.values import parse_date

_DETAIL = frozenset({"LX", "TS3", "TS2", "CLP", "SVC", "PLB", "SE"})


class Header:
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

    def read(self, tokens: Iterable[Token]) -> int:
        """Takes the header; gives the position of the first segment after it, or of the end."""
        for position, elements in tokens:
            self.reader.number += 1
            tag = elements[0]
            if tag in _DETAIL:
                self._check_presence()
                return position
            place = (self.reader.offset(position), self.reader.number)
            first = self.at.setdefault(tag, place) is place
            self._take(tag, elements, position, first)
        self.reader.number += 1
        self._check_presence(breaks_off=self.transaction.se is None)
        return self.transaction.end

    def _take(self, tag: str, elements: list[str], position: int, first: bool) -> None:
        e = elements + BLANKS
        if tag == "N1":
            self._open_party(elements, position)
        elif self.party is not None and add_to_party(self.party, elements):
            return
        elif tag == "BPR":
            self._take_bpr(elements, position, first)
        elif tag == "TRN":
            self._once(tag, position, first)
            self.trace = self.trace or trace_of(elements)
        elif tag == "CUR":
            self.result.currency = e[2]
        elif tag == "REF" and e[1] == "EV":
            self.result.receiver_id = e[2]
        elif tag == "REF" and e[1] == "F2":
            self.result.version_id = e[2]
        elif tag == "DTM" and e[1] == "405":
            self.result.production_date = self.result.production_date or parse_date(e[2])
        elif tag != "ST":
            self._other(elements)

    def _open_party(self, elements: list[str], position: int) -> None:
        self.party = party = party_of(elements)
        if party.role in ("PR", "PE") and party.role not in self.parts:
            self.parts[party.role] = party
            self.at[f"N1*{party.role}"] = (self.reader.offset(position), self.reader.number)
            return
        if party.role in self.parts:
            message = f"N1*{party.role} stands more than once."
            self.reader.find("RA01", ERROR, "N1", position, message)
        self.result.parties.append(party)

    def _take_bpr(self, elements: list[str], position: int, first: bool) -> None:
        self._once("BPR", position, first)
        if first:
            self.bpr = bpr_of(elements)
            if self.bpr is None:
                message = "BPR02 is not an amount with at most two decimals."
                self.reader.find("RA02", ERROR, "BPR", position, message, 2)

    def _once(self, tag: str, position: int, first: bool) -> None:
        if not first:
            self.reader.find("RA01", ERROR, tag, position, f"{tag} stands more than once.")

    def _other(self, elements: list[str]) -> None:
        raw = raw_segment(elements, self.transaction.delimiters)
        (self.party.others if self.party is not None else self.result.others).append(raw)

    def _check_presence(self, *, breaks_off: bool = False) -> None:
        missing = [tag for tag in ("BPR", "TRN") if tag not in self.at]
        if breaks_off:
            # The set breaks off: what is missing may have stood in the rest. That there is no
            # payment to read is said.
            missing = missing[:1]
        else:
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
