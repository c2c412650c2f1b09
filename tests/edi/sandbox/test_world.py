"""The sandbox as a program: real SFTP, real HTTP, and the same world after a restart."""

import base64
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import paramiko
import pytest
import requests

from edi.sandbox.world import Settings, World


def wait_for(condition, seconds=15):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.fixture
def world(tmp_path):
    said = []
    settings = Settings(tmp_path / "world", seed=3, look_seconds=0.05)
    with World(settings, said.append) as world:
        world.said = said
        yield world


def sftp_of(description, user):
    sftp = description["sftp"]
    kind, blob = sftp["host_key"].split()[:2]
    transport = paramiko.Transport((sftp["host"], sftp["port"]))
    login = sftp["users"][user]
    transport.connect(
        paramiko.PKey.from_type_string(kind, base64.b64decode(blob)),
        login["username"],
        login["password"],
    )
    return transport, paramiko.SFTPClient.from_transport(transport)


def bearer(description):
    return {"Authorization": "Bearer " + description["http"]["recon_token"]}


def test_a_file_goes_up_and_its_acknowledgment_comes_down(world, nacha):
    transport, sftp = sftp_of(world.description(), "bank")
    try:
        sftp.putfo(io.BytesIO(nacha("556677880003")), "inbox/pay.ach.1.part")
        sftp.posix_rename("inbox/pay.ach.1.part", "inbox/pay.ach")
        assert sftp.stat("inbox/pay.ach").st_size == len(nacha("556677880003"))
        wait_for(lambda: len(sftp.listdir("outbox")) == 2)
        with sftp.open("outbox/ack-000001-pay.txt") as file:
            assert file.read().startswith(b"BANKACK|1|pay.ach|")
        assert sftp.listdir("processed") == ["000001.pay.ach"]
        # The user's root is the bank's folder: nothing above it is seen.
        assert "payer" not in sftp.listdir("/")
    finally:
        transport.close()


def test_an_835_of_ours_gets_a_999_and_a_999_gets_nothing(world, paying):
    world.payer.pay(paying(3, troubles=False))
    outbox = world.root / "payer" / "outbox"
    content = (outbox / "835-000000001.x12").read_bytes()
    (world.root / "payer/inbox/835.x12").write_bytes(content)
    ack = wait_for(lambda: sorted(outbox.glob("ack-*")))[0]
    assert b"ST*999*" in ack.read_bytes() and b"AK9*A*1*1*1" in ack.read_bytes()
    (world.root / "payer/inbox/999.x12").write_bytes(ack.read_bytes())
    wait_for(lambda: (world.root / "payer/processed/000002.999.x12").exists())
    assert len(list(outbox.glob("ack-*"))) == 1


def test_the_controls_want_the_token(world):
    base = world.description()["http"]["base_url"]
    assert requests.get(base + "/health", timeout=5).status_code == 200
    for method, path in [
        ("GET", "/sandbox/state"),
        ("POST", "/sandbox/pay"),
        ("POST", "/sandbox/deposit"),
        ("POST", "/recon"),
    ]:
        assert requests.request(method, base + path, json={}, timeout=5).status_code == 401
    assert requests.get(base + "/nothing", timeout=5).status_code == 404


def test_paying_by_http_is_idempotent(world, paying):
    description = world.description()
    base, headers = description["http"]["base_url"], bearer(description)
    first, again = (
        requests.post(base + "/sandbox/pay", json=paying(), headers=headers, timeout=20)
        for _ in range(2)
    )
    assert first.status_code == 200 and first.json() == again.json()
    state = requests.get(base + "/sandbox/state", headers=headers, timeout=5).json()
    assert state["payer"]["requests"] == 1
    assert state["truth"]["expected_exceptions"] == first.json()["expected_exceptions"]
    assert state["bank"]["deposit_files"] == 1


def test_a_deposit_by_http_is_credited_once(world):
    description = world.description()
    base, headers = description["http"]["base_url"], bearer(description)
    deposit = {
        "account": {
            "name": "Northside Hospital",
            "routing_number": "091000019",
            "account_number": "000123456789",
        },
        "amount": "125.00",
        "settled_on": "2026-11-20",
        "company_name": "Cedar Mutual",
        "company_id": "1970225302",
        "odfi": "09225302",
        "trn02": "EFT77",
    }
    answers = [
        requests.post(base + "/sandbox/deposit", json=deposit, headers=headers, timeout=5).json()
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert os.listdir(world.root / "bank/outbox") == [answers[0]["file_name"]]
    broken = requests.post(
        base + "/sandbox/deposit", json={"amount": "1.00"}, headers=headers, timeout=5
    )
    assert broken.status_code == 422


def test_results_are_taken_by_http(world):
    description = world.description()
    base, headers = description["http"]["base_url"], bearer(description)
    body = {"results": [{"result_id": "r_1", "claim_id": "CLM-1", "paid": "1.00"}]}
    replies = [
        requests.post(base + "/recon", json=body, headers=headers, timeout=5) for _ in range(2)
    ]
    assert [r.status_code for r in replies] == [202, 202]
    assert [r.json() for r in replies] == [{"accepted": 1, "new": 1}, {"accepted": 1, "new": 0}]
    lines = Path(description["folders"]["the_results"]).read_text().splitlines()
    assert [json.loads(line)["result_id"] for line in lines] == ["r_1"]
    wrong = requests.post(base + "/recon", json={"results": [1]}, headers=headers, timeout=5)
    assert wrong.status_code == 422


def test_a_webhook_without_signature_is_refused(world):
    (world.root / "the" / "webhook_secret.txt").write_text("whsec_c2VjcmV0")
    base = world.description()["http"]["base_url"]
    assert requests.post(base + "/webhooks", json={}, timeout=5).status_code == 401


def start_program(root):
    process = subprocess.Popen(
        [sys.executable, "-m", "edi.sandbox", "--root", str(root), "--seed", "4"],
        stdout=subprocess.PIPE,
        text=True,
    )
    path = root / "sandbox.json"

    def described():
        try:
            found = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            return None
        return found if found["pid"] == process.pid else None

    return process, wait_for(described)


def end(process, number):
    process.send_signal(number)
    process.communicate(timeout=20)
    return process.returncode


def test_the_program_survives_a_kill_as_the_same_world(tmp_path, paying):
    process, first = start_program(tmp_path / "world")
    try:
        answer = requests.post(
            first["http"]["base_url"] + "/sandbox/pay",
            json=paying(),
            headers=bearer(first),
            timeout=20,
        ).json()
    finally:
        end(process, signal.SIGKILL)
    process, second = start_program(tmp_path / "world")
    try:
        assert {k: v for k, v in second.items() if k != "pid"} == {
            k: v for k, v in first.items() if k != "pid"
        }
        again = requests.post(
            second["http"]["base_url"] + "/sandbox/pay",
            json=paying(),
            headers=bearer(second),
            timeout=20,
        ).json()
        assert again == answer
    finally:
        assert end(process, signal.SIGTERM) == 0
    assert not (tmp_path / "world" / "sandbox.json").exists()
