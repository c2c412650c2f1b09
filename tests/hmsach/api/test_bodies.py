"""Bodies as they arrive: too large, not JSON, the wrong shape; and that no fault shows a value."""

import io
import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, field_validator
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from hmsach.api.bodies import (
    ValidationFailed,
    decode_json,
    parse_body,
    read_body,
    read_bytes,
)
from hmsach.api.field_types import AmountCents, Body, IsoDate, IsoMoment, fault
from hmsach.api.problems import BodyTooLarge, MalformedJson, pointer_of
from hmsach.lib.money import dollars


class Account(Body):
    routing_number: str = Field(pattern=r"^\d{9}$")
    account_number: str = Field(min_length=4, max_length=17)

    @field_validator("routing_number")
    @classmethod
    def known(cls, value: str) -> str:
        if value == "000000000":
            raise fault("routing-number-invalid", "This is not an ABA routing number.")
        return value


class Payee(Body):
    name: str = Field(max_length=20)
    account: Account


class Transfer(Body):
    kind: Literal["TRANSFER"] = "TRANSFER"
    amount: AmountCents
    payee: Payee
    on: IsoDate | None = None
    at: IsoMoment | None = None
    tags: list[str] = Field(default_factory=list, max_length=2)


class Note(Body):
    kind: Literal["NOTE"]
    text: str


class Batch(Body):
    same_day: bool = False
    count: int = 0
    payments: list[Transfer]


class Mixed(Body):
    items: list[Annotated[Transfer | Note, Field(discriminator="kind")]]


def transfer(**changes: Any) -> dict[str, Any]:
    account = {"routing_number": "091000019", "account_number": "889900112233"}
    return {"amount": "1250.00", "payee": {"name": "Pine", "account": account}, **changes}


def request_of(data: bytes, content_type: str = "application/json", **extra: Any) -> Request:
    return Request(APIRequestFactory().post("/x", data, content_type=content_type, **extra))


def faults_of(document: Any, model: type[Body] = Batch) -> list[tuple[str, str]]:
    with pytest.raises(ValidationFailed) as refused:
        parse_body(document, model)
    return [(error.pointer, error.code) for error in refused.value.errors]


def test_a_good_body_becomes_cents_dates_and_moments() -> None:
    sent = {
        "payments": [transfer(on="2026-11-25", at="2026-11-22T15:04:05Z", unheard_of=1)],
        "same_day": True,
    }
    batch = read_body(request_of(json.dumps(sent).encode()), Batch)
    payment = batch.payments[0]
    assert payment.amount == 125000
    assert payment.on == date(2026, 11, 25)
    assert payment.at == datetime(2026, 11, 22, 15, 4, 5, tzinfo=UTC)
    assert not hasattr(payment, "unheard_of")


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_every_amount_written_as_a_string_is_read_back_exactly(cents: int) -> None:
    read = parse_body({"payments": [transfer(amount=dollars(cents))]}, Batch)
    assert read.payments[0].amount == cents


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (1250.0, "amount-not-a-string"),
        (1250, "amount-not-a-string"),
        (True, "amount-not-a-string"),
        (None, "amount-not-a-string"),
        ("1250.001", "amount-third-decimal"),
        ("1,250.00", "amount-invalid"),
        ("1e3", "amount-invalid"),
        ("", "amount-invalid"),
        ("NaN", "amount-invalid"),
        ("$5", "amount-invalid"),
    ],
)
def test_an_amount_that_is_not_exact_text_is_refused(amount: Any, code: str) -> None:
    assert faults_of({"payments": [transfer(amount=amount)]}) == [("/payments/0/amount", code)]


@pytest.mark.parametrize(
    "day", ["2026-13-01", "2026-02-30", "20261123", "11/23/2026", 20261123, "1700000000", ""]
)
def test_a_date_in_another_form_is_refused(day: Any) -> None:
    assert faults_of({"payments": [transfer(on=day)]})[0][0] == "/payments/0/on"


@pytest.mark.parametrize("moment", ["2026-11-23", "2026-11-23T10:00:00", "2026-11-23T25:00:00Z"])
def test_a_moment_without_its_zone_is_refused(moment: str) -> None:
    assert faults_of({"payments": [transfer(at=moment)]})[0][0] == "/payments/0/at"


def test_each_fault_points_at_its_place() -> None:
    bad = transfer()
    bad["payee"] = {"name": "x" * 21, "account": {"routing_number": "12", "account_number": 7}}
    document = {"payments": [transfer(), bad, {}], "same_day": "yes", "count": 1.5}
    assert faults_of(document) == [
        ("/same_day", "not-true-or-false"),
        ("/count", "not-a-whole-number"),
        ("/payments/1/payee/name", "too-long"),
        ("/payments/1/payee/account/routing_number", "form-wrong"),
        ("/payments/1/payee/account/account_number", "not-text"),
        ("/payments/2/amount", "required"),
        ("/payments/2/payee", "required"),
    ]


