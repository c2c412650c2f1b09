"""What a test changed in the keys is taken back with its transaction, so the ring forgets it."""

import pytest

from hmsach.keys import ring


@pytest.fixture(autouse=True)
def fresh_ring(db):
    ring.forget()
    yield
    ring.forget()
