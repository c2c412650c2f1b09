"""HC: claim payments as CCD+ with a TRN segment (Healthcare EFT Standard)."""

import re
from collections.abc import Iterator

from edi.nacha.classify import ANSWER_KINDS, EntryKind, classify
from edi.nacha.codes import TRANSACTION_CODES
from edi.nacha.files import Batch
from edi.nacha.healthcare import DESCRIPTION, MAX_TRN02, TRN03_WIDTH, Trn, parse_trn
from edi.nacha.records import Entry, PaymentAddenda
from edi.nacha.rules.addenda import payment_addenda
from edi.nacha.rules.entry import REVERSAL
from edi.nacha.rules.registry import (
    Following,
    Remark,
    Remarks,
    at,
    batch_rule,
    entry_rule,
    following_rule,
)

REQUIRED_ELEMENTS, MAX_ELEMENTS = 3, 4
MAX_TRN02_AND_TRN04 = 61

_END = re.compile(r"[~\\]")


def resembles_the_description(batch: Batch) -> bool:
    """True if only case or spacing keep the description from being HCCLAIMPMT."""
    written = batch.header.text[53:63]
    return written != DESCRIPTION and written.replace(" ", "").upper() == DESCRIPTION


def _is_claim_batch(batch: Batch) -> bool:
    return batch.header.text[53:63] == DESCRIPTION


def _is_claim_payment(entry: Entry, batch: Batch) -> bool:
    return _is_claim_batch(batch) and classify(entry) not in ANSWER_KINDS


def _at_element(addenda: PaymentAddenda, number: int, message: str) -> Remark:
    """A remark on an element of the TRN segment (TRN01 is 1); on the segment where it has none."""
    first, _ = addenda.columns("information")
    segment = _END.split(addenda.information.rstrip(" "))[0]
    elements = segment.split("*")
    if number >= len(elements) or not elements[number]:
        start, end = first, first + len(segment) - 1
    else:
        start = first + sum(len(each) + 1 for each in elements[:number])
        end = start + len(elements[number]) - 1
    return at(addenda, "information", message)._replace(columns=(start, end))


def _segments(entry: Entry, batch: Batch) -> Iterator[tuple[PaymentAddenda, Trn]]:
    if _is_claim_payment(entry, batch):
        for each in payment_addenda(entry):
            if trn := parse_trn(each.information):
                yield each, trn


@batch_rule("HC01", side="out")
def description_is_written_exactly(batch: Batch) -> Remarks:
    if resembles_the_description(batch):
        yield at(batch.header, "description", f"the description is not exactly {DESCRIPTION}")


@following_rule("HC01", side="in")
class DescriptionOfTrnPaymentsIsExact(Following):
    """Only upper case makes a claim payment; one that carries a TRN was meant as one."""

    is_named = False

    def entry(self, entry: Entry) -> Remarks:
        if self.is_named or not resembles_the_description(self.batch):
            return
        if any(parse_trn(each.information) for each in payment_addenda(entry)):
            self.is_named = True
            message = f"the description is not exactly {DESCRIPTION}"
            yield at(self.batch.header, "description", message)


@batch_rule("HC02")
def claim_payments_are_ccd(batch: Batch) -> Remarks:
    # A notice about a claim payment keeps its description under COR.
    if _is_claim_batch(batch) and batch.sec_code not in ("CCD", "COR"):
        yield at(batch.header, "sec_code", "claim payments are CCD")


@entry_rule("HC03")
def claim_payments_are_credits(entry: Entry, batch: Batch) -> Remarks:
    row = TRANSACTION_CODES.get(entry.transaction_code)
    if not row or not _is_claim_batch(batch):
        return
    if row.direction == "debit":
        yield at(entry, "transaction_code", "a debit in a batch of claim payments")
    elif row.use == "zero_dollar":
        message = "a zero-dollar entry in a batch of claim payments"
        yield at(entry, "transaction_code", message)


