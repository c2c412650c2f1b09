"""What the demo prints: steps, facts under them, and tables of money. Plain text, no PHI."""

import sys
import time
from collections.abc import Callable, Iterable

from hmsach.lib.money import display_dollars

WIDTH = 78


class Report:
    """Numbered steps with their facts, written as they happen."""

    def __init__(self) -> None:
        self.steps = 0
        self.began_at = time.monotonic()

    def step(self, title: str) -> None:
        """A new step."""
        self.steps += 1
        self._print(f"\n{self.steps:>2}. {title}")

    def fact(self, text: str) -> None:
        """Something that is now so."""
        self._print(f"    {text}")

    def money(self, title: str, cents: int, count: int | None = None) -> None:
        """A line of a table: what, how many, how much."""
        how_many = "" if count is None else f"{count:>6}"
        self._print(f"    {title:<46}{how_many:>6}{display_dollars(cents):>18}")

    def rule(self) -> None:
        """A line across."""
        self._print("    " + "-" * (WIDTH - 8))

    def wait_for(self, what: str, ready: Callable[[], bool], seconds: float = 120) -> None:
        """Return once `ready()`, with a dot a second; raises TimeoutError that says for what."""
        if ready():
            self.fact(f"{what}: yes")
            return
        self._print(f"    {what} ", end="")
        ends_at = time.monotonic() + seconds
        dotted_at = time.monotonic()
        while not ready():
            if time.monotonic() > ends_at:
                self._print("")
                raise TimeoutError(f"{what}: not within {seconds:.0f} seconds.")
            if time.monotonic() - dotted_at >= 1:
                self._print(".", end="")
                dotted_at = time.monotonic()
            time.sleep(0.2)
        self._print(" yes")

    def checks(self, results: Iterable[tuple[str, str]]) -> bool:
        """Print each check, with what is wrong where something is; whether all hold."""
        all_hold = True
        for title, fault in results:
            all_hold &= not fault
            self._print(f"    [{'ok' if not fault else 'NO'}] {title}")
            if fault:
                self._print(f"         {fault}")
        return all_hold

    def seconds(self) -> float:
        """How long the run has taken."""
        return time.monotonic() - self.began_at

    def _print(self, text: str, end: str = "\n") -> None:
        sys.stdout.write(text + end)
        sys.stdout.flush()
