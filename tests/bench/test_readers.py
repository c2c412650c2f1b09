"""Our readers and the floor find in a file what was written, and a measured child says so too."""

import sys

import pytest

from bench.child import measure
from bench.measuring import Measured, _in_child
from bench.page import table_lines
from bench.row import Row
from bench.tables import TABLES

_COUNT = 30
_OWN = [(table, row) for table in TABLES for row in table.rows if not row.peer]


@pytest.mark.parametrize(
    ("table", "row"), _OWN, ids=[f"{table.write.__name__}-{row.name}" for table, row in _OWN]
)
def test_ours_and_the_floor_find_what_was_written(table, row, tmp_path):
    path = tmp_path / "file"
    table.write(path, _COUNT)
    assert row.prepare()(str(path)) == _COUNT


def test_a_reading_in_a_process_of_its_own_gives_count_seconds_and_memory(tmp_path):
    path = tmp_path / "file"
    TABLES[0].write(path, _COUNT)
    result = _in_child("nacha", "ours, full check", path)
    assert result["count"] == _COUNT
    assert result["seconds"] > 0
    assert 5 < result["peak_mb"] < 500


def test_a_reader_that_fails_is_named_by_its_errors_class(monkeypatch):
    def leave() -> None:
        raise SystemExit("not here")

    monkeypatch.setattr(sys, "path", list(sys.path))
    assert measure(Row("absent", "", leave, "absent"), "file")["error"] == "SystemExit"


def test_every_row_has_its_reader_pinned():
    from bench.peers import LIST, blocks

    pinned = dict(blocks((LIST).read_text()))
    peers = {row.peer for table in TABLES for row in table.rows if row.peer}
    assert peers == set(pinned)
    assert all("==" in pin for pins in pinned.values() for pin in pins)


def test_a_table_shows_ratios_and_failures():
    table = TABLES[0]
    ours, floor, other, broken = (
        Measured(Row("ours, parse", "", list), 100, 10_000, [2.0, 1.0, 3.0]),
        Measured(Row("floor", "", list), 100, 10_000, [1.0]),
        Measured(Row("other", "in words", list, "other", 10), 10, 1_000, [1.0]),
        Measured(Row("broken", "", list, "broken"), 100, 10_000, error="KeyError"),
    )
    lines = table_lines(table, [ours, floor, other, broken])
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[4:8]]
    assert cells[0][:4] == ["ours, parse", "100", "50", "0.0"]
    assert cells[0][5:8] == ["1", "0.5", "100%"]
    assert cells[2][1] == "10 (1/10)"
    assert cells[2][5:] == ["0.2", "0.1", "0%", "in words"]
    assert cells[3][2] == "fails: KeyError"
