"""The TRN segment in the addenda of a claim payment (CCD+): made and read. Rules are elsewhere.

Healthcare EFT Standard: Nacha CCD+ whose addenda carries the TRN segment of the 835
(45 CFR 162.1602; X12 005010X221).
"""

from dataclasses import dataclass
from functools import lru_cache

from edi.nacha.errors import UnwritableField

DESCRIPTION = "HCCLAIMPMT"
TERMINATORS = ("~", "\\")
INFORMATION_WIDTH = 80
MAX_TRN02 = 50
TRN03_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Trn:
    """A TRN segment: TRN02 and TRN03 tie the payment to its 835.

    `terminator` is "" if the segment was not ended; `rest` is the text after it, blanks removed;
    `elements` counts those after TRN.
    """

    trn01: str
    trn02: str
    trn03: str
    trn04: str | None
    terminator: str
    rest: str
    elements: int


def trn_addenda(trn02: str, trn03: str, trn04: str | None = None, terminator: str = "~") -> str:
    """The payment related information of a claim payment, without padding.

    Raises UnwritableField where a part is blank, too long or holds a delimiter; nothing is cut.
    """
    if terminator not in TERMINATORS:
        raise UnwritableField("terminator", "is ~ or \\")
    _check_element("trn02", trn02)
    _check_element("trn03", trn03)
    if len(trn02) > MAX_TRN02:
        raise UnwritableField("trn02", f"is longer than {MAX_TRN02} characters")
    if len(trn03) != TRN03_WIDTH:
        raise UnwritableField("trn03", "is 10 characters: 1 and the nine digits of the EIN")
    elements = ["TRN", "1", trn02, trn03]
    if trn04:
        _check_element("trn04", trn04)
        elements.append(trn04)
    text = "*".join(elements) + terminator
    if len(text) > INFORMATION_WIDTH:
        raise UnwritableField("trn04", "does not fit the 80 characters together with TRN02")
    return text


def _check_element(name: str, value: str) -> None:
    if not value or value != value.strip(" "):
        raise UnwritableField(name, "is blank or has blanks around it")
    if not (value.isascii() and value.isprintable()):
        raise UnwritableField(name, "holds a character that is not printable ASCII")
    if any(delimiter in value for delimiter in "*~\\"):
        raise UnwritableField(name, "holds a delimiter (*, ~ or \\)")


# The rules of one addenda ask for the same text in turn.
@lru_cache(maxsize=4)
def parse_trn(text: str) -> Trn | None:
    """The TRN segment at the very start of the text, or None if there is none.

    Ends at the first `~` or `\\`; without either, at the last character that is not blank. What
    is missing reads as "" so that a rule can say so.
    """
    if not text.startswith("TRN*"):
        return None
    ends = [at for at in map(text.find, TERMINATORS) if at >= 0]
    end = min(ends, default=len(text.rstrip(" ")))
    parts = text[:end].split("*")[1:]
    trn01, trn02, trn03 = (*parts, "", "")[:3] if len(parts) < 3 else parts[:3]
    return Trn(
        trn01=trn01,
        trn02=trn02,
        trn03=trn03,
        trn04=parts[3] if len(parts) > 3 else None,
        terminator=text[end : end + 1] if ends else "",
        rest=text[end + 1 :].strip(" "),
        elements=len(parts),
    )
