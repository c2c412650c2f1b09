"""Reading a request's body: its size, its JSON, its shape. What it means is the services' to say.

The compiled validator is used because a call may hold 10,000 payments. No fault repeats the value
that was sent: it may be an account number or a patient's name.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, Protocol, TypeVar

from django.conf import settings
from django.http import HttpRequest
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.request import Request

from hmsach.api.problems import (
    ERRORS_LISTED_MAX,
    BadRequest,
    BodyTooLarge,
    MalformedJson,
    faults_sentence,
    pointer_of,
)
from hmsach.lib.errors import FieldError, InvalidInput

M = TypeVar("M", bound=BaseModel)
CHUNK_BYTES = 64 * 1024
# A refused body is still taken in, unkept, up to this many times the limit: closing a connection
# with bytes unread resets it, and the caller would never see the 413.
DISCARD_FACTOR = 10


class ValidationFailed(InvalidInput):
    """The request has faults."""

    code = "validation-failed"


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_body(request: Request, model: type[M], *, limit_bytes: int | None = None) -> M:
    """The JSON body as `model`.

    Raises UnsupportedMediaType, BodyTooLarge, MalformedJson, and ValidationFailed with a JSON
    pointer for each fault (the first hundred; the sentence tells the total).
    """
    return parse_body(read_json(request, limit_bytes=limit_bytes), model)


def parse_body(document: Any, model: type[M]) -> M:
    """An already decoded document as `model`; raises ValidationFailed."""
    try:
        return model.model_validate(document)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        listed = [_field_error(fault, document) for fault in faults[:ERRORS_LISTED_MAX]]
        raise ValidationFailed(listed, faults_sentence(len(faults))) from None


def read_json(request: Request, *, limit_bytes: int | None = None) -> Any:
    """The decoded JSON of the body, without duplicate keys, NaN, NUL characters or bad Unicode."""
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise UnsupportedMediaType(media_type)
    return decode_json(read_bytes(request, limit_bytes=limit_bytes))


def read_bytes(request: Request, *, limit_bytes: int | None = None) -> bytes:
    """The body's bytes, at most `limit_bytes`; may be asked for again.

    A larger body is refused by its Content-Length before it is kept, a chunked one by counting.
    """
    http: HttpRequest = request._request
    limit = limit_bytes or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    kept: bytes | None = http.__dict__.get("_body")
    if kept is None:
        kept = _take(http, limit)
        http._body = kept  # type: ignore[attr-defined]
    if len(kept) > limit:
        raise BodyTooLarge
    return kept


def decode_json(data: bytes) -> Any:
    """JSON of `data` (UTF-8); raises MalformedJson with line and column."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJson(f"The body is not UTF-8: byte {error.start + 1} is wrong.") from None
    if not text.strip():
        raise MalformedJson("The body is empty; send a JSON object.")
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise MalformedJson(f"The body is not JSON: {error.msg} at {where}.") from None
    except RecursionError:
        raise MalformedJson("The JSON is nested too deep.") from None
    except ValueError:
        # Python's own limit on the digits of an integer.
        raise MalformedJson("A number in the JSON has too many digits.") from None
    _refuse_bad_text(text, document)
    return document


def _take(http: HttpRequest, limit: int) -> bytes:
    # A body that follows "Transfer-Encoding: chunked" has no length; the server marks its end.
    chunked = "chunked" in http.META.get("HTTP_TRANSFER_ENCODING", "").lower()
    stream: _Readable = http  # type: ignore[assignment]
    if chunked and http.META.get("wsgi.input_terminated"):
        stream = http.META["wsgi.input"]
    elif _declared_length(http) > limit:
        _discard(stream, limit * DISCARD_FACTOR)
        raise BodyTooLarge
    parts: list[bytes] = []
    taken = 0
    while chunk := _read(stream, CHUNK_BYTES):
        taken += len(chunk)
        if taken > limit:
            _discard(stream, limit * DISCARD_FACTOR)
            raise BodyTooLarge
        parts.append(chunk)
    return b"".join(parts)


