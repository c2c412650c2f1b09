"""Code tables of the network: transaction, SEC, return, dishonor, contest and change codes.

Titles and advice are our own words. Tables follow the Nacha Operating Rules of 2013 with the later
changes known; they are data, and an operator's newer list may replace them.
"""

from dataclasses import dataclass
from typing import Literal

Account = Literal["checking", "savings", "ledger", "loan", "advice"]
Direction = Literal["credit", "debit"]
Use = Literal["live", "prenote", "zero_dollar", "return"]


@dataclass(frozen=True, slots=True)
class TransactionCode:
    """What a two-digit transaction code says."""

    code: str
    account: Account
    direction: Direction
    use: Use


def _transaction_codes() -> dict[str, TransactionCode]:
    table: dict[str, TransactionCode] = {}
    credit_uses: tuple[Use, ...] = ("return", "live", "prenote", "zero_dollar")
    accounts: tuple[Account, ...] = ("checking", "savings", "ledger", "loan")
    for tens, account in enumerate(accounts, 2):
        for units, use in enumerate(credit_uses, 1):
            table[f"{tens}{units}"] = TransactionCode(f"{tens}{units}", account, "credit", use)
        if account != "loan":
            for units, use in enumerate(credit_uses, 6):
                table[f"{tens}{units}"] = TransactionCode(f"{tens}{units}", account, "debit", use)
    # A loan account takes a debit only to reverse a credit.
    table["55"] = TransactionCode("55", "loan", "debit", "live")
    table["56"] = TransactionCode("56", "loan", "debit", "return")
    for units in range(1, 9):
        direction: Direction = "credit" if units % 2 else "debit"
        table[f"8{units}"] = TransactionCode(f"8{units}", "advice", direction, "live")
    return table


TRANSACTION_CODES = _transaction_codes()

_BY_MEANING = {(row.account, row.direction, row.use): row for row in TRANSACTION_CODES.values()}


def transaction_code(account: Account, direction: Direction, use: Use = "live") -> str:
    """The code for a kind of account, a direction and a use; KeyError if there is none."""
    return _BY_MEANING[(account, direction, use)].code


@dataclass(frozen=True, slots=True)
class SecCode:
    """A standard entry class: what it is for, and whether we originate it."""

    code: str
    title: str
    originated: bool = False


SEC_CODES: dict[str, SecCode] = {
    row.code: row
    for row in (
        SecCode("CCD", "payment between companies", originated=True),
        SecCode("PPD", "payment with a consumer", originated=True),
        SecCode("CTX", "payment between companies with long remittance", originated=True),
        SecCode("COR", "notification of change, or a refusal of one"),
        SecCode("ACK", "acknowledgment of a CCD payment"),
        SecCode("ATX", "acknowledgment of a CTX payment"),
        SecCode("ADV", "accounting advice of the operator"),
        SecCode("ARC", "check converted at a lockbox"),
        SecCode("BOC", "check converted in the back office"),
        SecCode("CIE", "credit started by a consumer"),
        SecCode("DNE", "death notice"),
        SecCode("ENR", "enrolment with a federal agency"),
        SecCode("IAT", "international payment"),
        SecCode("MTE", "cash machine transfer"),
        SecCode("POP", "check converted at the point of purchase"),
        SecCode("POS", "card debit at a point of sale"),
        SecCode("RCK", "bounced check presented again"),
        SecCode("SHR", "card debit in a shared network"),
        SecCode("TEL", "debit agreed by telephone"),
        SecCode("TRC", "truncated check"),
        SecCode("TRX", "truncated checks, several"),
        SecCode("WEB", "payment agreed on the internet"),
        SecCode("XCK", "destroyed check"),
    )
}

# yes: a credit of ours can meet it. debit: debits only, impossible on a credit. no: never on the
# SEC codes we originate.
MeetsCredit = Literal["yes", "debit", "no"]
# 2BD: opening of the second banking day after settlement. 60CD: of the banking day after the
# sixtieth calendar day. NFD: next file delivery. agreed: as the banks agree. open: none.
Deadline = Literal["2BD", "60CD", "NFD", "agreed", "open"]


