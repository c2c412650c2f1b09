"""THE keeps results once, answers them once, and believes only signed webhooks."""

import base64
import contextlib
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from edi.sandbox.platform import LedgerClient, NotReady, Platform, SignatureRefused, sign_webhook

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()


def result(number, **more):
    return {
        "result_id": f"r_{number}",
        "claim_id": f"CLM-{number}",
        "paid": "600.00",
        "charge": "925.00",
        "contractual": "285.00",
        "remittance": {"paid_on": "2026-11-20"},
        **more,
    }


@pytest.fixture
def platform(tmp_path):
    return Platform(tmp_path / "the", lambda line: None)


def test_results_are_kept_once_by_their_id(platform):
    assert platform.accept([result(1), result(2)]) == 2
    assert platform.accept([result(2, paid="1.00"), result(3), result(3)]) == 1
    assert [r["result_id"] for r in platform.results.records()] == ["r_1", "r_2", "r_3"]
    assert platform.results.records()[1]["paid"] == "600.00"


def test_a_restart_remembers_results(platform):
    platform.accept([result(1)])
    again = Platform(platform.folder, lambda line: None)
    assert again.accept([result(1)]) == 0


def test_an_answer_has_the_contracts_shape(platform):
    example = json.loads(
        '{"source_id": "", "result_id": "", "claim_id": "", "outcome": "POSTED", "amount": "",'
        ' "balance": "", "ledger_reference": ""}'
    )
    answer = platform.ledger_answer(result(1))
    assert set(answer) == set(example)
    assert answer["outcome"] == "POSTED"
    assert (answer["amount"], answer["balance"]) == ("600.00", "40.00")
    assert answer["source_id"] == platform.ledger_answer(result(1))["source_id"]
    assert answer["source_id"] != platform.ledger_answer(result(2))["source_id"]


def test_a_result_without_a_claim_is_posted_without_a_balance(platform):
    answer = platform.ledger_answer({"result_id": "r_9", "kind": "PLB", "claim_id": None})
    assert answer["outcome"] == "POSTED" and "balance" not in answer


@pytest.mark.parametrize(
    ("closed", "reason"),
    [
        (["CLM-1"], "Claim closed in A/R"),
        ({"CLM-1": "2026-11-18"}, "Claim closed in A/R on 2026-11-18"),
    ],
)
def test_a_closed_claim_is_refused(platform, closed, reason):
    (platform.folder / "closed_claims.json").write_text(json.dumps(closed))
    refused = platform.ledger_answer(result(1))
    assert (refused["outcome"], refused["reason"]) == ("REFUSED", reason)
    assert platform.ledger_answer(result(2))["outcome"] == "POSTED"


def signed(body, *, secret=SECRET, stamp=1_000_000, webhook_id="msg_1"):
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": "v1,bm9wZQ== " + sign_webhook(secret, webhook_id, str(stamp), body),
    }


def test_the_signature_is_that_of_the_standard():
    # The example of the Standard Webhooks specification.
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    made = sign_webhook(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_signed_webhook_is_kept_once(platform):
    (platform.folder / "webhook_secret.txt").write_text(SECRET + "\n")
    body = b'{"type": "payment.settled"}'
    assert platform.take_webhook(signed(body), body, now=1_000_010)
    assert not platform.take_webhook(signed(body), body, now=1_000_020)
    assert len(platform.webhooks) == 1


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed(b"{}"), b"{ }"),
        (signed(b"{}", secret="whsec_" + base64.b64encode(b"another").decode()), b"{}"),
        (signed(b"{}", stamp=999_000), b"{}"),
        (signed(b"{}") | {"webhook-id": "msg_2"}, b"{}"),
        ({}, b"{}"),
    ],
)
def test_a_webhook_that_is_not_ours_is_refused(platform, headers, body):
    (platform.folder / "webhook_secret.txt").write_text(SECRET)
    with pytest.raises(SignatureRefused):
        platform.take_webhook(headers, body, now=1_000_010)
    assert len(platform.webhooks) == 0


def test_no_webhook_is_believed_before_there_is_a_secret(platform):
    with pytest.raises(NotReady):
        platform.take_webhook(signed(b"{}"), b"{}", now=1_000_010)


class FakeHmsach:
    """Token and recon endpoints; `failures` calls are broken off before an answer."""

    def __init__(self):
        self.calls = []
        self.tokens = 0
        self.failures = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/oauth/token/":
                    outer.tokens += 1
                    outer.form = parse_qs(body.decode())
                    self.answer({"access_token": "t0k", "expires_in": 300})
                    return
                outer.calls.append((dict(self.headers), json.loads(body)))
                if outer.failures:
                    outer.failures -= 1
                    self.close_connection = True
                    self.connection.close()
                    return
                results = json.loads(body)["results"]
                self.answer(
                    {
                        "results": [
                            {"source_id": r["source_id"], "status": "applied"} for r in results
                        ]
                    }
                )

            def answer(self, value):
                content = json.dumps(value).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args):
                pass

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except (ValueError, OSError):
                    self.close_connection = True

            def finish(self):
                with contextlib.suppress(ValueError, OSError):
                    super().finish()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def hmsach():
    fake = FakeHmsach()
    yield fake
    fake.close()


def give_credentials(platform: Platform, url: str) -> None:
    credentials = {
        "base_url": url,
        "token_url": f"{url}/oauth/token/",
        "client_id": "the",
        "client_secret": secrets.token_hex(8),
    }
    Path(platform.folder / "credentials.json").write_text(json.dumps(credentials))


def test_nothing_is_sent_before_there_are_credentials(platform):
    platform.accept([result(1)])
    assert LedgerClient(platform).answer_all() == 0
    assert len(platform.answers) == 0


def test_every_result_is_answered_once(platform, hmsach):
    give_credentials(platform, hmsach.url)
    platform.accept([result(number) for number in range(501)])
    ledger = LedgerClient(platform)
    assert ledger.answer_all() == 501
    assert ledger.answer_all() == 0
    assert [len(body["results"]) for _, body in hmsach.calls] == [500, 1]
    assert hmsach.tokens == 1
    assert hmsach.form["grant_type"] == ["client_credentials"]
    headers = hmsach.calls[0][0]
    assert headers["Authorization"] == "Bearer t0k" and headers["Idempotency-Key"]
    assert platform.answers.records()[0]["reply"]["status"] == "applied"


def test_a_broken_call_is_made_again_under_the_same_key(platform, hmsach):
    give_credentials(platform, hmsach.url)
    platform.accept([result(1)])
    hmsach.failures = 1
    ledger = LedgerClient(platform)
    with pytest.raises(requests.ConnectionError):
        ledger.answer_all()
    assert len(platform.answers) == 0
    assert ledger.answer_all() == 1
    (first, body), (second, same) = hmsach.calls
    assert first["Idempotency-Key"] == second["Idempotency-Key"] and body == same


def test_the_ledger_answers_by_itself(platform, hmsach):
    ledger = LedgerClient(platform, first_wait_seconds=0.05)
    ledger.start()
    platform.accept([result(1)])
    give_credentials(platform, hmsach.url)
    waiting = threading.Event()
    for _ in range(100):
        if len(platform.answers):
            break
        waiting.wait(0.05)
    ledger.stop()
    assert len(platform.answers) == 1
