"""What of one side can be read in an answer that was given to the other."""

import re
from urllib.parse import quote_plus

from django.contrib.admin.utils import quote
from django.utils.html import escape

from edi.models import Transmission
from hmsach.outbox.models import Event
from payments.models import Payment, PaymentBatch
from reconciliation.models import Deposit, ReconciliationResult
from tests.scope.worlds import Side

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def traces(side: Side, text: str, *, asked: str = "") -> list[str]:
    """Marks of the side in the text. `asked` was said by the asker, so its echo is no leak."""
    if asked:
        for echo in {asked, escape(asked), quote_plus(asked), quote(asked)}:
            text = text.replace(echo, "")
    found = [mark for mark in marks(side) if mark in text]
    # Of keys there are thousands, so they are looked up instead of looked for.
    found += set(UUID.findall(text)) & side.ids
    if side.marker in text.upper():
        found += re.findall(rf"(?i).{{0,40}}{side.marker}.{{0,20}}", text)
    return found


def marks(side: Side) -> set[str]:
    """Public ids, numbers and names that stand for this side alone."""
    if not side.marks:
        side.marks = _marks(side)
    return side.marks


def _marks(side: Side) -> set[str]:
    at = {"facility": side.facility}
    columns = [
        (PaymentBatch, "batch_id"),
        (Payment, "payment_id"),
        (Payment, "trace_number"),
        (Payment, "eft_trace"),
        (Deposit, "deposit_id"),
        (Deposit, "bank_reference"),
        (ReconciliationResult, "result_id"),
        (Transmission, "file_name"),
        (Event, "id"),
    ]
    said = {
        str(value)
        for model, name in columns
        for value in model.objects.filter(**at).values_list(name, flat=True)
    }
    person = side.patient
    secrets = {person.last, person.first, person.member_id, *side.accounts.values()}
    own = {side.facility.tin, side.facility.npi}
    return {mark for mark in said | {quote(each) for each in said} | secrets | own if mark}
