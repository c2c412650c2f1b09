"""Keyed digests of rows: over plain values, so that new data keys leave them as they are."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from hmsach.db.fields import EncryptedBinaryField, EncryptedTextField, Sealed
from hmsach.db.records import plain_rows

ROWS_AT_ONCE = 500
# Whole files live in sealed binary columns; few of them are held at a time.
FILES_AT_ONCE = 4


def mac(message: bytes) -> str:
    """HMAC-SHA256 under the chain key, which the database does not hold."""
    return hmac.new(_chain_key(settings.CHAIN_KEY), message, hashlib.sha256).hexdigest()


def canonical(value: Any) -> str:
    """One spelling of a value made of JSON types, UUIDs, moments, decimals and bytes."""
    return json.dumps(value, default=_plain, sort_keys=True, separators=(",", ":"))


def columns_of(model: type[models.Model]) -> list[str]:
    """The model's columns in order."""
    return [field.attname for field in model._meta.concrete_fields]


def shape_of(table: str, columns: Sequence[str]) -> str:
    """A short name for these columns of this table, which proves them."""
    return hashlib.sha256(canonical([table, list(columns)]).encode()).hexdigest()[:16]


class TableDigest:
    """Rows of one table and one act, fed in order of their keys."""

    def __init__(self, shape: str) -> None:
        self.count = 0
        self._mac = hmac.new(_chain_key(settings.CHAIN_KEY), shape.encode(), hashlib.sha256)

    def add(self, values: Sequence[Any]) -> None:
        """Take in one row: its values in the shape's order."""
        self.count += 1
        self._mac.update(b"\n" + canonical(values).encode())

    def hexdigest(self) -> str:
        """The digest of the rows so far."""
        return self._mac.hexdigest()


class RowReader:
    """Reads rows of a model as plain values; opens what is sealed."""

    def __init__(self, model: Any, columns: Sequence[str] | None = None) -> None:
        self.model = model
        self.columns = list(columns or columns_of(model))
        fields = {field.attname: field for field in model._meta.concrete_fields}
        self._row_id = self.columns.index("id") if "id" in self.columns else -1
        self._sealed = [
            (place, fields[name])
            for place, name in enumerate(self.columns)
            if isinstance(fields[name], (EncryptedTextField, EncryptedBinaryField))
        ]
        files = any(isinstance(field, EncryptedBinaryField) for _, field in self._sealed)
        self._chunk = FILES_AT_ONCE if files else ROWS_AT_ONCE

    def rows(self, queryset: models.QuerySet[Any]) -> Iterable[Sequence[Any]]:
        """Each row's values in order of `columns`. Raises Undecipherable."""
        found = queryset.values_list(*self.columns).iterator(chunk_size=self._chunk)
        return map(self.opened, found) if self._sealed else found

    def opened(self, row: Sequence[Any]) -> list[Any]:
        """The row with its sealed values open."""
        values = list(row)
        for place, field in self._sealed:
            if isinstance(values[place], Sealed):
                values[place] = field.open(values[place], values[self._row_id])
        return values


def digest_of_act(model: Any, act_id: UUID) -> tuple[int, str, str]:
    """(rows, digest, shape) of what the act wrote to the table."""
    reader = RowReader(model)
    shape = shape_of(model._meta.label, reader.columns)
    digest = TableDigest(shape)
    written = plain_rows(model).filter(act_id=act_id).order_by("pk")
    for row in reader.rows(written):
        digest.add(row)
    return digest.count, digest.hexdigest(), shape


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (bytes, memoryview)):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"A digest knows no {type(value).__name__}.")


@lru_cache(maxsize=4)
def _chain_key(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
