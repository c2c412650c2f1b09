"""What the other side's folder says about a rename. Pure: the looking is done elsewhere."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a rename whose answer may have been lost."""

    IN_PLACE = "in_place"
    NOT_RENAMED = "not_renamed"
    SWEPT = "swept"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen at the partner: sizes in bytes and digests in hex, None for not there or not
    to be had."""

    part_size: int | None
    final_size: int | None
    final_digest: str | None = None

    def verdict(self, *, size: int, sha256: str) -> Verdict:
        """What it means for a file of that size and digest whose rename was committed to.

        The part is the evidence: while it is there the rename has not happened; when it is gone
        it has, even if the partner took the file away at once. Both names at once are only
        believed when the digest proves the final one ours (some servers rename by link and
        unlink); the size alone proves nothing then.
        """
        is_proven = self.final_digest == sha256
        if self.part_size is not None:
            if self.final_size is not None:
                return Verdict.IN_PLACE if is_proven else Verdict.CONFLICT
            return Verdict.NOT_RENAMED if self.part_size == size else Verdict.CONFLICT
        if self.final_size is None:
            return Verdict.SWEPT
        is_contradicted = self.final_size != size or self.final_digest not in (None, sha256)
        return Verdict.CONFLICT if is_contradicted else Verdict.IN_PLACE

    def in_words(self) -> str:
        """A sentence for the row's evidence."""
        if self.final_size is None:
            return "Taken by the partner at once: the part is gone, and so is the file."
        if self.final_digest is None:
            return f"In place with {self.final_size} bytes."
        return f"In place with {self.final_size} bytes, SHA-256 {self.final_digest}."
