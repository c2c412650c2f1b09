"""Importers of what payers and the bank send: 835s, deposits in NACHA files, 820s of deposits.

Each runs in the act of the file's import; what it raises undoes the whole file. Importing a file
again changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from edi import nacha_reading
from edi.models import InboundFile
from edi.services.importing import ImportOutcome, Quarantine
from edi.x12 import envelope
from edi.x12.findings import Finding
from edi.x12.interchange import Interchange, TransactionSet
from reconciliation.models import Remittance
from reconciliation.services import (
    association,
    deposits_820,
    deposits_nacha,
    posting,
    remittances_in,
)
from reconciliation.services.opening import Draft, open_exceptions
from reconciliation.services.remittances_in import Place, SetUnreadable
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import ExceptionKind, RemittanceStatus

FINDINGS_MAX = 50


def import_835(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Every set of the file is a remittance, paired with its deposit and posted where it can be.

    A set that cannot be read is put before a person and its neighbours go on. Raises Quarantine
    for a test interchange and where no set is usable.
    """
    sets, findings = _sets(content, "835")
    wait_for_turn()
    known = _known_positions(inbound_file)
    taken, broken = [], _broken_envelope(findings, sets)
    for position, transaction in enumerate(sets, 1):
        if position in known:
            continue
        own = [finding for finding in findings if transaction.covers(finding.position)]
        try:
            place = Place(inbound_file, position, now)
            taken.append(remittances_in.take_in(transaction, own, place))
        except SetUnreadable as error:
            broken.append(f"Set {position}: {error}")
    if not taken and not known:
        raise Quarantine("no-usable-set", " ".join(broken[:5]), findings=_shown(findings))
    for remittance in taken:
        _go_on(remittance, now)
    _say_broken(inbound_file, broken, now)
    return ImportOutcome(
        counts=_counted(taken, known, broken),
        findings=_shown(findings),
        facility_ids={remittance.facility_id for remittance in taken},
    )


def import_nacha(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Each credit to an account of ours is a deposit, paired with its remittance if that is here.

    Credits to unknown accounts and entries of classes not looked for open an item each. Returns
    and notices are the payments room's. Raises Quarantine where the file cannot be trusted.
    """
    file, findings = nacha_reading.read_or_quarantine(inbound_file, content)
    wait_for_turn()
    outcome = deposits_nacha.take_entries(file, inbound_file, now=now)
    for deposit in outcome.deposits:
        association.deposit_arrived(deposit, now=now)
    return ImportOutcome(
        counts=outcome.counts,
        findings=[*findings, *outcome.findings],
        facility_ids={deposit.facility_id for deposit in outcome.deposits},
    )


def import_820(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Each ACH credit that an 820 announces is a deposit, unless the bank's entry told it before.

    Raises Quarantine for a test interchange and where no set is usable.
    """
    sets, findings = _sets(content, "820")
    wait_for_turn()
    outcome = deposits_820.take_payment_orders(sets, inbound_file, now=now)
    if not outcome.counts and not outcome.deposits:
        raise Quarantine(
            "no-usable-set", "No 820 of the file can be read.", findings=_shown(findings)
        )
    for deposit in outcome.deposits:
        association.deposit_arrived(deposit, now=now)
    return ImportOutcome(
        counts=outcome.counts,
        findings=[*_shown(findings), *outcome.findings],
        facility_ids={deposit.facility_id for deposit in outcome.deposits},
    )


def _go_on(remittance: Remittance, now: datetime) -> None:
    if remittance.status == RemittanceStatus.AWAITING_EFT:
        association.remittance_arrived(remittance, now=now)
    elif remittance.status == RemittanceStatus.BALANCED:
        posting.post(remittance, now=now)


def _sets(content: bytes, kind: str) -> tuple[list[TransactionSet], list[Finding]]:
    interchanges, findings = envelope.read(content)
    _refuse_test(interchanges)
    sets = [each for one in interchanges for each in one.sets if each.type == kind]
    if not sets:
        message = findings[0].message if findings else f"The file holds no {kind}."
        raise Quarantine("no-usable-set", message, findings=_shown(findings))
    return sets, findings


def _refuse_test(interchanges: Sequence[Interchange]) -> None:
    if settings.ACCEPT_TEST_INTERCHANGES:
        return
    if any(each.usage == "T" for each in interchanges):
        raise Quarantine("test-interchange", "ISA15 says that this is a test; nothing was posted.")


def _known_positions(inbound_file: InboundFile) -> set[int]:
    rows = Remittance.objects.filter(inbound_file=inbound_file)
    return set(rows.values_list("set_position", flat=True))


def _broken_envelope(findings: Sequence[Finding], sets: Sequence[TransactionSet]) -> list[str]:
    """Errors of interchange and group: sets may be missing, so a person looks."""
    outside = [
        each
        for each in findings
        if each.is_error and not any(one.covers(each.position) for one in sets)
    ]
    return [f"{each.rule}: {each.message}" for each in outside]


def _say_broken(inbound_file: InboundFile, broken: list[str], now: datetime) -> None:
    if not broken:
        return
    draft = Draft(
        kind=ExceptionKind.FILE_QUARANTINED,
        facility_id=inbound_file.facility_id,
        title=f"Part of a file could not be used: {len(broken)} faults",
        amount_cents=0,
        advice=" ".join(broken)[:400],
        fingerprint=f"file_part:{inbound_file.pk}",
        links={"inbound_file": inbound_file},
    )
    open_exceptions([draft], now=now)


def _counted(taken: list[Remittance], known: set[int], broken: list[str]) -> dict[str, int]:
    counts = {
        "remittances": len(taken),
        "claims": sum(each.claims.count() for each in taken),
        "duplicates": sum(each.status == RemittanceStatus.DUPLICATE for each in taken),
        "unbalanced": sum(each.status == RemittanceStatus.UNBALANCED for each in taken),
        "already_imported": len(known),
        "unreadable": len(broken),
    }
    return {name: count for name, count in counts.items() if count}


def _shown(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [finding.as_json() for finding in findings[:FINDINGS_MAX]]
