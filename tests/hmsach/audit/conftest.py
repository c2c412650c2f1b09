"""People of the audit tests."""

import pytest

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import act


@pytest.fixture
def alice(db):
    return User.objects.create_user("alice", password=None)


@pytest.fixture
def clinic(alice):
    with act(alice, "Opened"):
        return Facility.objects.create(code="CLINIC", name="Clinic")
