"""What is shown of a value that names an account or a person."""

_DOTS = "••••"
_SHORTEST_MASKED = 7


def mask(text: str) -> str:
    """Four dots and the last four characters; of under seven characters, dots alone.

    The number of dots tells nothing of the length. A blank stays blank.
    """
    if not text:
        return ""
    return _DOTS + (text[-4:] if len(text) >= _SHORTEST_MASKED else "")
