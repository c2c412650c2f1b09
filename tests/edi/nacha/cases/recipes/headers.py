"""Cases of FH and BH: the file header and the batch header."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import two, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import nine
from tests.edi.nacha.samples import both, put

ROUTING_ORIGIN = "routing_origin"
# No bank's number begins with 99.
NO_BANK = "99000000"


def of_no_bank(eight):
    """Header and trace of the first batch of one entry with another ODFI."""
    return both(put(2, 80, eight), put(3, 80, eight))


RECIPES = [
    Recipe("FH01", vendor, [fault(put(1, 2, "02"), "FH01 1 2-3 E")]),
    Recipe(
        "FH02",
        vendor,
        [
            fault(put(1, 4, "1"), "FH02 1 4-13 E"),
            fault(put(1, 4, " 123456781"), "FH02 1 4-13 E"),
            fault(put(1, 4, " 000000000"), "FH02 1 4-13 E"),
            fault(put(1, 4, " " + nine(NO_BANK)), "FH02 1 4-13 E"),
            fault(put(1, 4, "123456780 "), "FH02 1 4-13 E"),
        ],
    ),
    Recipe(
        "FH03",
        vendor,
        [
            fault(put(1, 14, "0" * 10), "FH03 1 14-23 E"),
            fault(put(1, 14, " " * 10), "FH03 1 14-23 E"),
        ],
    ),
    Recipe(
        "FH04",
        changed(vendor, put(1, 14, " 123456780")),
        [
            fault(put(1, 14, " 123456781"), "FH04 1 14-23 E", asked=ROUTING_ORIGIN),
            fault(put(1, 14, "1123456789"), "FH04 1 14-23 E", asked=ROUTING_ORIGIN),
        ],
    ),
    Recipe(
        "FH06",
        changed(vendor, put(1, 24, "240229")),
        [
            fault(put(1, 24, "261131"), "FH06 1 24-29 E"),
            fault(put(1, 24, " " * 6), "FH06 1 24-29 E"),
        ],
    ),
    Recipe(
        "FH07",
        changed(vendor, put(1, 30, "    ")),
        [
            fault(put(1, 30, "2400"), "FH07 1 30-33 E"),
            fault(put(1, 30, " 930"), "FH07 1 30-33 E"),
        ],
    ),
    Recipe("FH09", changed(vendor, put(1, 34, "9")), [fault(put(1, 34, "-"), "FH09 1 34-34 E")]),
    Recipe("FH10", vendor, [fault(put(1, 35, "096"), "FH10 1 35-37 E")]),
    Recipe("FH11", vendor, [fault(put(1, 38, "20"), "FH11 1 38-39 E")]),
    Recipe("FH12", vendor, [fault(put(1, 40, "2"), "FH12 1 40-40 E")]),
    Recipe(
        "FH13",
        changed(vendor, put(1, 41, "~BANK & CO.")),
        [
            fault(put(1, 43, "\xc9"), "FH13 1 41-63 W", "FS14 1 43-43 W", base=vendor),
            fault(put(1, 87, "\x7f"), "FH13 1 87-94 W", "FS14 1 87-87 W", base=vendor),
        ],
    ),
    Recipe("BH01", bases.mixed, [fault(put(2, 2, "210"), "BH01 2 2-4 E")]),
    Recipe(
        "BH02",
        bases.adv,
        [
            fault(put(2, 2, "200"), "BH02 2 2-4 E"),
            fault(put(2, 2, "280"), "BH02 2 2-4 E", base=vendor),
        ],
    ),
    Recipe(
        "BH03",
        vendor,
        [fault(put(2, 5, "0" * 16), "BH03 2 5-20 E"), fault(put(2, 5, " " * 16), "BH03 2 5-20 E")],
    ),
    Recipe(
        "BH04",
        vendor,
        [
            fault(put(2, 41, "0" * 10), "BH04 2 41-50 E"),
            fault(put(2, 41, " " * 10), "BH04 2 41-50 E"),
        ],
    ),
    Recipe(
        "BH05",
        changed(vendor, put(2, 41, "9NORTHWIND")),
        [
            fault(put(2, 41, "7123456789"), "BH05 2 41-50 W", base=vendor),
            fault(put(2, 41, "1NORTHWIND"), "BH05 2 41-50 W", base=vendor),
        ],
    ),
    Recipe(
        "BH06",
        vendor,
        [
            fault(put(2, 51, "XYZ"), "BH06 2 51-53 E", out=["BH06 2 51-53 E"]),
            fault(None, out=["BH06 2 51-53 E"], base=lambda: bases.of("WEB")),
            fault(None, out=["BH06 2 51-53 E"], base=bases.change),
        ],
    ),
    Recipe(
        "BH07",
        vendor,
        [
            fault(put(2, 54, " " * 10), "BH07 2 54-63 E"),
            fault(put(2, 54, "0" * 10), "BH07 2 54-63 E"),
        ],
    ),
    Recipe(
        "BH08",
        changed(vendor, put(2, 5, "R&D #7 'NORTH'")),
        [
            fault(put(2, 6, "\xd1"), "BH08 2 5-20 W", "FS14 2 6-6 W", base=vendor),
            fault(put(2, 21, "\x7f"), "BH08 2 21-40 W", "FS14 2 21-21 W", base=vendor),
            fault(put(2, 63, "\xd1"), "BH08 2 54-63 W", "FS14 2 63-63 W", base=vendor),
        ],
    ),
    Recipe(
        "BH09",
        bases.mixed,
        [
            fault(put(2, 54, "Reversal"), "BH09 2 54-63 W", out=["BH09 2 54-63 E"]),
            fault(put(2, 54, "REDEPCHECK"), "BH09 2 54-63 W", out=["BH09 2 54-63 E"]),
            fault(put(2, 54, "RETURN FEE"), "BH09 2 54-63 W", out=["BH09 2 54-63 E"]),
            fault(put(2, 54, "ACCTVERIFY"), "BH09 2 54-63 W", out=["BH09 2 54-63 E"]),
            fault(
                put(2, 54, "ACCTVERIFY"), "BH09 2 54-63 W", base=lambda: bases.of("CCD", cents=100)
            ),
            fault(put(2, 54, "RETRY PYMT"), "BH09 2 54-63 W"),
            fault(put(2, 54, "AUTOENROLL"), "BH09 2 54-63 W"),
            fault(put(2, 54, "NO CHECK  "), "BH09 2 54-63 W"),
        ],
        kept_too=[
            changed(lambda: bases.of("CCD", cents=99), put(2, 54, "ACCTVERIFY")),
            changed(bases.debits, put(2, 54, "ACCTVERIFY")),
            changed(bases.debits, put(2, 54, "RETRY PYMT")),
            changed(bases.debits, put(2, 54, "RETURN FEE")),
        ],
    ),
    Recipe(
        "BH10",
        changed(vendor, put(2, 70, "280229")),
        [
            fault(put(2, 70, "270229"), "BH10 2 70-75 E"),
            fault(put(2, 70, " " * 6), "BH10 2 70-75 E"),
            fault(put(2, 70, "000000"), "BH10 2 70-75 E"),
        ],
    ),
    Recipe(
        "BH11",
        # The 4th of July is a Saturday: the Friday before is a banking day.
        changed(vendor, put(2, 70, "260703")),
        [
            fault(put(2, 70, "261126"), "BH11 2 70-75 W", out=["BH11 2 70-75 E"]),
            fault(put(2, 70, "261128"), "BH11 2 70-75 W", out=["BH11 2 70-75 E"]),
            fault(put(2, 70, "270705"), "BH11 2 70-75 W", out=["BH11 2 70-75 E"]),
        ],
    ),
    Recipe(
        "BH14",
        vendor,
        [
            fault(put(2, 76, "367"), "BH14 2 76-78 W", out=["BH14 2 76-78 E"]),
            fault(put(2, 76, "000"), "BH14 2 76-78 W", out=["BH14 2 76-78 E"]),
            fault(put(2, 76, "366"), out=["BH14 2 76-78 E"]),
        ],
    ),
    Recipe(
        "BH15",
        changed(vendor, put(2, 79, "2")),
        [
            fault(put(2, 79, "0"), "BH15 2 79-79 E"),
            fault(put(2, 79, "3"), "BH15 2 79-79 E"),
            fault(put(2, 79, " "), "BH15 2 79-79 E"),
            fault(put(2, 79, "1"), "BH15 2 79-79 E", base=lambda: bases.of("DNE", "23", 0)),
        ],
    ),
    Recipe(
        "BH16",
        lambda: bases.of("CCD"),
        [
            fault(of_no_bank(NO_BANK), "BH16 2 80-87 E"),
            fault(of_no_bank("0" * 8), "BH16 2 80-87 E"),
            fault(put(2, 80, "1234567A"), "BH16 2 80-87 E", "BA06 3 80-94 E"),
        ],
    ),
    Recipe("BH18", vendor, [fault(put(2, 88, "000000A"), "BH18 2 88-94 E", "BC08 6 88-94 E")]),
    Recipe(
        "BH19",
        changed(two, put(5, 88, "0000009")),
        [
            fault(both(put(2, 88, "0000005"), put(5, 88, "0000003")), "BH19 5 88-94 E"),
            fault(put(5, 88, "0000001"), "BH19 5 88-94 E"),
        ],
    ),
    Recipe(
        "BH20",
        changed(vendor, put(2, 64, "SD1630")),
        [
            fault(put(2, 64, "SD2460"), "BH20 2 64-69 W"),
            fault(put(2, 64, "SD 930"), "BH20 2 64-69 W"),
        ],
    ),
]
