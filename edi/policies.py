"""Who may do what with files: checks that raise NotAllowed with a sentence."""

from edi.models import Channel, InboundFile, Transmission
from hmsach.accounts.models import User
from hmsach.accounts.policies import can, check_can


def check_can_settle(user: User, transmission: Transmission) -> None:
    """Say what became of a file of ours, or have it tried again: who may release payments."""
    check_can(user, "release_payment", transmission.facility_id)


def can_settle(user: User, transmission: Transmission) -> bool:
    """The same as a question, for a page that shows or hides the act."""
    return can(user, "release_payment", transmission.facility_id)


def check_can_reopen(user: User, channel: Channel) -> None:
    """Let a stopped channel run again: who may release payments."""
    check_can(user, "release_payment", channel.facility_id)


def can_reopen(user: User, channel: Channel) -> bool:
    """The same as a question."""
    return can(user, "release_payment", channel.facility_id)


def check_can_try_again(user: User, inbound_file: InboundFile) -> None:
    """Have a file that was set aside imported again: who works the queue."""
    check_can(user, "work_queue", inbound_file.facility_id)


def can_try_again(user: User, inbound_file: InboundFile) -> bool:
    """The same as a question."""
    return can(user, "work_queue", inbound_file.facility_id)
