"""Laws that hold for every file: what is written reads back equal and passes the check, bytes come
back as they came, no cent is lost, and sets do not touch one another."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi.ground.amounts import parse_cents
from edi.x12.ack_999 import Acknowledgment, build_999, read_999, write_999
from edi.x12.answering import answers
from edi.x12.checking import check
from edi.x12.envelope import Interchange, TransactionSet, read, write
from edi.x12.payment_820 import Payment820, read_820, write_820
from edi.x12.remittance_835 import Remittance, balance, read_835, write_835
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters, Row
from edi.x12.ta1 import Ta1, read_ta1
from edi.x12.wrapping import wrap, wrap_ta1s
from tests.edi.x12.invented import acknowledgments, payments, plain, remittances
from tests.edi.x12.mutations import mutants
from tests.edi.x12.samples import SAMPLES, to_bytes

AT = datetime(2026, 11, 20, 9, 15)
ENDS = {"sender_qualifier": "ZZ", "sender_id": "PAYERONE", "receiver_qualifier": "ZZ"}
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
REMITTANCES = [name for name, sample in SAMPLES.items() if sample.kind == "835"]
READERS: dict[str, Any] = {"835": read_835, "820": read_820, "999": read_999, "997": read_999}

marks = st.sampled_from("!\"#$%&'()+,;<=>?@[\\]^_`{|}~*:\x1c\x1d\x1e\x1f")


@st.composite
def delimiters(draw: st.DrawFn) -> Delimiters:
    element, component, terminator, repetition = draw(
        st.lists(marks, min_size=4, max_size=4, unique=True)
    )
    return Delimiters(element, component, terminator, repetition)


def wrapped(rows: list[Row], marks: Delimiters = DEFAULT_DELIMITERS, version: str = "") -> bytes:
    return wrap(
        [rows],
        **ENDS,
        receiver_id="HOSPITALTWO",
        interchange_control=7,
        group_control=7,
        at=AT,
        delimiters=marks,
        version=version,
    )


def only_set(data: bytes) -> TransactionSet:
    [interchange], _ = read(data)
    [transaction] = interchange.sets
    return transaction


# Written, then read ---------------------------------------------------------------------------


@FEW
@given(remittances(), delimiters())
def test_a_written_remittance_reads_back_equal_and_passes(
    given_one: Remittance, marks: Delimiters
) -> None:
    data = wrapped(write_835(given_one, delimiters=marks), marks)
    found, _ = read_835(only_set(data))
    assert plain(found) == plain(given_one)
    assert check(data).findings == []


@FEW
@given(payments(), delimiters())
def test_a_written_payment_reads_back_equal_and_passes(
    given_one: Payment820, marks: Delimiters
) -> None:
    data = wrapped(write_820(given_one, delimiters=marks), marks)
    found, _ = read_820(only_set(data))
    assert plain(found) == plain(given_one)
    assert check(data).findings == []


@FEW
@given(acknowledgments(), delimiters())
def test_a_written_answer_reads_back_equal_and_passes(
    given_one: Acknowledgment, marks: Delimiters
) -> None:
    data = wrapped(write_999(given_one, delimiters=marks), marks)
    found, _ = read_999(only_set(data))
    assert plain(found) == plain(given_one)
    assert check(data).findings == []


@FEW
@given(st.integers(1, 999_999_999), st.sampled_from("AER"), st.sampled_from(["000", "001", "023"]))
def test_a_written_ta1_reads_back_equal_and_passes(control: int, verdict: str, note: str) -> None:
    ta1 = Ta1(f"{control:09d}", "261119", "1200", verdict, note)
    data = wrap_ta1s([ta1.row()], **ENDS, receiver_id="HOSPITALTWO", interchange_control=7, at=AT)
    [interchange], _ = read(data)
    assert [read_ta1(segment) for segment in interchange.ta1s] == [ta1]
    assert check(data).findings == []


@pytest.mark.parametrize("name", [name for name in SAMPLES if SAMPLES[name].kind in ("835", "820")])
def test_every_answer_to_a_damaged_file_passes(name: str) -> None:
    for index, mutant in enumerate(mutants(SAMPLES[name].rows())):
        # A damaged address cannot be written back; that is refused, and proved elsewhere.
        # What ST holds is repeated in the answer.
        if index % 7 or mutant.where.startswith(("ISA", "GS", "ST0")):
            continue
        for answer in answers(mutant.data, control=1, at=AT):
            found = [(f.rule, f.segment, f.element) for f in check(answer).findings]
            assert found == [], (mutant.what, mutant.where)


def test_an_answer_to_a_damaged_set_says_what_its_counts_say() -> None:
    for mutant in mutants(SAMPLES["clinic"].rows()):
        if mutant.where.startswith(("ISA", "GS", "GE", "IEA")) or mutant.what == "truncated":
            continue
        interchanges, _ = read(mutant.data)
        found = check(mutant.data).findings
        for group in (g for each in interchanges for g in each.groups if g.gs is not None):
            answer = build_999(group, found)
            assert answer.received == len(answer.sets)
            if not answer.codes:
                assert answer.accepted == sum(item.is_accepted for item in answer.sets)


# Bytes and framings ---------------------------------------------------------------------------


def cut(data: bytes, width: int, line_end: bytes) -> bytes:
    """The file on lines of one width, whatever its segments are."""
    text = data.replace(b"\n", b"")
    return line_end.join(text[i : i + width] for i in range(0, len(text), width)) + line_end


FRAMINGS = {
    "as it is": lambda data: data,
    "CR LF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "blank lines": lambda data: data.replace(b"\n", b"\n\n"),
    "no line ends": lambda data: data.replace(b"\n", b""),
    "ended by LF": lambda data: data.replace(b"~\n", b"\n"),
    "ended by CR": lambda data: data.replace(b"~\n", b"\r"),
    "ended by CR, then LF": lambda data: data.replace(b"~\n", b"\r\n"),
    "ended by a backslash": lambda data: data.replace(b"~\n", b"\\"),
    "wrapped at 80": lambda data: cut(data, 80, b"\n"),
    "wrapped at 80 by CR LF": lambda data: cut(data, 80, b"\r\n"),
    "wrapped at 79 by CR": lambda data: cut(data, 79, b"\r"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "trailing NULs": lambda data: data + b"\x00" * 400,
    "trailing blanks": lambda data: data + b"  \r\n\x1a",
    "last terminator lost": lambda data: data.removesuffix(b"~\n"),
    "bars": lambda data: data.translate(bytes.maketrans(b"*:~", b"|>'")),
    "unit separators": lambda data: data.translate(bytes.maketrans(b"*:~", b"\x1d\x1f\x1c")),
    "two interchanges": lambda data: data + data.translate(bytes.maketrans(b"*:~", b"|>'")),
}


def seen(data: bytes) -> list[Any]:
    """What is read of each set of a file."""
    return [
        plain(READERS[each.type](each)[0])
        for interchange in read(data)[0]
        for each in interchange.sets
    ]


def places(data: bytes) -> list[tuple[str, str, int, int]]:
    """What a check says of a file, and of which segment and element."""
    return [(f.rule, f.segment, f.number, f.element) for f in check(data).findings]


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_framing_changes_nothing_and_is_written_back(name: str, framing: str) -> None:
    data = SAMPLES[name].bytes()
    framed = FRAMINGS[framing](data)
    interchanges, _ = read(framed)
    assert write(interchanges) == framed
    times = 2 if framing == "two interchanges" else 1
    assert places(framed) == places(data) * times
    # Raw pieces show the delimiters they came with nowhere.
    assert seen(framed) == seen(data) * times


@FEW
@given(st.sampled_from(sorted(SAMPLES)), delimiters(), st.sampled_from(["", "\n", "\r\n"]))
def test_any_delimiters_are_read_and_written_back(
    name: str, marks: Delimiters, line_end: str
) -> None:
    rows = SAMPLES[name].rows()
    text = "".join(row + "~" for row in rows)
    # A text of the samples that holds a chosen delimiter would be another file.
    if any(mark in text.replace("*", "").replace(":", "").replace("~", "") for mark in _all(marks)):
        return
    table = str.maketrans(
        "*:~^", marks.element + marks.component + marks.segment + marks.repetition
    )
    framed = line_end.join(row + "~" for row in rows).translate(table).encode("latin-1")
    interchanges, _ = read(framed)
    assert write(interchanges) == framed
    assert places(framed) == places(SAMPLES[name].bytes())
    assert seen(framed) == seen(SAMPLES[name].bytes())


def _all(marks: Delimiters) -> str:
    return (marks.element + marks.component + marks.segment + marks.repetition).replace("^", "")


def test_a_damaged_file_is_written_back_byte_for_byte() -> None:
    for name, sample in SAMPLES.items():
        for mutant in mutants(sample.rows()):
            interchanges, _ = read(mutant.data)
            assert not interchanges or write(interchanges) == mutant.data, (name, mutant.where)


# Cents ----------------------------------------------------------------------------------------


def lost_cents(data: bytes) -> list[str]:
    """Segments with money that is neither in what was read nor at a finding."""
    interchanges, findings = read(data)
    lost = []
    for transaction in (each for i in interchanges for each in i.sets if each.type == "835"):
        remittance, found = read_835(transaction)
        lost += _lost_of_set(transaction, remittance, [*found, *findings])
    held = sum(
        each.raw.count(b"CLP*") + each.raw.count(b"PLB*") for i in interchanges for each in i.sets
    )
    if held < data.count(b"CLP*") + data.count(b"PLB*") and not any(f.is_error for f in findings):
        lost.append("outside")
    return lost


def _lost_of_set(
    transaction: TransactionSet, remittance: Remittance | None, findings: list[Any]
) -> list[str]:
    own = {f.number for f in findings if f.is_error and transaction.covers(f.position)}
    claims = {claim.number: claim for claim in remittance.claims} if remittance else {}
    paid = Counter[int]()
    for item in remittance.provider_adjustments if remittance else []:
        paid[item.number] += item.amount_cents
    lost, start = [], 0
    for segment in transaction.segments():
        start = segment.number if segment.id in ("CLP", "LX", "PLB", "SE") else start
        if segment.id == "BPR" and not (own & {segment.number}):
            if remittance is None and not own:
                lost.append("BPR")
            if remittance is not None and parse_cents(segment[2]) != remittance.amount_cents:
                lost.append("BPR")
        if segment.id == "PLB" and segment.number not in own:
            total = sum(parse_cents(segment[i]) or 0 for i in range(4, len(segment.elements), 2))
            if remittance is not None and total != paid[segment.number]:
                lost.append("PLB")
        if segment.id == "CLP":
            claim = claims.get(segment.number)
            if claim is not None and claim.paid_cents != parse_cents(segment[4]):
                lost.append("CLP")
            if (
                claim is None
                and remittance is not None
                and not _in_claim(transaction, segment, own)
            ):
                lost.append("CLP")
    return lost


def _in_claim(transaction: TransactionSet, clp: Any, numbers: set[int]) -> bool:
    """Whether an error stands at the claim, from its CLP to the next one or the footer."""
    ends = [s.number for s in transaction.segments() if s.id in ("CLP", "LX", "PLB", "SE")]
    last = min((n for n in ends if n > clp.number), default=10**9)
    return any(clp.number <= number < last for number in numbers)


@pytest.mark.parametrize("name", REMITTANCES)
def test_every_cent_is_read_or_has_a_finding(name: str) -> None:
    for mutant in mutants(SAMPLES[name].rows()):
        assert lost_cents(mutant.data) == [], (mutant.what, mutant.where)


@FEW
@given(remittances())
def test_what_claims_and_adjustments_say_is_what_is_paid(given_one: Remittance) -> None:
    data = wrapped(write_835(given_one))
    found, _ = read_835(only_set(data))
    assert found is not None and balance(found).is_balanced
    written = Counter[str]()
    for segment in only_set(data).segments():
        if segment.id == "CLP":
            written["claims"] += parse_cents(segment[4]) or 0
        if segment.id == "PLB":
            written["provider"] += sum(parse_cents(text) or 0 for text in segment.elements[4::2])
    assert written["claims"] == sum(claim.paid_cents for claim in found.claims)
    assert written["provider"] == sum(item.amount_cents for item in found.provider_adjustments)
    assert written["claims"] - written["provider"] == found.amount_cents


# Sets beside one another ----------------------------------------------------------------------


def together(bodies: list[list[str]]) -> list[str]:
    """One interchange of several sets, each its rows from ST to SE."""
    first = SAMPLES["clinic"].rows()
    rows = [row for body in bodies for row in body]
    return [*first[:2], *rows, f"GE*{len(bodies)}*7", "IEA*1*000000007"]


def numbered(name: str, control: str) -> list[str]:
    rows = SAMPLES[name].rows()[2:-2]
    return [re.sub(r"^((?:ST|SE)\*[0-9]+)\*0001", rf"\1*{control}", row) for row in rows]


SETS = [numbered("clinic", "0001"), numbered("hospital", "0002"), numbered("reversal", "0003")]


def by_control(data: bytes) -> dict[str, Any]:
    sets = [each for interchange in read(data)[0] for each in interchange.sets]
    return {each.control: _read_of(each) for each in sets if each.type in READERS}


def _read_of(transaction: TransactionSet) -> Any:
    fields, findings = READERS[transaction.type](transaction)
    places = [(f.rule, f.level, f.segment, f.number, f.element, f.message) for f in findings]
    return plain(fields), places


def test_the_order_of_sets_does_not_matter() -> None:
    expected = by_control(to_bytes(together(SETS)))
    assert len(expected) == 3
    for order in permutations(SETS):
        data = to_bytes(together(list(order)))
        assert check(data).findings == []
        assert by_control(data) == expected


def test_a_damaged_set_changes_nothing_of_its_neighbours() -> None:
    expected = by_control(to_bytes(together(SETS)))
    for mutant in mutants(SETS[1]):
        middle = mutant.data.decode("latin-1").removesuffix("~\n").split("~\n")
        data = to_bytes(together([SETS[0], middle, SETS[2]]))
        found = by_control(data)
        where = (mutant.what, mutant.where)
        # The numbers of neighbours stay theirs, unless the damaged set took one of them.
        assert found["0001"] == expected["0001"], where
        assert found["0003"] == expected["0003"], where


@FEW
@given(
    st.integers(0, 10**6),
    st.integers(0, 30),
    st.binary(max_size=12).filter(lambda b: not re.search(rb"ISA|GS|GE|IEA|ST|SE", b)),
)
def test_bytes_damaged_in_a_set_change_nothing_of_its_neighbours(
    place: int, removed: int, added: bytes
) -> None:
    expected = by_control(to_bytes(together(SETS)))
    middle = to_bytes(SETS[1])
    at = place % (len(middle) - 1)
    end = min(at + removed, len(middle) - 2)
    damaged = middle[:at] + added + middle[max(end, at) :]
    rows = together([SETS[0], ["MIDDLE"], SETS[2]])
    found = by_control(to_bytes(rows).replace(b"MIDDLE~\n", damaged))
    assert found["0001"] == expected["0001"]
    assert found["0003"] == expected["0003"]


def interchanges_of(data: bytes) -> list[Interchange]:
    return read(data)[0]


def test_a_damaged_interchange_changes_nothing_of_the_next_one() -> None:
    whole = SAMPLES["vendor"].bytes()
    expected = seen(whole)
    for mutant in mutants(SAMPLES["clinic"].rows()):
        # What stands in place of an ISA is no interchange; what replaces its end may be.
        if mutant.where.startswith("ISA"):
            continue
        last = [
            plain(READERS[each.type](each)[0])
            for each in interchanges_of(mutant.data + whole)[-1].sets
        ]
        assert last == expected, (mutant.what, mutant.where)
