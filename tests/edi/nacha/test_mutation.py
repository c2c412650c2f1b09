"""Every field of every record is damaged in several ways, and the damage is found.

What no rule guards stands in UNNOTICED with the reason, so that each is a decision.
"""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from edi.ground.line_findings import Finding
from edi.nacha.judge import judge
from edi.nacha.layouts import Field
from edi.nacha.reader import parse, read
from edi.nacha.records import Record
from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.recipes.recipe import lf

BASES = {
    "claims": bases.claims,
    "vendor": bases.vendor,
    "ctx": bases.ctx,
    "refund": lambda: bases.with_addenda("PPD", bases.RMR),
    "mixed": bases.mixed,
    "two": bases.two,
    "returns": bases.returns,
    "dishonored": bases.dishonor,
    "contested": bases.contest,
    "notice-c01": bases.change,
    "notice-c03": lambda: bases.change("C03", "313131310   7766554433"),
    "notice-c05": lambda: bases.change("C05", "32"),
    "notice-c06": lambda: bases.change("C06", f"{'7766554433':<20}32"),
    "notice-c07": lambda: bases.change("C07", f"313131310{'7766554433':<17}32"),
    "refused-notice": bases.refused,
    "prenote": bases.prenote,
    "zero-dollar": bases.zero_dollar,
    "international": bases.iat,
    "advice": bases.adv,
}


def _replaced(text: str, at: int, character: str) -> str:
    return text[:at] + character + text[at + 1 :]


