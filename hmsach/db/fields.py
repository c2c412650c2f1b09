"""Columns with a law of their own: cents, sealed values, blind indexes. The cipher is in lib."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from hmsach.keys import ring
from hmsach.lib import crypto

_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)


class CentsField(models.BigIntegerField):  # type: ignore[type-arg]
    """An amount of money in integer cents. Floats and fractions are refused with TypeError."""

    def get_prep_value(self, value: Any) -> Any:
        """The integer, or whole digits as a filter of the admin sends them."""
        if isinstance(value, (float, Decimal, bool)):
            raise TypeError(f"{self.name} is integer cents, not {type(value).__name__}.")
        if isinstance(value, str) and not _WHOLE.fullmatch(value):
            raise ValueError(f"{self.name} is integer cents.")
        return super().get_prep_value(value)


class Sealed:
    """What the database keeps of an encrypted value; only the row's attribute opens it."""

    __slots__ = ("stored",)

    def __init__(self, stored: str | bytes) -> None:
        self.stored = stored

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.stored == self.stored

    def __hash__(self) -> int:
        return hash(self.stored)


class SealedAttribute(DeferredAttribute):
    """Opens a sealed value each time the attribute is read; rows that are not read cost nothing."""

    field: Any

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            return self.field.open(value, instance.id)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class _Labelled:
    """A column bound to the label "app.model.column" of the model it was declared on.

    The copy in a history model keeps the label of the live one. A model that is renamed passes
    its first label on as `label`, or its values no longer open.
    """

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        """Take the label from the first concrete model."""
        super().contribute_to_class(cls, name, private_only)  # type: ignore[misc]
        if self.label is None and not cls._meta.abstract:
            self.label = f"{cls._meta.label_lower}.{name}"

    def deconstruct(self) -> Any:
        """The label goes into a migration only where the model's own name does not tell it."""
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        model = getattr(self, "model", None)
        own = None if model is None else f"{model._meta.label_lower}.{self.name}"  # type: ignore[attr-defined]
        if self.label not in (None, own):
            kwargs["label"] = self.label
        return name, path, args, kwargs

    label: str | None = None


