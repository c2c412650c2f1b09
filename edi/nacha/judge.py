"""All rules over a file that was read: its lines are judged again, the way every file is."""

from collections.abc import Collection

from edi.ground.line_findings import Finding
from edi.nacha.catalogue import Side
from edi.nacha.files import NachaFile
from edi.nacha.stream import check
from edi.nacha.writer import write


def judge(
    file: NachaFile,
    *,
    side: Side = "in",
    tolerate: Collection[str] = frozenset(),
    transaction_codes: Collection[str] | None = None,
) -> list[Finding]:
    """Every finding of the file, sorted by line and column.

    `side` says whether the file came in or is about to go out; tolerances count on input only.
    Raises ValueError for a tolerance that does not exist.
    """
    report = check(write(file), side=side, tolerate=tolerate, transaction_codes=transaction_codes)
    return report.findings
