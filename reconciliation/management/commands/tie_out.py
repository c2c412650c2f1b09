"""manage.py tie_out --date D: the day's four-leg certificate; exits 1 if a cent is unexplained."""

import sys
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hmsach.accounts.models import Facility
from hmsach.lib.money import dollars
from reconciliation.services.tie_out import Certificate, TieOutLine, tie_out

COLUMNS = (
    ("bank", "bank_cents"),
    ("835", "remittance_cents"),
    ("allocated", "allocated_cents"),
    ("unallocated", "unallocated_cents"),
    ("in ledger", "in_ledger_cents"),
    ("waiting", "waiting_cents"),
    ("refused", "refused_cents"),
    ("beside claims", "provider_adjustment_cents"),
    ("unexplained", "unexplained_cents"),
)
WIDTH = 14


class Command(BaseCommand):
    """Prints the certificate of the deposits that settled on a day."""

    help = "Tie a day's deposits out on four legs: bank, 835, allocations, ledger."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day, and the facility where not all are meant."""
        parser.add_argument("--date", help="The settlement day, as 2026-11-23; all days without.")
        parser.add_argument("--facility", help="A facility's code; all of them without.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it, and end with 1 unless every cent is explained."""
        facilities = Facility.objects.all()
        if options["facility"]:
            facilities = facilities.filter(code=options["facility"])
        ids = list(facilities.values_list("pk", flat=True))
        if not ids:
            raise CommandError("There is no such facility.")
        certificate = tie_out(ids, _day(options["date"]))
        for line in table(certificate):
            self.stdout.write(line)
        if not certificate.is_clean:
            sys.exit(1)


def table(certificate: Certificate) -> list[str]:
    """The certificate as lines of text, the verdict last."""
    head = f"{'deposit':<20}" + "".join(f"{title:>{WIDTH}}" for title, _ in COLUMNS)
    rows = [_row(line.deposit.bank_reference[:20], line) for line in certificate.lines]
    total = f"{'total':<20}" + "".join(
        f"{dollars(certificate.total(name)):>{WIDTH}}" for _, name in COLUMNS
    )
    verdict = f"{dollars(certificate.unexplained_cents)} unexplained"
    return [head, *rows, total, verdict]


def _row(name: str, line: TieOutLine) -> str:
    cells = [getattr(line, column) for _, column in COLUMNS]
    texts = ["-" if cents is None else dollars(cents) for cents in cells]
    return f"{name:<20}" + "".join(f"{text:>{WIDTH}}" for text in texts)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError("The date is written as 2026-11-23.") from error
