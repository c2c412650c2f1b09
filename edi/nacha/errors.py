"""What the writer and the strict reader refuse with. Else what is wrong is a Finding."""

from collections.abc import Sequence

from edi.ground.errors import Unwritable, UnwritableField
from edi.ground.line_findings import Finding

__all__ = ["RefusedFile", "UnwritableField", "UnwritableFile"]


class UnwritableFile(Unwritable):
    """The file would break a rule of the network, so it is not given out."""

    code = "unwritable-file"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        first = self.findings[0]
        more = f" and {len(self.findings) - 1} more" if len(self.findings) > 1 else ""
        super().__init__(f"The file breaks {first.rule}{more}: {first.message}")

    def __reduce__(self) -> tuple[type["UnwritableFile"], tuple[list[Finding]]]:
        return type(self), (self.findings,)


def _first_of(errors: Sequence[Finding]) -> str:
    first = errors[0]
    more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"The file breaks {first.rule} on line {first.line}{more}: {first.message}"


class RefusedFile(ValueError):
    """A strict reader was given a file with errors; `findings` are all of them, warnings too."""

    code = "refused-file"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = list(findings)
        errors = [each for each in self.findings if each.is_error]
        super().__init__(_first_of(errors) if errors else "It is no Nacha file.")

    def __reduce__(self) -> tuple[type["RefusedFile"], tuple[list[Finding]]]:
        return type(self), (self.findings,)
