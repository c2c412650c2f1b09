"""FH and BH: what stands in the file header and in each batch header."""

import re

from edi.ground.federal_holidays import is_known_closed
from edi.ground.routing import has_possible_prefix, routing_number_objection
from edi.nacha.classify import EntryKind, classify
from edi.nacha.codes import RESERVED_DESCRIPTIONS, SEC_CODES
from edi.nacha.files import Batch, FileSummary
from edi.nacha.records import Entry, Record
from edi.nacha.rules.registry import Following, Remarks, at, batch_rule, file_rule, following_rule

SERVICE_CLASSES = frozenset({"200", "220", "225", "280"})

# Reserved descriptions that belong to one SEC code only. HCCLAIMPMT is HC02's.
_SEC_OF_DESCRIPTION = {"REDEPCHECK": "RCK", "NO CHECK": "XCK", "AUTOENROLL": "ENR"}
_DEBIT_DESCRIPTIONS = frozenset({"RETURN FEE", "RETRY PYMT"})
_ORIGINATED = frozenset({"CCD", "PPD", "CTX"})
_ONE_DOLLAR_CENTS = 100
_MODIFIER = re.compile(r"[A-Z0-9]")
# 1 and an EIN, 3 and a DUNS number, 9 and what the company chose itself.
_COMPANY_IDENTIFICATION = re.compile(r"[13][0-9]{9}|9.{1,9}")
_HHMM = re.compile(r"([01][0-9]|2[0-3])[0-5][0-9]")


def blank_or_zeros(text: str) -> bool:
    """True if nothing but blanks and zeros stands there: neither names anything."""
    return not text.strip(" 0")


def has_illegal_characters(text: str) -> bool:
    """True for control characters and for anything outside printable ASCII."""
    return not (text.isascii() and text.isprintable())


def _constant(rule: str, field: str, wanted: str) -> None:
    @file_rule(rule)
    def field_has_its_only_value(file: FileSummary) -> Remarks:
        if file.header is not None and getattr(file.header, field) != wanted:
            yield at(file.header, field, f"the {field.replace('_', ' ')} is not {wanted}")


_constant("FH01", "priority_code", "01")
_constant("FH10", "record_size", "094")
_constant("FH11", "blocking_factor", "10")
_constant("FH12", "format_code", "1")


@file_rule("FH02")
def destination_is_a_routing_number(file: FileSummary) -> Remarks:
    if file.header is None:
        return
    destination = file.header.text[3:13]
    if destination[0] != " ":
        message = "the destination is not a blank and nine digits"
        yield at(file.header, "immediate_destination", message)
    elif objection := routing_number_objection(destination[1:]):
        yield at(file.header, "immediate_destination", f"the destination: {_lower(objection)}")


@file_rule("FH03")
def origin_is_given(file: FileSummary) -> Remarks:
    if file.header is not None and blank_or_zeros(file.header.text[13:23]):
        yield at(file.header, "immediate_origin", "the origin is blank or zeros")


@file_rule("FH04")
def origin_is_a_routing_number(file: FileSummary) -> Remarks:
    if file.header is not None:
        origin = file.header.text[13:23]
        if origin[0] != " ":
            message = "the origin is not a blank and nine digits, as this bank asks"
            yield at(file.header, "immediate_origin", message)
        elif objection := routing_number_objection(origin[1:]):
            yield at(file.header, "immediate_origin", f"the origin: {_lower(objection)}")


@file_rule("FH06")
def creation_date_is_real(file: FileSummary) -> Remarks:
    if file.header is not None and file.header.creation_date is None:
        yield at(file.header, "creation_date", "the creation date is not a day (YYMMDD)")


@file_rule("FH07")
def creation_time_is_real(file: FileSummary) -> Remarks:
    if file.header is not None:
        time = file.header.text[29:33]
        if time.strip(" ") and not _HHMM.fullmatch(time):
            yield at(file.header, "creation_time", "the creation time is not a time (HHMM)")


