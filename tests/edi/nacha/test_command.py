"""`python -m edi.nacha`: its lines, its exits, and what it does not show."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from edi.nacha.__main__ import main
from tests.edi.nacha.samples import both, broken, bytes_of, put

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
    assert "no line of the file looks like" in capsys.readouterr().err


def test_reader_that_goes_away_draws_no_traceback(files):
    command = f"{sys.executable} -m edi.nacha show {files / 'good.ach'} | true"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""


def test_help_names_the_tolerances(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check", "--help"])
    assert stop.value.code == 0
    assert "bad_check_digit" in capsys.readouterr().out


def test_findings_beyond_the_limit_are_counted(files, capsys, monkeypatch):
    monkeypatch.setattr("edi.nacha.__main__.FINDINGS_A_RULE", 1)
    data = bytes_of("claims").replace(b"LAKESIDE CLINIC", b" AKESIDE CLINIC")
    (files / "spaces.ach").write_bytes(data)
    assert main(["check", str(files / "spaces.ach")]) == 0
    (report,) = _lines(capsys)
    assert report["left_out"] == {"FS16": 1}
    assert len(report["findings"]) == 1


def test_check_out_judges_by_the_rules_of_output(files, capsys):
    (files / "web.ach").write_bytes(broken("mixed", put(2, 51, "WEB")))
    assert main(["check", "--out", str(files / "web.ach")]) == 1
    assert "BH06" in {each["rule"] for each in _lines(capsys)[0]["findings"]}


def test_a_person_reads_errors_before_warnings_and_a_closing_line(files, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    data = broken("claims", both(put(3, 12, "3"), put(3, 55, " ")))
    (files / "both.ach").write_bytes(data)
    assert main(["check", str(files / "both.ach")]) == 1
    name = files / "both.ach"
    assert capsys.readouterr().out.splitlines() == [
        f"{name}: errors",
        "  ED05  line 3, 12-12:         the check digit of the RDFI is not 1 [3]",
        f"{name}: warnings",
        "  FS16  line 3, 55-76:         name begins with a blank [••••]",
        f"{name}: not in order, 1 error, 1 warning; "
        "1 batch, 2 entries, debits $0.00, credits $1,250.01",
    ]


@pytest.mark.parametrize("command", ["show", "mask", "check"])
def test_several_files_are_all_done_though_one_is_missing(files, capfdbinary, command):
    names = [str(files / name) for name in ("missing.ach", "good.ach")]
    assert main([command, *names]) == 2
    said = capfdbinary.readouterr()
    assert b"missing.ach" in said.err
    assert said.out


def test_standard_input_is_a_file_too(files):
    command = [sys.executable, "-m", "edi.nacha", "check", "-"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=True, input=bytes_of("claims")
    )
    assert json.loads(done.stdout)["entries"] == 2


@pytest.mark.parametrize(
    ("after", "status"), [("good.ach", 0), ("bad.ach", 1), ("missing.ach", 2), ("page.html", 2)]
)
def test_diff_exits_by_what_it_found(files, capsys, after, status):
    assert main(["diff", str(files / "good.ach"), str(files / after)]) == status


def test_diff_says_which_field_changed_and_the_totals(files, capsys):
    (files / "more.ach").write_bytes(broken("claims", put(3, 30, "0000125001")))
    assert main(["diff", "--json", str(files / "good.ach"), str(files / "more.ach")]) == 1
    (report,) = _lines(capsys)
    assert report["same"] is False
    assert report["differences"] == [
        {
            "what": "changed",
            "record": "entry",
            "line_before": 3,
            "line_after": 3,
            "batch": 1,
            "trace": "••••0001",
            "fields": [{"field": "amount_cents", "before": "0000125000", "after": "0000125001"}],
        }
    ]
    assert report["totals"]["before"]["credits_cents"] == 125_001
    assert report["totals"]["after"]["credits_cents"] == 125_002


def test_diff_for_a_person_ends_with_a_count(files, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(["diff", str(files / "good.ach"), str(files / "bad.ach")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "changed: entry, batch 1, trace ••••0001 (line 3 of A, line 3 of B)"
    assert lines[1] == "    check digit: 1 -> 3"
    assert lines[-1] == "1 difference."


def test_rules_are_printed_as_a_page(capsys):
    assert main(["rules"]) == 0
    assert capsys.readouterr().out.startswith("# Rules of Nacha files\n")


def test_reader_that_goes_away_ends_the_command_with_141(files):
    command = f"{sys.executable} -m edi.nacha rules | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) in ((141, b""), (0, b""))


def _at_a_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_several_files_close_with_how_many_are_in_order(files, capsys, monkeypatch):
    _at_a_terminal(monkeypatch)
    names = [str(files / name) for name in ("good.ach", "bad.ach", "page.html", "missing.ach")]
    assert main(["check", *names]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{names[0]}: in order; 1 batch, 2 entries, debits $0.00, credits $1,250.01"
    assert lines[-1] == "4 files: 1 in order, 1 not in order, 2 not readable"


def test_a_person_reads_so_many_findings_of_a_rule(files, capsys, monkeypatch):
    _at_a_terminal(monkeypatch)
    monkeypatch.setattr("edi.nacha.__main__.LINES_A_RULE", 1)
    data = bytes_of("claims").replace(b"LAKESIDE CLINIC", b" AKESIDE CLINIC")
    (files / "spaces.ach").write_bytes(data)
    assert main(["check", str(files / "spaces.ach")]) == 0
    out = capsys.readouterr().out
    assert out.count("begins with a blank") == 1
    assert "1 more finding of FS16 is left out here" in out


def test_show_names_each_of_several_files(files, capsys):
    name = str(files / "good.ach")
    assert main(["show", name, name]) == 0
    assert capsys.readouterr().out.splitlines().count(f"{name}:") == 2


def test_differences_of_amounts_are_read_as_money_and_covered_ones_named(
    files, capsys, monkeypatch
):
    _at_a_terminal(monkeypatch)
    changed = both(put(3, 30, "0000000099"), put(3, 55, "OTHER CLINIC   "))
    (files / "other.ach").write_bytes(broken("claims", changed))
    assert main(["diff", str(files / "good.ach"), str(files / "other.ach")]) == 1
    out = capsys.readouterr().out
    assert "    amount: $1,250.00 -> $0.99\n" in out
    assert "    name: differs where it is covered (••••)\n" in out
