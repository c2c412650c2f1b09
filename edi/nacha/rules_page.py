"""The rules and tolerances as a Markdown page."""

from collections.abc import Iterator

from edi.ground.line_findings import LEVEL_WORDS, Level
from edi.nacha.catalogue import CATALOGUE, Rule
from edi.nacha.tolerances import TOLERANCES, WORDS

FAMILIES = {
    "FS": "Structure of the file",
    "FH": "File header",
    "BH": "Batch header",
    "BA": "The batch as a whole",
    "ED": "Entry",
    "AD": "Addenda",
    "CX": "CTX",
    "BC": "Batch control",
    "FC": "File control",
    "HC": "Healthcare EFT Standard",
    "RT": "Returns, dishonored and contested",
    "NC": "Notifications of change",
    "DU": "Duplicates",
    "RV": "Reversals",
    "PN": "Prenotes",
}
_ACTS = {
    "F": "rejects the file",
    "B": "rejects the batch",
    "-": "nothing: a house rule or advice",
    "rolls": "moves the date",
}


def rules_page() -> Iterator[str]:
    """The lines of the page: one table a family, then the tolerances."""
    yield "# Rules of Nacha files"
    yield ""
    yield "Levels: an error stops a file, a warning is said. Rules marked * need more than the file"
    yield "(calendar of the day, bank profile, history, the 835) and are not judged by `check`."
    for family, title in FAMILIES.items():
        rules = [rule for rule in CATALOGUE.values() if rule.id.startswith(family)]
        yield from ("", f"## {family}: {title}", "")
        yield "| id | on input | on output | rule | the operator | source |"
        yield "|---|---|---|---|---|---|"
        yield from map(_row, rules)
    yield from _tolerances()


def _row(rule: Rule) -> str:
    mark = "" if rule.judged_by == "file" else "*"
    cells = (
        rule.id + mark,
        _level(rule.level_in),
        _level(rule.level_out),
        rule.sentence,
        "; ".join(map(_act, rule.operator.split(", "))),
        rule.source,
    )
    return f"| {' | '.join(each.replace('|', '/') for each in cells)} |"


def _level(level: Level | None) -> str:
    return LEVEL_WORDS[level] if level else "not asked"


def _act(operator: str) -> str:
    if operator.startswith("R") and operator[1:].isdecimal():
        return f"returns the entry ({operator})"
    return _ACTS.get(operator, operator)


def _tolerances() -> Iterator[str]:
    yield from ("", "## Tolerances", "")
    yield "For input only, by name. What passes is still said, as a warning that names them."
    yield from ("", "| name | what passes | lowers |", "|---|---|---|")
    for name, rules in TOLERANCES.items():
        yield f"| `{name}` | {WORDS[name]} | {', '.join(sorted(rules)) or '-'} |"
