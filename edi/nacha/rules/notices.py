"""NC: notifications of change, so far as the file alone tells."""

from edi.ground.routing import routing_number_objection
from edi.nacha.classify import EntryKind, classify
from edi.nacha.codes import CHANGE_CODES, TRANSACTION_CODES
from edi.nacha.corrected_data import PARTS, CorrectedData, corrected_data, gaps
from edi.nacha.files import Batch
from edi.nacha.records import ChangeAddenda, Entry
from edi.nacha.rules.entry import RETURN_FAMILY
from edi.nacha.rules.registry import Remarks, at, entry_rule

_MAY_BE_BLANK = frozenset({"C13"})


def _notice(entry: Entry) -> ChangeAddenda | None:
    return entry.answer if isinstance(entry.answer, ChangeAddenda) else None


def _corrected(notice: ChangeAddenda) -> CorrectedData:
    return corrected_data(notice.code.upper(), notice.corrected_data)


@entry_rule("NC01")
def notice_stands_under_cor(entry: Entry, batch: Batch) -> Remarks:
    if classify(entry) not in (EntryKind.NOTICE_OF_CHANGE, EntryKind.REFUSED_NOTICE):
        return
    if entry.sec_code != "COR":
        # No tolerance is meant for a wrong SEC code.
        remark = at(batch.header, "sec_code", "a notice of change outside a COR batch")
        yield remark._replace(tolerable=False)
    if entry.transaction_code not in RETURN_FAMILY:
        message = "the transaction code of a notice is not of the return family"
        yield at(entry, "transaction_code", message)


@entry_rule("NC02")
def notice_moves_no_money(entry: Entry, batch: Batch) -> Remarks:
    kinds = (EntryKind.NOTICE_OF_CHANGE, EntryKind.REFUSED_NOTICE)
    if entry.amount_cents and classify(entry) in kinds:
        yield at(entry, "amount_cents", "the amount of a notice of change is not zero")


@entry_rule("NC03")
def change_code_is_known(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    if notice and notice.code.upper() not in CHANGE_CODES:
        yield at(notice, "code", "the change code is not a known one")


@entry_rule("NC04")
def corrected_data_is_given(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    if notice and not notice.corrected_data.strip(" ") and notice.code.upper() not in _MAY_BE_BLANK:
        yield at(notice, "corrected_data", "the corrected data is blank")


@entry_rule("NC05")
def corrected_data_stands_at_its_positions(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    if not notice or notice.code.upper() not in PARTS or not notice.corrected_data.strip(" "):
        return
    code = notice.code.upper()
    values = _corrected(notice)
    for name, _, _ in PARTS[code]:
        if objection := _part_objection(name, getattr(values, name)):
            yield at(notice, "corrected_data", f"the corrected {objection}")
    if gaps(code, notice.corrected_data).strip(" "):
        message = f"text stands outside the positions of {code}"
        yield at(notice, "corrected_data", message)


def _part_objection(name: str, value: str) -> str | None:
    words = name.replace("_", " ")
    if not value.strip(" "):
        return f"{words} is not at its positions"
    # What digits they are is judged by NC06 and NC07.
    if name == "routing_number" and not (len(value) == 9 and value.isdecimal()):
        return f"{words} is not nine digits at its positions"
    if name == "transaction_code" and not (len(value) == 2 and value.isdecimal()):
        return f"{words} is not two digits at its positions"
    if name == "sec_code" and value != "IAT":
        return f"{words} is not IAT"
    return None


@entry_rule("NC06")
def corrected_routing_number_can_be(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    routing = _corrected(notice).routing_number if notice else None
    # One that is not nine digits is NC05's.
    if (
        notice
        and routing
        and len(routing) == 9
        and routing.isdecimal()
        and (objection := routing_number_objection(routing))
    ):
        message = f"the corrected routing number: {objection[:1].lower()}{objection[1:-1]}"
        yield at(notice, "corrected_data", message)


@entry_rule("NC07")
def corrected_code_keeps_the_direction(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    code = _corrected(notice).transaction_code if notice else None
    if not notice or not code or not (len(code) == 2 and code.isdecimal()):
        return
    row = TRANSACTION_CODES.get(code)
    if row is None:
        yield at(notice, "corrected_data", "the corrected transaction code does not exist")
    elif (row.direction == "credit") != entry.is_credit:
        message = "the corrected transaction code turns the entry round"
        yield at(notice, "corrected_data", message)
