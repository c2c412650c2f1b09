"""BAI2 reports: no exception, the same bytes again, every amount accounted for, names covered."""

from contextlib import suppress
from dataclasses import replace

from edi.bai2.files import File, Transaction
from edi.bai2.judge import check
from edi.bai2.mask import mask
from edi.bai2.reader import accounts, parse, read
from edi.bai2.references import ach_reference_of
from edi.bai2.show import show
from edi.bai2.writer import write
from edi.ground.errors import Unwritable
from edi.ground.line_findings import Finding, as_json
from fuzz.oracle import hold, no_secret_in
from fuzz.seeds.bai2 import ACCOUNTS, SECRETS, reports

seeds = reports
_DIGITS = frozenset("0123456789")
_MOST_DIGITS = 18


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads, judges, masks, shows and writes; gives the rules that spoke. Raises Breach."""
    file, findings = read(data)
    parsed = parse(data)
    hold("what is read is written again", write(parsed) == data)
    _told(data, findings)
    transactions = _all(parsed)
    if file is not None:
        _every_amount(data, transactions, findings)
    if thorough:
        _seen_otherwise(data, transactions)
        _masked(data, findings)
        _written_anew(parsed)
    return frozenset(each.rule for each in findings) | {str(file is None)}


def _seen_otherwise(data: bytes, transactions: list[Transaction]) -> None:
    walked = [each for report in accounts(data) for each in report.transactions]
    hold("a walk meets the same transactions", walked == transactions)
    for each in transactions:
        ach_reference_of(each)
    for line in show(data):
        hold("a line is shown as text", isinstance(line, str))


def _told(data: bytes, findings: list[Finding]) -> None:
    no_secret_in((each.message for each in findings), SECRETS)
    no_secret_in((each.value or "" for each in findings), SECRETS)
    lines = data.count(b"\n") + data.count(b"\r") + len(data) // 20 + 1
    for finding in findings:
        as_json(finding)
        hold("a finding stands in the file", 1 <= finding.line <= lines, finding.line)


def _all(file: File) -> list[Transaction]:
    return [
        each for group in file.groups for account in group.accounts for each in account.transactions
    ]


def _every_amount(data: bytes, transactions: list[Transaction], findings: list[Finding]) -> None:
    """The amount of each line that begins with 16 is in the result, or a finding points there.

    For reports by LF whose amounts stand in the line itself.
    """
    if b"\r" in data or b"\n" not in data.rstrip(b"\n") or data.startswith(b"\xef"):
        return
    given = {each.line: each for each in transactions}
    spoken_of = {finding.line for finding in findings}
    for number, line in enumerate(data.decode("latin-1").split("\n"), 1):
        fields = line.rstrip(" ").removesuffix("/").split(",")
        if fields[0] != "16" or len(fields) < 6:
            continue
        if number not in given:
            hold("a transaction left out has a finding", _is_near(number, spoken_of), number)
            continue
        cents = given[number].amount_cents
        if cents is None:
            is_blank = not fields[2].strip()
            hold("no amount is dropped in silence", is_blank or number in spoken_of, number)
        else:
            hold("an amount is read as it stands", cents == _cents(fields[2]), number)


def _is_near(number: int, spoken_of: set[int]) -> bool:
    """A report that cannot be read as records has one finding for all."""
    return number in spoken_of or 1 in spoken_of


def _cents(text: str) -> int | None:
    digits = text.strip().lstrip("+-")
    return int(text) if digits and set(digits) <= _DIGITS and len(digits) <= _MOST_DIGITS else None


def _masked(data: bytes, findings: list[Finding]) -> None:
    covered = b"".join(mask(data))
    hold("a mask keeps the length", len(covered) == len(data))
    # Elsewhere an account number may be an amount, which a mask leaves.
    known = [account for account in ACCOUNTS if _stands_in_its_field(data, account.encode())]
    no_secret_in([covered.decode("latin-1")], known)
    before = [(each.rule, each.line, each.columns) for each in findings]
    after = [(each.rule, each.line, each.columns) for each in check(covered).findings]
    hold("a masked copy draws the same findings", before == after)


def _stands_in_its_field(data: bytes, account: bytes) -> bool:
    """Whether the number stands nowhere but behind a 03 that begins a line."""
    end = b"\n" if b"\n" in data else b"\r"
    rows = end + data
    return rows.count(account) == rows.count(end + b"03," + account + b",")


def _written_anew(file: File) -> None:
    """What the writer takes of a report that was read is read back the same."""
    with suppress(Unwritable):
        written = write(replace(file, kept=None))
        again = parse(written)
        hold("a composed report keeps its transactions", _all(again) == _all(file))
        hold("a composed report keeps its groups", again.groups == file.groups)
