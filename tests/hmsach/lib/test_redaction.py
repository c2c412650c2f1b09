"""Redaction: texts, log records and events give nothing away, and stay readable otherwise."""

import io
import logging
import sys
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from hmsach.lib.ids import public_id
from hmsach.lib.redaction import REDACTED, RedactingFilter, mask_account, redact, redact_event

ACCOUNT = "000123452233"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (ACCOUNT, "••••2233"),
        ("1112233", "••••2233"),
        ("AB-00012233", "••••2233"),
        ("112233", "••••"),
        ("2233", "••••"),
        ("1", "••••"),
        ("", ""),
    ],
)
def test_a_masked_account_shows_at_most_its_last_four(text: str, masked: str) -> None:
    assert mask_account(text) == masked


@given(st.text(max_size=40))
def test_a_mask_never_holds_more_than_four_of_the_text(text: str) -> None:
    assert mask_account(text).removeprefix("••••") in ("", text[-4:])


@given(st.text("ab 0123456789-:.,", max_size=80))
def test_no_run_of_seven_digits_survives(text: str) -> None:
    redacted = redact(text)
    runs = "".join(c if c.isdigit() else " " for c in redacted).split()
    assert all(len(run) < 7 for run in runs)


# Words that bring every alternative of the pattern next to the others.
FRAGMENTS = (
    *("password=", "'last': ", "token", ": ", "Bearer ", "a://u:p@b", "eyJa.b.c", ACCOUNT),
    *("1234567", "1234 5678 9012", "123-45-6789", "x", "\n", "'", '"', *"{}[]()"),
)
fragments = st.sampled_from(FRAGMENTS)


@given(st.lists(fragments, max_size=12).map(" ".join))
def test_redacting_twice_is_redacting_once(text: str) -> None:
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (f"paid {ACCOUNT} today", "paid ••••2233 today"),
        ("6220210000210001234567", "••••4567"),
        ("card 4000 1234 5678 9010", "card ••••9010"),
        ("ssn 123-45-6789.", "ssn [redacted]."),
        ("password=hunter2, user=ann", "password=[redacted], user=ann"),
        ("client_secret: s3cr3t rest", "client_secret: [redacted] rest"),
        ("token='never closed", "token=[redacted]"),
        ("secret=b'raw' rest", "secret=[redacted] rest"),
        ("Account number: 12345", "Account number: [redacted]"),
        ("routing-number=021000021", "routing-number=[redacted]"),
        ("{'last': 'DOE', 'n': 1}", "{'last': [redacted], 'n': 1}"),
        ("{'first': \"O'NEIL\"}", "{'first': [redacted]}"),
        ('{"patient": {"name": "DOE"}, "n": 1}', '{"patient": [redacted], "n": 1}'),
        ("{'patient': {'a': {'b': 'DOE'}}}", "{'patient': [redacted]"),
        ("patient=Patient(name='DOE')", "patient=[redacted])"),
        ("Authorization: Bearer abc.def", "Authorization: [redacted]"),
        ("sent Bearer abcdef123456 along", "sent Bearer [redacted] along"),
        ("got eyJhbGciOi.eyJzdWIi.c2ln here", "got [redacted] here"),
        ("sftp://bank:pw@host:22/in", "sftp://bank:[redacted]@host:22/in"),
        ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----.", "[redacted]."),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "[redacted]"),
    ],
)
def test_what_is_sensitive_is_taken_out(text: str, redacted: str) -> None:
    assert redact(text) == redacted


@pytest.mark.parametrize(
    "text",
    [
        "imported 200 entries in 12.5 s",
        "2026-11-23T01:29:00.123456Z",
        "batch b_01KAQ3ZV5X8Y9ZJ1234567890A closed",
        "row 12345678-1234-4234-8234-123456789012",
        "digest a" + "1" * 63,
        "act 0123456789abcdef0123456789012345",
        "the first and the last: done",
        "classname=Ledger",
        "$123,456.78",
    ],
)
def test_what_is_needed_to_read_a_log_stays(text: str) -> None:
    assert redact(text) == text


@given(st.uuids())
def test_ids_of_ours_stay_readable(some: uuid.UUID) -> None:
    assert redact(f"row {some}") == f"row {some}"
    shown = public_id("e")
    assert redact(shown) == shown


def event(**fields: object) -> dict[str, object]:
    return redact_event(None, "info", {"event": "paid", **fields})


@pytest.mark.parametrize(
    "key",
    [
        *("password", "Authorization", "access_token", "account_number", "routing_number"),
        *("X-Api-Key", "patient", "last", "first", "birth_date", "member_id", "patient_name"),
    ],
)
def test_an_event_hides_the_value_of_a_sensitive_key(key: str) -> None:
    for value in ("DOE", 12, ["DOE"], {"a": "DOE"}, date(1980, 1, 1)):
        assert event(**{key: value})[key] == REDACTED


@pytest.mark.parametrize("value", [None, "", True, False])
def test_an_event_still_tells_that_a_value_is_missing(value: object) -> None:
    assert event(account_number=value)["account_number"] is value


def test_an_event_is_redacted_at_every_depth() -> None:
    rows = event(rows=[{"first": "JANE", "note": (f"to {ACCOUNT}",)}])["rows"]
    assert rows == [{"first": REDACTED, "note": ("to ••••2233",)}]


