"""One pattern for a whole claim of an 835: common shapes, plainly right values, nothing else."""

from __future__ import annotations

import re

from edi.x12.segments import Delimiters

AMOUNT = r"-?(?:(?:0|[1-9][0-9]{0,9}+)(?:\.[0-9]{1,2}+)?+|\.[0-9]{1,2}+)"
QUANTITY = r"(?:0|[1-9][0-9]{0,7}+)(?:\.[0-9]{1,3}+)?+"
# Every day but the 29th of February.
_DAY = (
    r"(?:19|20)[0-9]{2}(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
)
_STATUS = "1|2|3|4|19|2[01235]"
_FILING = "1[1-7]|AM|CH|DS|HM|LM|MA|MB|MC|OF|TV|VA|WC|ZZ"
_REMARK = "(?:M[1-9][0-9]{0,2}+|MA[0-9]{2,3}+|N[1-9][0-9]{0,3}+)"
_PATIENT_IDS = "34|HN|II|MI|MR"
_PROVIDER_IDS = "BD|BS|FI|MC|PC|SL|UP"
# Qualifiers of REF that differ: those of version 5010, and of 4010.
_CLAIM_REFERENCES = (
    "1L|1W|28|6P|9A|9C|BB|CE|EA|F8|G1|G3|IG|SY",
    "1L|1W|9A|9C|A6|BB|CE|EA|F8|G1|G3|IG|SY",
)
_CLAIM_PROVIDERS = ("0B|1A|1B|1C|1D|1G|1H|1J|D3|G2|LU", "1A|1B|1C|1D|1G|1H|D3|G2")
_LINE_REFERENCES = ("1S|APC|BB|E9|G1|G3|LU|RB", "1S|BB|E9|G1|G3|LU|RB")
_LINE_PROVIDERS = ("0B|1A|1B|1C|1D|1G|1H|1J|D3|G2", "1A|1B|1C|1D|1G|1H|1J")
_CLAIM_AMOUNTS = "AU|D8|DY|F5|I|NL|T|T2"
_LINE_AMOUNTS = "B6|KH|T|T2"


def claim_pattern(delimiters: Delimiters, join: str, is_old: bool) -> re.Pattern[str]:
    """Matches what follows `CLP` and its separator in a claim, up to its last terminator, with an
    LX that may follow. Groups: CLP01 to CLP05, CLP07, the rendering provider's NPI, the first
    and last day of service, the number of the LX. `is_old` is version 4010."""
    parts = _Parts(delimiters, join, is_old)
    return re.compile(parts.claim() + f"(?:{parts.line()})*+" + parts.group())


