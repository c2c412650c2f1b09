"""What a finding may show of a field of a report."""

from edi.ground.masking import mask

# Codes, currencies and times are as short; no account is.
_LONGEST_CODE = 4


def shown(text: str) -> str:
    """A short code as it stands, of anything longer the last four characters."""
    return text if len(text) <= _LONGEST_CODE else mask(text)
