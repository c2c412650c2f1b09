"""The 835 that goes with a claim payment to its payee: built with the file, queued beside it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from edi.models import Channel, Transmission
from edi.models.transmission import FileKind
from edi.services import sending
from edi.services.numbering import next_number
from edi.x12.remittance_835 import write_835
from edi.x12.wrapping import wrap
from payments import to_x12
from payments.models import BankProfile, Payment
from payments.models.batch import PaymentKind

GS06_MAX = 999_999_999


def remittance_content(
    *, payment: Payment, profile: BankProfile, control: int, now: datetime
) -> bytes:
    """The whole interchange of one payment's 835."""
    channel = channel_of(payment, profile)
    sender = profile.company_id
    receiver = channel.partner.x12_id if channel and channel.partner.x12_id else payment.payee.npi
    qualifier = channel.partner.x12_qualifier if channel else "ZZ"
    return wrap(
        [write_835(to_x12.remittance_of(payment, profile), control=f"{payment.sequence:04d}")],
        sender_qualifier="ZZ",
        sender_id=sender,
        receiver_qualifier=qualifier,
        receiver_id=receiver,
        interchange_control=control,
        group_control=control,
        at=now.astimezone(ZoneInfo(profile.time_zone)),
    )


def queue_remittance(
    *, payment: Payment, profile: BankProfile, now: datetime
) -> Transmission | None:
    """Queue the 835 of a claim payment for its payee; None where it pays no claim or no channel
    is set. Raises NotAllowed where the partner has no agreement to receive patients' data."""
    if payment.kind != PaymentKind.CLAIM_REMITTANCE:
        return None
    channel = channel_of(payment, profile)
    if channel is None:
        return None
    control = next_number(f"x12:{channel.partner.code}") % GS06_MAX or GS06_MAX
    content = remittance_content(payment=payment, profile=profile, control=control, now=now)
    return sending.queue(
        channel=channel,
        facility=payment.facility,
        kind=FileKind.X12_835,
        file_name=f"835_{payment.payment_id}_{control:09d}.edi",
        content=content,
        subject=f"payment:{payment.payment_id}",
        holds_patient_data=True,
        control_number=str(control),
    )


def channel_of(payment: Payment, profile: BankProfile) -> Channel | None:
    """The payee's own channel, else the clearing house that passes remittances on."""
    return payment.payee.remittance_channel or profile.remittance_channel
