"""Names in the settings lead to functions."""

import pytest

from hmsach.outbox.checks import names_import

GOOD = "hmsach.outbox.publish.publish"


@pytest.mark.parametrize(
    "name", ["nowhere.at.all", "hmsach.outbox.publish.gone", "plain", "hmsach.outbox.models"]
)
@pytest.mark.parametrize("setting", ["EVENT_SUBSCRIBERS", "INBOUND_IMPORTERS"])
def test_a_name_that_does_not_lead_to_a_function_is_found(settings, setting, name):
    settings.EVENT_SUBSCRIBERS = settings.INBOUND_IMPORTERS = {"x": [GOOD]}
    assert names_import(None) == []
    setattr(settings, setting, {"x": [GOOD, name]})
    found = names_import(None)
    assert [error.id for error in found] == ["hmsach.E001"]
    assert name in found[0].msg and setting in found[0].msg
