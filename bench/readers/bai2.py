"""Readers of BAI2 files. Each gives the number of transactions."""

from pathlib import Path

from bench.row import Read, Row


def ours_transactions() -> Read:
    from edi.bai2.reader import accounts
    from edi.ground.command import opened

    def read(path: str) -> int:
        with opened(path) as data:
            return sum(1 for report in accounts(data) for _ in report.transactions)

    return read


def ours_kept() -> Read:
    from edi.bai2.reader import parse

    def read(path: str) -> int:
        groups = parse(Path(path).read_bytes()).groups
        return sum(len(account.transactions) for group in groups for account in group.accounts)

    return read


def ours_check() -> Read:
    from edi.bai2.judge import check
    from edi.ground.command import opened

    def read(path: str) -> int:
        with opened(path) as data:
            report = check(data)
        assert report.is_ok and not report.findings
        return report.counts.transactions

    return read


def floor() -> Read:
    """Records joined with their 88s and split into fields, and nothing else."""

    def read(path: str) -> int:
        count, record = 0, ""
        with open(path, encoding="latin-1") as file:
            for line in file:
                if line.startswith("88,"):
                    record += line[3:].rstrip("/\r\n")
                    continue
                count += record.split(",")[0] == "16"
                record = line.rstrip("/\r\n")
        return count + (record.split(",")[0] == "16")

    return read


def bai2_parse() -> Read:
    from bai2 import bai2

    def read(path: str) -> int:
        with open(path, encoding="latin-1") as file:
            parsed = bai2.parse_from_file(file)
        accounts = (account for group in parsed.children for account in group.children)
        return sum(len(account.children) for account in accounts)

    return read


def bankstatementparser() -> Read:
    from bankstatementparser_loader_bai2 import load_bai2_file

    def read(path: str) -> int:
        return sum(1 for _ in load_bai2_file(path))

    return read


ROWS = (
    Row("ours, parse", "transactions as values, one at a time", ours_transactions),
    Row("ours, kept", "the whole report as values, every byte kept", ours_kept),
    Row("ours, full check", "all rules, counts and totals of every level; findings", ours_check),
    Row("floor", "records joined with their 88s and split; nothing kept, nothing judged", floor),
    Row("bai2", "models of every record; counts and totals checked", bai2_parse, "bai2", 10),
    Row(
        "bankstatementparser",
        "transactions as models; totals not held to the records",
        bankstatementparser,
        "bankstatementparser-loader-bai2",
        10,
    ),
)
