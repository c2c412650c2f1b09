"""What a writer refuses with. What a reader finds wrong is a finding, never an exception."""

from typing import ClassVar


class Unwritable(ValueError):
    """What was given cannot be written as it is, and nothing was cut or changed to make it fit.

    `str(error)` is a sentence for a person that repeats no value; `code` is stable, kebab-case.
    """

    code: ClassVar[str] = "unwritable"