@entry_rule("HC04")
def claim_payments_have_one_addenda(entry: Entry, batch: Batch) -> Remarks:
    if not _is_claim_payment(entry, batch) or classify(entry) is EntryKind.PRENOTE:
        return
    count = len(payment_addenda(entry))
    if entry.addenda_indicator != "1" or count != 1:
        message = f"a claim payment has indicator 1 and one 05 addenda; this one has {count}"
        yield at(entry, "addenda_indicator", message)


@entry_rule("HC05")
def information_starts_with_trn(entry: Entry, batch: Batch) -> Remarks:
    if _is_claim_payment(entry, batch):
        for each in payment_addenda(entry):
            if not each.information.startswith("TRN*"):
                message = "the information of a claim payment begins with TRN* in position 4"
                yield at(each, "information", message)


@entry_rule("HC06")
def trn01_is_1(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.trn01 != "1":
            yield _at_element(addenda, 1, "TRN01 is not 1")


@entry_rule("HC07")
def trn02_is_given(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if not trn.trn02.strip(" "):
            yield _at_element(addenda, 2, "TRN02 (the EFT trace number) is blank")
        elif len(trn.trn02) > MAX_TRN02:
            message = f"TRN02 has {len(trn.trn02)} characters; at most {MAX_TRN02}"
            yield _at_element(addenda, 2, message)


@entry_rule("HC08")
def trn03_is_ten_characters(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if not trn.trn03.strip(" "):
            yield _at_element(addenda, 3, "TRN03 (the payer's identification) is missing")
        elif len(trn.trn03) != TRN03_WIDTH:
            message = f"TRN03 has {len(trn.trn03)} characters instead of {TRN03_WIDTH}"
            yield _at_element(addenda, 3, message)


@entry_rule("HC09")
def segment_is_ended(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if not trn.terminator:
            yield at(addenda, "information", "the TRN segment is not ended by ~ or \\")


@entry_rule("HC10")
def elements_hold_no_delimiters(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.elements > MAX_ELEMENTS:
            message = f"{trn.elements} elements after TRN; at most {MAX_ELEMENTS}"
            yield _at_element(addenda, MAX_ELEMENTS + 1, message)
        elif trn.elements < REQUIRED_ELEMENTS and "*" in trn.rest:
            message = "a ~ or \\ ends the segment before its third element"
            yield at(addenda, "information", message)


@entry_rule("HC11")
def trn02_and_trn04_fit_together(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.trn04 and len(trn.trn02) + len(trn.trn04) > MAX_TRN02_AND_TRN04:
            message = f"TRN02 and TRN04 have more than {MAX_TRN02_AND_TRN04} characters together"
            yield at(addenda, "information", message)


@entry_rule("HC12")
def nothing_follows_the_segment(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.rest:
            yield at(addenda, "information", "text follows the TRN segment")


@entry_rule("HC14")
def trn03_is_the_company(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        company = batch.header.company_identification
        if trn.trn03.strip(" ") and trn.trn03 != company:
            yield _at_element(addenda, 3, "TRN03 is not the batch's company identification")


@entry_rule("HC19")
def trn_comes_with_its_description(entry: Entry, batch: Batch) -> Remarks:
    if entry.sec_code != "CCD" or not entry.is_credit or classify(entry) in ANSWER_KINDS:
        return
    if _is_claim_batch(batch) or resembles_the_description(batch):
        return
    if batch.header.description == REVERSAL:
        return
    for each in payment_addenda(entry):
        if parse_trn(each.information):
            message = f"a TRN segment without the description {DESCRIPTION}"
            yield at(each, "information", message)


@batch_rule("HC20")
def description_differs_in_case_only(batch: Batch) -> Remarks:
    if resembles_the_description(batch):
        message = f"the description differs from {DESCRIPTION} in case or spacing"
        yield at(batch.header, "description", message)
