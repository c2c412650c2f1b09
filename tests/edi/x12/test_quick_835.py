"""The quick look and the complete way: one verdict, whatever a claim looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.envelope import read
from edi.x12.quick_835 import quick_look
from edi.x12.reader_835 import RemittanceReader
from edi.x12.remittance import Claim
from edi.x12.segments import DEFAULT_DELIMITERS, Delimiters
from tests.edi.x12.conftest import REMITTANCE, enveloped

File = Callable[..., bytes]
HEADER, FOOTER = REMITTANCE[:10], REMITTANCE[-1:]

CLAIMS = [
    REMITTANCE[10:23],
    REMITTANCE[23:26],
    """\
CLP*C3*2*500.50*349.5*101*HM*P3*13*1**410*1.25
CAS*OA*23*0
NM1*QC*1*DOE*JANE*Q***MI*MEMBER1
NM1*82*1*STONE*ANN****XX*1234567893
MOA***N130*MA18
REF*EA*RECORD9
REF*1L*GROUP7
DTM*232*20261030
DTM*233*20261031
DTM*036*20271231
DTM*050*20261103
AMT*AU*450
SVC*HC:99213:25:59*400.50*299.5*0450*1
DTM*150*20261030
DTM*151*20261031
CAS*PR*1*100**2*1*1
REF*6R*LINE1
REF*LU*22
AMT*B6*400
LQ*HE*N130
LQ*HE*MA18
SVC*NU:0250*100*50
DTM*472*20261030
CAS*OA*23*50""".splitlines(),
    """\
CLP*C6*1*100*60*10*12*P6*11*1
NM1*QC*1*DOE*JANE*Q**JR*34*123456789
NM1*IL*1*DOE*JOHN****MI*MEMBER9
NM1*74*1*DOE*JANET
NM1*82*2*STONE CLINIC*****FI*123456789
MIA*3*10**20*MA18*****************N1*N2
MOA*0.5*10*N130*N4
DTM*232*20261030
PER*CX*DESK*TE*5550100100
AMT*F5*1
QTY*CA*4
SVC*HC:99214*100*60**1*HC:99215*2
CAS*CO*45*30
CAS*PR*3*10
REF*LU*11
REF*1B*44280
REF*G2*X1""".splitlines(),
    """\
CLP*C4*1*0*0*0*12*P4*11*1
NM1*QC*1*ROE*BO
SVC*AD:D0120*0*0**0.5
DTM*472*20261101
REF*6R*4""".splitlines(),
    """\
CLP*C5*4*100*0**MB*P5
CAS*CO*45*.5*1*16*99.50
NM1*QC*1*ROE*BO****HN*1EG4TE5MK73
DTM*232*20261101""".splitlines(),
    """\
