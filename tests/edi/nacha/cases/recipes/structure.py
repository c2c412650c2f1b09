"""Cases of FS: how records stand together, their length, characters and padding."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import TRACES, claims, ten, two, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault, lf
from tests.edi.nacha.cases.records import FILLER, WIDTH, batch_control, batch_header, entry
from tests.edi.nacha.samples import both, drop, insert, put, repeat

BLANK = " " * WIDTH


def nothing(lines):
    return []


def shortened(line):
    """Leaves the blanks at the end of a line out."""
    return lambda lines: [*lines[: line - 1], lines[line - 1].rstrip(), *lines[line:]]


def lengthened(line, text):
    return lambda lines: [*lines[: line - 1], lines[line - 1] + text, *lines[line:]]


def crlf(lines):
    return "".join(line + "\r\n" for line in lines)


def one_run(lines):
    return "".join(lines)


def mixed_ends(lines):
    return lf(lines).replace("\n", "\r\n", 2)


def not_ended(lines):
    return lf(lines).removesuffix("\n")


EMPTY_BATCH = [batch_header(number=2), batch_control()]

RECIPES = [
    Recipe("FS01", claims, [fault(None, "FS01 1 1-94 E", after=nothing)]),
    Recipe(
        "FS02",
        claims,
        [
            fault(None, "FS02 8 1-55 E", after=shortened(8)),
            fault(None, "FS02 3 1-97 E", after=lengthened(3, "XYZ")),
        ],
    ),
    Recipe("FS03", claims, [fault(insert(7, "2" + BLANK[1:]), "FS03 7 1-94 E")]),
    Recipe("FS04", claims, [fault(repeat(7), "FS04 8 1-94 E")]),
    Recipe(
        "FS05",
        claims,
        [
            fault(drop(1), "FS05 1 1-94 E"),
            fault(repeat(1), "FS05 2 1-94 E"),
            fault(lambda lines: [*lines[1:7], lines[0], *lines[7:]], "FS05 7 1-94 E"),
        ],
    ),
    Recipe(
        "FS06",
        ten,
        [
            fault(drop(11), "FS06 10 1-94 E", base=changed(ten, insert(9, entry(trace=TRACES[7])))),
            fault(insert(11, "SEE ATTACHED REPORT".ljust(WIDTH)), "FS06 11 1-94 E"),
            fault(repeat(10), "FS06 11 1-94 E"),
        ],
    ),
    Recipe(
        "FS07",
        two,
        [fault(drop(4), "FS07 4 1-94 E"), fault(drop(7), "FS07 7 1-94 E")],
    ),
    Recipe(
        "FS08",
        claims,
        [
            fault(insert(2, entry()), "FS08 2 1-94 E"),
            fault(insert(3, claims()[3]), "FS08 3 1-94 E"),
        ],
    ),
    Recipe("FS09", claims, [fault(drop(2, 3, 4, 5, 6, 7), "FS09 1 1-94 E")]),
    Recipe(
        "FS10",
        two,
        [fault(both(insert(5, *EMPTY_BATCH), put(7, 88, "0000003")), "FS10 5 1-94 E")],
    ),
    Recipe("FS11", claims, [fault(None, "FS11 9 1-94 E", after=drop(10))]),
    Recipe(
        "FS12",
        claims,
        [
            fault(
                None,
                "FS12 9 1-94 E",
                after=both(put(8, 8, "000002"), lambda lines: [*lines, *[FILLER] * 10]),
            ),
            fault(None, "FS12 10 1-94 E", after=lambda lines: [*lines[:9], "9" * 80]),
            fault(None, "FS12 8 1-94 E", after=lambda lines: [*lines[:7], FILLER, *lines[7:9]]),
        ],
    ),
    Recipe("FS13", vendor, [fault(put(5, 12, "\x07"), "FS13 5 12-12 E")]),
    Recipe(
        "FS14",
        changed(vendor, put(5, 12, "~")),
        [fault(put(5, 12, "\xe9"), "FS14 5 12-12 W", out=["FS14 5 12-12 E"], base=vendor)],
    ),
    Recipe(
        "FS15",
        vendor,
        [
            fault(None, "FS15 6 5-10 E", after=put(6, 5, "00000X")),
            fault(None, "FS15 7 22-31 E", after=put(7, 22, "+")),
            fault(put(5, 84, "000X"), "FS15 5 84-87 E"),
            fault(None, "FS15 6 33-44 E", after=put(6, 33, " " * 12)),
            fault(put(4, 21, "X"), "FS15 4 7-21 E", base=bases.change),
            fault(put(4, 28, " " * 8), "FS15 4 28-35 E", base=bases.change),
            fault(put(4, 68, "X"), "FS15 4 68-74 E", base=bases.refused),
            fault(put(4, 22, "X"), "FS15 4 22-27 E", base=bases.contest),
            fault(put(4, 36, " 23"), "FS15 4 36-38 E", base=bases.contest),
        ],
    ),
    Recipe(
        "FS16",
        vendor,
        [
            fault(put(3, 55, " "), "FS16 3 55-76 W", out=["FS16 3 55-76 E"]),
            fault(put(2, 5, " "), "FS16 2 5-20 W", out=["FS16 2 5-20 E"]),
            fault(put(1, 41, " "), "FS16 1 41-63 W", out=["FS16 1 41-63 E"]),
        ],
    ),
    Recipe(
        "FS17",
        vendor,
        [
            fault(put(2, 51, "ccd"), "FS17 2 51-53 E"),
            fault(put(1, 34, "a"), "FS17 1 34-34 E", "FH09 1 34-34 E"),
            fault(put(4, 4, "r03"), "FS17 4 4-6 E", base=bases.returns),
            fault(put(4, 4, "c01"), "FS17 4 4-6 E", base=bases.change),
            fault(put(4, 4, "c65"), "FS17 4 4-6 E", base=bases.refused),
            fault(put(4, 65, "c01"), "FS17 4 65-67 E", base=bases.refused),
            fault(put(4, 4, "r73"), "FS17 4 4-6 E", base=bases.contest),
        ],
    ),
    Recipe(
        "FS18",
        vendor,
        [
            fault(None, "FS18 3 1-94 W", ends=mixed_ends),
            fault(None, "FS18 10 1-94 W", ends=not_ended),
            fault(None, "FS18 4 1-94 W", after=insert(4, "")),
        ],
        ends=crlf,
    ),
    Recipe(
        "FS19",
        vendor,
        [
            fault(None, "FS19 7 56-94 W", out=["FS19 7 56-94 E"], after=put(7, 60, "X")),
            fault(None, "FS19 6 74-79 W", out=["FS19 6 74-79 E"], after=put(6, 79, "X")),
            fault(put(4, 22, "X"), "FS19 4 22-27 W", base=bases.change),
            fault(put(4, 79, "X"), "FS19 4 65-79 W", base=bases.change),
            fault(put(4, 75, "X"), "FS19 4 75-79 W", base=bases.refused),
            fault(put(4, 27, "X"), "FS19 4 22-27 W", base=bases.dishonor),
            fault(put(4, 36, "001"), "FS19 4 36-38 W", base=bases.dishonor),
            fault(put(4, 79, "X"), "FS19 4 79-79 W", base=bases.contest),
        ],
    ),
]
