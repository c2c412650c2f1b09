"""The room of formats and wires."""

from django.apps import AppConfig


class EdiConfig(AppConfig):
    name = "edi"
    verbose_name = "Files"
