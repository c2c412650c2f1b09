"""The keys' states and what was done to them; never a key. For superusers."""

from django.contrib import admin

from hmsach.admin.room_admin import RoomAdmin
from hmsach.keys.models import DataKey, KeyEvent, SigningKey


@admin.register(DataKey)
class DataKeyAdmin(RoomAdmin):
    """Which key seals, and which only open; rotated by `manage.py rotate_keys`."""

    superusers_only = True
    list_display = ["id", "state", "created_at"]
    list_select_related = ()
    ordering = ["-created_at"]
    headline = ["state"]
    sections = [("Data key", ["id", "state", "created_at"])]


@admin.register(SigningKey)
class SigningKeyAdmin(RoomAdmin):
    """The keys access tokens are signed with."""

    superusers_only = True
    list_display = ["kid", "alg", "state", "created_at"]
    list_select_related = ()
    ordering = ["-created_at"]
    headline = ["state"]
    sections = [("Signing key", ["kid", "alg", "state", "public_jwk", "created_at"])]


@admin.register(KeyEvent)
class KeyEventAdmin(RoomAdmin):
    """What was done to which key, by whom and when."""

    superusers_only = True
    list_display = ["created_at", "kind", "key_id", "actor"]
    list_select_related = ["actor"]
    search_fields = ["key_id", "kind"]
    ordering = ["-created_at"]
    sections = [("Key event", ["kind", "key_id", "actor", "created_at"])]
