"""Invented reports that keep every rule, as lines, and ways to change one place of them."""

FILE_HEADER = "01,091000022,NORTHWIND,261124,0600,1,,,2/"
GROUP_HEADER = "02,NORTHWIND,091000022,1,261123,2400,USD,2/"
ITEMS = "03,4455667788,USD,010,100000,,,015,150000,,,100,75000,2,,400,25000,1,/"
DETAILS = [
    "16,165,50000,Z,REF1,CUST1,LAKESIDE PLAN HCCLAIMPMT",
    "88,TRN*1*EFT00017*1123456789~",
    "16,142,25000,0,REF2,,HARBOR PLAN",
    "16,475,25000,,9911,1001/",
]
TOTAL = 450_000

# An account's lines without its 49, and the sum of its amounts.
Account = tuple[list[str], int]
FULL: Account = ([ITEMS, *DETAILS], TOTAL)


def simple(*details: str, total: int, header: str = "03,4455667788,USD,015,150000,,/") -> Account:
    """An account with one balance and those details; `total` is of the details alone."""
    return [header, *details], 150_000 + total


def group(*accounts: Account, header: str = GROUP_HEADER) -> tuple[list[str], int]:
    """The lines of a group with right trailers, and its total."""
    lines, total = [header], 0
    for rows, amount in accounts:
        lines += [*rows, f"49,{amount},{len(rows) + 1}/"]
        total += amount
    return [*lines, f"98,{total},{len(accounts)},{len(lines) + 1}/"], total


def report(*groups: tuple[list[str], int], header: str = FILE_HEADER) -> list[str]:
    """The lines of a report with right trailers."""
    lines = [header]
    for rows, _ in groups:
        lines += rows
    total = sum(amount for _, amount in groups)
    return [*lines, f"99,{total},{len(groups)},{len(lines) + 1}/"]


def base(*, header: str = FILE_HEADER, group_header: str = GROUP_HEADER) -> list[str]:
    """1 file, 2 group, 3 account, 4-5, 6 and 7 transactions, 8 to 10 trailers."""
    return report(group(FULL, header=group_header), header=header)


def of(*accounts: Account, header: str = FILE_HEADER) -> list[str]:
    """One group of those accounts: 3 is the first account, 4 its first transaction."""
    return report(group(*accounts), header=header)


def changed(lines: list[str], number: int, text: str) -> list[str]:
    """The lines with that one (from 1) replaced."""
    return [*lines[: number - 1], text, *lines[number:]]


def put(lines: list[str], number: int, old: str, new: str) -> list[str]:
    """The lines with a piece of that one (from 1) replaced."""
    assert old in lines[number - 1], (number, old)
    return changed(lines, number, lines[number - 1].replace(old, new, 1))


def data(lines: list[str], end: str = "\n") -> bytes:
    """The lines as bytes."""
    return "".join(line + end for line in lines).encode()


def padded(lines: list[str], length: int) -> list[str]:
    """Lines filled with blanks."""
    return [line.ljust(length) for line in lines]
