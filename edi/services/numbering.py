"""Numbers that are never given twice: control numbers of envelopes, modifiers of files."""

from django.db import transaction
from django.db.models import F

from edi.models import ControlNumber


def next_number(sequence: str) -> int:
    """The next number of the sequence, from 1; two callers never get the same one.

    Taken in the caller's transaction: whoever rolls back gives the number back, so none is
    missing, and callers of one sequence wait for each other.
    """
    with transaction.atomic():
        ControlNumber.objects.get_or_create(sequence=sequence)
        row = ControlNumber.objects.select_for_update(no_key=True).filter(pk=sequence)
        number: int = row.values_list("last", flat=True).get() + 1
        ControlNumber.objects.filter(pk=sequence).update(last=F("last") + 1)
    return number
