"""The rules of X12 files as a page in Markdown, a table for each family."""

from __future__ import annotations

from collections.abc import Iterator

from edi.x12.catalogue import CATALOGUE

_FAMILIES = {
    "XI": "Interchange",
    "XG": "Group",
    "XS": "Set",
    "RA": "Remittance advice (835)",
    "PA": "Payment order (820)",
    "AK": "Acknowledgements (999, 997, TA1)",
}
_LEVELS = {"E": "error", "W": "warning"}


def rules_page() -> Iterator[str]:
    """The lines of the page."""
    yield "# Rules of X12 files"
    yield ""
    yield "An error sets the set or the interchange aside; a warning is kept and shown."
    yield "Rules judged from *rooms* need more than the file, and are judged where that is known."
    for family, title in _FAMILIES.items():
        yield ""
        yield f"## {family}: {title}"
        yield ""
        yield "| Rule | Level | What holds | Judged from | Source |"
        yield "|---|---|---|---|---|"
        for rule in CATALOGUE.values():
            if rule.id.startswith(family):
                levels = ", ".join(_LEVELS[level] for level in rule.levels)
                judged = "file" if rule.is_of_file else "*rooms*"
                sentence = rule.sentence.replace("|", "\\|")
                yield f"| {rule.id} | {levels} | {sentence} | {judged} | {rule.source} |"
