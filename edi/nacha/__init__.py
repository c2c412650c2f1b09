"""The Nacha file: read, judged, classified and written. Pure; nothing here knows a database.

    file, findings = read(data)
    report = check(data)          # in flat memory, for files of any size
    data = build_file(FileSpec(...))

`python -m edi.nacha --help` is the same from a shell.
"""

from edi.ground.line_findings import Finding
from edi.nacha.answers import batch_of_answers, notice_of, offset_of, return_of
from edi.nacha.build import build_file
from edi.nacha.classify import EntryKind, classify
from edi.nacha.corrected_data import CorrectedData, corrected_data, write_corrected_data
from edi.nacha.ctx import join_addenda, split_into_addenda
from edi.nacha.diff import FileDiff, diff
from edi.nacha.errors import RefusedFile, UnwritableField, UnwritableFile
from edi.nacha.files import Batch, FileSummary, NachaFile, Tally
from edi.nacha.healthcare import Trn, parse_trn, trn_addenda
from edi.nacha.judge import judge
from edi.nacha.mask import mask, masked
from edi.nacha.reader import parse, read, read_strict
from edi.nacha.records import Entry
from edi.nacha.specs import (
    BatchSpec,
    ContestedReturnSpec,
    DishonoredReturnSpec,
    EntrySpec,
    FileSpec,
    NoticeSpec,
    RefusedNoticeSpec,
    ReturnSpec,
)
from edi.nacha.stream import Checker, Report, check, entries
from edi.nacha.writer import write

__all__ = [
    "Batch",
    "BatchSpec",
    "Checker",
    "ContestedReturnSpec",
    "CorrectedData",
    "DishonoredReturnSpec",
    "Entry",
    "EntryKind",
    "EntrySpec",
    "FileDiff",
    "FileSpec",
    "FileSummary",
    "Finding",
    "NachaFile",
    "NoticeSpec",
    "RefusedFile",
    "RefusedNoticeSpec",
    "Report",
    "ReturnSpec",
    "Tally",
    "Trn",
    "UnwritableField",
    "UnwritableFile",
    "batch_of_answers",
    "build_file",
    "check",
    "classify",
    "corrected_data",
    "diff",
    "entries",
    "join_addenda",
    "judge",
    "mask",
    "masked",
    "notice_of",
    "offset_of",
    "parse",
    "parse_trn",
    "read",
    "read_strict",
    "return_of",
    "split_into_addenda",
    "trn_addenda",
    "write",
    "write_corrected_data",
]
