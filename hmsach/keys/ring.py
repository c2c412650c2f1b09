"""The keys in use, unwrapped and held in this process; rotation is in `rotation`.

A leaf: columns and tokens ask it, so it reaches its tables through the registry.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import transaction
from joserfc.jwk import ECKey

from hmsach.lib import crypto
from hmsach.lib.ids import new_ulid

# Another process may have rotated: what was read is believed for so long.
CACHE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class SigningPair:
    """A key id and the private key that signs under it."""

    kid: str
    key: ECKey


@dataclass(slots=True)
class _Held:
    """What this process has read. `unsure`: a key was made in a transaction still open."""

    data: tuple[str, dict[str, bytes]] | None = None
    data_until: float = 0.0
    signing: tuple[SigningPair, dict[str, Any]] | None = None
    signing_until: float = 0.0
    unsure: bool = False

    process: ClassVar[_Held]


_Held.process = _Held()


def data_keys() -> tuple[str, dict[str, bytes]]:
    """The id of the key that seals, and every key that opens, by id."""
    held = _Held.process
    if held.data is not None and time.monotonic() < held.data_until:
        return held.data
    found = _read_data_keys()
    if _may_hold():
        held.data, held.data_until = found, time.monotonic() + CACHE_SECONDS
    return found


def data_keys_for(key_id: str) -> Mapping[str, bytes]:
    """The keys that open; read again where this one is not among them."""
    keys = data_keys()[1]
    if key_id not in keys:
        _Held.process.data = None
        keys = data_keys()[1]
    return keys


def index_key() -> bytes:
    """The key of blind indexes. It never rotates: every index would have to be written anew."""
    return _decoded(settings.INDEX_KEY)


def active_signing_key() -> SigningPair:
    """The pair that signs tokens now."""
    return _signing()[0]


def jwks() -> dict[str, Any]:
    """The public keys a reader may trust: next, active and previous (RFC 7517)."""
    return _signing()[1]


def forget() -> None:
    """The next question reads the tables again."""
    _Held.process = _Held()


def distrust() -> None:
    """Keys change in the open transaction: hold nothing that it may yet take back."""
    _Held.process = _Held(unsure=True)
    transaction.on_commit(forget)


def master_keys() -> list[bytes]:
    """The master key; while it is being changed (NEW_MASTER_KEY), the new one after it."""
    new = getattr(settings, "NEW_MASTER_KEY", "")
    return [_decoded(text) for text in (settings.MASTER_KEY, new) if text]


def make_first_keys() -> None:
    """There is an active data key, and a signing key in use with its successor.

    Changes nothing where they are; two processes that start together agree.
    """
    if not _model("DataKey").objects.filter(state="active").exists():
        new_data_key("d1")
    for state in ("active", "next"):
        if not _model("SigningKey").objects.filter(state=state).exists():
            new_signing_key(state)


def new_data_key(key_id: str) -> Any:
    """The active data key of this id, made if it is not there."""
    distrust()
    wrapped = crypto.wrap_key(crypto.new_key(), key_id=key_id, master=master_keys()[0])
    row, _ = _model("DataKey").objects.get_or_create(
        id=key_id, defaults={"wrapped": wrapped, "state": "active"}
    )
    return row


def new_signing_key(state: str) -> Any:
    """The signing key in this state, made if there is none."""
    distrust()
    kid = f"s-{new_ulid()}"
    pair = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": kid}, private=True)
    defaults = {
        "kid": kid,
        "public_jwk": pair.as_dict(private=False),
        "sealed_private": seal_private(kid, pair.as_dict(private=True), master_keys()[0]),
    }
    row, _ = _model("SigningKey").objects.get_or_create(state=state, defaults=defaults)
    return row


def seal_private(kid: str, jwk: Mapping[str, Any], master: bytes) -> str:
    """A private key as it is kept: under the master key, bound to its id."""
    plain = json.dumps(jwk, sort_keys=True).encode()
    return crypto.seal(plain, key_id="master", key=master, aad=_private_aad(kid))


def open_private(kid: str, sealed: str) -> dict[str, Any]:
    """The private JWK. Raises Undecipherable under another master key."""
    opened = _by_any_master(
        lambda master: crypto.open_sealed(sealed, {"master": master}, _private_aad(kid))
    )
    jwk: dict[str, Any] = json.loads(opened)
    return jwk


def open_data_key(key_id: str, wrapped: str) -> bytes:
    """The data key itself. Raises Undecipherable under another master key."""
    return _by_any_master(lambda master: crypto.unwrap_key(wrapped, key_id=key_id, master=master))


def _read_data_keys() -> tuple[str, dict[str, bytes]]:
    rows = list(_model("DataKey").objects.all())
    active = [row.id for row in rows if row.state == "active"]
    if not active:
        new_data_key("d1")
        return _read_data_keys()
    return active[0], {row.id: open_data_key(row.id, row.wrapped) for row in rows}


def _signing() -> tuple[SigningPair, dict[str, Any]]:
    held = _Held.process
    if held.signing is not None and time.monotonic() < held.signing_until:
        return held.signing
    found = _read_signing()
    if _may_hold():
        held.signing, held.signing_until = found, time.monotonic() + CACHE_SECONDS
    return found


def _read_signing() -> tuple[SigningPair, dict[str, Any]]:
    rows = list(_model("SigningKey").objects.exclude(state="revoked"))
    active = [row for row in rows if row.state == "active"]
    if not active:
        make_first_keys()
        return _read_signing()
    private = open_private(active[0].kid, active[0].sealed_private)
    pair = SigningPair(active[0].kid, ECKey.import_key(private))
    return pair, {"keys": [row.public_jwk for row in rows]}


def _may_hold() -> bool:
    held = _Held.process
    if held.unsure and not transaction.get_connection().in_atomic_block:
        held.unsure = False
    return not held.unsure


def _by_any_master(open_under: Any) -> bytes:
    *earlier, last = master_keys()
    for master in earlier:
        try:
            return open_under(master)
        except crypto.Undecipherable:
            continue
    return open_under(last)


@lru_cache(maxsize=8)
def _decoded(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _private_aad(kid: str) -> bytes:
    return f"keys.signingkey.private|{kid}".encode()


def _model(name: str) -> Any:
    return apps.get_model("keys", name)
