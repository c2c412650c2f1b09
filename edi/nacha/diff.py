"""What differs between two Nacha files, by batch and entry and field, with masked values.

Batches are matched by what their headers say, entries by their trace numbers.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from edi.nacha.covering import shown_value
from edi.nacha.files import Batch, NachaFile, Tally
from edi.nacha.layouts import FILLER
from edi.nacha.records import Entry, Record
from edi.nacha.writer import write

What = Literal["added", "removed", "changed"]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, masked: equal masks may hide different values."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that was added, removed or changed; a line is 0 where the file has it not.

    `batch` is the batch number of the file that has it, `trace` the entry's, masked.
    """

    what: What
    record: str
    line_before: int
    line_after: int
    batch: int | None = None
    trace: str = ""
    fields: tuple[FieldChange, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One object of the `diff` command's report."""
        return {
            "what": self.what,
            "record": self.record,
            "line_before": self.line_before or None,
            "line_after": self.line_after or None,
            "batch": self.batch,
            "trace": self.trace,
            "fields": [
                {"field": each.name, "before": each.before, "after": each.after}
                for each in self.fields
            ],
        }


@dataclass(frozen=True, slots=True)
class FileDiff:
    """All differences, and what the entries add up to before and after."""

    before: Tally
    after: Tally
    batches_before: int
    batches_after: int
    differences: list[Difference] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return not self.differences


def diff(before: NachaFile, after: NachaFile) -> FileDiff:
    """What is in one file and not in the other. Files of the same bytes are the same."""
    found = list(_differences(before, after))
    if not found and write(before) != write(after):
        found = [Difference("changed", _rest_of(before, after), 0, 0)]
    return FileDiff(before.tally(), after.tally(), len(before.batches), len(after.batches), found)


def _rest_of(before: NachaFile, after: NachaFile) -> str:
    """What else of the lines differs where all records are the same."""
    if before.lines == after.lines:
        return "line ends"
    if sorted(before.lines) == sorted(after.lines):
        return "order of records"
    rows = [[each for each in file.lines if each != FILLER] for file in (before, after)]
    return "filler" if rows[0] == rows[1] else "empty lines, or lengths of lines"


def _differences(before: NachaFile, after: NachaFile) -> Iterator[Difference]:
    yield from _of_record(before.header, after.header)
    for old, new in _matched(before.batches, after.batches, _BATCH_KEYS):
        yield from _of_batch(old, new)
    yield from _of_record(before.control, after.control)
    for old_stray, new_stray in _matched(before.strays, after.strays, (lambda each: each.text,)):
        if old_stray is None or new_stray is None:
            yield from _of_record(old_stray, new_stray)


def _of_batch(old: Batch | None, new: Batch | None) -> Iterator[Difference]:
    kept = new or old
    number = kept.header.batch_number if kept else None
    yield from _of_record(old.header if old else None, new.header if new else None, number)
    pairs = _matched(old.entries if old else [], new.entries if new else [], _ENTRY_KEYS)
    for before, after in pairs:
        yield from _of_entry(before, after, number)
    yield from _of_record(old.control if old else None, new.control if new else None, number)


def _of_entry(old: Entry | None, new: Entry | None, batch: int | None) -> Iterator[Difference]:
    trace = shown_value(new or old, "trace_number") if new or old else ""  # type: ignore[arg-type]
    yield from _of_record(old, new, batch, trace)
    olds, news = (old.addenda if old else []), (new.addenda if new else [])
    for at in range(max(len(olds), len(news))):
        yield from _of_record(_at(olds, at), _at(news, at), batch, trace)


def _of_record(
    old: Record | None, new: Record | None, batch: int | None = None, trace: str = ""
) -> Iterator[Difference]:
    """One record against its counterpart; nothing where they are the same."""
    if old is None and new is None:
        return
    if old is None or new is None:
        what: What = "added" if old is None else "removed"
        record = new or old
        lines = (old.line if old else 0, new.line if new else 0)
        yield Difference(what, record.layout.name if record else "", *lines, batch, trace)
    elif old.text != new.text:
        fields = tuple(_changed_fields(old, new))
        yield Difference("changed", new.layout.name, old.line, new.line, batch, trace, fields)


def _changed_fields(old: Record, new: Record) -> Iterator[FieldChange]:
    if old.layout is not new.layout:
        yield FieldChange("record", old.layout.name, new.layout.name)
        return
    was, now = old.layout.cut(old.text), new.layout.cut(new.text)
    for name in was:
        if was[name] != now[name]:
            yield FieldChange(name, shown_value(old, name), shown_value(new, name))


# From the narrowest: what is not matched by one is tried with the next.
_Key = Callable[[Any], Hashable]


def _headline(batch: Batch) -> tuple[str, ...]:
    header = batch.header
    effective = header.text[69:75]
    return (
        header.company_identification,
        header.sec_code,
        header.description,
        effective,
        header.odfi,
    )


_BATCH_KEYS: tuple[_Key, ...] = (
    lambda batch: (*_headline(batch), batch.header.batch_number),
    _headline,
    lambda batch: batch.header.batch_number,
)
_ENTRY_KEYS: tuple[_Key, ...] = (
    lambda entry: (entry.text[79:], entry.text),
    lambda entry: entry.text[79:],
)


def _matched(
    olds: Sequence[_T], news: Sequence[_T], keys: Sequence[_Key]
) -> list[tuple[_T | None, _T | None]]:
    """Pairs in the order of the second file, then what only the first has."""
    partner: dict[int, int] = {}
    free = dict.fromkeys(range(len(olds)))
    for key in keys:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for at in free:
            waiting[key(olds[at])].append(at)
        for at, new in enumerate(news):
            if at not in partner and (found := waiting.get(key(new))):
                partner[at] = found.pop(0)
                del free[partner[at]]
    paired = [(olds[partner[at]] if at in partner else None, new) for at, new in enumerate(news)]
    return [*paired, *((olds[at], None) for at in free)]


def _at(records: Sequence[Record], at: int) -> Record | None:
    return records[at] if at < len(records) else None