class _EncryptedField(_Labelled, models.Field):  # type: ignore[type-arg]
    """AES-256-GCM under the active data key, bound to column and row.

    The row's UUID must be there before the insert. None stays NULL and a blank stays blank, so
    both can be asked for in the database; nothing else can.
    """

    descriptor_class = SealedAttribute
    kind: type
    blank_value: str | bytes

    def __init__(self, *args: Any, label: str | None = None, **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """A sealed column cannot be unique or indexed, and needs a UUID named id beside it."""
        found = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            found.append(
                checks.Error("Use a BlindIndexField for equality.", obj=self, id="hmsach.E010")
            )
        # A history row has an id of its own and keeps the row's as a plain column.
        columns = {field.name: field for field in self.model._meta.fields}
        if not isinstance(columns.get("id"), models.UUIDField):
            found.append(
                checks.Error("An encrypted column needs a UUID `id`.", obj=self, id="hmsach.E011")
            )
        return found

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal what was assigned; a value that came sealed and is only updated stays as it is."""
        value = model_instance.__dict__.get(self.attname)
        row_id = model_instance.id  # type: ignore[attr-defined]
        if isinstance(value, Sealed):
            if not add:
                return value
            # An insert of a loaded row is a copy: it opens, or it was given another id and fails.
            value = self.open(value, row_id)
        if value is None or value == self.blank_value:
            return value
        sealed = self.seal(value, row_id)
        model_instance.__dict__[self.attname] = sealed
        return sealed

    def seal(self, value: Any, row_id: Any) -> Sealed:
        """The value under the active data key. Raises TypeError for another type."""
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.label} holds {self.kind.__name__}.")
        key_id, keys = ring.data_keys()
        return Sealed(self._seal(value, key_id, keys[key_id], self._aad(row_id)))

    def open(self, sealed: Sealed, row_id: Any) -> Any:
        """The plain value. Raises Undecipherable if text, column, row or key are not its own."""
        return self._open(sealed.stored, ring.data_keys_for(self._key_id(sealed.stored)), row_id)

    def _aad(self, row_id: Any) -> bytes:
        if not isinstance(row_id, uuid.UUID):
            raise TypeError(f"{self.label} is sealed to a row, which needs its UUID first.")
        return f"{self.label}|{row_id}".encode()

    def _seal(self, value: Any, key_id: str, key: bytes, aad: bytes) -> str | bytes:
        raise NotImplementedError

    def _open(self, stored: Any, keys: Mapping[str, bytes], row_id: Any) -> Any:
        raise NotImplementedError

    def _key_id(self, stored: Any) -> str:
        raise NotImplementedError

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Stays sealed until it is read from its row."""
        if value is None or len(value) == 0:
            return None if value is None else self.blank_value
        return Sealed(bytes(value) if self.kind is bytes else value)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """The stored form. Raises TypeError for a plain value: there is no row to bind it to."""
        if isinstance(value, Sealed):
            value = value.stored
        elif value is not None and value != self.blank_value:
            raise TypeError(f"{self.label} is written with its row: save() or bulk_insert.")
        return super().get_db_prep_save(value, connection)

    def get_lookup(self, lookup_name: str) -> Any:
        """Only "is null" can be asked of a sealed value. Raises FieldError."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else self._no_lookup()

    def get_transform(self, lookup_name: str) -> NoReturn:
        """There is nothing to transform. Raises FieldError."""
        self._no_lookup()

    def _no_lookup(self) -> NoReturn:
        raise FieldError(f"{self.label} is sealed; ask its blind index.")

    def value_to_string(self, obj: Any) -> NoReturn:
        """A dump of rows would carry the plain value. Raises TypeError."""
        raise TypeError(f"{self.label} is not dumped.")


class EncryptedTextField(_EncryptedField):
    """Text at rest as "v1$key$base64"; its attribute is the plain text."""

    kind, blank_value = str, ""

    def get_internal_type(self) -> str:
        """A text column."""
        return "TextField"

    def _seal(self, value: str, key_id: str, key: bytes, aad: bytes) -> str:
        return crypto.seal(str(value).encode(), key_id=key_id, key=key, aad=aad)

    def _open(self, stored: str, keys: Mapping[str, bytes], row_id: Any) -> str:
        return crypto.open_sealed(stored, keys, self._aad(row_id)).decode()

    def _key_id(self, stored: str) -> str:
        return crypto.sealed_key_id(stored)


class EncryptedBinaryField(_EncryptedField):
    """Bytes at rest as b"v1b$key$..."; its attribute is the plain bytes."""

    kind, blank_value = bytes, b""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def get_internal_type(self) -> str:
        """A binary column."""
        return "BinaryField"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """As the driver wants bytes."""
        return None if value is None else connection.Database.Binary(value)

    def _seal(self, value: bytes, key_id: str, key: bytes, aad: bytes) -> bytes:
        return crypto.seal_bytes(value, key_id=key_id, key=key, aad=aad)

    def _open(self, stored: bytes, keys: Mapping[str, bytes], row_id: Any) -> bytes:
        return crypto.open_sealed_bytes(stored, keys, self._aad(row_id))

    def _key_id(self, stored: bytes) -> str:
        return stored[:64].split(b"$", 2)[1].decode("latin-1") if b"$" in stored[:64] else ""


class BlindIndexField(_Labelled, models.CharField):  # type: ignore[type-arg]
    """A keyed fingerprint of the encrypted column `source`, for equality and uniqueness.

    `normalize` says which spellings are the same. A blank or missing source gives NULL where the
    column may be null, else "". It is filled at each save and never set by hand.
    """

    def __init__(
        self,
        *args: Any,
        source: str = "",
        normalize: Callable[[str], str] | None = None,
        label: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.source, self.normalize, self.label = source, normalize, label
        kwargs |= {"max_length": 64, "editable": False}
        kwargs.setdefault("blank", True)
        kwargs.setdefault("db_index", not kwargs.get("unique", False))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """A migration keeps the column; how it is filled is code, which a migration must not do."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("max_length", None)
        kwargs.pop("editable", None)
        # The default is an index, Django's is none: the difference is said, either way.
        kwargs["db_index"] = self.db_index  # type: ignore[attr-defined]
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """The fingerprint of the source as it is now."""
        if not self.source:
            raise TypeError(f"{self.label} is filled by the model, not by a migration.")
        index = self.index(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, index)
        return index

    def index(self, value: str | None) -> str | None:
        """The fingerprint of a plain value."""
        if value is None or value == "":
            return None if self.null else ""
        plain = self.normalize(value) if self.normalize else value
        return crypto.blind_index(plain, key=ring.index_key(), column=self.label or "")


def index_of(model: type[models.Model], name: str, value: str) -> str:
    """What stands in the blind index `name` of rows that have this plain value."""
    field = model._meta.get_field(name)
    if not isinstance(field, BlindIndexField):
        raise TypeError(f"{model._meta.label}.{name} is no blind index.")
    return field.index(value) or ""
