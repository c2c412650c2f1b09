"""The facts this room publishes, in one shape each. Payloads are thin: no names, no patients."""

from edi.models import Channel, InboundFile, Transmission
from hmsach.outbox.publish import publish


def publish_transmission(kind: str, transmission: Transmission, *, reason: str = "") -> None:
    """`transmission.<kind>` is told, in the open act."""
    payload = {
        "transmission_id": str(transmission.pk),
        "kind": transmission.kind,
        "carries": transmission.subject,
    }
    if reason:
        payload["reason"] = reason
    publish(
        f"transmission.{kind}",
        subject=f"transmission:{transmission.pk}",
        facility_id=transmission.facility_id,
        payload=payload,
    )


def publish_inbound_file(kind: str, inbound_file: InboundFile) -> None:
    """`inbound_file.<kind>` is told, in the open act."""
    publish(
        f"inbound_file.{kind}",
        subject=f"inbound_file:{inbound_file.pk}",
        facility_id=inbound_file.facility_id,
        payload={
            "inbound_file_id": str(inbound_file.pk),
            "kind": inbound_file.kind,
            "code": inbound_file.reason_code,
            "reason": inbound_file.reason,
        },
    )


def publish_channel(kind: str, channel: Channel, *, reason: str) -> None:
    """`channel.<kind>` is told, in the open act: a person has to look at the channel."""
    publish(
        f"channel.{kind}",
        subject=f"channel:{channel.pk}",
        facility_id=channel.facility_id,
        payload={"channel_id": str(channel.pk), "channel": channel.code, "reason": reason},
    )
