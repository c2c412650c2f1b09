"""Lines and their ends: nothing lost, whatever the pieces."""

import mmap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi.nacha.lines import lines_of

TEXT = st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"9" * 94, b"6" * 40])).map(b"".join)


def _split(data, size=1 << 19):
    lines = lines_of(data)
    return [pair for piece in lines.pieces(size) for pair in lines.split(piece)]


@given(TEXT, st.sampled_from([1, 7, 95, 200]))
def test_lines_and_ends_joined_are_the_bytes_again_and_pieces_make_no_difference(data, size):
    pairs = _split(data, size)
    assert "".join(line + end for line, end in pairs).encode("latin-1") == data
    assert pairs == _split(data)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"", "LF"),
        (b"a\nb\r\n", "LF"),
        (b"a\rb\r", "CR"),
        (b"6" * 188, "run"),
        (b"6" * 188 + b"\r\n", "run"),
        (b"6" * 187, "LF"),
        (b"\n" + b"6" * 188, "LF"),
    ],
)
def test_form_is_told_from_the_whole_source(data, form):
    assert lines_of(data).form == form


def test_a_mapped_file_reads_as_its_bytes(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"6" * 5_000 + b"\n" + b"7" * 9_000)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        assert _split(data, 100) == _split(path.read_bytes())
