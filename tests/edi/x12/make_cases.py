"""Makes `cases/`: for each rule a file that keeps it and one or more that break it, and in
expected.tsv what a check has to say of each. Run it from the root of the checkout:

    python -m tests.edi.x12.make_cases

All of it is invented. What is expected is said by hand; nothing is taken from what the codec
finds.
"""

from __future__ import annotations

from pathlib import Path

from tests.edi.x12.case import Case, Valid, data_of, expected_of
from tests.edi.x12.cases_claims import claims
from tests.edi.x12.cases_envelope import envelope
from tests.edi.x12.cases_form import form
from tests.edi.x12.cases_payment import answers, payment
from tests.edi.x12.cases_remittance import remittance
from tests.edi.x12.cases_structure import structure
from tests.edi.x12.cases_values import values

HERE = Path(__file__).with_name("cases")
COLUMNS = "file\trule\tlevel\tsegment\tnumber\telement\tbeside"

CASES = [
    *envelope(),
    *structure(),
    *values(),
    *remittance(),
    *claims(),
    *payment(),
    *answers(),
    *form(),
]


def named() -> list[tuple[str, Case | Valid]]:
    """Each case with the name of its file."""
    seen: dict[str, int] = {}
    result: list[tuple[str, Case | Valid]] = []
    for case in CASES:
        kind = "valid" if isinstance(case, Valid) else "faulty"
        key = f"{case.rule} {kind}"
        count = seen[key] = seen.get(key, 0) + 1
        tail = "" if count == 1 else f"-{count}"
        result.append((f"{case.rule}{tail}.{kind}.edi", case))
    return result


def expected_table() -> str:
    """expected.tsv, a line for each faulty file."""
    lines = [f"{name}\t{expected_of(case)}" for name, case in named() if isinstance(case, Case)]
    return "\n".join([COLUMNS, *lines]) + "\n"


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for old in HERE.glob("*.edi"):
        old.unlink()
    for name, case in named():
        (HERE / name).write_bytes(data_of(case))
    (HERE / "expected.tsv").write_text(expected_table(), encoding="utf-8")


if __name__ == "__main__":
    main()
