"""What the writer refuses with. What a reader finds wrong is a Finding, never an exception."""

from edi.ground.errors import Unwritable


class UnwritableField(Unwritable):
    """A value does not fit its field of the BAI2 record as it is."""

    code = "unwritable-field"

    def __init__(self, field: str, objection: str) -> None:
        """`objection` ends the sentence and never repeats the value, which may be an account."""
        self.field = field
        self.objection = objection
        super().__init__(f"The field {field.replace('_', ' ')} {objection}.")

    def __reduce__(self) -> tuple[type["UnwritableField"], tuple[str, str]]:
        return type(self), (self.field, self.objection)
