"""How a name fits an ACH or X12 field: the one rule by which text is changed on its way out. Pure.

Names may be given accents and length that a fixed ASCII field cannot hold. The rule: accents are
folded to their base letters, and a name longer than its field is cut at its width. Nothing else
is ever changed; account numbers, identifiers and traces are refused instead.
"""

import unicodedata


def fold(text: str) -> str | None:
    """`text` in printable ASCII with accents folded, or None if a letter has no ASCII base."""
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter)
    )
    return folded if folded.isascii() and folded.isprintable() and folded.strip() else None


def fitted_name(text: str, width: int) -> str:
    """`text` folded and cut to `width`. Raises ValueError where it cannot be written in ASCII."""
    folded = fold(text)
    if folded is None:
        raise ValueError("The name cannot be written in ASCII; intake refuses such names.")
    return folded[:width].rstrip()
