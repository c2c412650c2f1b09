"""HC: claim payments as CCD+ with a TRN segment (Healthcare EFT Standard)."""

from collections.abc import Iterator

from edi.nacha.classify import ANSWER_KINDS, EntryKind, classify
from edi.nacha.files import Batch
from edi.nacha.healthcare import DESCRIPTION, MAX_TRN02, TRN03_WIDTH, Trn, parse_trn
from edi.nacha.records import Entry, PaymentAddenda
from edi.nacha.rules.addenda import payment_addenda
from edi.nacha.rules.entry import REVERSAL
from edi.nacha.rules.registry import Remarks, at, batch_rule, entry_rule

MAX_ELEMENTS = 4
MAX_TRN02_AND_TRN04 = 61


def resembles_the_description(batch: Batch) -> bool:
    """True if only case or spacing keep the description from being HCCLAIMPMT."""
    written = batch.header.text[53:63]
    return written != DESCRIPTION and written.replace(" ", "").upper() == DESCRIPTION


def _is_claim_batch(batch: Batch) -> bool:
    return batch.header.text[53:63] == DESCRIPTION


def _is_claim_payment(entry: Entry, batch: Batch) -> bool:
    return _is_claim_batch(batch) and classify(entry) not in ANSWER_KINDS


def _segments(entry: Entry, batch: Batch) -> Iterator[tuple[PaymentAddenda, Trn]]:
    if _is_claim_payment(entry, batch):
        for each in payment_addenda(entry):
            if trn := parse_trn(each.information):
                yield each, trn


@batch_rule("HC01", side="out")
def description_is_written_exactly(batch: Batch) -> Remarks:
    if resembles_the_description(batch):
        yield at(batch.header, "description", f"the description is not exactly {DESCRIPTION}")


@batch_rule("HC01", side="in")
def description_of_trn_payments_is_exact(batch: Batch) -> Remarks:
    """Only upper case makes a claim payment; one that carries a TRN was meant as one."""
    if resembles_the_description(batch) and any(
        parse_trn(each.information) for entry in batch.entries for each in payment_addenda(entry)
    ):
        yield at(batch.header, "description", f"the description is not exactly {DESCRIPTION}")


@batch_rule("HC02")
def claim_payments_are_ccd(batch: Batch) -> Remarks:
    # A notice about a claim payment keeps its description under COR.
    if _is_claim_batch(batch) and batch.sec_code not in ("CCD", "COR"):
        yield at(batch.header, "sec_code", "claim payments are CCD")


@entry_rule("HC03")
def claim_payments_are_credits(entry: Entry, batch: Batch) -> Remarks:
    if _is_claim_batch(batch) and not entry.is_credit:
        yield at(entry, "transaction_code", "a debit in a batch of claim payments")


@entry_rule("HC04")
def claim_payments_have_one_addenda(entry: Entry, batch: Batch) -> Remarks:
    if not _is_claim_payment(entry, batch) or classify(entry) is EntryKind.PRENOTE:
        return
    if entry.addenda_indicator != "1" or len(payment_addenda(entry)) != 1:
        yield at(entry, "addenda_indicator", "a claim payment has exactly one 05 addenda")


@entry_rule("HC05")
def information_starts_with_trn(entry: Entry, batch: Batch) -> Remarks:
    if _is_claim_payment(entry, batch):
        for each in payment_addenda(entry):
            if not each.information.startswith("TRN*"):
                yield at(each, "information", "the information does not begin with TRN*")


@entry_rule("HC06")
def trn01_is_1(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.trn01 != "1":
            yield at(addenda, "information", "TRN01 is not 1")


@entry_rule("HC07")
def trn02_is_given(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if not trn.trn02.strip(" "):
            yield at(addenda, "information", "TRN02 is blank")
        elif len(trn.trn02) > MAX_TRN02:
            message = f"TRN02 has {len(trn.trn02)} characters; at most {MAX_TRN02}"
            yield at(addenda, "information", message)


@entry_rule("HC08")
def trn03_is_ten_characters(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if not trn.trn03.strip(" "):
            yield at(addenda, "information", "TRN03 is missing")
        elif len(trn.trn03) != TRN03_WIDTH:
            message = f"TRN03 has {len(trn.trn03)} characters instead of {TRN03_WIDTH}"
            yield at(addenda, "information", message)


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
            yield at(addenda, "information", message)


@entry_rule("HC11")
def trn02_and_trn04_fit_together(entry: Entry, batch: Batch) -> Remarks:
    for addenda, trn in _segments(entry, batch):
        if trn.trn04 and len(trn.trn02) + len(trn.trn04) > MAX_TRN02_AND_TRN04:
            yield at(addenda, "information", "TRN02 and TRN04 do not fit together")


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
            yield at(addenda, "information", "TRN03 is not the batch's company identification")


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
