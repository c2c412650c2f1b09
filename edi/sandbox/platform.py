"""THE as hmsach sees it: takes results and webhooks, answers from its ledger. No HTTP server."""

import base64
import hashlib
import hmac
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import requests

from edi.sandbox.disk import JsonLines, digest_of, read_json
from hmsach.lib.errors import DomainError
from hmsach.lib.money import InvalidAmount, dollars, parse_dollars

Say = Callable[[str], None]

ANSWERS_A_CALL = 500
WEBHOOK_TOLERANCE_SECONDS = 300
_TIMEOUT_SECONDS = 20


class SignatureRefused(DomainError):
    """The webhook's signature is missing, too old or not made with our secret."""

    code = "signature-refused"
    http_status = 401


class NotReady(DomainError):
    """The webhook's secret has not been given to the sandbox yet."""

    code = "not-ready"
    http_status = 503


class Platform:
    """The ledger's side: results.jsonl, answers.jsonl and webhooks.jsonl in its folder.

    Each result is kept once by result_id and answered once by source_id, whatever is killed.
    """

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder = folder
        self.say = say
        self.results = JsonLines(folder / "results.jsonl", key="result_id")
        self.answers = JsonLines(folder / "answers.jsonl", key="result_id")
        self.webhooks = JsonLines(folder / "webhooks.jsonl", key="webhook_id")
        self.is_wanted = threading.Event()

    def accept(self, results: list[dict[str, Any]]) -> int:
        """Keeps the results; how many of them were new. Their answers follow by themselves."""
        new = self.results.append(results)
        self.say(f"THE: {len(results)} results taken, {len(new)} new")
        self.is_wanted.set()
        return len(new)

    def unanswered(self) -> list[dict[str, Any]]:
        """Results that the ledger has not answered yet, oldest first."""
        return [r for r in self.results.records() if r["result_id"] not in self.answers]

    def ledger_answer(self, result: Mapping[str, Any]) -> dict[str, Any]:
        """What the ledger says to a result: POSTED, or REFUSED if the claim is closed there."""
        number = hashlib.sha256(str(result["result_id"]).encode()).hexdigest()
        answer = {
            "source_id": f"LEDGER-{number[:12].upper()}",
            "result_id": result["result_id"],
            "claim_id": result.get("claim_id"),
            "amount": result.get("paid") or "0.00",
        }
        if (closed := self._closed_reason(result.get("claim_id"))) is not None:
            return answer | {"outcome": "REFUSED", "reason": closed}
        day = (result.get("remittance") or {}).get("paid_on") or ""
        answer |= {"outcome": "POSTED", "ledger_reference": f"JE-{day}-{number[12:16].upper()}"}
        balance = _balance(result)
        return answer if balance is None else answer | {"balance": balance}

    def _closed_reason(self, claim_id: str | None) -> str | None:
        """The reason to refuse: closed_claims.json lists claims, or maps them to closing days."""
        closed = read_json(self.folder / "closed_claims.json", [])
        if claim_id is None or claim_id not in closed:
            return None
        day = closed[claim_id] if isinstance(closed, dict) else None
        return "Claim closed in A/R" + (f" on {day}" if day else "")

    def take_webhook(self, headers: Mapping[str, str], body: bytes, *, now: float) -> bool:
        """Keeps a delivery whose signature holds; True if it was new.

        `now` is in seconds since 1970. Raises SignatureRefused, or NotReady without a secret.
        """
        secret = self._webhook_secret()
        webhook_id = headers.get("webhook-id", "")
        stamp = headers.get("webhook-timestamp", "")
        if not webhook_id or not stamp.isdecimal():
            raise SignatureRefused
        if abs(now - int(stamp)) > WEBHOOK_TOLERANCE_SECONDS:
            raise SignatureRefused
        signed = sign_webhook(secret, webhook_id, stamp, body)
        offered = headers.get("webhook-signature", "").split()
        if not any(hmac.compare_digest(signed, one) for one in offered):
            raise SignatureRefused
        record = {"webhook_id": webhook_id, "timestamp": stamp, "body": body.decode()}
        new = bool(self.webhooks.append([record]))
        self.say(f"THE: webhook {webhook_id} {'taken' if new else 'known'}")
        return new

    def _webhook_secret(self) -> str:
        try:
            return (self.folder / "webhook_secret.txt").read_text().strip()
        except FileNotFoundError:
            raise NotReady


