"""Identifiers that are shown outside: ULIDs and prefixed public ids. Primary keys are UUIDs."""

import re
import secrets
from datetime import datetime

from hmsach.lib import clock

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ulid(now: datetime | None = None) -> str:
    """A fresh ULID: 26 Crockford characters that sort by the millisecond they were made in.

    Two of the same millisecond sort at random. Raises ValueError for a moment without time zone
    or before 1970.
    """
    moment = clock.now() if now is None else now
    if moment.tzinfo is None:
        raise ValueError("A ULID needs a moment with a time zone.")
    at_ms = int(moment.timestamp() * 1000)
    if not 0 <= at_ms < 1 << 48:
        raise ValueError("A ULID's moment lies after 1970 and fits 48 bits of milliseconds.")
    return _encode(at_ms << 80 | secrets.randbits(80))


def public_id(prefix: str, *, now: datetime | None = None) -> str:
    """A fresh id for outside, such as "b_01J...": the kind's prefix, "_" and a ULID.

    Raises ValueError unless the prefix is lower-case letters.
    """
    if not re.fullmatch(r"[a-z]+", prefix):
        raise ValueError(f"A public id's prefix is lower-case letters, not {prefix!r}.")
    return f"{prefix}_{new_ulid(now)}"


def _encode(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
