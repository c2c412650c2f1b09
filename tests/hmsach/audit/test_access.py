"""A reveal shows the value and leaves its row, or does neither."""

import pytest

from hmsach.audit.access import reveal
from hmsach.audit.acts import ReasonRequired, act
from hmsach.audit.models import AccessLog
from hmsach.audit.verify import verify_chain
from hmsach.outbox.models import WebhookEndpoint

pytestmark = pytest.mark.django_db


@pytest.fixture
def endpoint(alice):
    with act(alice, "test"):
        return WebhookEndpoint.objects.create(owner=alice, url="https://a.example", secret="s3cret")


def test_a_reveal_shows_the_value_and_is_logged(alice, endpoint):
    assert reveal(user=alice, obj=endpoint, field="secret", reason="Call with them") == "s3cret"
    row = AccessLog.objects.get()
    assert (row.user, row.fields, row.reason) == (alice, ["secret"], "Call with them")
    assert row.subject == f"outbox.webhookendpoint:{endpoint.pk}"
    assert "s3cret" not in str(row.__dict__)
    assert verify_chain() == []


def test_a_reveal_without_a_reason_is_refused(alice, endpoint):
    with pytest.raises(ReasonRequired):
        reveal(user=alice, obj=endpoint, field="secret", reason=" ")
    assert not AccessLog.objects.exists()


def test_only_sealed_text_is_revealed(alice, endpoint):
    with pytest.raises(TypeError):
        reveal(user=alice, obj=endpoint, field="url", reason="x")
