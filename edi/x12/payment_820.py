"""The 820, described once: the fields, how it is read and written."""

from edi.x12.parties import Address, Contact, Dated, Name, Party, Reference
from edi.x12.payment import Bpr, Trace
from edi.x12.reader_820 import PaymentReader, read_820
from edi.x12.remittance_820 import Adjustment820, Entity, PaidItem, Payment820
from edi.x12.writer_820 import addenda_text, write_820

__all__ = [
    "Address",
    "Adjustment820",
    "Bpr",
    "Contact",
    "Dated",
    "Entity",
    "Name",
    "PaidItem",
    "Party",
    "Payment820",
    "PaymentReader",
    "Reference",
    "Trace",
    "addenda_text",
    "read_820",
    "write_820",
]
