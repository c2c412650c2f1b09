"""Named tolerances of a bank's habits: which rules each lowers. Off by default.

A tolerated finding is kept, lowered to a warning and marked; nothing that was read is dropped.
"""

TOLERANCES: dict[str, frozenset[str]] = {
    "missing_trailers": frozenset({"BF05", "BG01", "BA01"}),
    # Only where the total is that of the amounts without their signs.
    "control_totals_unsigned": frozenset({"BF14", "BG08", "BA09"}),
    "record_counts": frozenset({"BF16", "BG10", "BA10"}),
    "member_counts": frozenset({"BF15", "BG09"}),
    "concatenated_files": frozenset({"BF06"}),
    "no_file_header": frozenset({"BF02"}),
    "other_versions": frozenset({"BF13"}),
    "any_file_id": frozenset({"BF10"}),
    "blank_identifiers": frozenset({"BF07", "BG02"}),
    "any_currency": frozenset({"BG06", "BA03"}),
    "unknown_type_codes": frozenset({"BA05", "BT02"}),
    "signed_details": frozenset({"BT04"}),
    "blank_amounts": frozenset({"BT05"}),
    "short_details": frozenset({"BT09"}),
    "slash_in_references": frozenset({"BT10"}),
    "extra_commas": frozenset({"BA15", "BF17", "BG14", "BA18"}),
    "status_with_counts": frozenset({"BA16"}),
    "repeated_items": frozenset({"BA17"}),
    "repeated_accounts": frozenset({"BA11"}),
    "partial_details": frozenset({"BA13", "BA14"}),
    "no_slash": frozenset({"BC04"}),
    "text_after_slash": frozenset({"BC12"}),
    "long_lines": frozenset({"BC06"}),
    "padded_lines": frozenset({"BC07"}),
    "padded_fields": frozenset({"BC13"}),
    "blank_lines": frozenset({"BC08"}),
    "byte_order_mark": frozenset({"BC02"}),
    "mixed_line_ends": frozenset({"BC03"}),
    "control_characters": frozenset({"BC09"}),
    "wide_characters": frozenset({"BC10"}),
    "lower_case": frozenset({"BC11"}),
    "long_dates": frozenset({"BC14"}),
}
