"""`manage.py receive`: files by hand, and what would become of them."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from edi.models import InboundFile, StoredFile
from hmsach.accounts.models import Facility
from hmsach.audit.acts import act
from hmsach.outbox.models import Event

pytestmark = pytest.mark.django_db
GOOD = b"BANKACK|1|a.ach|" + b"0" * 64 + b"|ACCEPTED\n"


@pytest.fixture
def run(bank, capsys: pytest.CaptureFixture[str]):
    """Runs the command; gives its exit code and its lines, split at tabs."""

    def receive(*args: str) -> tuple[int, list[list[str]]]:
        code = 0
        try:
            call_command("receive", "--partner", "BANK", *args)
        except SystemExit as end:
            code = end.code
        return code, [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    return receive


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    contents = {"good.ack": GOOD, "bad.txt": b"<html>", "copy.ack": GOOD}
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: str(tmp_path / name) for name in [*contents, "missing"]}


def test_a_good_file_is_imported(run, files) -> None:
    code, lines = run(files["good.ack"])
    assert (code, lines) == (
        0,
        [["good.ack", "bank_acknowledgment", "imported", "unmatched 1"]],
    )
    assert InboundFile.objects.get().status == "imported"


def test_a_copy_is_a_duplicate_and_no_fault(run, files) -> None:
    code, lines = run(files["good.ack"], files["copy.ack"])
    assert (code, [line[2] for line in lines]) == (0, ["imported", "duplicate"])


def test_a_file_set_aside_exits_1_and_an_unreadable_one_2(run, files) -> None:
    code, lines = run(files["bad.txt"], files["good.ack"])
    assert (code, [line[2] for line in lines]) == (1, ["quarantined", "imported"])
    assert "web page" in lines[0][3]
    code, lines = run(files["missing"], files["good.ack"])
    assert (code, [line[2] for line in lines]) == (2, ["unreadable", "duplicate"])


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run, files) -> None:
    code, lines = run("--dry-run", files["good.ack"], files["bad.txt"])
    assert code == 1
    assert lines[0] == [
        "good.ack",
        "bank_acknowledgment",
        "would be imported",
        "unmatched 1; 1 findings",
    ]
    assert lines[1][1:3] == ["unknown", "would be quarantined"]
    counts = [model.objects.count() for model in (InboundFile, StoredFile, Event)]
    assert counts == [0, 0, 0]
    assert InboundFile.history.count() == 0


def test_a_dry_run_knows_a_duplicate(run, files) -> None:
    run(files["good.ack"])
    code, lines = run("--dry-run", files["copy.ack"])
    assert (code, lines[0][2:]) == (0, ["would be a duplicate", "of good.ack"])


def test_an_unknown_partner_or_an_open_choice_of_facility_exits_2(run, files, facility) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("receive", files["good.ack"], "--partner", "NOBODY")
    assert refused.value.returncode == 2
    with act(None, "A second facility"):
        Facility.objects.create(code="SOUTH", name="South Hospital")
    with pytest.raises(CommandError) as refused:
        run(files["good.ack"])
    assert refused.value.returncode == 2
    code, _ = run(files["good.ack"], "--facility", "SOUTH")
    assert (code, InboundFile.objects.get().facility.code) == (0, "SOUTH")
