"""Writes tests/edi/bai2/cases: for every rule a report that keeps it and one that breaks it.

`python -m tests.edi.bai2.write_cases`. What the faulty ones yield is in test_cases.py, by hand.
"""

from pathlib import Path

from tests.edi.bai2.samples import (
    DETAILS,
    FULL,
    GROUP_HEADER,
    ITEMS,
    TOTAL,
    base,
    changed,
    data,
    group,
    of,
    padded,
    put,
    report,
    simple,
)

CASES = Path(__file__).parent / "cases"
FIXED_HEADER = "01,091000022,NORTHWIND,261124,0600,1,80,,2/"
BLOCKED_HEADER = "01,091000022,NORTHWIND,261124,0600,1,80,10,2/"


def one(detail: str, cents: int) -> list[str]:
    """A report whose one transaction stands in line 4."""
    return of(simple(detail, total=cents))


def items(header: str, total: int) -> list[str]:
    """A report whose one account, without transactions, stands in line 3."""
    return of(([header], total))


def detailed(summary: str, detail: str) -> tuple[list[str], int]:
    """An account whose one transaction of 500.00 is less than its summary."""
    return [f"03,4455667788,,{summary},190000,1,/", detail], 240_000


def blocked() -> list[str]:
    lines = base(header=BLOCKED_HEADER)
    return padded([*lines, *[""] * (-len(lines) % 10)], 80)


def with_stray() -> list[str]:
    lines, total = group(FULL)
    lines = [*lines[:-1], "16,399,100,,,/", f"98,{total},1,9/"]
    return report((lines, total))


def without_account_trailer() -> list[str]:
    return report(([GROUP_HEADER, *FULL[0], f"98,{TOTAL},1,7/"], TOTAL))


def without_group_trailer() -> list[str]:
    first, total = group(FULL)
    return report((first[:-1], total), group(FULL))


CONTINUED = [
    "03,4455667788,USD,010/",
    "88,100000,,,015,150000,,,100,75000,2,,400/",
    "88,25000,1,/",
    *DETAILS,
]
OTHER = (["03,11223344,USD,,,,/"], 0)
BIG = simple("16,165,50000,S,20000,20000,10000,REF1,CUST1/", total=50_000)

