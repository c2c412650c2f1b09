"""Invented files of many entries, and ways to damage them at random."""

from functools import cache

from hypothesis import strategies as st

from edi.nacha.build import build_file
from edi.nacha.healthcare import trn_addenda
from tests.edi.nacha.samples import BY_BANK, BY_ORIGINATOR, COMPANY, OUR_BANK, batch, bytes_of, spec
from tests.edi.nacha.samples import entry as sample_entry

SAMPLES = [*BY_ORIGINATOR, *BY_BANK, "many", "batches"]


def _many(sequence: int, count: int, addenda) -> list:
    return [
        sample_entry(
            trace_number=f"{OUR_BANK}{number:07d}",
            account_number=f"{number % 7 + 1}0{number:06d}",
            amount_cents=number,
            addenda=addenda(number),
        )
        for number in range(sequence, sequence + count)
    ]


def _claim(number: int) -> list[str]:
    return [trn_addenda(f"EFT{number:05d}", COMPANY)]


def _sometimes(number: int) -> list[str]:
    return [f"RMR*IV*INV-{number}**1.00\\"] if number % 5 else []


@cache
def data_of(sample: str) -> bytes:
    """The sample as a file; two of them have many entries, or many batches."""
    if sample == "many":
        claims = batch(*_many(1, 40, _claim), description="HCCLAIMPMT")
        return build_file(spec(claims, batch(*_many(41, 40, _sometimes))))
    if sample == "batches":
        vendors = [batch(*_many(n, 1, _sometimes)) for n in range(1, 30)]
        refunds = batch(*_many(50, 9, lambda number: []), sec_code="PPD", description="REFUND")
        return build_file(spec(*vendors, refunds))
    return bytes_of(sample)


def large(batches: int, entries_each: int = 50) -> bytes:
    """A file of claim payments in so many batches, without its controls' totals."""
    head, _, _ = bytes_of("claims").partition(b"\n")
    first, entry, addenda = bytes_of("claims").decode().splitlines()[1:4]
    records = [head.decode()]
    for number in range(batches):
        records.append(first[:87] + f"{number + 1:07d}")
        for sequence in range(number * entries_each, (number + 1) * entries_each):
            trace = f"{sequence + 1:07d}"
            records += [entry[:87] + trace, addenda[:87] + trace]
    return "".join(record + "\n" for record in records).encode()


def _as_run(data: bytes) -> bytes:
    return data.replace(b"\n", b"")


FORMS = {
    "LF": lambda data: data,
    "CR LF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "no line ends": _as_run,
    "no line ends but a last one": lambda data: _as_run(data) + b"\n",
    "no line ends but a last CR LF": lambda data: _as_run(data) + b"\r\n",
    "no line ends and blank lines": lambda data: _as_run(data) + b"\n\n\n",
    "last line not ended": lambda data: data[:-1],
    "mixed line ends": lambda data: data.replace(b"\n", b"\r\n", 2),
    "CR LF but for the header": lambda data: data.replace(b"\n", b"\r\n").replace(
        b"\r\n", b"\n", 1
    ),
    "trailing blanks lost": lambda data: b"".join(
        line.rstrip() + b"\n" for line in data.splitlines()
    ),
    "lower case": lambda data: data.lower(),
    "lower-case hex in traces": lambda data: data.replace(b"0000001\n", b"00000a1\n"),
    "lower-case hex in the hash": lambda data: data.replace(b"\n8", b"\n8").replace(
        b"000000000000", b"00000000000a"
    ),
    "latin-1": lambda data: data.replace(b"LAKESIDE", b"L\xc0K\xc9S\xcfDE"),
    "UTF-8 name": lambda data: data.replace(b"LAKESIDE CLINIC  ", "LÄKESIDE CLINIC ".encode()),
    "NUL": lambda data: data.replace(b"LAKESIDE", b"LAKE\x00IDE"),
    "filler absent": lambda data: data.replace(b"9" * 94 + b"\n", b""),
    "text after the control": lambda data: data + b"END OF REPORT\n\n\x1a",
}

_SMALL = st.tuples(
    st.integers(0, 20_000),
    st.sampled_from(["set", "insert", "delete"]),
    st.one_of(st.integers(0, 255), st.sampled_from(b"\n\r 0123456789~*\\TRN")),
)
_LINES = st.tuples(
    st.integers(0, 200),
    st.sampled_from(["repeat line", "drop line", "swap lines", "copy trace"]),
    st.integers(0, 200),
)


def _changed(data: bytes, changes) -> bytes:
    for at, change, value in changes:
        if " " in change:
            data = _lines_changed(data, at, change, value)
            continue
        where = at % (len(data) + 1)
        if change == "set":
            data = data[:where] + bytes([value]) + data[where + 1 :]
        elif change == "insert":
            data = data[:where] + bytes([value]) + data[where:]
        else:
            data = data[:where] + data[where + value % 100 :]
    return data


def _lines_changed(data: bytes, at: int, change: str, other: int) -> bytes:
    lines = data.split(b"\n")
    at, other = at % len(lines), other % len(lines)
    if change == "repeat line":
        lines.insert(at, lines[other])
    elif change == "drop line":
        del lines[at]
    elif change == "swap lines":
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = lines[at][:79] + lines[other][79:]
    return b"\n".join(lines)


DAMAGED = st.builds(
    lambda sample, form, changes: _changed(FORMS[form](data_of(sample)), changes),
    st.sampled_from(SAMPLES),
    st.sampled_from(sorted(FORMS)),
    st.lists(st.one_of(_SMALL, _LINES), max_size=8),
)