@dataclass(frozen=True, slots=True)
class ReturnCode:
    """A return reason: what it says, whether a credit can meet it, by when, and what we do."""

    code: str
    title: str
    meets_credit: MeetsCredit
    deadline: Deadline
    to_do: str

    @property
    def can_meet_credit(self) -> bool:
        return self.meets_credit == "yes"


_OURS = "The fault is in the file we made: find it, correct it, then pay anew."
_NOT_OURS = "Not a code for entries we send: ask the bank."

RETURN_CODES: dict[str, ReturnCode] = {
    row.code: row
    for row in (
        ReturnCode(
            "R01",
            "not enough funds",
            "debit",
            "2BD",
            "Present the reversal again at most twice, else recover outside ACH.",
        ),
        ReturnCode(
            "R02",
            "account closed",
            "yes",
            "2BD",
            "Block the account, get and verify new details, pay anew.",
        ),
        ReturnCode(
            "R03",
            "no account, or the name does not fit it",
            "yes",
            "2BD",
            "Block the account, compare name and number, get new details, pay anew.",
        ),
        ReturnCode(
            "R04",
            "account number malformed",
            "yes",
            "2BD",
            "Block the account, correct its number, pay anew.",
        ),
        ReturnCode(
            "R05",
            "corporate debit to a consumer, unauthorised",
            "debit",
            "60CD",
            "Stop; it counts as unauthorised.",
        ),
        ReturnCode(
            "R06",
            "returned because our bank asked",
            "yes",
            "agreed",
            "Match it to our recall; without one, propose a dishonor with R70.",
        ),
        ReturnCode("R07", "authorisation revoked", "debit", "60CD", "Stop debiting."),
        ReturnCode(
            "R08", "payment stopped", "debit", "2BD", "Stop until there is a new authorisation."
        ),
        ReturnCode(
            "R09",
            "funds not yet collected",
            "debit",
            "2BD",
            "Present the reversal again at most twice.",
        ),
        ReturnCode(
            "R10",
            "originator not known or not authorised",
            "debit",
            "60CD",
            "Stop; it counts as unauthorised.",
        ),
        ReturnCode(
            "R11",
            "not as it was authorised",
            "debit",
            "60CD",
            "Correct and send anew, or stop; an improper reversal may be behind it.",
        ),
        ReturnCode(
            "R12",
            "account sold to another bank",
            "yes",
            "2BD",
            "Get the new routing and account numbers, pay anew.",
        ),
        ReturnCode(
            "R13",
            "routing number not valid for ACH",
            "yes",
            "NFD",
            "Correct the routing number, refresh the directory, pay anew.",
        ),
        ReturnCode(
            "R14",
            "representative payee dead or unable",
            "yes",
            "2BD",
            "Stop; a person finds the new payee or the estate.",
        ),
        ReturnCode(
            "R15",
            "beneficiary or account holder dead",
            "yes",
            "2BD",
            "Stop; a person settles it with the estate.",
        ),
        ReturnCode(
            "R16",
            "account frozen, or returned on OFAC's instruction",
            "yes",
            "2BD",
            "Stop and open a compliance case; never pay anew by itself.",
        ),
        ReturnCode(
            "R17",
            "file edit, questionable entry or improper reversal",
            "yes",
            "2BD",
            "With QUESTIONABLE: fraud case, freeze the payee. Else correct the field named.",
        ),
        ReturnCode(
            "R18", "effective date improper", "yes", "NFD", "Our calendar is at fault; pay anew."
        ),
        ReturnCode("R19", "amount field wrong", "yes", "NFD", _OURS),
        ReturnCode(
            "R20",
            "account takes no such entries",
            "yes",
            "2BD",
            "Ask for another account, pay anew.",
        ),
        ReturnCode(
            "R21",
            "company identification not valid",
            "yes",
            "2BD",
            "Settle the company identification with the bank.",
        ),
        ReturnCode(
            "R22",
            "individual identification not valid",
            "yes",
            "2BD",
            "Correct the identification, pay anew.",
        ),
        ReturnCode(
            "R23",
            "credit refused by the receiver",
            "yes",
            "2BD",
            "Ask the payee why; it may come late. Never pay anew by itself.",
        ),
        ReturnCode(
            "R24",
            "duplicate entry",
            "yes",
            "2BD",
            "Find out whether we paid twice; do not send it again.",
        ),
        ReturnCode("R25", "addenda error", "yes", "NFD", _OURS),
        ReturnCode("R26", "mandatory field error", "yes", "NFD", _OURS),
        ReturnCode(
            "R27",
            "trace number error",
            "yes",
            "NFD",
            "Correct the trace number of the return or refused notice.",
        ),
        ReturnCode(
            "R28",
            "routing number check digit error",
            "yes",
            "NFD",
            "Our intake let it through: correct the routing number, pay anew.",
        ),
        ReturnCode(
            "R29",
            "corporate customer says not authorised",
            "debit",
            "2BD",
            "A reversal met it: settle with the payee.",
        ),
        ReturnCode("R30", "bank takes no truncated checks", "no", "NFD", _NOT_OURS),
        ReturnCode(
            "R31",
            "late return we consented to",
            "yes",
            "agreed",
            "Match it to our consent; without one, propose a dishonor with R70.",
        ),
        ReturnCode(
            "R32", "receiving bank cannot settle", "yes", "NFD", "Pay anew later or elsewhere."
        ),
        ReturnCode("R33", "return of a destroyed check", "no", "60CD", _NOT_OURS),
        ReturnCode(
            "R34",
            "receiving bank's participation is limited",
            "yes",
            "NFD",
            "Ask for an account at another bank.",
        ),
        ReturnCode("R35", "improper debit", "debit", "NFD", _OURS),
        ReturnCode("R36", "improper credit for its SEC code", "no", "NFD", _OURS),
        ReturnCode("R37", "paper of the entry was presented too", "no", "60CD", _NOT_OURS),
        ReturnCode("R38", "payment stopped on the paper", "no", "60CD", _NOT_OURS),
        ReturnCode("R39", "paper not eligible", "no", "2BD", _NOT_OURS),
        ReturnCode("R40", "enrolment: returned by the agency", "no", "open", _NOT_OURS),
        ReturnCode("R41", "enrolment: transaction code", "no", "open", _NOT_OURS),
        ReturnCode("R42", "enrolment: routing number", "no", "open", _NOT_OURS),
        ReturnCode("R43", "enrolment: account number", "no", "open", _NOT_OURS),
        ReturnCode("R44", "enrolment: identification", "no", "open", _NOT_OURS),
        ReturnCode("R45", "enrolment: name", "no", "open", _NOT_OURS),
        ReturnCode("R46", "enrolment: representative payee", "no", "open", _NOT_OURS),
        ReturnCode("R47", "enrolment: duplicate", "no", "open", _NOT_OURS),
        ReturnCode("R50", "bounced check: state law", "no", "2BD", _NOT_OURS),
        ReturnCode("R51", "bounced check: not eligible or improper", "no", "60CD", _NOT_OURS),
        ReturnCode("R52", "bounced check: payment stopped", "no", "60CD", _NOT_OURS),
        ReturnCode("R53", "bounced check: item and entry presented", "no", "60CD", _NOT_OURS),
        ReturnCode("R80", "international: coding", "no", "2BD", _NOT_OURS),
        ReturnCode("R81", "international: not a participant", "no", "2BD", _NOT_OURS),
        ReturnCode("R82", "international: foreign bank's number", "no", "2BD", _NOT_OURS),
        ReturnCode("R83", "international: foreign bank cannot settle", "no", "2BD", _NOT_OURS),
        ReturnCode("R84", "international: gateway did not process", "no", "2BD", _NOT_OURS),
        ReturnCode(
            "R85",
            "goes abroad under a domestic SEC code",
            "yes",
            "2BD",
            "Stop: it needs an international entry.",
        ),
        ReturnCode("R90", "sanctions compliance", "yes", "open", "Open a compliance case."),
    )
}