@file_rule("FH09")
def modifier_is_a_letter_or_digit(file: FileSummary) -> Remarks:
    if file.header is not None and not _MODIFIER.fullmatch(file.header.file_id_modifier):
        yield at(file.header, "file_id_modifier", "the file id modifier is not one of A-Z, 0-9")


@file_rule("FH13")
def names_of_file_header_are_legal(file: FileSummary) -> Remarks:
    if file.header is not None:
        names = ("destination_name", "origin_name", "reference_code")
        yield from _illegal(file.header, names)


@batch_rule("BH01")
def service_class_exists(batch: Batch) -> Remarks:
    if batch.header.service_class not in SERVICE_CLASSES:
        yield at(batch.header, "service_class", "the service class is not 200, 220, 225 or 280")


@batch_rule("BH02")
def advice_has_its_service_class(batch: Batch) -> Remarks:
    if (batch.header.service_class == "280") != (batch.sec_code == "ADV"):
        message = "service class 280 belongs to ADV, and ADV to 280"
        yield at(batch.header, "service_class", message)


@batch_rule("BH03")
def company_name_is_given(batch: Batch) -> Remarks:
    # The name of an IAT batch stands in its addenda.
    if batch.sec_code != "IAT" and blank_or_zeros(batch.header.company_name):
        yield at(batch.header, "company_name", "the company name is blank or zeros")


@batch_rule("BH04")
def company_identification_is_given(batch: Batch) -> Remarks:
    if blank_or_zeros(batch.header.company_identification):
        yield at(batch.header, "company_identification", "the company id is blank or zeros")


@batch_rule("BH05")
def company_identification_has_a_known_form(batch: Batch) -> Remarks:
    value = batch.header.company_identification
    if not blank_or_zeros(value) and not _COMPANY_IDENTIFICATION.fullmatch(value):
        message = "the company id is not 1 and an EIN, 3 and a DUNS number, or 9 and one of its own"
        yield at(batch.header, "company_identification", message)


@batch_rule("BH06")
def sec_code_exists(batch: Batch) -> Remarks:
    if batch.sec_code not in SEC_CODES:
        yield at(batch.header, "sec_code", "the SEC code does not exist")


@batch_rule("BH06", side="out")
def sec_code_is_one_we_originate(batch: Batch) -> Remarks:
    if batch.sec_code in SEC_CODES and batch.sec_code not in _ORIGINATED | {"COR"}:
        message = f"{batch.sec_code} is not originated here; CCD, PPD and CTX are"
        yield at(batch.header, "sec_code", message)


@following_rule("BH06", side="out")
class NoticesGoOutOnlyToRefuse(Following):
    is_named = False

    def entry(self, entry: Entry) -> Remarks:
        if self.is_named or self.batch.sec_code != "COR":
            return
        # What is no notice at all is BA12's.
        if classify(entry) is EntryKind.NOTICE_OF_CHANGE:
            self.is_named = True
            message = "COR goes out only to refuse a notice of change"
            yield at(self.batch.header, "sec_code", message)


@batch_rule("BH07")
def description_is_given(batch: Batch) -> Remarks:
    if blank_or_zeros(batch.header.description):
        yield at(batch.header, "description", "the entry description is blank or zeros")


@batch_rule("BH08")
def texts_of_batch_header_are_legal(batch: Batch) -> Remarks:
    yield from _illegal(batch.header, ("company_name", "discretionary_data", "description"))


@batch_rule("BH09")
def reserved_description_is_used_for_its_purpose(batch: Batch) -> Remarks:
    written = batch.header.description
    reserved = written.upper()
    if reserved not in RESERVED_DESCRIPTIONS:
        return
    if written != reserved:
        yield at(batch.header, "description", f"{reserved} is not in upper case")
    sec_code = _SEC_OF_DESCRIPTION.get(reserved)
    if sec_code and batch.sec_code not in (sec_code, "COR"):
        yield at(batch.header, "description", f"{reserved} belongs to {sec_code} only")
    if reserved in _DEBIT_DESCRIPTIONS and batch.tally().credits_cents:
        yield at(batch.header, "description", f"{reserved} is for debits only")


