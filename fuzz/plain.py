"""The plain engine: seeded damage, as many inputs as asked for, in one process or several.

An input that meets something new (another set of rules) joins the pool that is damaged next.
"""

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

from fuzz.crashes import Hang, attempt, crash_of, guarded, keep, kind_of, shrunk
from fuzz.mutate import damaged
from fuzz.targets.registry import TARGETS, Target

_MOST_IN_POOL = 2000
# Every so many inputs is examined thoroughly, as that takes several times as long.
_THOROUGH_EVERY = 8
_SECONDS_BETWEEN = 5.0
Report = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What a run of one target came to. `crashes` has a path for each kind."""

    target: str
    runs: int = 0
    seconds: float = 0.0
    new_seeds: int = 0
    crashes: dict[str, str] = field(default_factory=dict)

    def add(self, other: "Outcome") -> None:
        self.runs += other.runs
        self.seconds = max(self.seconds, other.seconds)
        self.new_seeds += other.new_seeds
        self.crashes.update(other.crashes)


def run(name: str, runs: int, seed: int, report: Report | None = None) -> Outcome:
    """So many inputs of one target in this process; crashes are kept, small, one of each kind.

    The same name, runs and seed give the same inputs. The seeds themselves come first, whole.
    """
    work = _Work(TARGETS[name], Random(f"{name} {seed}"))  # noqa: S311
    started = spoken = time.monotonic()
    with guarded():
        for number in range(runs):
            work.one(number)
            if report and not number % 256 and time.monotonic() - spoken > _SECONDS_BETWEEN:
                spoken = time.monotonic()
                report(f"{name}: {number:,} of {runs:,}, {len(work.outcome.crashes)} crashes")
    work.outcome.seconds = time.monotonic() - started
    return work.outcome


class _Work:
    """The pool of one target, what its inputs met so far, and what they came to."""

    def __init__(self, target: Target, chance: Random) -> None:
        self.target, self.chance = target, chance
        self.seeds = target.seeds()
        self.pool = list(self.seeds)
        self.met: set[tuple[str, str]] = set()
        self.outcome = Outcome(target.name)

    def one(self, number: int) -> None:
        """The next input."""
        is_seed = number < len(self.seeds)
        data = self.seeds[number] if is_seed else damaged(self.chance, self.pool)
        self.outcome.runs += 1
        try:
            met = attempt(self.target, data, thorough=is_seed or not number % _THOROUGH_EVERY)
        except (Exception, Hang) as error:
            self._crash(data, error)
            return
        new = self._news(met)
        if new and not is_seed and len(self.pool) < _MOST_IN_POOL:
            self.pool.append(data)
            self.outcome.new_seeds += 1

    def _news(self, met: frozenset[str]) -> bool:
        """Whether two things were met together that never were before."""
        pairs = {*combinations(sorted(met), 2), *((each, each) for each in met)}
        is_new = not pairs <= self.met
        self.met |= pairs
        return is_new

    def _crash(self, data: bytes, error: BaseException) -> None:
        kind = kind_of(error)
        if kind not in self.outcome.crashes:
            small = data if isinstance(error, Hang) else shrunk(self.target, data, kind)
            again = crash_of(self.target, small) or error
            self.outcome.crashes[kind] = str(keep(self.target, small, again))


def run_shared(name: str, runs: int, seed: int, jobs: int, report: Report | None) -> Outcome:
    """The inputs of one target over several processes, each with a chance of its own."""
    if jobs < 2:
        return run(name, runs, seed, report)
    shares = [(name, runs // jobs + (job < runs % jobs), seed + 7919 * job) for job in range(jobs)]
    outcome = Outcome(name)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for part in pool.starmap(run, shares):
            outcome.add(part)
    return outcome
