"""RT: returns, dishonored and contested returns, so far as the file alone tells."""

from edi.nacha.classify import RETURN_KINDS, classify
from edi.nacha.codes import CONTESTED_CODES, DISHONORED_CODES, R69_FIELDS, RETURN_CODES
from edi.nacha.files import Batch
from edi.nacha.records import (
    CodedAddenda,
    ContestedReturnAddenda,
    DishonoredReturnAddenda,
    Entry,
    ReturnAddenda,
    parse_yymmdd,
)
from edi.nacha.rules.entry import RETURN_FAMILY
from edi.nacha.rules.headers import is_day_of_year
from edi.nacha.rules.registry import Remarks, at, entry_rule

_CODES_OF_DEATH = frozenset({"R14", "R15"})
_PERMISSIBLE = frozenset({"06", "31"})


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()


@entry_rule("RT01")
def return_code_is_known(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if isinstance(answer, ReturnAddenda) and answer.code.upper() not in RETURN_CODES:
        yield at(
            answer, "code", "the return code is none of the table (R01 to R53, R80 to R85, R90)"
        )


@entry_rule("RT02")
def original_trace_is_given(entry: Entry, batch: Batch) -> Remarks:
    if classify(entry) in RETURN_KINDS and entry.answer is not None:
        trace = entry.answer.original_trace
        if not _is_digits(trace) or not trace.strip("0"):
            message = "the original entry's trace number is not given in 15 digits"
            yield at(entry.answer, "original_trace", message)


@entry_rule("RT03")
def original_rdfi_is_eight_digits(entry: Entry, batch: Batch) -> Remarks:
    if (
        classify(entry) in RETURN_KINDS
        and entry.answer is not None
        and not _is_digits(entry.answer.original_rdfi)
    ):
        yield at(entry.answer, "original_rdfi", "the original RDFI is not eight digits")


@entry_rule("RT04")
def return_has_a_return_code(entry: Entry, batch: Batch) -> Remarks:
    if classify(entry) in RETURN_KINDS and entry.transaction_code not in RETURN_FAMILY:
        message = "a return takes a code of the return family (21, 26, 31, 36 ...)"
        yield at(entry, "transaction_code", message)


@entry_rule("RT05")
def date_of_death_is_a_date(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if not isinstance(answer, ReturnAddenda) or not answer.date_of_death.strip(" "):
        return
    if answer.code.upper() not in _CODES_OF_DEATH:
        yield at(answer, "date_of_death", "a date of death without R14 or R15")
    elif parse_yymmdd(answer.date_of_death) is None:
        yield at(answer, "date_of_death", "the date of death is not a day (YYMMDD)")


@entry_rule("RT13")
def dispute_code_is_known(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if isinstance(answer, DishonoredReturnAddenda):
        if answer.code.upper() not in DISHONORED_CODES:
            yield at(answer, "code", "a return is dishonored with R61, R62 or R67 to R70")
    elif isinstance(answer, ContestedReturnAddenda) and answer.code.upper() not in CONTESTED_CODES:
        yield at(answer, "code", "a dishonor is contested with R71 to R77")


@entry_rule("RT14")
def dispute_names_the_return(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if not isinstance(answer, DishonoredReturnAddenda | ContestedReturnAddenda):
        return
    if not _is_digits(answer.return_trace):
        yield at(answer, "return_trace", "the trace of the return is not 15 digits")
    yield from _settlement(answer, "return_settlement_day")
    if f"R{answer.return_reason}" not in RETURN_CODES:
        message = "the return reason is not two digits of a known code (R01 is 01)"
        yield at(answer, "return_reason", message)


def _settlement(answer: CodedAddenda, field: str) -> Remarks:
    if not is_day_of_year(getattr(answer, field)):
        yield at(answer, field, f"the {field.replace('_', ' ')} is not a day of the year (001-366)")


@entry_rule("RT15")
def field_error_names_fields(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if isinstance(answer, DishonoredReturnAddenda) and answer.code.upper() == "R69":
        named = answer.information.strip(" ").split("*")
        if any(code not in R69_FIELDS for code in named):
            message = "R69 does not name the wrong fields (01 to 07, split by *)"
            yield at(answer, "information", message)


@entry_rule("RT16")
def contest_names_the_dishonor(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if not isinstance(answer, ContestedReturnAddenda):
        return
    if not _is_digits(answer.dishonored_trace):
        yield at(answer, "dishonored_trace", "the trace of the dishonor is not 15 digits")
    yield from _settlement(answer, "dishonored_settlement_day")
    if f"R{answer.dishonored_reason}" not in DISHONORED_CODES:
        message = "the dishonored reason is not 61, 62 or 67 to 70"
        yield at(answer, "dishonored_reason", message)


@entry_rule("RT17")
def timely_return_gives_its_dates(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if not isinstance(answer, ContestedReturnAddenda) or answer.code.upper() != "R73":
        return
    settled = is_day_of_year(answer.original_settlement_day)
    if not settled and parse_yymmdd(answer.date_returned) is None:
        message = "R73 gives neither the original settlement day nor the date returned"
        yield at(answer, "date_returned", message)


@entry_rule("RT18")
def r70_answers_a_permissible_return(entry: Entry, batch: Batch) -> Remarks:
    answer = entry.answer
    if (
        isinstance(answer, DishonoredReturnAddenda)
        and answer.code.upper() == "R70"
        and answer.return_reason not in _PERMISSIBLE
    ):
        yield at(answer, "return_reason", "R70 answers R06 and R31 only")