CLP*C7*22*-100*-60*0*HM*P7
NM1*QC*1*ROE*BO****34*123456789
NM1*74*1***Q
REF*F8*P6
REF*1B*44280
DTM*232*20261101
AMT*AU*100
SVC*HC:T1017:TG*-100*-60**6
DTM*150*20261101
CAS*CO*45*-40
REF*G1*20908
REF*6R*LINE7
REF*1S*7
LQ*RX*65""".splitlines(),
]
BAD = [
    "",
    " ",
    "0",
    "-1",
    "1.005",
    "1e2",
    "1,5",
    "00",
    "007",
    "+3",
    ".",
    "-",
    "-0",
    "5.",
    ".55",
    "99",
    "22",
    "4",
    "CR",
    "PR",
    "CO",
    "A1",
    "XX",
    "1234567890",
    "20261301",
    "20260229",
    "2026",
    "HC:",
    "HC:99213:2",
    "HC:1:1:1:1:1:1",
    "ZZ:1",
    "é",
    "x" * 61,
    "a:b",
    "^",
    "\x07",
    "N",
    "lq",
    "232",
    "150",
    "472",
    "74",
    "82",
    "IL",
    "LU",
    "6R",
    "QC",
    "20251101",
    "19000101",
    "1234567893",
    "999999999999",
    "B6",
    "HE",
]
TAGS = [
    "CLP",
    "CAS",
    "NM1",
    "SVC",
    "DTM",
    "REF",
    "AMT",
    "LQ",
    "LX",
    "MIA",
    "MOA",
    "PER",
    "QTY",
    "PLB",
    "N1",
    "ZZ9",
    "",
]

texts = st.one_of(
    st.sampled_from(BAD),
    st.text("ABC019.-:^ ", max_size=4),
    st.decimals(-99, 99, places=2).map(str),
)
changes = st.lists(
    st.tuples(
        st.sampled_from(
            ["set", "set", "set", "append", "cut", "drop", "double", "swap", "tag", "blank"]
        ),
        st.integers(0, 60),
        st.integers(0, 12),
        texts,
        st.sampled_from(TAGS),
    ),
    max_size=3,
)


def changed(rows: list[str], change: tuple[str, int, int, str, str]) -> list[str]:
    """The rows of a claim with one thing about them changed."""
    what, row, place, text, tag = change
    row %= len(rows)
    e = rows[row].split("*")
    match what:
        case "set" if len(e) > 1:
            e[1 + place % (len(e) - 1)] = text
        case "append":
            e.append(text)
        case "cut":
            e = e[: max(1, place)]
        case "tag":
            e[0] = tag
        case "drop":
            return rows[:row] + rows[row + 1 :] or rows
        case "double":
            return [*rows[: row + 1], *rows[row:]]
        case "blank":
            return [*rows[:row], "", *rows[row:]]
        case "swap":
            other = (row + place) % len(rows)
            rows = list(rows)
            rows[row], rows[other] = rows[other], rows[row]
            return rows
    return [*rows[:row], "*".join(e), *rows[row + 1 :]]


def reader_of(data: bytes, *, quickly: bool) -> tuple[RemittanceReader, list[Claim]]:
    [interchange] = read(data)[0]
    reader = RemittanceReader(next(interchange.sets), quickly=quickly)
    return reader, list(reader.claims())


def verdict(reader: RemittanceReader) -> tuple[object, ...]:
    found = sorted(map(repr, reader.findings))
    sums = (reader.claim_count, reader.claims_paid_cents, reader.off_cents, reader.is_balanced)
    return (*sums, found, reader.remittance)


def values(claim: Claim) -> list[object]:
    return [getattr(claim, each.name) for each in fields(Claim) if each.init]


def same_both_ways(data: bytes) -> None:
    quick, quick_claims = reader_of(data, quickly=True)
    slow, slow_claims = reader_of(data, quickly=False)
    assert not set(verdict(quick)[4]) ^ set(verdict(slow)[4])  # type: ignore[call-overload]
    assert verdict(quick) == verdict(slow)
    assert [values(claim) for claim in quick_claims] == [values(claim) for claim in slow_claims]
    [interchange] = read(data)[0]
    passing = RemittanceReader(next(interchange.sets))
    passing.run()
    assert verdict(passing) == verdict(slow)


@settings(max_examples=400, deadline=None)
@given(
    first=st.sampled_from(CLAIMS),
    second=st.sampled_from(CLAIMS),
    made=changes,
    between=st.sampled_from(
        [[], ["LX*2"], ["", "LX*2", ""], ["LX*2", "TS3*1234567893*11*20261231*1*100"]]
    ),
    framing=st.sampled_from(["~\n", "~", "~\r\n"]),
    is_old=st.booleans(),
)
def test_both_ways_give_the_same_findings_and_the_same_claims(
    first: list[str],
    second: list[str],
    made: list[tuple[str, int, int, str, str]],
    between: list[str],
    framing: str,
    is_old: bool,
) -> None:
    rows = first
    for change in made:
        rows = changed(rows, change)
    body = [*HEADER, *rows, *between, *second, *CLAIMS[0], *FOOTER]
    same_both_ways(of_version(enveloped("835", body), is_old).replace(b"~\n", framing.encode()))


def of_version(data: bytes, is_old: bool) -> bytes:
    return data.replace(b"*005010X221A1~", b"*004010X091A1~") if is_old else data


@pytest.mark.parametrize("is_old", [False, True], ids=["5010", "4010"])
@pytest.mark.parametrize("claim", [*CLAIMS[:5], CLAIMS[6]], ids=lambda rows: rows[0][:6])
def test_a_plainly_right_claim_passes_the_quick_look(claim: list[str], is_old: bool) -> None:
    rows = [row.replace("REF*LU", "REF*G3") if is_old else row for row in claim]
    rows = [row.replace("REF*G2*X1", "REF*1C*X1") if is_old else row for row in rows]
    look = quick_look(DEFAULT_DELIMITERS, "~\n", is_old)
    assert look is not None
    found = look.look("~\n".join(rows).removeprefix("CLP*"))
    assert found is not None
    assert found[0] == claim[0].split("*")[1]
    same_both_ways(of_version(enveloped("835", [*HEADER, *rows, *FOOTER]), is_old))


CODES = {
    "REF": "0B 0K 1A 1B 1C 1D 1E 1F 1G 1H 1J 1L 1S 1W 28 6P 6R 9A 9C A6 APC BB CE D3 E9 EA F8 G1 G2"
    " G3 HPI IG LU N5 PQ RB SY TJ ZZ",
    "AMT": "AU B6 D8 DY F5 I KH NE NL T T2 ZK ZZ",
    "QTY": "CA CD LA LE NA NE OU PS VS ZK",
    "DTM": "036 050 150 151 232 233 472 405",
    "LQ": "HE RX ZZ",
}
TAILS = {"REF": "*A1", "AMT": "*10", "QTY": "*1", "DTM": "*20261101", "LQ": "*N130"}


@pytest.mark.parametrize("is_old", [False, True], ids=["5010", "4010"])
@pytest.mark.parametrize("tag", CODES)
def test_every_qualifier_is_judged_alike_in_both_versions(tag: str, is_old: bool) -> None:
    claim = [row for row in CLAIMS[6] if not row.startswith(tag)]
    for code in CODES[tag].split():
        added = f"{tag}*{code}{TAILS[tag]}"
        for place, row in enumerate(claim):
            if row.startswith(("REF*F8", "NM1", "DTM", "AMT", "SVC", "CAS", "REF*6R")):
                rows = [*claim[: place + 1], added, *claim[place + 1 :]]
                body = [*HEADER, *rows, *CLAIMS[0], *FOOTER]
                same_both_ways(of_version(enveloped("835", body), is_old))


def test_a_cent_off_does_not_pass() -> None:
    look = quick_look(DEFAULT_DELIMITERS, "~")
    assert look is not None
    text = "~".join(CLAIMS[0]).removeprefix("CLP*")
    assert look.look(text) is not None
    for old, new in [("*50*50**1", "*50*50.01**1"), ("CAS*PR*1*50", "CAS*PR*1*49.99")]:
        assert look.look(text.replace("*100*50**1", "*100*50.01**1")) is None, old
        assert look.look(text.replace(old, new)) is None or old not in text


@pytest.mark.parametrize("marks", ["*:~~", "A:~^", "*.~^", "*:~-", "* ~^"])
def test_there_is_no_quick_look_where_a_delimiter_might_be_data(marks: str) -> None:
    assert quick_look(Delimiters(*marks), "~") is None


def test_a_claims_fields_are_read_when_they_are_asked_for() -> None:
    data = enveloped("835", [*HEADER, *CLAIMS[2], *CLAIMS[0], *FOOTER])
    [interchange] = read(data)[0]
    claim = next(RemittanceReader(next(interchange.sets)).claims())
    assert claim.paid_cents == 34950 and claim._fill is not None
    assert [line.charge_cents for line in claim.lines] == [40050, 10000]
    assert claim._fill is None and claim.drg == "410"
    assert data[claim.lines[1].position :].startswith(b"SVC*NU:0250")
    with pytest.raises(AttributeError):
        _ = claim.nothing_of_the_kind


@pytest.mark.parametrize("size", [120, 300, 700, 5000])
def test_where_a_large_set_is_cut_into_stretches_changes_nothing(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row for claim in CLAIMS[:5] * 4 for row in claim]
    data = enveloped("835", [*HEADER, *rows, *FOOTER])
    whole, _ = reader_of(data, quickly=False)
    monkeypatch.setattr("edi.x12.tokens._CHUNK", size)
    same_both_ways(data)
    assert verdict(reader_of(data, quickly=True)[0]) == verdict(whole)
