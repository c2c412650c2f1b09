"""`python -m edi.bai2`: its lines, its exits, and what it does not show."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from edi.bai2 import TOLERANCES
from tests.edi.bai2.samples import base, data, put

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "edi.bai2"]


@pytest.fixture
def files(tmp_path):
    contents = {
        "good.bai2": data(base()),
        "bad.bai2": data(put(base(), 8, "450000", "450001")),
        "habit.bai2": data(put(base(), 8, "/", "")),
        "page.html": b"<html></html>",
        "empty.bai2": b"",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def ran(where: Path, *arguments: str, given: bytes | None = None):
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=given,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def objects(output: str) -> list[dict]:
    return [json.loads(line) for line in output.splitlines()]


def test_check_prints_one_json_line_a_file(files):
    status, out, err = ran(files, "check", "good.bai2")
    assert (status, err) == (0, "")
    assert objects(out) == [
        {
            "file": "good.bai2",
            "ok": True,
            "groups": 1,
            "accounts": 1,
            "transactions": 3,
            "credits_cents": 75_000,
            "debits_cents": 25_000,
            "findings": [],
        }
    ]


def test_check_names_rule_level_line_columns_and_value(files):
    status, out, _ = ran(files, "check", "--json", "bad.bai2")
    (report,) = objects(out)
    assert (status, report["ok"]) == (1, False)
    assert report["findings"][0] == {
        "rule": "BA09",
        "level": "error",
        "line": 8,
        "columns": "4-9",
        "message": "control total 450001 written, 450000 counted",
        "value": "••••",
    }


def test_several_files_are_all_done_and_the_worst_exit_wins(files):
    names = ("bad.bai2", "missing.bai2", "page.html", "good.bai2", "empty.bai2")
    status, out, err = ran(files, "check", *names)
    assert status == 2
    assert [each["file"] for each in objects(out)] == list(names)
    assert [each["ok"] for each in objects(out)] == [False, False, False, True, False]
    assert objects(out)[1]["findings"][0]["rule"] == "BF01"
    assert "missing.bai2: the file cannot be read: No such file or directory" in err
    assert "page.html: no line of the file looks like a BAI2 record" in err
    assert ran(files, "check", "bad.bai2", "good.bai2")[0] == 1


def test_directory_cannot_be_read(files):
    status, _, err = ran(files, "check", ".")
    assert status == 2
    assert "Is a directory" in err


def test_tolerated_faults_are_warnings_that_name_their_tolerance(files):
    assert ran(files, "check", "habit.bai2")[0] == 1
    status, out, _ = ran(files, "check", "--tolerate", "no_slash", "habit.bai2")
    (finding,) = objects(out)[0]["findings"]
    assert (status, finding["level"]) == (0, "warning")
    assert finding["message"] == "no slash ends the record (let pass by no_slash)"


def test_unknown_tolerance_is_refused_and_help_names_the_known(files):
    assert ran(files, "check", "--tolerate", "everything", "good.bai2")[0] == 2
    _, out, _ = ran(files, "check", "--help")
    words = " ".join(out.split())
    assert all(name in words for name in TOLERANCES)


def test_standard_input_is_read(files):
    for command in ("check", "show", "mask"):
        status, out, err = ran(files, command, "-", given=data(base()))
        assert (status, err) == (0, "")
        assert out


def test_show_and_mask_print_their_report(files):
    status, out, _ = ran(files, "show", "good.bai2")
    assert status == 0
    assert "••••7788" in out and "4455667788" not in out and "1,500.00" in out
    status, out, _ = ran(files, "mask", "good.bai2")
    assert status == 0
    assert len(out) == len(data(base())) and "XXXXXXXXX1" in out


@pytest.mark.parametrize("command", ["show", "mask"])
@pytest.mark.parametrize("name", ["page.html", "missing.bai2", "empty.bai2"])
def test_show_and_mask_of_what_is_no_report_exit_2(files, command, name):
    status, out, err = ran(files, command, name)
    assert (status, out) == (2, "")
    assert err.startswith(f"{name}: ")


@pytest.mark.parametrize("command", ["check", "show", "mask"])
def test_reader_that_goes_away_draws_no_traceback(files, command):
    line = f"{' '.join(COMMAND)} {command} {files / 'good.bai2'} | true"
    done = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_terminal_gets_sentences_and_a_closing_line(files):
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "check", str(files / "bad.bai2"), str(files / "good.bai2")],
        cwd=ROOT,
        stdout=theirs,
        check=False,
    )
    os.close(theirs)
    told = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1
    assert "bad.bai2:8:4-9: error BA09: control total 450001 written" in told
    assert told.splitlines()[-1] == "2 files: 1 in order, 1 not"
