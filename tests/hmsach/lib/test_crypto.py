"""Sealing: what goes in comes out, and nothing else ever does."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmsach.lib.crypto import (
    Undecipherable,
    blind_index,
    new_key,
    open_sealed,
    open_sealed_bytes,
    seal,
    seal_bytes,
    sealed_key_id,
    unwrap_key,
    wrap_key,
)

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
KEYS = {"d1": KEY, "d2": OTHER}
AAD = b"payments.payee.account_number|row-1"


def sealed(plaintext: bytes = b"000123456789", aad: bytes = AAD) -> str:
    return seal(plaintext, key_id="d1", key=KEY, aad=aad)


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_a_sealed_value_opens_to_itself(plaintext: bytes, aad: bytes) -> None:
    assert open_sealed(sealed(plaintext, aad), KEYS, aad) == plaintext
    data = seal_bytes(plaintext, key_id="d1", key=KEY, aad=aad)
    assert open_sealed_bytes(data, KEYS, aad) == plaintext


def test_the_text_has_version_key_id_nonce_and_ciphertext() -> None:
    version, key_id, body = sealed(b"123").split("$")
    assert (version, key_id) == ("v1", "d1")
    assert len(base64.b64decode(body)) == 12 + 3 + 16
    assert sealed_key_id(sealed()) == "d1"


def test_the_binary_form_adds_only_header_nonce_and_tag() -> None:
    data = seal_bytes(b"\x00" * 1000, key_id="d1", key=KEY, aad=AAD)
    assert data.startswith(b"v1b$d1$")
    assert len(data) == len(b"v1b$d1$") + 12 + 1000 + 16


def test_the_same_value_never_seals_the_same_way_twice() -> None:
    assert len({sealed() for _ in range(100)}) == 100


@given(st.data())
def test_any_changed_character_is_refused(data: st.DataObject) -> None:
    text = sealed()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(max_codepoint=127).filter(lambda c: c != text[place]))
    with pytest.raises(Undecipherable):
        open_sealed(text[:place] + other + text[place + 1 :], KEYS, AAD)


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    raw = bytearray(seal_bytes(b"101 file", key_id="d1", key=KEY, aad=AAD))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Undecipherable):
        open_sealed_bytes(bytes(raw), KEYS, AAD)


@given(st.integers(1, 60))
def test_a_cut_or_lengthened_value_is_refused(n: int) -> None:
    text = sealed()
    for wrong in (text[:-n], text + "A" * n, text + "=" * n):
        with pytest.raises(Undecipherable):
            open_sealed(wrong, KEYS, AAD)


def test_a_value_moved_to_another_row_or_column_is_refused() -> None:
    for elsewhere in (b"payments.payee.account_number|row-2", b"claims.claim.member|row-1", b""):
        with pytest.raises(Undecipherable, match="belongs elsewhere"):
            open_sealed(sealed(), KEYS, elsewhere)


def test_a_value_under_another_key_is_refused() -> None:
    with pytest.raises(Undecipherable):
        open_sealed(sealed(), {"d1": OTHER}, AAD)


def test_a_value_renamed_to_another_key_id_is_refused_even_with_the_same_key() -> None:
    renamed = sealed().replace("$d1$", "$d2$")
    with pytest.raises(Undecipherable):
        open_sealed(renamed, {"d1": KEY, "d2": KEY}, AAD)


def test_a_missing_key_is_named() -> None:
    with pytest.raises(Undecipherable, match="'d1'"):
        open_sealed(sealed(), {"d2": OTHER}, AAD)


def test_text_and_binary_forms_do_not_stand_in_for_each_other() -> None:
    body = base64.b64decode(sealed().split("$")[2])
    with pytest.raises(Undecipherable):
        open_sealed_bytes(b"v1b$d1$" + body, KEYS, AAD)
    with pytest.raises(Undecipherable):
        open_sealed_bytes(b"v1$d1$" + body, KEYS, AAD)


@pytest.mark.parametrize("text", ["", "v1", "v1$d1", "v1$$AAAA", "v2$d1$AAAA", "123456789", "$$$"])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(Undecipherable):
        open_sealed(text, KEYS, AAD)
    with pytest.raises(Undecipherable):
        open_sealed_bytes(text.encode(), KEYS, AAD)


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33), "x" * 32])
def test_a_key_of_the_wrong_size_is_refused(key) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal(b"x", key_id="d1", key=key, aad=AAD)
    with pytest.raises(ValueError, match="32 bytes"):
        blind_index("x", key=key, column="c")
    with pytest.raises(ValueError, match="32 bytes"):
        wrap_key(key, key_id="d1", master=KEY)


@pytest.mark.parametrize("key_id", ["", "d$1", "d 1", "é", "x" * 33, "d1\n"])
def test_a_malformed_key_id_is_refused(key_id: str) -> None:
    with pytest.raises(ValueError, match="key id"):
        seal(b"x", key_id=key_id, key=KEY, aad=AAD)


def test_no_error_repeats_the_plaintext_or_the_key() -> None:
    for opened in ({"d1": OTHER}, {}):
        with pytest.raises(Undecipherable) as caught:
            open_sealed(sealed(b"000123456789"), opened, AAD)
        assert "000123456789" not in str(caught.value)


def test_a_wrapped_key_unwraps_and_survives_a_change_of_master() -> None:
    data_key, old, new = new_key(), new_key(), new_key()
    first = wrap_key(data_key, key_id="d1", master=old)
    second = wrap_key(unwrap_key(first, key_id="d1", master=old), key_id="d1", master=new)
    assert first.startswith("w1$d1$")
    assert unwrap_key(second, key_id="d1", master=new) == data_key
    with pytest.raises(Undecipherable):
        unwrap_key(second, key_id="d1", master=old)


def test_a_wrapped_key_is_bound_to_its_id() -> None:
    wrapped = wrap_key(KEY, key_id="d1", master=OTHER)
    for text in (wrapped, wrapped.replace("$d1$", "$d2$")):
        with pytest.raises(Undecipherable):
            unwrap_key(text, key_id="d2", master=OTHER)


def test_a_sealed_value_is_not_taken_for_a_wrapped_key() -> None:
    text = seal(KEY, key_id="d1", key=OTHER, aad=b"")
    for wrong in (text, "w" + text[1:]):
        with pytest.raises(Undecipherable):
            unwrap_key(wrong, key_id="d1", master=OTHER)


def test_new_keys_differ_and_have_32_bytes() -> None:
    assert len({new_key() for _ in range(50)}) == 50
    assert {len(new_key()) for _ in range(5)} == {32}


@given(st.text(max_size=30), st.text(max_size=30))
def test_blind_indexes_are_equal_exactly_for_equal_values(a: str, b: str) -> None:
    index_a = blind_index(a, key=KEY, column="payee.account_number")
    assert (index_a == blind_index(b, key=KEY, column="payee.account_number")) is (a == b)
    assert len(index_a) == 64
    assert set(index_a) <= set("0123456789abcdef")


def test_a_blind_index_depends_on_column_and_key() -> None:
    index = blind_index("12345678", key=KEY, column="payee.account")
    assert index != blind_index("12345678", key=KEY, column="claim.member")
    assert index != blind_index("12345678", key=OTHER, column="payee.account")
    assert blind_index("bc", key=KEY, column="a") != blind_index("c", key=KEY, column="ab")
    with pytest.raises(ValueError, match="column"):
        blind_index("12345678", key=KEY, column="")


def test_a_blind_index_keeps_its_value_across_releases() -> None:
    # Stored indexes are looked up forever, so the computation may not drift.
    assert blind_index("000123456789", key=KEY, column="payee.account_number") == (
        "402aad511bd51c120152ae1d6a2b8b151da6cb101d18c7b9fa45b00631dcd337"
    )


def test_a_text_sealed_by_this_release_opens_in_later_ones() -> None:
    assert (
        open_sealed("v1$d1$lC0UYRjAtwi0FAfm4+e3bUsUQuTcWqmx3eKJ/un5mCIjM5+Z8n0U4g==", KEYS, AAD)
        == b"000123456789"
    )
