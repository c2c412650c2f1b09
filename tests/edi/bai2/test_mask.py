"""A covered report shows no account, party or text, and says to `check` what it said before."""

from pathlib import Path

import pytest

from edi.bai2 import check, mask, read
from tests.edi.bai2.samples import FULL, base, data, group, of, put, report, simple

CASES = Path(__file__).parent / "cases"


def covered(content: bytes) -> bytes:
    return b"".join(mask(content))


def test_accounts_parties_references_and_texts_are_covered_and_nothing_else():
    assert covered(data(base())).decode().splitlines() == [
        "01,XXXXXXXXX,XXXXXXXXX,261124,0600,1,,,2/",
        "02,XXXXXXXXX,XXXXXXXXX,1,261123,2400,USD,2/",
        "03,XXXXXXXXX1,USD,010,100000,,,015,150000,,,100,75000,2,,400,25000,1,/",
        "16,165,50000,Z,XXXX,XXXXX,XXXXXXXX XXXX XXXXXXXXXX",
        "88,XXX*X*XXXXXXXX*XXXXXXXXXX~",
        "16,142,25000,0,XXXX,,XXXXXX XXXX",
        "16,475,25000,,XXXX,XXXX/",
        "49,450000,6/",
        "98,450000,1,8/",
        "99,450000,1,10/",
    ]


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_check_says_the_same_and_lengths_stay(path):
    content = path.read_bytes()
    after = covered(content)
    assert len(after) == len(content)
    assert [len(line) for line in after.split(b"\n")] == [
        len(line) for line in content.split(b"\n")
    ]
    told = [(e.rule, e.level, e.line, e.columns, e.message) for e in check(content).findings]
    again = [(e.rule, e.level, e.line, e.columns, e.message) for e in check(after).findings]
    assert again == told
    assert check(after).counts == check(content).counts
    for secret in (b"4455667788", b"NORTHWIND", b"LAKESIDE", b"EFT00017", b"REF1", b"JUNK"):
        assert secret not in after


def test_equal_accounts_stay_equal_and_others_different():
    other = simple(total=0, header="03,4455667789,,015,150000,,/")
    content = data(report(group(FULL, other), group(FULL)))
    file, _ = read(covered(content))
    first, second, third = [a.number for g in file.groups for a in g.accounts]
    assert first == third != second
    assert {len(number) for number in (first, second)} == {10}


def test_covering_is_the_same_each_time():
    assert covered(data(base())) == covered(data(base()))


def test_many_accounts_of_few_digits_stay_apart():
    rows = [simple(total=0, header=f"03,{number:03d},,015,150000,,/") for number in range(300)]
    file, findings = read(covered(data(of(*rows))))
    assert findings == []
    assert len({account.number for account in file.groups[0].accounts}) == 300


def test_what_is_not_understood_is_covered_whole():
    content = data([*put(base(), 4, "50000", "SMITH JOHN")[:7], "PAT DOE", "88,99887766"])
    after = covered(content)
    for secret in (b"SMITH", b"JOHN", b"PAT", b"DOE", b"99887766"):
        assert secret not in after
