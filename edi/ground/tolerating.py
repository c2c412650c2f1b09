"""Tables of tolerances: the rules that each name lowers. The names are the formats' own."""

from collections.abc import Collection, Mapping

Tolerances = Mapping[str, frozenset[str]]


def check_names(names: Collection[str], table: Tolerances) -> None:
    """Raises ValueError for a name that is no tolerance, so that a typing error is not silent."""
    if unknown := sorted(set(names) - table.keys()):
        raise ValueError(f"There is no tolerance named {', '.join(unknown)}.")


def tolerance_for(rule: str, names: Collection[str], table: Tolerances) -> str | None:
    """The first of the names, in the order of the table, that lets a breach of the rule pass."""
    return next((name for name, rules in table.items() if name in names and rule in rules), None)
