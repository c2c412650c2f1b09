"""The 999 and the 997, described once: the fields, how they are read, built and written."""

from edi.x12.acknowledgment import Acknowledgment, ElementNote, SegmentNote, SetVerdict
from edi.x12.deciding_999 import NeverAnswered, build_999
from edi.x12.reader_999 import read_999
from edi.x12.writer_999 import write_999

__all__ = [
    "Acknowledgment",
    "ElementNote",
    "NeverAnswered",
    "SegmentNote",
    "SetVerdict",
    "build_999",
    "read_999",
    "write_999",
]
