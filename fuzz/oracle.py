"""What a target says when a promise of a parser does not hold, and the promises all share."""

from collections.abc import Iterable, Sequence


class Breach(AssertionError):
    """A promise does not hold for an input. `promise` is a short name, the same for like cases."""

    def __init__(self, promise: str, detail: str = "") -> None:
        self.promise = promise
        super().__init__(f"{promise}: {detail}" if detail else promise)


def hold(promise: str, holds: bool, detail: object = "") -> None:
    """Raises Breach unless the promise holds."""
    if not holds:
        raise Breach(promise, str(detail))


def no_secret_in(messages: Iterable[str], secrets: Sequence[str]) -> None:
    """No message repeats an account number or a name of the seeds."""
    for message in messages:
        for secret in secrets:
            if secret in message:
                raise Breach("a message names nobody", message)
