"""Every rule a file is judged by: its id, its level on input and output, and its sentence.

How a rule is judged is edi.nacha.rules. Those marked PAYMENTS need more than the file (calendar of
the day, bank profile, history, the 835) and are judged by the rooms that have it.
"""

from dataclasses import dataclass
from typing import Literal

from edi.ground.line_findings import Level

JudgedBy = Literal["file", "payments"]
Side = Literal["in", "out"]
Levels = tuple[Level | None, Level | None]

# Level on input, level on output; None: not judged there.
BOTH_E: Levels = ("E", "E")
BOTH_W: Levels = ("W", "W")
IN_W_OUT_E: Levels = ("W", "E")
IN_E: Levels = ("E", None)
IN_W: Levels = ("W", None)
OUT_E: Levels = (None, "E")
OUT_W: Levels = (None, "W")
PAYMENTS: JudgedBy = "payments"

SOURCES = {
    "FS": "Nacha Operating Rules (2013), Appendix Three: sequence and format of records",
    "FH": "Nacha Operating Rules (2013), Appendix Three: file header",
    "BH": "Nacha Operating Rules (2013), Appendix Three: batch header",
    "BA": "Nacha Operating Rules (2013), Appendices Two and Three: batches",
    "ED": "Nacha Operating Rules (2013), Appendix Three: entry detail",
    "AD": "Nacha Operating Rules (2013), Appendix Three: addenda",
    "CX": "Nacha Operating Rules (2013), Appendix Three: CTX; X12 820",
    "BC": "Nacha Operating Rules (2013), Appendix Three: batch control",
    "FC": "Nacha Operating Rules (2013), Appendix Three: file control",
    "HC": "Healthcare EFT Standard: 45 CFR 162.1602, Nacha rule of 2013-09-20, CAQH CORE 370",
    "RT": "Nacha Operating Rules (2013), Appendix Four: returns",
    "NC": "Nacha Operating Rules (2013), Appendix Five: notifications of change",
    "DU": "House rule, and the operator's test for duplicate files",
    "RV": "Nacha Operating Rules: reversals",
    "PN": "Nacha Operating Rules: prenotification",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `operator` says what the operator or receiving bank does with a breach.

    F rejects the file, B the batch, Rxx returns the entry; "-" marks a house rule or advice.
    """

    id: str
    level_in: Level | None
    level_out: Level | None
    sentence: str
    operator: str
    judged_by: JudgedBy = "file"

    @property
    def source(self) -> str:
        return SOURCES[self.id[:2]]

    def level(self, side: Side) -> Level | None:
        """The level on that side, or None if the rule is not judged there."""
        return self.level_in if side == "in" else self.level_out


_ROWS: tuple[tuple[str, Levels, str, str] | tuple[str, Levels, str, str, JudgedBy], ...] = (
    (
        "FS01",
        BOTH_E,
        "The file has records; an empty file is an error unless the bank sends empty files "
        "by habit",
        "F",
    ),
    ("FS02", BOTH_E, "Every record is 94 characters", "F"),
    ("FS03", BOTH_E, "Record type is one of 1, 5, 6, 7, 8, 9", "F"),
    (
        "FS04",
        BOTH_E,
        "Records stand in order: 1, then 5, 6 with its 7s, 8 for each batch, then 9",
        "F",
    ),
    ("FS05", BOTH_E, "Exactly one file header, and it is first", "F"),
    ("FS06", BOTH_E, "Exactly one file control; after it only filler", "F"),
    (
        "FS07",
        BOTH_E,
        "Every batch header is closed by a batch control before the next 5 or the 9",
        "F",
    ),
    (
        "FS08",
        BOTH_E,
        "A 6 stands inside a batch; a 7 follows a 6 or another 7 of the same entry",
        "B",
    ),
    ("FS09", BOTH_E, "At least one batch in the file", "F"),
    ("FS10", BOTH_E, "At least one entry in each batch", "B"),
    ("FS11", BOTH_E, "The number of records is a multiple of ten", "F"),
    ("FS12", BOTH_E, "Filler rows are 94 nines, at most nine of them, only at the end", "F"),
    ("FS13", BOTH_E, "No byte below 0x20 except line ends", "B"),
    ("FS14", IN_W_OUT_E, "No byte above 0x7E; on input it is kept byte for byte", "-"),
    ("FS15", BOTH_E, "Numeric fields hold digits only, unsigned", "B, R19, R26"),
    ("FS16", IN_W_OUT_E, "Padding and justification follow the field's type", "-"),
    ("FS17", BOTH_E, "Upper case in SEC code, file id modifier, change and return codes", "B"),
    ("FS18", IN_W, "Line ends are uniform and the last line is ended", "-"),
    ("FS19", IN_W_OUT_E, "Reserved positions are blank", "-"),
    ("FH01", BOTH_E, "Priority code is 01", "F"),
    (
        "FH02",
        BOTH_E,
        "Immediate destination is blank + 9 digits, valid check digit, not zeros",
        "F",
    ),
    ("FH03", BOTH_E, "Immediate origin is not blank and not zeros", "F"),
    (
        "FH04",
        BOTH_E,
        "Where the profile demands a routing number as origin, it has a valid check digit",
        "F",
    ),
    ("FH05", IN_W_OUT_E, "Destination and origin are those of the bank profile", "F", PAYMENTS),
    ("FH06", BOTH_E, "Creation date is a real date", "F"),
    ("FH07", BOTH_E, "Creation time is blank or a real HHMM", "F"),
    (
        "FH08",
        BOTH_W,
        "Creation date is not in the future and not older than the profile allows",
        "-",
        PAYMENTS,
    ),
    ("FH09", BOTH_E, "File id modifier is one of A-Z, 0-9", "F"),
    (
        "FH10",
        BOTH_E,
        "Record size is 094, judged from the file and not overwritten on reading",
        "F",
    ),
    ("FH11", BOTH_E, "Blocking factor is 10, judged likewise", "F"),
    ("FH12", BOTH_E, "Format code is 1", "F"),
    ("FH13", BOTH_W, "Names and reference hold legal characters", "-"),
    (
        "FH14",
        OUT_E,
        "At most 36 files a day for one destination and origin (modifiers run out)",
        "F",
        PAYMENTS,
    ),
    ("BH01", BOTH_E, "Service class is 200, 220, 225 or 280", "B"),
    ("BH02", BOTH_E, "280 only with ADV, and ADV only with 280", "B"),
    ("BH03", BOTH_E, "Company name is not blank and not all zeros", "B"),
    ("BH04", BOTH_E, "Company identification is not blank and not all zeros", "B"),
    (
        "BH05",
        BOTH_W,
        "Company identification starts with 1 + EIN, 3 + DUNS or 9 + own number, or is the "
        "profile's",
        "-",
    ),
    (
        "BH06",
        BOTH_E,
        "SEC code is one that exists; on output CCD, PPD or CTX (or COR for a refused NOC)",
        "B",
    ),
    ("BH07", BOTH_E, "Entry description is not blank and not all zeros", "B"),
    ("BH08", BOTH_W, "Name, discretionary data and description hold legal characters", "B"),
    (
        "BH09",
        IN_W_OUT_E,
        "A reserved description is in upper case and used for its purpose only: "
        "HCCLAIMPMT, REVERSAL, RETURN FEE, RECLAIM, NONSETTLED, AUTOENROLL, REDEPCHECK, NO "
        "CHECK, RETRY PYMT, ACCTVERIFY, PAYROLL, PURCHASE",
        "-",
    ),
    (
        "BH10",
        BOTH_E,
        "Effective entry date is a real date (an operator would put in the next banking day)",
        "rolls",
    ),
    ("BH11", IN_W_OUT_E, "Effective entry date is a banking day", "rolls"),
    (
        "BH12",
        OUT_E,
        "Credits: at most 2 BD after the processing day; debits: at most 1",
        "R18",
        PAYMENTS,
    ),
    ("BH13", BOTH_W, "Effective entry date is not before the processing day", "rolls", PAYMENTS),
    (
        "BH14",
        IN_W_OUT_E,
        "Settlement date is blank when we write; blank or 001-366 when we read",
        "-",
    ),
    ("BH15", BOTH_E, "Originator status is 1 or 2; 0 only for ADV; 2 for DNE", "B"),
    ("BH16", BOTH_E, "ODFI identification is 8 digits, a possible prefix, not zeros", "B"),
    ("BH17", OUT_E, "ODFI identification is the bank profile's", "B", PAYMENTS),
    ("BH18", BOTH_E, "Batch number is numeric", "B"),
    ("BH19", BOTH_E, "Batch numbers ascend through the file (they need not be contiguous)", "-"),
    ("BH20", BOTH_W, "Descriptive date starting with SD is SD + a real hhmm", "-"),
    (
        "BH21",
        BOTH_W,
        "PPD credits described PAYROLL are wages; PURCHASE only on consumer e-commerce debits",
        "-",
        PAYMENTS,
    ),
    ("BA01", BOTH_E, "220 holds no debit, 225 no credit", "B"),
    ("BA02", BOTH_W, "200 with one side only", "-"),
    ("BA03", BOTH_E, "Forward entries do not share a batch with returns or NOCs", "B"),
    ("BA04", BOTH_E, "Returns, dishonored returns and contested returns do not share a batch", "B"),
    ("BA05", BOTH_E, "Trace numbers ascend strictly within the batch", "B"),
    ("BA06", BOTH_E, "The first eight digits of each trace are the header's ODFI", "B"),
    ("BA07", IN_W_OUT_E, "A trace occurs once in the file", "-"),
    (
        "BA08",
        OUT_E,
        "A trace is never used twice by one ODFI within the return horizon",
        "-",
        PAYMENTS,
    ),
    (
        "BA09",
        OUT_E,
        "Balanced profile: debits equal credits, the offset entry last, its name by the "
        "bank's convention, service class 200",
        "-",
        PAYMENTS,
    ),
    ("BA10", OUT_E, "Unbalanced profile: no offset entry", "-", PAYMENTS),
    (
        "BA11",
        OUT_E,
        "Lines, amount and entries of the file stay within the bank profile; else split into files",
        "-",
        PAYMENTS,
    ),
    ("BA12", BOTH_E, "A COR batch holds only COR entries", "B"),
    ("ED01", BOTH_E, "Transaction code is in the table", "B"),
    (
        "ED02",
        BOTH_E,
        "Transaction code is allowed for the SEC code and kind of entry (COR and returns: "
        "21, 26, 31, 36, 41, 46, 51, 56; zero-dollar codes on CCD and CTX)",
        "B",
    ),
    ("ED03", BOTH_E, "Debit to a loan account (55) only in a reversal", "R35"),
    ("ED04", BOTH_E, "RDFI is 8 digits with a possible prefix, not zeros", "R13"),
    ("ED05", BOTH_E, "Check digit is right", "R28"),
    (
        "ED06",
        OUT_W,
        "RDFI is in the participant directory and takes this kind of entry",
        "R13, R34",
        PAYMENTS,
    ),
    ("ED07", BOTH_E, "Account number is not blank and not all zeros", "R04"),
    (
        "ED08",
        IN_W_OUT_E,
        "Account number has legal characters and is left-justified; leading or inner "
        "blanks are kept and noted",
        "R04",
    ),
    ("ED09", BOTH_E, "Amount is numeric", "R19"),
    (
        "ED10",
        BOTH_E,
        "Amount is zero for a prenote (x3, x8), a zero-dollar entry (x4, x9) and a NOC",
        "R19",
    ),
    (
        "ED11",
        BOTH_E,
        "Amount is above zero for a live credit or debit (zero-dollar codes are exempt: "
        "zero is their right amount)",
        "R19",
    ),
    (
        "ED12",
        OUT_E,
        "Amount is within the payment limits of the bank profile and of the release rules",
        "-",
        PAYMENTS,
    ),
    (
        "ED13",
        OUT_W,
        "Same Day asked for and the amount is above the limit of the day (it will settle next day)",
        "settles later",
        PAYMENTS,
    ),
    (
        "ED14",
        BOTH_E,
        "Name is not blank; on input E for PPD, WEB, TEL and W for CCD, CTX (the operator "
        "itself insists only for WEB, TEL, MTE)",
        "R26",
    ),
    ("ED15", BOTH_W, "Identification, name and discretionary data hold legal characters", "-"),
    ("ED16", BOTH_E, "Addenda indicator is 0 or 1", "R25"),
    ("ED17", BOTH_E, "With indicator 0 no addenda follows", "R25"),
    ("ED18", BOTH_E, "With indicator 1 at least one addenda follows", "R25"),
    (
        "ED19",
        BOTH_E,
        "Indicator is 1 on zero-dollar CCD and CTX, NOC, return, dishonored and contested entries",
        "R25",
    ),
    ("ED20", BOTH_E, "Trace number is 15 digits", "R26"),
    (
        "ED21",
        BOTH_E,
        "Credit in ARC, BOC, POP, RCK, TEL, XCK only as a reversal; debit in CIE likewise",
        "R35, R36",
    ),
    (
        "ED22",
        OUT_E,
        "No live entry to an account whose prenote is still waiting, was returned, or has "
        "an unapplied NOC",
        "-",
        PAYMENTS,
    ),
    ("ED23", OUT_E, "No live entry to a payee under hold, block or unapplied NOC", "-", PAYMENTS),
    (
        "AD01",
        BOTH_E,
        "Addenda type fits: 05 for CCD, PPD, CTX, WEB, ACK, ATX; 98 for COR; 99 for returns",
        "R25",
    ),
    ("AD02", BOTH_E, "CCD and PPD: at most one addenda; NOC and returns: exactly one", "R25"),
    ("AD03", BOTH_E, "Addenda sequence starts at 1", "R25"),
    ("AD04", BOTH_E, "Addenda sequence rises by one without a gap", "R25"),
    (
        "AD05",
        BOTH_E,
        "Entry sequence (88-94) is the last seven digits of the entry's trace",
        "R25, R27",
    ),
    ("AD06", BOTH_E, "Trace of a 98 or 99 is the trace of its entry", "R27"),
    ("AD07", BOTH_W, "Payment related information is not blank", "-"),
    (
        "AD08",
        BOTH_W,
        "Payment related information is an X12 segment or a Nacha banking convention: "
        "elements split by *, ended by ~ or \\",
        "C13",
    ),
    ("AD09", OUT_E, "The text fits its 80 characters; it is refused, never cut", "-"),
    ("CX01", BOTH_E, "Number of addenda (55-58) is numeric", "R26"),
    ("CX02", BOTH_E, "It equals the addenda that follow", "R25"),
    ("CX03", BOTH_E, "It is zero with indicator 0, above zero with indicator 1", "R25"),
    ("CX04", BOTH_E, "At most 9,999 addenda", "R25"),
    ("CX05", IN_W_OUT_E, "75-76 are blank", "-"),
    (
        "CX06",
        BOTH_W,
        "The joined addenda are a well-formed X12 (or EDIFACT) message with BPR or BPS",
        "-",
    ),
    ("CX07", IN_W_OUT_E, "BPR02 equals the entry amount", "-"),
    ("CX08", IN_W_OUT_E, "ISA/IEA, GS/GE, ST/SE counts and control numbers agree", "-"),
    ("CX09", OUT_E, "Every addenda but the last is full; a segment may break across records", "-"),
    ("BC01", BOTH_E, "Service class equals the header's", "B"),
    ("BC02", BOTH_E, "Entry and addenda count is right", "B"),
    ("BC03", BOTH_E, "Entry hash is right", "B"),
    ("BC04", BOTH_E, "Total debits are right", "B"),
    ("BC05", BOTH_E, "Total credits are right", "B"),
    ("BC06", BOTH_E, "Company identification equals the header's", "B"),
    ("BC07", BOTH_E, "ODFI equals the header's", "B"),
    ("BC08", BOTH_E, "Batch number is numeric and equals the header's", "B"),
    ("BC09", OUT_E, "Totals fit 12 digits", "B"),
    ("BC10", BOTH_W, "Message authentication code is blank unless the profile uses it", "-"),
    ("FC01", BOTH_E, "Batch count equals the number of batch headers", "F"),
    ("FC02", BOTH_E, "Block count equals records / 10, rounded up, filler included", "F"),
    ("FC03", BOTH_E, "Entry and addenda count equals the sum over batches", "F"),
    ("FC04", BOTH_E, "Entry hash equals the sum over batches, lowest ten digits", "F"),
    ("FC05", BOTH_E, "Total debits equal the sum over batches", "F"),
    ("FC06", BOTH_E, "Total credits equal the sum over batches", "F"),
    (
        "FC07",
        BOTH_E,
        "The sums agree both with the batch controls as written and with the entries as counted",
        "F",
    ),
    ("FC08", OUT_E, "Totals fit 12 digits", "F"),
    ("HC01", BOTH_E, "Description is exactly HCCLAIMPMT, upper case, in 54-63", "-"),
    ("HC02", BOTH_E, "SEC code is CCD", "-"),
    ("HC03", BOTH_E, "Credits only (live or prenote); no debit, no offset in the batch", "-"),
    ("HC04", BOTH_E, "Indicator 1 and exactly one 05 addenda on each live entry", "R25"),
    ("HC05", BOTH_E, "Payment related information starts in position 4 with TRN*", "C13"),
    ("HC06", BOTH_E, "TRN01 is 1", "C13"),
    ("HC07", BOTH_E, "TRN02 is 1-50 characters, not blank", "C13"),
    (
        "HC08",
        BOTH_E,
        "TRN03 is present and 10 characters: 1 + nine-digit EIN (or the payer's other id agreed)",
        "C13",
    ),
    ("HC09", BOTH_E, "The segment ends with ~ or \\", "C13"),
    ("HC10", BOTH_E, "No *, ~, \\ inside an element; at most four elements after TRN", "C13"),
    ("HC11", OUT_E, "TRN02 + TRN04 fit: len(TRN02) + len(TRN04) <= 61 when TRN04 is used", "-"),
    ("HC12", IN_W_OUT_E, "Nothing but blanks after the segment", "-"),
    ("HC13", OUT_E, "TRN02 is unique between this payer and payee", "-", PAYMENTS),
    ("HC14", BOTH_W, "TRN03 equals the batch's company identification", "-"),
    (
        "HC15",
        OUT_E,
        "Company name is the health plan (or the administrator that the provider bills, if "
        "self-insured): one batch per plan name",
        "-",
        PAYMENTS,
    ),
    (
        "HC16",
        OUT_E,
        "HCCLAIMPMT is used for plan-to-provider claim credits only: not for patient "
        "refunds, vendor payments, fees or reversals",
        "-",
        PAYMENTS,
    ),
    (
        "HC17",
        OUT_E,
        "TRN02 and TRN03 equal those of the 835; amount equals BPR02; effective date "
        "equals BPR16 and is a banking day; BPR04 = ACH, BPR05 = CCP",
        "-",
        PAYMENTS,
    ),
    (
        "HC18",
        OUT_E,
        "One EFT for one 835; a zero remittance (BPR04 = NON) makes no EFT",
        "-",
        PAYMENTS,
    ),
    ("HC19", BOTH_W, "A CCD credit carries a TRN segment but not the description", "-"),
    ("HC20", BOTH_W, "Description differs from HCCLAIMPMT only in case or spacing", "-"),
    (
        "HC21",
        BOTH_W,
        "835 released more than 3 business days before or after the effective date (configurable)",
        "-",
        PAYMENTS,
    ),
    (
        "RT01",
        BOTH_E,
        "Return code is a known one; unknown goes to an exception with its text, never a crash",
        "R26",
    ),
    ("RT02", BOTH_E, "Original trace (7-21) is present", "R27"),
    ("RT03", BOTH_E, "Original RDFI (28-35) is 8 digits", "-"),
    ("RT04", IN_W, "Transaction code is of the return family", "B"),
    ("RT05", IN_W, "Date of death is a date, and only with R14, R15", "-"),
    (
        "RT06",
        IN_W,
        "The return matches exactly one entry of ours; if not, unmatched queue, propose R69",
        "-",
        PAYMENTS,
    ),
    (
        "RT07",
        IN_W,
        "Amount, account and company id equal the original's; else propose R69",
        "-",
        PAYMENTS,
    ),
    ("RT08", IN_W, "The code can apply to a credit; else exception, ask the ODFI", "-", PAYMENTS),
    ("RT09", IN_W, "The return is within its deadline; else propose R68", "-", PAYMENTS),
    ("RT10", IN_W, "No earlier return for the same entry; else propose R67", "-", PAYMENTS),
    (
        "RT11",
        IN_W,
        "R06 answers a recall of ours, R31 a consent of ours; else propose R70",
        "-",
        PAYMENTS,
    ),
    ("RT12", IN_W, "R17 with QUESTIONABLE opens a fraud case and freezes the payee", "-", PAYMENTS),
    ("RT13", BOTH_E, "Dishonored code is R61, R62, R67-R70; contested code R71-R77", "R26"),
    (
        "RT14",
        BOTH_E,
        "Dishonored or contested: return trace numeric, return settlement 001-366, return "
        "reason a known one",
        "R26",
    ),
    ("RT15", BOTH_E, "R69: addenda information not blank; codes 01-07 split by *", "R26"),
    (
        "RT16",
        BOTH_E,
        "Contested: dishonored trace numeric, settlement 001-366, reason a known one",
        "R26",
    ),
    ("RT17", BOTH_E, "R73: original settlement 001-366, or the date returned is real", "R26"),
    ("RT18", OUT_E, "R70 only against R06 or R31", "-"),
    ("RT19", OUT_E, "Dishonor within 5 BD after the return's settlement", "-", PAYMENTS),
    ("RT20", IN_W, "Contest within 2 BD after the dishonor's settlement", "-", PAYMENTS),
    ("NC01", BOTH_E, "SEC COR with a 98 addenda and a return-family code", "B"),
    ("NC02", BOTH_E, "Amount is zero", "R19"),
    (
        "NC03",
        BOTH_E,
        "Change code is C01-C09, C13, C14 (C08 IAT only); others go to an exception",
        "R26",
    ),
    ("NC04", BOTH_E, "Corrected data is not blank, except C13", "R26"),
    ("NC05", BOTH_E, "Corrected data has its parts at its positions, gaps blank", "refuse C65"),
    (
        "NC06",
        IN_E,
        "Corrected routing number has a right check digit and possible prefix",
        "refuse C65",
    ),
    (
        "NC07",
        IN_E,
        "Corrected transaction code keeps the direction of the entry (credit stays credit)",
        "refuse C69",
    ),
    (
        "NC08",
        IN_E,
        "Original trace is present and matches an entry of ours",
        "R27; refuse C62",
        PAYMENTS,
    ),
    (
        "NC09",
        IN_W,
        "Corrected data differs from what we hold (same = already applied)",
        "-",
        PAYMENTS,
    ),
    ("NC10", IN_W, "Applied within its deadline", "-", PAYMENTS),
    (
        "NC11",
        OUT_E,
        "Refused NOC: code C61-C69, original change code a known one, trace sequence "
        "numeric, sent within 15 days",
        "R26",
        PAYMENTS,
    ),
    (
        "DU01",
        BOTH_E,
        "Immediate origin, creation date, creation time and modifier are not all equal to "
        "those of an accepted file",
        "F",
        PAYMENTS,
    ),
    (
        "DU02",
        BOTH_E,
        "SHA-256 of the file is new for this channel; inbound: kept once, marked "
        "DUPLICATE, not imported again",
        "-",
        PAYMENTS,
    ),
    (
        "DU03",
        IN_W_OUT_E,
        "Batch fingerprint (company, service class, effective date, counts, totals, digest "
        "of entries) is new in the look-back",
        "-",
        PAYMENTS,
    ),
    (
        "DU04",
        OUT_E,
        "Payment key (payer, payee account, amount, claim or invoice reference, date "
        "window) is new",
        "R24",
        PAYMENTS,
    ),
    (
        "DU05",
        IN_E,
        "A return or NOC with the same trace, code and original trace is not booked twice",
        "-",
        PAYMENTS,
    ),
    ("RV01", OUT_E, "Reason is one the network allows", "-", PAYMENTS),
    (
        "RV02",
        OUT_E,
        "Available to the RDFI within 5 BD after settlement of the erroneous entry",
        "R17, R11",
        PAYMENTS,
    ),
    (
        "RV03",
        OUT_E,
        "Company identification, SEC code and amount equal the original's",
        "R17",
        PAYMENTS,
    ),
    ("RV04", OUT_E, "Description is REVERSAL, upper case", "-", PAYMENTS),
    (
        "RV05",
        OUT_E,
        "Transaction code is the mirror (22 to 27, 32 to 37, 42 to 47, 52 to 55), own "
        "trace, own batch with its service class",
        "-",
        PAYMENTS,
    ),
    (
        "RV06",
        OUT_E,
        "One reversal per entry; the entry was sent and is not returned",
        "-",
        PAYMENTS,
    ),
    ("PN01", OUT_E, "Prenote has amount zero and code x3 or x8", "R19", PAYMENTS),
    (
        "PN02",
        OUT_E,
        "First live entry not sooner than 3 BD after the prenote's settlement",
        "-",
        PAYMENTS,
    ),
)

CATALOGUE: dict[str, Rule] = {
    row[0]: Rule(row[0], *row[1], row[2], row[3], row[4] if len(row) == 5 else "file")
    for row in _ROWS
}