def test_a_validators_own_fault_keeps_its_code_and_sentence() -> None:
    document = {"payments": [transfer()]}
    document["payments"][0]["payee"]["account"]["routing_number"] = "000000000"
    with pytest.raises(ValidationFailed) as refused:
        parse_body(document, Batch)
    error = refused.value.errors[0]
    assert error.code == "routing-number-invalid"
    assert error.detail == "This is not an ABA routing number."


def test_the_arms_of_a_union_do_not_stand_in_the_pointer() -> None:
    document = {"items": [{"kind": "NOTE"}, transfer(kind="TRANSFER", amount=1), {"kind": "X"}, {}]}
    assert faults_of(document, Mixed) == [
        ("/items/0/text", "required"),
        ("/items/1/amount", "amount-not-a-string"),
        ("/items/2", "not-a-choice"),
        ("/items/3", "required"),
    ]


@pytest.mark.parametrize("document", [[], "text", 1, None])
def test_a_body_that_is_no_object_is_refused_at_its_root(document: Any) -> None:
    assert faults_of(document) == [("", "not-an-object")]


def test_no_fault_repeats_a_value_that_was_sent() -> None:
    secret = "SECRET-4711"
    bad = transfer(amount=secret, on=secret, at=secret, tags=[secret] * 3)
    bad["payee"] = {
        "name": secret * 3,
        "account": {"routing_number": secret, "account_number": secret * 3},
    }
    for document, model in (
        ({"payments": [bad], "same_day": secret, "count": secret}, Batch),
        ({"payments": secret}, Batch),
        ({"items": [{"kind": secret}]}, Mixed),
        (secret, Batch),
    ):
        with pytest.raises(ValidationFailed) as refused:
            parse_body(document, model)
        assert secret not in str(refused.value)
        assert secret not in repr(refused.value.errors)
        assert refused.value.__cause__ is None
        assert all(error.detail.endswith(".") for error in refused.value.errors)


def test_at_most_a_hundred_faults_are_listed_and_the_total_is_told() -> None:
    with pytest.raises(ValidationFailed) as refused:
        parse_body({"payments": [transfer(amount=1)] * 250}, Batch)
    assert len(refused.value.errors) == 100
    assert "250" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"a": 1,}', "line 1, column 9"),
        (b'{\n "a": tru\n}', "line 2, column 7"),
        (b"", "empty"),
        (b"   ", "empty"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "twice"),
        (b'{"a": "\xff"}', "UTF-8"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'\xef\xbb\xbf{"a": 1}', "JSON"),
        (b"[" * 200_000 + b"]" * 200_000, "deep"),
        (b'{"a":' * 100_000, "deep"),
        (b'{"a": ' + b"9" * 5000 + b"}", "digits"),
        (b'{"a": 1} {"b": 2}', "line 1"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(MalformedJson, match=words):
        decode_json(data)


def test_characters_no_database_keeps_are_refused_at_their_place() -> None:
    for escape in ("\\u0000", "\\ud800", "\\uDFFF"):
        with pytest.raises(ValidationFailed) as refused:
            decode_json(f'{{"a": [{{"b": "x{escape}"}}]}}'.encode())
        assert refused.value.errors[0].pointer == "/a/0/b"
    assert decode_json(b'{"a": "\\ud83d\\ude00 \\\\u0000"}') == {"a": "\U0001f600 \\u0000"}


def test_a_name_that_no_database_keeps_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValidationFailed) as refused:
        decode_json(b'{"a": {"x\\ud800": 1}}')
    assert refused.value.errors[0].pointer == "/a"


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x"])
def test_another_media_type_is_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        read_body(request_of(b"{}", content_type), Batch)


def test_a_suffixed_json_media_type_is_read() -> None:
    request = request_of(b'{"payments": []}', "application/vnd.the+json; charset=utf-8")
    assert read_body(request, Batch).payments == []


class Counting(io.BytesIO):
    """A stream that counts what is asked of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        chunk = super().read(size)
        self.taken += len(chunk)
        return chunk


def chunked(data: bytes) -> tuple[Request, Counting]:
    request = request_of(b"")
    stream = Counting(data)
    request._request.META.update(
        {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "wsgi.input": stream}
    )
    request._request.META.pop("CONTENT_LENGTH", None)
    return request, stream


def test_a_body_over_the_limit_is_refused_by_its_length() -> None:
    with pytest.raises(BodyTooLarge):
        read_bytes(request_of(b"x" * 1001), limit_bytes=1000)
    assert read_bytes(request_of(b"x" * 1000), limit_bytes=1000) == b"x" * 1000


def test_a_chunked_body_is_read_and_counted() -> None:
    request, _ = chunked(b'{"payments": []}')
    assert read_body(request, Batch).payments == []
    request, stream = chunked(b"x" * 5_000_000)
    with pytest.raises(BodyTooLarge):
        read_bytes(request, limit_bytes=100_000)
    assert stream.taken < 1_300_000


def test_a_body_can_be_read_again() -> None:
    request = request_of(b'{"payments": []}')
    assert read_bytes(request) == read_bytes(request) == request._request.body


def test_a_pointer_escapes_tilde_and_slash() -> None:
    assert pointer_of(("a/b", 0, "~c")) == "/a~1b/0/~0c"
