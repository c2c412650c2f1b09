"""The shape of the guides' tables: elements, segments, places in a loop, loops. The tables
themselves stand beside this module; what is judged by them, elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

REQUIRED, WANTED, SITUATIONAL, NOT_USED = "R", "W", "S", "N"
UNLIMITED = 1 << 30
# Ranks of one segment id lie this far apart, for those that a guide puts one after another.
LATEST = 7
# Where the qualifier stands that tells two segments of one id apart, if not in element 1.
_QUALIFIER_AT = {"ENT": 2}


@dataclass(frozen=True, slots=True)
class ElementRule:
    """One element or component: its data element number, type, lengths, use and codes.

    Types: AN text, ID code, N0 and N2 whole numbers, R decimal, M amount (at most two
    decimals), DT date, TM time, C composite. `codes` is None where any will do.
    """

    number: str
    kind: str
    least: int = 1
    most: int = 1
    use: str = SITUATIONAL
    codes: frozenset[str] | None = None
    repeats: int = 1
    components: tuple[ElementRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A relation between elements: P all or none, R at least one, E at most one, C where the
    first stands the others must, L where the first stands one of the others must."""

    kind: str
    elements: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """A segment's elements, the first at index 0, and the relations between them."""

    id: str
    elements: tuple[ElementRule, ...]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True, eq=False)
class Place:
    """One line of a loop: a segment, or a loop by the segment that opens it.

    `qualifiers` tell segments of one id apart (None: any). Places of one `rank` may stand in any
    order, but for those a guide puts `later`. `rule` is that of a missing or repeated segment,
    where it is not XS05 and XS06.
    `is_base`: the base standard has the segment here, the guide does not use it. `is_free`: the
    loop may open although the loop around it was not opened.
    """

    tag: str
    qualifiers: frozenset[str] | None
    use: str
    limit: int
    rule: str = ""
    rank: int = 0
    loop: Loop | None = None
    is_base: bool = False
    is_free: bool = False
    later: int = 0

    @property
    def name(self) -> str:
        """Segment id, with the qualifier where there is but one."""
        if self.qualifiers is not None and len(self.qualifiers) == 1:
            return f"{self.tag}*{next(iter(self.qualifiers))}"
        return self.tag


@dataclass(slots=True, eq=False)
class Loop:
    """A loop's places in order; the first of a loop other than the set is what opens it."""

    id: str
    places: list[Place] = field(default_factory=list)
    by_tag: dict[str, list[Place]] = field(default_factory=dict)
    required: list[Place] = field(default_factory=list)

    def close(self) -> None:
        """Makes the look-ups, once all places are there."""
        self.by_tag = {}
        for place in self.places:
            self.by_tag.setdefault(place.tag, []).append(place)
        needed = [p for p in self.places if p.use in (REQUIRED, WANTED) and not p.is_base]
        self.required = sorted(needed, key=lambda place: place.rank)

    def below(self) -> Iterator[Loop]:
        """This loop and all loops in it."""
        yield self
        for place in self.places:
            if place.loop is not None:
                yield from place.loop.below()

    def own(self) -> Iterator[Loop]:
        """This loop and the loops in it that the guide uses."""
        yield self
        for place in self.places:
            if place.loop is not None and not place.is_base:
                yield from place.loop.own()


def qualifier_index(tag: str) -> int:
    """The number of the element that tells segments of this id apart."""
    return _QUALIFIER_AT.get(tag, 1)


_KEY = re.compile(r"([A-Za-z][A-Za-z0-9]{1,2})(?:[^A-Za-z0-9](.*))?", re.DOTALL)


def key_parts(key: str) -> tuple[str, str | None]:
    """Segment id and qualifier of a key such as "CLP" or "NM1*QC", whatever parts the two."""
    match = _KEY.fullmatch(key)
    return (match[1], match[2]) if match else (key, None)


# Reading the tables -------------------------------------------------------------------------


def data_elements(table: str) -> dict[str, ElementRule]:
    """Lines of number, type, least and most characters. A number with an "e" is that element where
    it is an echo: it repeats what came, however that was."""
    rows = (line.split() for line in table.strip().splitlines())
    return {
        n: ElementRule(n.rstrip("e"), kind, int(least), int(most)) for n, kind, least, most in rows
    }


def segment_rules(table: str, elements: dict[str, ElementRule]) -> dict[str, SegmentRule]:
    """Lines of a segment's id, its data elements in order and, after a stroke, the relations.

    `782!` is required, `C998^10` may be repeated ten times. A composite has a line of its own,
    above those that use it.
    """
    known = dict(elements)
    found: dict[str, SegmentRule] = {}
    for line in table.strip().splitlines():
        body, _, notes = line.partition("/")
        tag, *fields = body.split()
        rules = tuple(_element(text, known) for text in fields)
        if tag[0] == "C" and tag[1:].isdigit():
            known[tag] = ElementRule(tag, "C", components=rules)
        else:
            found[tag] = SegmentRule(tag, rules, tuple(_note(text) for text in notes.split()))
    return found


