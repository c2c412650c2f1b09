"""Taking every digest and hash again, to find what was changed behind the acts' back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from hmsach.audit import chain
from hmsach.audit.digests import RowReader, TableDigest, canonical, shape_of
from hmsach.audit.models import ChainLink, Head, TableShape
from hmsach.db.append_only import covered_models
from hmsach.db.history import history_model_of
from hmsach.db.records import plain_rows
from hmsach.lib.crypto import Undecipherable
from hmsach.outbox.models import Event


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as the acts left it."""

    rule: str
    subject: str
    sentence: str


@dataclass(slots=True)
class Verification:
    """What was looked at, and what was found."""

    links: int = 0
    events: int = 0
    rows: int = 0
    records: int = 0
    head: str = ""
    findings: list[Finding] = field(default_factory=list)

    def add(self, rule: str, subject: str, sentence: str) -> None:
        """Note a finding."""
        self.findings.append(Finding(rule, subject, sentence))


@dataclass(slots=True)
class _Promised:
    """What the links say of one table: per act its rows, digest and shape."""

    acts: dict[UUID, tuple[int, str, str]] = field(default_factory=dict)


def verify_chain(*, anchors: Iterable[str] = ()) -> list[Finding]:
    """Every finding of `verification`; none where all is as the acts left it."""
    return verification(anchors=anchors).findings


def verification(*, anchors: Iterable[str] = ()) -> Verification:
    """Links, events, covered rows and live records compared with one another, in one transaction.

    An anchor is "seq:hash" of a head noted outside (the log, a certificate): the link must still
    be there, which also finds a chain that was cut short or written anew.
    """
    result = Verification()
    with transaction.atomic():
        # Acts that end while we read would look like rows without a link.
        head = chain.locked_head()
        result.head = str(head)
        promised = _verify_links(result, head, set(anchors))
        _verify_events(result, head)
        for model in covered_models():
            _verify_table(result, model, promised.pop(model._meta.label, _Promised()))
        for label in promised:
            result.add("table-missing", label, "The links speak of a table that is no more.")
        for model in apps.get_models():
            if history_model_of(model) is not None:
                _verify_live(result, model)
    return result


def _verify_links(result: Verification, head: Head, anchors: set[str]) -> dict[str, _Promised]:
    promised: dict[str, _Promised] = defaultdict(_Promised)
    last_hash, last_event = "", 0
    for link in ChainLink.objects.order_by("seq").iterator():
        result.links += 1
        _verify_step(result, "link", link, result.links, last_hash, chain.link_hash(link))
        anchors.discard(f"{link.seq}:{link.hash}")
        for label, (count, digest, shape) in link.tables.items():
            promised[label].acts[link.act_id] = (count, digest, shape)
        if link.events and link.events[0] != last_event + 1:
            result.add("event-span", f"link {link.seq}", "Its events do not follow those before.")
        last_hash = link.hash
        last_event = link.events[1] if link.events else last_event
    if (head.last_link_seq, head.last_link_hash) != (result.links, last_hash):
        result.add("head", "links", "The head does not name the last link.")
    if head.last_event_seq != last_event:
        result.add("head", "events", "The links and the head do not name the same last event.")
    for anchor in sorted(anchors):
        result.add("anchor", anchor, "The link noted outside is not in the chain.")
    return promised


def _verify_events(result: Verification, head: Head) -> None:
    last_hash = ""
    for event in Event.objects.order_by("seq").iterator():
        result.events += 1
        _verify_step(result, "event", event, result.events, last_hash, chain.event_hash(event))
        last_hash = event.hash
    if (head.last_event_seq, head.last_event_hash) != (result.events, last_hash):
        result.add("head", "events", "The head does not name the last event.")


def _verify_step(
    result: Verification, kind: str, row: Any, place: int, last_hash: str, true_hash: str
) -> None:
    subject = f"{kind} {row.seq}"
    if row.seq != place:
        result.add(f"{kind}-gap", subject, f"It stands where number {place} should.")
    if row.prev_hash != last_hash:
        result.add(f"{kind}-order", subject, f"It does not follow the {kind} before it.")
    if row.hash != true_hash:
        result.add(f"{kind}-changed", subject, f"The {kind} was changed after it was written.")


