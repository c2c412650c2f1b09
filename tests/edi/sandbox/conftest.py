"""A bank and a payer in a folder, claims to pay, and NACHA files as we would send them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from edi.nacha.build import build_file
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.sandbox.bank import Bank
from edi.sandbox.claims import sample_claims, synthetic_npi
from edi.sandbox.disk import JsonLines, Staging
from edi.sandbox.payer import Payer

PAID_ON = date(2026, 11, 20)
FACILITY = {
    "name": "Northside Hospital",
    "npi": synthetic_npi("199990001"),
    "tin": "970001234",
    "routing_number": "091000019",
    "account_number": "000123456789",
}


@dataclass
class Street:
    """The bank and the payer of one folder, with what they said."""

    root: Path
    seed: int = 7
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        staging = Staging(self.root)
        self.truth = JsonLines(self.root / "truth.jsonl", key="id")
        self.bank = Bank(self.root, staging, self.said.append)
        self.payer = Payer(
            self.root, staging, self.bank, self.truth, seed=self.seed, say=self.said.append
        )

    def upload(self, name: str, content: bytes) -> None:
        (self.root / "bank" / "inbox" / name).write_bytes(content)

    def outbox(self, who: str = "bank") -> dict[str, bytes]:
        folder = self.root / who / "outbox"
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    def all_outgoing(self) -> dict[str, bytes]:
        """Everything the world produced that must not depend on the day or the machine."""
        names = [*self.root.glob("*/outbox/*"), self.root / "truth.jsonl"]
        return {str(path.relative_to(self.root)): path.read_bytes() for path in sorted(names)}


@pytest.fixture
def street(tmp_path: Path) -> Street:
    return Street(tmp_path / "world")


@pytest.fixture
def open_street(tmp_path: Path) -> Callable[..., Street]:
    """Opens a world in a folder of the test's own, by name; the same name opens it again."""
    return lambda name="world", seed=7: Street(tmp_path / name, seed)


def request_to_pay(count: int = 80, *, troubles: bool = True, **more: Any) -> dict[str, Any]:
    claims = sample_claims(5, count, "NORTHSIDE", as_of=PAID_ON)
    return {
        "claims": claims,
        "facility": FACILITY,
        "paid_on": PAID_ON.isoformat(),
        "troubles": troubles,
        **more,
    }


@pytest.fixture
def paying() -> Callable[..., dict[str, Any]]:
    return request_to_pay


def payments_file(*accounts: str, modifier: str = "A", sec_code: str = "CCD") -> bytes:
    """A file of ours that pays each account one hundred dollars and some cents."""
    return build_file(
        FileSpec(
            immediate_destination="091000019",
            immediate_origin="1970001234",
            created_at=datetime(2026, 11, 23, 14, 5),
            file_id_modifier=modifier,
            batches=[
                BatchSpec(
                    company_name="Northside Health",
                    company_identification="1970001234",
                    sec_code=sec_code,
                    description="PAYMENT",
                    effective_date=date(2026, 11, 25),
                    odfi="09100001",
                    entries=[
                        EntrySpec(
                            account_type="checking",
                            direction="credit",
                            routing_number="122105155" if at % 2 else "071000013",
                            account_number=account,
                            amount_cents=10_000 + at,
                            name=f"Payee {at}",
                            trace_number=f"09100001{at:07d}",
                        )
                        for at, account in enumerate(accounts, 1)
                    ],
                )
            ],
        )
    )


@pytest.fixture
def nacha() -> Callable[..., bytes]:
    return payments_file
