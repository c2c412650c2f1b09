"""The files' own records: who we exchange files with, what went out, what came in."""

from edi.models.acknowledgment import Acknowledgment
from edi.models.inbound_file import InboundFile
from edi.models.partner import Channel, ControlNumber, Partner
from edi.models.stored_file import StoredFile
from edi.models.transmission import Transmission

__all__ = [
    "Acknowledgment",
    "Channel",
    "ControlNumber",
    "InboundFile",
    "Partner",
    "StoredFile",
    "Transmission",
]
