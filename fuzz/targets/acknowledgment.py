"""999, 997 and TA1: read, and built for whatever came, each answer a sound interchange."""

from datetime import datetime

from edi.ground.errors import Unwritable
from edi.x12.ack_999 import read_999
from edi.x12.answering import answers
from edi.x12.codes import ACKNOWLEDGMENTS
from edi.x12.envelope import read, write
from edi.x12.ta1 import read_ta1
from fuzz.oracle import hold
from fuzz.seeds.x12 import acknowledgments
from fuzz.targets.x12 import held

seeds = acknowledgments
_AT = datetime(2026, 11, 23, 9, 30)
# Counts and control numbers are ours alone, whatever the file said that is answered.
_OURS = frozenset({"XI03", "XI04", "XG02", "XG03", "XS02", "XS03", "AK01"})


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads the acknowledgements of the file and answers it; gives the rules that spoke."""
    interchanges, findings = held(data)
    for interchange in interchanges:
        for segment in interchange.ta1s:
            hold("a TA1 has words", bool(read_ta1(segment).words))
        for transaction in interchange.sets:
            if transaction.type in ACKNOWLEDGMENTS:
                answer, found = read_999(transaction)
                hold("an answer that is not given has a finding", answer is not None or bool(found))
    try:
        written = list(answers(data, control=1, at=_AT))
    except Unwritable:
        return frozenset({"unwritable"})
    for each in written if thorough else ():
        _sound(each)
    return frozenset(each.rule for each in findings) | {f"{len(written)} answers"}


def _sound(answer: bytes) -> None:
    interchanges, findings = read(answer)
    hold("an answer is one interchange", len(interchanges) == 1)
    hold("an answer is read as written", write(interchanges) == answer)
    types = {transaction.type for transaction in interchanges[0].sets}
    hold("an answer holds answers alone", types <= ACKNOWLEDGMENTS, types)
    faults = {each.rule for each in findings} & _OURS
    for transaction in interchanges[0].sets:
        faults |= {each.rule for each in read_999(transaction)[1]} & _OURS
    hold("an answer counts right", not faults, faults)
    hold("no answer is answered", not list(answers(answer, control=2, at=_AT)))
