"""Readers of BAI2 files. Each gives the number of transactions."""


from bench.row import Read, Row


def floor() -> Read:
    """Records joined with their 88s and split into fields, and nothing else."""

    def read(path: str) -> int:
        records: list[str] = []
        with open(path, encoding="latin-1") as file:
            for line in file:
                if line.startswith("88,"):
                    records[-1] += line[3:].rstrip("/\r\n")
                else:
                    records.append(line.rstrip("/\r\n"))
        return sum(record.split(",")[0] == "16" for record in records)

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
    Row("floor", "records joined with their 88s, split into fields, nothing judged", floor),
    Row("bai2", "models of every record; counts and totals checked", bai2_parse, "bai2", 10),
    Row(
        "bankstatementparser",
        "transactions as models; totals not held to the records",
        bankstatementparser,
        "bankstatementparser-loader-bai2",
        10,
    ),
)
