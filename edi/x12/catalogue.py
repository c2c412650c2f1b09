"""Every rule a file is judged by: its id, its levels, its sentence and where it comes from.

How a rule is judged stands with the readers. Those judged by ROOMS need more than the file
(partners, what was sent and received before, open claims) and are judged where that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

JudgedBy = Literal["file", "rooms"]
Level = Literal["E", "W"]

FILE: JudgedBy = "file"
ROOMS: JudgedBy = "rooms"
_E: tuple[Level, ...] = ("E",)
_W: tuple[Level, ...] = ("W",)
_EW: tuple[Level, ...] = ("E", "W")

SYNTAX = "X12 syntax: interchange control structures (X12.5) and data element rules (X12.6)"
GUIDE_835 = "X12 implementation guide 005010X221A1: health care claim payment and advice"
GUIDE_820 = "X12 implementation guides of the 820: 005010X218, 005010X306; the set X12 820"
GUIDE_999 = "X12 implementation guide 005010X231A1, and the set X12 997"
ANSWERS = "Interpretation answers of the X12 standards body"
CORE = "CAQH CORE payment and remittance rules 350, 360 and 370"
HOUSE = "House rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `levels` are those a finding of it may have: E sets the set (or interchange)
    aside, W is kept and shown; both where the rule tells two cases apart in its sentence."""

    id: str
    levels: tuple[Level, ...]
    sentence: str
    source: str
    judged_by: JudgedBy = FILE

    @property
    def is_of_file(self) -> bool:
        """Whether the file alone is enough to judge it."""
        return self.judged_by == FILE


