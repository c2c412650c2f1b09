"""Plain tables of related rows, as a document shows them: no forms, a sentence when empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.safestring import SafeString

from hmsach.admin.values import is_money, label, page_of, show
from hmsach.admin.viewer import may_open

ROWS_MAX = 50


@dataclass(frozen=True)
class Column:
    """A heading; `number` stands on the right."""

    title: str
    number: bool = False


@dataclass
class Table:
    """What `hmsach/table.html` renders. `rows` are cells; `links[i]` is the page of row i or ""."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    empty: str = "None."
    links: Sequence[str] = ()
    more: str = ""
    more_url: str = ""
    foot: Sequence[Any] = field(default_factory=tuple)
    counted: bool = True

    @property
    def lines(self) -> list[tuple[str, list[tuple[Column, Any]]]]:
        """For the template: each row's link and its cells with their columns."""
        links = [*self.links, *[""] * (len(self.rows) - len(self.links))]
        return [
            (link, list(zip(self.columns, cells, strict=True)))
            for link, cells in zip(links, self.rows, strict=True)
        ]

    @property
    def foot_cells(self) -> list[tuple[Column, Any]]:
        """The cells of the totals' line with their columns."""
        return list(zip(self.columns, self.foot, strict=True)) if self.foot else []


def table_of(
    title: str,
    queryset: QuerySet[Any] | Sequence[Model],
    columns: Iterable[str],
    *,
    empty: str = "None.",
    limit: int = ROWS_MAX,
    more_url: str = "",
    model_admin: Any = None,
    linked: bool = True,
    model: type[Model] | None = None,
) -> Table:
    """A table of model rows; `columns` are field names or properties. One query, `limit` rows.

    Give a queryset with its `select_related`; it must already be in scope.
    """
    names = list(columns)
    found = list(queryset[: limit + 1])
    rows, is_cut = found[:limit], len(found) > limit
    of_model = model or getattr(queryset, "model", None) or (type(rows[0]) if rows else Model)
    return Table(
        title=title,
        columns=[Column(_title(of_model, n, model_admin), is_money(of_model, n)) for n in names],
        rows=[[show(row, name, model_admin) for name in names] for row in rows],
        empty=empty,
        links=[page_of(row) if may_open(row) else "" for row in rows] if linked else (),
        more=f"Only the first {limit} are shown." if is_cut else "",
        more_url=more_url,
    )


def _title(model: type[Model], name: str, model_admin: Any) -> str:
    if model is Model:
        return name
    return label(model, name, model_admin)


@dataclass(frozen=True)
class Fact:
    """A label and its value in a document."""

    title: str
    value: SafeString | str
