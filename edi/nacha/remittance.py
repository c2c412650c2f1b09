"""What the entries of a file say in their 05 addenda, for whoever reads X12. Reads none itself."""

from collections.abc import Iterator

from edi.nacha.ctx import join_addenda
from edi.nacha.lines import Source
from edi.nacha.stream import entries

# Classes whose addenda carry a message, or an acknowledgment, for another program to read.
MESSAGE_SECS = frozenset({"ACK", "ATX", "CTX", "TRX"})


def remittances(data: Source, *, every_class: bool = False) -> Iterator[bytes]:
    """The text through the 05 addenda of each entry that has some, with a line end after it.

    The bytes are those of the file, whatever they are; only blanks at the very end are dropped.
    Entries of other classes than CTX, ATX, TRX and ACK are left out unless all are asked for.
    """
    for entry, batch in entries(data):
        is_wanted = every_class or batch.sec_code in MESSAGE_SECS
        if is_wanted and (text := join_addenda(entry)):
            yield text.encode("latin-1") + b"\n"
