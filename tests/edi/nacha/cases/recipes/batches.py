"""Cases of BA: the entries of a batch taken together."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import TRACES, two, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import OTHER_BANK, THEIR_BANK, dishonored, entry, returned
from tests.edi.nacha.samples import both, insert, put

LATER = THEIR_BANK + "0000073"

RECIPES = [
    Recipe(
        "BA01",
        bases.mixed,
        [
            fault(put(2, 2, "220"), "BA01 4 2-3 E"),
            fault(put(2, 2, "225"), "BA01 3 2-3 E"),
        ],
    ),
    Recipe(
        "BA02",
        bases.mixed,
        [
            fault(put(2, 2, "200"), "BA02 2 2-4 W", base=vendor),
            fault(put(2, 2, "200"), "BA02 2 2-4 W", base=bases.debits),
        ],
    ),
    Recipe(
        "BA03",
        bases.returns,
        [fault(insert(7, entry(trace=LATER)), "BA03 7 1-94 E")],
    ),
    Recipe(
        "BA04",
        bases.returns,
        [
            fault(
                insert(7, entry("21", trace=LATER, indicator="1"), dishonored(trace=LATER)),
                "BA04 7 1-94 E",
            )
        ],
    ),
    Recipe(
        "BA05",
        changed(vendor, put(4, 88, "0000009"), put(5, 88, "0000009")),
        [
            fault(
                both(put(4, 88, "0000001"), put(5, 88, "0000001"), put(3, 88, "0000002")),
                "BA05 4 80-94 E",
            ),
            fault(
                both(put(4, 88, "0000001"), put(5, 88, "0000001")),
                "BA05 4 80-94 E",
                "BA07 4 80-94 W",
            ),
        ],
    ),
    Recipe(
        "BA06",
        vendor,
        [
            fault(put(4, 80, OTHER_BANK), "BA06 4 80-94 E"),
            fault(
                both(put(4, 80, OTHER_BANK), put(3, 80, OTHER_BANK)),
                "BA06 3 80-94 E",
                "BA06 4 80-94 E",
            ),
        ],
    ),
    Recipe(
        "BA07",
        two,
        [fault(put(6, 80, TRACES[1]), "BA07 6 80-94 W", out=["BA07 6 80-94 E"])],
    ),
    Recipe(
        "BA12",
        bases.change,
        [
            fault(insert(5, entry(trace=LATER)), "BA12 5 1-94 E"),
            fault(
                insert(5, entry("21", trace=LATER, indicator="1"), returned(trace=LATER)),
                "BA12 5 1-94 E",
                "AD01 6 2-3 E",
            ),
        ],
    ),
]
