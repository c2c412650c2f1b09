"""The screens of files: one module a noun."""

from edi.admin import inbound_files, partners, transmissions

__all__ = ["inbound_files", "partners", "transmissions"]
