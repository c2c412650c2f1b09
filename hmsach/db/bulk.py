"""Writes of many rows at once, with the history rows that save() would have written.

Signals are not sent and models' own save() is not called; people's edits go through save().
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction
from django.db.models.expressions import RawSQL

from hmsach.db import act_context
from hmsach.db.history import ActStamp, HistoryStamp, history_model_of
from hmsach.db.records import plain_rows
from hmsach.lib import clock


def bulk_insert(objects: Iterable[models.Model]) -> None:
    """All the objects are stored, each with its "+" history row, in the open act.

    Objects of several models may be mixed; they are stored model by model, in order of first
    appearance. Every primary key is there beforehand. COPY on PostgreSQL, executemany on SQLite.
    Raises ActRequired, ValueError for a missing key, IntegrityError as the database does.
    """
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for obj in objects:
        by_model.setdefault(type(obj), []).append(obj)
    with transaction.atomic():
        for model, rows in by_model.items():
            _insert(model, rows)
            _write_history(model, [row.pk for row in rows], "+")


def set_state(
    queryset: models.QuerySet[Any],
    *,
    to: Any,
    field: str = "status",
    extra: dict[str, Any] | None = None,
) -> int:
    """Every row of the queryset has `field` = `to` (and the `extra` columns), with "~" history.

    Returns how many rows. The rows stay locked to the end of the transaction. Whether the step is
    allowed is the caller's to check, by the queryset's own filter. Raises ActRequired.
    """
    model = queryset.model
    act_context.require_act()
    with transaction.atomic():
        ids = list(
            queryset.order_by("pk")
            .select_for_update(of=("self",), no_key=True)
            .values_list("pk", flat=True)
        )
        if ids:
            rows = plain_rows(model).filter(pk__in=_listed(model, ids))
            rows.update(**{field: to, **(extra or {})})
            _write_history(model, ids, "~")
    return len(ids)


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    _announce(model)
    fields: Sequence[Any] = model._meta.concrete_fields
    values = [_row_values(row, fields) for row in rows]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({columns}) FROM STDIN", values)
    else:
        marks = ", ".join(["%s"] * len(fields))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)  # noqa: S608
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _announce(model: type[models.Model]) -> None:
    """A fact's own table counts among those the act wrote; a record's history table follows."""
    if history_model_of(model) is not None or issubclass(model, ActStamp):
        act = act_context.require_act()
        if issubclass(model, ActStamp):
            act.tables.add(model)


def _row_values(row: models.Model, fields: Iterable[Any]) -> list[Any]:
    if row.pk is None:
        raise ValueError(f"{row._meta.label}: bulk_insert needs each primary key beforehand.")
    row._prepare_related_fields_for_save("bulk_insert")  # type: ignore[attr-defined]
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), connection=connection)
        for field in fields
    ]


def _copy(statement: str, values: Iterable[Sequence[Any]]) -> None:
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.cursor.copy(statement) as copy,
    ):
        for row in values:
            # Choices are str subclasses; COPY is given the plain text.
            copy.write_row([str(v) if isinstance(v, str) else v for v in row])


def _write_history(model: type[models.Model], ids: Sequence[Any], history_type: str) -> None:
    """One history row for each of the rows as they now are, by a single INSERT ... SELECT."""
    history = history_model_of(model)
    if history is None:
        return
    act = act_context.require_act()
    act.tables.add(history)
    constants = _constants(history, act, history_type)
    quote = connection.ops.quote_name
    key: Any = model._meta.pk
    kept = [quote(field.column) for field in history.tracked_fields]
    added = [quote(name) for name in constants]
    sql = (
        f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(kept + added)}) "  # noqa: S608
        f"SELECT {', '.join(kept + ['%s'] * len(added))} "
        f"FROM {quote(model._meta.db_table)} WHERE {quote(key.column)} IN "
    )
    listed = _listed(model, ids)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({listed.sql})", [*constants.values(), *listed.params])


def _constants(history: Any, act: act_context.Act, history_type: str) -> dict[str, Any]:
    """The columns that are the same for every row: who, why, when, in which act."""
    values: dict[str, Any] = {
        "history_date": clock.now(),
        "history_change_reason": act.reason,
        "history_type": history_type,
        "history_user_id": act.actor_id,
    }
    if issubclass(history, HistoryStamp):
        values |= {"act_id": act.id, "request_id": act.request_id}
    by_column = {field.column: field for field in history._meta.concrete_fields}
    return {
        name: by_column[name].get_db_prep_save(value, connection=connection)
        for name, value in values.items()
    }


def _listed(model: type[models.Model], ids: Sequence[Any]) -> RawSQL:
    """The keys as a subquery of one parameter, since databases limit how many there may be."""
    key = model._meta.pk
    stored = [key.get_db_prep_save(value, connection=connection) for value in ids]
    if connection.vendor == "postgresql":
        return RawSQL(f"SELECT unnest(%s::{key.rel_db_type(connection)}[])", [stored])  # noqa: S611
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(stored)])
