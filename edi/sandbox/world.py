"""The whole sandbox in one folder: bank, payer and THE behind real SFTP and HTTP, until stopped."""

import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from edi.sandbox.bank import Bank
from edi.sandbox.disk import JsonLines, Staging, read_json, write_json
from edi.sandbox.payer import Payer
from edi.sandbox.payer_mail import PayerMail
from edi.sandbox.platform import LedgerClient, Platform
from edi.sandbox.sftp_server import SftpServer
from edi.sandbox.web import Desk, WebServer

Say = Callable[[str], None]
USERS = ("bank", "payer")


@dataclass(frozen=True, slots=True)
class Settings:
    """Ports 0 are kept from the last start, or free ones. A file is taken from an inbox once it
    has lain there unchanged for `look_seconds`."""

    root: Path
    seed: int = 1
    sftp_port: int = 0
    http_port: int = 0
    look_seconds: float = 0.5


class World:
    """Runs between start and stop (or as a context). Same folder, same seed: same world again."""

    def __init__(self, settings: Settings, say: Say) -> None:
        self.settings = settings
        self.root = settings.root.resolve()
        self.root.mkdir(parents=True, exist_ok=True)
        self.say = say
        self.secrets = _secrets(self.root / "keys" / "secrets.json")
        staging = Staging(self.root)
        self.truth = JsonLines(self.root / "truth.jsonl", key="id")
        self.platform = Platform(self.root / "the", say)
        self.bank = Bank(self.root, staging, say)
        self.payer = Payer(self.root, staging, self.bank, self.truth, seed=settings.seed, say=say)
        self.payer_mail = PayerMail(self.root, staging, say)
        self.ledger = LedgerClient(self.platform)
        self._stopping = threading.Event()
        self._looking = threading.Thread(target=self._look, name="inboxes", daemon=True)

    def start(self) -> dict[str, Any]:
        """Everything listens; sandbox.json says where, and is returned."""
        # What an earlier run left would tell of ports that may not be ours any more.
        (self.root / "sandbox.json").unlink(missing_ok=True)
        self.sftp = self._start_sftp()
        desk = Desk(
            platform=self.platform,
            bank=self.bank,
            payer=self.payer,
            truth=self.truth,
            token=self.secrets["recon_token"],
        )
        self.web = self._web_server(desk)
        self.web.start()
        self.ledger.start()
        self._looking.start()
        self.secrets["ports"] = {"sftp": self.sftp.port, "http": self.web.port}
        write_json(self.root / "keys" / "secrets.json", self.secrets)
        description = self.description()
        write_json(self.root / "sandbox.json", description)
        self.say(f"sandbox: SFTP on port {self.sftp.port}, HTTP on port {self.web.port}")
        return description

    def stop(self) -> None:
        """Nothing listens any more; the folder holds all there is."""
        self._stopping.set()
        (self.root / "sandbox.json").unlink(missing_ok=True)
        self.web.stop()
        self.sftp.stop()
        self.ledger.stop()
        self._looking.join(timeout=10)

    def __enter__(self) -> "World":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def description(self) -> dict[str, Any]:
        """What sandbox.json holds. Over SFTP the folders are /inbox and /outbox."""
        root = self.root
        return {
            "pid": os.getpid(),
            "seed": self.settings.seed,
            "sftp": {
                "host": self.sftp.host,
                "port": self.sftp.port,
                "host_key": self.sftp.host_key,
                "users": {
                    user: {"username": user, "password": self.secrets["passwords"][user]}
                    for user in USERS
                },
            },
            "http": {
                "base_url": f"http://127.0.0.1:{self.web.port}",
                "recon_token": self.secrets["recon_token"],
            },
            "folders": {
                "bank_inbox": str(root / "bank" / "inbox"),
                "bank_outbox": str(root / "bank" / "outbox"),
                "payer_inbox": str(root / "payer" / "inbox"),
                "payer_outbox": str(root / "payer" / "outbox"),
                "the_results": str(root / "the" / "results.jsonl"),
                "the_webhooks": str(root / "the" / "webhooks.jsonl"),
            },
        }

    def _start_sftp(self) -> SftpServer:
        for port in self._ports("sftp", self.settings.sftp_port):
            try:
                return SftpServer.start(
                    self.root,
                    self.secrets["passwords"],
                    port=port,
                    host_key_file=self.root / "keys" / "host_key",
                )
            except OSError as error:
                taken = error
        raise taken

    def _web_server(self, desk: Desk) -> WebServer:
        for port in self._ports("http", self.settings.http_port):
            try:
                return WebServer(desk, port)
            except OSError as error:
                taken = error
        raise taken

    def _ports(self, name: str, asked: int) -> list[int]:
        """The port asked for and no other; else that of the last start, then any free one."""
        if asked:
            return [asked]
        last = self.secrets.get("ports", {}).get(name, 0)
        return [last, 0] if last else [0]

    def _look(self) -> None:
        """Looks into the inboxes until stopped; a fault in one file does not end it."""
        while not self._stopping.wait(self.settings.look_seconds):
            for inbox in (self.bank, self.payer_mail):
                try:
                    inbox.run_once(wait_for_quiet=True)
                except Exception as error:
                    self.say(f"sandbox: {type(inbox).__name__} failed: {type(error).__name__}")


def _secrets(path: Path) -> dict[str, Any]:
    """Passwords and token of this world: made once, kept for its next start."""
    kept: dict[str, Any] = read_json(path) or {
        "recon_token": secrets.token_urlsafe(24),
        "passwords": {user: secrets.token_urlsafe(18) for user in USERS},
    }
    write_json(path, kept)
    return kept
