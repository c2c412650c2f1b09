"""`python -m edi.nacha`: its lines, its exits, and what it does not show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edi.nacha.__main__ import main
from tests.edi.nacha.samples import broken, bytes_of, put

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def files(tmp_path):
    contents = {
        "good.ach": bytes_of("claims"),
        "bad.ach": broken("claims", put(3, 12, "3")),
        "page.html": b"<html></html>",
        "empty.ach": b"",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def _lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_check_prints_one_json_line_a_file(files, capsys):
    assert main(["check", "--json", str(files / "good.ach")]) == 0
    assert _lines(capsys) == [
        {
            "file": str(files / "good.ach"),
            "ok": True,
            "batches": 1,
            "entries": 2,
            "debits_cents": 0,
            "credits_cents": 125_001,
            "findings": [],
        }
    ]


def test_check_names_rule_level_line_and_columns(files, capsys):
    assert main(["check", str(files / "bad.ach")]) == 1
    (report,) = _lines(capsys)
    assert report["ok"] is False
    assert report["findings"] == [
        {
            "rule": "ED05",
            "level": "error",
            "line": 3,
            "columns": "12-12",
            "value": "3",
            "message": "the check digit of the RDFI is not 1",
        }
    ]


def test_check_marks_what_was_let_pass(files, capsys):
    assert main(["check", "--tolerate", "bad_check_digit", str(files / "bad.ach")]) == 0
    (finding,) = _lines(capsys)[0]["findings"]
    assert finding["level"] == "warning"
    assert "bad_check_digit" in finding["message"]


@pytest.mark.parametrize(
    ("names", "status"),
    [
        (["good.ach"], 0),
        (["empty.ach"], 1),
        (["good.ach", "bad.ach"], 1),
        (["missing.ach"], 2),
        (["page.html"], 2),
        (["."], 2),
        (["page.html", "bad.ach", "good.ach"], 2),
    ],
)
def test_exit_is_the_worst_of_the_files(files, capsys, names, status):
    assert main(["check", *[str(files / name) for name in names]]) == status
    assert len(_lines(capsys)) == len(names)


def test_unknown_tolerance_exits_2(files, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check", "--tolerate", "everything", str(files / "good.ach")])
    assert stop.value.code == 2


def test_show_masks_accounts(files, capsys):
    assert main(["show", str(files / "good.ach")]) == 0
    shown = capsys.readouterr().out
    assert "••••7788" in shown
    assert "4455667788" not in shown
    assert "$1,250.00" in shown


def test_mask_prints_the_file_covered(files):
    command = [sys.executable, "-m", "edi.nacha", "mask", str(files / "good.ach")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert len(done.stdout) == len(bytes_of("claims"))
    assert b"XXXXXX7788" in done.stdout


def test_show_of_what_is_no_file_exits_2(files, capsys):
    assert main(["show", str(files / "page.html")]) == 2
    assert "no line looks like" in capsys.readouterr().err


def test_reader_that_goes_away_draws_no_traceback(files):
    command = f"{sys.executable} -m edi.nacha show {files / 'good.ach'} | true"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_help_names_the_tolerances(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check", "--help"])
    assert stop.value.code == 0
    assert "bad_check_digit" in capsys.readouterr().out
