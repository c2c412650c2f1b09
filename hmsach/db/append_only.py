"""Triggers that refuse UPDATE and DELETE of history and facts, whoever asks.

They are put on after each `migrate`, from the models themselves, so none can be forgotten. The
owner of a PostgreSQL database can still TRUNCATE or drop them; the audit chain finds that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hmsach.db.history import ActStamp
from hmsach.db.records import AppendOnly

ACTS = ("update", "delete")
PG_FUNCTION = "hmsach_append_only"


def append_only_models() -> list[type[models.Model]]:
    """Every model whose rows are inserted once: histories, facts, events, the chain itself."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, (ActStamp, AppendOnly)) and model._meta.managed
    ]


def covered_models() -> list[Any]:
    """Those of them that belong to acts, so that the audit chain digests them."""
    return [model for model in append_only_models() if issubclass(model, ActStamp)]


def missing_triggers(
    connection: BaseDatabaseWrapper, tables: Iterable[str] | None = None
) -> list[tuple[str, str]]:
    """(table, update or delete) for each trigger that is not there; tables not made are skipped."""
    wanted = _tables() if tables is None else set(tables)
    with connection.cursor() as cursor:
        made = wanted & set(connection.introspection.table_names(cursor))
        present = _present(connection, cursor)
    return [(table, act) for table in sorted(made) for act in ACTS if (table, act) not in present]


def install(connection: BaseDatabaseWrapper, tables: Iterable[str] | None = None) -> None:
    """Every append-only table has its triggers; those that are there are left alone."""
    missing = missing_triggers(connection, tables)
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_PG_FUNCTION_SQL)
        for table, act in missing:
            cursor.execute(_drop_sql(connection, table, act))  # one that is there but disabled
            cursor.execute(triggers_sql(connection, table, act))


def triggers_sql(connection: BaseDatabaseWrapper, table: str, act: str) -> str:
    """The statement that puts the trigger against one act on one table."""
    quote = connection.ops.quote_name
    name = quote(_name(connection, table, act))
    if connection.vendor == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {quote(table)} "
            f"FOR EACH ROW EXECUTE FUNCTION {PG_FUNCTION}()"
        )
    return (
        f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {quote(table)} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: no {act}'); END"
    )


def drop(connection: BaseDatabaseWrapper, table: str) -> None:
    """The table has no append-only triggers. Only `lifted` and tests that play a tamperer do so."""
    with connection.cursor() as cursor:
        for act in ACTS:
            cursor.execute(_drop_sql(connection, table, act))


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For the flush between tests only: no triggers inside, all of them after.

    Raises RuntimeError on anything but a test database, before it touches a trigger.
    """
    if not is_test_database(connection):
        raise RuntimeError("Append-only triggers are lifted on a test database only.")
    guarded = {table for table, _ in _present_now(connection)}
    for table in sorted(guarded):
        drop(connection, table)
    try:
        yield
    finally:
        install(connection, guarded | _tables())


def is_test_database(connection: BaseDatabaseWrapper) -> bool:
    """Whether Django's test runner made this database, by its name."""
    name = str(connection.settings_dict["NAME"])
    in_memory = name == ":memory:" or name.startswith("file:memorydb")
    return in_memory or PurePath(name).name.startswith("test_")


_PG_FUNCTION_SQL = f"""
CREATE OR REPLACE FUNCTION {PG_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: no %', TG_TABLE_NAME, lower(TG_OP)
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def _tables() -> set[str]:
    return {model._meta.db_table for model in append_only_models()}


def _name(connection: BaseDatabaseWrapper, table: str, act: str) -> str:
    # SQLite names triggers across the database; PostgreSQL by table, and cuts names at 63.
    return f"append_only_{act}" + ("" if connection.vendor == "postgresql" else f"_{table}")


def _drop_sql(connection: BaseDatabaseWrapper, table: str, act: str) -> str:
    quote = connection.ops.quote_name
    on = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS {quote(_name(connection, table, act))}{on}"


def _present_now(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        return _present(connection, cursor)


def _present(connection: BaseDatabaseWrapper, cursor: Any) -> set[tuple[str, str]]:
    cursor.execute(_PRESENT_SQL[connection.vendor])
    return {
        (table, act)
        for table, name in cursor.fetchall()
        for act in ACTS
        if name == _name(connection, table, act)
    }


# A disabled trigger (tgenabled 'D') protects nothing, so it does not count.
_PRESENT_SQL = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND pg_table_is_visible(c.oid)"
    ),
}
