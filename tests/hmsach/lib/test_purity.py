"""The library stands on its own: every module imports where Django cannot be imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hmsach.lib

LIB = Path(hmsach.lib.__file__).parent
ROOT = LIB.parent.parent
MODULES = sorted(path.stem for path in LIB.glob("*.py") if path.stem != "__init__")

# A None in sys.modules makes the import fail, as if the package were not installed.
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; import {module}"
ROOMS = {"edi", "payments", "reconciliation"}
LOADED = "; print(*(name for name in sys.modules if name.count('.') < 3), sep='\\n')"


def run(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=ROOT
    )


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_without_django_and_brings_no_room_along(module: str) -> None:
    done = run(WITHOUT_DJANGO.format(module=f"hmsach.lib.{module}") + LOADED)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert f"hmsach.lib.{module}" in loaded
    assert not {name for name in loaded if name.split(".")[0] in ROOMS}
    ours = {name for name in loaded if name.startswith("hmsach.")}
    assert all(name.startswith("hmsach.lib") for name in ours)


def test_the_trick_would_notice_django() -> None:
    done = run(WITHOUT_DJANGO.format(module="django.db"))
    assert done.returncode != 0
    assert "django" in done.stderr
