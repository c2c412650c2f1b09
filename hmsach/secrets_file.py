"""The embedded default's secrets: made once on this machine, kept in a file only its owner reads.

Production sets the same names in the environment, and this file is never written there.
"""

import base64
import json
import os
import secrets
from pathlib import Path

NAMES = ("SECRET_KEY", "MASTER_KEY", "INDEX_KEY", "CHAIN_KEY")
# Keys of AES-256 and HMAC are 32 bytes; Django wants a longer text for its own.
SIZES = {"SECRET_KEY": 48}


def load_or_make(path: Path) -> dict[str, str]:
    """The secrets kept at `path`, made there with mode 0600 if the file is not there yet.

    Two processes that start together agree: the file is written apart and linked into place, and
    the one that comes second reads what the first wrote.
    """
    if not path.exists():
        _write_once(path, {name: _new_secret(SIZES.get(name, 32)) for name in NAMES})
    kept: dict[str, str] = json.loads(path.read_text())
    return kept


def _new_secret(size_bytes: int) -> str:
    return base64.b64encode(secrets.token_bytes(size_bytes)).decode()


def _write_once(path: Path, made: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(made, indent=1))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
