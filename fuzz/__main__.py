"""`python -m fuzz`: run a target, or all of them, on damaged input; run a kept crash again."""

import argparse
import importlib.util
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

from fuzz.crashes import HOME, attempt, guarded
from fuzz.plain import Outcome, run_shared
from fuzz.targets.registry import TARGETS

_NO_ATHERIS = (
    "The coverage-guided engine (atheris: Python 3.11 on Linux) cannot be imported here; the "
    "plain one runs all inputs."
)
# Of all inputs; what the guided engine finds, it finds with few.
_GUIDED_SHARE = 0.1
_ROW = "{:<12}{:<9}{:>13}{:>10}{:>12}{:>9}{:>11}"


def main(arguments: list[str] | None = None) -> int:
    """Runs the command; 1 where a crash was found."""
    options = _parser().parse_args(arguments)
    return int(options.act(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="one target, plain engine")
    run.add_argument("--target", required=True, choices=TARGETS)
    run.add_argument("--runs", type=int, default=100_000)
    run.add_argument("--guided", action="store_true", help="by the coverage-guided engine")
    run.set_defaults(act=_run)
    every = commands.add_parser("all", help="all targets, both engines, RUNS inputs in all")
    every.add_argument("--runs", type=int, default=300_000)
    every.add_argument("--plain", action="store_true", help="without the coverage-guided engine")
    every.set_defaults(act=_all)
    for command in (run, every):
        command.add_argument("--seed", type=int, default=7)
        command.add_argument("--jobs", type=int, default=2, help="processes of the plain engine")
    replay = commands.add_parser("replay", help="run kept inputs again")
    replay.add_argument("--target", required=True, choices=TARGETS)
    replay.add_argument("files", nargs="*", type=Path, help="default: every kept crash")
    replay.set_defaults(act=_replay)
    return parser


def _run(options: argparse.Namespace) -> int:
    print(_header())
    if options.guided:
        outcome = _guided(options.target, options.runs, options.seed)
        print(_row(outcome, "guided"))
    else:
        outcome = run_shared(options.target, options.runs, options.seed, options.jobs, _progress)
        print(_row(outcome, "plain"))
    return _closing([outcome])


def _all(options: argparse.Namespace) -> int:
    has_atheris = importlib.util.find_spec("atheris") is not None
    is_guided = has_atheris and not options.plain
    if not has_atheris:
        print(_NO_ATHERIS)
    print(_header(), flush=True)
    outcomes = []
    guided_runs = int(options.runs * _GUIDED_SHARE) if is_guided else 0
    for name, target in TARGETS.items():
        share = target.share / sum(each.share for each in TARGETS.values())
        plain = max(1, int((options.runs - guided_runs) * share))
        outcomes.append(run_shared(name, plain, options.seed, options.jobs, _progress))
        print(_row(outcomes[-1], "plain"), flush=True)
        if guided_runs:
            outcomes.append(_guided(name, max(1, int(guided_runs * share)), options.seed))
            print(_row(outcomes[-1], "guided"), flush=True)
    return _closing(outcomes)


def _guided(name: str, runs: int, seed: int) -> Outcome:
    """The guided engine in a process of its own; its table row is read from what it prints."""
    command = [sys.executable, "-m", "fuzz.guided", name, str(runs), str(seed)]
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    said = done.stdout + done.stderr
    outcome = Outcome(name)
    outcome.seconds = time.monotonic() - started
    if found := re.search(r"Done (\d+) runs", said):
        outcome.runs = int(found[1])
    outcome.new_seeds = len(re.findall(r"^#\d+\s+NEW", said, re.MULTILINE))
    outcome.crashes = dict(re.findall(r"^CRASH (.*): (\S+)$", said, re.MULTILINE))
    if done.returncode:
        outcome.crashes["the engine stopped"] = said[-2000:]
    return outcome


def _replay(options: argparse.Namespace) -> int:
    target, status = TARGETS[options.target], 0
    for path in options.files or sorted((HOME / options.target).glob("*.bin")):
        with guarded():
            try:
                attempt(target, path.read_bytes())
                print(f"{path}: holds")
            except Exception:
                print(f"{path}:\n{traceback.format_exc()}")
                status = 1
    return status


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}\r")


def _header() -> str:
    return _ROW.format("target", "engine", "inputs", "seconds", "a second", "crashes", "new seeds")


def _row(outcome: Outcome, engine: str) -> str:
    rate = outcome.runs / outcome.seconds if outcome.seconds else 0
    return _ROW.format(
        outcome.target,
        engine,
        f"{outcome.runs:,}",
        f"{outcome.seconds:,.1f}",
        f"{rate:,.0f}",
        len(outcome.crashes),
        outcome.new_seeds,
    )


def _closing(outcomes: list[Outcome]) -> int:
    crashes = [(o.target, kind, path) for o in outcomes for kind, path in o.crashes.items()]
    print(f"{sum(each.runs for each in outcomes):,} inputs, {len(crashes)} kinds of crash")
    for target, kind, path in crashes:
        print(f"  {target}: {kind}: {path}")
    return 1 if crashes else 0


if __name__ == "__main__":
    sys.exit(main())
