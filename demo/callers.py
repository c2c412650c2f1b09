"""How the demo's people and its billing platform reach hmsach: over HTTP, like everyone else."""

import re
from typing import Any

import requests

from demo.world import World

SECONDS = 60


class Refused(Exception):
    """hmsach refused a call; the sentence is its own."""


class BillingPlatform:
    """THE: an API client with a token."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.http = requests.Session()

    def log_in(self) -> str:
        """Fetch a token; returns the scopes it carries."""
        answer = self.http.post(
            f"{self.world.base_url}/oauth/token/",
            data={"grant_type": "client_credentials"},
            auth=(self.world.client_id, self.world.client_secret),
            timeout=SECONDS,
        )
        token = _json(answer)
        self.http.headers["Authorization"] = f"Bearer {token['access_token']}"
        return str(token["scope"])

    def send(self, method: str, path: str, body: Any = None, key: str = "") -> requests.Response:
        """One call under /api/v1, with an Idempotency-Key where one is given."""
        headers = {"Idempotency-Key": key} if key else {}
        url = f"{self.world.base_url}/api/v1{path}"
        return self.http.request(method, url, json=body, headers=headers, timeout=SECONDS)

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        """The JSON of a call that succeeds; raises Refused with the problem's sentence."""
        return _json(self.send(method, path, body, key))


class Person:
    """Somebody at a browser, logged in to the admin."""

    def __init__(self, world: World, username: str) -> None:
        self.base_url = world.base_url
        self.http = requests.Session()
        password = next(u["password"] for u in world.users if u["username"] == username)
        self._log_in(username, password)

    def _log_in(self, username: str, password: str) -> None:
        url = f"{self.base_url}/admin/login/"
        self.http.get(url, timeout=SECONDS)
        form = {
            "username": username,
            "password": password,
            "csrfmiddlewaretoken": self.http.cookies["csrftoken"],
            "next": "/admin/",
        }
        answer = self.http.post(url, data=form, headers={"Referer": url}, timeout=SECONDS)
        if "/login/" in answer.url:
            raise Refused(f"{username} could not log in.")

    def get(self, path: str) -> requests.Response:
        """A page of the admin."""
        return self.http.get(f"{self.base_url}{path}", timeout=SECONDS)

    def act(self, path: str, **fields: str) -> None:
        """Fill in an act's dialog and send it; raises Refused with what the page said."""
        url = f"{self.base_url}{path}"
        page = self.http.get(url, timeout=SECONDS)
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if page.status_code != 200 or not found:
            raise Refused(f"{path}: {page.status_code} {_said(page.text)}")
        form = {**fields, "csrfmiddlewaretoken": found[1]}
        answer = self.http.post(url, data=form, headers={"Referer": url}, timeout=SECONDS)
        if answer.status_code >= 400:
            raise Refused(f"{path}: {answer.status_code} {_said(answer.text)}")


def _said(page: str) -> str:
    """What a refused form says, without its markup."""
    found = re.findall(r'class="[^"]*hm-(?:error|barred)[^"]*"[^>]*>(.*?)</', page, re.S)
    return " ".join(re.sub(r"<[^>]+>|\s+", " ", text).strip() for text in found)


def _json(answer: requests.Response) -> Any:
    if answer.status_code >= 400:
        try:
            problem = answer.json()
        except ValueError:
            problem = {}
        raise Refused(f"{answer.status_code}: {problem.get('detail') or problem}")
    return answer.json()
