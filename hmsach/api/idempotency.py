"""Answering a repeated request with the first answer: the Idempotency-Key header.

The claim of a key commits first, by itself; the answer is then kept in the transaction of the
act's own effects, so no crash leaves one without the other. After a crash the claim stays in
flight and, a minute later, the next request takes it over.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpResponse, HttpResponseBase
from pydantic import BaseModel
from rest_framework.request import Request
from rest_framework.response import Response

from hmsach.api.authentication import client_id_of
from hmsach.api.bodies import parse_body, read_bytes, read_json
from hmsach.api.models import IdempotencyRecord, IdempotencyState
from hmsach.api.problems import BadRequest
from hmsach.lib import clock
from hmsach.lib.errors import Conflict, DomainError

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEY_CHARS_MAX = 255
STALE_AFTER = timedelta(seconds=60)
KEPT_HEADERS = ("Content-Type", "Location", "ETag", "Retry-After", "Link")

_PRINTABLE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?", re.ASCII)
log = logging.getLogger(__name__)


class IdempotencyKeyMissing(BadRequest):
    """This call needs an Idempotency-Key header, so that a repeat does nothing twice."""

    code = "idempotency-key-missing"


class IdempotencyKeyInvalid(BadRequest):
    """The Idempotency-Key header is 1 to 255 printable ASCII characters."""

    code = "idempotency-key-invalid"


class IdempotencyKeyReused(DomainError):
    """This Idempotency-Key was used for another body; use a new one."""

    code = "idempotency-key-reused"


class RequestInFlight(Conflict):
    """The first request under this Idempotency-Key is still being answered; ask again shortly."""

    code = "request-in-flight"
    retry_after_seconds = 2


def idempotent(
    *, required: bool, body: type[BaseModel] | None = None, limit_bytes: int | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Make a view's method answer a repeat under the same key with its first answer.

    With `body`, the request's JSON is read as that model before any transaction, and handed to
    the method as the argument `body`. The method runs in one transaction with the keeping of its
    answer; an exception, or an answer of 400 and above, undoes both and frees the key.
    """

    def decorate(method: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(method)
        def answer(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = _key_of(request, required=required)
            data = read_bytes(request, limit_bytes=limit_bytes)
            if body is not None:
                kwargs["body"] = parse_body(read_json(request, limit_bytes=limit_bytes), body)
            if key is None:
                return method(view, request, *args, **kwargs)
            record, is_first = _claim(request, key, hashlib.sha256(data).hexdigest())
            if not is_first:
                return _replay(record)
            return _act(record, view, request, lambda: method(view, request, *args, **kwargs))

        answer.idempotency_required = required  # type: ignore[attr-defined]
        answer.body_model = body  # type: ignore[attr-defined]
        return answer

    return decorate


def _key_of(request: Request, *, required: bool) -> str | None:
    key = request.headers.get(HEADER)
    if key is None:
        if required:
            raise IdempotencyKeyMissing
        return None
    if len(key) > KEY_CHARS_MAX or not _PRINTABLE.fullmatch(key):
        raise IdempotencyKeyInvalid
    return key


def _claim(request: Request, key: str, body_hash: str) -> tuple[IdempotencyRecord, bool]:
    """The key's record, and whether this request is the one to act.

    Raises IdempotencyKeyReused for another body, RequestInFlight while the first still runs.
    """
    now = clock.now()
    with transaction.atomic(durable=True):
        record, is_first = IdempotencyRecord.objects.get_or_create(
            client=client_id_of(request),
            endpoint=f"{request.method} {request.path}",
            key=key,
            defaults={"body_hash": body_hash, "claimed_at": now},
        )
        if is_first:
            return record, True
        if record.body_hash != body_hash:
            raise IdempotencyKeyReused
        if record.state == IdempotencyState.DONE:
            return record, False
        if not _take_over(record, now):
            raise RequestInFlight
        return record, True


def _take_over(record: IdempotencyRecord, now: datetime) -> bool:
    """Whether the claim was stale and is ours now."""
    if now - record.claimed_at < STALE_AFTER:
        return False
    taken = _ours(record).update(claimed_at=now)
    record.claimed_at = now
    return bool(taken)


def _ours(record: IdempotencyRecord) -> Any:
    return IdempotencyRecord.objects.filter(
        pk=record.pk, state=IdempotencyState.IN_FLIGHT, claimed_at=record.claimed_at
    )


def _act(
    record: IdempotencyRecord,
    view: Any,
    request: Request,
    method: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    try:
        with transaction.atomic():
            response = _rendered(view, request, method())
            if response.status_code < 400:
                _keep(record, response)
            else:
                transaction.set_rollback(True)
    except Exception:
        _free(record)
        raise
    if response.status_code >= 400:
        _free(record)
    return response


def _rendered(view: Any, request: Request, response: HttpResponseBase) -> HttpResponse:
    if isinstance(response, Response):
        response = view.finalize_response(request, response)
        response.render()  # type: ignore[attr-defined]
    if not isinstance(response, HttpResponse):
        raise TypeError("An answer that is streamed cannot be kept for a repeat.")
    kept = {name: response[name] for name in KEPT_HEADERS if name in response}
    return HttpResponse(response.content, status=response.status_code, headers=kept)


def _keep(record: IdempotencyRecord, response: HttpResponse) -> None:
    kept = _ours(record).update(
        state=IdempotencyState.DONE,
        status_code=response.status_code,
        headers=dict(response.items()),
        body=response.content.decode("utf-8"),
        finished_at=clock.now(),
    )
    if not kept:
        # Slower than a minute, and another request has taken the key: undo, let that one act.
        raise RequestInFlight


def _free(record: IdempotencyRecord) -> None:
    try:
        _ours(record).delete()
    except DatabaseError:
        log.warning("A key could not be freed; it is taken over in a minute.", exc_info=True)


def _replay(record: IdempotencyRecord) -> HttpResponse:
    return HttpResponse(
        record.body.encode("utf-8"),
        status=record.status_code or 200,
        headers={**record.headers, REPLAYED: "true"},
    )
