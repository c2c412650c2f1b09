"""`manage.py receive FILE... --partner CODE`: take in files by hand, as if the partner sent them.

Exit 0 if every file was imported or had come before, 1 if any was set aside, 2 if unreadable.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edi.models import Channel, InboundFile, Partner
from edi.services.importing import import_file, rehearse
from edi.services.receiving import first_of, receive
from edi.states import InboundFileStatus
from hmsach.accounts.models import Facility
from hmsach.audit.acts import act
from hmsach.lib import clock

_FINE = (InboundFileStatus.IMPORTED, InboundFileStatus.DUPLICATE)


class _Undone(Exception):
    """Nothing of a rehearsal is kept."""


class Command(BaseCommand):
    help = "Import inbound files by hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--partner", required=True, metavar="CODE")
        parser.add_argument("--facility", metavar="CODE")
        parser.add_argument("--dry-run", action="store_true", help="Say what would happen.")

    def handle(self, *args: Any, **options: Any) -> None:
        partner = _partner(options["partner"])
        facility = _facility(options["facility"], partner)
        take = self._rehearse if options["dry_run"] else self._import
        worst = 0
        for path in map(Path, options["files"]):
            try:
                content = path.read_bytes()
            except OSError as error:
                self.stdout.write(f"{path.name}\t-\tunreadable\t{type(error).__name__}")
                worst = 2
                continue
            worst = max(worst, 0 if take(path.name, content, partner, facility) else 1)
        if worst:
            sys.exit(worst)

    def _import(self, name: str, content: bytes, partner: Partner, facility: Facility) -> bool:
        now = clock.now()
        row = receive(
            partner=partner,
            channel=None,
            facility=facility,
            name=name,
            content=content,
            now=now,
        )
        if row.status == InboundFileStatus.RECEIVED:
            row = import_file(inbound_file_id=row.pk, now=now)
        self._print(row.remote_name, row.kind, row.status, row.reason or _counts(row.imported))
        return row.status in _FINE

    def _rehearse(self, name: str, content: bytes, partner: Partner, facility: Facility) -> bool:
        if first := first_of(partner, content):
            self._print(name, first.kind, "would be a duplicate", f"of {first.remote_name}")
            return True
        lines: list[tuple[str, str, str]] = []
        try:
            with act(None, "Rehearsal of an import"):
                row = receive(
                    partner=partner,
                    channel=None,
                    facility=facility,
                    name=name,
                    content=content,
                    now=clock.now(),
                )
                lines.append(_rehearsed(row, content))
                raise _Undone
        except _Undone:
            self._print(name, *lines[0])
        return lines[0][1] == "would be imported"

    def _print(self, name: str, kind: str, status: str, reason: str) -> None:
        self.stdout.write(f"{name}\t{kind}\t{status}\t{reason}")


def _rehearsed(row: InboundFile, content: bytes) -> tuple[str, str, str]:
    """Kind, what would become of the file, and why or how much."""
    seen = rehearse(row, content, now=clock.now())
    kind = ",".join(seen.kinds) or "unknown"
    if seen.refusal is not None:
        return kind, "would be quarantined", f"{seen.refusal.reason_code}: {seen.refusal.sentence}"
    found = f"{len(seen.outcome.findings)} findings"
    counts = _counts(seen.outcome.counts)
    return kind, "would be imported", f"{counts}; {found}" if counts else found


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))


def _partner(code: str) -> Partner:
    partner: Partner | None = Partner.objects.filter(code=code).first()
    if partner is None:
        raise CommandError(f"There is no partner {code}.", returncode=2)
    return partner


def _facility(code: str | None, partner: Partner) -> Facility:
    """The one named, else the only one the partner's channels (or this installation) have."""
    if code:
        found = list(Facility.objects.filter(code=code))
    else:
        ids = Channel.objects.filter(partner=partner).values("facility")
        found = list(Facility.objects.filter(pk__in=ids)) or list(Facility.objects.all()[:2])
    if len(found) != 1:
        raise CommandError("Name the facility with --facility CODE.", returncode=2)
    return found[0]
