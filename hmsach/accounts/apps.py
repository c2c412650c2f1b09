"""The accounts room: people, facilities and who may do what at which of them."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Seeds the roles whenever an app's permissions have been made."""

    name = "hmsach.accounts"
    label = "accounts"
    verbose_name = "People and facilities"

    def ready(self) -> None:
        # Needs the registry of apps, hence not at the top.
        from hmsach.accounts.roles import seed_after_migrate

        post_migrate.connect(seed_after_migrate, dispatch_uid="hmsach.accounts.seed_roles")
