"""manage.py demo: set up the made-up world, play the main job, check what must hold, print it."""

import json
import logging
import os
import signal
import sys
import threading
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection

from demo import invariants
from demo import world as worlds
from demo.processes import NotReady, Processes, answers, free_port, only_one, running
from demo.report import Report
from demo.story import Story
from hmsach.lib.banking_days import FEDERAL
from reconciliation.models import Allocation, Deposit, Remittance
from reconciliation.states import ExceptionKind

SEED = 20261123
SWEEP_SECONDS = "1"
LOOPBACK = "127.0.0.0/8"


class Command(BaseCommand):
    """`make demo`; with --serve, `make run`."""

    help = "Play the main job end to end against the sandbox bank, payers and billing platform."

    def add_arguments(self, parser: CommandParser) -> None:
        """--serve leaves it running."""
        parser.add_argument("--serve", action="store_true", help="leave it running to browse")
        parser.add_argument("--seed", type=int, default=SEED, help="another world")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 only if every invariant holds."""
        # This process sets the world up, on the machine where the sandbox's THE listens too.
        settings.OUTBOUND_PRIVATE_NETWORKS = [LOOPBACK]
        logging.getLogger("hmsach").setLevel(logging.WARNING)
        # Asked to end in the middle of the story, take the other processes along.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
        report = Report()
        self.var = Path(settings.VAR_DIR)
        self.seed = options["seed"]
        try:
            with only_one(self.var / "demo.lock"):
                holds = self._run(report, options["serve"])
        except (NotReady, TimeoutError) as error:
            sys.exit(f"\n    {error}\n    The logs are in {self._shown(self.var / 'log')}.")
        if not holds:
            sys.exit(1)

    def _run(self, report: Report, serve: bool) -> bool:
        report.step("Set up: database, sandbox, web, worker")
        call_command("migrate", verbosity=0, interactive=False)
        report.fact(f"database: {connection.vendor}; broker: {self._broker()}")
        port = free_port()
        processes = Processes(
            root=worlds.ROOT,
            log_dir=self.var / "log",
            environment=self._environment(f"http://127.0.0.1:{port}"),
        )
        with running(processes):
            sandbox = self._start_sandbox(processes, report)
            world, as_of = self._build_world(f"http://127.0.0.1:{port}", sandbox)
            before = invariants.counted() if self.said["played"] else {}
            self._start_hmsach(processes, port, report)
            story = Story(world=world, sandbox=sandbox, seed=self.seed, as_of=as_of, report=report)
            story.play()
            self._print_totals(report)
            report.step("What must hold")
            holds = report.checks(
                invariants.checks(world=world, var=self.var, expected=story.expected, before=before)
            )
            if holds:
                _write_secretly(self.var / "demo.json", {**self.said, "played": True})
            self._print_end(report, world, holds)
            if serve:
                self._serve(report, world)
        return holds

    def _environment(self, base_url: str) -> dict[str, str]:
        return {
            "HMSACH_VAR": str(self.var),
            "HMSACH_BASE_URL": base_url,
            # As in production, and said out loud: no page shows a traceback.
            "HMSACH_DEBUG": "false",
            "HMSACH_SWEEP_SECONDS": SWEEP_SECONDS,
            # The sandbox's THE listens on this machine; nothing else private may be called.
            "HMSACH_PRIVATE_NETWORKS": LOOPBACK,
            "PYTHONUNBUFFERED": "1",
        }

    def _broker(self) -> str:
        return "Redis" if settings.REDIS_URL else "files in var/broker"

    def _start_sandbox(self, processes: Processes, report: Report) -> dict[str, Any]:
        root = self.var / "sandbox"
        processes.start("sandbox", "edi.sandbox", "--root", str(root), "--seed", str(self.seed))
        pid = processes.running["sandbox"].pid
        described = root / "sandbox.json"
        processes.wait_for("sandbox", lambda: worlds.read_json(described).get("pid") == pid)
        sandbox = worlds.read_json(described)
        report.fact(
            f"sandbox: bank and payers by SFTP on port {sandbox['sftp']['port']}, "
            f"THE by HTTP at {sandbox['http']['base_url']}"
        )
        return sandbox

    def _build_world(self, base_url: str, sandbox: dict[str, Any]) -> tuple[worlds.World, date]:
        path = self.var / "demo.json"
        kept = worlds.read_json(path)
        # The first run's day stays the world's day, so that a repeat sends the same bytes.
        as_of = date.fromisoformat(
            kept.get("as_of", FEDERAL.on_or_before(date.today()).isoformat())
        )
        world = worlds.build(base_url=base_url, sandbox=sandbox, kept=kept)
        self.said = {
            **world.as_json(),
            "as_of": as_of.isoformat(),
            "played": kept.get("played", False),
        }
        _write_secretly(path, self.said)
        the = self.var / "sandbox" / "the"
        credentials = ("base_url", "token_url", "client_id", "client_secret")
        said = world.as_json()
        _write_secretly(the / "credentials.json", {name: said[name] for name in credentials})
        return world, as_of

    def _start_hmsach(self, processes: Processes, port: int, report: Report) -> None:
        processes.start(
            "web",
            "gunicorn",
            "hmsach.wsgi",
            "--bind",
            f"127.0.0.1:{port}",
            "--workers",
            "1",
            "--threads",
            "4",
            "--timeout",
            "120",
            "--no-control-socket",
        )
        processes.start(
            "worker",
            "celery",
            "-A",
            "hmsach.celery",
            "worker",
            "--pool",
            "threads",
            "--concurrency",
            "2",
            "--loglevel",
            "WARNING",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        )
        processes.start(
            "beat",
            "celery",
            "-A",
            "hmsach.celery",
            "beat",
            "--loglevel",
            "WARNING",
            "--pidfile",
            "",
        )
        processes.wait_for("web", answers(f"http://127.0.0.1:{port}/readyz"))
        report.fact(f"hmsach: http://127.0.0.1:{port}/ (DEBUG is off), one worker, one beat")

    def _print_totals(self, report: Report) -> None:
        connection.close()
        report.step("What came in, and where each cent is")
        deposits = list(Deposit.objects.all())
        came = sum(deposit.amount_cents for deposit in deposits)
        placed = sum(
            Allocation.objects.filter(deposit__isnull=False).values_list("amount_cents", flat=True)
        )
        report.money("deposits at the bank", came, len(deposits))
        report.money("  allocated to claims and adjustments", placed)
        report.money("  not yet allocated", came - placed)
        report.rule()
        statuses = Counter(Remittance.objects.values_list("status", flat=True))
        report.fact("remittances: " + ", ".join(f"{n} {s}" for s, n in sorted(statuses.items())))
        report.fact("left in the queue for a person:")
        labels = dict(ExceptionKind.choices)
        by_kind: dict[str, list[int]] = {}
        for item in invariants.open_items():
            by_kind.setdefault(item.kind, []).append(item.amount_cents)
        for kind, cents in by_kind.items():
            report.money(f"  {labels[kind]}", sum(cents), len(cents))

    def _print_end(self, report: Report, world: worlds.World, holds: bool) -> None:
        report.step(f"{'Done' if holds else 'NOT RIGHT'} in {report.seconds():.0f} seconds")
        report.fact(f"addresses, client and passwords: {self._shown(self.var / 'demo.json')}")
        report.fact("`make run` leaves this world running; run again, it does nothing twice")

    def _serve(self, report: Report, world: worlds.World) -> None:
        report.step(f"Open {world.base_url}/  (Ctrl-C ends it)")
        for user in world.users:
            report.fact(
                f"{user['username']:<8} {user['password']:<18} {user['role']:<11}"
                f"{user['facilities']}"
            )
        stopping = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopping.set())
        stopping.wait()

    def _shown(self, path: Path) -> str:
        return os.path.relpath(path, worlds.ROOT)


def _write_secretly(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(content, indent=1) + "\n")
    draft.replace(path)
