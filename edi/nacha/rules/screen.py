"""A quick look that passes entries which are plainly right, so that rules judge only the others.

Nearly every entry of a real file is right. What passes here must be found right by every rule of
one entry; the tests hold the two together. When in doubt the answer is False.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from edi.ground.routing import is_routing_number
from edi.nacha.files import Batch
from edi.nacha.healthcare import DESCRIPTION
from edi.nacha.records import Entry

IsPlainlyRight = Callable[[Entry], bool]

# Live checking and savings entries with an account without blanks that is not all zeros, a positive
# amount, and texts that begin with no blank (a name with no zero either).
_ENTRY = re.compile(
    r"6(?:22|32|27|37)(?P<routing>[0-9]{9})"
    r"(?=[!-~]+ *[0-9]{10}[ -~]{55}\Z|[!-~]{17})(?!0{17}|0+ )[!-~][ -~]{16}"
    r"(?!0{10})[0-9]{10}(?:[!-~][ -~]{14}| {15})[!-/1-~][ -~]{21}[ -~]{2}"
    r"(?P<indicator>[01])[0-9]{8}(?P<sequence>[0-9]{7})"
)
# Any payment convention but TRN, which asks for its description.
_SEGMENT = re.compile(
    r"705(?!TRN\*)[A-Z][A-Z0-9]{1,2}\*[ -\[\]-}]*[~\\] *0001(?P<sequence>[0-9]{7})"
)
_TRN = re.compile(
    r"705TRN\*1\*[!-)+-\[\]-}][ -)+-\[\]-}]{0,49}\*(?P<trn03>[!-)+-\[\]-}][ -)+-\[\]-}]{9})"
    r"[~\\] *0001(?P<sequence>[0-9]{7})"
)

_is_routing_number = lru_cache(maxsize=65_536)(is_routing_number)


def screen_for(batch: Batch) -> IsPlainlyRight:
    """The quick look that fits this batch; one that passes nothing where there is none."""
    if batch.sec_code not in ("CCD", "PPD"):
        return _passes_nothing
    if batch.header.text[53:63] == DESCRIPTION:
        return _claim_payment(batch) if batch.sec_code == "CCD" else _passes_nothing
    return _passes_plain


def _passes_nothing(entry: Entry) -> bool:
    return False


def _passes_plain(entry: Entry) -> bool:
    match = _ENTRY.fullmatch(entry.text)
    if match is None or not _is_routing_number(match["routing"]):
        return False
    if match["indicator"] == "0":
        return not entry.addenda
    if len(entry.addenda) != 1:
        return False
    addenda = _SEGMENT.fullmatch(entry.addenda[0].text)
    return addenda is not None and addenda["sequence"] == match["sequence"]


def _claim_payment(batch: Batch) -> IsPlainlyRight:
    company = batch.header.company_identification

    def is_plainly_right(entry: Entry) -> bool:
        if len(entry.addenda) != 1 or not entry.is_credit:
            return False
        addenda = _TRN.fullmatch(entry.addenda[0].text)
        if addenda is None or addenda["trn03"] != company:
            return False
        match = _ENTRY.fullmatch(entry.text)
        return (
            match is not None
            and match["indicator"] == "1"
            and addenda["sequence"] == match["sequence"]
            and _is_routing_number(match["routing"])
        )

    return is_plainly_right
