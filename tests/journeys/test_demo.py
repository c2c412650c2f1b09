"""`make demo` as a newcomer meets it: real processes, SFTP, HTTP and worker; twice on one world."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Iterator[dict[str, str]]:
    """A var folder of its own, and on PostgreSQL a database of its own."""
    var = tmp_path_factory.mktemp("demo")
    given = {key: value for key, value in os.environ.items() if not key.startswith("HMSACH_")}
    wanted = {**given, "HMSACH_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield wanted
        return
    name = f"hmsach_demo_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {**wanted, "DATABASE_URL": re.sub(r"/[^/]*$", f"/{name}", url)}
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def play(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", "demo"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=420,
    )
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def first_run(environment) -> str:
    return play(environment)


def test_the_whole_main_job_runs_and_ties_out(first_run):
    assert "0.00 unexplained" in first_run and "[NO]" not in first_run


def test_it_says_where_everything_is(first_run, environment):
    path = Path(environment["HMSACH_VAR"]) / "demo.json"
    said = json.loads(path.read_text())
    assert {"base_url", "token_url", "client_id", "client_secret", "users", "folders"} <= set(said)
    assert all(user["password"] for user in said["users"])
    assert Path(said["folders"]["bank_inbox"]).is_dir()
    assert path.stat().st_mode & 0o077 == 0  # nobody else on the machine may read it


def test_no_log_message_or_file_name_holds_an_account_a_name_or_a_secret(first_run, environment):
    var = Path(environment["HMSACH_VAR"])
    said = json.loads((var / "demo.json").read_text())
    words = {said["client_secret"], *(user["password"] for user in said["users"])}
    words |= {"889900112233", "889900110003", "551200330101", "123450987701", "554433221177"}
    words |= {"Quillfeather", "W77001122", "ACC-4471"}
    searched = [
        path for part in ("log", "broker") for path in (var / part).rglob("*") if path.is_file()
    ]
    assert {path.stem for path in searched} >= {"web", "worker", "beat", "sandbox"}
    for path in searched:
        text = path.read_text(errors="replace") if path.exists() else ""
        assert not [word for word in words if word in text], path.name
    for path in var.rglob("*"):
        assert not [word for word in words if word in path.name]
    assert not [word for word in words if word in first_run]


@pytest.mark.skipif(
    "sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="reads the file"
)
def test_the_database_file_holds_no_account_or_name_in_clear(first_run, environment):
    content = b"".join(
        path.read_bytes() for path in Path(environment["HMSACH_VAR"]).glob("hmsach.sqlite3*")
    )
    for word in (b"889900112233", b"554433221177", b"Quillfeather", b"W77001122"):
        assert word not in content


def test_run_again_it_does_nothing_twice(first_run, environment):
    again = play(environment)
    assert "nothing was made twice" in again and "[NO]" not in again
