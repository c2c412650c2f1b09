"""Reading the claims of an 835, one at a time: CLP and SVC loops into Claim and Line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields

from edi.ground.amounts import parse_cents
from edi.ground.npi import is_npi
from edi.x12.codes import (
    ADJUSTMENT_GROUPS,
    CLAIM_STATUSES,
    KNOWN_ADJUSTMENT_REASONS,
    is_remark_code,
)
from edi.x12.findings import ERROR, WARNING, Finding
from edi.x12.parties import BLANKS, Reference, contact_of, dated_of, name_of
from edi.x12.remittance import (
    Adjustment,
    Amount,
    Claim,
    ClaimGroup,
    Line,
    Quantity,
    Remark,
    day_of,
    procedure_of,
)
from edi.x12.segments import Delimiters, raw_segment
from edi.x12.tokens import tokens_of
from edi.x12.values import parse_quantity

_EIGHT_BLANKS = [""] * 8
FOOTER = frozenset({"PLB", "SE"})

Take = Callable[["ClaimReader", list[str], int], None]


class ClaimReader:
    """Takes the segments of the detail area and gives one claim after another.

    A claim whose amounts cannot be read exactly is not given: its findings (RA02, RA12) say so,
    and `unreadable` counts it. `number` is the segment's in the set; the caller keeps it.
    """

    def __init__(
        self, delimiters: Delimiters, offset: Callable[[int], int], findings: list[Finding]
    ) -> None:
        self.delimiters = delimiters
        self.offset = offset
        self.findings = findings
        self.number = 0
        self.unreadable = 0
        self.group: ClaimGroup | None = None
        self.claim: Claim | None = None
        self.line: Line | None = None
        self.is_readable = True
        # What takes each segment that stands here.
        self.body: Mapping[str, Take] = _NOTHING

    def find(
        self, rule: str, level: str, segment: str, position: int, message: str, element: int = 0
    ) -> None:
        """Adds a finding at a segment of the set."""
        self.findings.append(
            Finding(
                rule,
                level,
                segment,
                self.offset(position),
                message,
                self.number,
                element,
                loop="" if self.claim is None else "2100" if self.line is None else "2110",
            )
        )

    # The stream -----------------------------------------------------------------------------

    def take(self, position: int, elements: list[str]) -> Claim | None:
        """Takes a segment of the detail area; gives the claim that it closes, if it does and
        the claim can be read."""
        tag = elements[0]
        known = self.body.get(tag)
        done = None
        if known is not None:
            known(self, elements, position)
        elif tag == "CLP" or tag == "LX":
            done = self.close()
            self._open(tag, elements, position)
        else:
            self._other(tag, elements)
        return done

    def close(self) -> Claim | None:
        """The claim that stood open, if it can be read."""
        claim, self.claim, self.line = self.claim, None, None
        self.body = _NOTHING
        if claim is not None and not self.is_readable:
            self.unreadable += 1
            return None
        return claim

    def _open(self, tag: str, elements: list[str], position: int) -> None:
        if tag == "LX":
            self.group = ClaimGroup(elements[1] if len(elements) > 1 else "")
            return
        self.is_readable, self.body = True, _CLAIM
        e = elements + BLANKS
        charge = self._amount(e, 3, position)
        paid = self._amount(e, 4, position)
        share = self._amount(e, 5, position) if e[5] else None
        # What follows still needs a claim to stand in, even if it will not be given.
        self.claim = Claim(e[1], e[2], charge, paid, share, e[6], e[7], e[8], e[9], e[10])
        if len(elements) > 11:
            self.claim.drg, self.claim.drg_weight, self.claim.discharge_fraction = e[11:14]
        self.claim.group = self.group
        self.claim.position, self.claim.number = self.offset(position), self.number
        if e[2] not in CLAIM_STATUSES:
            message = "CLP02 is no claim status of version 5010."
            self.find("RA10", WARNING, "CLP", position, message, 2)

    def _amount(self, e: list[str], index: int, position: int) -> int:
        """The element's cents; a text that is no amount makes the claim unreadable."""
        cents = parse_cents(e[index])
        if cents is None:
            self.is_readable = False
            message = f"{e[0]}{index:02d} is not an amount with at most two decimals."
            self.find("RA02", ERROR, e[0], position, message, index)
            return 0  # never seen: an unreadable claim is not given
        return cents

    def _other(self, tag: str, elements: list[str]) -> None:
        raw = raw_segment(elements, self.delimiters)
        if tag in ("TS3", "TS2") and self.claim is None and self.group is not None:
            self.group.summaries.append(raw)
            return
        holder = self.line or self.claim
        if holder is not None:
            holder.others.append(raw)

    # Segments of a claim or line ------------------------------------------------------------

    def _cas(self, elements: list[str], position: int) -> None:
        holder = self.line or self.claim
        assert holder is not None
        size = len(elements)
        group = elements[1] if size > 1 else ""
        if group and group not in ADJUSTMENT_GROUPS:
            self.find("RA11", WARNING, "CAS", position, "CAS01 is not CO, OA, PI or PR.", 1)
        if not group:
            self._bad_triplet(position, 1)
        for index in range(2, min(size, 20), 3):
            reason = elements[index]
            amount = elements[index + 1] if index + 1 < size else ""
            quantity = elements[index + 2] if index + 2 < size else ""
            cents = parse_cents(amount)
            if cents is None or not reason:
                if index == 2 or reason or amount or quantity:
                    self._bad_pair(reason, amount, position, index)
            elif group:
                number = parse_quantity(quantity) if quantity else None
                holder.adjustments.append(Adjustment(group, reason, cents, number))
                if reason not in KNOWN_ADJUSTMENT_REASONS:
                    message = "An adjustment reason is not a code known here."
                    self.find("RA13", WARNING, "CAS", position, message, index)
        if size < 3 and group:
            self._bad_triplet(position, 2)
        if size > 20:
            self._bad_triplet(position, 20)

    def _bad_pair(self, reason: str, amount: str, position: int, index: int) -> None:
        """Says of a triplet that its amount is none (RA02) or that a part is missing (RA12)."""
        if amount and parse_cents(amount) is None:
            self.is_readable = False
            message = f"CAS{index + 1:02d} is not an amount with at most two decimals."
            self.find("RA02", ERROR, "CAS", position, message, index + 1)
        else:
            self._bad_triplet(position, index if not reason else index + 1)

    def _bad_triplet(self, position: int, element: int) -> None:
        self.is_readable = False
        message = "A CAS has a triplet without group, reason or amount, or not one to six."
        self.find("RA12", ERROR, "CAS", position, message, element)

    def _nm1(self, elements: list[str], position: int) -> None:
        assert self.claim is not None
        name = name_of(elements)
        self.claim.names.append(name)
        if name.id_qualifier == "XX" and not is_npi(name.id):
            self.find("RA30", WARNING, "NM1", position, "An NPI has a wrong check digit.", 9)

    def _mia(self, elements: list[str], position: int) -> None:
        assert self.claim is not None
        self.claim.inpatient = self.claim.inpatient or tuple(elements[1:])
        self._remarks(elements, (5, 20, 21, 22, 23), position)

    def _moa(self, elements: list[str], position: int) -> None:
        assert self.claim is not None
        self.claim.outpatient = self.claim.outpatient or tuple(elements[1:])
        self._remarks(elements, (3, 4, 5, 6, 7), position)

    def _remarks(self, elements: list[str], places: Iterable[int], position: int) -> None:
        for place in places:
            code = elements[place] if place < len(elements) else ""
            if code and not is_remark_code(code):
                message = "A remark code has not the shape of one."
                self.find("RA13", WARNING, elements[0], position, message, place)

    def _ref(self, elements: list[str], position: int) -> None:
        holder = self.line or self.claim
        assert holder is not None
        if len(elements) == 3:
            holder.references.append(Reference(elements[1], elements[2]))
        else:
            e = elements + BLANKS
            holder.references.append(Reference(e[1], e[2], e[3]))

    def _dtm(self, elements: list[str], position: int) -> None:
        holder = self.line or self.claim
        assert holder is not None
        dated = dated_of(elements)
        if dated.qualifier == "233" and dated.day is not None:
            first = day_of(holder.dates, "232")
            if first is not None and dated.day < first:
                message = "The service ends before it begins."
                self.find("RA26", WARNING, "DTM", position, message, 2)
        holder.dates.append(dated)

    def _per(self, elements: list[str], position: int) -> None:
        assert self.claim is not None
        self.claim.contacts.append(contact_of(elements))

    def _amt(self, elements: list[str], position: int) -> None:
        holder = self.line or self.claim
        assert holder is not None
        e = elements + _EIGHT_BLANKS
        cents = parse_cents(e[2])
        if cents is None:
            cents = self._amount(e, 2, position)
        holder.amounts.append(Amount(e[1], cents))

    def _qty(self, elements: list[str], position: int) -> None:
        holder = self.line or self.claim
        assert holder is not None
        e = elements + BLANKS
        number = parse_quantity(e[2])
        if number is None:
            holder.others.append(raw_segment(elements, self.delimiters))
        else:
            holder.quantities.append(Quantity(e[1], number))

    def _lq(self, elements: list[str], position: int) -> None:
        e = elements + BLANKS
        assert self.line is not None
        self.line.remarks.append(Remark(e[1], e[2]))
        if e[1] == "HE" and not is_remark_code(e[2]):
            message = "A remark code has not the shape of one."
            self.find("RA13", WARNING, "LQ", position, message, 2)

    def _svc(self, elements: list[str], position: int) -> None:
        assert self.claim is not None
        e = elements + _EIGHT_BLANKS
        component = self.delimiters.component
        charge, paid = parse_cents(e[2]), parse_cents(e[3])
        line = Line(
            procedure_of(e[1], component),
            self._amount(e, 2, position) if charge is None else charge,
            self._amount(e, 3, position) if paid is None else paid,
            e[4],
            parse_quantity(e[5]) if e[5] else None,
            procedure_of(e[6], component) if e[6] else None,
            parse_quantity(e[7]) if e[7] else None,
        )
        line.position, line.number = self.offset(position), self.number
        self.claim.lines.append(line)
        self.line, self.body = line, _LINE


