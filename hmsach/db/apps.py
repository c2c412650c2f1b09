"""The ground of every table: no tables of its own, one command over all of them."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "hmsach.db"
    label = "hmsach_db"
