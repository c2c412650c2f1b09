"""The records of a Nacha file as read: each is its 94 characters, with named views of its fields.

A field is cut from the record when asked for, so a record costs its one string. How records stand
together is edi.nacha.files; what is wrong with them is edi.nacha.rules.
"""

from edi.nacha.addenda import (
    Addenda,
    ChangeAddenda,
    CodedAddenda,
    ContestedReturnAddenda,
    DishonoredReturnAddenda,
    InternationalAddenda,
    PaymentAddenda,
    RefusedChangeAddenda,
    ReturnAddenda,
    TerminalAddenda,
    addenda_class,
)
from edi.nacha.bounds import (
    AdvBatchControl,
    AdvFileControl,
    BatchControl,
    BatchHeader,
    FileControl,
    FileHeader,
)
from edi.nacha.entry import (
    ENTRY_CLASSES,
    AcknowledgmentEntry,
    AdvEntry,
    AuthorizedEntry,
    CardEntry,
    CheckEntry,
    CtxEntry,
    Entry,
    IatEntry,
    ItemEntry,
    PopEntry,
    SharedNetworkEntry,
    entry_class,
)
from edi.nacha.record import Day, Number, Record, Text, Verbatim, parse_yymmdd

__all__ = [
    "ENTRY_CLASSES",
    "AcknowledgmentEntry",
    "Addenda",
    "AdvBatchControl",
    "AdvEntry",
    "AdvFileControl",
    "AuthorizedEntry",
    "BatchControl",
    "BatchHeader",
    "CardEntry",
    "ChangeAddenda",
    "CheckEntry",
    "CodedAddenda",
    "ContestedReturnAddenda",
    "CtxEntry",
    "Day",
    "DishonoredReturnAddenda",
    "Entry",
    "FileControl",
    "FileHeader",
    "IatEntry",
    "InternationalAddenda",
    "ItemEntry",
    "Number",
    "PaymentAddenda",
    "PopEntry",
    "Record",
    "RefusedChangeAddenda",
    "ReturnAddenda",
    "SharedNetworkEntry",
    "TerminalAddenda",
    "Text",
    "Verbatim",
    "addenda_class",
    "entry_class",
    "parse_yymmdd",
]
