"""The readable view: an explanation of payment a billing clerk can follow to the cent."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from edi.x12.envelope import read
from edi.x12.showing import show

File = Callable[..., bytes]


def lines_of(data: bytes) -> list[str]:
    return list(show(read(data)[0]))


def line_with(text: str, lines: list[str]) -> str:
    [found] = [line for line in lines if text in line]
    return " ".join(found.split())


def test_the_payment_is_explained(remittance_file: File) -> None:
    lines = lines_of(remittance_file())
    assert line_with("Payer", lines) == "Payer INVENTED HEALTH PLAN"
    assert line_with("Payee", lines) == "Payee INVENTED HOSPITAL XX ••••7893"
    assert line_with("  Payment  ", lines) == (
        "Payment $150.00 by ACH CCP on 2026-11-23: remittance only, payment goes separately"
    )
    assert line_with("Trace", lines) == "Trace EFT0001 of payer 1999999999"


def test_a_claim_is_explained_by_who_bears_what(remittance_file: File) -> None:
    lines = lines_of(remittance_file())
    assert line_with("J. D.", lines) == ("Patient J. D., claim ••••AIM1, payer's number ••••AIM1")
    assert "processed as primary; service 2026-11-01 to 2026-11-02" in "\n".join(lines)
    assert line_with("$300.00", lines) == "$300.00 $50.00 $50.00 $0.00 $200.00"
    assert line_with("Line 1", lines) == "Line 1: HC 99213 25 on 2026-11-01, 1 unit"
    assert line_with("allowed", lines) == "charge $100.00, allowed $100.00, paid $50.00"
    assert line_with("PR 1", lines) == "PR 1 patient's share: deductible $50.00"
    assert line_with("Remarks", lines) == "Remarks HE N130"


def test_the_foot_adds_up_in_the_open(remittance_file: File) -> None:
    lines = lines_of(remittance_file())
    assert line_with("WO ", lines) == (
        "WO overpayment recovery, reference ••••AIM9; raises the payment -$30.00"
    )
    assert line_with("Claims paid", lines) == "Claims paid $120.00"
    assert line_with("less provider", lines) == "less provider-level adjustments -$30.00"
    assert line_with("comes to", lines) == "comes to $150.00"
    assert lines[-1] == "  Lines, claims and payment balance: balanced, 2 claims."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("CAS*CO*45*50", "CAS*CO*45*49", ["    Lines: 1 off.", "    Claims: 1 off."]),
        ("PLB", "PLB*1234567893*20261231*WO:X*30", ["    Payment: off by $60.00."]),
        ("CAS*CO*45*50", "CAS*CO*45*x", ["    Payment: an amount cannot be read, so the balance"]),
    ],
)
def test_what_does_not_balance_is_said_by_level(
    old: str, new: str, said: list[str], remittance_file: File
) -> None:
    text = "\n".join(lines_of(remittance_file(old, new)))
    assert "Not balanced, 2 claims:" in text
    assert all(words in text for words in said)


def test_a_payment_order_adds_up_in_the_open(payment_file: File) -> None:
    lines = lines_of(payment_file())
    assert line_with("INV-2", lines) == "seller's invoice INV-2: gross $500.00, paid $410.00"
    assert line_with("adjustment 52", lines) == "adjustment 52 -$50.00"
    assert lines[-1] == "  The payment adds up: balanced, 2 items."
    row = "BPR*C*901*C*ACH*CTX*01*021000021*DA*111222333*1888888888**01*011000015*DA*44*20261123"
    assert "off by $1.00" in lines_of(payment_file("BPR", row))[-1]


def test_an_acknowledgement_is_said_in_sentences(acknowledgment_file: File) -> None:
    text = "\n".join(lines_of(acknowledgment_file()))
    assert "Set 835 0002 is rejected; segments in error (5)." in text
    assert "Segment 11, CLP: segment has element errors." in text
    assert "Element 3: bad character." in text


def test_a_ta1_is_said_in_a_sentence(remittance_file: File) -> None:
    row = b"TA1*000000003*261120*0915*R*018~\nGS*HP"
    lines = lines_of(remittance_file().replace(b"GS*HP", row))
    assert line_with("000000003", lines) == (
        "Interchange 000000003 is rejected: control number (note 018)."
    )


def test_no_line_is_wider_than_110_or_harms_a_terminal(remittance_file: File) -> None:
    data = remittance_file("N1*PR", "N1*PR*" + "LONG \x1b[31m" * 40)
    lines = lines_of(data)
    assert all(len(line) <= 110 and line.isprintable() for line in lines)
