"""Files received become records: recognised, dispatched to the importers that settings name, all
in one act; or set aside whole, with a sentence. What a file means is the importers' to say."""

import logging
import os
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import OperationalError
from django.utils.module_loading import import_string

from edi.models import InboundFile
from edi.models.transmission import FileKind
from edi.policies import check_can_try_again
from edi.services.answering import acknowledge
from edi.services.facts import publish_inbound_file
from edi.services.fault_points import reach
from edi.services.outcomes import ImportOutcome, Quarantine
from edi.services.recognition import kinds_in, objection, payload
from edi.states import InboundFileStatus
from hmsach.accounts.models import User
from hmsach.accounts.roles import system_user
from hmsach.audit.acts import act
from hmsach.celery import wake
from hmsach.db.leases import claim_due, put_back, release
from hmsach.lib.errors import NotFound

__all__ = [
    "ImportOutcome",
    "Quarantine",
    "import_due",
    "import_file",
    "rehearse",
    "release_from_quarantine",
]

log = logging.getLogger(__name__)

Importer = Callable[..., ImportOutcome]
LEASE_SECONDS = 900
RETRY_AFTER = timedelta(seconds=5)
ATTEMPTS_MAX = 5
FINDINGS_MAX = 200
_WAITING = (InboundFileStatus.RECEIVED, InboundFileStatus.PARSED)


class _TakenOver(Exception):
    """Another worker has the file now."""


def import_due(*, now: datetime, limit: int = 20) -> int:
    """Files that wait were imported or set aside, at most `limit`; returns how many."""
    waiting = InboundFile.objects.filter(status__in=_WAITING).order_by("received_at")
    done = 0
    while done < limit:
        claimed = claim_due(waiting, owner=_owner(), now=now, seconds=LEASE_SECONDS, limit=1)
        if not claimed:
            break
        _import_claimed(claimed[0], now)
        done += 1
    return done


def import_file(*, inbound_file_id: UUID, now: datetime) -> InboundFile:
    """This file was imported or set aside, unless another worker has it; returns it as it is."""
    waiting = InboundFile.objects.filter(pk=inbound_file_id, status__in=_WAITING)
    claimed = claim_due(waiting, owner=_owner(), now=now, seconds=LEASE_SECONDS, limit=1)
    if claimed:
        _import_claimed(claimed[0], now)
    row: InboundFile = InboundFile.objects.get(pk=inbound_file_id)
    return row


def release_from_quarantine(
    *, user: User, inbound_file_id: UUID, reason: str, now: datetime
) -> InboundFile:
    """The file set aside is tried again soon. Raises NotAllowed, NotFound, IllegalTransition."""
    with act(user, reason):
        row: InboundFile | None = (
            InboundFile.objects.select_for_update(no_key=True).filter(pk=inbound_file_id).first()
        )
        if row is None:
            raise NotFound
        check_can_try_again(user, row)
        row.lease_owner, row.lease_until, row.attempt = "", None, 0
        row.move_to(InboundFileStatus.PARSED)
        wake("edi.tasks.import_due")
    return row


@dataclass
class Rehearsal:
    """What an import would do: the kind, and either counts and findings or the refusal."""

    kinds: list[str]
    outcome: ImportOutcome = field(default_factory=ImportOutcome)
    refusal: Quarantine | None = None


def rehearse(inbound_file: InboundFile, content: bytes, *, now: datetime) -> Rehearsal:
    """What the importers would say of the file. The caller rolls back what they did."""
    kinds = kinds_in(content)
    rehearsal = Rehearsal([kind.value for kind in kinds])
    try:
        with act(system_user(), "Rehearsal of an import"):
            inbound_file.kind = kinds[0] if kinds else FileKind.UNKNOWN
            rehearsal.outcome = _run_importers(inbound_file, content, kinds, now)
    except Quarantine as refusal:
        rehearsal.refusal = refusal
    except Exception as error:
        rehearsal.refusal = _broken(error)
    return rehearsal


