"""Reading: every form a report comes in, every record continued, and one account after another."""

from datetime import date

import pytest

from edi.bai2 import Account, Funds, Item, Transaction, accounts, check, parse, read, write
from edi.bai2 import lines as lines_module
from tests.edi.bai2.samples import (
    DETAILS,
    FULL,
    ITEMS,
    TOTAL,
    base,
    data,
    group,
    of,
    padded,
    put,
    report,
    simple,
)

FIXED = "01,091000022,NORTHWIND,261124,0600,1,80,,2/"


def rules_of(content: bytes) -> list[str]:
    return [each.rule for each in check(content).findings]


def test_report_is_read_field_by_field():
    file, findings = read(data(base()))
    assert findings == []
    assert (file.sender, file.receiver, file.file_id) == ("091000022", "NORTHWIND", "1")
    assert (file.created_on, file.created_time) == (date(2026, 11, 24), "0600")
    (found,) = file.groups
    assert (found.originator, found.status, found.currency) == ("091000022", "1", "USD")
    assert found.as_of_date == date(2026, 11, 23)
    assert found.is_end_of_day and not found.is_intraday
    (account,) = found.accounts
    assert account.items == (
        Item("010", 100_000),
        Item("015", 150_000),
        Item("100", 75_000, 2),
        Item("400", 25_000, 1),
    )
    assert account.transactions == (
        Transaction(
            "165",
            50_000,
            Funds("Z"),
            "REF1",
            "CUST1",
            ("LAKESIDE PLAN HCCLAIMPMT", "TRN*1*EFT00017*1123456789~"),
        ),
        Transaction("142", 25_000, Funds("0"), "REF2", "", ("HARBOR PLAN",)),
        Transaction("475", 25_000, Funds(""), "9911", "1001"),
    )
    assert [each.line for each in account.transactions] == [4, 6, 7]
    assert (account.trailer.total_cents, account.trailer.records) == (TOTAL, 6)
    assert (file.trailer.members, file.trailer.records, file.trailer.line) == (1, 10, 10)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(end):
    content = data(base(), end)
    file, findings = read(content)
    assert findings == []
    assert file == read(data(base()))[0]
    assert write(file) == content


@pytest.mark.parametrize("closing", [b"", b"\n", b"\r\n"])
def test_fixed_length_records_need_no_line_ends(closing):
    content = "".join(padded(base(header=FIXED), 80)).encode() + closing
    file, findings = read(content)
    assert [each.rule for each in findings] in ([], ["BC03"])
    assert len(file.groups[0].accounts[0].transactions) == 3
    assert file.groups[0].accounts[0].transactions[2].line == 7
    assert write(file) == content


def test_length_of_records_is_found_where_the_header_does_not_say_it():
    content = "".join(padded(base(), 96)).encode()
    file, findings = read(content)
    assert {each.rule for each in findings} == {"BC07"}
    assert file == read(data(base()))[0]


def test_byte_order_mark_is_no_part_of_the_header():
    file, findings = read(b"\xef\xbb\xbf" + data(base()))
    assert file.sender == "091000022"
    assert [each.rule for each in findings] == ["BC02"]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_wide_characters_are_read_in_either_encoding(encoding):
    content = data(base()).decode().replace("HARBOR", "CAFÉ").encode(encoding)
    file, findings = read(content)
    assert file.groups[0].accounts[0].transactions[1].text_lines == ("CAFÉ PLAN",)
    assert {each.rule for each in findings} == {"BC10"}
    assert write(file) == content


def test_small_letters_are_read_as_capitals():
    lines = put(put(base(), 4, ",Z,", ",z,"), 2, "USD", "usd")
    file, findings = read(data(lines))
    assert file.groups[0].currency == "USD"
    assert file.groups[0].accounts[0].transactions[0].funds == Funds("Z")
    assert [each.rule for each in findings] == ["BC11", "BC11"]


