"""`manage.py rotate_keys`: change the master key, the data key or the signing key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hmsach.keys import rotation
from hmsach.lib import clock
from hmsach.lib.errors import DomainError


class Command(BaseCommand):
    """Rotates what is named; --data and --signing take effect at once, --master in three steps."""

    help = (
        "--data: seal new values under a new data key. --signing: sign tokens under the next key. "
        "--master: (1) set HMSACH_NEW_MASTER_KEY for every process and restart them, (2) run this, "
        "(3) move the new key to HMSACH_MASTER_KEY (or into var/secrets.json) and restart again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Which keys; at least one kind."""
        parser.add_argument("--master", action="store_true", help="re-wrap all keys")
        parser.add_argument("--data", action="store_true", help="take a new data key")
        parser.add_argument("--signing", action="store_true", help="one step of the signing keys")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say what is now so."""
        if not any(options[kind] for kind in ("master", "data", "signing")):
            raise CommandError("Say what to rotate: --master, --data or --signing.")
        try:
            self._rotate(options)
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _rotate(self, options: dict[str, Any]) -> None:
        if options["data"]:
            self.stdout.write(f"New values are sealed under {rotation.rotate_data_key()}.")
        if options["signing"]:
            kid = rotation.rotate_signing_key(now=clock.now())
            self.stdout.write(f"Tokens are signed under {kid}.")
        if options["master"]:
            count = rotation.rotate_master_key()
            self.stdout.write(f"{count} keys are wrapped by the new master key.")
            self.stdout.write("Now move it to HMSACH_MASTER_KEY and restart every process.")
