"""The keys room: data keys that seal columns, signing keys of access tokens."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class KeysConfig(AppConfig):
    """Makes the first keys once the tables are there."""

    name = "hmsach.keys"
    label = "keys"
    verbose_name = "Keys"

    def ready(self) -> None:
        """Connect the maker of first keys; also after a flush, which takes the keys away."""
        post_migrate.connect(make_first_keys, sender=self, dispatch_uid="hmsach.keys.first")


def make_first_keys(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """There is a data key and a signing key, committed before anything is sealed under them."""
    from django.db import connections

    from hmsach.keys import ring

    with connections[using].cursor() as cursor:
        tables = connections[using].introspection.table_names(cursor)
    ring.forget()
    if "keys_datakey" in tables and "keys_signingkey" in tables:
        ring.make_first_keys()
