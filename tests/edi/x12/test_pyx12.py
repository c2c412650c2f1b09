"""A second, independent reader (pyx12, for tests alone) agrees with ours on what we make: structure
by its maps of the guides, counts of claims and totals by its own parsing. It never looks at
balances, reads ASCII only, and has no map of a vendor's 820 or of 005010X306."""

from __future__ import annotations

import io
import json
import logging
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from edi.ground.amounts import parse_cents
from edi.x12.ack_999 import Acknowledgment, write_999
from edi.x12.answering import answers
from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.payment_820 import Payment820, write_820
from edi.x12.remittance_835 import Remittance, read_835, write_835
from edi.x12.wrapping import wrap
from tests.edi.x12.invented import acknowledgments, plain, premiums, remittances
from tests.edi.x12.samples import SAMPLES, Sample

params = pytest.importorskip("pyx12.params", reason="NO SECOND READER: pyx12 is not installed")
document = pytest.importorskip("pyx12.x12n_document")
context = pytest.importorskip("pyx12.x12context")
errors = pytest.importorskip("pyx12.error_handler")

AT = datetime(2026, 11, 20, 9, 15)
# Its maps are loaded anew for every file, so examples are few and are not made smaller.
FEW = settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Where its maps are wrong. PLB may stand as often as needed; its walker takes the second one, being
# the first segment of the footer's loop, for a second footer.
ITS_DEFECTS = {("PLB", "Loop FOOTER exceeded max count.")}
WITHOUT_MAP = {"vendor", "exchange"}
MAPPED = [name for name in SAMPLES if name not in WITHOUT_MAP]


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """Its log repeats what it returns."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def objections(data: bytes) -> list[tuple[str, str]]:
    """(segment, sentence) of all that it has to say against a file."""
    report = io.StringIO()
    text = io.StringIO(data.decode("ascii"))
    document.x12n_document(params.params(), text, None, None, fd_json=report)
    said = list(_said(json.loads(report.getvalue()), ""))
    return [each for each in said if not _is_its_defect(*each)]


def _is_its_defect(segment: str, sentence: str) -> bool:
    return any(segment == tag and sentence.startswith(begin) for tag, begin in ITS_DEFECTS)


def _said(node: Any, segment: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for item in node:
            yield from _said(item, segment)
    elif isinstance(node, dict):
        if "err_str" in node:
            yield segment, node["err_str"]
        for item in node.values():
            yield from _said(item, node.get("seg_id", segment))


def segments(data: bytes) -> list[tuple[str, Any]]:
    """(loop and segment by its map, segment) of each segment that it could place."""
    reader = context.X12ContextReader(
        params.params(), errors.errh_null(), io.StringIO(data.decode("ascii"))
    )
    return [(node.x12_map_node.get_path(), node) for node in reader.iter_segments()]


def written(rows: list[Any], version: str = "") -> bytes:
    return wrap(
        [rows],
        sender_qualifier="ZZ",
        sender_id="PAYERONE",
        receiver_qualifier="ZZ",
        receiver_id="HOSPITALTWO",
        interchange_control=7,
        group_control=7,
        at=AT,
        version=version,
    )


# Structure ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAPPED)
def test_it_finds_nothing_in_our_samples(name: str) -> None:
    assert objections(SAMPLES[name].bytes()) == []


def test_it_does_object_where_there_is_a_reason() -> None:
    damaged = SAMPLES["clinic"].changed("DTM*232", ["DTM*232*20261301", "ZZZ*1"])
    assert {segment for segment, _ in objections(damaged.bytes())} == {"DTM", "ZZZ"}


@FEW
@given(remittances())
def test_it_finds_nothing_in_a_remittance_we_write(remittance: Remittance) -> None:
    assert objections(written(write_835(remittance))) == []


@FEW
@given(premiums())
def test_it_finds_nothing_in_a_premium_payment_we_write(payment: Payment820) -> None:
    data = written(write_820(payment), "005010X218")
    assert check(data).findings == []
    assert objections(data) == []


@FEW
@given(acknowledgments())
def test_it_finds_nothing_in_an_answer_we_write(answer: Acknowledgment) -> None:
    assert objections(written(write_999(answer))) == []
    answer.type, answer.version = "997", "004010X091A1"
    for verdict in answer.sets:
        # Codes of the guide are no codes of the older answer.
        verdict.codes = tuple(code for code in verdict.codes if not code.startswith("I"))
    assert objections(written(write_999(answer), "004010")) == []


FAULTS: list[tuple[str, Sample]] = [
    ("an amount", SAMPLES["clinic"].changed("CLP*CLAIM1", "CLP*CLAIM1*1*3E2*200*50*12*P*11*1")),
    ("a date", SAMPLES["hospital"].changed("DTM*232", "DTM*232*20261301")),
    ("a missing patient", SAMPLES["reversal"].changed("NM1*QC", None)),
    ("a bad date of the older version", SAMPLES["old"].changed("DTM*472", "DTM*472*X")),
    (
        "an amount of the older version",
        SAMPLES["old"].changed("CLP", "CLP*C*1*3E2*60*10*12*P*11*1"),
    ),
    ("an amount of a premium", SAMPLES["premium"].changed("RMR*IK", "RMR*IK*BILL8**X*50")),
]


@pytest.mark.parametrize(("what", "sample"), FAULTS, ids=[what for what, _ in FAULTS])
def test_it_finds_nothing_in_our_answer_to_a_faulty_file(what: str, sample: Sample) -> None:
    data = sample.bytes().replace(b"*0*P*:", b"*1*P*:")
    made = list(answers(data, control=1, at=AT))
    assert len(made) == 2  # a TA1 and a 999 or 997
    for answer in made:
        assert objections(answer) == []


# Counts and totals ----------------------------------------------------------------------------


def cents(text: str | None) -> int:
    """Decimal of the second reader's text, in cents: our own parsing takes no part."""
    return int(Decimal(text or "0") * 100)


