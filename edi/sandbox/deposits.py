"""Money that reaches our account at the sandbox bank. The file that tells of it is the bank's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from hmsach.lib.money import dollars, parse_dollars

# The sender's bank where nothing is said of it.
DEFAULT_ODFI = "09000002"


@dataclass(frozen=True, slots=True)
class DepositAccount:
    """Our account that is credited, and the name the sender knows us by."""

    name: str
    routing_number: str
    account_number: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a receipt that is no claim payment pays for, as its 820 says."""

    number: str
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """One credit. With `trn02` it is a claim payment (CCD+, HCCLAIMPMT); with `invoices` a CTX
    whose addenda hold an 820; with neither a bare CCD that says little.

    `trace_number` (15 digits) is what the bank reports it by; blank, the bank gives one.
    """

    account: DepositAccount
    amount_cents: int
    settled_on: date
    company_name: str
    company_id: str
    odfi: str
    description: str = "HCCLAIMPMT"
    trn02: str = ""
    invoices: tuple[Invoice, ...] = ()
    trace_number: str = ""

    @property
    def sec_code(self) -> str:
        return "CTX" if self.invoices else "CCD"

    def as_json(self) -> dict[str, Any]:
        """The shape that POST /sandbox/deposit takes."""
        flat = asdict(self)
        flat["amount"] = dollars(flat.pop("amount_cents"))
        flat["settled_on"] = self.settled_on.isoformat()
        flat["invoices"] = [
            {"number": each.number, "paid": dollars(each.paid_cents)} for each in self.invoices
        ]
        return flat

    @classmethod
    def of(cls, shape: Mapping[str, Any]) -> "Deposit":
        """Raises KeyError, ValueError, TypeError or InvalidAmount on another shape."""
        account = shape["account"]
        return cls(
            account=DepositAccount(
                account["name"], account["routing_number"], account["account_number"]
            ),
            amount_cents=parse_dollars(shape["amount"]),
            settled_on=date.fromisoformat(shape["settled_on"]),
            company_name=shape["company_name"],
            company_id=shape["company_id"],
            odfi=shape.get("odfi") or DEFAULT_ODFI,
            description=shape.get("description") or "HCCLAIMPMT",
            trn02=shape.get("trn02") or "",
            invoices=tuple(
                Invoice(each["number"], parse_dollars(each["paid"]))
                for each in shape.get("invoices") or []
            ),
            trace_number=shape.get("trace_number") or "",
        )
