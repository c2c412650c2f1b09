"""Changing keys: each rotation is an act, and none of them rewrites a row of business."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hmsach.audit.acts import act
from hmsach.keys import ring
from hmsach.keys.models import DataKey, DataKeyState, KeyEvent, SigningKey, SigningKeyState
from hmsach.lib import crypto
from hmsach.lib.errors import Conflict

# A token lives a quarter of an hour; its key is published well beyond that.
PREVIOUS_KEPT = timedelta(hours=1)


class NoNewMasterKey(Conflict):
    """Set HMSACH_NEW_MASTER_KEY (base64 of 32 bytes) to another key, for every process, first."""

    code = "no-new-master-key"


def rotate_master_key(*, actor: Any = None) -> int:
    """Every data and signing key is wrapped by the new master key; returns how many.

    Processes that know both keys go on through the change; afterwards HMSACH_MASTER_KEY takes the
    new key and HMSACH_NEW_MASTER_KEY goes. Raises NoNewMasterKey.
    """
    masters = ring.master_keys()
    if len(masters) != 2 or masters[0] == masters[1]:
        raise NoNewMasterKey
    with act(actor, "Master key rotated"):
        ring.distrust()
        data_keys = list(DataKey.objects.select_for_update(no_key=True))
        signing_keys = list(SigningKey.objects.select_for_update(no_key=True))
        for data_key in data_keys:
            _rewrap_data_key(data_key, masters[1])
        for signing_key in signing_keys:
            _rewrap_signing_key(signing_key, masters[1])
        _note("master-rotated", "master", actor)
    return len(data_keys) + len(signing_keys)


def rotate_data_key(*, actor: Any = None) -> str:
    """New values are sealed under a new data key, whose id is returned; old keys still open."""
    with act(actor, "Data key rotated"):
        rows = list(DataKey.objects.select_for_update(no_key=True))
        DataKey.objects.filter(state=DataKeyState.ACTIVE).update(state=DataKeyState.RETIRED)
        number = 1 + max((int(row.id[1:]) for row in rows), default=0)
        made = ring.new_data_key(f"d{number}")
        _note("data-key-made", made.id, actor)
    return str(made.id)


def rotate_signing_key(*, actor: Any = None, now: datetime) -> str:
    """Tokens are signed under the key that was next, whose id is returned; a new one is next.

    The key that signed until now still verifies; one that has been previous for an hour no more.
    """
    ring.make_first_keys()
    with act(actor, "Signing key rotated"):
        rows = {row.state: row for row in SigningKey.objects.select_for_update(no_key=True)}
        SigningKey.objects.filter(
            state=SigningKeyState.PREVIOUS, previous_since_at__lte=now - PREVIOUS_KEPT
        ).update(state=SigningKeyState.REVOKED)
        SigningKey.objects.filter(pk=rows[SigningKeyState.ACTIVE].pk).update(
            state=SigningKeyState.PREVIOUS, previous_since_at=now
        )
        promoted = rows[SigningKeyState.NEXT].kid
        SigningKey.objects.filter(pk=promoted).update(state=SigningKeyState.ACTIVE)
        ring.new_signing_key(SigningKeyState.NEXT)
        _note("signing-key-active", promoted, actor)
    return str(promoted)


def _rewrap_data_key(row: DataKey, master: bytes) -> None:
    plain = ring.open_data_key(row.id, row.wrapped)
    row.wrapped = crypto.wrap_key(plain, key_id=row.id, master=master)
    row.save(update_fields=["wrapped"])


def _rewrap_signing_key(row: SigningKey, master: bytes) -> None:
    private = ring.open_private(row.kid, row.sealed_private)
    row.sealed_private = ring.seal_private(row.kid, private, master)
    row.save(update_fields=["sealed_private"])


def _note(kind: str, key_id: str, actor: Any) -> None:
    KeyEvent.objects.create(kind=kind, key_id=key_id, actor=actor)
