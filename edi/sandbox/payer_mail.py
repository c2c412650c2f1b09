"""What we send to the sandbox payer: 835 and 820 are answered by a 999 (and a TA1 if asked for).

Acknowledgements are only filed. What the payer sends of itself is edi.sandbox.payer's.
"""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from edi.sandbox.disk import Staging, read_json, write_json
from edi.sandbox.inbox import final_names
from edi.x12.answering import answers
from edi.x12.envelope import read
from edi.x12.segments import UnwritableElement

Say = Callable[[str], None]

# Apart from the numbers of the payer's 835s, as both may come from one sender.
FIRST_CONTROL = 500_000_001


class PayerMail:
    """The payer's inbox; each file is answered once and moved to `processed`."""

    def __init__(self, root: Path, staging: Staging, say: Say) -> None:
        self.folder = root / "payer"
        self.staging = staging
        self.say = say
        self._lock = threading.Lock()
        self._seen_sizes: dict[str, int] = {}
        for name in ("inbox", "outbox", "archive", "processed", "taken"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.state: dict[str, Any] = read_json(self.folder / "mail.json") or {
            "last_arrival": 0,
            "next_control": FIRST_CONTROL,
        }
        for taken in sorted((self.folder / "taken").iterdir()):
            self._deal_with(taken)

    def run_once(self, *, wait_for_quiet: bool = False) -> int:
        """Every final file in the inbox is answered; how many (see final_names)."""
        with self._lock:
            names, self._seen_sizes = final_names(
                self.folder / "inbox", self._seen_sizes if wait_for_quiet else None
            )
            for name in names:
                # One at a time, so that no two taken files ever share a number.
                taken = self.folder / "taken" / f"{self.state['last_arrival'] + 1:06d}.{name}"
                os.rename(self.folder / "inbox" / name, taken)
                self._deal_with(taken)
            return len(names)

    def _deal_with(self, taken: Path) -> None:
        number, _, name = taken.name.partition(".")
        if int(number) > self.state["last_arrival"]:
            outgoing = self._answers(taken.read_bytes())
            files = {
                f"payer/outbox/ack-{number}-{at}.x12": content
                for at, content in enumerate(outgoing, 1)
            }
            self.staging.prepare(f"mail-{number}", files)
            self.state["last_arrival"] = int(number)
            self.state["next_control"] += len(outgoing)
            write_json(self.folder / "mail.json", self.state)
            self.say(f"payer: {name} taken, {len(outgoing)} answers in the outbox")
        self.staging.show(f"mail-{number}")
        os.replace(taken, self.folder / "processed" / taken.name)

    def _answers(self, content: bytes) -> list[bytes]:
        at = _written_at(content)
        if at is None:
            return []
        try:
            return list(answers(content, control=self.state["next_control"], at=at))
        except UnwritableElement:
            return []


def _written_at(content: bytes) -> datetime | None:
    """The moment the first interchange says it was written at; None where it says none."""
    interchanges, _ = read(content)
    isa = interchanges[0].isa if interchanges else None
    if isa is None:
        return None
    try:
        return datetime.strptime(isa[9] + isa[10], "%y%m%d%H%M")
    except ValueError:
        return None