def _verify_table(result: Verification, model: Any, promised: _Promised) -> None:
    label = model._meta.label
    for act_id, count, digests in _digests_by_act(model, promised):
        result.rows += count
        stated = promised.acts.pop(act_id, None)
        subject = f"{label} of act {act_id}"
        if stated is None:
            result.add("row-without-link", subject, f"{count} rows belong to no link of the chain.")
        elif stated[0] != count:
            result.add("row-count", subject, f"The act wrote {stated[0]} rows, {count} are there.")
        elif digests != stated[1]:
            result.add("row-changed", subject, "A row was changed after it was written.")
    for act_id, (count, _, _) in promised.acts.items():
        result.add(
            "row-count", f"{label} of act {act_id}", f"The act wrote {count} rows, 0 are there."
        )


def _digests_by_act(model: Any, promised: _Promised) -> Iterator[tuple[UUID, int, str]]:
    """(act, rows, digest) for every act of the table, the digest over the columns of its time."""
    reader = RowReader(model)
    shapes = _Shapes(model, reader.columns)
    act_place = reader.columns.index("act_id")
    stored = plain_rows(model).order_by("act_id", "pk")
    open_id: UUID | None = None
    digest = TableDigest("")
    places: list[int] | None = None
    for row in _rows_as_stored(reader, stored):
        if row[act_place] != open_id:
            if open_id is not None:
                yield open_id, digest.count, digest.hexdigest()
            open_id = row[act_place]
            shape = promised.acts[open_id][2] if open_id in promised.acts else shapes.present
            digest, places = TableDigest(shape), shapes.places(shape)
        digest.add(row if places is None else [row[place] for place in places])
    if open_id is not None:
        yield open_id, digest.count, digest.hexdigest()


class _Shapes:
    """Where the columns of an earlier time stand among those of today."""

    def __init__(self, model: Any, columns: list[str]) -> None:
        self._label, self._columns = model._meta.label, columns
        self.present = shape_of(self._label, columns)
        self._known: dict[str, list[int] | None] = {self.present: None}

    def places(self, shape: str) -> list[int] | None:
        """The places in order; None for all of today's. No places where a column is no more."""
        if shape not in self._known:
            self._known[shape] = self._look_up(shape)
        return self._known[shape]

    def _look_up(self, shape: str) -> list[int]:
        row = TableShape.objects.filter(id=shape).first()
        if row is None or shape_of(self._label, row.columns) != shape:
            return []
        if not set(row.columns) <= set(self._columns):
            return []
        return [self._columns.index(name) for name in row.columns]


def _rows_as_stored(reader: RowReader, queryset: models.QuerySet[Any]) -> Iterator[list[Any]]:
    """As `reader.rows`, but a value that does not open stands as a mark that matches no digest."""
    for row in queryset.values_list(*reader.columns).iterator():
        try:
            yield reader.opened(row)
        except Undecipherable:
            yield ["undecipherable" if repr(value) == "<sealed>" else value for value in row]


def _verify_live(result: Verification, model: Any) -> None:
    """Each live row is what its newest history row says, and each has one."""
    history = history_model_of(model)
    key = model._meta.pk.attname
    columns = [field.attname for field in history.tracked_fields]
    live = _keyed(RowReader(model, columns), plain_rows(model).order_by("pk"), key)
    newest = _newest(history, key, columns)
    row, said = next(live, None), next(newest, None)
    while row is not None or said is not None:
        if said is None or (row is not None and row[0] < said[0]):
            assert row is not None
            result.records += 1
            result.add("live-without-history", _subject(model, row[0]), "No act ever wrote it.")
            row = next(live, None)
        elif row is None or said[0] < row[0]:
            if said[1] != "-":
                result.add(
                    "live-missing", _subject(model, said[0]), "It was deleted without an act."
                )
            said = next(newest, None)
        else:
            result.records += 1
            if said[1] == "-" or said[2] != row[2]:
                result.add(
                    "live-differs", _subject(model, row[0]), "It is not as its last act left it."
                )
            row, said = next(live, None), next(newest, None)


def _keyed(
    reader: RowReader, queryset: models.QuerySet[Any], key: str
) -> Iterator[tuple[Any, str, str]]:
    place = reader.columns.index(key)
    for row in _rows_as_stored(reader, queryset):
        yield row[place], "", canonical(row)


def _newest(history: Any, key: str, columns: list[str]) -> Iterator[tuple[Any, str, str]]:
    """(key, type, values) of the newest history row of each key, in order of keys."""
    reader = RowReader(history, ["history_type", *columns])
    place = reader.columns.index(key)
    rows = plain_rows(history).order_by(key, "-history_id")
    last: Any = None
    for row in _rows_as_stored(reader, rows):
        if row[place] != last:
            last = row[place]
            yield last, row[0], canonical(row[1:])


def _subject(model: Any, key: Any) -> str:
    return f"{model._meta.label}:{key}"
