"""The pages of rules in docs are what the codecs print of themselves."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("codec", ["nacha", "x12", "bai2"])
def test_page_of_rules_is_true_today(codec):
    run = subprocess.run(
        [sys.executable, "-m", f"edi.{codec}", "rules"], cwd=ROOT, capture_output=True, check=True
    )
    page = (ROOT / "docs" / "rules" / f"{codec}.md").read_bytes()
    assert run.stdout == page, "the rules have changed: make catalogues"
