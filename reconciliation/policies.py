"""Who may do what to what came in. Each check raises NotAllowed with a sentence."""

from uuid import UUID

from hmsach.accounts.models import User
from hmsach.accounts.policies import can, check_can
from hmsach.lib.errors import NotAllowed


class NeedsApproval(NotAllowed):
    """A match that does not fit takes an approver; ask one to make it."""

    code = "needs-approval"


def check_can_work(user: User, facility_id: UUID) -> None:
    """Raises NotAllowed unless the user may work the queue there."""
    check_can(user, "work_queue", facility_id)


def check_can_force(user: User, facility_id: UUID) -> None:
    """Raises NeedsApproval unless the user may approve: a forced match is on their word."""
    if not can(user, "approve_payment", facility_id):
        raise NeedsApproval()
