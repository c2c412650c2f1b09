"""A quick look at one CTX entry: its record, its addenda, and the X12 message they carry.

What passes must be found right by every rule of entries; the tests hold the two together. When in
doubt nothing passes, and the rules judge. Runs of other entries are passed by screen.
"""

import re

from edi.ground.amounts import parse_cents
from edi.nacha.codes import RESERVED_DESCRIPTIONS
from edi.nacha.ctx import delimiters
from edi.nacha.files import Batch
from edi.nacha.records import Entry
from edi.nacha.rules.screen import Banks

_ENTRY = re.compile(
    r"6(?:22|27|32|37)([0-9]{9})(?=[!-~]+ *[0-9]{10}[ -~]{55}\Z|[!-~]{17})(?!0{17}|0+ )"
    r"[!-~][ -~]{16}(?!0{10})([0-9]{10})(?:[!-~][ -~]{14}| {15})([0-9]{4})[!-/1-~][ -~]{15}  "
    r"[ -~]{2}1([0-9]{15})"
)
_ADDENDA = re.compile(r"705([ -~]{80})([0-9]{4})([0-9]{7})")
# What opens, what closes it, and where its control number stands.
_FRAMES = (("ISA", "IEA", 13), ("GS", "GE", 6), ("ST", "SE", 2))
_FRAME_IDS = frozenset(name for frame in _FRAMES for name in frame[:2])


def is_plain_batch(batch: Batch) -> bool:
    """Whether the quick look fits the entries of this batch."""
    header = batch.header
    description = header.description.upper()
    return batch.sec_code == "CTX" and description not in RESERVED_DESCRIPTIONS


def is_plainly_right(entry: Entry, banks: Banks) -> bool:
    """Whether a CTX entry of such a batch is right beyond doubt: true of nearly every one."""
    match = _ENTRY.fullmatch(entry.text)
    if match is None or int(match[3]) != len(entry.addenda) or not entry.addenda:
        return False
    text = _message_of(entry, match[4][8:])
    if text is None or not (match[1] in banks.known or banks.learn({match[1]})):
        return False
    return _is_plain_message(text, int(match[2]))


def _message_of(entry: Entry, sequence: str) -> str | None:
    """The text of the addenda, if these are numbered and filled as they should be."""
    parts = []
    for number, addenda in enumerate(entry.addenda, 1):
        match = _ADDENDA.fullmatch(addenda.text)
        if match is None or int(match[2]) != number or match[3] != sequence:
            return None
        parts.append(match[1])
    if any(part.endswith("  ") for part in parts[:-1]) or not parts[-1].strip(" "):
        return None
    return "".join(parts).rstrip(" ")


def _is_plain_message(text: str, amount_cents: int) -> bool:
    """One set, with its envelope or bare, whose counts, numbers and amount agree."""
    found = delimiters(text)
    if found is None or not text.endswith(found[1]):
        return False
    element, terminator = found
    pieces = text.split(terminator)
    pieces.pop()
    # Blanks between segments and segments without a name are looked at by the rules.
    if not all(piece[:1].isalpha() for piece in pieces):
        return False
    around = 0 if text.startswith("ST") else 2
    rows = [piece.split(element) for piece in (*pieces[: around + 2], *pieces[-around - 1 :])]
    return len(pieces) > 2 * around + 2 and _agree(rows, around, pieces, element, amount_cents)


def _agree(
    rows: list[list[str]], around: int, pieces: list[str], element: str, amount_cents: int
) -> bool:
    """`rows` are the segments down to BPR and from SE on."""
    opening, closing = rows[: around + 1], rows[: -around - 2 : -1]
    frames = _FRAMES[-around - 1 :]
    counts = [1] * around + [len(pieces) - 2 * around]
    for frame, before, after, count in zip(frames, opening, closing, counts, strict=True):
        name, end, number_at = frame
        if (
            (before[0], after[0]) != (name, end)
            or len(before) <= number_at
            or len(after) < 3
            or before[number_at] != after[2]
            or after[1].lstrip("0") != str(count)
        ):
            return False
    inner = [piece[: piece.find(element)] for piece in pieces[around + 1 : -around - 1]]
    return _FRAME_IDS.isdisjoint(inner) and _pays(rows[around + 1], amount_cents)


def _pays(row: list[str], amount_cents: int) -> bool:
    return row[0] in ("BPR", "BPS") and len(row) > 2 and parse_cents(row[2]) == amount_cents
