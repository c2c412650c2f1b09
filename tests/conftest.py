"""What every test stands on: a flush that append-only tables allow, and no cache left over."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from hypothesis import settings as hypothesis

from hmsach.db import append_only

# How long an example takes says something of the machine, nothing of the code.
hypothesis.register_profile("house", deadline=None)
hypothesis.load_profile("house")


@pytest.fixture(autouse=True, scope="session")
def flush_lifts_triggers() -> Iterator[None]:
    """Tests with real transactions are cleaned by a flush, which the triggers refuse."""
    plain = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        # PostgreSQL flushes by TRUNCATE, which fires no row trigger.
        lifts = append_only.lifted(connection) if connection.vendor == "sqlite" else nullcontext()
        with lifts:
            plain(self, **options)

    flush.Command.handle = handle  # type: ignore[method-assign]
    yield
    flush.Command.handle = plain  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_lasting_cache() -> Iterator[None]:
    """Throttles and counters of one test are none of another's."""
    cache.clear()
    yield
