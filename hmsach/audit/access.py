"""Showing a masked value in full: never without a row that says who, what and why."""

from __future__ import annotations

from typing import Any

from django.db import models

from hmsach.audit.acts import act
from hmsach.audit.models import AccessLog
from hmsach.db.fields import EncryptedTextField
from hmsach.lib import clock


def reveal(*, user: Any, obj: models.Model, field: str, reason: str) -> str:
    """The plain value of an encrypted text column; the reveal is in the access log.

    Whether the user may is the caller's to check. Raises ReasonRequired for a blank reason,
    TypeError for a column that is not encrypted text.
    """
    if not isinstance(obj._meta.get_field(field), EncryptedTextField):
        raise TypeError(f"{obj._meta.label}.{field} is not an encrypted text.")
    with act(user, reason):
        value = getattr(obj, field)
        AccessLog.objects.create(
            user=user,
            subject=f"{obj._meta.label_lower}:{obj.pk}",
            fields=[field],
            reason=reason,
            at=clock.now(),
        )
    return "" if value is None else str(value)
