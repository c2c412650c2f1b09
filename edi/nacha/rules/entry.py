"""ED: one entry by itself."""

from edi.ground.line_findings import Level
from edi.ground.routing import check_digit
from edi.nacha.classify import ANSWER_KINDS, NOTICE_KINDS, EntryKind, classify
from edi.nacha.codes import SEC_CODES, TRANSACTION_CODES
from edi.nacha.files import Batch
from edi.nacha.records import Entry
from edi.nacha.rules.headers import blank_or_zeros, eight_digit_objection, has_illegal_characters
from edi.nacha.rules.registry import Remark, Remarks, at, entry_rule

REVERSAL = "REVERSAL"

RETURN_FAMILY = frozenset(code for code, row in TRANSACTION_CODES.items() if row.use == "return")
_ADVICE_FAMILY = frozenset(
    code for code, row in TRANSACTION_CODES.items() if row.account == "advice"
)

# Where zero-dollar entries may carry remittance or an acknowledgment.
_ZERO_DOLLAR_SECS = {
    "24": frozenset({"CCD", "CTX", "IAT", "ACK", "ATX"}),
    "34": frozenset({"CCD", "CTX", "IAT", "ACK", "ATX"}),
    "29": frozenset({"CCD", "CTX", "IAT"}),
    "39": frozenset({"CCD", "CTX", "IAT"}),
    "44": frozenset({"CCD", "CTX"}),
    "49": frozenset({"CCD", "CTX"}),
    "54": frozenset({"CCD", "CTX"}),
}
_ACKNOWLEDGMENT_CODES = frozenset({"24", "34"})
_DEBIT_SECS = frozenset({"ARC", "BOC", "POP", "RCK", "TEL", "XCK"})
_NAME_REQUIRED = frozenset({"PPD", "WEB", "TEL", "MTE"})
_NAME_ADVISED = frozenset({"CCD", "CTX"})
# Enrolments and death notices move no money under whatever code.
_MOVE_NO_MONEY = frozenset({"ENR", "DNE"})


@entry_rule("ED01")
def transaction_code_exists(entry: Entry, batch: Batch) -> Remarks:
    if entry.transaction_code not in TRANSACTION_CODES:
        message = "the transaction code is none of the network's table"
        yield at(entry, "transaction_code", message)


@entry_rule("ED02")
def transaction_code_fits_the_entry(entry: Entry, batch: Batch) -> Remarks:
    if entry.transaction_code not in TRANSACTION_CODES:
        return
    kind = classify(entry)
    if kind in ANSWER_KINDS and entry.transaction_code not in RETURN_FAMILY:
        message = f"{_a(kind)} takes a code of the return family (21, 26, 31, 36 ...)"
        yield at(entry, "transaction_code", message)
    elif objection := _code_objection(entry, kind):
        # What a bank keeps on its returns is no excuse for these.
        yield _intolerable(entry, objection)


def _code_objection(entry: Entry, kind: EntryKind) -> str | None:
    code, sec_code = entry.transaction_code, entry.sec_code
    if (code in _ADVICE_FAMILY) != (sec_code == "ADV"):
        return "81 to 88 belong to ADV, and ADV takes no other"
    if code in RETURN_FAMILY and kind not in ANSWER_KINDS:
        return f"{code} is for returns and notices, and no 98 or 99 addenda follows"
    if kind is EntryKind.ACKNOWLEDGMENT and code not in _ACKNOWLEDGMENT_CODES:
        return f"an acknowledgment ({sec_code}) takes 24 or 34"
    if code in _ZERO_DOLLAR_SECS and sec_code in SEC_CODES.keys() - _ZERO_DOLLAR_SECS[code]:
        return f"{sec_code} takes no zero-dollar code {code}"
    return None


def _intolerable(entry: Entry, message: str) -> Remark:
    return at(entry, "transaction_code", message)._replace(tolerable=False)


def _a(kind: EntryKind) -> str:
    """The kind with its article, as it stands in a sentence."""
    words = kind.replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


@entry_rule("ED03")
def loan_debit_is_a_reversal(entry: Entry, batch: Batch) -> Remarks:
    if entry.transaction_code == "55" and batch.header.description != REVERSAL:
        yield at(entry, "transaction_code", "a debit to a loan account outside a reversal")


@entry_rule("ED04")
def rdfi_can_be_a_bank(entry: Entry, batch: Batch) -> Remarks:
    if objection := eight_digit_objection(entry.rdfi):
        yield at(entry, "rdfi", f"the RDFI {objection}")


@entry_rule("ED05")
def check_digit_is_right(entry: Entry, batch: Batch) -> Remarks:
    rdfi = entry.rdfi
    if rdfi.isascii() and rdfi.isdecimal():
        expected = check_digit(rdfi)
        if entry.check_digit != expected:
            yield at(entry, "check_digit", f"the check digit of the RDFI is not {expected}")


@entry_rule("ED07")
def account_is_given(entry: Entry, batch: Batch) -> Remarks:
    if blank_or_zeros(entry.account_number):
        yield at(entry, "account_number", "the account number is blank or zeros")


