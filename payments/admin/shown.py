"""How payments' own values look on every screen of theirs."""

from django.utils.safestring import SafeString

from hmsach.admin.display import NOTHING, hidden
from payments.models import Payee


def payee_name(payee: Payee) -> SafeString | str:
    """An organization by its name; a person, who is a patient, only by a reveal."""
    if payee.kind == "PERSON":
        return hidden()
    return payee.name or NOTHING