def test_an_event_keeps_measures_and_plain_values() -> None:
    fields = {
        "amount_cents": 123456789,
        "count": 10000000,
        "took_ms": 1.5,
        "at": datetime(2026, 11, 23, tzinfo=UTC),
        "row": uuid.UUID(int=7),
        "rate": Decimal("0.05"),
        "small": 123456,
        "_record": f"structlog's own {ACCOUNT}",
    }
    assert event(**fields) == {"event": "paid", **fields}


def test_an_event_masks_long_numbers_and_objects_that_tell_them() -> None:
    class Payee:
        def __repr__(self) -> str:
            return f"<Payee {ACCOUNT}>"

    masked = event(
        account=123452233, payee=Payee(), body=b"secret bytes", error=ValueError(ACCOUNT)
    )
    assert masked["account"] == "••••2233"
    assert masked["payee"] == "<Payee ••••2233>"
    assert masked["body"] == "<12 bytes>"
    assert masked["error"] == "••••2233"


def test_an_event_that_holds_itself_comes_to_an_end() -> None:
    loop: dict[str, object] = {}
    loop["loop"] = loop
    assert REDACTED in str(event(loop=loop))


def test_an_object_that_cannot_be_written_does_not_stop_the_log() -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError(ACCOUNT)

    assert event(thing=Broken())["thing"] == "<Broken, unreadable>"


def test_the_given_event_is_left_as_it_was() -> None:
    given_event = {"event": "x", "password": "p"}
    redact_event(None, "info", given_event)
    assert given_event["password"] == "p"


@pytest.mark.parametrize("how", ["true", "error", "tuple"])
def test_a_pending_traceback_becomes_redacted_text(how: str) -> None:
    try:
        raise ValueError(f"bad account {ACCOUNT}")
    except ValueError as error:
        given_info = {"true": True, "error": error, "tuple": sys.exc_info()}[how]
        shown = event(exc_info=given_info)
    assert "exc_info" not in shown
    assert "ValueError: bad account ••••2233" in str(shown["exception"])
    assert ACCOUNT not in str(shown)


def test_a_structlog_chain_writes_nothing_sensitive() -> None:
    out = io.StringIO()
    log = structlog.wrap_logger(
        structlog.PrintLogger(out),
        processors=[redact_event, structlog.processors.JSONRenderer(ensure_ascii=False)],
    )
    try:
        raise KeyError(ACCOUNT)
    except KeyError:
        log.error(f"failed for {ACCOUNT}", token="t0ps3cret", exc_info=True)
    assert "••••2233" in out.getvalue()
    assert ACCOUNT not in out.getvalue()
    assert "t0ps3cret" not in out.getvalue()


@pytest.fixture
def written():
    """A logger whose one handler has the filter, and what it wrote."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.Logger("test", logging.DEBUG)
    log.addHandler(handler)
    return log, out.getvalue


@pytest.mark.parametrize(
    ("message", "args", "line"),
    [
        (f"paid {ACCOUNT}", (), "paid ••••2233"),
        ("paid %s", (ACCOUNT,), "paid ••••2233"),
        ("paid %d", (123452233,), "paid ••••2233"),
        ("paid %(account)s", ({"account": ACCOUNT},), "paid ••••2233"),
        ("%(token)s of %(user)s", ({"token": "t0p", "user": "ann"},), "[redacted] of ann"),
        ("password=%s", ("hunter2",), "password=[redacted]"),
        ("row %r", ({"last": "DOE"},), "row {'last': [redacted]}"),
        ("error: %s", (ValueError(ACCOUNT),), "error: ••••2233"),
        ("%d of %d, 100%%", (3, 4), "3 of 4, 100%"),
        ("100% done", (), "100% done"),
        ("does %d not fit", ("x",), "does %d not fit [arguments do not fit]"),
    ],
)
def test_a_log_line_is_redacted_with_its_arguments(written, message, args, line) -> None:
    log, text = written
    log.info(message, *args)
    assert text() == line + "\n"


def test_a_log_line_is_redacted_with_its_traceback_and_stack(written) -> None:
    log, text = written
    try:
        raise ValueError(f"account {ACCOUNT}")
    except ValueError:
        log.exception("it failed", stack_info=True)
    assert "ValueError: account ••••2233" in text()
    assert "Stack (most recent call last)" in text()
    assert ACCOUNT not in text()


def record(msg: object, *args: object, **extra: object) -> logging.LogRecord:
    made = logging.makeLogRecord({"msg": msg, "args": args, **extra})
    assert RedactingFilter().filter(made) is True
    return made


def test_arguments_stay_apart_where_they_are_harmless() -> None:
    made = record("%s %s %d", "GET", "/batches", 200)
    assert (made.msg, made.args) == ("%s %s %d", ("GET", "/batches", 200))


def test_arguments_that_a_formatter_takes_apart_are_redacted_one_by_one() -> None:
    assert record("%s %s", "GET", f"/payees/{ACCOUNT}").args == ("GET", "/payees/••••2233")


def test_extras_are_redacted_but_objects_stay() -> None:
    request = object()
    made = record("x", account_number=ACCOUNT, note=ACCOUNT, request=request, status_code=200)
    assert vars(made)["account_number"] == REDACTED
    assert vars(made)["note"] == "••••2233"
    assert vars(made)["request"] is request
    assert vars(made)["status_code"] == 200


def test_a_record_whose_message_is_an_event_is_redacted_by_key() -> None:
    assert record({"event": ACCOUNT, "token": "t"}).msg == {"event": "••••2233", "token": REDACTED}
