"""The functional acknowledgement (999, and 997 of the older version) as fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from edi.x12.codes import SET_VERDICTS

ACCEPTED, WITH_ERRORS, PARTIAL, REJECTED = "A", "E", "P", "R"


@dataclass(slots=True)
class ElementNote:
    """IK4: what is wrong with one element. `place` is its number, with component and repetition
    after colons ("1:2"), `code` one of `codes.ELEMENT_ERRORS`; `contexts` are the CTX after it.
    The bad value is kept out of repr."""

    place: str
    code: str
    data_element: str = ""
    bad_value: str = field(default="", repr=False)
    contexts: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(slots=True)
class SegmentNote:
    """IK3: what is wrong with one segment; `number` counts from ST = 1. The components of an
    element of a context are parted by colons, whatever the file parts them by."""

    segment: str
    number: int
    code: str = ""
    loop: str = ""
    contexts: list[tuple[str, ...]] = field(default_factory=list)
    elements: list[ElementNote] = field(default_factory=list)


@dataclass(slots=True)
class SetVerdict:
    """AK2 to IK5: the verdict on one set, with up to five codes of `codes.SET_ERRORS`."""

    type: str
    control: str
    verdict: str = ""
    codes: tuple[str, ...] = ()
    reference: str = ""
    segments: list[SegmentNote] = field(default_factory=list)

    @property
    def is_accepted(self) -> bool:
        """Whether the set was taken, with or without errors."""
        return self.verdict in (ACCEPTED, WITH_ERRORS)

    @property
    def words(self) -> str:
        return SET_VERDICTS.get(self.verdict, "unknown verdict")


@dataclass(slots=True)
class Acknowledgment:
    """One 999 or 997: the answer to one group. Counts are None where they are no numbers."""

    functional_id: str
    group_control: str
    version: str = ""
    sets: list[SetVerdict] = field(default_factory=list)
    verdict: str = ""
    included: int | None = None
    received: int | None = None
    accepted: int | None = None
    codes: tuple[str, ...] = ()
    type: str = "999"
    control: str = ""
    position: int = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the whole group was taken, with or without errors."""
        return self.verdict in (ACCEPTED, WITH_ERRORS)
