"""The structural check of a set: each fault is found once, at its place, and none drags others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.x12.envelope import read, write
from edi.x12.findings import Finding
from edi.x12.guide import guide_of
from edi.x12.interchange import TransactionSet
from tests.edi.x12.mutations import mutants
from tests.edi.x12.samples import SAMPLES, Sample

# One change of a right file: sample, segment, what stands for it, and the one finding: rule,
# level, segment, loop, element, 999 code, value.
CASES: list[tuple[str, str, str | list[str] | None, tuple[str, str, str, str, int, str, str]]] = [
    ("clinic", "N3", None, ("XS05", "error", "N3", "1000A", 0, "3", "")),
    ("clinic", "PER*BL", None, ("XS05", "warning", "PER", "1000A", 0, "3", "")),
    ("clinic", "DTM*405", None, ("XS05", "warning", "DTM", "", 0, "3", "")),
    ("clinic", "LX", None, ("XS05", "warning", "LX", "2000", 0, "3", "")),
    ("clinic", "NM1*QC", None, ("XS05", "error", "NM1", "2100", 0, "3", "")),
    ("clinic", "CLP", None, ("XS05", "error", "CLP", "2100", 0, "3", "")),
    ("clinic", "DTM*472", ["CAS*PR*1*0", "DTM*472*20261101"],
     ("XS05", "error", "DTM", "2110", 0, "7", "")),
    ("clinic", "LX", ["LX*1", SAMPLES["clinic"].body[0]], ("XS05", "error", "BPR", "", 0, "7", "")),
    ("clinic", "DTM*405", ["DTM*405*20261120"] * 2, ("XS06", "warning", "DTM", "", 0, "5", "")),
    ("clinic", "NM1*QC", ["NM1*QC*1*DOE*JANE****MI*MEMBER1"] * 2,
     ("XS06", "warning", "NM1", "2100", 0, "5", "")),
    ("clinic", "LX", ["ZZZ*1", "LX*1"], ("XS07", "warning", "", "1000B", 0, "1", "")),
    ("clinic", "LX", ["HL*1", "LX*1"], ("XS07", "warning", "HL", "1000B", 0, "6", "")),
    ("clinic", "N3", ["N2*MORE", "N3*1 NOWHERE ROAD"],
     ("XS07", "warning", "N2", "1000A", 0, "I4", "")),
    ("clinic", "LX", "lx*1", ("XS07", "warning", "", "1000B", 0, "1", "")),
    ("clinic", "DTM*405", "DTM*405*20261320", ("XS08", "error", "DTM", "", 2, "8", "20261320")),
    ("clinic", "DTM*405", "DTM*405*JANE DOE", ("XS08", "error", "DTM", "", 2, "8", "•••• DOE")),
    ("clinic", "DTM*405", "DTM*405", ("XS08", "error", "DTM", "", 2, "1", "")),
    ("clinic", "AMT*B6", ["AMT*B6*1", "QTY*ZK*some"],
     ("XS08", "error", "QTY", "2110", 2, "6", "••••")),
    ("clinic", "AMT*B6", ["AMT*B6*1", "QTY*ZK*1,5"],
     ("XS08", "error", "QTY", "2110", 2, "6", "1,5")),
    ("clinic", "REF*TJ", "REF*XY*123456789", ("XS09", "warning", "REF", "1000B", 1, "7", "XY")),
    ("clinic", "REF*TJ", "REF*TJ*" + "9" * 51,
     ("XS09", "warning", "REF", "1000B", 2, "5", "••••9999")),
    ("clinic", "N4", "N4*S*IL*62701", ("XS09", "warning", "N4", "1000A", 1, "4", "••••")),
    ("clinic", "LX", "LX*1*2", ("XS09", "warning", "LX", "2000", 2, "3", "")),
    ("clinic", "LX", "LX", ("XS09", "warning", "LX", "2000", 0, "8", "")),
    ("clinic", "AMT*B6", "AMT*B6*1*", ("XS09", "warning", "AMT", "2110", 0, "", "")),
    ("clinic", "AMT*B6", "AMT*B6*1*C", ("XS09", "warning", "AMT", "2110", 3, "I10", "••••")),
    ("clinic", "N1*PE", "N1*PE*HOSPITAL*XX", ("XS09", "warning", "N1", "1000B", 4, "1", "")),
    ("clinic", "N1*PR", "N1*PR*PLAN*XV", ("XS09", "warning", "N1", "1000A", 4, "2", "")),
    ("clinic", "REF*TJ", "REF*TJ*1:2", ("XS09", "warning", "REF", "1000B", 2, "13", "••••")),
    ("clinic", "REF*TJ", "REF*TJ*1^2", ("XS09", "warning", "REF", "1000B", 2, "12", "••••")),
    ("clinic", "LX", ["", "LX*1"], ("XS09", "warning", "", "1000B", 0, "", "")),
    ("clinic", "N3", "N3*1 NO\x01WHERE", ("XS10", "error", "N3", "1000A", 1, "6", "")),
    ("clinic", "SVC", None, ("XS05", "warning", "SVC", "2110", 0, "3", "")),
    ("old", "LX", None, ("XS05", "warning", "LX", "2000", 0, "3", "")),
    ("premium", "RMR", "RMR*ZZ*X**1", ("XS09", "warning", "RMR", "2300", 1, "7", "ZZ")),
]  # fmt: skip


def sets_of(data: bytes) -> Iterator[TransactionSet]:
    return (transaction for interchange in read(data)[0] for transaction in interchange.sets)


def found_in(data: bytes, *, whole: bool = False) -> list[Finding]:
    findings = []
    for transaction in sets_of(data):
        guide = guide_of(transaction.type, transaction.version)
        if guide is not None:
            findings += guide.check(transaction, whole=whole)
    return findings


@pytest.mark.parametrize(("name", "old", "new", "expected"), CASES)
def test_a_fault_is_found_once_and_at_its_place(
    name: str, old: str, new: str | list[str] | None, expected: tuple[object, ...]
) -> None:
    [f] = found_in(SAMPLES[name].changed(old, new).bytes())
    assert (f.rule, f.level, f.segment, f.loop, f.element, f.code, f.value) == expected


@pytest.mark.parametrize("name", [name for name in SAMPLES if SAMPLES[name].kind])
def test_a_right_file_has_no_finding(name: str) -> None:
    assert found_in(SAMPLES[name].bytes(), whole=True) == []


def test_a_finding_names_the_segments_place_in_file_and_set() -> None:
    data = SAMPLES["clinic"].changed("DTM*405", "DTM*405*bad").bytes()
    [finding] = found_in(data)
    assert data[finding.position :].startswith(b"DTM*405*bad")
    assert finding.number == data[data.index(b"ST*") : finding.position].count(b"~") + 1


def test_a_component_is_named_in_the_message_and_by_its_number() -> None:
    [finding] = found_in(SAMPLES["clinic"].changed("SVC", "SVC*HC*100*50").bytes())
    assert (finding.element, finding.component, finding.code) == (1, 2, "1")
    assert finding.message == "SVC01-2 is required and missing."


def test_what_other_rules_say_is_told_only_if_asked_for() -> None:
    for old, new, rule in [
        ("CLP", "CLP*A*1*abc*0*0*12*B", "RA02"),
        ("TRN", "TRN*2*T*1999999999", "RA18"),
        ("CAS", "CAS*CO**50", "RA12"),
        ("BPR", None, "RA01"),
        ("N1*PE", None, "RA01"),
    ]:
        data = SAMPLES["clinic"].changed(old, new).bytes()
        assert rule not in {f.rule for f in found_in(data)}
        assert rule in {f.rule for f in found_in(data, whole=True)}


# One broken segment, one finding -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["clinic", "hospital", "reversal", "members", "vendor"])
def test_a_dropped_segment_never_leads_to_a_cascade(name: str) -> None:
    """At most: the one that is missing, and what of its loop is strange without it."""
    for mutant in mutants(SAMPLES[name].rows()):
        if mutant.what == "dropped" and mutant.where not in ("ISA", "GS", "ST", "SE"):
            findings = found_in(mutant.data, whole=True)
            assert len(findings) <= (1 if mutant.where == "N1" else 2), (mutant.where, findings)


def test_a_misspelt_claim_costs_its_neighbours_nothing() -> None:
    rows = SAMPLES["clinic"]
    findings = found_in(rows.changed("CLP", "CLQ*A*1*100*50", 2).bytes())
    assert len(findings) <= 3 and findings[0].rule == "XS07"


def test_a_segment_astray_in_a_line_does_not_end_the_line() -> None:
    data = (
        SAMPLES["clinic"].changed("AMT*B6", ["NM1*82*1*ROE*****XX*1234567893", "AMT*B6*1"]).bytes()
    )
    assert [(f.rule, f.segment) for f in found_in(data)] == [("XS05", "NM1")]


def test_elements_moved_by_one_too_many_are_one_finding() -> None:
    bpr = SAMPLES["clinic"].body[0].replace("*C*ACH*", "*C**ACH*")
    [finding] = found_in(SAMPLES["clinic"].changed("BPR", bpr).bytes())
    assert (finding.rule, finding.segment, finding.element) == ("XS09", "BPR", 4)
    assert finding.message.endswith("more of the segment's elements are amiss too.")


def test_two_elements_amiss_are_said_each_for_itself() -> None:
    clp = "CLP*CLAIM1*1*300*200*50*?*PAYERCLAIM1*1111*11"
    found = found_in(SAMPLES["clinic"].changed("CLP*CLAIM1", clp).bytes())
    assert [f.element for f in found] == [8, 9]


def test_an_empty_isa16_costs_nothing_but_itself() -> None:
    data = SAMPLES["hospital"].bytes()
    for line_end in (b"\n", b"\r\n", b""):
        broken = data.replace(b"*P*:~", b"*P*~").replace(b"\n", line_end)
        interchanges, findings = read(broken)
        assert [f.rule for f in findings] == ["XI02"]
        assert found_in(broken) == []
        assert write(interchanges) == broken


def test_a_set_that_breaks_off_misses_nothing_more() -> None:
    data = SAMPLES["clinic"].bytes()
    cut = data[: data.index(b"N1*PE")]
    assert [f.rule for f in found_in(cut)] == []


# Whatever stands there ----------------------------------------------------------------------------

pieces = st.lists(
    st.one_of(
        st.sampled_from(["CLP*1", "SVC", "SE*1*1", "LX", "REF*", "ENT*1", "RMR", "clp", "N1"]),
        st.text(st.characters(codec="latin-1", exclude_characters="~"), max_size=12),
    ),
    max_size=8,
)  # fmt: skip


@pytest.mark.parametrize("name", ["clinic", "members", "old"])
@settings(max_examples=150, deadline=None)
@given(place=st.floats(0, 1), rows=pieces)
def test_nothing_that_stands_in_a_set_raises(name: str, place: float, rows: list[str]) -> None:
    sample: Sample = SAMPLES[name]
    body = list(sample.body)
    at = int(place * len(body))
    body[at:at] = rows
    text = "~".join([*sample.rows()[:3], *body, *sample.rows()[-3:]]) + "~"
    for transaction in sets_of(text.encode("latin-1")):
        guide = guide_of(transaction.type, transaction.version)
        if guide is not None:
            for finding in guide.check(transaction, whole=True):
                assert finding.level in ("error", "warning")
                assert not (set(finding.message) & set("\x00\x01"))


def test_a_run_of_right_claims_is_passed_over_with_its_count() -> None:
    [transaction] = sets_of(SAMPLES["clinic"].bytes())
    guide = guide_of("835", transaction.version)
    assert guide is not None
    tokens = list(transaction.tokens())
    first = next(i for i, (_, e) in enumerate(tokens) if e[0] == "CLP")
    last = next(i for i, (_, e) in enumerate(tokens) if e[0] in ("PLB", "SE"))
    walk = guide.walk(transaction)
    for token in tokens[:first]:
        walk.take(*token)
    walk.skip("CLP", last - first, tokens[first][0])
    for position, elements in tokens[last:]:
        walk.take(position, [*elements, "MORE"] if elements[0] == "SE" else elements)
    walk.finish()
    [finding] = walk.findings
    assert (finding.segment, finding.number) == ("SE", len(tokens))
