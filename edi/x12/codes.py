"""Codes and our own words for them. No list owned by others is copied here: identifiers are
facts, labels are ours, and a customer's licensed lists are loaded elsewhere."""

from __future__ import annotations

import re

# Sets and versions --------------------------------------------------------------------------

GROUP_OF_SET = {"835": "HP", "820": "RA", "999": "FA", "997": "FA"}
KNOWN_SETS = frozenset(GROUP_OF_SET)
ACKNOWLEDGMENTS = frozenset({"999", "997"})
KNOWN_VERSIONS = frozenset(
    {
        "005010X221A1",
        "005010X221",
        "004010X091A1",
        "004010X091",
        "005010X218",
        "005010X218A1",
        "005010X306",
        "004010X061A1",
        "004010X061",
        "004010",
        "004060",
        "005010",
        "005010X231A1",
        "005010X231",
    }
)

# 835: claim status --------------------------------------------------------------------------

CLAIM_STATUSES = {
    "1": "processed as primary",
    "2": "processed as secondary",
    "3": "processed as tertiary",
    "4": "patient not recognised",
    "19": "processed as primary, forwarded",
    "20": "processed as secondary, forwarded",
    "21": "processed as tertiary, forwarded",
    "22": "reversal of an earlier payment",
    "23": "not our claim, forwarded",
    "25": "predetermination, price only",
}
OLD_CLAIM_STATUSES = frozenset({"5", "10", "13", "15", "16", "17", "27"})
REVERSAL = "22"

# 835: adjustments ---------------------------------------------------------------------------

ADJUSTMENT_GROUPS = {
    "CO": "contractual: the provider writes it off",
    "PR": "patient's share",
    "OA": "other, mostly coordination of benefits",
    "PI": "payer's own reduction",
}
OLD_ADJUSTMENT_GROUPS = {"CR": "correction or reversal (4010 only)"}

# Reason code -> (our label, our category).
ADJUSTMENT_REASONS = {
    "1": ("deductible", "patient share"),
    "2": ("coinsurance", "patient share"),
    "3": ("copay", "patient share"),
    "16": ("information missing or wrong", "information"),
    "18": ("exact duplicate", "duplicate"),
    "22": ("other payer is primary", "coordination"),
    "23": ("effect of prior payer", "coordination"),
    "24": ("covered by capitation", "contract"),
    "29": ("filed too late", "timely filing"),
    "45": ("above the contract or fee schedule", "contractual"),
    "50": ("not medically necessary", "medical necessity"),
    "96": ("not covered", "coverage"),
    "97": ("bundled into another service", "bundling"),
    "197": ("no authorisation", "authorisation"),
    "204": ("not in the patient's plan", "coverage"),
    "252": ("more documents asked", "information"),
}


def _identifiers(prefix: str, *ranges: tuple[int, int]) -> set[str]:
    return {f"{prefix}{number}" for first, last in ranges for number in range(first, last + 1)}


# Identifiers only, retired ones included: an older file may carry them.
KNOWN_ADJUSTMENT_REASONS = frozenset(
    _identifiers("", (1, 29), (31, 36), (38, 40), (42, 78), (80, 303))
    | _identifiers("A", (0, 8))
    | _identifiers("B", (1, 23))
    | _identifiers("D", (1, 23))
    | _identifiers("P", (1, 32))
    | _identifiers("W", (1, 9))
    | _identifiers("Y", (1, 3))
)

_REMARK = re.compile(r"(?:M[1-9][0-9]{0,2}|MA[0-9]{2,3}|N[1-9][0-9]{0,3})")


def is_remark_code(code: str) -> bool:
    """Whether the text has the shape of a remark code: M, MA or N and a number."""
    return _REMARK.fullmatch(code) is not None


# 835: provider-level adjustments ------------------------------------------------------------

# Reason -> (our label, how it is handled); an empty handling means by the accounting office.
PROVIDER_ADJUSTMENT_REASONS = {
    "50": ("late charge", "expense, review"),
    "51": ("interest penalty", "expense, review"),
    "72": ("authorised return", "offsets a recovery of the same reference"),
    "90": ("early payment allowance", "discount"),
    "AH": ("origination fee", "fee"),
    "AM": ("applied to borrower's account", "loan"),
    "AP": ("acceleration of benefits", "advance"),
    "B2": ("rebate", "income"),
    "B3": ("recovery allowance", ""),
    "BD": ("bad debt", ""),
    "BN": ("bonus", "income"),
    "C5": ("temporary allowance", ""),
    "CR": ("capitation interest", "interest"),
    "CS": ("adjustment", "review"),
    "CT": ("capitation payment", "capitation"),
    "CV": ("capital passthrough", ""),
    "CW": ("anaesthetist passthrough", ""),
    "DM": ("direct medical education", ""),
    "E3": ("withholding", "receivable"),
    "FB": ("forwarding balance", "open item"),
    "FC": ("fund allocation", ""),
    "GO": ("graduate medical education", ""),
    "HM": ("haemophilia", ""),
    "IP": ("incentive premium", "income"),
    "IR": ("tax withholding", "tax"),
    "IS": ("interim settlement", ""),
    "J1": ("non-reimbursable", "write-off, approved"),
    "L3": ("penalty", "expense"),
    "L6": ("interest owed; negative is interest paid to us", "interest"),
    "LE": ("levy", ""),
    "LS": ("lump sum", "open item"),
    "OA": ("organ acquisition", ""),
    "OB": ("offset for affiliated providers", "open item"),
    "PI": ("periodic interim payment", "open item"),
    "PL": ("final payment", ""),
    "RA": ("retroactive adjustment", ""),
    "RE": ("return on equity", ""),
    "SL": ("student loan repayment", ""),
    "TL": ("third-party liability", ""),
    "WO": ("overpayment recovery", "open item"),
    "WU": ("unspecified recovery", "open item"),
}

