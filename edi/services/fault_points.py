"""Places where the crash tests end or stop this very process. Inert unless HMSACH_FAULT is set.

HMSACH_FAULT is "name" (kill), "name@3" (at the third time it is reached) or "name=stop" (SIGSTOP).
"""

import os
import signal
from collections import Counter

_reached: Counter[str] = Counter()


def reach(name: str) -> None:
    """Nothing, unless the environment names this point."""
    wanted = os.environ.get("HMSACH_FAULT")
    if not wanted:
        return
    place, _, way = wanted.partition("=")
    place, _, count = place.partition("@")
    if place != name:
        return
    _reached[name] += 1
    if _reached[name] == int(count or 1):
        # SIGKILL, not an exception: no handler, no rollback of ours, no flush, as in a power cut.
        os.kill(os.getpid(), signal.SIGSTOP if way == "stop" else signal.SIGKILL)
