"""Trace numbers from one sequence per ODFI, whoever asks and however many at once."""

from django.db import transaction

from payments.models import TraceSequence
from payments.numbering import trace_number


def allocate_traces(odfi_identification: str, count: int) -> list[str]:
    """`count` ascending trace numbers never given before. To be called inside the act that uses
    them: a rolled back act gives its numbers back."""
    with transaction.atomic():
        TraceSequence.objects.get_or_create(odfi_identification=odfi_identification)
        row = TraceSequence.objects.select_for_update(no_key=True).get(pk=odfi_identification)
        first = row.last + 1
        row.last += count
        row.save(update_fields=["last"])
    return [trace_number(odfi_identification, first + step) for step in range(count)]
