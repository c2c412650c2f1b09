"""The bytes of a file, sealed, kept once and never changed."""

import hashlib

from django.db import models

from hmsach.db.fields import EncryptedBinaryField
from hmsach.db.records import AppendOnlyRecord


class StoredFile(AppendOnlyRecord):
    """A file's content as it went or came. The digest is over the plain bytes."""

    content = EncryptedBinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.size_bytes} bytes, {self.sha256[:12]}"

    @classmethod
    def keep(cls, content: bytes) -> "StoredFile":
        """The stored form of `content`, inserted."""
        return cls.objects.create(
            content=content, sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content)
        )
