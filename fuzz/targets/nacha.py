"""Nacha files: no exception, the same bytes again, every cent accounted for, no account shown."""

import re

from edi.ground.line_findings import Finding, as_json
from edi.nacha.classify import classify
from edi.nacha.files import NachaFile
from edi.nacha.judge import judge
from edi.nacha.mask import mask, masked
from edi.nacha.reader import parse, read
from edi.nacha.records import Entry
from edi.nacha.show import show
from edi.nacha.stream import Checker, Report, check, entries
from edi.nacha.writer import write
from fuzz.oracle import hold, no_secret_in
from fuzz.seeds.nacha import ACCOUNTS, SECRETS, files

seeds = files

# A record that begins so is an entry wherever it stands.
_ENTRY, _ACCOUNT, _AMOUNT, _ADV_AMOUNT = "6", slice(12, 29), slice(29, 39), slice(27, 39)
_DIGITS = re.compile(r"[0-9]+")


def examine(data: bytes, thorough: bool = True) -> frozenset[str]:
    """Reads, judges, masks, shows and writes; gives the rules that spoke. Raises Breach."""
    file, findings = read(data)
    parsed = parse(data)
    hold("what is read is written again", write(parsed) == data)
    no_secret_in((each.message for each in findings), SECRETS)
    no_secret_in((each.value for each in findings), SECRETS)
    for finding in findings:
        as_json(finding)
        hold("a finding stands in the file", 1 <= finding.line <= max(1, len(parsed.lines)))
    _every_cent(parsed, findings)
    if thorough:
        _masked(parsed)
        _streamed(data, parsed)
        _seen_otherwise(parsed)
    return frozenset(each.rule for each in findings) | {"unreadable" if file is None else "file"}


def _every_cent(file: NachaFile, findings: list[Finding]) -> None:
    """The amount in each entry's columns is in the result, or a finding points at its line."""
    entries = {entry.line: entry for batch in file.batches for entry in batch.entries}
    spoken_of = {finding.line for finding in findings}
    debits = credits = 0
    for number, line in enumerate(file.lines, 1):
        text = line.ljust(94)
        if text[0] != _ENTRY:
            continue
        entry = entries.get(number)
        if entry is None:
            hold("an entry outside the result has a finding", number in spoken_of, number)
            continue
        cents = _written_cents(text, entry)
        hold("an amount is read as it stands", entry.amount_cents == cents, number)
        hold("no amount is dropped in silence", cents is not None or number in spoken_of, number)
        if entry.is_credit:
            credits += cents or 0
        else:
            debits += cents or 0
    tally = file.tally()
    hold(
        "the totals are the entries'",
        (tally.debits_cents, tally.credits_cents) == (debits, credits),
    )


def _written_cents(text: str, entry: Entry) -> int | None:
    written = text[_ADV_AMOUNT if entry.sec_code == "ADV" else _AMOUNT]
    return int(written) if _DIGITS.fullmatch(written) else None


def _masked(file: NachaFile) -> None:
    covered = mask(file)
    lengths = [len(line) for line in covered.lines] == [len(line) for line in file.lines]
    hold("a mask keeps every line's length", lengths)
    again = parse(write(covered))
    for batch in again.batches:
        for entry in batch.entries:
            account = entry.text[_ACCOUNT]
            hold("an account is masked", not any(each in account for each in ACCOUNTS), entry.line)
    shown = list(show(again))
    if _accounts_stand_in_their_field(file):
        no_secret_in(covered.lines, ACCOUNTS)
        no_secret_in(shown, ACCOUNTS)


def _streamed(data: bytes, file: NachaFile) -> None:
    """Entry by entry, in small pieces, by other line ends, masked: the report stays the same."""
    whole = check(data)
    hold("a mask is the same as a stream", b"".join(masked(data)) == write(mask(file)))
    passed = [(entry.line, entry.text) for entry, _ in entries(data)]
    kept = [(entry.line, entry.text) for batch in file.batches for entry in batch.entries]
    hold("a stream gives the same entries", passed == kept)
    by_entries = Checker(data)
    hold("a check by entries gives them all", len(list(by_entries)) == len(kept))
    hold("a check by entries says the same", _words(by_entries.report) == _words(whole))
    in_pieces = Checker(data, piece_bytes=300)
    in_pieces.run()
    hold("a check in small pieces says the same", _words(in_pieces.report) == _words(whole))
    covered = check(write(mask(file)))
    hold("a masked copy draws the same findings", _places(covered) == _places(whole))
    if b"\r" not in data and b"\n" in data.rstrip(b"\n"):
        other = check(data.replace(b"\n", b"\r\n"))
        hold("other line ends change no finding", _words(other) == _words(whole))


def _places(report: Report) -> list[object]:
    """Without the sentences, which may name the character that is covered."""
    return [(each.rule, each.level, each.line, each.columns) for each in report.findings]


def _words(report: Report) -> list[object]:
    words: list[object] = [(f.rule, f.level, f.line, f.columns, f.message) for f in report.findings]
    tally = report.summary.tally
    return [*words, report.errors, report.warnings, report.summary.line_count, tally]


def _accounts_stand_in_their_field(file: NachaFile) -> bool:
    """Whether no account number got anywhere but the field of an entry in a batch."""
    entries = {entry.line for batch in file.batches for entry in batch.entries}
    for number, line in enumerate(file.lines, 1):
        field = line[_ACCOUNT] if number in entries else ""
        if any(line.count(account) != field.count(account) for account in ACCOUNTS):
            return False
    return True


def _seen_otherwise(file: NachaFile) -> None:
    """As a file to be sent, and with everything tolerated: nothing raises there either."""
    judge(file, side="out")
    judge(file, tolerate={"headers_only"})
    for batch in file.batches:
        for entry in batch.entries:
            classify(entry)
