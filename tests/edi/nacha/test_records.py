"""Every entry class has named views of its own fields, and is read and written without loss."""

import pytest

from edi.nacha.codes import SEC_CODES
from edi.nacha.reader import parse, read
from edi.nacha.records import InternationalAddenda, TerminalAddenda
from edi.nacha.rules.international import MANDATORY
from edi.nacha.writer import write
from tests.edi.nacha.samples import bytes_of

TRACE = "091000010000001"


def _lines(sec_code, middle, *addenda, code="27", service_class="225"):
    """A file of one entry whose positions 40-78 are given; counts of one entry with addenda."""
    lines = bytes_of("mixed").decode().splitlines()
    indicator = "1" if addenda else "0"
    entry = f"6{code}021000021{'4455667788':<17}{'0000012500'}{middle:<39}{indicator}{TRACE}"
    count = 1 + len(addenda)
    header = f"5{service_class}{lines[1][4:50]}{sec_code}{lines[1][53:]}"
    side = f"{12_500:012d}{0:012d}" if service_class == "225" else f"{0:012d}{12_500:012d}"
    control = f"8{service_class}{count:06d}0002100002{side}{lines[3][44:]}"
    records = [lines[0], header, entry, *[each.ljust(94) for each in addenda], control]
    blocks = -(-(len(records) + 1) // 10)
    totals = f"9{1:06d}{blocks:06d}{count:08d}0002100002{side}{'':39}"
    records += [totals, *["9" * 94] * (-(len(records) + 1) % 10)]
    return "".join(record + "\n" for record in records).encode()


def _entry(*arguments, **changes):
    return parse(_lines(*arguments, **changes)).batches[0].entries[0]


@pytest.mark.parametrize(
    ("sec_code", "middle", "views"),
    [
        (
            "ARC",
            "000123".ljust(15) + "PAT SAMPLE",
            {"check_serial": "000123", "name": "PAT SAMPLE"},
        ),
        ("BOC", "000123", {"check_serial": "000123"}),
        ("RCK", "000123", {"check_serial": "000123"}),
        (
            "POP",
            "000123   LAKECOPAT SAMPLE",
            {
                "check_serial": "000123",
                "terminal_city": "LAKE",
                "terminal_state": "CO",
                "name": "PAT SAMPLE",
                "identification": "",
            },
        ),
        (
            "XCK",
            "000123".ljust(15) + "PROC01" + "RESEARCH0017",
            {"check_serial": "000123", "process_control": "PROC01", "name": ""},
        ),
        (
            "TRC",
            "000123".ljust(15) + "PROC01" + "RESEARCH0017    01",
            {"item_research": "RESEARCH0017", "item_type": "01"},
        ),
        (
            "SHR",
            "0728" + "DOC00000017" + "4455667788".zfill(22) + "01",
            {
                "card_expiry": "0728",
                "document_reference": "DOC00000017",
                "card_account": "0000000000004455667788",
                "transaction_type": "01",
                "name": "",
            },
        ),
        ("POS", " " * 15 + "PAT SAMPLE".ljust(22) + "01", {"transaction_type": "01"}),
        ("WEB", " " * 15 + "PAT SAMPLE".ljust(22) + "S", {"payment_type": "S"}),
        ("TEL", " " * 15 + "PAT SAMPLE".ljust(22) + "R", {"payment_type": "R"}),
        ("ACK", "091000010000009", {"original_trace": "091000010000009"}),
        (
            "ATX",
            "091000010000009" + "0000" + "LAKESIDE CLINIC",
            {"addenda_count": 0, "name": "LAKESIDE CLINIC"},
        ),
    ],
)
def test_entry_has_its_named_views(sec_code, middle, views):
    entry = _entry(sec_code, middle)
    assert {name: getattr(entry, name) for name in views} == views
    assert (entry.account_number, entry.amount_cents) == ("4455667788", 12_500)


@pytest.mark.parametrize("sec_code", sorted(SEC_CODES.keys() - {"ADV"}))
def test_every_class_is_written_back_and_its_totals_hold(sec_code):
    data = _lines(sec_code, " " * 15 + "PAT SAMPLE")
    file, findings = read(data)
    assert write(file) == data
    assert file.tally().debits_cents == 12_500
    assert not {each.rule for each in findings} & {"BC02", "BC03", "BC04", "BC05", "FC07", "FS15"}


@pytest.mark.parametrize(
    ("sec_code", "middle"),
    [
        ("POP", "000123   LAKECOPAT SAMPLE"),
        ("XCK", "000123".ljust(15) + " " * 6 + "RESEARCH0017"),
        ("TRC", "000123".ljust(15) + " PROC1" + "RESEARCH0017    01"),
        ("SHR", "0728" + "DOC00000017" + " " * 4 + "4455667788"),
        ("ARC", "000123".ljust(15)),
    ],
)
def test_no_rule_takes_fields_of_checks_and_cards_for_names(sec_code, middle):
    found = read(_lines(sec_code, middle))[1]
    spoken = {each.rule for each in found} & {"ED14", "ED15", "FS15", "FS16", "FS19"}
    assert spoken == set()


def test_terminal_of_a_card_transaction_has_named_views():
    text = "702REF0001REFTERM17SERIAL1123AUTH01" + "LAKESIDE STORE".ljust(27) + "LAKE".ljust(15)
    entry = _entry("POS", " " * 15 + "PAT SAMPLE", text + "CO" + TRACE)
    (addenda,) = entry.addenda
    assert isinstance(addenda, TerminalAddenda)
    assert (addenda.terminal, addenda.terminal_city, addenda.terminal_state) == (
        "TERM17",
        "LAKE",
        "CO",
    )


def _international(*types, count=None):
    """An IAT entry with addenda of these types."""
    announced = len(types) if count is None else count
    lines = _lines("IAT", "", *[f"7{each}ANN".ljust(87) + "0000001" for each in types])
    head = b"627021000021" + b"4455667788".ljust(17) + b"0000012500" + b" " * 39
    entry = f"627021000021{announced:04d}{'':13}0000012500{'4455667788':<35}{'':4}".encode()
    return lines.replace(head, entry)


def test_international_addenda_give_their_fields_by_name():
    (entry,) = parse(_international(*MANDATORY)).batches[0].entries
    first = entry.addenda[0]
    assert isinstance(first, InternationalAddenda)
    assert first.fields["transaction_type"] == "ANN"
    assert first.fields["entry_sequence"] == "0000001"
    assert (entry.account_number, entry.addenda_count) == ("4455667788", 7)


def _found(data):
    return [(each.rule, each.message) for each in read(data)[1] if each.rule in ("AD01", "AD02")]


def test_international_entry_with_all_parties_is_in_order():
    assert _found(_international(*MANDATORY)) == []
    assert _found(_international(*MANDATORY, "17", "18")) == []
    # Some banks count the mandatory ones alone.
    assert _found(_international(*MANDATORY, "17", "18", count=7)) == []


def test_missing_parties_of_an_international_entry_are_named():
    assert _found(_international("10", "11", "12", "13", "16")) == [
        ("AD01", "an IAT entry lacks its addenda 14, 15")
    ]


def test_wrong_count_of_international_addenda_is_found_and_can_be_tolerated():
    data = _international(*MANDATORY, count=8)
    assert _found(data) == [("AD02", "8 addenda announced, 7 follow")]
    (found,) = [e for e in read(data, tolerate={"addenda_counts"})[1] if e.rule == "AD02"]
    assert (found.level, found.tolerated, found.value) == ("W", "addenda_counts", "0008")
