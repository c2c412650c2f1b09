"""What payments say to the house of themselves."""

from hmsach.outbox.publish import publish
from payments.models import Hold, PaymentBatch


def publish_held(hold: Hold) -> None:
    """Say that a payment is held; the queue's item opens in the same transaction."""
    payment = hold.payment
    publish(
        "payment.held",
        subject=f"payment:{payment.payment_id}",
        facility_id=payment.facility_id,
        payload={
            "payment_id": payment.payment_id,
            "external_id": payment.external_id,
            "hold": hold.reason,
        },
    )


def publish_batch(kind: str, batch: PaymentBatch) -> None:
    """Say what happened to a batch: batch.approved, batch.settled and the like."""
    publish(
        kind,
        subject=f"batch:{batch.batch_id}",
        facility_id=batch.facility_id,
        payload={"batch_id": batch.batch_id, "external_id": batch.external_id},
    )
