"""What one posting of a remittance works on: its rows, and what is found out on the way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.db.act_context import require_act
from reconciliation import decisions
from reconciliation.decisions import Decision
from reconciliation.matching import Verdict
from reconciliation.models import (
    Adjustment,
    Allocation,
    Deposit,
    Remittance,
    RemittedClaim,
    RemittedLine,
)
from reconciliation.services.opening import Draft
from reconciliation.states import ExceptionKind, MatchStatus, RemittanceStatus


@dataclass(slots=True)
class Run:
    """What one posting works on."""

    remittance: Remittance
    deposit: Deposit | None
    now: datetime
    actor: User
    rows: list[RemittedClaim]
    verdicts: dict[UUID, Verdict] = field(default_factory=dict)
    allocations: list[Allocation] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    kinds: dict[UUID, list[ExceptionKind]] = field(default_factory=lambda: defaultdict(list))
    adjustments: dict[UUID, list[Adjustment]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[UUID, list[RemittedLine]] = field(default_factory=lambda: defaultdict(list))

    def decision(self, row: RemittedClaim) -> Decision:
        """What the payer decided on the claim."""
        return decisions.decide(
            status_code=row.status_code,
            charge_cents=row.charge_cents,
            paid_cents=row.paid_cents,
            adjustments=self.adjustments[row.pk],
        )

    def draft(self, row: RemittedClaim, kind: ExceptionKind, title: str, cents: int) -> None:
        """An item on a remitted claim, which its result names too."""
        self.kinds[row.pk].append(kind)
        self.drafts.append(
            Draft(
                kind=kind,
                facility_id=row.facility_id,
                title=title,
                amount_cents=cents,
                fingerprint=f"{kind}:{row.pk}",
                links={
                    "remittance": self.remittance,
                    "remitted_claim": row,
                    "claim_id": row.claim_id,
                    "deposit": self.deposit,
                },
            )
        )


def begin(remittance: Remittance, now: datetime) -> Run:
    """The remittance is locked and being posted; what of it is not posted yet. Inside an act."""
    locked = Remittance.objects.select_for_update(of=("self",), no_key=True).select_related(
        "facility", "payer"
    )
    remittance = locked.get(pk=remittance.pk)
    remittance.move_to(RemittanceStatus.POSTING)
    deposit = remittance.deposits.select_for_update(of=("self",), no_key=True).first()
    waiting = remittance.claims.filter(status__in=[MatchStatus.UNMATCHED, MatchStatus.MATCHED])
    actor = require_act().actor or system_user()
    return Run(remittance, deposit, now, actor, list(waiting.order_by("position")))


def read_details(run: Run, ids: Sequence[UUID]) -> None:
    """Adjustments and lines of these remitted claims are at hand."""
    wanted = set(ids)
    of_set = {"remitted_claim__remittance": run.remittance}
    for triplet in Adjustment.objects.filter(**of_set).order_by("position"):
        if triplet.remitted_claim_id in wanted:
            run.adjustments[triplet.remitted_claim_id].append(triplet)
    for line in RemittedLine.objects.filter(**of_set).order_by("position"):
        if line.remitted_claim_id in wanted:
            run.lines[line.remitted_claim_id].append(line)
