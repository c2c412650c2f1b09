"""Writing interchanges: sets wrapped in ISA, GS, GE and IEA with right counts and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from edi.x12.codes import GROUP_OF_SET
from edi.x12.segments import (
    DEFAULT_DELIMITERS,
    Delimiters,
    Element,
    Row,
    UnwritableElement,
    render_element,
    render_segments,
)

NO_REPETITION = "\x00"
DEFAULT_VERSIONS = {
    "835": "005010X221A1",
    "820": "005010",
    "999": "005010X231A1",
    "997": "004010",
}


def wrap(
    sets: Sequence[Sequence[Row]],
    *,
    sender_qualifier: str,
    sender_id: str,
    receiver_qualifier: str,
    receiver_id: str,
    interchange_control: int,
    group_control: int,
    at: datetime,
    usage: str = "P",
    version: str = "",
    delimiters: Delimiters = DEFAULT_DELIMITERS,
    line_end: str = "\n",
    group_sender: str = "",
    group_receiver: str = "",
    wants_ta1: bool = False,
) -> bytes:
    """One interchange with one group of the given sets (each its rows from ST to SE).

    `at` is the local date and time to write; `usage` is P or T; GS02 and GS03 are the ids of
    ISA unless given. Raises UnwritableElement on data that hold a delimiter, an unprintable
    character or are longer than their place, and ValueError where sets do not share a group.
    """
    rows = _group(
        sets,
        control=group_control,
        at=at,
        version=version,
        sender=group_sender or sender_id,
        receiver=group_receiver or receiver_id,
    )
    return _interchange(
        rows,
        groups=1,
        addresses=(sender_qualifier, sender_id, receiver_qualifier, receiver_id),
        control=interchange_control,
        at=at,
        usage=usage,
        is_old=(version or DEFAULT_VERSIONS[_type(sets[0])]).startswith("004010"),
        delimiters=delimiters,
        line_end=line_end,
        wants_ta1=wants_ta1,
    )


def wrap_ta1s(
    ta1s: Sequence[Row],
    *,
    sender_qualifier: str,
    sender_id: str,
    receiver_qualifier: str,
    receiver_id: str,
    interchange_control: int,
    at: datetime,
    usage: str = "P",
    delimiters: Delimiters = DEFAULT_DELIMITERS,
    line_end: str = "\n",
) -> bytes:
    """An interchange that holds interchange acknowledgements alone. Raises as `wrap` does."""
    return _interchange(
        list(ta1s),
        groups=0,
        addresses=(sender_qualifier, sender_id, receiver_qualifier, receiver_id),
        control=interchange_control,
        at=at,
        usage=usage,
        is_old=False,
        delimiters=delimiters,
        line_end=line_end,
        wants_ta1=False,
    )


def _type(rows: Sequence[Row]) -> str:
    return str(rows[0][1])


def _group(
    sets: Sequence[Sequence[Row]],
    *,
    control: int,
    at: datetime,
    version: str,
    sender: str,
    receiver: str,
) -> list[Row]:
    types = {GROUP_OF_SET[_type(rows)] for rows in sets}
    numbers = {str(rows[0][2]) for rows in sets}
    if len(types) != 1 or len(numbers) != len(sets):
        raise ValueError("The sets of a group share one functional id and differ in ST02.")
    version = version or DEFAULT_VERSIONS[_type(sets[0])]
    stamp = (f"{at:%Y%m%d}", f"{at:%H%M}")
    gs: Row = ("GS", types.pop(), sender, receiver, *stamp, str(control), "X", version)
    ge: Row = ("GE", str(len(sets)), str(control))
    return [gs, *(row for rows in sets for row in rows), ge]


def _interchange(
    rows: list[Row],
    *,
    groups: int,
    addresses: tuple[str, str, str, str],
    control: int,
    at: datetime,
    usage: str,
    is_old: bool,
    delimiters: Delimiters,
    line_end: str,
    wants_ta1: bool,
) -> bytes:
    if not 0 < control < 10**9:
        raise ValueError("ISA13 has nine digits.")
    if is_old or delimiters.repetition == NO_REPETITION:
        delimiters = Delimiters(
            delimiters.element, delimiters.component, delimiters.segment, NO_REPETITION
        )
    fields = _isa_fields(addresses, control, at, usage, is_old, wants_ta1)
    isa = _isa(fields, delimiters)
    iea: Row = ("IEA", str(groups), f"{control:09d}")
    text = isa + line_end + render_segments([*rows, iea], delimiters, line_end)
    return text.encode("ascii")


def _isa_fields(
    addresses: tuple[str, str, str, str],
    control: int,
    at: datetime,
    usage: str,
    is_old: bool,
    wants_ta1: bool,
) -> list[tuple[str, int]]:
    sender_qualifier, sender_id, receiver_qualifier, receiver_id = addresses
    return [
        ("00", 2),
        ("", 10),
        ("00", 2),
        ("", 10),
        (sender_qualifier, 2),
        (sender_id, 15),
        (receiver_qualifier, 2),
        (receiver_id, 15),
        (f"{at:%y%m%d}", 6),
        (f"{at:%H%M}", 4),
        ("", 0),  # ISA11 is a delimiter itself, or a letter in the old version
        ("00401" if is_old else "00501", 5),
        (f"{control:09d}", 9),
        ("1" if wants_ta1 else "0", 1),
        (usage, 1),
    ]


def _isa(fields: Iterable[tuple[str, int]], delimiters: Delimiters) -> str:
    texts: list[Element] = ["ISA"]
    for value, width in fields:
        if len(value) > width:
            raise UnwritableElement("An element of ISA is longer than its place.")
        texts.append(render_element(value, delimiters, "ISA").ljust(width))
    no_repetition = delimiters.repetition == NO_REPETITION
    texts[11] = "U" if no_repetition else delimiters.repetition
    marks = delimiters.element, delimiters.component, delimiters.segment
    return marks[0].join(str(text) for text in texts) + marks[0] + marks[1] + marks[2]
