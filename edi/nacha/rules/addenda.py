"""AD: the 7 records of one entry. What a TRN, a return or a notice says is judged elsewhere."""

import re

from edi.nacha.classify import ANSWER_KINDS, NOTICE_KINDS, classify
from edi.nacha.codes import SEC_CODES
from edi.nacha.files import Batch
from edi.nacha.layouts import ADDENDA_05
from edi.nacha.records import CodedAddenda, Entry, PaymentAddenda
from edi.nacha.rules.registry import Remarks, at, entry_rule

_TYPE_05 = frozenset({"CCD", "PPD", "CTX", "WEB", "ACK", "ATX", "CIE", "DNE", "ENR", "TRX"})
_TYPE_02 = frozenset({"MTE", "POS", "SHR"})
_IAT_TYPES = frozenset({"10", "11", "12", "13", "14", "15", "16", "17", "18"})
_AT_MOST_ONE = frozenset({"CCD", "PPD", "WEB", "ACK", "CIE", "DNE", "MTE", "POS", "SHR"})
_SEGMENT_SECS = frozenset({"CCD", "PPD", "WEB", "ACK"})
_CONVENTION_SECS = frozenset({"CIE", "DNE", "ENR"})
_SEGMENT = re.compile(r"[A-Za-z][A-Za-z0-9]{1,2}\*[^~\\]*[~\\].*", re.DOTALL)
# A banking convention names no segment: its elements stand as they are.
_CONVENTION = re.compile(r"[^~\\]*\*[^~\\]*[~\\].*", re.DOTALL)


def payment_addenda(entry: Entry) -> list[PaymentAddenda]:
    """The 05 addenda of an entry."""
    return [each for each in entry.addenda if isinstance(each, PaymentAddenda)]


def _allowed_types(entry: Entry) -> frozenset[str]:
    kind = classify(entry)
    if entry.sec_code == "IAT":
        return _IAT_TYPES | {"98", "99"}
    if entry.sec_code == "COR" or kind in NOTICE_KINDS:
        return frozenset({"98"})
    if kind in ANSWER_KINDS:
        return frozenset({"99"})
    if entry.sec_code in _TYPE_05:
        return frozenset({"05"})
    return frozenset({"02"}) if entry.sec_code in _TYPE_02 else frozenset()


@entry_rule("AD01")
def addenda_type_fits(entry: Entry, batch: Batch) -> Remarks:
    # What belongs to an SEC code that does not exist, nobody can say.
    if not entry.addenda or entry.sec_code not in SEC_CODES:
        return
    allowed = _allowed_types(entry)
    for each in entry.addenda:
        if each.text[1:3] not in allowed:
            yield at(each, "addenda_type", _type_objection(entry, allowed))


def _type_objection(entry: Entry, allowed: frozenset[str]) -> str:
    if not allowed:
        return f"{entry.sec_code} takes no addenda"
    kind = classify(entry)
    what = f"a {kind.replace('_', ' ')}" if kind in ANSWER_KINDS else entry.sec_code
    types = " ".join(sorted(allowed))
    return f"the addenda type is not one {what} takes ({types})"


@entry_rule("AD02")
def addenda_are_not_too_many(entry: Entry, batch: Batch) -> Remarks:
    if len(entry.addenda) < 2 or entry.sec_code == "IAT":
        return
    kind = classify(entry)
    if kind in ANSWER_KINDS:
        message = f"a {kind.replace('_', ' ')} has exactly one addenda, and this is its second"
        yield at(entry.addenda[1], None, message)
    elif entry.sec_code in _AT_MOST_ONE:
        message = f"{entry.sec_code} takes at most one addenda, and this is its second"
        yield at(entry.addenda[1], None, message)


@entry_rule("AD03")
def addenda_sequence_starts_at_one(entry: Entry, batch: Batch) -> Remarks:
    addenda = payment_addenda(entry)
    if addenda and addenda[0].sequence not in (1, None):
        yield at(addenda[0], "sequence", "the first addenda sequence number is not 1")


@entry_rule("AD04")
def addenda_sequence_rises_by_one(entry: Entry, batch: Batch) -> Remarks:
    last = None
    for each in payment_addenda(entry):
        sequence = each.sequence
        if last is not None and sequence is not None and sequence != last + 1:
            message = f"addenda sequence number {sequence} follows {last}"
            yield at(each, "sequence", message)
        last = sequence


@entry_rule("AD05")
def addenda_name_their_entry(entry: Entry, batch: Batch) -> Remarks:
    for each in payment_addenda(entry):
        if each.entry_sequence != entry.text[87:]:
            message = "the entry sequence is not the last seven digits of the entry's trace"
            yield at(each, "entry_sequence", message)


@entry_rule("AD06")
def answers_carry_their_entrys_trace(entry: Entry, batch: Batch) -> Remarks:
    # An advice of the operator has no trace number.
    if entry.sec_code == "ADV":
        return
    for each in entry.addenda:
        if isinstance(each, CodedAddenda) and each.trace_number != entry.trace_number:
            message = "the trace of the addenda is not its entry's"
            yield at(each, "trace_number", message)


@entry_rule("AD07")
def information_is_given(entry: Entry, batch: Batch) -> Remarks:
    for each in payment_addenda(entry):
        if not each.information.strip(" "):
            yield at(each, "information", "the payment related information is blank")


@entry_rule("AD08")
def information_is_a_segment(entry: Entry, batch: Batch) -> Remarks:
    # A segment of CTX may break anywhere; CX06 judges the whole.
    pattern = _SEGMENT if entry.sec_code in _SEGMENT_SECS else _CONVENTION
    if entry.sec_code not in _SEGMENT_SECS | _CONVENTION_SECS:
        return
    for each in payment_addenda(entry):
        text = each.information
        if text.strip(" ") and not pattern.fullmatch(text):
            message = "the information is not a segment (elements split by *, ended by ~ or \\)"
            yield at(each, "information", message)


@entry_rule("AD09")
def information_stays_in_its_positions(entry: Entry, batch: Batch) -> Remarks:
    """What overflows 80 characters lands in the sequence number; the writer refuses it before."""
    field = ADDENDA_05["sequence"]
    for each in payment_addenda(entry):
        if not each.text[field.start :].isdecimal():
            yield at(each, "information", "the information runs over its 80 characters")
