"""The sandbox's HTTP server: THE's /recon and /webhooks, and the controls under /sandbox/."""

import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from edi.sandbox.bank import Bank
from edi.sandbox.deposits import Deposit
from edi.sandbox.disk import JsonLines
from edi.sandbox.payer import Payer, UnreadableRequest
from edi.sandbox.platform import Platform
from hmsach.lib.errors import DomainError, NotFound
from hmsach.lib.money import InvalidAmount

MAX_BODY_BYTES = 256 << 20

Reply = tuple[int, Any]


class Unauthorized(DomainError):
    """The bearer token is missing or wrong."""

    code = "unauthorized"
    http_status = 401


class Desk:
    """What the server does for each call; knows nothing of sockets."""

    def __init__(
        self, *, platform: Platform, bank: Bank, payer: Payer, truth: JsonLines, token: str
    ) -> None:
        self.platform = platform
        self.bank = bank
        self.payer = payer
        self.truth = truth
        self._token = token
        self._calls: dict[tuple[str, str], Callable[[Mapping[str, str], bytes], Reply]] = {
            ("GET", "/health"): self._health,
            ("POST", "/recon"): self._recon,
            ("POST", "/webhooks"): self._webhooks,
            ("GET", "/sandbox/state"): self._state,
            ("POST", "/sandbox/pay"): self._pay,
            ("POST", "/sandbox/deposit"): self._deposit,
        }

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Status and JSON of the answer; header names in lower case. A refusal is a problem."""
        try:
            call = self._calls.get((method, path.partition("?")[0].rstrip("/")))
            if call is None:
                raise NotFound
            return call(headers, body)
        except DomainError as error:
            problem = {"title": str(error), "status": error.http_status, "code": error.code}
            return error.http_status, problem
        except Exception as error:
            title = f"The sandbox failed: {type(error).__name__}."
            return 500, {"title": title, "status": 500, "code": "failed"}

    def _guard(self, headers: Mapping[str, str]) -> None:
        offered = headers.get("authorization", "").encode()
        if not hmac.compare_digest(offered, f"Bearer {self._token}".encode()):
            raise Unauthorized

    def _health(self, headers: Mapping[str, str], body: bytes) -> Reply:
        return 200, {"status": "ok"}

    def _recon(self, headers: Mapping[str, str], body: bytes) -> Reply:
        self._guard(headers)
        results = _json(body).get("results")
        if not isinstance(results, list) or not all(_is_result(each) for each in results):
            raise UnreadableRequest("results is a list of objects, each with a result_id.")
        new = self.platform.accept(results)
        return 202, {"accepted": len(results), "new": new}

    def _webhooks(self, headers: Mapping[str, str], body: bytes) -> Reply:
        new = self.platform.take_webhook(headers, body, now=time.time())
        return 200, {"new": new}

    def _state(self, headers: Mapping[str, str], body: bytes) -> Reply:
        self._guard(headers)
        platform = self.platform
        exceptions: dict[str, int] = {}
        for record in self.truth.records():
            if kind := record["exception"]:
                exceptions[kind] = exceptions.get(kind, 0) + 1
        return 200, {
            "bank": self.bank.counts(),
            "payer": self.payer.counts(),
            "the": {
                "results": len(platform.results),
                "answers": len(platform.answers),
                "webhooks": len(platform.webhooks),
            },
            "truth": {"records": len(self.truth), "expected_exceptions": exceptions},
        }

    def _pay(self, headers: Mapping[str, str], body: bytes) -> Reply:
        self._guard(headers)
        return 200, self.payer.pay(_json(body))

    def _deposit(self, headers: Mapping[str, str], body: bytes) -> Reply:
        self._guard(headers)
        try:
            deposit = Deposit.of(_json(body))
        except (KeyError, TypeError, ValueError, InvalidAmount) as error:
            raise UnreadableRequest(f"The deposit cannot be read: {type(error).__name__}.")
        return 200, self.bank.credit([deposit])


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise UnreadableRequest("The body is not JSON.")
    if not isinstance(value, dict):
        raise UnreadableRequest("The body is not a JSON object.")
    return value


def _is_result(each: Any) -> bool:
    return isinstance(each, dict) and isinstance(each.get("result_id"), str)


class WebServer:
    """The desk on 127.0.0.1, a thread for each call."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(desk))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )

    def start(self) -> None:
        """Calls are answered from now on."""
        self._thread.start()

    def stop(self) -> None:
        """The port is closed."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join(timeout=5)
        self._server.server_close()


def _handler_of(desk: Desk) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "sandbox"
        sys_version = ""

        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            length = self.headers.get("Content-Length") or "0"
            if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
                self.close_connection = True
                self._send(413, {"title": "The body is too large.", "status": 413})
                return
            body = self.rfile.read(int(length))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._send(*desk.handle(method, self.path, headers, body))

        def _send(self, status: int, value: Any) -> None:
            content = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """The desk's own lines say what happened; requests are not logged."""

    return Handler