@dataclass(frozen=True, slots=True)
class DisputeCode:
    """A reason to dishonor a return (by our bank) or to contest that (by the receiving bank)."""

    code: str
    title: str
    to_do: str


DISHONORED_CODES: dict[str, DisputeCode] = {
    row.code: row
    for row in (
        DisputeCode("R61", "return misrouted", "Ask the bank: the return's routing is wrong."),
        DisputeCode(
            "R62", "return of an erroneous or reversing debit", "A reversal was handled twice."
        ),
        DisputeCode("R67", "duplicate return", "A second return came for one trace number."),
        DisputeCode("R68", "return too late", "It came after its deadline."),
        DisputeCode("R69", "field error", "We cannot match it: name the wrong fields."),
        DisputeCode(
            "R70", "return not agreed or not asked for", "R06 or R31 came without our request."
        ),
    )
}

CONTESTED_CODES: dict[str, DisputeCode] = {
    row.code: row
    for row in (
        DisputeCode("R71", "dishonor misrouted", "Book the return again."),
        DisputeCode("R72", "dishonor too late", "Book the return again."),
        DisputeCode("R73", "the return was in time", "Book the return again."),
        DisputeCode("R74", "corrected return", "Book the return with the corrected data."),
        DisputeCode("R75", "the return was no duplicate", "Book the return again."),
        DisputeCode("R76", "no errors found", "Book the return again."),
        DisputeCode("R77", "R62 not accepted", "Book the return again."),
    )
}