@entry_rule("ED08")
def account_is_clean(entry: Entry, batch: Batch) -> Remarks:
    account = entry.account_number
    if has_illegal_characters(account):
        yield at(entry, "account_number", "the account number holds an illegal character")
    if account.startswith(" "):
        yield at(entry, "account_number", "the account number begins with a blank")
    elif " " in account:
        # Some banks' accounts have one: noted, never refused.
        yield at(entry, "account_number", "the account number holds a blank", level="W")


@entry_rule("ED09")
def amount_is_numeric(entry: Entry, batch: Batch) -> Remarks:
    if entry.amount_cents is None:
        yield at(entry, "amount_cents", "the amount is not all digits")


@entry_rule("ED10")
def amount_is_zero_where_no_money_moves(entry: Entry, batch: Batch) -> Remarks:
    kind = classify(entry)
    row = TRANSACTION_CODES.get(entry.transaction_code)
    moves_none = kind in NOTICE_KINDS or (row and row.use in ("prenote", "zero_dollar"))
    if moves_none and entry.amount_cents:
        what = kind if kind in NOTICE_KINDS else EntryKind(row.use if row else kind)
        message = f"{_a(what)} moves no money, and its amount is not zero"
        yield at(entry, "amount_cents", message)


@entry_rule("ED11")
def live_amount_is_above_zero(entry: Entry, batch: Batch) -> Remarks:
    row = TRANSACTION_CODES.get(entry.transaction_code)
    if (
        entry.amount_cents == 0
        and row
        and row.use == "live"
        and entry.sec_code not in _MOVE_NO_MONEY
        and classify(entry) is EntryKind.FORWARD
    ):
        yield at(entry, "amount_cents", "the amount of a live entry is zero")


@entry_rule("ED14", side="in")
def name_is_given(entry: Entry, batch: Batch) -> Remarks:
    if entry.sec_code in _NAME_REQUIRED | _NAME_ADVISED and blank_or_zeros(entry.name):
        level: Level = "E" if entry.sec_code in _NAME_REQUIRED else "W"
        yield at(entry, "name", "the receiver's name is blank or zeros", level=level)


@entry_rule("ED14", side="out")
def name_is_always_written(entry: Entry, batch: Batch) -> Remarks:
    # The name of an international entry stands in its addenda.
    if entry.sec_code != "IAT" and blank_or_zeros(entry.name):
        yield at(entry, "name", "the receiver's name is blank or zeros")


@entry_rule("ED15")
def texts_are_legal(entry: Entry, batch: Batch) -> Remarks:
    for name in ("identification", "name", "discretionary_data"):
        if has_illegal_characters(getattr(entry, name)):
            yield at(entry, name, f"the {name.replace('_', ' ')} holds an illegal character")


@entry_rule("ED16")
def indicator_is_zero_or_one(entry: Entry, batch: Batch) -> Remarks:
    if entry.addenda_indicator not in ("0", "1"):
        yield at(entry, "addenda_indicator", "the addenda indicator is not 0 or 1")


@entry_rule("ED17")
def no_addenda_without_indicator(entry: Entry, batch: Batch) -> Remarks:
    if entry.addenda_indicator == "0" and entry.addenda:
        message = "the addenda indicator is 0, and addenda follow"
        yield at(entry, "addenda_indicator", message)


@entry_rule("ED18")
def indicator_promises_addenda(entry: Entry, batch: Batch) -> Remarks:
    if entry.addenda_indicator == "1" and not entry.addenda:
        message = "the addenda indicator is 1, and no addenda follows"
        yield at(entry, "addenda_indicator", message)


@entry_rule("ED19")
def indicator_is_one_where_addenda_must_be(entry: Entry, batch: Batch) -> Remarks:
    kind = classify(entry)
    must = kind in ANSWER_KINDS or (
        kind is EntryKind.ZERO_DOLLAR and entry.sec_code in ("CCD", "CTX")
    )
    if must and entry.addenda_indicator != "1":
        yield at(entry, "addenda_indicator", f"{_a(kind)} has addenda indicator 1")


@entry_rule("ED20")
def trace_is_15_digits(entry: Entry, batch: Batch) -> Remarks:
    # An advice of the operator has no trace number.
    if entry.sec_code != "ADV" and not (
        entry.trace_number.isascii() and entry.trace_number.isdecimal()
    ):
        yield at(entry, "trace_number", "the trace number is not 15 digits")


@entry_rule("ED21")
def direction_fits_the_sec_code(entry: Entry, batch: Batch) -> Remarks:
    row = TRANSACTION_CODES.get(entry.transaction_code)
    if not row or batch.header.description == REVERSAL or classify(entry) in ANSWER_KINDS:
        return
    if row.direction == "credit" and entry.sec_code in _DEBIT_SECS:
        message = f"a credit under {entry.sec_code} outside a reversal"
        yield at(entry, "transaction_code", message)
    elif row.direction == "debit" and entry.sec_code == "CIE":
        yield at(entry, "transaction_code", "a debit under CIE outside a reversal")
