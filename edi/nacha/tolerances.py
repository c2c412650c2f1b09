"""Named tolerances of a bank's channel: which rules each lowers on input. Never used on output.

Off by default. A tolerated finding is kept, lowered to a warning and marked; no entry is dropped.
"""

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


# What each lets pass, for people who choose among them.
WORDS: dict[str, str] = {
    "skip_all": "Nothing is judged: for a look at a file set aside, never for import.",
    "headers_only": "Only the file header and the file control are judged, no batch.",
    "routing_origin": "Stricter: the immediate origin must be a routing number.",
    "any_origin": "The immediate origin is not judged, and traces need not begin with it.",
    "any_destination": "The immediate destination is not judged, nor traces against it.",
    "transaction_codes": "Transaction codes outside the table pass, or those of a list given.",
    "free_traces": "Traces need not ascend, begin with the bank, be digits or stand once.",
    "addenda_indicator": "The addenda indicator need not agree with the addenda that follow.",
    "zero_batches": "A file without a batch is fine.",
    "no_file_header": "The file may begin at a batch header.",
    "no_file_control": "The file may end after a batch control.",
    "company_id_mismatch": "The company id of a batch control may differ from its header's.",
    "unknown_return_codes": "Return codes outside the table pass, and go to a person.",
    "scc_mismatch": "The service class of a batch control may differ from its header's.",
    "unordered_batches": "Batch numbers need not ascend.",
    "bad_check_digit": "The check digit of the receiving bank may be wrong.",
    "addenda_counts": "Counts of addenda may differ from what is there.",
    "keep_spaces": "Blanks before or after a value are part of it.",
    "any_amount": "The amount is not judged against the transaction code.",
    "zero_amount": "A live entry may have no amount.",
    "wide_characters": "Characters outside the legal set pass.",
    "empty_name": "The name may be blank where one is required.",
    "creation_unchecked": "Creation date and time of the file are not judged.",
    "company_unchecked": "Company name, id and description of a batch are not judged.",
    "short_lines": "Lines that lost only blanks at their end are padded.",
    "unblocked": "Rows of nines may be missing or too many, and the block count differ.",
    "empty_file": "A file of no bytes means that there is nothing today.",
    "forward_codes_on_returns": "A return or notice may keep the code of the entry it answers.",
    "blank_corrected_data": "A notice of change may leave its corrected data blank.",
    "any_effective_date": "An effective date that cannot be read, or is no banking day, passes.",
    "text_after_trn": "Text may follow the TRN segment in the addenda.",
}

# What a channel may be given: all but the one that judges nothing.
FOR_IMPORT: tuple[str, ...] = tuple(name for name in TOLERANCES if name != "skip_all")