def _declared_length(http: HttpRequest) -> int:
    try:
        return int(http.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _read(stream: _Readable, size: int) -> bytes:
    try:
        return stream.read(size)
    except OSError:
        raise BadRequest("The body broke off before its end; send it again.") from None


def _discard(stream: _Readable, at_most: int) -> None:
    dropped = 0
    while dropped < at_most and (chunk := _read(stream, CHUNK_BYTES)):
        dropped += len(chunk)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise MalformedJson("An object names the same field twice; name it once.")
    return result


def _no_constant(name: str) -> NoReturn:
    raise MalformedJson("NaN and Infinity are not JSON; leave the field out.")


def _refuse_bad_text(text: str, document: Any) -> None:
    # Neither database stores U+0000 or half a surrogate pair; both can only come as an escape.
    if "\\u0000" not in text and "\\ud" not in text and "\\uD" not in text:
        return
    for path, value in _strings(document):
        if "\x00" in value or any("\ud800" <= char <= "\udfff" for char in value):
            error = FieldError(
                pointer_of(path), "character-invalid", "Remove the NUL or broken character."
            )
            raise ValidationFailed([error])


def _strings(document: Any) -> Iterator[tuple[tuple[object, ...], str]]:
    waiting: list[tuple[tuple[object, ...], Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            # A broken name would break the answer as well, so it is reported at its object.
            waiting.extend((path, name) for name in value)
            waiting.extend(((*path, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), inner) for index, inner in enumerate(value))


# --- the validator's faults, in our words ------------------------------------------------------
# Pydantic's error type -> our code and a sentence, in which its own limits may stand.
_FAULTS: Mapping[str, tuple[str, str]] = {
    "missing": ("required", "This field is required."),
    "string_type": ("not-text", "Send this as text, in quotes."),
    "string_too_long": ("too-long", "Send at most {max_length} characters."),
    "string_too_short": ("too-short", "Send at least {min_length} characters."),
    "string_pattern_mismatch": ("form-wrong", "This does not have the form asked for."),
    "literal_error": ("not-a-choice", "Send one of {expected}."),
    "enum": ("not-a-choice", "Send one of {expected}."),
    "union_tag_invalid": ("not-a-choice", "{discriminator} must be one of {expected_tags}."),
    "union_tag_not_found": ("required", "The field {discriminator} is required."),
    "too_long": ("too-many", "Send at most {max_length} of these in one call."),
    "too_short": ("too-few", "Send at least {min_length} of these."),
    "list_type": ("not-a-list", "Send a list, in square brackets."),
    "dict_type": ("not-an-object", "Send an object, in curly braces."),
    "model_type": ("not-an-object", "Send an object, in curly braces."),
    "model_attributes_type": ("not-an-object", "Send an object, in curly braces."),
    "bool_type": ("not-true-or-false", "Send true or false, without quotes."),
    "int_type": ("not-a-whole-number", "Send a whole number, without quotes."),
    "int_from_float": ("not-a-whole-number", "Send a whole number."),
    "greater_than": ("out-of-range", "Send a number above {gt}."),
    "greater_than_equal": ("out-of-range", "Send a number of at least {ge}."),
    "less_than": ("out-of-range", "Send a number below {lt}."),
    "less_than_equal": ("out-of-range", "Send a number of at most {le}."),
}


def _field_error(fault: ErrorDetails, document: Any) -> FieldError:
    kind = fault["type"]
    pointer = pointer_of(_path_in(fault["loc"], document, missing=kind == "missing"))
    context = fault.get("ctx", {})
    if "sentence" in context:
        return FieldError(pointer, kind, str(context["sentence"]))
    code, sentence = _FAULTS.get(kind, ("invalid", "This value is not valid here."))
    return FieldError(pointer, code, sentence.format(**context))


def _path_in(loc: tuple[int | str, ...], document: Any, *, missing: bool) -> Iterator[int | str]:
    """The steps of `loc` that are in the document: the validator adds the names of union arms."""
    here = document
    for number, step in enumerate(loc):
        if isinstance(here, dict):
            is_last = number == len(loc) - 1
            if step in here or (missing and is_last):
                yield step
                here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            yield step
            here = here[step]
