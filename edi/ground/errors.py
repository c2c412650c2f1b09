"""What a writer refuses with. What a reader finds wrong is a finding, never an exception."""

from typing import ClassVar


class Unwritable(ValueError):
    """What was given cannot be written as it is, and nothing was cut or changed to make it fit.

    `str(error)` is a sentence for a person that repeats no value; `code` is stable, kebab-case.
    """

    code: ClassVar[str] = "unwritable"


class UnwritableField(Unwritable):
    """A value does not fit its field of the record as it is."""

    code = "unwritable-field"

    def __init__(self, field: str, objection: str) -> None:
        """`objection` ends the sentence and never repeats the value, which may be an account."""
        self.field = field
        self.objection = objection
        super().__init__(f"The field {field.replace('_', ' ')} {objection}.")

    def __reduce__(self) -> tuple[type["UnwritableField"], tuple[str, str]]:
        return type(self), (self.field, self.objection)
