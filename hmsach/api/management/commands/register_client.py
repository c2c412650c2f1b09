"""manage.py register_client: a client with its facilities and scopes; shows its secret once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import system_user
from hmsach.api.clients import register_client
from hmsach.audit.acts import act
from hmsach.lib.errors import DomainError


class Command(BaseCommand):
    """Registers a client that calls as a service user of the same name."""

    help = "Register an API client; prints its id and, this once, its secret."

    def add_arguments(self, parser: CommandParser) -> None:
        """The name, and what the client may reach."""
        parser.add_argument("name", help="also the service user's name")
        parser.add_argument("--facility", action="append", required=True, metavar="CODE")
        parser.add_argument("--scope", action="append", metavar="SCOPE", help="all without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Store it and print."""
        facilities = [self._facility(code) for code in options["facility"]]
        try:
            with act(system_user(), "API client registered from the command line"):
                user = User.objects.create_user(options["name"], is_service=True)
                client_id, secret = register_client(
                    name=options["name"],
                    user=user,
                    scopes=options["scope"] or settings.OAUTH_SCOPES,
                    facilities=facilities,
                    actor=system_user(),
                )
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"client_id      {client_id}\nclient_secret  {secret}")

    def _facility(self, code: str) -> Facility:
        facility = Facility.objects.filter(code=code).first()
        if facility is None:
            raise CommandError(f"There is no facility {code}.")
        return facility
