"""Pieces that 835 and 820 share: names, addresses, references, contacts, dates; as fields and as
segments to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from edi.x12.segments import RawSegment, Row
from edi.x12.values import date_text, parse_date

BLANKS = [""] * 24
_TEN_BLANKS = [""] * 10


class Reference(NamedTuple):
    """REF: qualifier, value, description."""

    qualifier: str
    value: str
    description: str = ""

    def row(self) -> Row:
        return ("REF", self.qualifier, self.value, self.description)


class Dated(NamedTuple):
    """DTM: qualifier and day; `text` is what stood there where it is no day."""

    qualifier: str
    day: date | None
    text: str = ""

    def row(self) -> Row:
        return ("DTM", self.qualifier, date_text(self.day) if self.day else self.text)


@dataclass(slots=True)
class Contact:
    """PER: function (CX, BL, IC), name, and (qualifier, number) pairs such as ("TE", ...)."""

    function: str
    name: str = ""
    channels: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> Row:
        flat = [part for channel in self.channels for part in channel]
        return ("PER", self.function, self.name, *flat)


@dataclass(slots=True)
class Address:
    """N3 and N4."""

    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""

    def rows(self) -> Iterator[Row]:
        if self.lines:
            yield ("N3", *self.lines)
        if self.city or self.state or self.postal_code:
            yield ("N4", self.city, self.state, self.postal_code, self.country)


@dataclass(slots=True)
class Party:
    """An N1 loop: payer (PR), payee (PE) or another organisation."""

    role: str
    name: str = ""
    id_qualifier: str = ""
    id: str = ""
    address: Address | None = None
    references: list[Reference] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    others: list[RawSegment] = field(default_factory=list)

    @property
    def npi(self) -> str:
        """The NPI, or an empty text."""
        return self.id if self.id_qualifier == "XX" else ""

    @property
    def tax_id(self) -> str:
        """The tax id (N1*..*FI or REF*TJ), or an empty text."""
        if self.id_qualifier == "FI":
            return self.id
        return next((r.value for r in self.references if r.qualifier in ("TJ", "FI")), "")

    def rows(self) -> Iterator[Row]:
        """N1, N3, N4, REF, PER in this order, then what has no field."""
        yield ("N1", self.role, self.name, self.id_qualifier, self.id)
        if self.address:
            yield from self.address.rows()
        yield from (reference.row() for reference in self.references)
        yield from (contact.row() for contact in self.contacts)
        yield from (other.elements for other in self.others)


@dataclass(slots=True)
class Name:
    """An NM1: a person (or organisation) in a role such as QC patient, IL insured, 82 rendering.

    The names and the id are kept out of repr."""

    role: str
    last: str = field(default="", repr=False)
    first: str = field(default="", repr=False)
    middle: str = field(default="", repr=False)
    suffix: str = field(default="", repr=False)
    id_qualifier: str = ""
    id: str = field(default="", repr=False)
    is_person: bool = True
    prefix: str = field(default="", repr=False)

    def row(self) -> Row:
        kind = "1" if self.is_person else "2"
        names = (self.last, self.first, self.middle, self.prefix, self.suffix)
        return ("NM1", self.role, kind, *names, self.id_qualifier, self.id)


def name_of(elements: list[str]) -> Name:
    """The name in an NM1 segment."""
    e = elements + _TEN_BLANKS
    return Name(e[1], e[3], e[4], e[5], e[7], e[8], e[9], e[2] != "2", e[6])


def reference_of(elements: list[str]) -> Reference:
    """The reference in a REF segment."""
    e = elements + BLANKS
    return Reference(e[1], e[2], e[3])


def dated_of(elements: list[str]) -> Dated:
    """The day in a DTM segment."""
    if len(elements) < 3:
        return Dated((elements + BLANKS)[1], None)
    text = elements[2]
    day = parse_date(text)
    return Dated(elements[1], day, "" if day else text)


def contact_of(elements: list[str]) -> Contact:
    """The contact in a PER segment."""
    e = elements + BLANKS
    channels = [(e[i], e[i + 1]) for i in (3, 5, 7) if e[i] or e[i + 1]]
    return Contact(e[1], e[2], channels)


def party_of(elements: list[str]) -> Party:
    """The party an N1 segment opens."""
    e = elements + BLANKS
    return Party(e[1], e[2], e[3], e[4])


def add_to_party(party: Party, elements: list[str]) -> bool:
    """Takes N3, N4, REF or PER into the party; False where the segment is none of these."""
    e = elements + BLANKS
    match elements[0]:
        case "N3":
            lines = tuple(line for line in e[1:3] if line)
            party.address = _address(party, lines=lines)
        case "N4":
            address = _address(party)
            address.city, address.state, address.postal_code, address.country = e[1:5]
        case "REF":
            party.references.append(reference_of(elements))
        case "PER":
            party.contacts.append(contact_of(elements))
        case _:
            return False
    return True


def _address(party: Party, lines: tuple[str, ...] = ()) -> Address:
    party.address = party.address or Address()
    if lines:
        party.address.lines = lines
    return party.address
