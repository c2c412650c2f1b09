"""Broken reports: nothing raises, no cent goes missing without a word, and guarded fields speak."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.bai2 import accounts, check, mask, parse, read, write
from edi.bai2 import judge as judge_module
from edi.bai2 import reader as reader_module
from edi.bai2.show import show
from edi.bai2.writer import UnwritableField
from tests.edi.bai2.samples import base, data, of, padded, report, simple
from tests.edi.bai2.write_cases import FAULTY, VALID

RICH = of(
    simple(
        "16,165,50000,S,20000,20000,10000,REF1,CUST1,TEXT",
        "16,142,700,V,261130,1200,REF2/",
        "88,CUST2,TEXT",
        "16,475,900,D,2,0,400,3,500,REF3,CUST3/",
        total=51_600,
    )
)
SEEDS = [base(), RICH, padded(base(header="01,A,B,261124,0600,1,80,,2/"), 80), report()]
WHOLE = [*FAULTY.values(), *VALID.values(), *[data(seed) for seed in SEEDS]]

MUTATIONS = {
    "blank": lambda text: "",
    "garbage": lambda text: "?!",
    "letters": lambda text: text.translate(str.maketrans("0123456789", "OIZEASGTBP")),
    "other": lambda text: text[:-1] + str((int(text[-1]) + 1) % 10) if text[-1:].isdigit() else "7",
    "long": lambda text: text + "0" * 20,
    "signed": lambda text: "-" + text,
    "doubled": lambda text: f"{text},{text}",
    "slashed": lambda text: text + "/",
    "wide": lambda text: text + "é",
    "control": lambda text: text + "\x02",
    "blanks": lambda text: f" {text} ",
    "feed": lambda text: text + "\n",
    "continued": lambda text: text + "/\n88,",
}
# Places (line, field) of the base report, and what is never let pass there.
NUMBERS = ("blank", "garbage", "letters", "other", "long", "control")
CODES = ("garbage", "letters", "long", "control")
GUARDED = {
    (1, 1): ("blank", "control"),
    (1, 2): ("blank", "control"),
    (1, 3): ("blank", *CODES),
    (1, 4): ("blank", *CODES),
    (1, 5): ("blank", *CODES),
    (1, 8): NUMBERS,
    (2, 2): ("blank", "control"),
    (2, 3): ("blank", "garbage", "letters", "long"),
    (2, 4): ("blank", *CODES),
    (2, 5): CODES,
    (2, 6): ("garbage", "other", "long", "control"),
    (2, 7): CODES,
    (3, 1): ("blank", "control"),
    **{(3, place): ("garbage", "letters", "long", "control") for place in (3, 7, 11, 15)},
    **{(3, place): NUMBERS for place in (4, 8, 12, 16)},
    **{(3, place): ("garbage", "letters", "long", "control") for place in (13, 17)},
    **{(3, place): ("garbage", "control") for place in (14, 18)},
    **{(line, 1): ("blank", "garbage", "letters", "long", "control") for line in (4, 6, 7)},
    **{(line, 2): (*NUMBERS, "signed") for line in (4, 6, 7)},
    **{(line, 3): ("garbage", "long", "control") for line in (4, 6, 7)},
    **{(line, 4): ("slashed", "control") for line in (4, 6, 7)},
    **{(8, place): NUMBERS for place in (1, 2)},
    **{(line, place): NUMBERS for line in (9, 10) for place in (1, 2, 3)},
}


def mutated(lines: list[str], number: int, place: int, mutation: str) -> bytes:
    """The lines with one field of one of them changed."""
    fields = lines[number - 1].split(",")
    end = "/" if place == len(fields) - 1 and fields[-1].endswith("/") else ""
    fields[place] = MUTATIONS[mutation](fields[place].removesuffix("/")) + end
    return data([*lines[: number - 1], ",".join(fields), *lines[number:]])


def every_place(lines):
    return [
        (number, place)
        for number, line in enumerate(lines, 1)
        for place in range(len(line.split(",")))
    ]


def walk(content: bytes) -> None:
    """Everything that reads: nothing may raise, the bytes come back, no amount is lost."""
    file, findings = read(content)
    page = "\n".join(show(content))
    covered = b"".join(mask(content))
    assert len(covered) == len(content)
    assert told(check(covered)) == told(check(content))
    for each in accounts(content):
        list(each.transactions)
    if file is None:
        return
    assert page
    assert write(file) == content
    no_amount_is_lost(content, file, {each.line for each in findings})


def told(report):
    return (
        report.counts,
        [(e.rule, e.level, e.line, e.columns, e.message) for e in report.findings],
    )


def no_amount_is_lost(content: bytes, file, spoken: set[int]) -> None:
    found = {
        (each.line, each.amount_cents)
        for group in file.groups
        for account in group.accounts
        for each in account.transactions
    }
    if b"\n" not in content.rstrip(b"\r\n") or 1 in spoken:
        return
    for number, line in enumerate(content.replace(b"\r\n", b"\n").split(b"\n"), 1):
        if amount := re.match(rb"16,[0-9]{3},([0-9]{1,18}),", line):
            assert (number, int(amount[1])) in found or number in spoken


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_mutated_field_never_raises(seed, mutation):
    for number, place in every_place(SEEDS[seed]):
        walk(mutated(SEEDS[seed], number, place, mutation))


@pytest.mark.parametrize("place", GUARDED)
def test_guarded_field_speaks(place):
    for mutation in GUARDED[place]:
        content = mutated(base(), *place, mutation)
        if content != data(base()):
            assert check(content).findings, (place, mutation)


@pytest.mark.parametrize("content", WHOLE)
def test_report_cut_anywhere_never_raises(content):
    for at in range(0, len(content), 61):
        walk(content[:at])
        walk(content[at:])


def test_lines_taken_away_or_doubled_are_told():
    for number in range(1, len(base()) + 1):
        lines = base()
        for content in (
            data([*lines[: number - 1], *lines[number:]]),
            data([*lines[:number], *lines[number - 1 :]]),
        ):
            walk(content)
            assert check(content).findings, number


def test_shuffled_bytes_never_raise():
    chance = random.Random(20261124)
    for content in WHOLE:
        for _ in range(3):
            shaken = bytearray(content)
            for _ in range(chance.randint(1, 6)):
                if shaken:
                    shaken[chance.randrange(len(shaken))] = chance.choice(b",/8861\n\r \x00\xe9-")
            walk(bytes(shaken))


PIECES = st.sampled_from(
    [
        b"01,",
        b"02,",
        b"03,",
        b"16,",
        b"49,",
        b"88,",
        b"98,",
        b"99,",
        b"165,",
        b"475,",
        b"5000",
        b",",
        b"/",
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        b"Z,",
        b"S,",
        b"D,2,",
        b"V,261124,",
        b"TEXT",
        b"-7",
        b"\xef\xbb\xbf",
        b"\x1a",
        b"\xe9",
    ]
)


@given(st.lists(PIECES, max_size=60).map(b"".join))
def test_pieces_in_any_order_never_raise(content):
    walk(content)


@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_pieces_inside_of_an_account_never_raise(content):
    walk(data(base()[:3]) + content + data(base()[7:]))


def test_quick_look_passes_nothing_that_rules_would_stop(monkeypatch):
    contents = [*WHOLE, *[data(base())[:at] for at in range(len(data(base())))]]
    for number, place in every_place(base())[17:]:
        contents += [mutated(base(), number, place, mutation) for mutation in MUTATIONS]
    quick = [told(check(content)) for content in contents]
    monkeypatch.setattr(judge_module, "run_of", lambda *_: None)
    assert quick == [told(check(content)) for content in contents]


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_quick_look_agrees_on_any_pieces(content):
    whole = data(base()[:3]) + b"16,165,5000,Z,," + content + data(base()[3:])
    quick = told(check(whole))
    kept = judge_module.run_of
    judge_module.run_of = lambda *_: None
    try:
        assert told(check(whole)) == quick
    finally:
        judge_module.run_of = kept


@given(st.lists(PIECES, max_size=30).map(b"".join))
def test_transactions_of_the_common_form_are_read_as_all_others(content):
    whole = data(base()[:3]) + b"16,165,5000,Z,," + content + data(base()[3:])
    plain = parse(whole)
    kept = reader_module.plain_transaction
    reader_module.plain_transaction = lambda *_: None
    try:
        assert parse(whole) == plain
    finally:
        reader_module.plain_transaction = kept


def test_unwritable_is_the_only_refusal_of_a_read_report():
    for content in WHOLE:
        file, _ = read(content)
        if file:
            try:
                write(type(file)(*file.values()))
            except UnwritableField as refusal:
                assert refusal.field
