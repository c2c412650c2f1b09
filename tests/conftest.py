"""What every test stands on: a flush that append-only tables allow, and no cache left over."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection

from hmsach.db import append_only


@pytest.fixture(autouse=True, scope="session")
def flush_lifts_triggers() -> Iterator[None]:
    """Tests with real transactions are cleaned by a flush, which the triggers refuse."""
    plain = flush.Command.handle

    def handle(self: flush.Command, **options: object) -> None:
        with append_only.lifted(connection):
            plain(self, **options)

    flush.Command.handle = handle  # type: ignore[method-assign]
    yield
    flush.Command.handle = plain  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_lasting_cache() -> Iterator[None]:
    """Throttles and counters of one test are none of another's."""
    cache.clear()
    yield
