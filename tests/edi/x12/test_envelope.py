"""The envelope: delimiters, framings, counts and control numbers of any file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.envelope import mapped, read, read_set, write
from edi.x12.segments import Delimiters

File = Callable[..., bytes]


def rules(data: bytes) -> list[str]:
    return [finding.rule for finding in read(data)[1]]


def ids(data: bytes) -> list[str]:
    interchanges, _ = read(data)
    return [s.id for i in interchanges for t in i.sets for s in t.segments()]


def test_a_sound_file_has_no_finding(remittance_file: File) -> None:
    interchanges, findings = read(remittance_file())
    assert findings == []
    [interchange] = interchanges
    assert interchange.sender == ("ZZ", "PAYERONE")
    assert interchange.receiver == ("ZZ", "HOSPITALTWO")
    assert (interchange.control, interchange.usage, interchange.wants_ta1) == (
        "000000007",
        "P",
        False,
    )
    [group] = interchange.groups
    assert (group.functional_id, group.control, group.version) == ("HP", "7", "005010X221A1")
    [transaction] = group.sets
    assert (transaction.type, transaction.control) == ("835", "0001")


def test_a_segment_keeps_its_place(remittance_file: File) -> None:
    data = remittance_file()
    [transaction] = read(data)[0][0].sets
    for number, segment in enumerate(transaction.segments(), start=1):
        assert segment.number == number
        assert data[segment.position :].startswith("*".join(segment.elements).encode())
    assert segment.id == "SE"
    assert segment[1] == str(number) and segment[99] == ""


def as_one_line(data: bytes) -> bytes:
    return data.replace(b"\n", b"")


def with_crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def with_lf_terminator(data: bytes) -> bytes:
    return data.replace(b"~", b"")


def with_cr_terminator(data: bytes) -> bytes:
    return data.replace(b"~\n", b"\r")


def with_crlf_terminator(data: bytes) -> bytes:
    return data.replace(b"~\n", b"\r\n")


def at_80_columns(data: bytes) -> bytes:
    text = as_one_line(data)
    return b"\n".join(text[i : i + 80] for i in range(0, len(text), 80)) + b"\n"


def at_80_columns_crlf(data: bytes) -> bytes:
    return at_80_columns(data).replace(b"\n", b"\r\n")


def with_byte_order_mark(data: bytes) -> bytes:
    return b"\xef\xbb\xbf" + data


def with_blanks_after(data: bytes) -> bytes:
    return data + b"\n\n  \x00\x00"


def without_last_line_end(data: bytes) -> bytes:
    return data.rstrip(b"\n")


def without_last_terminator(data: bytes) -> bytes:
    return data.rstrip(b"~\n")


def with_other_delimiters(data: bytes) -> bytes:
    return data.translate(bytes.maketrans(b"*:~^", b"|>\\+"))


def with_control_delimiters(data: bytes) -> bytes:
    return data.translate(bytes.maketrans(b"*:~^", b"\x1d\x1f\x1c\x1e"))


def with_high_delimiters(data: bytes) -> bytes:
    return data.translate(bytes.maketrans(b"*:~^", b"\xa1\xa2\xa7\xb0"))


FRAMINGS = [
    as_one_line,
    with_crlf,
    with_lf_terminator,
    with_cr_terminator,
    with_crlf_terminator,
    at_80_columns,
    at_80_columns_crlf,
    with_byte_order_mark,
    with_blanks_after,
    without_last_line_end,
    without_last_terminator,
    with_other_delimiters,
    with_control_delimiters,
    with_high_delimiters,
]


@pytest.mark.parametrize("framing", FRAMINGS, ids=lambda f: f.__name__)
def test_every_framing_reads_alike_and_writes_back(
    framing: Callable[[bytes], bytes], remittance_file: File
) -> None:
    plain = remittance_file()
    data = framing(plain)
    interchanges, findings = read(data)
    # A high byte as delimiter is no ASCII, and that is all there is to say.
    assert {f.rule for f in findings} <= {"XS09"}
    assert ids(data) == ids(plain)
    assert write(interchanges) == data
    [transaction] = interchanges[0].sets
    for segment in transaction.segments():
        text = data[segment.position : segment.position + len(segment.id)]
        assert text.replace(b"\r", b"").replace(b"\n", b"") == segment.id.encode()[: len(text)] or (
            b"\n" in text
        )


def test_text_before_the_first_isa_is_skipped_with_a_warning(remittance_file: File) -> None:
    data = b"Business scenario, ISA*bad\r\n\r\n" + remittance_file()
    interchanges, findings = read(data)
    assert [(f.rule, f.level) for f in findings] == [("XI01", "warning")]
    assert write(interchanges) == data


def test_each_interchange_brings_its_own_delimiters(
    remittance_file: File, payment_file: File
) -> None:
    data = remittance_file() + with_other_delimiters(payment_file())
    interchanges, findings = read(data)
    assert findings == []
    assert [t.type for i in interchanges for t in i.sets] == ["835", "820"]
    assert interchanges[1].delimiters == Delimiters("|", ">", "\\", "+")
    assert write(interchanges) == data


def test_groups_and_sets_of_one_interchange_are_all_read(remittance_file: File) -> None:
    text = remittance_file().decode()
    start, end = text.index("GS*"), text.index("IEA*")
    group = text[start:end]
    two_sets = group.replace("GE*1*7", group[group.index("ST*") : group.index("GE*")] + "GE*2*7")
    two_sets = two_sets[: two_sets.rindex("ST*")] + two_sets[two_sets.rindex("ST*") :].replace(
        "*0001~", "*0002~"
    )
    other = group.replace(
        "GS*HP*PAYERONE*HOSPITALTWO*20261120*0915*7", "GS*HP*AA*BB*20261120*0915*8"
    )
    other = other.replace("GE*1*7", "GE*1*8")
    data = (text[:start] + two_sets + other + "IEA*2*000000007~\n").encode()
    interchanges, findings = read(data)
    assert [len(g.sets) for g in interchanges[0].groups] == [2, 1]
    assert [f.rule for f in findings] == []


def test_a_ta1_is_kept_before_a_group_and_alone(remittance_file: File) -> None:
    data = remittance_file().replace(b"GS*HP", b"TA1*000000003*261120*0915*A*000~\nGS*HP")
    [interchange], findings = read(data)
    assert findings == [] and [t[1] for t in interchange.ta1s] == ["000000003"]
    head, tail = data[: data.index(b"GS*")], b"IEA*0*000000007~\n"
    [alone], findings = read(head + tail)
    assert findings == [] and len(alone.ta1s) == 1 and alone.groups == ()


def test_bare_sets_are_read_with_given_delimiters() -> None:
    text = b"ST|820|7\\BPR|C|1\\SE|3|7\\"
    transaction, findings = read_set(text, Delimiters("|", ">", "\\", "^"))
    assert transaction is not None and findings == []
    assert [s.id for s in transaction.segments()] == ["ST", "BPR", "SE"]


def test_bare_sets_in_a_file_are_read_and_the_missing_isa_is_said() -> None:
    interchanges, findings = read(b"ST*835*0001~\nBPR*I*0*C*NON~\nSE*3*0001~\n")
    assert [f.rule for f in findings] == ["XI01"]
    assert [t.type for i in interchanges for t in i.sets] == ["835"]


def test_a_broken_set_loses_none_of_its_neighbours(remittance_file: File) -> None:
    text = remittance_file().decode()
    start, end = text.index("ST*"), text.index("GE*")
    first = text[start:end]
    broken = "ST*835*0002~\nBPR*I*garbage~\n"
    last = first.replace("*0001", "*0003")
    data = (text[:start] + first + broken + last + text[end:].replace("GE*1", "GE*3")).encode()
    interchanges, findings = read(data)
    sets = list(interchanges[0].sets)
    assert [t.control for t in sets] == ["0001", "0002", "0003"]
    assert [f.rule for f in findings] == ["XS02"]
    assert len(list(sets[2].segments())) == len(list(sets[0].segments()))


def test_a_file_that_ends_in_a_set_keeps_the_sets_before(remittance_file: File) -> None:
    text = remittance_file().decode()
    start, end = text.index("ST*"), text.index("GE*")
    cut = text[start:end].replace("*0001", "*0002")[:200]
    interchanges, _ = read((text[:end] + cut).encode())
    assert [t.control for t in interchanges[0].sets] == ["0001", "0002"]


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


FAULTS = [
    ("XI01", "error", lambda data: b"no interchange at all"),
    ("XI01", "warning", lambda data: b"hello\n" + data),
    ("XI02", "error", replaced(b"PAYERONE       *ZZ", b"PAYERONE*ZZ")),
    ("XI02", "error", lambda d: d.translate(bytes.maketrans(b"~", b"A"))),
    ("XI03", "error", replaced(b"IEA*1*000000007", b"IEA*1*000000008")),
    ("XI03", "error", replaced(b"IEA*1*000000007~\n", b"")),
    ("XI04", "error", replaced(b"IEA*1", b"IEA*2")),
    ("XI05", "warning", replaced(b"*00501*", b"*00601*")),
    ("XI05", "warning", replaced(b"*^*00501*", b"*U*00501*")),
    ("XI09", "warning", replaced(b"*261120*0915*^", b"*261320*0915*^")),
    ("XI10", "warning", lambda data: data + b"rest"),
    ("XG01", "warning", replaced(b"GS*HP", b"GS*HC")),
    ("XG02", "error", replaced(b"GE*1*7", b"GE*1*8")),
    ("XG02", "error", replaced(b"GE*1*7~\n", b"")),
    ("XG03", "error", replaced(b"GE*1*7", b"GE*2*7")),
    ("XG04", "warning", replaced(b"*X*005010X221A1", b"*X*003010")),
    ("XS01", "error", replaced(b"ST*835", b"ST*837")),
    ("XS02", "error", replaced(b"*0001~\nGE", b"*0002~\nGE")),
    ("XS02", "error", replaced(b"SE*29*0001~\n", b"")),
    ("XS03", "error", replaced(b"SE*29", b"SE*28")),
    ("XS03", "error", replaced(b"SE*29", b"SE*x")),
    ("XS04", "error", replaced(b"GE*1*7", b"ST*835*0001~\nSE*2*0001~\nGE*2*7")),
    ("XS05", "error", replaced(b"ST*835", b"CLP*1*1~\nST*835")),
    ("XS09", "warning", replaced(b"INVENTED", b"INVENT\xc9D")),
]


@pytest.mark.parametrize(("rule", "level", "change"), FAULTS)
def test_a_fault_of_the_envelope_is_found(
    rule: str, level: str, change: Callable[[bytes], bytes], remittance_file: File
) -> None:
    data = remittance_file()
    assert rule not in rules(data)
    _, findings = read(change(data))
    assert (rule, level) in [(f.rule, f.level) for f in findings]


@pytest.mark.parametrize("size", [1, 16, 100])
def test_the_size_of_the_pieces_read_changes_nothing(
    size: int, remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    for framing in FRAMINGS:
        data = framing(remittance_file())
        [transaction] = read(data)[0][0].sets
        whole = list(transaction.segments())
        with monkeypatch.context() as patch:
            patch.setattr("edi.x12.tokens._CHUNK", size)
            assert list(transaction.segments()) == whole


def test_latin_1_text_keeps_every_byte_and_its_positions(remittance_file: File) -> None:
    data = remittance_file().replace(b"INVENTED HEALTH", b"INVENT\xc9 HEALTH")
    interchanges, _ = read(data)
    [transaction] = interchanges[0].sets
    payer = next(s for s in transaction.segments() if s.id == "N1")
    assert payer[2].startswith("INVENTÉ")
    last = list(transaction.segments())[-1]
    assert data[last.position :].startswith(b"SE*")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    read(data)
    read(b"ISA" + data)


@settings(max_examples=40, deadline=None)
@given(
    marks=st.lists(st.sampled_from("*|+!;,:>\\~\x1c\x1d^"), min_size=4, max_size=4, unique=True),
    terminator=st.sampled_from(["", "\n", "\r"]),
    line_end=st.sampled_from(["", "\n", "\r\n"]),
    values=st.lists(st.text("ABC 123", min_size=1, max_size=30), min_size=1, max_size=30),
)
def test_any_delimiters_and_line_ends_write_back(
    marks: list[str], terminator: str, line_end: str, values: list[str]
) -> None:
    element, component, segment, repetition = marks
    if terminator:
        segment, line_end = terminator, ""
    body = [["ZZZ", *values[i : i + 3]] for i in range(0, len(values), 3)]
    rows = [
        [
            *("ISA", "00", " " * 10, "00", " " * 10, "ZZ", "A".ljust(15), "ZZ", "B".ljust(15)),
            *("261120", "0915", repetition, "00501", "000000001", "0", "T", component),
        ],
        ["GS", "HP", "A", "B", "20261120", "0915", "1", "X", "005010X221A1"],
        ["ST", "835", "0001"],
        *body,
        ["SE", str(len(body) + 2), "0001"],
        ["GE", "1", "1"],
        ["IEA", "1", "000000001"],
    ]
    data = "".join(element.join(row) + segment + line_end for row in rows).encode("latin-1")
    interchanges, findings = read(data)
    assert [f for f in findings if f.is_error] == []
    assert write(interchanges) == data
    [transaction] = interchanges[0].sets
    assert [list(s.elements) for s in transaction.segments()][1:-1] == body


def test_a_terminator_that_is_no_ascii_does_not_stop_the_reading(
    remittance_file: Callable[..., bytes],
) -> None:
    data = bytearray(remittance_file())
    data[105] = 0x86
    interchanges, findings = read(bytes(data))
    assert findings and write(interchanges) is not None


# Lines cut at a width ------------------------------------------------------------------------


def cut_at(data: bytes, width: int, line_end: bytes) -> bytes:
    return line_end.join(data[i : i + width] for i in range(0, len(data), width))


@pytest.mark.parametrize("window", [1, 2, 30, 200])
def test_the_windows_of_the_search_change_nothing(
    window: int, remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    for framing in (*FRAMINGS, lambda data: data.replace(b"~\n", b"~\n\n \n\n")):
        data = framing(remittance_file()) * 2
        whole = [(f.rule, f.position) for f in read(data)[1]], ids(data)
        with monkeypatch.context() as patch:
            patch.setattr("edi.x12.scan._WINDOW", window)
            assert ([(f.rule, f.position) for f in read(data)[1]], ids(data)) == whole


def test_a_mapped_file_is_let_go_as_it_is_read(remittance_file: File, tmp_path: Path) -> None:
    path = tmp_path / "mapped.835"
    path.write_bytes(remittance_file() * 20)
    with mapped(path) as data:
        assert [f.rule for f in read(data)[1]] == []
        assert ids(data) == ids(path.read_bytes())


@pytest.mark.parametrize("width", [3, 7, 72, 79, 80, 100, 105, 107, 120, 132, 250])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [50, 1 << 18])
def test_lines_cut_at_any_width_are_joined(
    width: int,
    line_end: bytes,
    size: int,
    remittance_file: File,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = as_one_line(remittance_file())
    data = cut_at(plain, width, line_end) + b"\n\x00 "
    monkeypatch.setattr("edi.x12.tokens._CHUNK", size)
    interchanges, findings = read(data)
    assert findings == [] and ids(data) == ids(plain)
    assert write(interchanges) == data
    for segment in next(interchanges[0].sets).segments():
        assert data[segment.position] == ord(segment.id[0])


def test_a_large_wrapped_file_is_joined_on_disk(
    remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"To whom it concerns\n" + cut_at(as_one_line(remittance_file()), 80, b"\n")
    monkeypatch.setattr("edi.x12.tokens._LARGE", 10)
    interchanges, _ = read(data)
    assert not isinstance(interchanges[0].text.source, bytes)
    assert write(interchanges) == data and len(ids(data)) == 29


def test_lines_of_uneven_width_are_not_joined(remittance_file: File) -> None:
    data = cut_at(as_one_line(remittance_file()), 80, b"\n")
    interchanges, findings = read(data[:200] + b"\n" + data[200:])
    assert interchanges == [] or [f for f in findings if f.is_error]


# Guards -------------------------------------------------------------------------------------


@pytest.mark.parametrize("guard", ["MAX_INTERCHANGES", "MAX_SETS"])
def test_what_is_beyond_a_guard_is_said_and_written_back(
    guard: str, remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = remittance_file() * 5
    monkeypatch.setattr(f"edi.x12.envelope.{guard}", 2)
    interchanges, findings = read(data)
    assert len(interchanges) == 2 and write(interchanges) == data
    assert [(f.rule, f.level) for f in findings] == [("XI10", "error")]
    assert findings[0].position == 2 * len(remittance_file())


@pytest.mark.parametrize("length", [299, 300, 301, 5000])
def test_a_segment_too_long_to_be_read_in_one_piece_is_said_once(
    length: int, remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.x12.tokens.MAX_SEGMENT_BYTES", 300)
    long = "NTE*ADD*" + "X" * (length - len("NTE*ADD*"))
    data = remittance_file("TRN*1", ["TRN*1*EFT0001*1999999999", long, long])
    findings = [finding for finding in read(data)[1] if finding.rule == "XI10"]
    if length < 300:  # with its terminator 300
        assert findings == []
        return
    [finding] = findings
    assert finding.is_error and data[finding.position :].startswith(b"NTE*ADD*XX")


def test_a_long_segment_is_said_of_a_set_that_breaks_off_too(
    remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.x12.tokens.MAX_SEGMENT_BYTES", 300)
    data = remittance_file("TRN*1", "NTE*ADD*" + "X" * 5000)
    rules = {finding.rule for finding in read(data[: data.index(b"XXX") + 900])[1]}
    assert rules >= {"XI10", "XS02"}


@pytest.mark.parametrize(
    "piece",
    [b"ISA*", b"~", b"ST*835*", b"ST*835*1~", b"CLP*1~", b"\n", b"\x00", b"A", b"*", b"SE*~"],
)
@pytest.mark.parametrize("has_head", [True, False])
def test_a_file_of_one_thing_repeated_is_read(
    piece: bytes, has_head: bool, remittance_file: File
) -> None:
    head = remittance_file()[:106] + b"GS*HP*AA*BB*20261120*0915*7*X*005010X221A1~ST*835*0001~BPR*"
    data = (head if has_head else b"") + piece * 5000
    interchanges, findings = read(data)
    assert findings
    assert write(interchanges) == (data if interchanges else b"")
