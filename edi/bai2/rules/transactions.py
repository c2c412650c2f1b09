"""BT01 to BT11: what a 16 says."""

from edi.bai2.records import Record
from edi.bai2.rules.accounts import faulty_parts, unknown_kind
from edi.bai2.rules.registry import Place, Remark, Remarks, at, rule
from edi.bai2.shapes import DetailFields, is_type_code
from edi.bai2.type_codes import NON_MONETARY, type_code_of
from edi.bai2.values import amount_of

_PLACES = 5


@rule("BT01", "detail")
def type_code_is_three_digits(detail: DetailFields, place: Place) -> Remarks:
    if not is_type_code(detail.type_code.text.strip(" ")):
        yield at(detail.type_code, "the type code is not three digits")


@rule("BT02", "detail")
def type_code_is_of_details(detail: DetailFields, place: Place) -> Remarks:
    code = detail.type_code.text.strip(" ")
    row = type_code_of(code)
    if is_type_code(code) and (row is None or not row.may_be_detail):
        what = "not known" if row is None else "no code of transactions"
        yield at(detail.type_code, f"the type code {code} is {what}")


@rule("BT03", "detail")
def amount_is_a_number(detail: DetailFields, place: Place) -> Remarks:
    text = detail.amount.text.strip(" ")
    if text and amount_of(text) is None:
        yield at(detail.amount, "the amount is no number")


@rule("BT04", "detail")
def amount_has_no_sign(detail: DetailFields, place: Place) -> Remarks:
    text = detail.amount.text.strip(" ")
    if text[:1] in ("+", "-") and amount_of(text) is not None:
        yield at(detail.amount, "the amount of a transaction carries a sign")


@rule("BT05", "detail")
def amount_is_not_blank(detail: DetailFields, place: Place) -> Remarks:
    if not detail.amount.text.strip(" ") and detail.type_code.text.strip(" ") != NON_MONETARY:
        yield at(detail.amount, "the transaction has no amount")


@rule("BT06", "detail")
def funds_type_is_known(detail: DetailFields, place: Place) -> Remarks:
    return unknown_kind(detail.funds)


@rule("BT07", "detail")
def funds_type_has_its_parts(detail: DetailFields, place: Place) -> Remarks:
    return faulty_parts(detail.funds)


@rule("BT08", "detail")
def distribution_adds_up(detail: DetailFields, place: Place) -> Remarks:
    if detail.funds.letter not in ("S", "D") or detail.funds.faulty_parts():
        return
    parts = detail.funds.parts if detail.funds.letter == "S" else detail.funds.parts[2::2]
    spread = sum(amount_of(part.text.strip(" ")) or 0 for part in parts)
    amount = amount_of(detail.amount.text.strip(" "))
    if amount is not None and spread != amount:
        first = detail.funds.kind
        yield Remark(first.line, first.columns, "the availability does not add up to the amount")


@rule("BT09", "detail")
def both_references_have_their_places(detail: DetailFields, place: Place) -> Remarks:
    record: Record = detail.record
    expected = _PLACES + len(detail.funds.parts)
    if len(record.fields) < expected:
        where = record[len(record.fields)]
        message = "the record ends before its references"
        yield Remark(where.line, where.columns, message)


@rule("BT10", "detail")
def references_have_no_slash(detail: DetailFields, place: Place) -> Remarks:
    for field in (detail.bank_reference, detail.customer_reference):
        if "/" in field.text:
            yield at(field, "a slash stands in a reference")


@rule("BT11", "detail")
def text_begins_with_no_slash(detail: DetailFields, place: Place) -> Remarks:
    text = detail.record.text
    if text and text[0].text.startswith("/"):
        yield at(text[0], "the text begins with a slash, which says that there is none")
