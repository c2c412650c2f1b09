"""The sandbox bank's magic accounts: what comes back for an entry, by its account's last digits.

For integrators: end a payee's account number in one of these to see that answer.

=========  =====================================================================================
ends in    answer
=========  =====================================================================================
0002       return R02, account closed
0003       return R03, no account, or the name does not fit it
0004       return R04, account number malformed
0016       return R16, account frozen
0017       return R17 with QUESTIONABLE, suspected fraud
0020       return R20, account does not take transactions
0023       return R23, credit refused by the receiver
0101       notice C01, the account number is corrected: its fourth digit from the end becomes 8
0102       notice C02, the routing number is corrected to 091000019
0105       notice C05, the account is a savings account (a checking account, if it was savings)
0106       notice C06, account number as for C01 and kind of account as for C05
0113       notice C13, the addenda are malformed
=========  =====================================================================================

Every other account is paid. Prenotes and debits get the same answers as payments.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from edi.nacha.codes import TRANSACTION_CODES, Account, transaction_code
from edi.nacha.corrected_data import PARTS, CorrectedData, write_corrected_data
from edi.nacha.records import Entry

CORRECTED_ROUTING_NUMBER = "091000019"


@dataclass(frozen=True, slots=True)
class MagicAnswer:
    """A return or notice of change, by its code; `information` is the free text of a return."""

    code: str
    information: str = ""

    @property
    def is_notice(self) -> bool:
        return self.code.startswith("C")


MAGIC: Mapping[str, MagicAnswer] = {
    "0002": MagicAnswer("R02"),
    "0003": MagicAnswer("R03"),
    "0004": MagicAnswer("R04"),
    "0016": MagicAnswer("R16"),
    "0017": MagicAnswer("R17", "QUESTIONABLE"),
    "0020": MagicAnswer("R20"),
    "0023": MagicAnswer("R23"),
    "0101": MagicAnswer("C01"),
    "0102": MagicAnswer("C02"),
    "0105": MagicAnswer("C05"),
    "0106": MagicAnswer("C06"),
    "0113": MagicAnswer("C13"),
}


def answer_for(entry: Entry) -> MagicAnswer | None:
    """What comes back for the entry, or None if it is paid."""
    if entry.answer is not None:
        return None
    return MAGIC.get(entry.account_number[-4:])


def corrected_field(code: str, entry: Entry) -> str:
    """The 29 characters of corrected data of a notice for the entry; blank for C13."""
    if code not in PARTS:
        return ""
    account = entry.account_number
    return write_corrected_data(
        code,
        CorrectedData(
            routing_number=CORRECTED_ROUTING_NUMBER,
            account_number=f"{account[:-4]}8{account[-3:]}",
            transaction_code=_other_kind(entry.transaction_code),
        ),
    )


def _other_kind(code: str) -> str:
    """The live code of the same direction for savings, or for checking if it was savings."""
    row = TRANSACTION_CODES[code]
    account: Account = "checking" if row.account == "savings" else "savings"
    return transaction_code(account, row.direction)
