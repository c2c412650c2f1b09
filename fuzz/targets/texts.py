"""Texts of single fields: messages of CTX addenda, TRN segments, corrected data of notices."""

from contextlib import suppress

from edi.nacha.corrected_data import PARTS, WIDTH, corrected_data, gaps, write_corrected_data
from edi.nacha.ctx import envelope_objections, join_addenda, scan_x12, split_into_addenda
from edi.nacha.errors import UnwritableField
from edi.nacha.healthcare import parse_trn, trn_addenda
from edi.nacha.mask import cover_message
from edi.nacha.reader import parse
from fuzz.oracle import hold, no_secret_in
from fuzz.seeds.nacha import SECRETS
from fuzz.seeds.texts import corrections, messages, trns

messages_seeds, trn_seeds, correction_seeds = messages, trns, corrections


def examine_message(data: bytes, thorough: bool = True) -> frozenset[str]:
    """A message is scanned and covered; what can be split is joined to the same text."""
    text = data.decode("latin-1")
    hold("a cover keeps the length", len(cover_message(text)) == len(text))
    segments = scan_x12(text)
    objections = envelope_objections(segments) if segments is not None else []
    no_secret_in(objections, SECRETS)
    if segments is not None:
        _ = segments.bpr02_cents
    with suppress(UnwritableField):
        hold("what is split is joined again", _joined(split_into_addenda(text)) == text)
    return frozenset(each.split()[0] for each in objections) | {str(segments is None)}


def _joined(pieces: list[str]) -> str:
    rows = ["5220" + " " * 46 + "CTX" + " " * 41, "622" + " " * 91]
    rows += [f"705{piece:<80}{number:04d}0000001" for number, piece in enumerate(pieces, 1)]
    file = parse("\n".join([*rows, ""]).encode("latin-1"))
    return join_addenda(file.batches[0].entries[0])


def examine_trn(data: bytes, thorough: bool = True) -> frozenset[str]:
    """A TRN is parsed; what of it can be written is read again with the same parts."""
    text = data.decode("latin-1")
    trn = parse_trn(text)
    if trn is None:
        return frozenset({"none"})
    with suppress(UnwritableField):
        written = trn_addenda(trn.trn02, trn.trn03, trn.trn04)
        again = parse_trn(written)
        hold("a written TRN is read again", again is not None and len(written) <= 80)
        if again is not None:
            same = (again.trn02, again.trn03, again.trn04 or None)
            hold("a TRN keeps its parts", same == (trn.trn02, trn.trn03, trn.trn04 or None))
    return frozenset({trn.terminator, str(min(trn.elements, 5)), str(bool(trn.rest))})


def examine_correction(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Corrected data is read for every code; what can be written is read again the same."""
    text = data.decode("latin-1")
    code, field = text[:3], text[3 : 3 + WIDTH]
    values = corrected_data(code, field)
    no_secret_in([repr(values)], SECRETS)
    if code not in PARTS:
        return frozenset({"unknown"})
    gaps(code, field)
    try:
        written = write_corrected_data(code, values)
    except ValueError:
        return frozenset({code, "incomplete"})
    hold("corrected data is 29 characters", len(written) == WIDTH)
    hold("corrected data is read again", corrected_data(code, written) == values)
    return frozenset({code})
