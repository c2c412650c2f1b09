"""`python -m edi.x12`: what it prints and how it exits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edi.x12.__main__ import main
from edi.x12.catalogue import CATALOGUE
from edi.x12.envelope import read
from edi.x12.showing import mask, show

File = Callable[..., bytes]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def good(tmp_path: Path, remittance_file: File) -> str:
    path = tmp_path / "good.835"
    path.write_bytes(remittance_file())
    return str(path)


@pytest.fixture
def bad(tmp_path: Path, remittance_file: File) -> str:
    path = tmp_path / "bad.835"
    path.write_bytes(remittance_file("CAS*CO*45*50", "CAS*CO*45*49"))
    return str(path)


def test_a_sound_file_is_one_json_line_and_exit_0(
    good: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--json", good]) == 0
    [line] = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "file": good,
        "ok": True,
        "interchanges": 1,
        "transactions": [
            {
                "type": "835",
                "control": "0001",
                "claims": 2,
                "total_cents": 15000,
                "balanced": True,
            }
        ],
        "findings": [],
    }


def test_an_error_is_a_finding_and_exit_1(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--json", bad]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False and report["transactions"][0]["balanced"] is False
    assert {f["rule"] for f in report["findings"]} == {"RA05", "RA06"}
    for finding in report["findings"]:
        assert list(finding)[:5] == ["rule", "level", "segment", "position", "message"]


def test_a_warning_alone_is_exit_0(
    tmp_path: Path, remittance_file: File, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "warned.835"
    path.write_bytes(remittance_file("PER*BL", None))
    assert main(["check", "--json", str(path)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True and [f["level"] for f in report["findings"]] == ["warning"]


@pytest.mark.parametrize("content", [None, b"", b"not X12", b"\x00\xff" * 50])
def test_what_is_no_x12_is_exit_2(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "thing"
    if content is not None:
        path.write_bytes(content)
    for command in (["check", "--json"], ["check"], ["show"], ["ack"]):
        assert main([*command, str(path)]) == 2
    assert json.loads(capsys.readouterr().out.splitlines()[0])["ok"] is False


def test_a_directory_is_exit_2(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 2


def test_the_worst_of_several_files_counts(good: str, bad: str, tmp_path: Path) -> None:
    assert main(["check", good, bad]) == 1
    assert main(["check", good, str(tmp_path / "missing"), bad]) == 2


def test_show_masks_people_and_accounts(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", good]) == 0
    shown = capsys.readouterr().out
    for secret in ("DOE", "JANE", "ROE", "MEMBER1", "111222333", "444555666", "1234567893"):
        assert secret not in shown
    assert "J. D." in shown and "••••2333" in shown and "balanced, 2 claims" in shown


def test_show_reads_payments_and_acknowledgments(
    payment_file: File, acknowledgment_file: File
) -> None:
    paid = "\n".join(show(read(payment_file())[0]))
    assert "seller's invoice INV-1: gross $500.00, discount $10.00, paid" in paid
    answered = "\n".join(show(read(acknowledgment_file())[0]))
    assert "Group HP 7 is partially accepted: 1 of 2 sets accepted." in answered


def test_a_short_value_is_masked_wholly() -> None:
    assert (mask("1234"), mask("12345"), mask("")) == ("••••", "••••2345", "")


def test_ack_prints_the_999(good: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ack", "--control", "55", good]) == 0
    text = capsys.readouterr().out
    assert "AK1*HP*7*005010X221A1~" in text and "IK5*A~" in text and "*000000055*" in text


def test_the_command_runs_and_survives_a_closed_pipe(good: str) -> None:
    command = [sys.executable, "-m", "edi.x12", "check", "--json", *[good] * 2000]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    assert process.stdout.readline().startswith(b'{"file"')
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


def test_sentences_are_printed_where_a_person_looks(
    good: str, bad: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["check", good, bad]) == 1
    text = capsys.readouterr().out
    assert f"{good}: 0 errors, 0 warnings." in text
    assert "835 0001: 2 claims, $150.00, balanced" in text
    assert "(segment 21) in 2110: error RA06: Service line 2 is off by -1.00." in text
    assert f"{bad}: 2 errors, 0 warnings." in text


def test_a_missing_file_is_said_and_the_others_are_done(
    good: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "missing")
    for command in ("show", "mask", "ack"):
        assert main([command, missing, good]) == 2
        captured = capsys.readouterr()
        assert captured.err == f"{missing}: the file cannot be read: No such file or directory\n"
        assert captured.out


def test_mask_prints_a_copy_of_the_same_length(
    bad: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["mask", bad]) == 0
    copy = capsysbinary.readouterr().out
    assert len(copy) == Path(bad).stat().st_size and b"DOE" not in copy


def test_standard_input_is_read(good: str) -> None:
    command = [sys.executable, "-m", "edi.x12", "check", "-"]
    done = subprocess.run(
        command, cwd=ROOT, input=Path(good).read_bytes(), capture_output=True, check=False
    )
    assert done.returncode == 0 and json.loads(done.stdout)["file"] == "-"


def test_rules_lists_every_rule_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    rows = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()]
    assert [row[2:] for row in rows if row[2:6] in CATALOGUE] == list(CATALOGUE)


def test_help_says_what_the_exits_mean(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "Exit: 0" in capsys.readouterr().out
