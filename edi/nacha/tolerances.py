"""Named tolerances of a bank's channel: which rules each lowers on input. Never used on output.

Off by default. A tolerated finding is kept, lowered to a warning and marked; no entry is dropped.
"""

from collections.abc import Collection

TOLERANCES: dict[str, frozenset[str]] = {
    # Nothing is judged: for a look at a quarantined file, never for import.
    "skip_all": frozenset(),
    # Only the file header and control are judged.
    "headers_only": frozenset(),
    # Stricter: turns FH04 on.
    "routing_origin": frozenset(),
    "any_origin": frozenset({"FH03", "BA06"}),
    "any_destination": frozenset({"FH02", "BA06"}),
    "transaction_codes": frozenset({"ED01"}),
    "free_traces": frozenset({"BA05", "BA06", "BA07", "ED20", "AD06"}),
    "addenda_indicator": frozenset({"ED17", "ED18"}),
    "zero_batches": frozenset({"FS09"}),
    "no_file_header": frozenset({"FS05"}),
    "no_file_control": frozenset({"FS06"}),
    "company_id_mismatch": frozenset({"BC06"}),
    "unknown_return_codes": frozenset({"RT01", "RT13"}),
    "scc_mismatch": frozenset({"BC01"}),
    "unordered_batches": frozenset({"BH19"}),
    "bad_check_digit": frozenset({"ED05"}),
    "addenda_counts": frozenset({"AD02", "CX02", "BC02", "FC03", "FC07"}),
    "keep_spaces": frozenset({"FS16", "ED08"}),
    "any_amount": frozenset({"ED10", "ED11"}),
    "zero_amount": frozenset({"ED11"}),
    "wide_characters": frozenset({"FS14", "FH13", "BH08", "ED15"}),
    "empty_name": frozenset({"ED14"}),
    "creation_unchecked": frozenset({"FH06", "FH07"}),
    "company_unchecked": frozenset({"BH03", "BH04", "BH05", "BH07"}),
    "short_lines": frozenset({"FS02"}),
    "unblocked": frozenset({"FS11", "FS12", "FC02"}),
    "empty_file": frozenset({"FS01"}),
    "forward_codes_on_returns": frozenset({"ED02", "RT04", "NC01"}),
    "blank_corrected_data": frozenset({"NC04"}),
    "any_effective_date": frozenset({"BH10", "BH11"}),
    "text_after_trn": frozenset({"HC12"}),
}


def check_names(names: Collection[str]) -> None:
    """Raises ValueError for a name that is no tolerance, so that a typing error is not silent."""
    if unknown := sorted(set(names) - TOLERANCES.keys()):
        raise ValueError(f"There is no tolerance named {', '.join(unknown)}.")


def tolerance_for(rule: str, names: Collection[str]) -> str | None:
    """The first of the names, in the order of the table, that lets a breach of the rule pass."""
    return next(
        (name for name, rules in TOLERANCES.items() if name in names and rule in rules), None
    )
