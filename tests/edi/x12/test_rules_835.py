"""Each rule of the 835 that a file alone can break: a file that keeps it, and one that does not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from edi.x12.checking import check

File = Callable[..., bytes]

BPR = "BPR*I*150*C*ACH*CCP*01*021000021*DA*111222333*1999999999**01*011000015*DA*444555666*20261123"
CLP = "CLP*CLAIM1*1*300*200*50*12*PAYERCLAIM1*11*1"

CASES = [
    ("RA01", "error", "TRN", None),
    ("RA01", "error", "N1*PE", "N1*XX*OTHER"),
    ("RA01", "error", "TRN", ["TRN*1*EFT0001*1999999999"] * 2),
    ("RA01", "error", "N1*PR", ["N1*PR*ONE", "N1*PR*TWO"]),
    ("RA02", "error", "BPR", BPR.replace("*150*", "*150.001*")),
    ("RA02", "error", "CLP*CLAIM1", CLP.replace("*300*", "*3E2*")),
    ("RA02", "error", "CLP*CLAIM1", CLP.replace("*200*", "**")),
    ("RA02", "error", "SVC*HC:99214", "SVC*HC:99214*2,00*150**1"),
    ("RA02", "error", "AMT*B6", "AMT*B6*x"),
    ("RA02", "error", "PLB", "PLB*1234567893*20261231*WO:X*-30.005"),
    ("RA02", "error", "CAS*CO*45*50", "CAS*CO*45*50.001"),
    ("RA03", "error", "BPR", BPR.replace("*150*", "*-150*")),
    ("RA04", "error", "BPR", BPR.replace("*150*", "*151*")),
    ("RA04", "error", "PLB", "PLB*1234567893*20261231*WO:X*30"),
    ("RA05", "error", "CAS*CO*45*50", "CAS*CO*45*49"),
    ("RA06", "error", "CAS*CO*45*50", "CAS*CO*45*49"),
    ("RA07", "warning", "SVC*HC:99214", "SVC*HC:99214*201*150**1"),
    ("RA08", "warning", "SVC*HC:99214", "SVC*HC:99214*200*151**1"),
    ("RA09", "warning", "CLP*CLAIM1", CLP.replace("*50*", "*49*")),
    ("RA10", "warning", "CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1*5*")),
    ("RA11", "warning", "CAS*CO*45*50", "CAS*CR*45*50"),
    ("RA12", "error", "CAS*CO*45*50", "CAS*CO*45"),
    ("RA12", "error", "CAS*CO*45*50", "CAS*CO**50"),
    ("RA12", "error", "CAS*CO*45*50", "CAS**45*50"),
    ("RA13", "warning", "CAS*CO*45*50", "CAS*CO*999*50"),
    ("RA13", "warning", "LQ", "LQ*HE*BAD"),
    ("RA13", "warning", "DTM*232", ["MOA***BAD", "DTM*232*20261101"]),
    ("RA14", "warning", "PLB", "PLB*1234567893*20261231*QQ:X*-30"),
    ("RA15", "error", "PLB", "PLB*1234567893*20261231*WO:X"),
    ("RA15", "error", "PLB", "PLB*1234567893*20261231**-30"),
    ("RA16", "warning", "BPR", BPR.replace("*CCP*", "**")),
    ("RA16", "warning", "BPR", BPR.replace("*ACH*CCP*", "*CHK**")),
    ("RA17", "warning", "BPR", BPR.replace("20261123", "20261122")),
    ("RA17", "warning", "BPR", BPR.replace("20261123", "")),
    ("RA18", "error", "TRN", "TRN*1**1999999999"),
    ("RA18", "error", "TRN", "TRN*3*EFT0001*1999999999"),
    ("RA18", "warning", "TRN", "TRN*1*EFT0001*199999999"),
    ("RA19", "warning", "TRN", "TRN*1*EFT0001*1999999998"),
    ("RA19", "warning", "TRN", "TRN*1*EFT0001*1999999999*0001"),
    ("RA22", "warning", "BPR", BPR.replace("BPR*I", "BPR*D")),
    ("RA23", "warning", "PLB", "PLB*1234567893*20261231*FB:EFT0001*-30"),
    ("RA26", "warning", "CLP*CLAIM0", "CLP*CLAIM0*1*-100*-80**12*PAYERCLAIM0*11*8"),
    ("RA26", "warning", "DTM*233", "DTM*233*20261031"),
    ("RA27", "warning", "BPR", BPR.replace("BPR*I", "BPR*H")),
    ("RA28", "warning", "CLP*CLAIM1", CLP.replace("CLAIM1*1*", "CLAIM1*4*")),
    ("RA29", "warning", "CLP*CLAIM0", "CLP*CLAIM1*1*-100*-80**12*PAYERCLAIM1*11*8"),
    ("RA30", "warning", "BPR", BPR.replace("021000021", "021000022")),
    ("RA30", "warning", "N1*PE", "N1*PE*INVENTED HOSPITAL*XX*1234567890"),
    ("XS05", "error", "NM1*QC", None),
    ("XS05", "error", "N3", None),
    ("XS05", "error", "N4", None),
    ("XS05", "warning", "PER*BL", None),
    ("XS05", "warning", "LX", None),
    ("XS05", "warning", "DTM*405", None),
    ("XS05", "error", "CAS*PR", ["REF*6R*LINE1", "CAS*PR*1*50"]),
    ("XS05", "error", "REF*6R", ["REF*6R*LINE1", "NM1*82*1*ROE"]),
    ("XS05", "error", "TRN", ["TRN*1*EFT0001*1999999999", "NTE*ADD*LATE"]),
    ("XS05", "error", "PLB", ["PLB*1234567893*20261231*WO:X*-30", "CAS*CO*45*1"]),
    ("XS06", "warning", "NM1*QC*1*DOE", ["NM1*QC*1*DOE*JANE", "NM1*QC*1*DOE*JANE"]),
    ("XS06", "warning", "DTM*232", ["MOA***N130", "MOA***N130", "DTM*232*20261101"]),
    ("XS06", "warning", "DTM*405", ["DTM*405*20261120"] * 2),
    ("XS07", "warning", "AMT*B6", ["AMT*B6*100", "ZZZ*1"]),
    ("XS07", "warning", "AMT*B6", ["AMT*B6*100", "amt*B6*100"]),
    ("XS08", "error", "DTM*232", "DTM*232*20261301"),
    ("XS08", "error", "DTM*405", "DTM*405*2026"),
    ("XS08", "error", "SVC*HC:99214", "SVC*HC:99214*200*150**one"),
    ("XS08", "error", "PLB", "PLB*1234567893*2026*WO:X*-30"),
    ("XS09", "warning", "CLP*CLAIM1", CLP.replace("CLAIM1*1", "C" * 39 + "*1")),
    ("XS09", "warning", "BPR", BPR.replace("BPR*I", "BPR*Z")),
    ("XS09", "warning", "TRN", "TRN*1*" + "9" * 51 + "*1999999999"),
]


@pytest.mark.parametrize(("rule", "level", "old", "new"), CASES)
def test_a_broken_rule_is_found_and_a_kept_one_is_not(
    rule: str, level: str, old: str, new: str | list[str] | None, remittance_file: File
) -> None:
    assert check(remittance_file()).findings == []
    found = check(remittance_file(old, new)).findings
    assert (rule, level) in [(f.rule, f.level) for f in found]


def test_a_notice_without_detail_is_looked_at(remittance_file: File) -> None:
    text = remittance_file().decode()
    start, end = text.index("LX*"), text.index("SE*")
    data = (text[:start] + text[end:]).replace("BPR*I*150*", "BPR*I*0*").encode()
    assert "RA22" in [f.rule for f in check(data).findings]


def test_a_reversal_and_its_correction_may_share_their_numbers(remittance_file: File) -> None:
    row = "CLP*CLAIM1*22*-100*-80**12*PAYERCLAIM1*11*8"
    assert check(remittance_file("CLP*CLAIM0", row)).findings == []


def test_st03_does_not_stand_in_a_5010_remittance(remittance_file: File) -> None:
    found = check(remittance_file(st_tail="*005010X221A1")).findings
    assert [(f.rule, f.level) for f in found] == [("RA31", "warning")]


def test_many_claims_in_one_set_are_a_warning(
    remittance_file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edi.x12.rules_835.MANY_CLAIMS", 1)
    assert [f.rule for f in check(remittance_file()).findings] == ["XS06"]


def test_a_finding_cites_its_byte_and_segment(remittance_file: File) -> None:
    data = remittance_file("DTM*232", "DTM*232*20261301")
    [finding] = check(data).findings
    assert data[finding.position :].startswith(b"DTM*232*20261301")
    assert (finding.segment, finding.number, finding.element) == ("DTM", 14, 2)


def test_a_message_says_how_many_cents_are_off(remittance_file: File) -> None:
    report = check(remittance_file("CAS*CO*45*50", "CAS*CO*45*49.99"))
    messages = {f.rule: f.message for f in report.findings}
    assert messages["RA05"] == "The claim is off by -0.01."
    assert messages["RA06"] == "Service line 2 is off by -0.01."
    assert report.transactions[0].balanced is False


def test_no_finding_names_a_patient_an_id_or_an_account(remittance_file: File) -> None:
    secrets = ["DOE", "JANE", "MEMBER1", "CLAIM1", "111222333", "444555666", "EFT0001"]
    for _, _, old, new in CASES:
        for finding in check(remittance_file(old, new)).findings:
            assert not any(secret in finding.message for secret in secrets)
