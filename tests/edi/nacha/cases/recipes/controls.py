"""Cases of BC and FC: whether the controls agree with what they close."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import mixed, two, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import COMPANY, OTHER_BANK
from tests.edi.nacha.samples import both, put


def hashes(change):
    """Adds to the hash of batch and file what makes both wrong alike."""
    return both(put(5, 11, change), put(6, 22, change))


# Of `mixed`: two entries, hash 46913578, 40 cents and 125,000 cents.
RECIPES = [
    Recipe("BC01", vendor, [fault(None, "BC01 6 2-4 E", after=put(6, 2, "200"))]),
    Recipe(
        "BC02",
        mixed,
        [
            fault(
                None,
                "BC02 5 5-10 E",
                "FC07 6 14-21 E",
                after=both(put(5, 5, "000003"), put(6, 14, "00000003")),
            ),
            fault(None, "BC02 5 5-10 E", "FC03 6 14-21 E", after=put(5, 5, "000003")),
        ],
    ),
    Recipe(
        "BC03",
        mixed,
        [
            fault(None, "BC03 5 11-20 E", "FC07 6 22-31 E", after=hashes("0046913579")),
            fault(None, "BC03 5 11-20 E", "FC04 6 22-31 E", after=put(5, 11, "0046913579")),
        ],
    ),
    Recipe(
        "BC04",
        mixed,
        [
            fault(
                None,
                "BC04 5 21-32 E",
                "FC07 6 32-43 E",
                after=both(put(5, 32, "1"), put(6, 43, "1")),
            ),
            fault(None, "BC04 5 21-32 E", "FC05 6 32-43 E", after=put(5, 32, "1")),
        ],
    ),
    Recipe(
        "BC05",
        mixed,
        [
            fault(
                None,
                "BC05 5 33-44 E",
                "FC07 6 44-55 E",
                after=both(put(5, 44, "1"), put(6, 55, "1")),
            ),
            fault(None, "BC05 5 33-44 E", "FC06 6 44-55 E", after=put(5, 44, "1")),
        ],
    ),
    Recipe(
        "BC06",
        changed(vendor, put(2, 41, "9NORTHWIND")),
        [
            fault(None, "BC06 6 45-54 E", after=put(6, 45, COMPANY)),
            fault(None, "BC06 6 45-54 E", after=put(6, 45, " " * 10)),
        ],
    ),
    Recipe("BC07", vendor, [fault(None, "BC07 6 80-87 E", after=put(6, 80, OTHER_BANK))]),
    Recipe(
        "BC08",
        two,
        [
            fault(None, "BC08 7 88-94 E", after=put(7, 88, "0000001")),
            fault(None, "BC08 7 88-94 E", after=put(7, 88, "      2")),
        ],
    ),
    # A hundred of the largest amounts fit 12 digits; of 101 the first digit is lost.
    Recipe(
        "BC09",
        lambda: bases.rich(100),
        [
            fault(
                None,
                out=["BC09 104 1-94 E", "BC05 104 33-44 E", "FC07 105 44-55 E", "FC08 105 1-94 E"],
                base=lambda: bases.rich(101),
            )
        ],
    ),
    Recipe("BC10", vendor, [fault(None, "BC10 6 55-73 W", after=put(6, 55, "MAC"))]),
    Recipe("FC01", two, [fault(None, "FC01 8 2-7 E", after=put(8, 2, "000003"))]),
    Recipe(
        "FC02",
        lambda: bases.rich(7),
        [
            fault(None, "FC02 11 8-13 E", after=put(11, 8, "000001")),
            fault(None, "FC02 7 8-13 E", after=put(7, 8, "000002"), base=vendor),
        ],
    ),
    Recipe("FC03", two, [fault(None, "FC03 8 14-21 E", after=put(8, 14, "00000003"))]),
    Recipe("FC04", two, [fault(None, "FC04 8 22-31 E", after=put(8, 31, "7"))]),
    Recipe("FC05", mixed, [fault(None, "FC05 6 32-43 E", after=put(6, 43, "1"))]),
    Recipe("FC06", two, [fault(None, "FC06 8 44-55 E", after=put(8, 55, "1"))]),
    Recipe(
        "FC07",
        mixed,
        [
            fault(
                None,
                "FC07 6 44-55 E",
                "BC05 5 33-44 E",
                after=both(put(5, 33, "000000125002"), put(6, 44, "000000125002")),
            )
        ],
    ),
    Recipe(
        "FC08",
        lambda: bases.rich(60, 40),
        [
            fault(
                None,
                out=["FC08 107 1-94 E", "FC06 107 44-55 E"],
                base=lambda: bases.rich(60, 41),
            )
        ],
    ),
]
