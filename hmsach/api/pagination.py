"""Lists by an opaque cursor: the place after the last row shown, signed, never an offset.

A row added meanwhile neither repeats nor hides another one.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac
from rest_framework.request import Request

from hmsach.api.problems import BadRequest
from hmsach.api.queries import LimitInvalid, QueryInvalid, whole_number

T = TypeVar("T", bound=Model)
LIMIT_DEFAULT = 100
LIMIT_MAX = 500
_SIGNATURE_BYTES = 12


class CursorInvalid(BadRequest):
    """The cursor is not one that this list gave; start again without it."""

    code = "cursor-invalid"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, and the cursor that leads to those after them (None on the last page)."""

    rows: list[T]
    next_cursor: str | None

    @property
    def has_more(self) -> bool:
        """Whether there are rows after these."""
        return self.next_cursor is not None

    def as_json(self, write: Callable[[T], Any], *, name: str = "results") -> dict[str, Any]:
        """{"results": [...], "next_cursor": ..., "has_more": ...}, each row through `write`."""
        return {
            name: [write(row) for row in self.rows],
            "next_cursor": self.next_cursor,
            "has_more": self.has_more,
        }


def limit_of(request: Request, *, default: int = LIMIT_DEFAULT) -> int:
    """The `limit` asked for, 1 to 500; raises LimitInvalid."""
    try:
        return whole_number(request, "limit", default=default, least=1, most=LIMIT_MAX)
    except QueryInvalid:
        raise LimitInvalid from None


def paginate(
    request: Request,
    queryset: QuerySet[T],
    *,
    order: Sequence[str] = ("created_at", "id"),
    default_limit: int = LIMIT_DEFAULT,
) -> Page[T]:
    """The page that `cursor` and `limit` of the query ask for.

    `order` names fields of the model itself that are never null, the last one unique; a leading
    minus turns a field's direction. Raises CursorInvalid, LimitInvalid.
    """
    limit = limit_of(request, default=default_limit)
    purpose = f"{request.path} {','.join(order)}"
    cursor = request.query_params.get("cursor")
    if cursor:
        queryset = queryset.filter(_after(queryset.model, order, _read(cursor, purpose)))
    rows = list(queryset.order_by(*order)[: limit + 1])
    if len(rows) <= limit:
        return Page(rows, None)
    last = rows[limit - 1]
    place = [_plain(getattr(last, name.lstrip("-"))) for name in order]
    return Page(rows[:limit], _write(place, purpose))


def _after(model: type[Model], order: Sequence[str], place: list[Any]) -> Q:
    """(a > x) or (a = x and b > y) or ..., each in its field's direction."""
    if len(place) != len(order):
        raise CursorInvalid
    condition, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        plain = name.lstrip("-")
        typed = _typed(model._meta.get_field(plain), value)
        beyond = "lt" if name.startswith("-") else "gt"
        condition |= equal & Q(**{f"{plain}__{beyond}": typed})
        equal &= Q(**{plain: typed})
    return condition


def _typed(field: Any, value: Any) -> Any:
    if not isinstance(field, Field):
        raise FieldDoesNotExist
    try:
        return field.to_python(value)
    except ValidationError:
        raise CursorInvalid from None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _write(place: list[Any], purpose: str) -> str:
    data = json.dumps(place, separators=(",", ":")).encode()
    return _text_of(_signature(data, purpose) + data)


def _read(cursor: str, purpose: str) -> list[Any]:
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise CursorInvalid from None
    signature, data = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    # Base64 has several texts for the same bytes; only the one we gave is ours.
    if cursor != _text_of(raw) or not constant_time_compare(signature, _signature(data, purpose)):
        raise CursorInvalid
    place = json.loads(data)
    if not isinstance(place, list):
        raise CursorInvalid
    return place


def _text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _signature(data: bytes, purpose: str) -> bytes:
    # Bound to the list, so that a place in one cannot be carried to another.
    digest = salted_hmac(f"hmsach.cursor {purpose}", data, algorithm="sha256").digest()
    return bytes(digest[:_SIGNATURE_BYTES])
