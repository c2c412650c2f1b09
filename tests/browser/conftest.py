"""A real Chromium before a real server, both sides' worlds in its database.

Skipped, and said so, where there is no Chromium: set HMSACH_CHROMIUM to its path.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.scope import worlds as made
from tests.scope.worlds import PASSWORD, Side

playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str:
    """The browser's path, or ""."""
    asked = os.environ.get("HMSACH_CHROMIUM", "")
    return asked or next((found for name in NAMES if (found := shutil.which(name))), "")


@pytest.fixture(scope="module")
def engine(django_db_setup: None) -> Iterator[Any]:
    """One Chromium for a module's tests, and none left for those of others.

    Playwright keeps an event loop in this thread, on which Django refuses to use a database
    unless it is told that nothing else uses it.
    """
    path = chromium()
    if not path:
        pytest.skip("NO BROWSER WAS DRIVEN: no Chromium found; set HMSACH_CHROMIUM to its path")
    with pytest.MonkeyPatch.context() as patch, playwright_api.sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Watched:
    """A page of somebody's, and all that went wrong on it."""

    page: Any
    home: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go there."""
        self.page.goto(self.home + path)

    def log_in(self, username: str) -> None:
        """As a person does."""
        self.open("/admin/login/")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        self.page.wait_for_url(f"{self.home}/admin/")


@pytest.fixture
def side(engine: Any, transactional_db: None, tmp_path: Path) -> Side:
    """Our side of the two worlds, kept for the server's own connections to see."""
    return made.build(tmp_path).ours


@pytest.fixture
def watched(engine: Any, live_server: Any, side: Side) -> Iterator[Watched]:
    """A fresh browser before the server; nothing may go wrong on any page it opens."""
    context = engine.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    seen = Watched(page, live_server.url)
    page.on("console", lambda said: _hear(seen, said))
    page.on("pageerror", lambda error: seen.faults.append(f"script: {error}"))
    page.on("request", lambda request: _look(seen, request.url))
    yield seen
    context.close()
    assert seen.faults == []


def _hear(seen: Watched, said: Any) -> None:
    # A form refused with 422 is an answer, which the browser reports as it does every 4xx.
    if said.type == "error" and "status of 422" not in said.text:
        seen.faults.append(f"console: {said.text}")


def _look(seen: Watched, url: str) -> None:
    if not url.startswith((seen.home, "data:", "blob:")):
        seen.faults.append(f"left the machine: {url}")
