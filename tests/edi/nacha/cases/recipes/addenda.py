"""Cases of AD and CX: addenda, and the message that runs through those of CTX."""

from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.bases import ENVELOPE, MESSAGE, RMR, TRACES, ctx, returns, vendor
from tests.edi.nacha.cases.recipes.recipe import Recipe, changed, fault
from tests.edi.nacha.cases.records import (
    RETURN_TRACE,
    THEIR_BANK,
    addenda,
    card_addenda,
    iat_addenda,
    returned,
)
from tests.edi.nacha.samples import both, drop, insert, put

SECOND = TRACES[2]


def says(line, text):
    """An addenda whose whole information is this text."""
    return put(line, 4, text.ljust(80))


def message(old, new):
    return lambda: ctx(MESSAGE.replace(old, new))


def enveloped(old, new):
    return lambda: ctx(ENVELOPE.replace(old, new))


def with_05(sec, code, cents):
    return lambda: bases.with_addenda(sec, RMR, code, cents)


def with_02(sec):
    return changed(bases.card, put(2, 51, sec))


def _more_iat():
    """An international entry with remittance (17) and a correspondent bank (18)."""
    texts = [(17, "INVOICE 7"), (18, "SAMPLE BANK ABROAD")]
    return changed(bases.iat, insert(11, *(iat_addenda(*each) for each in texts)))()


def _iat_return():
    """An international entry that comes back with its addenda and a 99."""
    return changed(bases.iat, put(3, 2, "21"), insert(11, returned(trace=TRACES[1])))()


WITH_05 = [
    with_05("WEB", "22", 1),
    with_05("ACK", "24", 0),
    with_05("CIE", "22", 1),
    with_05("DNE", "23", 0),
]
WITH_02 = [with_02(sec) for sec in ("MTE", "POS", "SHR")]

