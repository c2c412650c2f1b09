"""States of what came in and of the work on it. Money, reconciliation and work are apart."""

from django.db.models import TextChoices

from hmsach.lib.states import Transitions


class RemittanceStatus(TextChoices):
    """Where a payer's 835 stands between its reading and its posting."""

    PARSED = "parsed", "Parsed"
    BALANCED = "balanced", "Balanced"
    UNBALANCED = "unbalanced", "Out of balance"
    AWAITING_EFT = "awaiting_eft", "Waiting for the deposit"
    ASSOCIATED = "associated", "Deposit found"
    POSTING = "posting", "Posting"
    POSTED = "posted", "Posted"
    PARTIALLY_POSTED = "partially_posted", "Posted in part"
    DUPLICATE = "duplicate", "Duplicate"


REMITTANCE = Transitions(
    "Remittance",
    {
        RemittanceStatus.PARSED: [
            RemittanceStatus.BALANCED,
            RemittanceStatus.UNBALANCED,
            RemittanceStatus.DUPLICATE,
        ],
        RemittanceStatus.BALANCED: [
            RemittanceStatus.AWAITING_EFT,
            RemittanceStatus.ASSOCIATED,
            RemittanceStatus.POSTING,
        ],
        RemittanceStatus.UNBALANCED: [RemittanceStatus.BALANCED, RemittanceStatus.DUPLICATE],
        RemittanceStatus.AWAITING_EFT: [RemittanceStatus.ASSOCIATED],
        RemittanceStatus.ASSOCIATED: [RemittanceStatus.POSTING, RemittanceStatus.AWAITING_EFT],
        RemittanceStatus.POSTING: [
            RemittanceStatus.POSTED,
            RemittanceStatus.PARTIALLY_POSTED,
        ],
        RemittanceStatus.PARTIALLY_POSTED: [RemittanceStatus.POSTING, RemittanceStatus.POSTED],
        # An allocation undone by hand takes the summary back.
        RemittanceStatus.POSTED: [RemittanceStatus.PARTIALLY_POSTED],
        RemittanceStatus.DUPLICATE: [],
    },
)


class DepositStatus(TextChoices):
    """Where money at the bank stands on its way to claims."""

    EXPECTED = "expected", "Expected"
    RECEIVED = "received", "Received"
    ASSOCIATED = "associated", "Remittance found"
    PARTIALLY_ALLOCATED = "partially_allocated", "Allocated in part"
    ALLOCATED = "allocated", "Allocated"
    UNIDENTIFIED = "unidentified", "Unidentified"
    RETURNED = "returned", "Returned"


DEPOSIT = Transitions(
    "Deposit",
    {
        DepositStatus.EXPECTED: [DepositStatus.RECEIVED],
        DepositStatus.RECEIVED: [
            DepositStatus.ASSOCIATED,
            DepositStatus.UNIDENTIFIED,
            DepositStatus.PARTIALLY_ALLOCATED,
            DepositStatus.ALLOCATED,
            DepositStatus.RETURNED,
        ],
        DepositStatus.UNIDENTIFIED: [
            DepositStatus.ASSOCIATED,
            DepositStatus.RECEIVED,
            DepositStatus.RETURNED,
        ],
        DepositStatus.ASSOCIATED: [
            DepositStatus.PARTIALLY_ALLOCATED,
            DepositStatus.ALLOCATED,
            DepositStatus.RECEIVED,
            DepositStatus.RETURNED,
        ],
        DepositStatus.PARTIALLY_ALLOCATED: [
            DepositStatus.ALLOCATED,
            DepositStatus.ASSOCIATED,
            DepositStatus.RETURNED,
        ],
        DepositStatus.ALLOCATED: [DepositStatus.PARTIALLY_ALLOCATED, DepositStatus.ASSOCIATED],
        DepositStatus.RETURNED: [],
    },
)


class MatchStatus(TextChoices):
    """Whether a remitted claim found its open claim: the reconciliation axis of a claim line-up."""

    UNMATCHED = "unmatched", "Not matched"
    MATCHED = "matched", "Matched"
    POSTED = "posted", "Posted"
    REVERSED = "reversed", "Undone"


MATCH = Transitions(
    "RemittedClaim",
    {
        MatchStatus.UNMATCHED: [MatchStatus.MATCHED, MatchStatus.POSTED],
        MatchStatus.MATCHED: [MatchStatus.POSTED, MatchStatus.UNMATCHED],
        MatchStatus.POSTED: [MatchStatus.REVERSED],
        MatchStatus.REVERSED: [MatchStatus.MATCHED, MatchStatus.POSTED],
    },
)


class AllocationStatus(TextChoices):
    """An allocation row never changes: an opposite row undoes it."""

    PROPOSED = "proposed", "Proposed"
    POSTED = "posted", "Posted"
    REVERSED = "reversed", "Reversed"
    REJECTED = "rejected", "Rejected"


ALLOCATION = Transitions(
    "Allocation",
    {
        AllocationStatus.PROPOSED: [AllocationStatus.POSTED, AllocationStatus.REJECTED],
        AllocationStatus.POSTED: [AllocationStatus.REVERSED],
        AllocationStatus.REVERSED: [],
        AllocationStatus.REJECTED: [],
    },
)


