"""Under which rule of the catalogue, and at which level, a structural fault is said.

Most are XS08 and XS09. What a set's own rules say (amounts, adjustments, traces) keeps their
rule, so that it is said once: a guide's check leaves it out unless asked for all.
"""

from __future__ import annotations

from edi.x12.findings import ERROR, WARNING

Said = tuple[str, str]

STRUCTURAL = frozenset({"XS05", "XS06", "XS07", "XS08", "XS09", "XS10"})

_AMOUNT, _DATE, _MISSING = "no amount", "no date", "missing"
_VALUES = frozenset({"no number", "no amount", "no date", "no time"})
_READ_AMOUNTS = {
    "835": frozenset({"BPR", "CLP", "SVC", "CAS", "AMT", "PLB"}),
    "820": frozenset({"BPR", "RMR", "ADX"}),
}


# Codes that an 835 is judged by anyway: a text that is none is said once, under that rule.
_NO_CODE = frozenset({_MISSING, "blank", "long", "short", "components"})
_CODES_OF_835 = {
    ("CLP", 2): "RA10",
    ("CAS", 1): "RA11",
    **{("CAS", element): "RA13" for element in range(2, 18, 3)},
    **{("MIA", element): "RA13" for element in (5, 20, 21, 22, 23)},
    **{("MOA", element): "RA13" for element in range(3, 8)},
}


def rule_of(set_type: str, tag: str, element: int, kind: str) -> Said:
    """Rule and level of a fault of this kind at an element."""
    said = None
    if kind in ("no date", "no time") and tag in ("ISA", "GS", "TA1"):
        return "XI09", WARNING
    if set_type == "835":
        said = _of_835(tag, element, kind)
    elif set_type == "820":
        said = _of_820(tag, element, kind)
    return said or _structural(tag, element, kind)


def _structural(tag: str, element: int, kind: str) -> Said:
    if (tag, element) == ("SE", 1):
        return "XS03", ERROR
    if kind in _VALUES or (kind == _MISSING and tag == "QTY"):
        return "XS08", ERROR
    # A DTM without a day or a range holds no date.
    if kind == "relation" and tag == "DTM":
        return "XS08", ERROR
    return "XS09", WARNING


def _of_835(tag: str, element: int, kind: str) -> Said | None:
    if tag == "CAS" and (kind in ("relation", _MISSING, "many", "empty")):
        return "RA12", ERROR
    if tag == "PLB" and (kind in ("relation", "many") or (kind == _MISSING and element > 2)):
        return "RA15", ERROR
    if kind == _AMOUNT and tag in _READ_AMOUNTS["835"]:
        return "RA02", ERROR
    if tag == "TRN" and element < 4 and kind not in ("many", "relation"):
        return _of_trace(element, kind)
    if tag == "BPR":
        return _of_payment(element, kind)
    if tag == "PLB" and kind == "blank" and element in range(5, 14, 2):
        return "RA14", WARNING
    if kind in _NO_CODE:
        code_rule = _CODES_OF_835.get((tag, element))
        if code_rule is not None:
            return code_rule, WARNING
    if (tag, element, kind) == ("ST", 3, "unused"):
        return "RA31", WARNING
    return None


def _of_payment(element: int, kind: str) -> Said | None:
    """Banks that are named in part, a company id that is not TRN03's, a day that is none."""
    if kind == "relation" and 6 <= element <= 15:
        return "RA16", WARNING
    if element == 10 and kind in ("blank", "short", "long"):
        return "RA19", WARNING
    return ("RA17", WARNING) if element == 16 and kind == _DATE else None


def _of_trace(element: int, kind: str) -> Said | None:
    if element == 1 or (element == 2 and kind == _MISSING):
        return "RA18", ERROR
    return ("RA18", WARNING) if element == 3 else None


def _of_820(tag: str, element: int, kind: str) -> Said | None:
    if kind == _AMOUNT and (tag in ("BPR", "ADX") or (tag == "RMR")):
        return "PA02", ERROR
    if (tag, element, kind) == ("TRN", 2, _MISSING):
        return "PA01", ERROR
    if tag == "RMR" and element < 3 and kind in (_MISSING, "relation"):
        return "PA05", WARNING
    if (tag, element, kind) == ("RMR", 2, "blank"):
        return "PA05", WARNING
    return None