_ROWS: tuple[Rule, ...] = (
    # Interchange
    Rule(
        "XI01",
        _EW,
        "The file holds an ISA whose delimiters can be told (E); nothing but a byte order mark "
        "or blanks stands before it (W, skipped)",
        SYNTAX,
    ),
    Rule(
        "XI02",
        _E,
        "ISA has sixteen elements of their fixed lengths; its delimiters differ from one another "
        "and are no letters, digits or blanks",
        SYNTAX,
    ),
    Rule("XI03", _E, "IEA closes the interchange and IEA02 repeats ISA13", SYNTAX),
    Rule("XI04", _E, "IEA01 counts the groups", SYNTAX),
    Rule("XI05", _W, "ISA12 is 00501 or 00401, and ISA11 suits it", SYNTAX),
    Rule("XI06", _E, "ISA15 says production where production is awaited", HOUSE, ROOMS),
    Rule(
        "XI07",
        _E,
        "ISA13 is new for its sender within the look-back; else a duplicate",
        HOUSE,
        ROOMS,
    ),
    Rule("XI08", _E, "Sender and receiver are partners known here", HOUSE, ROOMS),
    Rule("XI09", _W, "Date and time in ISA, GS and TA1 are well formed", SYNTAX),
    Rule(
        "XI10",
        _EW,
        "Nothing but blanks and line ends follows the last IEA (W); nothing is left unread, or "
        "read in pieces, because there are too many interchanges or sets or a segment is longer "
        "than 1 MB (E)",
        SYNTAX,
    ),
    # Group
    Rule("XG01", _W, "GS01 suits the sets: HP, RA or FA; ST01 decides how they are read", SYNTAX),
    Rule("XG02", _E, "GS opens and GE closes the group, and GE02 repeats GS06", SYNTAX),
    Rule("XG03", _E, "GE01 counts the sets", SYNTAX),
    Rule("XG04", _W, "GS08 is a version known here; else the set is read by ST01", GUIDE_835),
    Rule("XG05", _E, "GS06 is new for its sender and receiver", HOUSE, ROOMS),
    # Set
    Rule("XS01", _E, "ST01 is 835, 820, 999 or 997; another set is kept as it came", HOUSE),
    Rule("XS02", _E, "SE closes the set and SE02 repeats ST02", SYNTAX),
    Rule("XS03", _E, "SE01 counts the segments, ST and SE included", SYNTAX),
    Rule("XS04", _E, "ST02 is used once in its group", SYNTAX),
    Rule(
        "XS05",
        _EW,
        "Segments stand where the guide has them, and what it requires is there (E); what real "
        "files often lack, such as PER*BL, LX, SVC or DTM, is missed only (W)",
        GUIDE_835,
    ),
    Rule("XS06", _W, "No segment or loop stands more often than the guide allows", GUIDE_835),
    Rule("XS07", _W, "Every segment is one the set knows; others are kept in their place", HOUSE),
    Rule("XS08", _E, "Elements that are numbers or dates can be read as such", SYNTAX),
    Rule("XS09", _W, "Lengths, characters and codes of elements are those of the guide", GUIDE_835),
    Rule("XS10", _E, "No control character stands inside an element", SYNTAX),
    # 835
    Rule("RA01", _E, "BPR, TRN, N1*PR and N1*PE are there, once each", GUIDE_835),
    Rule("RA02", _E, "Every amount can be read exactly, with two decimals at most", SYNTAX),
    Rule("RA03", _E, "BPR02 is not negative: a shortfall is carried forward by PLB", ANSWERS),
    Rule(
        "RA04",
        _E,
        "BPR02 is what the claims pay less the provider-level adjustments",
        ANSWERS,
    ),
    Rule("RA05", _E, "CLP03 less all adjustments of the claim and its lines is CLP04", ANSWERS),
    Rule("RA06", _E, "SVC02 less the adjustments of the line is SVC03", ANSWERS),
    Rule("RA07", _W, "The charges of the lines come to CLP03", ANSWERS),
    Rule("RA08", _W, "The payments of the lines come to CLP04", ANSWERS),
    Rule("RA09", _W, "CLP05 is the patient's share in CAS, reversals apart", GUIDE_835),
    Rule("RA10", _W, "CLP02 is a claim status of version 5010", GUIDE_835),
    Rule("RA11", _W, "CAS01 is CO, OA, PI or PR", GUIDE_835),
    Rule(
        "RA12",
        _E,
        "Each CAS names its group and holds one to six triplets of reason and amount",
        GUIDE_835,
    ),
    Rule("RA13", _W, "Adjustment reasons and remark codes are known", CORE),
    Rule("RA14", _W, "The reason of a provider-level adjustment is known", GUIDE_835),
    Rule("RA15", _E, "Each PLB holds one to six pairs of reason and amount", GUIDE_835),
    Rule(
        "RA16",
        _W,
        "BPR04 suits the rest: ACH names a format and both banks, a cheque names none",
        GUIDE_835,
    ),
    Rule("RA17", _W, "BPR16 is a date; with ACH, a day on which banks settle", GUIDE_835),
    Rule("RA18", _EW, "TRN02 is there and TRN01 is 1 (E); TRN03 has ten characters (W)", CORE),
    Rule("RA19", _W, "BPR10 repeats TRN03, and BPR11 TRN04", GUIDE_835),
    Rule(
        "RA20",
        _E,
        "Payer, trace, amount and payee were not told together before; else a duplicate",
        HOUSE,
        ROOMS,
    ),
    Rule(
        "RA21",
        _W,
        "The original of a reversal is known, and its amounts are reversed",
        ANSWERS,
        ROOMS,
    ),
    Rule(
        "RA22",
        _W,
        "BPR01 I comes with claims or provider-level adjustments, D without",
        ANSWERS,
    ),
    Rule(
        "RA23",
        _W,
        "A negative FB goes with nothing paid (judged in the file); a positive FB or WO has an "
        "open counterpart (judged where open items are known)",
        ANSWERS,
    ),
    Rule(
        "RA24",
        _W,
        "Payee is told by NPI or tax id, payer by TRN03 or an alias",
        HOUSE,
        ROOMS,
    ),
    Rule("RA25", _W, "CLP01 leads to an open claim", HOUSE, ROOMS),
    Rule(
        "RA26",
        _W,
        "Amounts and dates of a claim are plausible: a charge is negative on a reversal only, a "
        "reversal takes back and pays nothing, a service does not end before it begins",
        HOUSE,
    ),
    Rule("RA27", _W, "BPR01 H goes with nothing paid and BPR04 NON", GUIDE_835),
    Rule("RA28", _W, "A patient not recognised (status 4) is paid nothing", ANSWERS),
    Rule(
        "RA29",
        _W,
        "A claim stands twice in a set as reversal and correction only",
        ANSWERS,
    ),
    Rule(
        "RA30",
        _W,
        "Provider identifiers and routing numbers have right check digits",
        "45 CFR 162.406, and the check digit of routing numbers",
    ),
    Rule("RA31", _W, "ST03 is not used in an 835 of version 5010", GUIDE_835),
    # 820
    Rule(
        "PA01",
        _EW,
        "BPR and TRN with its number are there (E), and so are N1*PR and N1*PE (W)",
        GUIDE_820,
    ),
    Rule("PA02", _E, "Every amount can be read exactly, with two decimals at most", SYNTAX),
    Rule(
        "PA03",
        _W,
        "BPR02 is what the items pay and the adjustments of their entities come to",
        GUIDE_820,
    ),
    Rule("PA04", _W, "What an item pays is explained by its gross, discount and ADX", GUIDE_820),
    Rule("PA05", _W, "Each RMR has a qualifier and a reference", GUIDE_820),
    Rule("PA06", _W, "References lead to invoices or policies", HOUSE, ROOMS),
    Rule(
        "PA07",
        _E,
        "Inside a CTX entry, BPR02 is the amount of the entry",
        "Nacha Operating Rules: corporate trade exchange",
        ROOMS,
    ),
    # Acknowledgements
    Rule("AK01", _E, "AK1 and AK9 frame the group, and IK5 or AK5 closes each AK2", GUIDE_999),
    Rule("AK02", _W, "Group and sets that are answered were sent by us", HOUSE, ROOMS),
    Rule("AK03", _W, "The counts of AK9 agree with the verdicts on the sets", GUIDE_999),
    Rule("AK04", _E, "A TA1 answers an interchange we sent", HOUSE, ROOMS),
    Rule("AK05", _E, "No 999, 997 or TA1 is ever answered", SYNTAX, ROOMS),
)

CATALOGUE: dict[str, Rule] = {rule.id: rule for rule in _ROWS}
