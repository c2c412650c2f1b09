"""Cases of HC: claim payments and their TRN segment."""

from tests.edi.nacha.cases.bases import change, claims, mixed, vendor
from tests.edi.nacha.cases.recipes.addenda import says
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.samples import both, drop, put

OTHER_PAYER = "1987654321"
FIFTY = "EFT" + "7" * 47


def trn(segment):
    """The first TRN segment of `claims` says this."""
    return says(4, segment)


def kept(segment):
    return changed(claims, trn(segment))


RECIPES = [
    Recipe(
        "HC01",
        claims,
        [
            fault(
                put(2, 54, "HcClaimPmt"),
                "HC01 2 54-63 E",
                "HC20 2 54-63 W",
                "BH09 2 54-63 W",
                out=["HC01 2 54-63 E", "HC20 2 54-63 W", "BH09 2 54-63 E"],
            )
        ],
    ),
    Recipe(
        "HC02",
        claims,
        [fault(put(2, 51, "PPD"), "HC02 2 51-53 E")],
        kept_too=[changed(change, put(2, 54, "HCCLAIMPMT"))],
    ),
    Recipe(
        "HC03",
        changed(claims, drop(4), put(3, 2, "23"), put(3, 30, "0" * 10), put(3, 79, "0")),
        [
            fault(both(put(2, 2, "200"), put(3, 2, "27")), "HC03 3 2-3 E", base=claims),
            fault(both(put(3, 2, "24"), put(3, 30, "0" * 10)), "HC03 3 2-3 E", base=claims),
        ],
    ),
    Recipe(
        "HC04",
        changed(claims, drop(4), put(3, 2, "23"), put(3, 30, "0" * 10), put(3, 79, "0")),
        [
            fault(both(drop(4), put(3, 79, "0")), "HC04 3 79-79 E", base=claims),
            fault(
                lambda lines: [*lines[:4], lines[3][:83] + "0002" + lines[3][87:], *lines[4:]],
                "HC04 3 79-79 E",
                "AD02 5 1-94 E",
                base=claims,
            ),
        ],
    ),
    Recipe(
        "HC05",
        claims,
        [
            fault(trn("RMR*IV*INV-7**1250.00~"), "HC05 4 4-83 E"),
            fault(trn(" TRN*1*EFT00017*1123456789~"), "HC05 4 4-83 E", "AD08 4 4-83 W"),
            fault(trn("trn*1*EFT00017*1123456789~"), "HC05 4 4-83 E"),
        ],
    ),
    Recipe(
        "HC06",
        claims,
        [
            fault(trn("TRN*2*EFT00017*1123456789~"), "HC06 4 8-8 E"),
            fault(trn("TRN**EFT00017*1123456789~"), "HC06 4 4-27 E"),
            fault(trn("TRN*01*EFT00017*1123456789~"), "HC06 4 8-9 E"),
        ],
    ),
    Recipe(
        "HC07",
        kept(f"TRN*1*{FIFTY}*1123456789~"),
        [
            fault(trn("TRN*1**1123456789~"), "HC07 4 4-20 E"),
            fault(trn("TRN*1*   *1123456789~"), "HC07 4 10-12 E"),
            fault(trn(f"TRN*1*{FIFTY}7*1123456789~"), "HC07 4 10-60 E"),
            fault(trn("TRN*1~"), "HC07 4 4-8 E", "HC08 4 4-8 E"),
        ],
    ),
    Recipe(
        "HC08",
        claims,
        [
            fault(trn("TRN*1*EFT00017~"), "HC08 4 4-17 E"),
            fault(trn("TRN*1*EFT00017*~"), "HC08 4 4-18 E"),
            fault(trn("TRN*1*EFT00017*123456789~"), "HC08 4 19-27 E", "HC14 4 19-27 W"),
            fault(trn("TRN*1*EFT00017*11234567890~"), "HC08 4 19-29 E", "HC14 4 19-29 W"),
        ],
    ),
    Recipe(
        "HC09",
        kept("TRN*1*EFT00017*1123456789\\"),
        [fault(trn("TRN*1*EFT00017*1123456789"), "HC09 4 4-83 E", "AD08 4 4-83 W")],
    ),
    Recipe(
        "HC10",
        kept("TRN*1*EFT00017*1123456789*PLAN7~"),
        [
            fault(trn("TRN*1*EFT00017*1123456789*PLAN7*8~"), "HC10 4 36-36 E"),
            fault(
                trn("TRN*1*EFT~17*1123456789\\"),
                "HC10 4 4-83 E",
                "HC08 4 4-12 E",
                "HC12 4 4-83 W",
            ),
        ],
    ),
    Recipe(
        "HC11",
        kept(f"TRN*1*{FIFTY}*1123456789*PLAN7654321~"),
        [
            fault(
                trn(f"TRN*1*{FIFTY}*1123456789*PLAN76543210"),
                out=["HC11 4 4-83 E", "HC09 4 4-83 E", "AD08 4 4-83 W"],
            )
        ],
    ),
    Recipe(
        "HC12",
        claims,
        [
            fault(
                trn("TRN*1*EFT00017*1123456789~REF*EV*7~"),
                "HC12 4 4-83 W",
                out=["HC12 4 4-83 E"],
            )
        ],
    ),
    Recipe("HC14", claims, [fault(trn(f"TRN*1*EFT00017*{OTHER_PAYER}~"), "HC14 4 19-28 W")]),
    Recipe(
        "HC19",
        changed(mixed, put(3, 79, "1"), lambda lines: [*lines[:3], claims()[3], *lines[3:]]),
        [fault(says(5, "TRN*1*EFT00017*1123456789~"), "HC19 5 4-83 W", base=vendor)],
    ),
    Recipe(
        "HC20",
        claims,
        [
            fault(
                put(2, 54, "hcclaimpmt"),
                "HC20 2 54-63 W",
                "BH09 2 54-63 W",
                base=changed(vendor, drop(4, 5)),
            )
        ],
    ),
]
