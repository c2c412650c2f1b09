"""What the codecs' commands share: every kind of file is read, each ends with its status."""

import io
import os
import threading

import pytest

from edi.ground import command
from edi.ground.command import BROKEN_PIPE, OK, UNREADABLE, Progress, each_file, opened, run


def test_a_file_is_mapped_and_an_empty_one_is_no_bytes(tmp_path):
    full, empty = tmp_path / "full", tmp_path / "empty"
    full.write_bytes(b"101 09")
    empty.write_bytes(b"")
    with opened(str(full)) as data:
        assert data[:3] == b"101"
    with opened(str(empty)) as data:
        assert data == b""


def test_what_cannot_be_mapped_is_read_all_the_same(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"ISA*00",))
    writer.start()
    with opened(str(pipe)) as data:
        assert data[:6] == b"ISA*00"
    writer.join()


def test_a_dash_is_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"01,A,B")))
    with opened("-") as data:
        assert data[:6] == b"01,A,B"


def test_every_file_has_its_turn_and_the_worst_status_counts(tmp_path, capsys):
    good = tmp_path / "good"
    good.write_bytes(b"x")
    seen = []

    def act(name, data):
        seen.append(name)
        return OK

    names = [str(tmp_path / "missing"), str(tmp_path), str(good)]
    assert each_file(names, act) == UNREADABLE
    assert seen == [str(good)]
    said = capsys.readouterr().err
    assert "missing: the file cannot be read: No such file or directory" in said
    assert "Is a directory" in said


def test_a_reader_that_went_away_is_no_fault(monkeypatch):
    monkeypatch.setattr(command.os, "dup2", lambda *_: None)

    def main():
        raise BrokenPipeError

    assert run(main) == BROKEN_PIPE


def test_a_person_who_stops_it_gets_the_status_of_one():
    def main():
        raise KeyboardInterrupt

    assert run(main) == 130


@pytest.mark.parametrize(
    ("is_terminal", "size", "is_said"),
    [(True, 20 << 20, True), (True, 1 << 20, False), (False, 20 << 20, False)],
)
def test_progress_is_for_large_files_and_people(monkeypatch, is_terminal, size, is_said):
    screen = io.StringIO()
    screen.isatty = lambda: is_terminal
    monkeypatch.setattr("sys.stderr", screen)
    clock = iter(range(0, 1000, 5))
    monkeypatch.setattr(command, "monotonic", lambda: next(clock))
    progress = Progress("a.ach", size)
    progress.reached(size // 2)
    progress.finish()
    assert ("a.ach: 50 %" in screen.getvalue()) is is_said
