"""Files that outlive a kill: written whole, kept once, shown once. What they hold is others'."""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_atomically(path: Path, content: bytes) -> None:
    """The file holds exactly the content; whoever looks sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.tmp")
    part.write_bytes(content)
    os.replace(part, path)


def write_json(path: Path, value: Any) -> None:
    """The file holds the value as JSON with sorted keys, readable by its owner only."""
    write_atomically(path, (json.dumps(value, indent=1, sort_keys=True) + "\n").encode())
    path.chmod(0o600)


def read_json(path: Path, default: Any = None) -> Any:
    """The value in the file, or the default if there is no such file."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return default


def digest_of(value: Any) -> str:
    """SHA-256 over the value's canonical JSON: the same content, the same digest."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class JsonLines:
    """A file of one JSON object a line, each kept once by the value under `key`.

    A last line that a kill cut short is dropped on opening.
    """

    def __init__(self, path: Path, *, key: str) -> None:
        self.path = path
        self.key = key
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, Any]] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        self._mend()

    def _mend(self) -> None:
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if len(whole) < len(content):
            write_atomically(self.path, whole)
        for line in whole.splitlines():
            record = json.loads(line)
            self._known[record[self.key]] = record

    def append(self, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The records that were new, now on disk; those whose key is known stay as they were."""
        with self._lock:
            new: dict[str, dict[str, Any]] = {}
            for record in records:
                if record[self.key] not in self._known:
                    new.setdefault(record[self.key], dict(record))
            if new:
                self._write(new.values())
                self._known.update(new)
            return list(new.values())

    def _write(self, records: Iterable[Mapping[str, Any]]) -> None:
        lines = [json.dumps(record, sort_keys=True) + "\n" for record in records]
        with self.path.open("a", encoding="utf-8") as file:
            file.write("".join(lines))

    def __contains__(self, key: str) -> bool:
        return key in self._known

    def __len__(self) -> int:
        return len(self._known)

    def records(self) -> list[dict[str, Any]]:
        """All records in the order they came."""
        with self._lock:
            return list(self._known.values())


class Staging:
    """Groups of files that are shown together, and once, after the state that tells of them.

    prepare (hidden), then the owner keeps its state, then show. After a kill the owner asks for
    what is `pending`: a group its state knows is shown, any other is discarded and made again.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "staging"
        self.folder.mkdir(parents=True, exist_ok=True)

    def prepare(self, group: str, files: Mapping[str, bytes]) -> None:
        """The files, named by their paths below the root, are on disk but not yet shown."""
        self.discard(group)
        part = self.folder / f"{group}.tmp"
        for name, content in files.items():
            path = part / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        part.mkdir(exist_ok=True)
        os.rename(part, self.folder / group)

    def show(self, group: str) -> list[str]:
        """The group's files stand at their paths, each moved there exactly once; their names."""
        base = self.folder / group
        names = sorted(str(p.relative_to(base)) for p in base.rglob("*") if p.is_file())
        for name in names:
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(base / name, target)
        shutil.rmtree(base, ignore_errors=True)
        return names

    def pending(self, prefix: str) -> list[str]:
        """Groups with this prefix that were prepared and not wholly shown."""
        names = (path.name for path in self.folder.iterdir() if path.name.startswith(prefix))
        return sorted(name for name in names if not name.endswith(".tmp"))

    def discard(self, group: str) -> None:
        """Nothing is left of the group, nor of a preparation that was cut short."""
        for path in (self.folder / group, self.folder / f"{group}.tmp"):
            shutil.rmtree(path, ignore_errors=True)
