"""What of one side can be read in an answer that was given to the other."""

import re
from urllib.parse import quote_plus

from django.contrib.admin.utils import quote
from django.utils.html import escape

from edi.models import Transmission
from payments.models import Payment, PaymentBatch
from reconciliation.models import Deposit, ReconciliationResult
from tests.scope.worlds import Side

KEY_LENGTH_MIN = 12  # shorter keys are counts, which any page holds


def traces(side: Side, text: str, *, asked: str = "") -> list[str]:
    """Marks of the side in the text. `asked` was said by the asker, so its echo is no leak."""
    if asked:
        for echo in {asked, escape(asked), quote_plus(asked), quote(asked)}:
            text = text.replace(echo, "")
    found = [mark for mark in marks(side) if mark in text]
    return found + re.findall(rf"(?i).{{0,40}}{side.marker}.{{0,20}}", text)


def marks(side: Side) -> set[str]:
    """Keys, public ids, numbers and names that stand for this side alone."""
    if not side.marks:
        side.marks = _marks(side)
    return side.marks


def _marks(side: Side) -> set[str]:
    rows = {"facility": side.facility}
    keys = {pk for pk in side.ids if len(pk) >= KEY_LENGTH_MIN}
    columns = [
        (PaymentBatch, "batch_id"),
        (Payment, "payment_id"),
        (Payment, "trace_number"),
        (Payment, "eft_trace"),
        (Deposit, "deposit_id"),
        (Deposit, "bank_reference"),
        (ReconciliationResult, "result_id"),
        (Transmission, "file_name"),
    ]
    said = {
        str(value)
        for model, name in columns
        for value in model.objects.filter(**rows).values_list(name, flat=True)
    }
    person = side.patient
    secrets = {person.last, person.first, person.member_id, *side.accounts.values()}
    own = {side.facility.tin, side.facility.npi}
    return {mark for mark in keys | {quote(key) for key in keys} | said | secrets | own if mark}
