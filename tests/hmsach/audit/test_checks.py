"""No foreign key of a record changes it behind its history."""

import pytest
from django.db import models

from hmsach.accounts.models import Facility, FacilityUserObjectPermission
from hmsach.audit.checks import no_silent_foreign_keys


def test_every_record_passes():
    assert no_silent_foreign_keys(None) == []


@pytest.mark.parametrize("silent", [models.SET_NULL, models.SET_DEFAULT])
def test_a_foreign_key_that_empties_itself_is_found(monkeypatch, silent):
    assert Facility
    field = FacilityUserObjectPermission._meta.get_field("user")
    monkeypatch.setattr(field.remote_field, "on_delete", silent)
    assert [error.id for error in no_silent_foreign_keys(None)] == ["hmsach.E002"]
