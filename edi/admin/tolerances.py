"""What a channel lets pass, in words: shown on channels and on the bank profiles that use them."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from edi.nacha.tolerances import WORDS
from hmsach.admin.display import lines

_STRICT = mark_safe("Judged by the letter: nothing is let pass.")


def let_pass(names: Sequence[str]) -> SafeString:
    """Each tolerance as its sentence, or that there is none."""
    return lines([WORDS.get(name, name) for name in names]) if names else _STRICT
