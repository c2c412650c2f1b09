"""A masked copy: nobody can be told from it, and the same is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi.ground.npi import is_npi
from edi.ground.routing import is_routing_number
from edi.x12.checking import check
from edi.x12.covering import Cover
from edi.x12.masking import mask
from tests.edi.x12.test_envelope import FRAMINGS
from tests.edi.x12.test_fuzz import edits

File = Callable[..., bytes]
SECRETS = ["DOE", "JANE", "ROE", "RICHARD", "MEMBER", "CLAIM1", "PAYERCLAIM", "111222333", "44455"]
SECRETS += ["1999999999", "021000021", "INVENTED", "NOWHERE", "SPRINGFIELD", "62701", "5550100"]
SECRETS += ["1234567893", "123456789", "EFT0001", "LINE1", "PAYERONE", "HOSPITALTWO", "HELP DESK"]


def masked(data: bytes) -> bytes:
    return b"".join(mask(data))


def findings(data: bytes) -> list[tuple[object, ...]]:
    return [
        (f.rule, f.level, f.segment, f.position, f.message, f.number, f.element, f.code, f.loop)
        for f in check(data).findings
    ]


def test_nobody_and_no_account_is_left(remittance_file: File) -> None:
    copy = masked(remittance_file()).decode()
    assert [secret for secret in SECRETS if secret in copy] == []


def test_amounts_dates_codes_and_control_numbers_stay(remittance_file: File) -> None:
    copy = masked(remittance_file()).decode()
    for kept in ("*000000007*0*P*", "BPR*I*150*C*ACH*CCP*01*", "*20261123~", "SVC*HC:99213:25*100"):
        assert kept in copy
    for kept in (
        "CAS*CO*45*50~",
        "LQ*HE*N130~",
        "SE*29*0001~",
        "*1*300*200*50*12*",
        "*20261231*WO:",
    ):
        assert kept in copy


def test_check_digits_stay_right(remittance_file: File) -> None:
    rows = [row.split("*") for row in masked(remittance_file()).decode().split("~\n")]
    [bpr] = [row for row in rows if row[0] == "BPR"]
    assert is_routing_number(bpr[7]) and is_routing_number(bpr[13])
    [payee] = [row for row in rows if row[:2] == ["N1", "PE"]]
    assert is_npi(payee[4]) and payee[4] != "1234567893"
    [plb] = [row for row in rows if row[0] == "PLB"]
    assert plb[1] == payee[4]


def test_equal_values_stay_equal_and_the_copy_is_always_the_same(remittance_file: File) -> None:
    data = remittance_file()
    assert masked(data) == masked(data) != data
    rows = [row.split("*") for row in masked(data).decode().split("~\n")]
    [bpr], [trn] = ([row for row in rows if row[0] == tag] for tag in ("BPR", "TRN"))
    assert bpr[10] == trn[3] and len(trn[2]) == len("EFT0001")


@pytest.mark.parametrize("framing", FRAMINGS, ids=lambda f: f.__name__)
def test_every_framing_keeps_its_length_and_its_findings(
    framing: Callable[[bytes], bytes], remittance_file: File
) -> None:
    data = framing(remittance_file("CAS*CO*45*50", "CAS*CO*45*49"))
    copy = masked(data)
    assert len(copy) == len(data) and b"DOE" not in copy.replace(b"\n", b"")
    assert findings(copy) == findings(data) != []


def test_an_unknown_segment_is_covered_whole_except_its_id(remittance_file: File) -> None:
    data = remittance_file("AMT*B6", ["AMT*B6*100", "ZZZ*JANE DOE*XYZ:12*A"])
    copy = masked(data).decode()
    row = copy[copy.index("ZZZ*") :].split("~")[0]
    assert "JANE" not in row and "XYZ" not in row and len(row) == len("ZZZ*JANE DOE*XYZ:12*A")


def test_a_name_in_the_wrong_place_is_covered(remittance_file: File) -> None:
    for old, new in [
        ("DTM*232", "DTM*232*JANEDOE"),
        ("AMT*B6", "AMT*B6*JANEDOE"),
        ("LQ", "JANEDOE"),
    ]:
        copy = masked(remittance_file(old, new))
        assert b"JANEDOE" not in copy


def test_text_outside_x12_is_covered(remittance_file: File) -> None:
    copy = masked(b"From Jane Doe 1970\n" + remittance_file() + b"Yours, Jane")
    assert b"Jane" not in copy and b"1970" not in copy
    assert b"".join(mask(b"Jane Doe, 12")) == b"XXXX XXX, 99"


def test_letters_outside_ascii_are_covered(remittance_file: File) -> None:
    for name in ("MÜLLER".encode(), "MÜLLER".encode("latin-1")):
        data = remittance_file().replace(b"DOE", name)
        copy = masked(data)
        assert "Ü".encode() not in copy and b"\xdc" not in copy
        assert findings(copy) == findings(data)


@pytest.mark.parametrize("kind", ["remittance_file", "payment_file", "acknowledgment_file"])
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=edits)
def test_a_damaged_file_keeps_its_findings(
    kind: str, changes: list[tuple[float, int, bytes]], request: pytest.FixtureRequest
) -> None:
    data = request.getfixturevalue(kind)()
    for place, removed, added in changes:
        at = int(place * len(data))
        data = data[:at] + added + data[at + removed :]
    copy = masked(data)
    assert len(copy) == len(data)
    assert findings(copy) == findings(data)


@given(st.text("AB01 z-", min_size=1, max_size=6), st.text("AB01 z-", min_size=1, max_size=6))
def test_different_values_stay_different(first: str, second: str) -> None:
    value = Cover(b"key").value
    assert (value(first) == value(second)) == (first == second)
    assert len(value(first)) == len(first)
