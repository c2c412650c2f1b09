"""The rules and tolerances of BAI2 reports as a page in Markdown."""

from collections.abc import Iterator

from edi.bai2.catalogue import CATALOGUE
from edi.bai2.tolerances import TOLERANCES
from edi.ground.line_findings import LEVEL_WORDS

_FAMILIES = {
    "BF": "File",
    "BG": "Group",
    "BA": "Account",
    "BT": "Transaction",
    "BC": "Characters, lines and continuations",
}


def rules_page() -> Iterator[str]:
    """The lines of the page: one table a family, then the tolerances."""
    yield "# Rules of BAI2 reports"
    yield ""
    yield "An error makes a report wrong; a warning asks a person to look."
    for family, title in _FAMILIES.items():
        yield from ("", f"## {family}: {title}", "")
        yield "| Rule | Level | What holds | Source |"
        yield "|---|---|---|---|"
        for rule in CATALOGUE.values():
            if rule.id.startswith(family):
                sentence = rule.sentence.replace("|", "\\|")
                yield f"| {rule.id} | {LEVEL_WORDS[rule.level]} | {sentence} | {rule.source} |"
    yield from _tolerances()


def _tolerances() -> Iterator[str]:
    yield from ("", "## Tolerances", "")
    yield "By name, off by default. What passes is still said, as a warning that names them."
    yield from ("", "| Name | What passes is against |", "|---|---|")
    for name, rules in TOLERANCES.items():
        against = "; ".join(f"{CATALOGUE[rule].sentence} ({rule})" for rule in sorted(rules))
        yield f"| `{name}` | {against} |"
