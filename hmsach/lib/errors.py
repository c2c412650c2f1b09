"""The errors an act refuses with. How they look on the wire is the API's to say, not ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class DomainError(Exception):
    """The request was understood and refused.

    `str(error)` is a sentence for a person; without one given, it is the first line of the
    class's docstring. `code` is stable and kebab-case. `pointer` names the field at fault as a
    JSON pointer, or is None.
    """

    code: ClassVar[str] = "refused"
    http_status: ClassVar[int] = 422

    def __init__(self, message: str | None = None, *, pointer: str | None = None) -> None:
        super().__init__(message or type(self)._default_message())
        self.pointer = pointer

    @classmethod
    def _default_message(cls) -> str:
        return (cls.__doc__ or DomainError.__doc__ or "").strip().splitlines()[0]


@dataclass(frozen=True, slots=True)
class FieldError:
    """One fault of an input: where it is (JSON pointer), its code, and what to do about it."""

    pointer: str
    code: str
    detail: str


class InvalidInput(DomainError):
    """The input has faults; correct the fields named and send it again."""

    code = "invalid-input"

    def __init__(self, errors: Sequence[FieldError], message: str | None = None) -> None:
        self.errors = list(errors)
        if not self.errors:
            raise ValueError("InvalidInput needs at least one FieldError.")
        only = self.errors[0] if len(self.errors) == 1 else None
        super().__init__(
            message or " ".join(error.detail for error in self.errors),
            pointer=only.pointer if only else None,
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # An exception is otherwise rebuilt from its sentence, which would lose the fields.
        return type(self), (self.errors, str(self))


class NotAllowed(DomainError):
    """You may not do this."""

    code = "not-allowed"
    http_status = 403


class NotFound(DomainError):
    """There is no such thing, or it is not yours to see."""

    code = "not-found"
    http_status = 404


class Conflict(DomainError):
    """This does not fit the present state; look again before you retry."""

    code = "conflict"
    http_status = 409


class IllegalTransition(Conflict):
    """It cannot go from its present state to the one asked for."""

    code = "illegal-transition"
