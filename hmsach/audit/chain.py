"""How an act enters the chains: what is hashed, and the order in which it is stored."""

from __future__ import annotations

from typing import Any

from django.db import connection

from hmsach.audit.digests import canonical, columns_of, digest_of_act, mac
from hmsach.audit.models import ChainLink, Head, TableShape
from hmsach.db.act_context import Act
from hmsach.db.append_only import covered_models
from hmsach.db.records import plain_rows
from hmsach.outbox.models import Event

LINK_HASHED = (
    "seq", "act_id", "actor_id", "reason", "request_id", "at", "tables", "events", "prev_hash",
)  # fmt: skip
EVENT_HASHED = (
    "seq", "id", "type", "subject", "facility_id", "payload", "act_id", "actor", "at", "prev_hash",
)  # fmt: skip


def link_hash(link: ChainLink) -> str:
    """What the link's `hash` must be."""
    return mac(canonical(["link", *(getattr(link, name) for name in LINK_HASHED)]).encode())


def event_hash(event: Event) -> str:
    """What the event's `hash` must be."""
    return mac(canonical(["event", *(getattr(event, name) for name in EVENT_HASHED)]).encode())


def enter(act: Act) -> ChainLink | None:
    """The act's events and its link are stored, last thing before its commit.

    None for an act that left no row and no event. Digests are taken before the head is locked,
    so acts wait for each other only while a few rows are written.
    """
    tables = _digests(act)
    if not tables and not act.events:
        return None
    # Whatever locks the checks of foreign keys take, they take before the head's: an act that
    # holds the head waits for nobody, so no two acts can wait for each other.
    if connection.vendor == "postgresql":
        connection.check_constraints()
    head = locked_head()
    span = _store_events(act, head)
    link = ChainLink(
        seq=head.last_link_seq + 1, act_id=act.id, actor_id=act.actor_id, reason=act.reason,
        request_id=act.request_id, at=act.at, tables=tables, events=span,
        prev_hash=head.last_link_hash,
    )  # fmt: skip
    link.hash = link_hash(link)
    link.save()
    head.last_link_seq, head.last_link_hash = link.seq, link.hash
    head.save()
    return link


def have_head() -> None:
    """The one head row is there."""
    Head.objects.get_or_create(id=1)


def locked_head() -> Head:
    """The head row, ours until the transaction ends; made where there is none."""
    locked = Head.objects.select_for_update(no_key=True).filter(id=1)
    head = locked.first()
    if head is None:
        have_head()
        head = locked.get()
    return head


def keep_shapes() -> None:
    """The shape of every table the chain covers is on record."""
    _store_shapes({model._meta.label: columns_of(model) for model in covered_models()})


def _digests(act: Act) -> dict[str, list[Any]]:
    tables, shapes = {}, {}
    for model in sorted(act.tables, key=lambda model: model._meta.label):
        label = model._meta.label
        count, digest, shape = digest_of_act(model, act.id)
        # None where the rows of an inner act were rolled back.
        if count:
            tables[label] = [count, digest, shape]
            shapes[label] = columns_of(model)
    _store_shapes(shapes)
    return tables


def _store_shapes(columns_by_table: dict[str, list[str]]) -> None:
    rows = [TableShape.of(table, columns) for table, columns in columns_by_table.items()]
    known = set(
        TableShape.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True)
    )
    plain_rows(TableShape).bulk_create(
        [row for row in rows if row.id not in known], ignore_conflicts=True
    )


def _store_events(act: Act, head: Head) -> list[int]:
    """The events have their numbers, without gaps; returns the first and the last of them."""
    if not act.events:
        return []
    first = head.last_event_seq + 1
    rows = [draft.numbered(seq) for seq, draft in enumerate(act.events, start=first)]
    for row in rows:
        row.prev_hash = head.last_event_hash
        row.hash = head.last_event_hash = event_hash(row)
    plain_rows(Event).bulk_create(rows)
    head.last_event_seq = rows[-1].seq
    return [first, rows[-1].seq]
