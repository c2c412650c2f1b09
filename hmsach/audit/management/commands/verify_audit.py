"""`manage.py verify_audit`: proves that history, facts and events are as the acts left them."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hmsach.audit.verify import Verification, verification


class Command(BaseCommand):
    """Exit 0 where nothing was found, 1 with findings."""

    help = (
        "Takes every digest of the audit chain again. Give heads noted earlier (the log's "
        "'audit head SEQ:HASH') as --anchor to prove that the chain was not cut short."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How to print, and what must be in the chain."""
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--anchor", action="append", default=[], metavar="SEQ:HASH")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, print, and exit 1 with findings."""
        result = verification(anchors=options["anchor"])
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not result.findings, **asdict(result)}))
        else:
            self._print(result)
        if result.findings:
            raise SystemExit(1)

    def _print(self, result: Verification) -> None:
        for finding in result.findings:
            self.stdout.write(f"{finding.rule}: {finding.subject}: {finding.sentence}")
        self.stdout.write(
            f"{result.links} acts, {result.events} events, {result.rows} history rows and facts, "
            f"{result.records} records: {len(result.findings)} findings"
        )
        self.stdout.write(f"head {result.head}")
