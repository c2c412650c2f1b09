"""Write the state diagrams of docs/architecture.md from the transition tables, or check them."""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hmsach.db.stateful import Stateful
from hmsach.lib.states import Transitions, to_mermaid

PAGE = Path(settings.BASE_DIR) / "docs" / "architecture.md"
BEGIN, END = "<!-- state diagrams: written by `make diagrams` -->", "<!-- end of state diagrams -->"


class Command(BaseCommand):
    """`make diagrams` writes them; `make check` compares."""

    help = "Write the state diagrams in docs/architecture.md, or --check that they are true."

    def add_arguments(self, parser: CommandParser) -> None:
        """--check writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail if the page is not true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Put the diagrams between the page's two marks."""
        page = PAGE.read_text()
        head, _, rest = page.partition(BEGIN)
        _, found, tail = rest.partition(END)
        if not found:
            raise CommandError(f"{PAGE.name} lacks the marks that the diagrams stand between.")
        wished = f"{head}{BEGIN}\n\n{diagrams()}{END}{tail}"
        if options["check"]:
            if wished != page:
                raise CommandError("The state diagrams are not true; run `make diagrams`.")
            return
        PAGE.write_text(wished)
        self.stdout.write(f"Wrote {len(tables())} diagrams.")


def tables() -> dict[str, tuple[Transitions, str]]:
    """Each stateful thing's transitions and the state it starts in, by the thing's name."""
    return {
        model.transitions.name: (model.transitions, model._meta.get_field("status").default)
        for model in apps.get_models()
        if issubclass(model, Stateful)
    }


def diagrams() -> str:
    """All diagrams as Markdown, by name."""
    parts = [
        f"### {name}\n\n```mermaid\n{to_mermaid(transitions, start)}```\n\n"
        for name, (transitions, start) in sorted(tables().items())
    ]
    return "".join(parts)
