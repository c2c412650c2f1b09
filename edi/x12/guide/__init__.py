"""The implementation guides of the sets, as tables of our own, and the structural check built on
them. What a set's amounts and codes mean together is judged elsewhere."""

from __future__ import annotations

from edi.x12.guide.implementation import Guide, envelope_rules, guide_named
from edi.x12.guide.judging import Fault, Judge
from edi.x12.guide.walking import Walk
from edi.x12.segments import Delimiters, Segment

__all__ = ["Fault", "Guide", "Walk", "envelope_faults", "guide_of"]

_NEAREST_820 = (("X218", "005010X218"), ("X306", "005010X306"), ("X061", "004010X061A1"))


def guide_of(set_type: str, version: str) -> Guide | None:
    """The guide for ST01 and the version of a set (`TransactionSet.version`), None where there is
    none. A version not known here is read by the nearest guide of the set."""
    match set_type:
        case "835":
            # What X221 and X221A1 say differs in nothing that is held here.
            is_old = version.startswith("004010")
            return guide_named("835", "004010X091A1" if is_old else "005010X221A1")
        case "820":
            named = (name for mark, name in _NEAREST_820 if mark in version)
            return guide_named("820", next(named, "005010"))
        case "999":
            return guide_named("999", "005010X231A1")
        case "997":
            return guide_named("997", "004010")
    return None


def envelope_faults(segment: Segment, delimiters: Delimiters) -> list[Fault]:
    """What is wrong inside one segment of the envelope: ISA, GS, GE, IEA or TA1."""
    rule = envelope_rules().get(segment.id)
    return Judge("", delimiters).faults(rule, segment.elements) if rule is not None else []