def totals(data: bytes) -> dict[str, int]:
    """Claims, lines and sums of an 835 as the second reader has them."""
    sums: Counter[str] = Counter()
    for path, node in segments(data):
        if path.endswith("/2100/CLP"):
            sums["claims"] += 1
            sums["charged"] += cents(node.get_value("CLP03"))
            sums["paid"] += cents(node.get_value("CLP04"))
        elif path.endswith("/2110/SVC"):
            sums["lines"] += 1
            sums["paid by lines"] += cents(node.get_value("SVC03"))
        elif path.endswith("/CAS"):
            level = "claim" if "2110" not in path else "line"
            amounts = (node.get_value(f"CAS{place:02d}") for place in range(3, 20, 3))
            sums[f"adjusted by {level}"] += sum(map(cents, amounts))
        elif path.endswith("/PLB"):
            amounts = (node.get_value(f"PLB{place:02d}") for place in range(4, 15, 2))
            sums["provider"] += sum(map(cents, amounts))
        elif path.endswith("/BPR"):
            sums["payment"] += cents(node.get_value("BPR02"))
    return {name: value for name, value in sums.items() if value}


def our_totals(remittance: Remittance) -> dict[str, int]:
    lines = [line for claim in remittance.claims for line in claim.lines]
    own = [a.amount_cents for claim in remittance.claims for a in claim.adjustments]
    sums = {
        "claims": len(remittance.claims),
        "charged": sum(claim.charge_cents for claim in remittance.claims),
        "paid": sum(claim.paid_cents for claim in remittance.claims),
        "lines": len(lines),
        "paid by lines": sum(line.paid_cents for line in lines),
        "adjusted by claim": sum(own),
        "adjusted by line": sum(a.amount_cents for line in lines for a in line.adjustments),
        "provider": sum(item.amount_cents for item in remittance.provider_adjustments),
        "payment": remittance.amount_cents,
    }
    return {name: value for name, value in sums.items() if value}


@pytest.mark.parametrize("name", [name for name in SAMPLES if SAMPLES[name].kind == "835"])
def test_both_readers_count_and_add_alike(name: str) -> None:
    data = SAMPLES[name].bytes()
    [transaction] = read(data)[0][0].sets
    remittance, _ = read_835(transaction)
    assert remittance is not None
    assert totals(data) == our_totals(remittance)


@FEW
@given(remittances())
def test_both_readers_count_and_add_alike_whatever_is_written(remittance: Remittance) -> None:
    data = written(write_835(remittance))
    [transaction] = read(data)[0][0].sets
    found, _ = read_835(transaction)
    assert found is not None and plain(found) == plain(remittance)
    assert totals(data) == our_totals(found)


@pytest.mark.parametrize("name", ["premium", "members"])
def test_both_readers_add_the_items_of_a_premium_alike(name: str) -> None:
    data = SAMPLES[name].bytes()
    theirs = [node.get_value("RMR04") for path, node in segments(data) if path.endswith("/RMR")]
    assert sum(map(cents, theirs)) == sum(
        parse_cents(segment[4]) or 0
        for transaction in read(data)[0][0].sets
        for segment in transaction.segments()
        if segment.id == "RMR"
    )
    report = check(data).transactions[0]
    assert report.claims == len(theirs)


def test_every_segment_finds_its_place_in_its_map() -> None:
    for name in MAPPED:
        rows = SAMPLES[name].rows()
        assert [
            path.rsplit("/", 1)[-1].partition("[")[0] for path, _ in segments(SAMPLES[name].bytes())
        ] == [row.partition("*")[0] for row in rows]
