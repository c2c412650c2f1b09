"""CX: the addenda count of a CTX entry, and the message that runs through its addenda."""

from edi.nacha.classify import ANSWER_KINDS, classify
from edi.nacha.ctx import (
    ADDENDA_WIDTH,
    MAX_ADDENDA,
    Segments,
    edifact_objection,
    join_addenda,
    placed_objections,
    scan_x12,
)
from edi.nacha.files import Batch
from edi.nacha.records import CtxEntry, Entry
from edi.nacha.rules.addenda import payment_addenda
from edi.nacha.rules.registry import Remark, Remarks, at, entry_rule

_EDIFACT_STARTS = ("UNA", "UNB")


def _is_forward(entry: Entry) -> bool:
    """A return keeps or rewrites the count of its original as its bank likes."""
    return classify(entry) not in ANSWER_KINDS


def _message(entry: Entry) -> Segments | None:
    if entry.sec_code == "CTX" and _is_forward(entry) and entry.addenda:
        return scan_x12(join_addenda(entry))
    return None


@entry_rule("CX01")
def addenda_count_is_numeric(entry: Entry, batch: Batch) -> Remarks:
    if isinstance(entry, CtxEntry) and _is_forward(entry) and entry.addenda_count is None:
        yield at(entry, "addenda_count", "the number of addenda is not four digits")


@entry_rule("CX02")
def addenda_count_is_right(entry: Entry, batch: Batch) -> Remarks:
    if (
        isinstance(entry, CtxEntry)
        and _is_forward(entry)
        and entry.addenda_count not in (len(entry.addenda), None)
    ):
        message = f"{entry.addenda_count} addenda announced, {len(entry.addenda)} follow"
        yield at(entry, "addenda_count", message)


@entry_rule("CX03")
def addenda_count_fits_the_indicator(entry: Entry, batch: Batch) -> Remarks:
    if not isinstance(entry, CtxEntry) or not _is_forward(entry) or entry.addenda_count is None:
        return
    if entry.addenda_indicator in ("0", "1") and bool(entry.addenda_count) != (
        entry.addenda_indicator == "1"
    ):
        message = (
            f"addenda indicator {entry.addenda_indicator}, and the number of addenda is "
            f"{entry.addenda_count}"
        )
        yield at(entry, "addenda_count", message)


@entry_rule("CX04")
def addenda_are_at_most_9999(entry: Entry, batch: Batch) -> Remarks:
    if len(entry.addenda) > MAX_ADDENDA:
        yield at(entry, "addenda_count", f"{len(entry.addenda)} addenda; at most {MAX_ADDENDA}")


@entry_rule("CX05")
def reserved_positions_are_blank(entry: Entry, batch: Batch) -> Remarks:
    if isinstance(entry, CtxEntry) and entry.text[74:76].strip(" "):
        yield at(entry, "reserved", f"75-76 of {entry.sec_code} entries are blank")


@entry_rule("CX06")
def addenda_hold_a_message(entry: Entry, batch: Batch) -> Remarks:
    addenda = payment_addenda(entry)
    if entry.sec_code != "CTX" or not _is_forward(entry) or not addenda:
        return
    text, message = join_addenda(entry), _message(entry)
    if text.startswith(_EDIFACT_STARTS):
        if objection := edifact_objection(text):
            yield at(addenda[-1], "information", objection)
    elif message is None:
        yield at(addenda[0], "information", "the addenda do not begin with ISA or ST")
    elif not message.ended:
        yield at(addenda[-1], "information", "the last segment is not ended")
    elif message.first("BPR", "BPS") is None:
        yield at(addenda[0], "information", "the message has no BPR or BPS segment")


@entry_rule("CX07")
def message_amount_is_the_entrys(entry: Entry, batch: Batch) -> Remarks:
    message = _message(entry)
    row = message.first("BPR", "BPS") if message else None
    # An amount that is no number is ED09's.
    if not message or not row or entry.amount_cents is None:
        return
    if message.bpr02_cents is None:
        yield at(entry, "amount_cents", f"{row[0]}02 of the message is no amount to compare with")
    elif message.bpr02_cents != entry.amount_cents:
        yield at(entry, "amount_cents", f"the amount is not {row[0]}02 of the message")


@entry_rule("CX08")
def envelopes_agree(entry: Entry, batch: Batch) -> Remarks:
    if message := _message(entry):
        for row, objection in placed_objections(message):
            yield _at_segment(entry, message.starts[row], objection)


def _at_segment(entry: Entry, start: int, message: str) -> Remark:
    """A remark on the addenda in which a segment begins, from there on."""
    addenda = payment_addenda(entry)[start // ADDENDA_WIDTH]
    first, last = addenda.columns("information")
    columns = (first + start % ADDENDA_WIDTH, last)
    return at(addenda, "information", message)._replace(columns=columns)


@entry_rule("CX09")
def middle_addenda_are_full(entry: Entry, batch: Batch) -> Remarks:
    """A blank may end a middle record as part of the data, so only several are held a gap."""
    if entry.sec_code == "CTX":
        for each in payment_addenda(entry)[:-1]:
            if each.information.endswith("  "):
                yield at(each, "information", "an addenda before the last is not full")
