"""BA: the entries of one batch taken together, and trace numbers across batches."""

from itertools import pairwise
from operator import lt

from edi.nacha.classify import NOTICE_KINDS, RETURN_KINDS, classify
from edi.nacha.files import Batch, NachaFile
from edi.nacha.rules.registry import Remarks, at, batch_rule, file_rule


@batch_rule("BA01")
def sides_fit_the_service_class(batch: Batch) -> Remarks:
    match batch.header.service_class:
        case "220":
            wrong, side = [each for each in batch.entries if not each.is_credit], "debit"
        case "225":
            wrong, side = [each for each in batch.entries if each.is_credit], "credit"
        case _:
            return
    for entry in wrong:
        message = f"a {side} in a batch of service class {batch.header.service_class}"
        yield at(entry, "transaction_code", message)


@batch_rule("BA02")
def mixed_batch_has_both_sides(batch: Batch) -> Remarks:
    sides = {entry.is_credit for entry in batch.entries}
    if batch.header.service_class == "200" and len(sides) == 1:
        side = "credits" if sides.pop() else "debits"
        yield at(batch.header, "service_class", f"a mixed batch (200) holds {side} only")


@batch_rule("BA03")
def forward_entries_stand_apart_from_answers(batch: Batch) -> Remarks:
    # In a COR batch BA12 names the entries that do not belong there.
    if batch.sec_code == "COR":
        return
    forward = [each for each in batch.entries if each.answer is None]
    if len(forward) < len(batch.entries):
        for entry in forward:
            yield at(entry, None, "a forward entry in a batch of returns or notices")


@batch_rule("BA04")
def kinds_of_returns_stand_apart(batch: Batch) -> Remarks:
    first = None
    for entry in batch.entries:
        kind = classify(entry) if entry.answer else None
        if kind in RETURN_KINDS:
            first = first or kind
            if kind != first:
                message = f"{kind.replace('_', ' ')} in a batch of {first.replace('_', ' ')}s"
                yield at(entry, None, message)


@batch_rule("BA05")
def traces_ascend(batch: Batch) -> Remarks:
    traces = [entry.text[79:] for entry in batch.entries]
    if batch.sec_code == "ADV" or all(map(lt, traces, traces[1:])):
        return
    for before, entry in pairwise(batch.entries):
        if entry.text[79:] <= before.text[79:]:
            message = f"trace {entry.text[79:]} does not rise above {before.text[79:]}"
            yield at(entry, "trace_number", message)


@batch_rule("BA06")
def traces_begin_with_the_odfi(batch: Batch) -> Remarks:
    if batch.sec_code == "ADV":
        return
    odfi = batch.header.odfi
    for entry in batch.entries:
        if entry.text[79:87] != odfi:
            yield at(entry, "trace_number", f"the trace does not begin with the ODFI {odfi}")


@file_rule("BA07")
def traces_occur_once(file: NachaFile) -> Remarks:
    traces = [e.text[79:] for batch in file.batches for e in batch.entries]
    if len(set(traces)) == len(traces):
        return
    seen: set[str] = set()
    for entry in (e for batch in file.batches for e in batch.entries):
        if entry.trace_number in seen:
            yield at(entry, "trace_number", f"trace {entry.trace_number} occurs a second time")
        seen.add(entry.trace_number)


@batch_rule("BA12")
def notice_batch_holds_notices_only(batch: Batch) -> Remarks:
    if batch.sec_code == "COR":
        for entry in batch.entries:
            if classify(entry) not in NOTICE_KINDS:
                yield at(entry, None, "an entry without a 98 addenda in a COR batch")
