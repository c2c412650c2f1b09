"""What must hold at the end of a run, judged from both sides: our rows, the others' folders."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Q

from demo import bodies
from demo.world import World
from edi.nacha.reader import read
from hmsach.accounts.models import Facility
from hmsach.audit.verify import verify_chain
from hmsach.lib.money import dollars
from hmsach.outbox.models import Event
from payments.models import Payment, PaymentFile, PaymentReturn
from reconciliation.models import (
    Allocation,
    Claim,
    Deposit,
    ExceptionItem,
    ReconciliationResult,
    Remittance,
)
from reconciliation.services.tie_out import tie_out
from reconciliation.states import ExceptionStatus

SANDBOX_TRACE = "EFT"  # how the sandbox payers' TRN02 begin
# Expected, and no exception until their business days have passed.
NOT_YET_DUE = {"eft_without_era", "era_without_eft"}


def counted() -> dict[str, int]:
    """How many rows there are of what a second run must not make again: the story's own.

    Whoever sends batches or files of their own to a running demo does not disturb the count.
    """
    payments = Payment.objects.filter(external_id__in=bodies.payment_ids())
    remittances = Remittance.objects.filter(trace_number__startswith=SANDBOX_TRACE)
    claims = {"remitted_claim__remittance__in": remittances}
    return {
        "payments": payments.count(),
        "payment files": PaymentFile.objects.filter(payments__in=payments).distinct().count(),
        "returns": PaymentReturn.objects.filter(payment__in=payments).count(),
        "remittances": remittances.count(),
        "deposits": Deposit.objects.filter(trace_number__startswith=SANDBOX_TRACE).count(),
        "allocations": Allocation.objects.filter(remittance__in=remittances).count(),
        "results": ReconciliationResult.objects.filter(**claims).count(),
    }


def checks(
    *, world: World, var: Path, expected: dict[str, int], before: dict[str, int]
) -> Iterator[tuple[str, str]]:
    """(what must hold, what is wrong or blank), one after the other."""
    yield _tied_out()
    yield _each_payment_once(Path(world.folders["bank_inbox"]).parent)
    yield _remittances_conserve()
    yield _expected_exceptions(expected, is_first=not before)
    yield _events_without_gap()
    yield _chain_holds()
    yield _nothing_leaked(world, var)
    if before:
        yield _nothing_twice(before)


def _nothing_twice(before: dict[str, int]) -> tuple[str, str]:
    """A run on a world that had been played before."""
    now = counted()
    more = [f"{name}: {count} became {now[name]}" for name, count in before.items()]
    said = ", ".join(f"{count} {name}" for name, count in now.items())
    return f"played again, nothing was made twice ({said})", (
        "" if now == before else "; ".join(more)
    )


def _tied_out() -> tuple[str, str]:
    certificate = tie_out(list(Facility.objects.values_list("pk", flat=True)), None)
    cents = certificate.unexplained_cents
    title = f"bank = 835 = allocations = ledger: {dollars(cents)} unexplained"
    return title, "" if cents == 0 else f"{cents} cents are unexplained."


def _each_payment_once(bank: Path) -> tuple[str, str]:
    """The judge is the bank's own folder, not our table."""
    seen: Counter[str] = Counter()
    for folder in ("inbox", "processed"):
        for path in sorted((bank / folder).glob("*.ach*")):
            file, _ = read(path.read_bytes())
            for batch in file.batches if file else []:
                seen.update(entry.trace_number for entry in batch.entries)
    ours = set(Payment.objects.exclude(trace_number="").values_list("trace_number", flat=True))
    twice = [trace for trace, count in seen.items() if count > 1]
    lost = ours - seen.keys()
    fault = f"{len(twice)} twice, {len(lost)} lost." if twice or lost or not ours else ""
    return f"each of {len(ours)} payments is at the bank exactly once", fault


def _remittances_conserve() -> tuple[str, str]:
    rows = Remittance.objects.exclude(status__in=["unbalanced", "duplicate"])
    off = [
        row.trace_number
        for row in rows
        if row.amount_cents != row.claims_cents - row.provider_adjustment_cents
    ]
    return "each posted 835: BPR02 = claims less provider adjustments", ", ".join(off)


def _expected_exceptions(expected: dict[str, int], *, is_first: bool) -> tuple[str, str]:
    """Items that closed by themselves, as a takeback ahead of its payment, are no trouble.

    On a world played before, a visitor's own files may have added to the queue.
    """
    items = ExceptionItem.objects.exclude(resolution="matched").filter(
        Q(remittance__isnull=False) | Q(deposit__isnull=False)
    )
    opened = Counter(items.values_list("kind", flat=True))
    wrong = [
        f"{kind}: {opened[kind]} opened, {count} expected"
        for kind, count in sorted(expected.items())
        if kind not in NOT_YET_DUE and (opened[kind] < count or (is_first and opened[kind] > count))
    ]
    surplus = [kind for kind in opened if is_first and kind not in expected]
    fault = "; ".join(wrong + [f"{kind}: {opened[kind]} not expected" for kind in surplus])
    return "the queue holds what the payers' troubles ask for, and no more", fault


def _events_without_gap() -> tuple[str, str]:
    numbers = list(Event.objects.order_by("seq").values_list("seq", flat=True))
    whole = numbers == list(range(1, len(numbers) + 1))
    return (
        f"{len(numbers)} events in one sequence without a gap",
        "" if whole else "There is a gap.",
    )


def _chain_holds() -> tuple[str, str]:
    findings = verify_chain()
    return "the audit chain verifies", "; ".join(str(finding) for finding in findings[:3])


def _nothing_leaked(world: World, var: Path) -> tuple[str, str]:
    """Canaries of this very run, sought in logs, task messages, events and file names."""
    words = canaries(world)
    found = [f"{path.name}" for path in _searched(var) if _holds(path, words)]
    names = " ".join(str(path) for path in var.rglob("*"))
    events = " ".join(str(row) for row in Event.objects.values_list("type", "subject", "payload"))
    if any(word in names for word in words):
        found.append("a file's name")
    if any(word in events for word in words):
        found.append("an event")
    title = f"{len(words)} accounts, names and secrets of this run are in no log, event or name"
    return title, ", ".join(found)


def canaries(world: World) -> set[str]:
    """What must never be seen: account numbers, patients' names and ids, passwords, secrets."""
    words = {world.client_secret, *(user["password"] for user in world.users)}
    for batch in bodies.batches():
        for payment in batch["payments"]:
            words.add(payment["payee"]["account"]["account_number"])
            words |= (
                {c["patient"]["member_id"] for c in payment["claims"]}
                if "claims" in payment
                else set()
            )
    words.add("Quillfeather")
    for claim in Claim.objects.all():
        words |= {claim.patient_last, claim.member_id}
    return {word for word in words if len(word) >= 5}


def _searched(var: Path) -> list[Path]:
    """Logs and task messages; not the database, nor what the other side keeps for itself."""
    return [
        path for part in ("log", "broker") for path in (var / part).rglob("*") if path.is_file()
    ]


def _holds(path: Path, words: set[str]) -> bool:
    try:
        text = path.read_text(errors="replace")
    except FileNotFoundError:
        return False  # a message that a worker took while we looked
    return any(word in text for word in words)


def open_items() -> list[Any]:
    """The open exceptions, the most dollars first."""
    return list(
        ExceptionItem.objects.exclude(status=ExceptionStatus.RESOLVED).order_by("-amount_cents")
    )