@pytest.mark.parametrize(
    ("rows", "records"),
    [
        (["01,091000022/", "88,NORTHWIND,261124,0600/", "88,1,,,2/"], 3),
        (["01,091000022,NORTHWIND,261124,0600,1,,/", "88,2/"], 2),
    ],
)
def test_file_header_goes_on_in_continuations(rows, records):
    lines = [*rows, *base()[1:-1], f"99,{TOTAL},1,{9 + records}/"]
    file, findings = read(data(lines))
    assert file == read(data(base()))[0]
    assert findings == []


def test_group_header_and_trailers_go_on_in_continuations():
    lines = [
        base()[0],
        "02,NORTHWIND,091000022/",
        "88,1,261123,2400,USD,2/",
        *base()[2:7],
        f"49,{TOTAL}/",
        "88,7/",
        f"98,{TOTAL}/",
        "88,1/",
        "88,12/",
        f"99,{TOTAL},1/",
        "88,15/",
    ]
    file, findings = read(data(lines))
    assert findings == []
    assert file == read(data(base()))[0]


@pytest.mark.parametrize(
    "rows",
    [
        # Between items, in the middle of one, and with a comma before the slash that belongs.
        ["03,4455667788,USD,010,100000,,/", "88,015,150000,,,100,75000,2,,400,25000,1,/"],
        ["03,4455667788,USD,010,100000,,,015/", "88,150000,,,100,75000,2/", "88,,400,25000,1,/"],
        ["03,4455667788/", "88,USD,010,100000,,,015,150000,,,100,75000,2,/", "88,400,25000,1,/"],
    ],
)
def test_items_go_on_in_continuations(rows):
    total = TOTAL
    file, findings = read(data(of(([*rows, *DETAILS], total))))
    assert findings == []
    assert file.groups == read(data(base()))[0].groups


@pytest.mark.parametrize(
    "rows",
    [
        # A comma too many at each line's end, and commas left away.
        ["03,4455667788,USD,010,100000,,,/", "88,015,150000,,,100,75000,2,,/", "88,400,25000,1,,/"],
        ["03,4455667788,USD,010,100000/", "88,015,150000,,,100,75000,2/", "88,400,25000,1/"],
    ],
)
def test_items_are_found_where_commas_are_wrong(rows):
    file, findings = read(data(of(([*rows, *DETAILS], TOTAL))))
    assert file.groups == read(data(base()))[0].groups
    assert [each.rule for each in findings] == ["BA15"]
    assert check(data(of(([*rows, *DETAILS], TOTAL))), tolerate={"extra_commas"}).is_ok


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["16,165,50000,S,20000,20000,10000/", "88,REF1/", "88,CUST1,TEXT, WITH / AND ,/"],
            Transaction(
                "165",
                50_000,
                Funds("S", 20_000, 20_000, 10_000),
                "REF1",
                "CUST1",
                ("TEXT, WITH / AND ,",),
            ),
        ),
        (
            ["16,165/", "88,50000,V,261130,/", "88,REF1,,A", "88,B,C/D", "88,E/"],
            Transaction(
                "165",
                50_000,
                Funds("V", value_date=date(2026, 11, 30)),
                "REF1",
                "",
                ("A", "B,C/D", "E"),
            ),
        ),
        (
            ["16,165,50000,D,2,0,20000,5/", "88,30000,,,LONG", "88,// TEXT"],
            Transaction(
                "165",
                50_000,
                Funds("D", parts=((0, 20_000), (5, 30_000))),
                text_lines=("LONG", "// TEXT"),
            ),
        ),
        (["16,165,50000,Z,,/"], Transaction("165", 50_000, Funds("Z"))),
        (["16,165,50000,Z,REF1,CUST1,/"], Transaction("165", 50_000, Funds("Z"), "REF1", "CUST1")),
        (
            ["16,165,50000,Z,REF1,CUST1/", "88,TEXT ALONE"],
            Transaction("165", 50_000, Funds("Z"), "REF1", "CUST1", ("TEXT ALONE",)),
        ),
    ],
)
def test_transaction_goes_on_in_continuations(rows, expected):
    file, findings = read(data(of(simple(*rows, total=50_000))))
    assert findings == []
    assert file.groups[0].accounts[0].transactions == (expected,)


