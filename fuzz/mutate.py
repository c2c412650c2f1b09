"""Damage that knows where records and fields end: one change after another, from a seeded chance.

What a change is good for is not known here; the parsers' oracles say what came of it.
"""

import re
from collections.abc import Callable, Sequence
from random import Random

MOST_BYTES = 4096
_MOST_CHANGES = 5

# Texts at the edge of what a field may hold.
BOUNDARIES = (
    *(b"", b" ", b"0", b"-0", b"1", b"-1", b"+3", b".5", b"5.", b".", b"-", b"1.005", b"1e3"),
    *(b"9999999999", b"99999999999999999", b"0000000000", b"-99999999999999.99", b"1,000"),
    *("²".encode("latin-1"), "²".encode(), b"\x00", b"\x1a", b"\xef\xbb\xbf", b"\xff"),
    *(b"\n", b"\r\n", b"\r", b"~", b"*", b":", b"^", b"/", b",", b"~~", b"**", b"~\n"),
    *(b"20260229", b"260230", b"00000000", b"99999999", b"2400", b"A" * 60),
)
# Words that begin or end something.
WORDS = (
    *(b"ISA*", b"~GS*HP*", b"~ST*835*0001~", b"~ST*820*9~", b"~SE*1*0001~", b"~GE*1*7~"),
    *(b"~IEA*1*000000007~", b"~TA1*", b"~LX*1", b"~CLP*1*1*5*5", b"~SVC*HC:1*5*5", b"~CAS*CO*1*5"),
    *(b"~PLB*1*20261231*WO:1*5", b"~RMR*IV*1**5", b"~ADX*5*01", b"~ENT*1", b"~AK2*835*1"),
    *(b"~IK3*CLP*1**8", b"~N1*PR*X", b"~BPR*I*5", b"~TRN*1*X*1999999999", b"~NM1*QC*1*A*B"),
    *(b"\n5200", b"\n622", b"\n627", b"\n705", b"\n798C01", b"\n799R03", b"\n8200", b"\n9000001"),
    *(b"9" * 94, b"CTX", b"COR", b"ADV", b"IAT", b"PPD", b"220", b"225", b"200", b"280"),
    *(b"\n01,", b"\n02,", b"\n03,", b"\n16,142,5,V,261123,,X/", b"\n88,TEXT/", b"\n49,5,2/"),
    *(b"\n98,5,1,4/", b"\n99,5,1,6/", b",S,1,2,3", b",D,2,0,5,1,6", b",Z,", b"/\n"),
)

_ENDS = re.compile(rb"\r\n|[\n~'\r]")
_FIELD = re.compile(rb"[^*|,:/~\r\n]+")

Change = Callable[[Random, bytes, Sequence[bytes]], bytes]


def damaged(chance: Random, pool: Sequence[bytes]) -> bytes:
    """One of the pool with one to five changes, at most 4 KB of it."""
    # The shorter of two: more inputs a second, and a fault is as likely in a short one.
    data = min(chance.choice(pool), chance.choice(pool), key=len)
    for _ in range(1 + int(chance.random() ** 2 * _MOST_CHANGES)):
        data = chance.choice(CHANGES)(chance, data, pool)
    return data[:MOST_BYTES]


def _flip(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    if not data:
        return b"\x00"
    at = int(chance.random() * len(data))
    return data[:at] + bytes([data[at] ^ (1 << int(chance.random() * 8))]) + data[at + 1 :]


def _replace_byte(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    at = int(chance.random() * (len(data) + 1))
    return data[:at] + bytes([int(chance.random() * 256)]) + data[at + 1 :]


def _delete(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    at = int(chance.random() * (len(data) + 1))
    return data[:at] + data[at + 1 + int(chance.random() ** 3 * 100) :]


def _insert(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    at = int(chance.random() * (len(data) + 1))
    return data[:at] + chance.choice(BOUNDARIES) + data[at:]


def _insert_word(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    at = int(chance.random() * (len(data) + 1))
    return data[:at] + chance.choice(WORDS) + data[at:]


def _truncate(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    return data[: int(chance.random() * (len(data) + 1))]


def _splice(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    other = chance.choice(pool)
    at, start = int(chance.random() * (len(data) + 1)), int(chance.random() * (len(other) + 1))
    return data[:at] + other[start:]


def _records(data: bytes) -> list[bytes]:
    """The records with their ends; a run of 94-byte records is cut there."""
    cuts = [match.end() for match in _ENDS.finditer(data)]
    if len(cuts) < 2 and len(data) > 188:
        cuts = list(range(94, len(data), 94))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True) if a < b]


def _duplicate_record(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    records = _records(data) or [b""]
    at = int(chance.random() * len(records))
    return b"".join([*records[:at], records[at], *records[at:]])


def _drop_record(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    records = _records(data) or [b""]
    at = int(chance.random() * len(records))
    return b"".join([*records[:at], *records[at + 1 :]])


def _swap_records(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    records = _records(data) or [b""]
    a, b = int(chance.random() * len(records)), int(chance.random() * len(records))
    records[a], records[b] = records[b], records[a]
    return b"".join(records)


def _borrow_record(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    records = _records(data) or [b""]
    others = _records(chance.choice(pool)) or [b""]
    at = int(chance.random() * len(records))
    return b"".join([*records[:at], chance.choice(others), *records[at:]])


def _change_field(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    span = _field(chance, data)
    return data[: span[0]] + chance.choice(BOUNDARIES) + data[span[1] :]


def _swap_fields(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    a, b = sorted((_field(chance, data), _field(chance, data)))
    if a[1] > b[0]:
        return data
    return data[: a[0]] + data[b[0] : b[1]] + data[a[1] : b[0]] + data[a[0] : a[1]] + data[b[1] :]


def _change_amount(chance: Random, data: bytes, pool: Sequence[bytes]) -> bytes:
    """Another digit where a digit stands: sums and counts go wrong, shapes stay."""
    at = int(chance.random() * (len(data) + 1))
    found = re.compile(rb"[0-9]").search(data, at)
    if found is None:
        return data
    digit = b"0123456789"[int(chance.random() * 10)]
    return data[: found.start()] + bytes([digit]) + data[found.end() :]


def _field(chance: Random, data: bytes) -> tuple[int, int]:
    """A field at or after a random place; the last few bytes where there is none."""
    at = int(chance.random() * (len(data) + 1))
    found = _FIELD.search(data, at)
    return found.span() if found else (at, len(data))


CHANGES: tuple[Change, ...] = (
    _flip,
    _replace_byte,
    _delete,
    _insert,
    _insert_word,
    _truncate,
    _splice,
    _duplicate_record,
    _drop_record,
    _swap_records,
    _borrow_record,
    _change_field,
    _swap_fields,
    _change_amount,
    _change_amount,
)
