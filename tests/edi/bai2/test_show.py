"""The page a person reads."""

from edi.bai2.show import show
from tests.edi.bai2.samples import GROUP_HEADER, base, data, group, report, simple


def page(lines: list[str]) -> str:
    return "\n".join(show(data(lines)))


def test_page_says_what_the_report_says():
    assert page(base()).splitlines() == [
        "from  091000022",
        "to    NORTHWIND",
        "made  2026-11-24 0600, file 1",
        "",
        "group of 091000022 for NORTHWIND: update, as of 2026-11-23 end of day, "
        "final, previous day",
        "",
        "account ••••7788  USD  prior day, as of 2026-11-23 end of day, final, previous day",
        "      3  010 opening ledger balance                             1,000.00",
        "      3  015 closing ledger balance                             1,500.00",
        "      3  100 all credits                                          750.00  items: 2",
        "      3  400 all debits                                           250.00  items: 1",
        "      4  165 preauthorized ACH credit                             500.00  bank REF1, "
        "customer CUST1, available at an unknown time",
        "             reassociation EFT00017, payer 1123456789",
        "             LAKESIDE PLAN HCCLAIMPMT",
        "             TRN*1*EFT00017*••••6789~",
        "      6  142 ACH credit received                                  250.00  bank REF2, "
        "available at once",
        "             HARBOR PLAN",
        "      7  475 check paid                                          -250.00  bank 9911, "
        "customer 1001",
        "         3 transactions, credits 750.00, debits 250.00",
    ]


def test_intraday_and_other_currencies_are_said():
    header = GROUP_HEADER.replace("261123,2400,USD,2", "261124,1130,JPY,3")
    account = simple("16,195,90000,0,,/", total=90_000, header="03,4455667788,,015,150000,,/")
    text = page(report(group(account, header=header)))
    assert "JPY  intraday, as of 2026-11-24 1130, interim, same day" in text
    assert "incoming wire                                        90,000  available at once" in text


def test_unknown_codes_and_unreadable_amounts_are_said_as_such():
    text = page(report(group(simple("16,888,5O,Z,,/", total=0))))
    assert "888 unknown type code" in text


def test_account_number_shows_its_end_alone():
    assert "4455667788" not in page(base())
    lines = report(group(simple("16,165,5,Z,,,ACCT 4455667788 PAID", total=5)))
    assert "4455667788" not in page(lines)


def test_report_without_accounts_says_so():
    assert page(report()) == "the file reports no account"