# BPR ----------------------------------------------------------------------------------------

HANDLINGS = {
    "C": "payment accompanies remittance",
    "D": "payment only",
    "H": "notification, no payment",
    "I": "remittance only, payment goes separately",
    "P": "prenote",
    "U": "split payment and remittance",
    "X": "handling party's choice",
}
METHODS = frozenset({"ACH", "BOP", "CHK", "FWT", "NON", "SWT"})

# 820 ----------------------------------------------------------------------------------------

REMITTANCE_QUALIFIERS = {
    "IV": "seller's invoice",
    "IK": "invoice",
    "11": "account",
    "AZ": "policy",
    "BM": "bill of lading",
    "PO": "order",
    "CR": "credit memo",
    "VV": "voucher",
    "CT": "contract",
    "1L": "group",
}

# Acknowledgements ---------------------------------------------------------------------------

SET_VERDICTS = {
    "A": "accepted",
    "E": "accepted with errors",
    "M": "rejected, authentication failed",
    "P": "partially accepted",
    "R": "rejected",
    "W": "rejected, assurance failed",
    "X": "rejected, could not be decrypted",
}
SEGMENT_ERRORS = {
    "1": "unknown segment",
    "2": "unexpected segment",
    "3": "required segment missing",
    "4": "loop too often",
    "5": "segment too often",
    "6": "segment not in this set",
    "7": "segment out of order",
    "8": "segment has element errors",
    "I4": "segment marked not used",
    "I6": "dependent segment missing",
    "I7": "loop too seldom",
    "I8": "segment too seldom",
    "I9": "dependent segment present though not used",
}
ELEMENT_ERRORS = {
    "1": "required element missing",
    "2": "conditionally required element missing",
    "3": "too many elements",
    "4": "too short",
    "5": "too long",
    "6": "bad character",
    "7": "bad code",
    "8": "bad date",
    "9": "bad time",
    "10": "elements exclude each other",
    "11": "too many repetitions",
    "12": "too many repetitions",
    "13": "too many components",
    "I6": "code not used here",
    "I9": "dependent element missing",
    "I10": "element not used but present",
    "I11": "too few repetitions",
    "I12": "value does not fit the pattern",
    "I13": "dependent element present though not used",
}
SET_ERRORS = {
    "1": "set not supported",
    "2": "trailer missing",
    "3": "control numbers differ",
    "4": "segment count wrong",
    "5": "segments in error",
    "6": "set id bad",
    "7": "control number bad",
    "18": "set does not fit the group",
    "19": "convention reference bad",
    "23": "control number repeated in the group",
    "I5": "guide errors",
    "I6": "guide not supported",
}
GROUP_ERRORS = {
    "1": "group not supported",
    "2": "version not supported",
    "3": "trailer missing",
    "4": "control numbers differ",
    "5": "set count wrong",
    "6": "control number bad",
    "19": "group number repeated",
}
# What the older set, the 997, knows of these. Elements: the nearest of its own.
OLD_SEGMENT_ERRORS = frozenset("12345678")
OLD_ELEMENT_ERRORS = {
    "11": "3",
    "12": "3",
    "13": "3",
    "I6": "7",
    "I9": "2",
    "I10": "10",
    "I11": "1",
    "I12": "7",
    "I13": "10",
}
OLD_SET_ERRORS = frozenset(
    {*(str(number) for number in range(1, 14)), "15", "16", "17", "23", "24", "25", "26", "27"}
)
INTERCHANGE_NOTES = {
    "000": "none",
    "001": "IEA02 differs from ISA13",
    "002": "standard not supported",
    "003": "version not supported",
    "004": "segment terminator",
    "005": "sender qualifier",
    "006": "sender id",
    "007": "receiver qualifier",
    "008": "receiver id",
    "009": "receiver unknown",
    "010": "authorisation qualifier",
    "011": "authorisation value",
    "012": "security qualifier",
    "013": "security value",
    "014": "date",
    "015": "time",
    "016": "standards id",
    "017": "version id",
    "018": "control number",
    "019": "acknowledgement request",
    "020": "test indicator",
    "021": "number of groups",
    "022": "control structure",
    "023": "file ends too soon",
    "024": "invalid content",
    "025": "control number repeated",
    "026": "element separator",
    "027": "component separator",
    "028": "delivery date",
    "029": "other",
    "030": "other",
    "031": "other",
}
