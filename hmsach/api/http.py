"""The one way out over HTTP: to public addresses unless told otherwise, without redirects.

No Django here: limits and permitted networks are arguments. A name is resolved once, and the
connection goes to the address that was checked, so a name cannot change its mind in between.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from hmsach.lib.errors import DomainError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

# Ways to write an IPv4 address as an IPv6 one that is_global does not see through.
_EMBEDDING: Final = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "::/96")
)


class UrlNotAllowed(DomainError):
    """This address may not be called from here."""

    code = "url-not-allowed"


class OutboundFailed(Exception):
    """The call brought no answer: no connection, no trust, too slow or too large. Short text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names in lower case, the body at most as long as allowed."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx; a redirect is not, as none is followed."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True)
class SafeHttp:
    """An outbound client with its limits. `allow_networks`: private networks it may call."""

    allow_networks: Iterable[str] = ()
    connect_seconds: float = 5.0
    total_seconds: float = 20.0
    answer_bytes_max: int = 1024 * 1024
    tls: ssl.SSLContext | None = None  # for a private authority or a client certificate
    user_agent: str = field(default="hmsach/1.0")

    def post_json(self, url: str, document: Any, headers: Mapping[str, str] = {}) -> Answer:
        """POST a document; raises UrlNotAllowed, OutboundFailed."""
        return self.post(url, json.dumps(document).encode(), headers)

    def post(self, url: str, body: bytes, headers: Mapping[str, str] = {}) -> Answer:
        """POST bytes, as JSON unless `headers` names a Content-Type."""
        return self.send("POST", url, body, {"Content-Type": "application/json", **headers})

    def get(self, url: str, headers: Mapping[str, str] = {}) -> Answer:
        """GET."""
        return self.send("GET", url, None, headers)

    def send(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        """One request, one answer. Raises UrlNotAllowed before, OutboundFailed after, a call."""
        parts = check_url(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._permitted_addresses(parts, port)
        wire = _Wire(_connect(addresses, port, self.connect_seconds))
        timer = threading.Timer(self.total_seconds, wire.cut)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(wire, parts, method, body, headers)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise OutboundFailed("Too slow." if wire.is_cut else _short(error)) from None
        finally:
            timer.cancel()
            wire.sock.close()
        if wire.is_cut:
            # An answer without a length ends with its connection, however that ended.
            raise OutboundFailed("Too slow.")
        return answer

    def _exchange(
        self,
        wire: "_Wire",
        parts: SplitResult,
        method: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> Answer:
        host = str(parts.hostname)
        wire.sock.settimeout(self.total_seconds)
        if parts.scheme == "https":
            wire.secure(self.tls or _default_tls(), host)
        connection = http.client.HTTPConnection(host, parts.port)
        connection.sock = wire.sock
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Host": parts.netloc, "User-Agent": self.user_agent, "Connection": "close"}
        connection.request(method, target, body, {**sent, **headers})
        return self._read(connection.getresponse())

    def _read(self, response: http.client.HTTPResponse) -> Answer:
        body = response.read(self.answer_bytes_max + 1)
        if len(body) > self.answer_bytes_max:
            raise OutboundFailed("The answer is too large.")
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, body)

    def _permitted_addresses(self, parts: SplitResult, port: int) -> list[IPAddress]:
        networks = [ipaddress.ip_network(text) for text in self.allow_networks]
        addresses = _resolve(str(parts.hostname), port)
        named = [address for address in addresses if _is_inside(address, networks)]
        if named:
            return named
        public = [address for address in addresses if is_public(address)]
        if not public:
            raise UrlNotAllowed("The address is not on the public Internet.")
        if parts.scheme != "https":
            raise UrlNotAllowed("The address must begin with https://.")
        return public


class _Wire:
    """One connection, which another thread may cut when its time is over."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.is_cut = False

    def secure(self, tls: ssl.SSLContext, host: str) -> None:
        """Put TLS on; the handshake, too, can be cut."""
        wrapped = tls.wrap_socket(self.sock, server_hostname=host, do_handshake_on_connect=False)
        self.sock = wrapped
        wrapped.do_handshake()

    def cut(self) -> None:
        """End a read however slowly bytes drip in; each would start a socket's timeout anew."""
        self.is_cut = True
        try:
            # Not SSLSocket's own, which takes its TLS state from under the reading thread.
            socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
        except OSError:
            return


def check_url(url: str) -> SplitResult:
    """The URL in its parts; raises UrlNotAllowed for another scheme, a password, odd characters."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UrlNotAllowed("This is not a web address.") from None
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        raise UrlNotAllowed("The address must begin with https:// and name a host.")
    if parts.username is not None or parts.password is not None:
        raise UrlNotAllowed("The address must not hold a user name or password.")
    if not url.isascii() or any(char <= " " or char == "\\" for char in url):
        raise UrlNotAllowed("The address has characters that must be percent-encoded.")
    return parts


def is_public(address: IPAddress) -> bool:
    """Whether the address is on the public Internet: not private, local, shared or embedded."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _EMBEDDING) or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_inside(address: IPAddress, networks: list[IPNetwork]) -> bool:
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in networks)


def _resolve(host: str, port: int) -> list[IPAddress]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutboundFailed("The host's name was not found.") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


@lru_cache(maxsize=1)
def _default_tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _connect(addresses: list[IPAddress], port: int, seconds: float) -> socket.socket:
    trouble = "unreachable"
    for address in addresses:
        try:
            return socket.create_connection((str(address), port), seconds)
        except OSError as error:
            trouble = _short(error)
    raise OutboundFailed(f"No connection: {trouble}")


def _short(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "The server's certificate is not trusted."
    if isinstance(error, TimeoutError):
        return "Too slow."
    return (getattr(error, "strerror", None) or type(error).__name__)[:120]
