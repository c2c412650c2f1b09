"""Values covered so that they keep their length and kind: letters stay letters, digits digits,
and what had a right check digit has one. Which values are covered is said in masking.py."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from string import ascii_lowercase as lower
from string import ascii_uppercase as upper
from string import digits

from edi.ground.npi import is_npi
from edi.ground.routing import is_routing_number
from edi.x12.segments import Delimiters

_ROUNDS = 4
_LONGEST_WALK = 5000
_REMEMBERED = 1 << 16
_LETTER_OR_DIGIT = re.compile(r"[A-Za-z0-9]")
_HIGH = re.compile(r"[\xa0-\xff]")


class Cover:
    """Covers the values of one file by a key made of its content: the same file is always covered
    alike, equal values stay equal, different ones stay different, and without the file nobody
    can tell what stood there."""

    def __init__(self, key: bytes, marks: str = "") -> None:
        """`marks` are delimiters: none of them is changed, nor does one come about."""
        self.key = key[:64]
        self._covers_high = marks.isascii()
        self._places = {
            character: (alphabet, place)
            for alphabet in (_without(text, marks) for text in (digits, upper, lower))
            for place, character in enumerate(alphabet)
        }
        self.value = lru_cache(maxsize=_REMEMBERED)(self._value)

    def _value(self, text: str) -> str:
        """The value covered; its blanks and punctuation stay. Characters are bytes."""
        body = text.strip(" ")
        if not body:
            return text
        start = text.index(body[0])
        covered = self._body(body)
        return text[:start] + covered + text[start + len(body) :]

    def _body(self, body: str) -> str:
        if is_npi(body) and (made := self._npi(body)):
            return made
        kind = is_npi(body), is_routing_number(body)
        covered = self._shifted(body)
        if len(body) in (9, 10):
            # Walked on until it is of its kind again: no two values meet on that way.
            for _ in range(_LONGEST_WALK):
                if (is_npi(covered), is_routing_number(covered)) == kind:
                    break
                covered = self._shifted(covered)
        is_done = covered.isascii() or not self._covers_high
        return covered if is_done else _high_covered(covered)

    def _npi(self, body: str) -> str:
        head = body[0] + self._shifted(body[1:9])
        known = (digit for digit in digits if digit in self._places)
        return next((head + digit for digit in known if is_npi(head + digit)), "")

    def _shifted(self, body: str) -> str:
        """Each half moved by what the other one and the key come to, in turn: a permutation of
        the texts of this length and kind."""
        if len(body) == 1:
            return self._moved(body, self._stream("", 9))
        middle = len(body) // 2
        halves = [body[:middle], body[middle:]]
        for turn in range(_ROUNDS):
            moving, other = turn % 2, halves[1 - turn % 2]
            stream = self._stream(other, turn + len(body) * 16)
            if len(halves[moving]) > len(stream):
                stream = stream * (len(halves[moving]) // len(stream) + 1)
            halves[moving] = self._moved(halves[moving], stream)
        return halves[0] + halves[1]

    def _moved(self, text: str, stream: bytes) -> str:
        made = []
        for character, by in zip(text, stream, strict=False):
            alphabet, place = self._places.get(character, (character, 0))
            made.append(alphabet[(place + by) % len(alphabet)])
        return "".join(made)

    def _stream(self, text: str, turn: int) -> bytes:
        data = turn.to_bytes(8, "big") + text.encode("latin-1")
        return hashlib.blake2b(data, key=self.key).digest()


def _without(text: str, marks: str) -> str:
    return "".join(character for character in text if character not in marks)


def _high_covered(text: str) -> str:
    """Letters outside ASCII become one letter of their length, as UTF-8 if they were that."""
    try:
        plain = text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return _HIGH.sub("\xe9", text)
    same = {1: "", 2: "é", 3: "あ", 4: "\U0001f600"}
    made = "".join(same[len(c.encode())] or c for c in plain)
    return made.encode().decode("latin-1")


def plainly(delimiters: Delimiters | None) -> Cover:
    """A cover of one letter and one digit, for text in which any letter may be a delimiter."""
    return _Plain(delimiters)


class _Plain(Cover):
    def __init__(self, delimiters: Delimiters | None) -> None:
        super().__init__(b"")
        marks = (
            ""
            if delimiters is None
            else "".join(
                (
                    delimiters.element,
                    delimiters.component,
                    delimiters.segment,
                    delimiters.repetition,
                )
            )
        )
        self._letter = next(mark for mark in "XYZWV" if mark not in marks)
        self._digit = next(mark for mark in "98765" if mark not in marks)
        self._marks = marks

    def _value(self, text: str) -> str:
        return _LETTER_OR_DIGIT.sub(self._one, text)

    def _one(self, match: re.Match[str]) -> str:
        mark = match[0]
        if mark in self._marks:
            return mark
        return self._digit if mark.isdigit() else self._letter