@following_rule("BH09")
class MicroEntriesAreSmall(Following):
    is_named = False

    def entry(self, entry: Entry) -> Remarks:
        if self.is_named or self.batch.header.description.upper() != "ACCTVERIFY":
            return
        if entry.is_credit and (entry.amount_cents or 0) >= _ONE_DOLLAR_CENTS:
            self.is_named = True
            message = "ACCTVERIFY is for credits below $1.00"
            yield at(self.batch.header, "description", message)


@batch_rule("BH10")
def effective_date_is_real(batch: Batch) -> Remarks:
    if batch.header.effective_date is None:
        yield at(batch.header, "effective_date", "the effective date is not a day (YYMMDD)")


@batch_rule("BH11")
def effective_date_is_a_banking_day(batch: Batch) -> Remarks:
    day = batch.header.effective_date
    if day is not None and is_known_closed(day):
        message = f"{day.isoformat()} is not a banking day"
        yield at(batch.header, "effective_date", message)


@batch_rule("BH14", side="in")
def settlement_day_is_a_day_of_the_year(batch: Batch) -> Remarks:
    written = batch.header.text[75:78]
    if written.strip(" ") and not is_day_of_year(written):
        yield at(batch.header, "settlement_day", "the settlement day is not 001-366")


@batch_rule("BH14", side="out")
def settlement_day_is_left_to_the_operator(batch: Batch) -> Remarks:
    if batch.header.text[75:78].strip(" "):
        yield at(batch.header, "settlement_day", "the settlement day is the operator's to fill")


def is_day_of_year(text: str) -> bool:
    """True for 001 to 366, written with three digits."""
    return len(text) == 3 and text.isascii() and text.isdecimal() and 1 <= int(text) <= 366


@following_rule("BH15")
class OriginatorStatusFits(Following):
    """Death notices that come back as returns have the returning bank's status."""

    is_answered = False

    def entry(self, entry: Entry) -> Remarks:
        self.is_answered = self.is_answered or entry.answer is not None
        return ()

    def end(self) -> Remarks:
        header, sec_code = self.batch.header, self.batch.sec_code
        status = header.originator_status
        if sec_code == "DNE" and not self.is_answered:
            if status != "2":
                yield at(header, "originator_status", "the status of a death notice is not 2")
        elif status == "0":
            if sec_code != "ADV":
                yield at(header, "originator_status", "status 0 is for ADV only")
        elif status not in ("1", "2"):
            yield at(header, "originator_status", "the originator status is not 1 or 2")


@batch_rule("BH16")
def odfi_can_be_a_bank(batch: Batch) -> Remarks:
    if objection := eight_digit_objection(batch.header.odfi):
        yield at(batch.header, "odfi", f"the ODFI {objection}")


def eight_digit_objection(eight: str) -> str | None:
    """Why eight characters cannot be the first digits of a routing number, or None."""
    if not (eight.isascii() and eight.isdecimal()):
        return "is not eight digits"
    if eight == "00000000":
        return "is all zeros"
    return None if has_possible_prefix(eight) else f"begins with {eight[:2]}, as no bank does"


@batch_rule("BH18")
def batch_number_is_numeric(batch: Batch) -> Remarks:
    if batch.header.batch_number is None:
        yield at(batch.header, "batch_number", "the batch number is not seven digits")


@batch_rule("BH20")
def same_day_mark_is_a_time(batch: Batch) -> Remarks:
    # An IAT header has its currencies there, and SDG is one.
    text = "" if batch.sec_code == "IAT" else batch.header.descriptive_date
    if text.startswith("SD") and not _HHMM.fullmatch(text[2:]):
        yield at(batch.header, "descriptive_date", "SD is not followed by a time (hhmm)")


def _illegal(record: Record, names: tuple[str, ...]) -> Remarks:
    for name in names:
        field = record.layout[name]
        if has_illegal_characters(record.text[field.start : field.end]):
            yield at(record, name, f"the {name.replace('_', ' ')} holds an illegal character")


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:].rstrip(".")