class _Parts:
    """What the pattern is put together from, for given delimiters."""

    def __init__(self, delimiters: Delimiters, join: str, is_old: bool) -> None:
        marks = (
            delimiters.element,
            delimiters.component,
            delimiters.segment,
            delimiters.repetition,
        )
        self.s, self.c, self.j = map(re.escape, (delimiters.element, delimiters.component, join))
        self.plain = "".join(re.escape(chr(i)) for i in range(33, 127) if chr(i) not in marks)
        lists = (_CLAIM_REFERENCES, _CLAIM_PROVIDERS, _LINE_REFERENCES, _LINE_PROVIDERS)
        self.claim_references, self.claim_providers, self.line_references, self.line_providers = (
            self.references(each[is_old]) for each in lists
        )
        # CAS is looked at by its text, which is remembered.
        self.cas = f"(?:{self.j}CAS{self.s}[{self.plain}{self.s}]++){{0,5}}+"

    # Pieces ---------------------------------------------------------------------------------

    def text(self, most: int) -> str:
        """Printable ASCII that begins with no blank and holds no delimiter."""
        return f"[{self.plain}][{self.plain} ]{{0,{most - 1}}}+"

    def segment(self, name: str, *elements: str) -> str:
        """A whole segment, with what joins it to the one before."""
        return f"{self.j}{name}" + "".join(f"{self.s}{element}" for element in elements)

    def references(self, qualifiers: str) -> str:
        """A REF of one of these qualifiers."""
        return self.segment("REF", f"(?:{qualifiers})", self.text(50))

    def upto(self, most: int, pattern: str) -> str:
        """The pattern, up to so many times."""
        return f"(?:{pattern}){{0,{most}}}+"

    def tail(self, *elements: str) -> str:
        """The elements that may follow: each may be empty, the last ones may lack."""
        made = ""
        for element in reversed(elements):
            made = f"(?:{self.s}(?:{element})?+{made})?+"
        return made

    def names(self, first: int, number: str) -> str:
        """What may follow the last name of an NM1: first, middle, suffix, and the id."""
        s = self.s
        suffix = f"(?:{s}(?:{self.text(10)})?+(?:{s}{number})?+)?+"
        return f"(?:{s}(?:{self.text(first)})?+(?:{s}(?:{self.text(25)})?+(?:{s}{suffix})?+)?+)?+"

    def identified(self, first: int, number: str) -> str:
        """As `names`, where the guide wants the id."""
        s = self.s
        names = f"{s}(?:{self.text(first)})?+{s}(?:{self.text(25)})?+{s}{s}(?:{self.text(10)})?+"
        return f"{names}{s}{number}"

    def id(self, qualifiers: str) -> str:
        """An id and its qualifier, one of those given."""
        return f"(?:{qualifiers}){self.s}[{self.plain}]{{2,80}}+"

    # The claim ------------------------------------------------------------------------------

    def claim(self) -> str:
        """CLP to the last segment before the lines."""
        return "".join(
            (
                self.clp(),
                self.cas,
                self.parties(),
                self.outcome(),
                self.upto(5, self.claim_references),
                self.upto(5, self.claim_providers),
                self.upto(1, self.segment("DTM", "232", f"({_DAY})")),
                self.upto(1, self.segment("DTM", "233", f"({_DAY})")),
                self.upto(1, self.segment("DTM", "036", _DAY)),
                self.upto(1, self.segment("DTM", "050", _DAY)),
                self.upto(1, self.contact()),
                self.upto(5, self.segment("AMT", f"(?:{_CLAIM_AMOUNTS})", AMOUNT)),
                self.upto(5, self.segment("QTY", "(?:CA|CD|LA|LE|OU|VS)", QUANTITY)),
            )
        )

    def clp(self) -> str:
        """CLP01 to CLP13."""
        s = self.s
        amounts = f"({AMOUNT}){s}({AMOUNT}){s}({AMOUNT})?+"
        # CLP10 is not used.
        group = f"(?:{s}{s}[0-9]{{3}}(?:{s}{QUANTITY})?+)?+"
        place = f"(?:{s}(?:[0-9]{{2}})?+(?:{s}[0-9]?+{group})?+)?+"
        head = f"({self.text(38)}){s}({_STATUS}){s}"
        return f"{head}{amounts}{s}(?:{_FILING}){s}({self.text(50)}){place}"

    def parties(self) -> str:
        """NM1: patient, insured, corrected patient, rendering provider."""
        last, s = self.text(60), self.s
        patient = self.segment("NM1", "QC", "1", last) + self.names(35, self.id(_PATIENT_IDS))
        insured = self.segment("NM1", "IL", "[12]", last) + self.identified(35, self.id("MI|FI|34"))
        corrected = self.segment("NM1", "74", "1", f"(?:{last})?+") + self.names(35, self.id("C"))
        number = f"(?:XX{s}([0-9]{{10}})|{self.id(_PROVIDER_IDS)})"
        rendering = self.segment("NM1", "82", "[12]", last) + self.identified(35, number)
        others = (self.upto(1, each) for each in (insured, corrected, rendering))
        return patient + "".join(others)

    def outcome(self) -> str:
        """MIA and MOA."""
        amounts = [AMOUNT] * 9
        inpatient = self.tail(
            *(AMOUNT, QUANTITY, AMOUNT, _REMARK, *amounts),
            *(QUANTITY, *amounts[:4], *[_REMARK] * 4, AMOUNT),
        )
        outpatient = self.tail(QUANTITY, AMOUNT, *[_REMARK] * 5, AMOUNT, AMOUNT)
        mia = self.upto(1, self.segment("MIA", QUANTITY) + inpatient)
        return mia + self.upto(1, f"{self.j}MOA(?={self.s}){outpatient}")

    def contact(self) -> str:
        """PER*CX with a telephone number."""
        return self.segment("PER", "CX", f"(?:{self.text(60)})?+", "TE", "[0-9]{10}")

    # Lines ----------------------------------------------------------------------------------

    def line(self) -> str:
        """A service line, SVC to LQ."""
        day = self.segment("DTM", "472", _DAY)
        days = self.segment("DTM", "150", _DAY) + self.upto(1, self.segment("DTM", "151", _DAY))
        remark = self.segment("LQ", f"(?:HE{self.s}{_REMARK}|RX{self.s}[A-Z0-9]{{1,30}}+)")
        return "".join(
            (
                self.svc(),
                f"(?:{day}|{days})?+",
                self.cas,
                # The line's own number stands among them in any place.
                self.upto(3, self.line_references),
                self.upto(1, self.references("6R")),
                self.upto(3, self.line_references),
                self.upto(5, self.line_providers),
                self.upto(5, self.segment("AMT", f"(?:{_LINE_AMOUNTS})", AMOUNT)),
                self.upto(50, remark),
            )
        )

    def svc(self) -> str:
        """SVC01 to SVC07."""
        procedure = f"(?:HC|AD|IV|N4|NU){self.c}[A-Z0-9]{{1,48}}+(?:{self.c}[A-Z0-9]{{2}}){{0,4}}+"
        rest = self.tail("[0-9]{3,4}", QUANTITY, procedure, QUANTITY)
        return self.segment("SVC", procedure, AMOUNT, AMOUNT) + rest

    def group(self) -> str:
        """The LX that may follow."""
        return f"(?:{self.segment('LX', '([1-9][0-9]{0,5}+)')})?+"
