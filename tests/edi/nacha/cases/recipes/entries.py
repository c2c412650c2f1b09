"""Cases of ED: one entry by itself."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import returns, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import nine
from tests.edi.nacha.samples import both, drop, put

NO_BANK = "99000000"
ZEROS = "0" * 10


def of(sec, code="22", cents=125_000):
    return lambda: bases.of(sec, code, cents)


RECIPES = [
    Recipe(
        "ED01",
        changed(of("CCD"), put(3, 2, "52")),
        [
            fault(put(3, 2, "62"), "ED01 3 2-3 E"),
            fault(both(put(2, 2, "225"), put(3, 2, "45")), "ED01 3 2-3 E"),
            fault(both(put(2, 2, "225"), put(3, 2, "57")), "ED01 3 2-3 E"),
            fault(put(3, 2, "2 "), "ED01 3 2-3 E"),
        ],
    ),
    Recipe(
        "ED02",
        bases.zero_dollar,
        [
            fault(put(3, 2, "21"), "ED02 3 2-3 E", base=vendor),
            fault(put(3, 2, "22"), "ED02 3 2-3 E", "RT04 3 2-3 W", base=returns),
            fault(put(2, 51, "PPD"), "ED02 3 2-3 E"),
            fault(put(3, 2, "81"), "ED02 3 2-3 E", base=of("CCD")),
            fault(put(3, 2, "22"), "ED02 3 2-3 E", base=bases.adv),
            fault(put(3, 2, "22"), "ED02 3 2-3 E", base=of("ACK", "24", 0)),
            fault(both(put(3, 2, "44"), put(3, 30, ZEROS)), "ED02 3 2-3 E", base=bases.iat),
        ],
    ),
    Recipe(
        "ED03",
        changed(lambda: bases.debits("REVERSAL"), put(3, 2, "55")),
        [fault(put(2, 54, "DUES      "), "ED03 3 2-3 E")],
    ),
    Recipe(
        "ED04",
        vendor,
        [
            fault(put(3, 4, nine(NO_BANK)), "ED04 3 4-11 E"),
            fault(put(3, 4, "0" * 9), "ED04 3 4-11 E"),
            fault(put(3, 4, "2345678X"), "ED04 3 4-11 E"),
        ],
    ),
    Recipe(
        "ED05",
        # The sum of this one is a multiple of ten.
        changed(vendor, put(3, 4, "123456780")),
        [
            fault(put(3, 12, "9"), "ED05 3 12-12 E", base=vendor),
            fault(put(3, 12, " "), "ED05 3 12-12 E", base=vendor),
        ],
    ),
    Recipe(
        "ED07",
        changed(vendor, put(3, 13, "00000000000000001")),
        [
            fault(put(3, 13, "0" * 17), "ED07 3 13-29 E"),
            fault(put(3, 13, " " * 17), "ED07 3 13-29 E"),
        ],
    ),
    Recipe(
        "ED08",
        changed(vendor, put(3, 13, "44-55/66.77*88   ")),
        [
            fault(put(3, 13, " 4455667788"), "ED08 3 13-29 W", out=["ED08 3 13-29 E"], base=vendor),
            fault(put(3, 13, "4455 66778"), "ED08 3 13-29 W", out=["ED08 3 13-29 W"], base=vendor),
            fault(
                put(3, 13, "\xa34455667788"),
                "ED08 3 13-29 W",
                "FS14 3 13-13 W",
                out=["ED08 3 13-29 E", "FS14 3 13-13 E"],
                base=vendor,
            ),
        ],
    ),
    Recipe(
        "ED09",
        changed(vendor, put(3, 30, "9999999999")),
        [
            fault(put(3, 30, "0001250.00"), "ED09 3 30-39 E"),
            fault(put(3, 30, "    125000"), "ED09 3 30-39 E"),
            fault(put(3, 30, "-000125000"), "ED09 3 30-39 E"),
        ],
    ),
    Recipe(
        "ED10",
        bases.prenote,
        [
            fault(put(3, 30, "0000000001"), "ED10 3 30-39 E"),
            fault(put(3, 30, "0000000001"), "ED10 3 30-39 E", base=bases.zero_dollar),
            fault(put(3, 30, "0000000001"), "ED10 3 30-39 E", "NC02 3 30-39 E", base=bases.change),
        ],
    ),
    Recipe(
        "ED11",
        changed(vendor, put(3, 30, "0000000001")),
        [
            fault(put(3, 30, ZEROS), "ED11 3 30-39 E"),
            fault(put(3, 30, ZEROS), "ED11 3 30-39 E", base=bases.debits),
            fault(put(3, 28, "0" * 12), "ED11 3 28-39 E", base=bases.adv),
        ],
    ),
    Recipe(
        "ED14",
        changed(of("PPD"), put(3, 55, "O".ljust(22))),
        [
            fault(put(3, 55, " " * 22), "ED14 3 55-76 E", out=["ED14 3 55-76 E"]),
            fault(put(3, 55, " " * 22), "ED14 3 55-76 W", out=["ED14 3 55-76 E"], base=of("CCD")),
            fault(put(3, 59, " " * 16), "ED14 3 59-74 W", out=["ED14 3 59-74 E"], base=bases.ctx),
            fault(put(3, 55, "0" * 22), "ED14 3 55-76 E", base=of("WEB")),
            fault(put(3, 55, " " * 22), "ED14 3 55-76 E", base=of("TEL", "27")),
            fault(put(3, 55, " " * 22), "ED14 3 55-76 E", base=of("MTE", "27")),
        ],
    ),
    Recipe(
        "ED15",
        changed(vendor, put(3, 40, "#7/A&B (C)")),
        [
            fault(put(3, 55, "\xc9"), "ED15 3 55-76 W", "FS14 3 55-55 W", base=vendor),
            fault(put(3, 54, "\x7f"), "ED15 3 40-54 W", "FS14 3 54-54 W", base=vendor),
            fault(put(3, 77, "\xe9"), "ED15 3 77-78 W", "FS14 3 77-77 W", base=vendor),
            fault(put(3, 60, "\x07"), "ED15 3 55-76 W", "FS13 3 60-60 E", base=vendor),
        ],
    ),
    Recipe(
        "ED16",
        vendor,
        [
            fault(put(3, 79, "2"), "ED16 3 79-79 E"),
            fault(put(3, 79, " "), "ED16 3 79-79 E"),
        ],
    ),
    Recipe("ED17", vendor, [fault(put(4, 79, "0"), "ED17 4 79-79 E")]),
    Recipe("ED18", vendor, [fault(put(3, 79, "1"), "ED18 3 79-79 E")]),
    Recipe(
        "ED19",
        bases.zero_dollar,
        [
            fault(both(drop(4), put(3, 79, "0")), "ED19 3 79-79 E"),
            fault(put(3, 79, "0"), "ED19 3 79-79 E", "ED17 3 79-79 E", base=returns),
            fault(put(3, 79, "0"), "ED19 3 79-79 E", "ED17 3 79-79 E", base=bases.change),
            fault(put(3, 79, "0"), "ED19 3 79-79 E", "ED17 3 79-79 E", base=bases.dishonor),
            fault(put(3, 79, "0"), "ED19 3 79-79 E", "ED17 3 79-79 E", base=bases.contest),
        ],
    ),
    Recipe(
        "ED20",
        vendor,
        [
            fault(put(3, 94, "X"), "ED20 3 80-94 E"),
            fault(put(3, 80, " " * 15), "ED20 3 80-94 E", "BA06 3 80-94 E"),
        ],
    ),
    Recipe(
        "ED21",
        of("TEL", "27"),
        [
            *(
                fault(both(put(2, 2, "220"), put(3, 2, "22"), put(2, 51, sec)), "ED21 3 2-3 E")
                for sec in ("ARC", "BOC", "POP", "RCK", "TEL", "XCK")
            ),
            fault(put(2, 51, "CIE"), "ED21 3 2-3 E"),
        ],
    ),
]
