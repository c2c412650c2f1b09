"""The demo world: made-up facilities, people and partners, and the story that is played on them."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demo"
