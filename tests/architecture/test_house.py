"""What holds for every module: where writes go round history, how long a file is, what it says."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("hmsach", "edi", "payments", "reconciliation", "demo")
LINES_MAX = 400
# Tables: as long as what they list.
TABLES = {
    "edi/bai2/type_codes.py",
    "edi/nacha/catalogue.py",
    "edi/nacha/codes.py",
    "edi/nacha/layouts.py",
    "hmsach/settings.py",
}
# Longer than one noun should be: to be cut in two, then struck from here.
TOO_LONG: set[str] = set()
# Writes without history, of rows that have none: counters, queue rows, keys with their own log.
PLAIN_WRITES = {
    "edi/services/channels.py",  # the time of a look, which history leaves out
    "edi/services/numbering.py",  # a counter
    "hmsach/api/idempotency.py",  # kept answers
    "hmsach/audit/chain.py",  # events and shapes, bound by the chain itself
    "hmsach/keys/rotation.py",  # keys, whose log is KeyEvent
    "hmsach/outbox/relay.py",  # deliveries, a queue
    "hmsach/outbox/webhooks.py",  # deliveries, a queue
}
# Calls of these names on what the module itself shows to be no queryset.
NO_QUERYSETS = {
    "demo/invariants.py",
    "edi/sandbox/disk.py",
    "edi/services/importing.py",
    "edi/x12/writer_999.py",
    "reconciliation/services/claims.py",
    "reconciliation/services/judging.py",
    "reconciliation/services/opening.py",
    "reconciliation/services/posting.py",
    "reconciliation/services/sums.py",
}
WRITES = {"update", "bulk_create", "bulk_update", "_raw_delete"}
# Whose job it is to print: commands, and scripts that a person starts.
PRINTERS = re.compile(r"(__main__|management/commands/.*|demo/.*)\.py$")
PURE = ("edi.ground", "edi.nacha", "edi.x12", "edi.bai2", "hmsach.lib")


def tracked(ending: str = "") -> list[str]:
    """Files that the repository keeps or is about to."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    names = {name for name in found.stdout.splitlines() if name.endswith(ending)}
    return sorted(name for name in names if (ROOT / name).is_file())


PRODUCT = [
    name for name in tracked(".py") if name.split("/")[0] in ROOMS and "/migrations/" not in name
]
MODULES = [name for name in PRODUCT if (ROOT / name).stat().st_size]
every_module = pytest.mark.parametrize("name", MODULES)


@cache
def text_of(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(text_of(name))


def test_there_are_modules_to_look_at():
    assert len(MODULES) > 200
    assert {name.split("/")[0] for name in MODULES} == set(ROOMS)


# Imports ---------------------------------------------------------------------------------------

WITHOUT_DJANGO = """
import importlib, pkgutil, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "rest_framework", "celery", "simple_history"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
package = importlib.import_module(sys.argv[1])
names = [m.name for m in pkgutil.walk_packages(package.__path__, sys.argv[1] + ".")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
rooms = {"hmsach", "edi", "payments", "reconciliation", "demo"}
loaded = {n for n in sys.modules if n.split(".")[0] in rooms}
allowed = ("hmsach", "edi", "hmsach.lib", "edi.ground", sys.argv[1])
below = ("hmsach.lib.", "edi.ground.", sys.argv[1] + ".")
strange = [n for n in loaded if n not in allowed and not n.startswith(below)]
assert not strange, strange
print(len(names))
"""


@pytest.mark.parametrize("package", PURE)
def test_a_pure_package_is_imported_without_django_and_without_other_rooms(package: str):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "HMSACH"))}
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, package],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) >= 6


@every_module
def test_no_import_is_relative(name: str):
    relative = [
        n.lineno for n in ast.walk(tree_of(name)) if isinstance(n, ast.ImportFrom) and n.level
    ]
    assert relative == []


# Writes ----------------------------------------------------------------------------------------


def plain_writes(name: str) -> list[int]:
    """Lines that call update() or a bulk write by keyword, as querysets are."""
    return [
        node.lineno
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and (node.func.attr != "update" or node.keywords or _on_objects(node.func.value))
    ]


def _on_objects(value: ast.expr) -> bool:
    return ".objects" in ast.unparse(value) or "QuerySet" in ast.unparse(value)


@every_module
def test_writes_that_go_round_history_stand_on_the_list(name: str):
    if name.startswith("hmsach/db/") or name in NO_QUERYSETS:
        pytest.skip("is the ground itself, or has no querysets in these calls")
    assert (plain_writes(name) == []) == (name not in PLAIN_WRITES)


def test_the_lists_of_exceptions_name_files_that_are_there():
    assert set(MODULES) >= PLAIN_WRITES | TABLES | TOO_LONG | NO_QUERYSETS


@every_module
def test_no_row_is_deleted_but_by_the_ground(name: str):
    allowed = {
        "hmsach/accounts/roles.py",  # grants, whose history keeps them
        "hmsach/api/idempotency.py",  # the claim of a key whose call failed
    }
    found = [
        node.lineno
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "delete"
        and not node.args
    ]
    assert found == [] or name in allowed or name.startswith("hmsach/db/")


# Words -----------------------------------------------------------------------------------------


@every_module
def test_a_module_says_what_it_is(name: str):
    assert ast.get_docstring(tree_of(name)), f"{name} has no docstring"


def public_functions(name: str) -> Iterator[ast.FunctionDef]:
    for node in tree_of(name).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


SERVICES = [name for name in MODULES if "/services/" in name]


@pytest.mark.parametrize("name", SERVICES)
def test_a_public_function_of_a_service_says_what_is_true_afterwards(name: str):
    assert [f.name for f in public_functions(name) if not ast.get_docstring(f)] == []


@every_module
def test_nothing_is_left_to_do_or_printed(name: str):
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text_of(name))
    printed = [
        node.lineno
        for node in ast.walk(tree_of(name))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("print", "breakpoint")
    ]
    assert printed == [] or PRINTERS.search(name)


@every_module
def test_a_file_holds_one_noun(name: str):
    assert len(text_of(name).splitlines()) <= LINES_MAX or name in TABLES | TOO_LONG


# Paths -----------------------------------------------------------------------------------------

# Spelled so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.}])/(?:work|home/\w+|root|Users/\w+)/")
SCRATCH = re.compile(r"(?<![\w.}])/tmp/\w")
BINARY = (".png", ".ico", ".woff2", ".pdf", ".svg")


@pytest.mark.parametrize("name", [n for n in tracked() if not n.endswith(BINARY)])
def test_no_file_names_a_path_of_one_machine(name: str):
    if not (ROOT / name).is_file():
        pytest.skip("was taken away since")
    text = (ROOT / name).read_bytes().decode("utf-8", "replace")
    assert MACHINE_PATHS.findall(text) == []
    # A manual may say where a reader could put a file; a program may not.
    assert name.endswith(".md") or SCRATCH.findall(text) == []


# The database ----------------------------------------------------------------------------------


def test_the_migrations_are_in_step_with_the_models():
    command = [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
