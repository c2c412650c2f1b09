"""A NACHA file from a partner, read with the channel's tolerances, or set aside with its reason."""

from typing import Any

from edi.ground.line_findings import as_json
from edi.models import InboundFile
from edi.nacha.files import NachaFile
from edi.nacha.reader import read
from edi.services.importing import Quarantine

SHOWN_MAX = 50


def read_or_quarantine(
    inbound_file: InboundFile, content: bytes
) -> tuple[NachaFile, list[dict[str, Any]]]:
    """The file and its findings as plain values, masked. Raises Quarantine for any error in it.

    Returns and deposits post money, so a file with one untolerated error is not used at all: it
    waits for a person, or for the bank to send it again.
    """
    channel = inbound_file.channel
    tolerate = frozenset(channel.tolerances) if channel is not None else frozenset()
    file, findings = read(content, tolerate=tolerate)
    shown = [as_json(finding) for finding in findings[:SHOWN_MAX]]
    errors = [finding for finding in findings if finding.is_error]
    if file is None or errors:
        first = errors[0] if errors else None
        where = f"Line {first.line}: {first.message}." if first else "It is no NACHA file."
        more = f" {_more(len(errors) - 1)}" if len(errors) > 1 else ""
        raise Quarantine("nacha-errors", f"{where}{more}", findings=shown)
    return file, shown


def _more(count: int) -> str:
    return "There is one more error." if count == 1 else f"There are {count} more errors."