# What a dishonor with R69 can name as wrong, in its addenda information, split by *.
R69_FIELDS: dict[str, str] = {
    "01": "account number",
    "02": "original trace number",
    "03": "amount",
    "04": "identification number",
    "05": "transaction code",
    "06": "company identification",
    "07": "effective date",
}


@dataclass(frozen=True, slots=True)
class ChangeCode:
    """What a notification of change corrects, and what we do with it."""

    code: str
    title: str
    to_do: str


CHANGE_CODES: dict[str, ChangeCode] = {
    row.code: row
    for row in (
        ChangeCode("C01", "account number", "Propose the new account number."),
        ChangeCode("C02", "routing number", "Propose the new routing number."),
        ChangeCode("C03", "routing and account numbers", "Propose both numbers."),
        ChangeCode("C04", "name", "A person decides; a name is never applied by itself."),
        ChangeCode("C05", "transaction code", "Change checking or savings; the direction stays."),
        ChangeCode(
            "C06", "account number and transaction code", "Propose the number and account type."
        ),
        ChangeCode(
            "C07",
            "routing number, account number and transaction code",
            "Propose both numbers and the account type.",
        ),
        ChangeCode("C08", "foreign bank's number", "Not for our entries: ask the bank."),
        ChangeCode("C09", "individual identification", "Propose the new identification."),
        ChangeCode(
            "C13", "addenda format", "Correct the program that writes addenda; payee data stands."
        ),
        ChangeCode("C14", "international entry needed", "Stop: it goes abroad."),
    )
}

REFUSED_CHANGE_CODES: dict[str, ChangeCode] = {
    row.code: row
    for row in (
        ChangeCode("C61", "misrouted", "The notice is not for us."),
        ChangeCode("C62", "wrong trace number", "We sent no entry with that trace number."),
        ChangeCode("C63", "wrong company identification", "It is not the entry's."),
        ChangeCode("C64", "wrong individual identification", "It is not the entry's."),
        ChangeCode("C65", "corrected data malformed", "It cannot be read by position."),
        ChangeCode("C66", "wrong discretionary data", "It is not the entry's."),
        ChangeCode("C67", "routing number not of the entry", "It is not the entry's."),
        ChangeCode("C68", "account number not of the entry", "It is not the entry's."),
        ChangeCode("C69", "wrong transaction code", "It does not fit the entry."),
    )
}

# Entry descriptions with a meaning of their own, in upper case.
RESERVED_DESCRIPTIONS = frozenset(
    {
        "HCCLAIMPMT",
        "REVERSAL",
        "RETURN FEE",
        "RECLAIM",
        "NONSETTLED",
        "AUTOENROLL",
        "REDEPCHECK",
        "NO CHECK",
        "RETRY PYMT",
        "ACCTVERIFY",
        "PAYROLL",
        "PURCHASE",
    }
)