def _element(text: str, known: dict[str, ElementRule]) -> ElementRule:
    number, _, repeats = text.rstrip("!").partition("^")
    rule = known[number]
    use = REQUIRED if text.endswith("!") else SITUATIONAL
    return _with(rule, use=use, repeats=int(repeats or 1))


def _note(text: str) -> Note:
    numbers = tuple(int(text[i : i + 2]) for i in range(1, len(text), 2))
    return Note(text[0], numbers)


def _with(rule: ElementRule, **changes: object) -> ElementRule:
    values = {name: getattr(rule, name) for name in ElementRule.__dataclass_fields__}
    return ElementRule(**{**values, **changes})


def refined_rules(table: str, base: dict[str, SegmentRule]) -> dict[str, SegmentRule]:
    """The base's segments as a guide narrows them.

    Lines of a segment's id, with a qualifier where only that one is meant, and what is narrower:
    `02!` required, `05-` not used, `04=ACH,CHK` codes, `01.2` the second component of the first.
    A line for `PER*BL` stands by itself: it does not add to one for `PER`.
    """
    found = dict(base)
    for line in table.strip().splitlines():
        key, *changes = line.split()
        rule = base[key.partition("*")[0]]
        elements = list(rule.elements)
        for change in changes:
            _narrow(elements, change)
        found[key] = SegmentRule(rule.id, tuple(elements), rule.notes)
    return found


def _narrow(elements: list[ElementRule], change: str) -> None:
    place, _, codes = change.partition("=")
    mark = place[-1] if place[-1] in "!-" else ""
    number, _, component = place.rstrip("!-").partition(".")
    index = int(number) - 1
    if component:
        parts = list(elements[index].components)
        _narrow(parts, component.zfill(2) + mark + (f"={codes}" if codes else ""))
        elements[index] = _with(elements[index], components=tuple(parts))
        return
    rule = elements[index]
    if mark:
        rule = _with(rule, use=REQUIRED if mark == "!" else NOT_USED)
    if codes:
        rule = _with(rule, codes=frozenset(codes.split(",")))
    elements[index] = rule


def loops(table: str, set_type: str) -> Loop:
    """The tree of a table of loops.

    A line is a segment (`REF*EV,F2`), its use (R required, W missed with a warning, S
    situational) and its limit (`>`: none). A line that begins with a loop's id opens a loop, and
    what is indented below stands in it. After the limit: the rule of presence, `free`, and
    `later1` where the segment follows others of its id.
    """
    root = Loop(set_type)
    stack: list[Loop] = [root]
    for line in filter(str.strip, table.splitlines()):
        depth = (len(line) - len(line.lstrip())) // 2
        words = line.split()
        del stack[depth + 1 :]
        loop = Loop(words.pop(0)) if words[0][0].isdigit() else None
        place = _place(words)
        stack[-1].places.append(place)
        if loop is not None:
            place.loop = loop
            opening = Place(place.tag, place.qualifiers, SITUATIONAL, UNLIMITED)
            loop.places.append(opening)
            stack.append(loop)
    for loop in root.below():
        _rank(loop.places)
        loop.close()
    return root


def _place(words: list[str]) -> Place:
    key, use, limit, *options = words
    tag, _, codes = key.partition("*")
    rule = next((word for word in options if word[:2].isupper()), "")
    later = next((int(word[5:]) for word in options if word.startswith("later")), 0)
    return Place(
        tag,
        frozenset(codes.split(",")) if codes else None,
        use,
        UNLIMITED if limit == ">" else int(limit),
        rule,
        is_free="free" in options,
        later=later,
    )


def _rank(places: list[Place]) -> None:
    """Places of one segment id share the rank of the first: they may stand in any order."""
    first: dict[tuple[str, bool], int] = {}
    for number, place in enumerate(places):
        place.rank = first.setdefault((place.tag, place.loop is None), number * (LATEST + 1))


def refined_loops(guide: Loop, base: Loop) -> Loop:
    """The guide's tree with the base standard's places behind it: what the guide does not name
    is known to be the base's. Ranks are the base's, so that both share one order."""
    for loop in list(guide.below()):
        behind = _base_of(loop, base)
        if behind is None:
            continue
        for place in loop.places:
            place.rank = _base_rank(place, behind) + place.later
        for place in behind.places[0 if loop is guide else 1 :]:
            extra = Place(place.tag, None, SITUATIONAL, place.limit, rank=place.rank, is_base=True)
            extra.loop = place.loop
            loop.places.append(extra)
        loop.close()
    return guide


def _base_of(loop: Loop, base: Loop) -> Loop | None:
    """The base's loop of the same opening segment and the same leading figures of the id."""
    if loop.id == base.id:
        return base
    wanted = (loop.id[:4].rstrip("ABC"), loop.places[0].tag)
    for other in base.below():
        if other is not base and (other.id, other.places[0].tag) == wanted:
            return other
    return None


def _base_rank(place: Place, behind: Loop) -> int:
    for other in behind.places:
        if other.tag == place.tag and (other.loop is None) == (place.loop is None):
            return other.rank
    return place.rank
