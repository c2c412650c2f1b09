"""AD: the addenda of an international entry. We read such entries and originate none."""

from edi.nacha.classify import ANSWER_KINDS, classify
from edi.nacha.files import Batch
from edi.nacha.records import Entry, IatEntry
from edi.nacha.rules.registry import Remarks, at, entry_rule

MANDATORY = ("10", "11", "12", "13", "14", "15", "16")


@entry_rule("AD01")
def parties_are_named(entry: Entry, batch: Batch) -> Remarks:
    """Addenda 10 to 16 stand with each international entry; an answer brings back what it likes."""
    if not isinstance(entry, IatEntry) or classify(entry) in ANSWER_KINDS:
        return
    present = {each.addenda_type for each in entry.addenda}
    if missing := [each for each in MANDATORY if each not in present]:
        yield at(entry, None, f"an IAT entry lacks its addenda {', '.join(missing)}")


@entry_rule("AD02")
def international_addenda_are_as_many_as_announced(entry: Entry, batch: Batch) -> Remarks:
    if not isinstance(entry, IatEntry) or classify(entry) in ANSWER_KINDS:
        return
    # Some banks count the mandatory ones alone.
    mandatory = sum(each.addenda_type in MANDATORY for each in entry.addenda)
    if entry.addenda_count not in (len(entry.addenda), mandatory, None):
        message = f"{entry.addenda_count} addenda announced, {len(entry.addenda)} follow"
        yield at(entry, "addenda_count", message)