def sign_webhook(secret: str, webhook_id: str, stamp: str, body: bytes) -> str:
    """The signature "v1,..." of a delivery (Standard Webhooks: HMAC-SHA256 of id.stamp.body)."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{webhook_id}.{stamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()


def _balance(result: Mapping[str, Any]) -> str | None:
    """What stays open on the claim: charge less paid less contractual, or None if not told."""
    try:
        charge, paid, contractual = (
            parse_dollars(result[name]) for name in ("charge", "paid", "contractual")
        )
    except (KeyError, InvalidAmount):
        return None
    return dollars(charge - paid - contractual)


class LedgerClient:
    """Sends the ledger's answers to hmsach as an OAuth2 client, until it is stopped.

    Waits for credentials.json; tries again after connection errors and refusals, ever slower.
    """

    def __init__(self, platform: Platform, *, first_wait_seconds: float = 0.5) -> None:
        self.platform = platform
        self.first_wait_seconds = first_wait_seconds
        self.stopping = threading.Event()
        self._token = ""
        self._token_until = 0.0
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)

    def start(self) -> None:
        """Answers are sent from now on."""
        self._thread.start()

    def stop(self) -> None:
        """No further call is begun; one under way is waited for."""
        self.stopping.set()
        self.platform.is_wanted.set()
        self._thread.join(timeout=_TIMEOUT_SECONDS)

    def _run(self) -> None:
        wait = self.first_wait_seconds
        while not self.stopping.is_set():
            self.platform.is_wanted.wait(timeout=wait)
            self.platform.is_wanted.clear()
            if self.stopping.is_set():
                return
            try:
                self.answer_all()
                wait = self.first_wait_seconds
            # ValueError and KeyError: credentials that are still being written.
            except (requests.RequestException, ValueError, KeyError) as error:
                wait = min(wait * 2, 15.0)
                self.platform.say(f"THE: hmsach not reached ({_what(error)}), again later")
                self.stopping.wait(wait)

    def answer_all(self) -> int:
        """Every result has its answer in hmsach; how many were sent now.

        Raises requests.RequestException if hmsach cannot be reached or refuses.
        """
        credentials = read_json(self.platform.folder / "credentials.json")
        sent = 0
        while credentials and not self.stopping.is_set():
            results = self.platform.unanswered()[:ANSWERS_A_CALL]
            if not results:
                break
            self._send(credentials, [self.platform.ledger_answer(each) for each in results])
            sent += len(results)
        return sent

    def _send(self, credentials: Mapping[str, str], answers: list[dict[str, Any]]) -> None:
        response = requests.post(
            credentials["base_url"].rstrip("/") + "/api/v1/ach/recon",
            json={"results": answers},
            headers={
                "Authorization": f"Bearer {self._access_token(credentials)}",
                # The same answers, the same key: a repeat after a lost reply changes nothing.
                "Idempotency-Key": digest_of(answers)[:40],
            },
            timeout=_TIMEOUT_SECONDS,
        )
        if response.status_code == 401:
            self._token = ""
        response.raise_for_status()
        replies = _replies(response)
        self.platform.answers.append(
            answer | {"reply": replies.get(answer["source_id"])} for answer in answers
        )
        refused = sum(answer["outcome"] == "REFUSED" for answer in answers)
        self.platform.say(f"THE: {len(answers)} answers sent, {refused} of them refusals")

    def _access_token(self, credentials: Mapping[str, str]) -> str:
        if not self._token or time.monotonic() > self._token_until:
            response = requests.post(
                credentials["token_url"],
                data={"grant_type": "client_credentials", "scope": "recon:write"},
                auth=(credentials["client_id"], credentials["client_secret"]),
                timeout=_TIMEOUT_SECONDS,
            )
            response.raise_for_status()
            granted = response.json()
            self._token = granted["access_token"]
            self._token_until = time.monotonic() + int(granted.get("expires_in", 60)) - 30
        return self._token


def _replies(response: requests.Response) -> dict[str, Any]:
    """hmsach's word on each answer, by source_id, as far as it gave one."""
    try:
        items = response.json().get("results", [])
    except (ValueError, AttributeError):
        return {}
    return {item["source_id"]: item for item in items if "source_id" in item}


def _what(error: Exception) -> str:
    """The kind of failure in a word or its status, never a body or URL."""
    response = getattr(error, "response", None)
    return str(response.status_code) if response is not None else type(error).__name__
