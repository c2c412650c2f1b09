"""What a payment pays, as text to seal and to take out again. The shape is THE's own body."""

from payments.bodies import KeptRemittance, PaymentBody


def dump(body: PaymentBody) -> str:
    """The claims or invoices of a payment as JSON; blank where it pays neither."""
    if not (body.claims or body.invoices):
        return ""
    return body.model_dump_json(include=set(KeptRemittance.model_fields))


def load(text: str) -> KeptRemittance:
    """What `dump` wrote, amounts in cents again; empty for blank text."""
    return KeptRemittance.model_validate_json(text) if text else KeptRemittance()