VALID: dict[str, bytes] = {
    "BF01": data(base()),
    "BF02": data(base()),
    "BF03": data(of(simple("16,890,,,,,A NOTE", "88,JUNK IS TEXT HERE", total=0))),
    "BF04": data(report(group(FULL), group(FULL, OTHER))),
    "BF05": data(base()),
    "BF06": data(base()),
    "BF07": data(base(header="01,A,B,261124,0600,1,,,2/")),
    "BF08": data(base(header="01,A,B,280229,0600,1,,,2/", group_header=GROUP_HEADER)),
    "BF09": data(base(header="01,A,B,261124,9999,1,,,2/")),
    "BF10": data(base(header="01,A,B,261124,0600,000000042,,,2/")),
    "BF11": data(padded(base(header=FIXED_HEADER), 80)),
    "BF12": data(blocked()),
    "BF13": data(base()),
    "BF14": data(report(group(FULL), group(simple("16,475,100,,,/", total=100)))),
    "BF15": data(report(group(FULL), group(FULL))),
    "BF16": data(of((CONTINUED, TOTAL))),
    "BF17": data(base()),
    "BF18": data(base()),
    "BG01": data(report(group(FULL), group(FULL))),
    "BG02": data(base(group_header="02,,091000022,1,261123,2400,USD,2/")),
    "BG03": data(base(group_header="02,,091000022,3,261123,2400,USD,2/")),
    "BG04": data(base(group_header="02,,091000022,1,261031,2400,USD,2/")),
    "BG05": data(base(group_header="02,,091000022,1,261123,,USD,2/")),
    "BG06": data(put(base(group_header="02,,091000022,1,261123,2400,JPY,2/"), 3, "USD", "")),
    "BG07": data(base(group_header="02,,091000022,1,261124,1130,,3/")),
    "BG08": data(of(FULL, OTHER)),
    "BG09": data(of(FULL, OTHER)),
    "BG10": data(of((CONTINUED, TOTAL), OTHER)),
    "BG11": data(base()),
    "BG12": data(base(group_header="02,,091000022,1,261124,2400,USD,4/")),
    "BG13": data(base(group_header="02,,091000022,1,261123,2400,USD,2/")),
    "BG14": data(base(group_header="02,,091000022,1,261123,2400/")),
    "BA01": data(of(FULL, OTHER)),
    "BA02": data(base()),
    "BA03": data(put(base(), 3, "USD", "")),
    "BA04": data(base()),
    "BA05": data(items("03,4455667788,,901,150000,,,920,5,,/", 150_005)),
    "BA06": data(items("03,4455667788,,015,-150000,,,045,+7,,,010,,,/", -149_993)),
    "BA07": data(items("03,4455667788,,100,150000,00012,/", 150_000)),
    "BA08": data(items("03,4455667788,,100,900,2,S,500,400,0,400,7,1,V,261125,1200/", 907)),
    "BA09": data(items("03,4455667788,,015,-150000,,,010,-50000,,/", -200_000)),
    "BA10": data(of((CONTINUED, TOTAL))),
    "BA11": data(of(FULL, OTHER)),
    "BA12": data(base()),
    "BA13": data(items("03,4455667788,,100,90000,2,/", 90_000)),
    "BA14": data(items("03,4455667788,,400,90000,2,/", 90_000)),
    "BA15": data(items("03,4455667788,,,,,,015,150000,,,,,,,010,150000,,/", 300_000)),
    "BA16": data(base()),
    "BA17": data(base()),
    "BA18": data(base()),
    "BT01": data(one("16,165,50000,Z,,/", 50_000)),
    "BT02": data(one("16,975,50000,Z,,/", 50_000)),
    "BT03": data(one("16,165,000000050000,Z,,/", 50_000)),
    "BT04": data(one("16,165,50000,Z,,/", 50_000)),
    "BT05": data(one("16,890,,,,,A NOTE", 0)),
    "BT06": data(one("16,165,50000,2,,/", 50_000)),
    "BT07": data(one("16,165,50000,D,2,0,20000,3,30000,REF1,CUST1,TEXT", 50_000)),
    "BT08": data(of(BIG)),
    "BT09": data(of(simple("16,165,50000,Z/", "88,REF1,CUST1,TEXT", total=50_000))),
    "BT10": data(one("16,165,50000,Z,REF1,CUST1,A/B, C/D", 50_000)),
    "BT11": data(one("16,165,50000,Z,REF1,CUST1,/", 50_000)),
    "BC01": "".join(padded(base(header=FIXED_HEADER), 80)).encode(),
    "BC02": data(base()),
    "BC03": data(base(), "\r\n"),
    "BC04": data(one("16,165,50000,Z,REF1,CUST1,ENDS WITHOUT", 50_000)),
    "BC05": data(of((CONTINUED, TOTAL))),
    "BC06": data(base(header=FIXED_HEADER)),
    "BC07": data(padded(base(header=FIXED_HEADER), 80)),
    "BC08": data(blocked()),
    "BC09": data(base()),
    "BC10": data(base()),
    "BC11": data(base()),
    "BC12": data(base()),
    "BC13": data(one("16,165,50000,Z, REF1 , CUST1 , TEXT", 50_000)),
    "BC14": data(base()),
    "BC15": data(of(simple("16,165,50000,Z,,,8", "88,8:8", total=50_000))),
}

