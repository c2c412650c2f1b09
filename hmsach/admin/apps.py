"""The admin's ground as an app: its static files, template tags and third-party admins."""

from django.apps import AppConfig


class RoomAdminConfig(AppConfig):
    """Stands after the third-party apps in INSTALLED_APPS: it unregisters some of their admins."""

    name = "hmsach.admin"
    label = "room_admin"
    verbose_name = "Administration"
