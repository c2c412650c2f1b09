"""What goes out: who is paid, how much, under whose leave, in which file, and what came of it."""

from payments.models.bank import BankAccount, BankCutoff, BankProfile, ClosedDay, TraceSequence
from payments.models.batch import PaymentBatch
from payments.models.payee import Payee, PayeeAccount
from payments.models.payment import Payment, PaymentFact
from payments.models.payment_file import PaymentFile
from payments.models.purpose import Refund, VendorInvoice
from payments.models.release import Approval, Hold, ReleaseRule
from payments.models.returned import NoticeOfChange, PaymentReturn

__all__ = [
    "Approval",
    "BankAccount",
    "BankCutoff",
    "BankProfile",
    "ClosedDay",
    "Hold",
    "NoticeOfChange",
    "Payee",
    "PayeeAccount",
    "Payment",
    "PaymentBatch",
    "PaymentFact",
    "PaymentFile",
    "PaymentReturn",
    "Refund",
    "ReleaseRule",
    "TraceSequence",
    "VendorInvoice",
]
