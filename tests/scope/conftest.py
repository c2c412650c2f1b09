"""Both sides, built once for each module and left as they were by each test."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from tests.scope import worlds as made
from tests.scope.worlds import Side, Worlds


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Worlds]:
    with django_db_blocker.unblock(), made.rolled_back():
        yield made.build(tmp_path_factory.mktemp("wires"))


@pytest.fixture
def worlds(built: Worlds, db: None) -> Worlds:
    """Both sides; what the test writes is undone."""
    return built


@pytest.fixture
def ours(worlds: Worlds) -> Side:
    return worlds.ours


@pytest.fixture
def other(worlds: Worlds) -> Side:
    return worlds.other


@pytest.fixture
def browser(worlds: Worlds) -> Callable[..., Client]:
    """A browser somebody of a side is logged in with."""

    def log_in(side: Side, role: str = "biller") -> Client:
        client = Client()
        client.force_login(side.users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in
