"""Cases of RT and NC: returns, dishonored and contested returns, notices of change."""

from tests.edi.nacha.cases.bases import change, contest, dishonor, refused, returns
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import nine
from tests.edi.nacha.samples import put

ACCOUNT = "7766554433"
ROUTING = nine("31313131")


def of(code, data, was="21"):
    """A file with one notice of this code."""
    return lambda: change(code, data, was)


ALL_PARTS = f"{ROUTING}{'77 665544':<17}32"

RECIPES = [
    Recipe(
        "RT01",
        lambda: [line.replace("799R03", "799R90") for line in returns()],
        [
            fault(put(4, 4, "R97"), "RT01 4 4-6 E", base=returns),
            fault(put(4, 4, "R86"), "RT01 4 4-6 E", base=returns),
            fault(put(4, 4, "   "), "RT01 4 4-6 E", base=returns),
        ],
    ),
    Recipe(
        "RT02",
        returns,
        [
            fault(put(4, 7, "0" * 15), "RT02 4 7-21 E"),
            fault(put(4, 7, " " * 15), "RT02 4 7-21 E"),
            fault(put(4, 21, "X"), "RT02 4 7-21 E", base=dishonor),
            fault(put(4, 21, "X"), "RT02 4 7-21 E", base=contest),
        ],
    ),
    Recipe(
        "RT03",
        returns,
        [
            fault(put(4, 28, " " * 8), "RT03 4 28-35 E"),
            fault(put(4, 28, "2345678X"), "RT03 4 28-35 E", base=dishonor),
        ],
    ),
    Recipe("RT04", returns, [fault(put(3, 2, "22"), "RT04 3 2-3 W", "ED02 3 2-3 E")]),
    Recipe(
        "RT05",
        returns,
        [
            fault(put(6, 22, "261302"), "RT05 6 22-27 W"),
            fault(put(4, 22, "261102"), "RT05 4 22-27 W"),
        ],
        kept_too=[lambda: [line.replace("799R14", "799R15") for line in returns()]],
    ),
    Recipe(
        "RT13",
        lambda: contest("R77"),
        [
            fault(None, "RT13 4 4-6 E", base=lambda: dishonor("R63", "")),
            fault(None, "RT13 4 4-6 E", base=lambda: contest("R78")),
        ],
    ),
    Recipe(
        "RT14",
        dishonor,
        [
            fault(put(4, 39, "X"), "RT14 4 39-53 E"),
            fault(put(4, 54, "000"), "RT14 4 54-56 E"),
            fault(put(4, 57, "48"), "RT14 4 57-58 E"),
            fault(put(4, 39, " "), "RT14 4 39-53 E", base=contest),
            fault(put(4, 54, "367"), "RT14 4 54-56 E", base=contest),
            fault(put(4, 57, "  "), "RT14 4 57-58 E", base=contest),
        ],
        kept_too=[changed(dishonor, put(4, 54, "001")), changed(contest, put(4, 54, "366"))],
    ),
    Recipe(
        "RT15",
        lambda: dishonor("R69", "01*02*03*04*05*06*07"),
        [
            fault(None, "RT15 4 59-79 E", base=lambda: dishonor("R69", "")),
            fault(None, "RT15 4 59-79 E", base=lambda: dishonor("R69", "01*08")),
            fault(None, "RT15 4 59-79 E", base=lambda: dishonor("R69", "01 03")),
        ],
    ),
    Recipe(
        "RT16",
        contest,
        [
            fault(put(4, 59, "X"), "RT16 4 59-73 E"),
            fault(put(4, 74, "   "), "RT16 4 74-76 E"),
            fault(put(4, 77, "03"), "RT16 4 77-78 E"),
        ],
    ),
    Recipe(
        "RT17",
        lambda: contest("R73", "", "323"),
        [
            fault(None, "RT17 4 22-27 E", base=lambda: contest("R73", "", "")),
            fault(None, "RT17 4 22-27 E", base=lambda: contest("R73", "261131", "367")),
        ],
    ),
    Recipe(
        "RT18",
        lambda: dishonor("R70", "", "31"),
        [fault(None, out=["RT18 4 57-58 E"], base=lambda: dishonor("R70", "", "03"))],
        kept_too=[lambda: dishonor("R70", "", "06"), lambda: dishonor("R68", "", "03")],
    ),
    Recipe(
        "NC01",
        refused,
        [
            fault(put(2, 51, "CCD"), "NC01 2 51-53 E", base=change),
            fault(put(3, 2, "22"), "NC01 3 2-3 E", "ED02 3 2-3 E", base=change),
        ],
    ),
    Recipe("NC02", change, [fault(put(3, 39, "1"), "NC02 3 30-39 E", "ED10 3 30-39 E")]),
    Recipe(
        "NC03",
        of("C14", "IAT"),
        [
            fault(put(4, 4, "C92"), "NC03 4 4-6 E"),
            fault(put(4, 4, "C10"), "NC03 4 4-6 E"),
            fault(put(4, 4, "C08"), "NC03 4 4-6 E"),
            fault(put(4, 4, "C60"), "NC03 4 4-6 E", base=refused),
        ],
        kept_too=[changed(of("C08", "SAMPLE BANK"), put(2, 5, "IATCOR".ljust(16)))],
    ),
    Recipe(
        "NC04",
        of("C13", ""),
        [fault(put(4, 4, code), "NC04 4 36-64 E") for code in ("C01", "C05", "C09")],
    ),
    Recipe(
        "NC05",
        of("C07", ALL_PARTS),
        [
            fault(put(4, 60, "X"), "NC05 4 36-64 E", base=change),
            fault(None, "NC05 4 36-44 E", base=of("C02", " " + ROUTING[:8])),
            fault(
                None,
                "NC05 4 36-64 E",
                "NC05 4 48-64 E",
                base=of("C03", f"{ROUTING}{ACCOUNT[:3]}"),
            ),
            fault(None, "NC05 4 56-57 E", base=of("C06", f"{ACCOUNT:<20} 2")),
            fault(None, "NC05 4 45-61 E", base=of("C07", f"{ROUTING}{'':<17}32")),
            fault(None, "NC05 4 36-38 E", base=of("C14", "PPD")),
            fault(put(4, 58, "X"), "NC05 4 36-64 E", base=of("C04", "LAKESIDE CLINICS")),
        ],
    ),
    Recipe(
        "NC06",
        of("C03", f"{ROUTING}   {ACCOUNT}"),
        [
            fault(None, "NC06 4 36-44 E", base=of("C02", "313131311")),
            fault(
                None, "NC06 4 36-44 E", base=of("C07", ALL_PARTS.replace(ROUTING, nine("99000000")))
            ),
            fault(None, "NC06 4 36-44 E", base=of("C03", f"{'0' * 9}   {ACCOUNT}")),
        ],
    ),
    Recipe(
        "NC07",
        of("C06", f"{ACCOUNT:<20}37", "26"),
        [
            fault(None, "NC07 4 36-37 E", base=of("C05", "27")),
            fault(None, "NC07 4 56-57 E", base=of("C06", f"{ACCOUNT:<20}32", "26")),
            fault(None, "NC07 4 62-63 E", base=of("C07", ALL_PARTS[:-2] + "99")),
        ],
    ),
]
