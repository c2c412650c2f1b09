"""NC: notifications of change, so far as the file alone tells."""

from edi.ground.routing import routing_number_objection
from edi.nacha.classify import NOTICE_KINDS, classify
from edi.nacha.codes import CHANGE_CODES, REFUSED_CHANGE_CODES, TRANSACTION_CODES
from edi.nacha.corrected_data import PARTS, CorrectedData, corrected_data, gaps
from edi.nacha.files import Batch
from edi.nacha.records import ChangeAddenda, Entry, RefusedChangeAddenda
from edi.nacha.rules.entry import RETURN_FAMILY
from edi.nacha.rules.registry import Following, Remark, Remarks, at, entry_rule, following_rule

_MAY_BE_BLANK = frozenset({"C13"})
# What the company name of a batch of notices about international entries says.
_INTERNATIONAL = "IATCOR"


def _notice(entry: Entry) -> ChangeAddenda | None:
    return entry.answer if isinstance(entry.answer, ChangeAddenda) else None


def _corrected(notice: ChangeAddenda) -> CorrectedData:
    return corrected_data(notice.code.upper(), notice.corrected_data)


@following_rule("NC01")
class NoticesStandUnderCor(Following):
    """The header of the batch is named once, however many notices it has."""

    is_named = False

    def entry(self, entry: Entry) -> Remarks:
        if self.is_named or self.batch.sec_code == "COR" or classify(entry) not in NOTICE_KINDS:
            return
        self.is_named = True
        message = "a notice of change stands in a batch other than COR"
        # No tolerance is meant for a wrong SEC code.
        yield at(self.batch.header, "sec_code", message)._replace(tolerable=False)


@entry_rule("NC01")
def notice_has_a_return_code(entry: Entry, batch: Batch) -> Remarks:
    if classify(entry) in NOTICE_KINDS and entry.transaction_code not in RETURN_FAMILY:
        message = "a notice takes a code of the return family (21, 26, 31, 36 ...)"
        yield at(entry, "transaction_code", message)


@entry_rule("NC02")
def notice_moves_no_money(entry: Entry, batch: Batch) -> Remarks:
    if entry.amount_cents and classify(entry) in NOTICE_KINDS:
        yield at(entry, "amount_cents", "the amount of a notice of change is not zero")


@entry_rule("NC03")
def change_code_is_known(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if isinstance(answer, RefusedChangeAddenda):
        if answer.code.upper() not in REFUSED_CHANGE_CODES:
            yield at(answer, "code", "a notice is refused with C61 to C69")
    elif isinstance(answer, ChangeAddenda):
        code = answer.code.upper()
        if code not in CHANGE_CODES:
            yield at(answer, "code", "the change code is none of C01 to C09, C13, C14")
        elif code == "C08" and not _is_international(batch):
            yield at(answer, "code", "C08 is for international entries only")


def _is_international(batch: Batch) -> bool:
    return batch.sec_code == "IAT" or batch.header.company_name == _INTERNATIONAL


@entry_rule("NC04")
def corrected_data_is_given(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    if notice and not notice.corrected_data.strip(" ") and notice.code.upper() not in _MAY_BE_BLANK:
        code = notice.code.upper()
        yield at(notice, "corrected_data", f"the corrected data of {code} is blank")


@entry_rule("NC05")
def corrected_data_stands_at_its_positions(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    if not notice or notice.code.upper() not in PARTS or not notice.corrected_data.strip(" "):
        return
    code = notice.code.upper()
    values = _corrected(notice)
    for name, _, _ in PARTS[code]:
        if objection := _part_objection(name, getattr(values, name)):
            yield _at_part(notice, name, f"the corrected {objection}")
    if gaps(code, notice.corrected_data).strip(" "):
        message = f"text stands outside the positions of {code}"
        yield at(notice, "corrected_data", message)


def _at_part(notice: ChangeAddenda, name: str, message: str) -> Remark:
    """A remark on the columns where the change code has this part."""
    before, _ = notice.columns("corrected_data")
    _, start, end = next(part for part in PARTS[notice.code.upper()] if part[0] == name)
    columns = (before + start - 1, before + end - 1)
    return at(notice, "corrected_data", message)._replace(columns=columns)


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
        yield _at_part(notice, "routing_number", message)


@entry_rule("NC07")
def corrected_code_keeps_the_direction(entry: Entry, batch: Batch) -> Remarks:
    notice = _notice(entry)
    code = _corrected(notice).transaction_code if notice else None
    if not notice or not code or not (len(code) == 2 and code.isdecimal()):
        return
    row, of_entry = map(TRANSACTION_CODES.get, (code, entry.transaction_code))
    if row is None:
        message = "the corrected transaction code is none of the network's table"
        yield _at_part(notice, "transaction_code", message)
    elif of_entry and row.direction != of_entry.direction:
        message = (
            f"the corrected transaction code makes a {row.direction} of a {of_entry.direction}"
        )
        yield _at_part(notice, "transaction_code", message)
