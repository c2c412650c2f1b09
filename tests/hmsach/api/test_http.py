"""The outbound client against a real server on this machine, and against names that lie."""

import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hmsach.api import http
from hmsach.api.http import OutboundFailed, SafeHttp, UrlNotAllowed, check_url, is_public

LOOPBACK = ("127.0.0.0/8",)


class Server:
    """A server whose answer a test chooses; keeps what it was asked."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: Callable[[BaseHTTPRequestHandler], None] = lambda handler: reply(handler, 200)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.path, headers, self.rfile.read(length)))
                outer.answer(self)

            do_GET = do_POST

            def log_message(self, *args: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def reply(
    handler: BaseHTTPRequestHandler, status: int, body: bytes = b"{}", **headers: str
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_a_post_arrives_with_its_headers_and_body(server: Server) -> None:
    server.answer = lambda handler: reply(handler, 201, b'{"id": 1}', X_Kind="made")
    answer = SafeHttp(LOOPBACK).post_json(f"{server.url}?a=b", {"seq": 7}, {"webhook-id": "e_1"})
    assert (answer.status, answer.body, answer.is_success) == (201, b'{"id": 1}', True)
    assert answer.headers["x-kind"] == "made"
    path, headers, body = server.requests[0]
    assert path == "/hook?a=b"
    assert json.loads(body) == {"seq": 7}
    assert headers["webhook-id"] == "e_1"
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{server.port}"


def test_a_get_carries_no_body(server: Server) -> None:
    assert SafeHttp(LOOPBACK).get(server.url).is_success
    assert server.requests[0][2] == b""


def test_loopback_is_refused_unless_its_network_is_named(server: Server) -> None:
    for networks in ((), ("10.0.0.0/8",)):
        with pytest.raises(UrlNotAllowed):
            SafeHttp(networks).post(server.url, b"{}")
    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
        "https://localhost/",
    ],
)
def test_inner_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises((UrlNotAllowed, OutboundFailed)) as refused:
        SafeHttp().get(url)
    assert isinstance(refused.value, UrlNotAllowed) or "name" in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "//example.com/",
        "https:///path",
        "https://user:secret@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https://example.com/a b",
        "https://example.com/\r\nX: y",
        "https://example.com:99999/",
        "https://exämple.com/",
    ],
)
def test_urls_that_are_not_plain_web_addresses_are_refused(url: str) -> None:
    with pytest.raises(UrlNotAllowed):
        check_url(url)


@pytest.mark.parametrize("text", ["93.184.215.14", "2606:2800:21f:cb07::1"])
def test_public_addresses_are_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


def test_plain_http_to_a_public_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_resolve", lambda host, port: [ipaddress.ip_address("8.8.8.8")])
    with pytest.raises(UrlNotAllowed, match="https"):
        SafeHttp().get("http://hooks.example.com/")


def test_a_name_is_resolved_once_and_its_checked_address_is_called(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[http.IPAddress]:
        asked.append(host)
        return [ipaddress.ip_address("127.0.0.1" if len(asked) == 1 else "8.8.8.8")]

    monkeypatch.setattr(http, "_resolve", rebinding)
    SafeHttp(LOOPBACK).get(f"http://hooks.example.com:{server.port}/")
    assert asked == ["hooks.example.com"]
    assert server.requests[0][1]["host"] == f"hooks.example.com:{server.port}"


def test_of_a_names_addresses_only_permitted_ones_are_called(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [ipaddress.ip_address("10.0.0.1"), ipaddress.ip_address("127.0.0.1")]
    monkeypatch.setattr(http, "_resolve", lambda host, port: both)
    assert SafeHttp(LOOPBACK).get(f"http://mixed.example.com:{server.port}/").is_success


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server) -> None:
    server.answer = lambda handler: reply(handler, 302, Location="http://127.0.0.1:1/inner")
    answer = SafeHttp(LOOPBACK).post(server.url, b"{}")
    assert (answer.status, answer.is_success) == (302, False)
    assert len(server.requests) == 1


def test_an_answer_over_the_limit_is_refused(server: Server) -> None:
    server.answer = lambda handler: reply(handler, 200, b"x" * 2001)
    with pytest.raises(OutboundFailed, match="too large"):
        SafeHttp(LOOPBACK, answer_bytes_max=2000).get(server.url)
    assert SafeHttp(LOOPBACK, answer_bytes_max=2001).get(server.url).is_success


def test_bytes_that_drip_in_are_cut_at_the_total_time(server: Server) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            return

    server.answer = drip
    started = time.monotonic()
    with pytest.raises(OutboundFailed, match="slow"):
        SafeHttp(LOOPBACK, total_seconds=0.4).get(server.url)
    assert time.monotonic() - started < 2


def test_a_closed_port_and_an_unknown_name_fail_with_a_short_text() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(OutboundFailed, match="No connection"):
        SafeHttp(LOOPBACK).get(f"http://127.0.0.1:{port}/")
    with pytest.raises(OutboundFailed, match="not found"):
        SafeHttp(LOOPBACK).get("https://no-such-host.invalid/")


def test_a_certificate_nobody_signed_is_refused(server: Server) -> None:
    with pytest.raises(OutboundFailed):
        SafeHttp(LOOPBACK).get(server.url.replace("http:", "https:"))
    assert server.requests == []


def test_a_header_that_would_smuggle_another_is_refused(server: Server) -> None:
    with pytest.raises(OutboundFailed):
        SafeHttp(LOOPBACK).post(server.url, b"{}", {"X-One": "a\r\nX-Two: b"})
    assert server.requests == []