RECIPES = [
    Recipe(
        "AD01",
        bases.card,
        [
            fault(
                lambda lines: [*lines[:4], card_addenda(SECOND), *lines[5:]],
                "AD01 5 2-3 E",
                base=vendor,
            ),
            fault(
                put(2, 51, "TEL"), "AD01 4 2-3 E", base=lambda: bases.with_addenda("WEB", RMR, "27")
            ),
            fault(lambda lines: [*lines[:3], addenda(RMR), *lines[4:]], "AD01 4 2-3 E"),
            fault(drop(5), "AD01 3 1-94 E", base=changed(bases.iat, put(3, 13, "0006"))),
            fault(put(5, 2, "19"), "AD01 5 2-3 E", "AD01 3 1-94 E", base=bases.iat),
            fault(
                lambda lines: [*lines[:3], addenda(RMR, trace=RETURN_TRACE), *lines[3:]],
                "AD01 4 2-3 E",
                "AD02 5 1-94 E",
                base=returns,
            ),
        ],
        kept_too=[*WITH_05, *WITH_02, _more_iat, _iat_return, ctx],
    ),
    Recipe(
        "AD02",
        vendor,
        [
            fault(insert(6, addenda(RMR, 2, SECOND)), "AD02 6 1-94 E"),
            fault(
                insert(5, addenda(RMR, 2)),
                "AD02 5 1-94 E",
                base=lambda: bases.with_addenda("PPD", RMR),
            ),
            fault(insert(5, returned()), "AD02 5 1-94 E", base=returns),
            fault(
                lambda lines: [*lines[:4], lines[3], *lines[4:]],
                "AD02 5 1-94 E",
                base=bases.change,
            ),
            fault(put(3, 13, "0009"), "AD02 3 13-16 E", base=bases.iat),
            *(fault(insert(5, addenda(RMR, 2)), "AD02 5 1-94 E", base=base) for base in WITH_05),
            *(fault(insert(5, card_addenda()), "AD02 5 1-94 E", base=base) for base in WITH_02),
        ],
        kept_too=[
            changed(lambda: bases.with_addenda("ENR", RMR, "23", 0), insert(5, addenda(RMR, 2)))
        ],
    ),
    Recipe("AD03", ctx, [fault(put(5, 84, "0002"), "AD03 5 84-87 E", base=vendor)]),
    Recipe(
        "AD04",
        ctx,
        [fault(put(5, 84, "0003"), "AD04 5 84-87 E"), fault(put(5, 84, "0001"), "AD04 5 84-87 E")],
    ),
    Recipe("AD05", vendor, [fault(put(5, 88, "0000007"), "AD05 5 88-94 E")]),
    Recipe(
        "AD06",
        returns,
        [
            fault(put(4, 80, THEIR_BANK + "0000079"), "AD06 4 80-94 E"),
            fault(put(4, 80, THEIR_BANK + "0000079"), "AD06 4 80-94 E", base=bases.change),
        ],
    ),
    Recipe("AD07", vendor, [fault(says(5, ""), "AD07 5 4-83 W")]),
    Recipe(
        "AD08",
        lambda: bases.with_addenda(
            "ENR", "22*234567898*4455667788*000000000*SAMPLE*PAT*0\\", "23", 0
        ),
        [
            fault(says(5, "THANKS"), "AD08 5 4-83 W", base=vendor),
            fault(says(5, "RMR*IV*INV-7**1250.00"), "AD08 5 4-83 W", base=vendor),
            fault(says(4, "SAMPLE PAT"), "AD08 4 4-83 W"),
            *(fault(says(4, "THANKS"), "AD08 4 4-83 W", base=base) for base in WITH_05),
            fault(
                says(4, "22*234567898*4455667788\\"),
                "AD08 4 4-83 W",
                base=lambda: bases.with_addenda("PPD", RMR),
            ),
        ],
    ),
    Recipe("AD09", vendor, [fault(put(5, 84, "OVER"), out=["AD09 5 4-83 E", "FS15 5 84-87 E"])]),
    Recipe(
        "CX01",
        ctx,
        [
            fault(put(3, 55, "000X"), "CX01 3 55-58 E"),
            fault(put(3, 55, "   2"), "CX01 3 55-58 E"),
        ],
    ),
    Recipe(
        "CX02",
        ctx,
        [
            fault(put(3, 55, "0003"), "CX02 3 55-58 E"),
            fault(drop(5), "CX02 3 55-58 E", base=lambda: ctx(MESSAGE, "TRX")),
        ],
    ),
    Recipe(
        "CX03",
        lambda: bases.whole([bases.batch_header(sec="CTX"), bases.ctx_entry(0)]),
        [
            fault(put(3, 79, "1"), "CX03 3 55-58 E", "ED18 3 79-79 E"),
            fault(put(3, 79, "0"), "CX03 3 55-58 E", "ED17 3 79-79 E", base=ctx),
        ],
    ),
    Recipe(
        "CX05",
        ctx,
        [
            fault(put(3, 75, "X"), "CX05 3 75-76 W", out=["CX05 3 75-76 E"]),
            fault(put(3, 76, "X"), "CX05 3 75-76 W", base=lambda: ctx(MESSAGE, "TRX")),
        ],
        kept_too=[changed(ctx, put(3, 77, "AK"), put(3, 74, "7"))],
    ),
    Recipe(
        "CX06",
        lambda: ctx(bases.EDIFACT),
        kept_too=[
            lambda: ctx(bases.EDIFACT.removeprefix("UNA:+.? '")),
            lambda: ctx(bases.ENVELOPE.replace("*", "|").replace("~", "^")),
            lambda: ctx(MESSAGE.replace("BPR*C*", "BPS*C*")),
        ],
        faults=[
            fault(None, "CX06 4 4-83 W", base=message("ST*", "XX*")),
            fault(None, "CX06 5 4-83 W", base=message("SE*6*0001~", "SE*6*0001")),
            fault(None, "CX06 4 4-83 W", base=message("BPR*", "BPX*")),
            fault(None, "CX06 4 4-83 W", base=enveloped("BPR*", "BPX*")),
            fault(None, "CX06 5 4-83 W", base=lambda: ctx(bases.EDIFACT.removesuffix("'"))),
            fault(None, "CX06 5 4-83 W", base=lambda: ctx(bases.EDIFACT.replace("UNT+", "UNX+"))),
        ],
    ),
    Recipe(
        "CX07",
        message("BPR*C*1250.00*C*ACH*CTX*01*234567898*DA*4455667788~", "BPS*ACH*1250.00*C~"),
        [
            fault(put(3, 39, "1"), "CX07 3 30-39 W", out=["CX07 3 30-39 E"], base=ctx),
            fault(None, "CX07 3 30-39 W", base=message("C*1250.00", "C*MUCH")),
            fault(put(3, 39, "1"), "CX07 3 30-39 W", base=lambda: ctx(ENVELOPE)),
        ],
    ),
    Recipe(
        "CX08",
        lambda: ctx(ENVELOPE),
        [
            fault(None, "CX08 5 41-83 W", out=["CX08 5 41-83 E"], base=message("SE*6", "SE*7")),
            fault(None, "CX08 5 41-83 W", base=message("*0001~BPR", "*0002~BPR")),
            fault(None, "CX08 7 48-83 W", base=enveloped("GE*1*17", "GE*2*17")),
            fault(None, "CX08 7 48-83 W", base=enveloped("GE*1*17", "GE*1*18")),
            fault(None, "CX08 7 56-83 W", base=enveloped("IEA*1*000000017", "IEA*1*000000018")),
            fault(None, "CX08 7 56-83 W", base=enveloped("IEA*1*", "IEA*2*")),
            fault(None, "CX08 4 4-83 W", base=enveloped("IEA*1*000000017~", "")),
        ],
    ),
    Recipe(
        "CX09",
        ctx,
        [
            fault(
                both(says(4, MESSAGE[:70]), says(5, MESSAGE[70:])),
                out=["CX09 4 4-83 E"],
                base=lambda: ctx(MESSAGE.replace("*4455667788", "*445566")),
            )
        ],
    ),
]