def test_blank_line_before_a_continuation_does_not_end_the_record():
    lines = [*base()[:4], "", *base()[4:]]
    file, findings = read(data(lines))
    assert file == read(data(base()))[0]
    assert [each.rule for each in findings] == ["BC08"]


def test_group_and_account_without_their_headers_trailers_are_read():
    lines = [line for line in base() if line[:2] not in ("49", "98", "99")]
    file, findings = read(data(lines))
    assert file == read(data(base()))[0]
    assert [each.rule for each in findings] == ["BA01", "BF05", "BG01"]
    assert check(data(lines), tolerate={"missing_trailers"}).is_ok


def test_files_one_after_another_are_read_into_one():
    file, findings = read(data([*base(), *base()]))
    assert [each.rule for each in findings] == ["BF06"]
    assert len(file.groups) == 2
    assert check(data([*base(), *base()]), tolerate={"concatenated_files"}).is_ok


@pytest.mark.parametrize("content", [b"", b"\n\n", b"<html>", b"\x00" * 300, b"PK\x03\x04"])
def test_what_is_no_report_is_none(content):
    file, findings = read(content)
    assert file is None
    assert [each.rule for each in findings] == ["BF01"]


def test_unreadable_amount_is_a_finding_and_no_zero():
    file, findings = read(data(put(base(), 4, "50000", "500.00")))
    assert file.groups[0].accounts[0].transactions[0].amount_cents is None
    assert [each.rule for each in findings] == ["BT03"]


def test_yen_have_no_decimals():
    lines = of(([ITEMS.replace("USD", "JPY").replace("015,150000", "015,150001")], 350_001))
    (finding,) = check(data(lines)).findings
    assert "150,001" in finding.message


def many() -> bytes:
    full = group(FULL, simple("16,475,100,,,/", total=100, header="03,99887766,,015,150000,,/"))
    return data(report(full, group(FULL)))


@pytest.mark.parametrize("chunk_bytes", [64, 200, 1 << 20])
def test_accounts_come_one_at_a_time(monkeypatch, chunk_bytes):
    monkeypatch.setattr(lines_module, "CHUNK_BYTES", chunk_bytes)
    whole = [
        (found.originator, account) for found in parse(many()).groups for account in found.accounts
    ]
    streamed = []
    for each in accounts(many()):
        rows = tuple(each.transactions)
        assert each.file.sender == "091000022"
        account = each.account
        streamed.append(
            (
                each.group.originator,
                Account(account.number, account.currency, account.items, rows),
            )
        )
    assert streamed == whole


def test_accounts_without_trailers_come_one_at_a_time_too():
    other = simple("16,475,100,,,/", total=100, header="03,99887766,,015,150000,,/")
    lines = report(group(FULL, other), group(FULL))
    content = data([line for line in lines if line[:2] not in ("49", "98")])
    assert [(each.account.number, len(list(each.transactions))) for each in accounts(content)] == [
        ("4455667788", 3),
        ("99887766", 1),
        ("4455667788", 3),
    ]


def test_accounts_may_be_passed_over():
    assert [each.account.number for each in accounts(many())] == [
        "4455667788",
        "99887766",
        "4455667788",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", ""])
@pytest.mark.parametrize("chunk_bytes", range(30, 420, 5))
def test_chunks_do_not_matter(monkeypatch, end, chunk_bytes):
    lines = padded(base(header=FIXED), 80) if end == "" else base()
    content = data(lines, end)
    expected, counts = parse(content), check(content).counts
    monkeypatch.setattr(lines_module, "CHUNK_BYTES", chunk_bytes)
    if end == "":
        monkeypatch.setattr(lines_module, "CHUNK_BYTES", max(80, chunk_bytes))
    assert parse(content) == expected
    assert check(content).counts == counts
    assert check(content).findings == []


def test_record_beyond_all_measure_is_cut_and_told(monkeypatch):
    monkeypatch.setattr(lines_module, "CHUNK_BYTES", 256)
    monkeypatch.setattr(lines_module, "MAX_RECORD_BYTES", 1024)
    lines = of(simple("16,165,50000,Z,,,TEXT", *["88,MORE TEXT"] * 500, total=50_000))
    assert "BC01" in rules_of(data(lines))