def _import_claimed(claimed: InboundFile, now: datetime) -> None:
    """One act from bytes to records. What goes wrong undoes it all, and a new act says why."""
    reach("importing.after_claim")
    try:
        if claimed.attempt > ATTEMPTS_MAX:
            raise Quarantine(
                "import-failed", "The import was started several times and never came to its end."
            )
        _import(claimed, now)
    except _TakenOver:
        return
    except Quarantine as refusal:
        _set_aside(claimed, refusal)
    except OperationalError:
        # The database was busy or away: the file is tried again a little later.
        log.exception("Import of %s was interrupted by the database.", claimed.pk)
        put_back(claimed, until=now + RETRY_AFTER * claimed.attempt)
        return
    except Exception as error:
        # Not the traceback's locals nor the message: they could hold what is in the file.
        log.error("Import of %s failed with %s.", claimed.pk, _where(error))
        _set_aside(claimed, _broken(error))
    release(claimed)


def _import(claimed: InboundFile, now: datetime) -> None:
    content = bytes(claimed.stored.content)
    kinds = kinds_in(content)
    with act(system_user(), "A partner's file is imported"):
        row = _own(claimed)
        row.kind = kinds[0] if kinds else FileKind.UNKNOWN
        row.reason_code = row.reason = ""
        if row.status == InboundFileStatus.RECEIVED:
            row.move_to(InboundFileStatus.PARSED)
        outcome = _run_importers(row, content, kinds, now)
        row.imported, row.findings = outcome.counts, outcome.findings[:FINDINGS_MAX]
        row.facilities_held = sorted(str(each) for each in outcome.facility_ids)
        row.move_to(InboundFileStatus.IMPORTED)
        publish_inbound_file("imported", row)
        if {FileKind.X12_835, FileKind.X12_820} & set(kinds):
            acknowledge(row, content, now=now)
        reach("importing.before_commit")
    reach("importing.after_commit")


def _run_importers(
    row: InboundFile, content: bytes, kinds: Iterable[FileKind], now: datetime
) -> ImportOutcome:
    """Each importer of each kind in the file, once, in the order of settings."""
    total = ImportOutcome()
    if not payload(content) and _may_be_empty(row):
        total.find("FS01", "The file is empty: there is nothing today (let pass by empty_file).")
        return total
    for name in _importers_of(list(kinds), content):
        importer: Importer = import_string(name)
        total.add(importer(row, payload(content), now=now))
    return total


def _may_be_empty(row: InboundFile) -> bool:
    """Whether the channel's bank says "nothing today" by a file of no bytes."""
    return row.channel is not None and "empty_file" in row.channel.tolerances


def _importers_of(kinds: list[FileKind], content: bytes) -> list[str]:
    if not kinds:
        why = objection(content)
        raise Quarantine(why.code, why.sentence)
    named: dict[str, None] = {}
    for kind in kinds:
        importers = settings.INBOUND_IMPORTERS.get(kind.value)
        if not importers:
            raise Quarantine("no-importer", f"Nobody here takes files of the kind {kind.label}.")
        named.update(dict.fromkeys(importers))
    return list(named)


def _set_aside(claimed: InboundFile, refusal: Quarantine) -> None:
    try:
        with act(system_user(), "A partner's file is set aside"):
            row = _own(claimed)
            kinds = kinds_in(bytes(row.stored.content))
            row.kind = kinds[0] if kinds else FileKind.UNKNOWN
            row.reason_code, row.reason = refusal.reason_code[:60], refusal.sentence[:500]
            row.findings = refusal.findings[:FINDINGS_MAX]
            row.move_to(InboundFileStatus.QUARANTINED)
            publish_inbound_file("quarantined", row)
    except _TakenOver:
        return


def _own(claimed: InboundFile) -> InboundFile:
    row: InboundFile = InboundFile.objects.select_for_update(no_key=True).get(pk=claimed.pk)
    is_ours = (row.lease_owner, row.attempt) == (claimed.lease_owner, claimed.attempt)
    if not is_ours or row.status not in _WAITING:
        raise _TakenOver
    return row


def _broken(error: Exception) -> Quarantine:
    return Quarantine(
        "import-failed",
        f"The import failed for a reason of ours ({type(error).__name__}); the file is kept and "
        "can be tried again.",
    )


def _where(error: Exception) -> dict[str, Any]:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return {"error": type(error).__name__, "at": place}


def _owner() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{uuid4().hex[:12]}"