FAULTY: dict[str, bytes] = {
    "BF01": b"<html>\n<p>the bank is closed</p>\n</html>\n",
    "BF02": data(changed(base()[1:], 9, f"99,{TOTAL},1,9/")),
    "BF03": data(of(([*FULL[0], "JUNK"], TOTAL))),
    "BF04": data(with_stray()),
    "BF05": data(base()[:-1]),
    "BF06": data([*base(), *base()]),
    "BF07": data(base(header="01,,NORTHWIND,261124,0600,1,,,2/")),
    "BF08": data(base(header="01,091000022,NORTHWIND,261324,0600,1,,,2/")),
    "BF09": data(base(header="01,091000022,NORTHWIND,261124,0660,1,,,2/")),
    "BF10": data(base(header="01,091000022,NORTHWIND,261124,0600,A1,,,2/")),
    "BF11": data(base(header="01,091000022,NORTHWIND,261124,0600,1,8O,,2/")),
    "BF12": data(base(header="01,091000022,NORTHWIND,261124,0600,1,80,0,2/")),
    "BF13": data(base(header="01,091000022,NORTHWIND,261124,0600,1,,,3/")),
    "BF14": data(changed(base(), 10, "99,450001,1,10/")),
    "BF15": data(changed(base(), 10, "99,450000,2,10/")),
    "BF16": data(changed(base(), 10, "99,450000,1,9/")),
    "BF17": data(changed(base(), 10, "99,450000,1,10,7/")),
    "BF18": data(report()),
    "BG01": data(without_group_trailer()),
    "BG02": data(base(group_header="02,NORTHWIND,,1,261123,2400,USD,2/")),
    "BG03": data(base(group_header="02,NORTHWIND,091000022,5,261123,2400,USD,2/")),
    "BG04": data(base(group_header="02,NORTHWIND,091000022,1,260931,2400,USD,2/")),
    "BG05": data(base(group_header="02,NORTHWIND,091000022,1,261123,2430,USD,2/")),
    "BG06": data(base(group_header="02,NORTHWIND,091000022,1,261123,2400,US$,2/")),
    "BG07": data(base(group_header="02,NORTHWIND,091000022,1,261123,2400,USD,5/")),
    "BG08": data([*put(base(), 9, "450000", "450001")[:-1], "99,450001,1,10/"]),
    "BG09": data(put(base(), 9, ",1,8/", ",2,8/")),
    "BG10": data(put(base(), 9, ",1,8/", ",1,7/")),
    "BG11": data(report(group())),
    "BG12": data(base(group_header="02,NORTHWIND,091000022,1,261125,2400,USD,2/")),
    "BG13": data(base(group_header="02,NORTHWIND,091000022,4,261123,2400,USD,2/")),
    "BG14": data(base(group_header="02,NORTHWIND,091000022,1,261123,2400,USD,2,X/")),
    "BA01": data(without_account_trailer()),
    "BA02": data(put(base(), 3, "4455667788", "")),
    "BA03": data(put(base(), 3, "USD", "USX")),
    "BA04": data(items("03,4455667788,,15,150000,,/", 150_000)),
    "BA05": data(items("03,4455667788,,087,150000,,/", 150_000)),
    "BA06": data(items("03,4455667788,,015,1500.00,,/", 1)),
    "BA07": data(items("03,4455667788,,100,150000,2X,/", 150_000)),
    "BA08": data(items("03,4455667788,,100,900,2,Q/", 900)),
    "BA09": data([*base()[:7], "49,450001,6/", "98,450001,1,8/", "99,450001,1,10/"]),
    "BA10": data(put(base(), 8, ",6/", ",5/")),
    "BA11": data(of(FULL, FULL)),
    "BA12": data(of(([ITEMS.replace("015,150000", "015,150001"), *DETAILS], TOTAL + 1))),
    "BA13": data(of(detailed("100", "16,165,50000,Z,,/"))),
    "BA14": data(of(detailed("400", "16,475,50000,Z,,/"))),
    "BA15": data(items("03,4455667788,,015,150000,,,,010,150000,,/", 300_000)),
    "BA16": data(items("03,4455667788,,015,150000,1,/", 150_000)),
    "BA17": data(items("03,4455667788,,015,150000,,,015,150000,,/", 300_000)),
    "BA18": data(put(base(), 8, ",6/", ",6,1/")),
    "BT01": data(one("16,65,50000,Z,,/", 50_000)),
    "BT02": data(one("16,140,50000,Z,,/", 50_000)),
    "BT03": data(one("16,165,500.00,Z,,/", 1)),
    "BT04": data(one("16,475,-50000,Z,,/", -50_000)),
    "BT05": data(one("16,165,,Z,,/", 0)),
    "BT06": data(one("16,165,50000,3,,/", 50_000)),
    "BT07": data(one("16,165,50000,V,261325,1200,REF1,CUST1/", 50_000)),
    "BT08": data(one("16,165,50000,S,20000,20000,1,REF1,CUST1/", 50_000)),
    "BT09": data(one("16,165,50000,Z/", 50_000)),
    "BT10": data(one("16,165,50000,Z,A/1,CUST1/", 50_000)),
    "BT11": data(one("16,165,50000,Z,REF1,CUST1,/TEXT", 50_000)),
    "BC01": "".join(base()).encode(),
    "BC02": b"\xef\xbb\xbf" + data(base()),
    "BC03": data(base()[:4], "\r\n") + data(base()[4:]),
    "BC04": data(put(base(), 8, "/", "")),
    "BC05": data(["88,TEXT OF NOTHING", *base()]),
    "BC06": data(
        of(simple(f"16,165,50000,Z,,,{'LONG TEXT ' * 8}X", total=50_000), header=FIXED_HEADER)
    ),
    "BC07": data(padded(base(), 80)),
    "BC08": data([*base()[:5], "", *base()[5:]]),
    "BC09": data(put(base(), 5, "EFT00017", "EFT\x0100017")),
    "BC10": data(put(base(), 4, "LAKESIDE", "LAKÉSIDE")),
    "BC11": data(put(base(), 3, "USD", "usd")),
    "BC12": data(put(base(), 8, "/", "/ 7")),
    "BC13": data(put(base(), 2, "NORTHWIND", "NORTHWIND  ")),
    "BC14": data(base(header="01,091000022,NORTHWIND,20261124,0600,1,,,2/")),
    "BC15": data(of(simple("16,165,50000,Z,,,TEXT", "88:MORE", total=50_000))),
}


def main() -> None:
    """Writes both tables as files."""
    CASES.mkdir(exist_ok=True)
    for kind, table in (("valid", VALID), ("faulty", FAULTY)):
        for rule, content in table.items():
            (CASES / f"{rule}.{kind}.bai2").write_bytes(content)


if __name__ == "__main__":
    main()