class ClaimStatus(TextChoices):
    """The open-item side of a claim of THE's."""

    OPEN = "open", "Open"
    PARTIALLY_PAID = "partially_paid", "Paid in part"
    PAID = "paid", "Paid"
    DENIED = "denied", "Denied"
    CLOSED = "closed", "Closed"


CLAIM = Transitions(
    "Claim",
    {
        ClaimStatus.OPEN: [
            ClaimStatus.PARTIALLY_PAID,
            ClaimStatus.PAID,
            ClaimStatus.DENIED,
            ClaimStatus.CLOSED,
        ],
        ClaimStatus.PARTIALLY_PAID: [
            ClaimStatus.OPEN,
            ClaimStatus.PAID,
            ClaimStatus.DENIED,
            ClaimStatus.CLOSED,
        ],
        ClaimStatus.PAID: [ClaimStatus.OPEN, ClaimStatus.PARTIALLY_PAID, ClaimStatus.CLOSED],
        ClaimStatus.DENIED: [
            ClaimStatus.OPEN,
            ClaimStatus.PARTIALLY_PAID,
            ClaimStatus.PAID,
            ClaimStatus.CLOSED,
        ],
        # THE owns its ledger: sending the claim again opens it here too.
        ClaimStatus.CLOSED: [ClaimStatus.OPEN],
    },
)


class ExceptionStatus(TextChoices):
    """The work axis: who has it, what it waits for."""

    OPEN = "open", "Open"
    ASSIGNED = "assigned", "Assigned"
    WAITING = "waiting", "Waiting"
    RESOLVED = "resolved", "Resolved"
    REOPENED = "reopened", "Reopened"


EXCEPTION = Transitions(
    "ExceptionItem",
    {
        ExceptionStatus.OPEN: [
            ExceptionStatus.ASSIGNED,
            ExceptionStatus.WAITING,
            ExceptionStatus.RESOLVED,
        ],
        ExceptionStatus.ASSIGNED: [
            ExceptionStatus.OPEN,
            ExceptionStatus.WAITING,
            ExceptionStatus.RESOLVED,
        ],
        ExceptionStatus.WAITING: [
            ExceptionStatus.OPEN,
            ExceptionStatus.ASSIGNED,
            ExceptionStatus.RESOLVED,
        ],
        ExceptionStatus.REOPENED: [
            ExceptionStatus.ASSIGNED,
            ExceptionStatus.WAITING,
            ExceptionStatus.RESOLVED,
        ],
        ExceptionStatus.RESOLVED: [ExceptionStatus.REOPENED],
    },
)


class ExceptionKind(TextChoices):
    """Why a person is needed. The list is the design's; a new kind is a new row everywhere."""

    UNIDENTIFIED_DEPOSIT = "unidentified_deposit", "Unidentified deposit"
    EFT_WITHOUT_ERA = "eft_without_era", "Deposit without remittance"
    ERA_WITHOUT_EFT = "era_without_eft", "Remittance without deposit"
    AMOUNT_MISMATCH = "amount_mismatch", "Amounts differ"
    UNBALANCED_REMITTANCE = "unbalanced_remittance", "Remittance out of balance"
    DUPLICATE_REMITTANCE = "duplicate_remittance", "Duplicate remittance"
    CLAIM_NOT_FOUND = "claim_not_found", "Claim not found"
    MULTIPLE_CANDIDATES = "multiple_candidates", "Several candidates"
    OVERPAYMENT = "overpayment", "Overpayment"
    UNDERPAYMENT = "underpayment", "Underpayment"
    DENIAL = "denial", "Denial"
    TAKEBACK_UNLINKED = "takeback_unlinked", "Takeback without original"
    PLB_OPEN = "plb_open", "Provider adjustment open"
    UNKNOWN_CODE = "unknown_code", "Unknown code"
    PAYMENT_RETURNED = "payment_returned", "Payment returned"
    NOC_UNAPPLIED = "noc_unapplied", "Change of bank details to apply"
    CREDIT_BALANCE = "credit_balance", "Credit balance"
    RELEASE_HOLD = "release_hold", "Payment held"
    LEDGER_REFUSED = "ledger_refused", "Ledger refused"
    TRANSMISSION_REJECTED = "transmission_rejected", "Transmission rejected"
    FILE_QUARANTINED = "file_quarantined", "File quarantined"


class ResultStatus(TextChoices):
    """Where a result for THE stands on its way into the ledger."""

    QUEUED = "queued", "Queued"
    DELIVERED = "delivered", "Delivered"
    POSTED = "posted", "In the ledger"
    ADJUSTED = "adjusted", "Adjusted by the ledger"
    REFUSED = "refused", "Refused by the ledger"


RESULT = Transitions(
    "ReconciliationResult",
    {
        ResultStatus.QUEUED: [
            ResultStatus.DELIVERED,
            ResultStatus.POSTED,
            ResultStatus.ADJUSTED,
            ResultStatus.REFUSED,
        ],
        ResultStatus.DELIVERED: [
            ResultStatus.POSTED,
            ResultStatus.ADJUSTED,
            ResultStatus.REFUSED,
        ],
        ResultStatus.POSTED: [ResultStatus.ADJUSTED, ResultStatus.REFUSED],
        ResultStatus.ADJUSTED: [ResultStatus.POSTED, ResultStatus.REFUSED],
        ResultStatus.REFUSED: [ResultStatus.POSTED, ResultStatus.ADJUSTED],
    },
)
