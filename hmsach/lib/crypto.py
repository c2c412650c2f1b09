"""Sealing of values and file contents, blind indexes, and the wrapping of data keys.

Which keys exist and which is active is the key ring's to say; the columns are `hmsach.db`'s.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
# With random nonces of 12 bytes a key is good for 2**32 values (NIST SP 800-38D, 8.3), which is
# why data keys are numbered and a new one is taken from time to time.
NONCE_BYTES = 12
TAG_BYTES = 16

_TEXT, _BINARY, _WRAPPED = "v1", "v1b", "w1"
_KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


class Undecipherable(Exception):
    """A sealed value does not open: it was changed or moved, or its key is not at hand.

    Not a DomainError: no input of a person leads here, so nothing may take it as a refusal.
    """


def new_key() -> bytes:
    """A fresh random key of 32 bytes, from the operating system."""
    return os.urandom(KEY_BYTES)


def seal(plaintext: bytes, *, key_id: str, key: bytes, aad: bytes) -> str:
    """The plaintext under AES-256-GCM, as "v1$<key id>$<base64 of nonce and ciphertext>".

    It opens only under the same key, key id and `aad`, which says where the value belongs. Two
    seals of one plaintext differ. Raises ValueError for a malformed key or key id.
    """
    header = _header(_TEXT, key_id)
    return header + _encode(_encrypt(plaintext, key=key, aad=header.encode() + aad))


def open_sealed(text: str, keys: Mapping[str, bytes], aad: bytes) -> bytes:
    """The plaintext of what `seal` made; raises Undecipherable, and never returns anything else."""
    key_id = sealed_key_id(text)
    header = _header(_TEXT, key_id)
    sealed = _decode(text.removeprefix(header))
    return _decrypt(sealed, key=_key_of(key_id, keys), aad=header.encode() + aad)


def sealed_key_id(text: str) -> str:
    """The id of the key a text was sealed under, unproven. Raises Undecipherable if malformed."""
    return _split(text, _TEXT)


def seal_bytes(plaintext: bytes, *, key_id: str, key: bytes, aad: bytes) -> bytes:
    """As `seal`, for file contents: b"v1b$<key id>$", nonce and ciphertext, without base64."""
    header = _header(_BINARY, key_id).encode()
    return header + _encrypt(plaintext, key=key, aad=header + aad)


def open_sealed_bytes(data: bytes, keys: Mapping[str, bytes], aad: bytes) -> bytes:
    """The plaintext of what `seal_bytes` made; raises Undecipherable."""
    # The header is ASCII and short; latin-1 reads any byte, so a changed one is simply no match.
    key_id = _split(data[:64].decode("latin-1"), _BINARY)
    header = _header(_BINARY, key_id).encode()
    return _decrypt(data[len(header) :], key=_key_of(key_id, keys), aad=header + aad)


def wrap_key(data_key: bytes, *, key_id: str, master: bytes) -> str:
    """The data key sealed under the master key, bound to its id, as "w1$<key id>$<base64>"."""
    _check_key(data_key)
    header = _header(_WRAPPED, key_id)
    return header + _encode(_encrypt(data_key, key=master, aad=header.encode()))


def unwrap_key(wrapped: str, *, key_id: str, master: bytes) -> bytes:
    """The data key of that id. Raises Undecipherable for another id, master or a changed text."""
    if _split(wrapped, _WRAPPED) != key_id:
        raise Undecipherable(f"The wrapped key is not that of {key_id!r}.")
    header = _header(_WRAPPED, key_id)
    return _decrypt(_decode(wrapped.removeprefix(header)), key=master, aad=header.encode())


def blind_index(value: str, *, key: bytes, column: str) -> str:
    """A keyed fingerprint for equality: HMAC-SHA256 over column and value, 64 hex characters.

    Normalising the value is the caller's. Its key is its own, not one that seals. Raises
    ValueError for a blank column or a malformed key.
    """
    _check_key(key)
    if not column:
        raise ValueError("A blind index belongs to a column.")
    name = column.encode()
    # The length keeps ("ab", "c") and ("a", "bc") apart.
    message = len(name).to_bytes(2, "big") + name + value.encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()


def _encrypt(plaintext: bytes, *, key: bytes, aad: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, plaintext, aad)


def _decrypt(sealed: bytes, *, key: bytes, aad: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise Undecipherable("The sealed value is cut short.")
    try:
        return _cipher(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], aad)
    except InvalidTag:
        raise Undecipherable(
            "The sealed value was changed, belongs elsewhere, or has another key."
        ) from None


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    _check_key(key)
    return AESGCM(key)


def _check_key(key: bytes) -> None:
    if not isinstance(key, bytes) or len(key) != KEY_BYTES:
        raise ValueError(f"A key is {KEY_BYTES} bytes.")


def _key_of(key_id: str, keys: Mapping[str, bytes]) -> bytes:
    if key_id not in keys:
        raise Undecipherable(f"No key {key_id!r} is at hand.")
    return keys[key_id]


def _header(version: str, key_id: str) -> str:
    if not _KEY_ID.fullmatch(key_id):
        raise ValueError("A key id is 1 to 32 letters, digits, hyphens or underscores.")
    return f"{version}${key_id}$"


def _split(text: str, version: str) -> str:
    """The key id of a header, which must have this version."""
    parts = text.split("$", 2)
    if len(parts) != 3 or parts[0] != version or not _KEY_ID.fullmatch(parts[1]):
        raise Undecipherable(f"This is not a sealed value of version {version}.")
    return parts[1]


def _encode(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode("ascii")


def _decode(text: str) -> bytes:
    try:
        sealed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Undecipherable("The sealed value is not base64.") from None
    # Base64 has spare bits in its last character; only the one true spelling opens.
    if _encode(sealed) != text:
        raise Undecipherable("The sealed value is not canonical base64.")
    return sealed