# What is done to the text of a field; the second argument is that of the field after it.
DAMAGES = {
    "blanked": lambda text, after: " " * len(text),
    "zeroed": lambda text, after: "0" * len(text),
    "nines": lambda text, after: "9" * len(text),
    "letter": lambda text, after: _replaced(text, len(text) // 2, "X"),
    "shifted": lambda text, after: (" " + text)[: len(text)],
    "neighbour": lambda text, after: (after * len(text))[: len(text)],
    "lower": lambda text, after: text.lower(),
    "wide": lambda text, after: _replaced(text, 0, "\xe9"),
    "control": lambda text, after: _replaced(text, len(text) - 1, "\x07"),
}

_A_NAME = "a name: any letters and digits are one, in any case"
_A_REFERENCE = "a reference of the sender's own, blank if there is none"
_ANY_ACCOUNT = "any other letters and digits are an account too; only its bank knows"
_ITS_OWNERS = "the company's own, for any use"
_OPERATORS = "the operator's own; advices are kept and go to a person"
_INTERNATIONAL = "international entries are kept as they are and go to a person"
_REMITTANCE = "what it must say follows from the description (HC) or is advice (AD07, AD08, CX06)"
_MATCHED = "only what we sent tells whether it is right: payments matches it (RT06, NC08, NC11)"
_NEW_VALUE = "a new account number or name may be any"
_FREE_TEXT = "free text; the words with a meaning of their own are BH09's, HC01's and BH20's"
_ADVICE = "a breach is a warning on both sides: BH05, BC10, RT05; the settlement day may be blank"
_ONE_OF_TWO = "RT17 asks for one of the two"
_STILL_RIGHT = "what the damage leaves there is another right value"

# What may be done to a field without an error, and why. What is not here must be found.
UNNOTICED: dict[tuple[str, str], tuple[str, str]] = {
    ("ADV batch control", "operator_data"): ("zeroed nines letter neighbour", _OPERATORS),
    ("ADV entry", "account_number"): ("nines letter neighbour", _ANY_ACCOUNT),
    ("ADV entry", "advice_day"): ("blanked zeroed nines neighbour", _OPERATORS),
    ("ADV entry", "advice_routing_number"): (
        "blanked zeroed nines letter shifted neighbour",
        _OPERATORS,
    ),
    ("ADV entry", "discretionary_data"): ("zeroed nines letter neighbour", _ITS_OWNERS),
    ("ADV entry", "file_identification"): (
        "blanked zeroed nines letter shifted neighbour",
        _OPERATORS,
    ),
    ("ADV entry", "name"): ("nines letter lower", _A_NAME),
    ("ADV entry", "operator_data"): ("zeroed nines letter neighbour", _OPERATORS),
    ("ADV entry", "operator_routing_number"): (
        "blanked zeroed nines letter shifted neighbour",
        _OPERATORS,
    ),
    ("ADV entry", "sequence"): ("zeroed nines neighbour", _OPERATORS),
    ("CTX entry", "account_number"): ("nines letter neighbour", _ANY_ACCOUNT),
    ("CTX entry", "discretionary_data"): ("zeroed nines letter neighbour", _ITS_OWNERS),
    ("CTX entry", "identification"): ("blanked zeroed nines letter neighbour lower", _A_REFERENCE),
    ("CTX entry", "name"): ("nines letter lower", _A_NAME),
    ("IAT entry", "account_number"): ("nines letter", _ANY_ACCOUNT),
    ("IAT entry", "addenda_count"): (
        "blanked neighbour",
        _INTERNATIONAL,
    ),
    ("IAT entry", "screening"): ("zeroed nines letter neighbour", _INTERNATIONAL),
    ("addenda", "content"): ("blanked zeroed nines letter shifted neighbour lower", _INTERNATIONAL),
    ("addenda 05", "information"): (
        "blanked zeroed nines letter shifted neighbour lower",
        _REMITTANCE,
    ),
    ("addenda 98", "corrected_data"): ("letter shifted", _NEW_VALUE),
    ("addenda 98", "original_rdfi"): ("zeroed nines neighbour", _MATCHED),
    ("addenda 98", "original_trace"): ("zeroed nines", _MATCHED),
    ("addenda 98, refused", "change_code"): (
        "blanked zeroed nines letter shifted neighbour",
        _MATCHED,
    ),
    ("addenda 98, refused", "corrected_data"): (
        "blanked zeroed nines letter shifted neighbour",
        _MATCHED,
    ),
    ("addenda 98, refused", "notice_sequence"): (
        "zeroed nines",
        _MATCHED,
    ),
    ("addenda 98, refused", "original_rdfi"): (
        "zeroed nines neighbour",
        _MATCHED,
    ),
    ("addenda 98, refused", "original_trace"): (
        "zeroed nines",
        _MATCHED,
    ),
    ("addenda 99", "date_of_death"): ("blanked zeroed nines letter shifted neighbour", _ADVICE),
    ("addenda 99", "information"): ("zeroed nines letter neighbour", _FREE_TEXT),
    ("addenda 99", "original_rdfi"): ("zeroed nines", _MATCHED),
    ("addenda 99", "original_trace"): ("nines neighbour", _MATCHED),
    ("addenda 99, contested", "date_returned"): (
        "blanked zeroed nines neighbour",
        _ONE_OF_TWO,
    ),
    ("addenda 99, contested", "dishonored_trace"): ("zeroed nines neighbour", _MATCHED),
    ("addenda 99, contested", "original_rdfi"): ("zeroed nines neighbour", _MATCHED),
    ("addenda 99, contested", "original_settlement_day"): (
        "blanked zeroed nines neighbour",
        _ONE_OF_TWO,
    ),
    ("addenda 99, contested", "original_trace"): ("nines neighbour", _MATCHED),
    ("addenda 99, contested", "return_reason"): ("neighbour", _STILL_RIGHT),
    ("addenda 99, contested", "return_settlement_day"): ("neighbour", _STILL_RIGHT),
    ("addenda 99, contested", "return_trace"): ("zeroed nines neighbour", _MATCHED),
    ("addenda 99, dishonored", "information"): ("shifted", _STILL_RIGHT),
    ("addenda 99, dishonored", "original_rdfi"): ("zeroed nines", _MATCHED),
    ("addenda 99, dishonored", "original_trace"): ("nines", _MATCHED),
    ("addenda 99, dishonored", "return_reason"): ("neighbour", _STILL_RIGHT),
    ("addenda 99, dishonored", "return_settlement_day"): ("neighbour", _STILL_RIGHT),
    ("addenda 99, dishonored", "return_trace"): ("zeroed nines neighbour", _MATCHED),
    ("batch control", "authentication_code"): ("zeroed nines letter", _ADVICE),
    ("batch header", "company_identification"): ("nines letter shifted neighbour", _ADVICE),
    ("batch header", "company_name"): ("zeroed nines letter lower", _A_NAME),
    ("batch header", "description"): ("nines letter lower", _FREE_TEXT),
    ("batch header", "descriptive_date"): ("zeroed nines neighbour", _FREE_TEXT),
    ("batch header", "discretionary_data"): ("zeroed nines letter neighbour", _ITS_OWNERS),
    ("batch header", "effective_date"): ("neighbour", _STILL_RIGHT),
    ("batch header", "originator_status"): ("neighbour", _STILL_RIGHT),
    ("batch header", "settlement_day"): ("blanked", _ADVICE),
    ("entry", "account_number"): ("nines letter neighbour", _ANY_ACCOUNT),
    ("entry", "discretionary_data"): ("zeroed nines letter neighbour", _ITS_OWNERS),
    ("entry", "identification"): ("blanked zeroed nines letter neighbour lower", _A_REFERENCE),
    ("entry", "name"): ("nines letter lower", _A_NAME),
    ("entry", "transaction_code"): ("neighbour", _STILL_RIGHT),
    ("file header", "creation_time"): ("blanked zeroed", _STILL_RIGHT),
    ("file header", "destination_name"): ("blanked zeroed nines letter neighbour lower", _A_NAME),
    ("file header", "file_id_modifier"): ("zeroed nines letter neighbour", _STILL_RIGHT),
    ("file header", "immediate_origin"): ("nines letter shifted neighbour", _STILL_RIGHT),
    ("file header", "origin_name"): ("blanked zeroed nines letter neighbour lower", _A_NAME),
    ("file header", "reference_code"): ("zeroed nines neighbour", _A_NAME),
}

# Fields whose damage shows where it contradicts another record: the rules that say so.
CONTRADICTED: dict[tuple[str, str], str] = {
    ("ADV entry", "amount_cents"): "BC04 BC05",
    ("ADV entry", "record_type"): "FS04 FS06",
    ("CTX entry", "transaction_code"): "ED10",
    ("IAT entry", "amount_cents"): "BC05",
    ("IAT entry", "transaction_code"): "ED10",
    ("addenda", "addenda_type"): "ED02",
    ("addenda 05", "addenda_type"): "ED02",
    ("addenda 05", "information"): "CX07 CX08 HC01",
    ("batch header", "batch_number"): "BC08",
    ("batch header", "company_identification"): "BC06",
    ("batch header", "odfi"): "BC07",
    ("batch header", "record_type"): "FS06",
    ("entry", "amount_cents"): "BC04 BC05",
    ("entry", "transaction_code"): "ED10",
}


class Trial(NamedTuple):
    """One damage done, the rules it broke anew, and whether a finding points at the field."""

    base: str
    record: str
    field: str
    damage: str
    rules: frozenset[str]
    points: bool


def _records(data: bytes) -> Iterator[Record]:
    file = parse(data)
    yield file.header
    for batch in file.batches:
        yield batch.header
        for entry in batch.entries:
            yield from (entry, *entry.addenda)
        yield batch.control
    yield file.control


def _errors(data: bytes) -> Counter[Finding]:
    """Errors as an inbound file and as one of ours: what is graded lower on input counts too."""
    findings = [*read(data)[1], *judge(parse(data), side="out")]
    return Counter(each for each in findings if each.is_error)


@cache
def _trials(base: str) -> list[Trial]:
    lines = BASES[base]()
    data = lf(lines).encode("latin-1")
    before = _errors(data)
    trials = []
    for record in _records(data):
        fields = list(record.layout)
        for field, after in zip(fields, [*fields[1:], fields[0]], strict=True):
            for damage, text in _damaged(record.text, field, after):
                broken = [*lines[: record.line - 1], text, *lines[record.line :]]
                new = _errors(lf(broken).encode("latin-1")) - before
                points = any(_points_at(each, record.line, field) for each in new)
                rules = frozenset(each.rule for each in new)
                place = (base, record.layout.name, field.name)
                trials.append(Trial(*place, damage, rules, points))
    return trials


def _damaged(text: str, field: Field, after: Field) -> Iterator[tuple[str, str]]:
    old, beside = text[field.start : field.end], text[after.start : after.end]
    for name, damage in DAMAGES.items():
        new = damage(old, beside)
        if new != old:
            yield name, text[: field.start] + new + text[field.end :]


def _points_at(finding: Finding, line: int, field: Field) -> bool:
    first, last = finding.columns
    return finding.line == line and first <= field.end and field.start < last


def _is_allowed(trial: Trial) -> bool:
    damages, _ = UNNOTICED.get((trial.record, trial.field), ("", ""))
    return trial.damage in damages.split()


def _all_trials() -> list[Trial]:
    return [trial for base in BASES for trial in _trials(base)]


@pytest.mark.parametrize("base", BASES)
def test_damage_of_a_guarded_field_is_an_error(base):
    unseen = [each for each in _trials(base) if not each.rules and not _is_allowed(each)]
    assert unseen == []


@pytest.mark.parametrize("base", BASES)
def test_error_points_at_the_damaged_field_or_at_what_it_contradicts(base):
    for trial in _trials(base):
        if trial.rules and not trial.points:
            assert trial.rules & set(CONTRADICTED[trial.record, trial.field].split()), trial


def test_nothing_is_let_pass_that_is_never_met():
    met = {(each.record, each.field, each.damage) for each in _all_trials() if not each.rules}
    listed = {
        (*field, damage) for field, (damages, _) in UNNOTICED.items() for damage in damages.split()
    }
    assert listed == met


def test_nineteen_of_twenty_damages_of_guarded_fields_point_at_the_field():
    trials = [each for each in _all_trials() if not _is_allowed(each)]
    assert len(trials) > 5_000
    assert sum(each.points for each in trials) / len(trials) > 0.95
