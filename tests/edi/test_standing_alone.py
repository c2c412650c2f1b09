"""The codecs run anywhere: copied out of the house, with nothing installed, under a bare Python."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EDI = Path(__file__).parents[2] / "edi"
CODECS = ("nacha", "x12", "bai2")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    """A directory that holds the codecs and their ground, and nothing else."""
    home = tmp_path_factory.mktemp("elsewhere")
    (home / "edi").mkdir()
    shutil.copy(EDI / "__init__.py", home / "edi")
    for name in ("ground", *CODECS):
        shutil.copytree(EDI / name, home / "edi" / name)
    return home


@pytest.mark.parametrize("codec", CODECS)
def test_codec_runs_copied_out_of_the_house_without_site_packages(elsewhere, codec):
    # -S: no site-packages; -E: no PYTHONPATH.
    run = subprocess.run(
        [sys.executable, "-S", "-E", "-m", f"edi.{codec}", "--help"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "check" in run.stdout


@pytest.mark.parametrize("package", ("ground", *CODECS))
def test_every_import_is_of_the_standard_library_or_of_the_codec_itself(package):
    foreign = [
        f"{path.name}: {name}"
        for path in (EDI / package).rglob("*.py")
        for name in _imported(path)
        if not _is_at_home(name, package)
    ]
    assert foreign == []


def _imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
    return names


def _is_at_home(name: str, package: str) -> bool:
    top = name.partition(".")[0]
    own = (f"edi.{package}", "edi.ground")
    return top in sys.stdlib_module_names or any(
        name == each or name.startswith(each + ".") for each in own
    )