# Segment -> what takes it. Order and repetition are the guide's to judge.
_NOTHING: dict[str, Take] = {}
_CLAIM: dict[str, Take] = {
    "CAS": ClaimReader._cas,
    "NM1": ClaimReader._nm1,
    "MIA": ClaimReader._mia,
    "MOA": ClaimReader._moa,
    "REF": ClaimReader._ref,
    "DTM": ClaimReader._dtm,
    "PER": ClaimReader._per,
    "AMT": ClaimReader._amt,
    "QTY": ClaimReader._qty,
    "SVC": ClaimReader._svc,
}
_LINE: dict[str, Take] = {
    "DTM": ClaimReader._dtm,
    "CAS": ClaimReader._cas,
    "REF": ClaimReader._ref,
    "AMT": ClaimReader._amt,
    "QTY": ClaimReader._qty,
    "LQ": ClaimReader._lq,
    "SVC": ClaimReader._svc,
}


def claim_filler(
    text: str, position: int, join: str, delimiters: Delimiters, offset: Callable[[int], int]
) -> Callable[[Claim], None]:
    """What reads the fields of a claim from its text (see `Claim.unread`) once they are asked
    for. `position` is where its CLP stands."""

    def fill(claim: Claim) -> None:
        reader = ClaimReader(delimiters, offset, [])
        number = claim.number
        for place, elements in tokens_of(text, position, delimiters, join):
            reader.number = number
            reader.take(place, elements)
            number += 1
        read = reader.claim
        assert read is not None
        for name in _FILLED:
            setattr(claim, name, getattr(read, name))

    return fill


# `group`, `position` and `number` are set by whoever gives the claim.
_FILLED = [
    each.name
    for each in fields(Claim)
    if each.init and each.name not in ("group", "position", "number")
]
