"""Every rule a report is judged by: its id, its level, its sentence and where it comes from.

How a rule is judged is edi.bai2.rules. BF the file, BG a group, BA an account, BT a transaction,
BC characters, lines and continuations.
"""

from dataclasses import dataclass

from edi.ground.line_findings import Level

_SPECIFICATION = "Cash Management Balance Reporting Specifications, Version 2 (2005)"
SOURCES = {
    "BF": f"{_SPECIFICATION}: file header 01 and file trailer 99",
    "BG": f"{_SPECIFICATION}: group header 02 and group trailer 98",
    "BA": f"{_SPECIFICATION}: account identifier 03 and account trailer 49",
    "BT": f"{_SPECIFICATION}: transaction detail 16, type codes, funds types",
    "BC": f"{_SPECIFICATION}: physical records, delimiters and continuation 88",
}
_HOUSE = "House rule: what a reader of the report would want to know"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; level E makes a report wrong, W asks a person to look."""

    id: str
    level: Level
    sentence: str
    source: str


_HOUSE_RULES = frozenset(
    {"BF18", "BG12", "BG13", "BA11", "BA12", "BA13", "BA14", "BA17", "BT08", "BC03", "BC10"}
)

_ROWS: tuple[tuple[str, Level, str], ...] = (
    ("BF01", "E", "The file holds at least one record of BAI2"),
    ("BF02", "E", "A file begins with a 01, and has only one"),
    ("BF03", "E", "Every record begins with one of the codes 01 02 03 16 49 88 98 99"),
    ("BF04", "E", "Records stand in order: 01, 02, 03 with its 16s, 49, 98, 99"),
    ("BF05", "E", "A file ends with a 99"),
    ("BF06", "E", "Nothing follows the 99"),
    ("BF07", "E", "Sender and receiver are named"),
    ("BF08", "E", "The creation date is a day"),
    ("BF09", "E", "The creation time is HHMM from 0000 to 2400, or 9999"),
    ("BF10", "E", "The file identification is a number"),
    ("BF11", "E", "The record length is blank or a number above zero"),
    ("BF12", "E", "The block size is blank or a number above zero"),
    ("BF13", "E", "The version is 2"),
    ("BF14", "E", "The total of the 99 is the sum of the totals of the 98s"),
    ("BF15", "E", "The 99 counts the groups"),
    ("BF16", "E", "The 99 counts the records of the file, continuations and itself too"),
    ("BF17", "W", "A 01 has eight fields after its code, a 99 three"),
    ("BF18", "W", "A file holds a group"),
    ("BG01", "E", "Every 02 is closed by a 98"),
    ("BG02", "E", "The originator is named"),
    ("BG03", "E", "The group status is 1, 2, 3 or 4"),
    ("BG04", "E", "The as-of date is a day"),
    ("BG05", "E", "The as-of time is blank, HHMM from 0000 to 2400, or 9999"),
    ("BG06", "E", "The currency of a group is blank or a known code of three letters"),
    ("BG07", "E", "The as-of date modifier is blank, 1, 2, 3 or 4"),
    ("BG08", "E", "The total of the 98 is the sum of the totals of the 49s"),
    ("BG09", "E", "The 98 counts the accounts of the group"),
    ("BG10", "E", "The 98 counts the records of the group, continuations and itself too"),
    ("BG11", "W", "A group holds an account"),
    ("BG12", "W", "The as-of date is not after the day the file was made"),
    ("BG13", "W", "A group that deletes another, or is a test, is not for booking"),
    ("BG14", "W", "A 02 has at most seven fields after its code, a 98 three"),
    ("BA01", "E", "Every 03 is closed by a 49"),
    ("BA02", "E", "The account number is not blank"),
    ("BA03", "E", "The currency of an account is blank or a known code of three letters"),
    ("BA04", "E", "The type code of an item is three digits"),
    ("BA05", "W", "The type code of an item is a known status or summary code"),
    ("BA06", "E", "The amount of an item is blank, or digits with or without a sign"),
    ("BA07", "E", "The count of an item is blank or digits"),
    ("BA08", "E", "The funds type of an item is known and has its parts"),
    (
        "BA09",
        "E",
        "The total of the 49 is the sum of the amounts of the 03 and the 16s, signs as written",
    ),
    ("BA10", "E", "The 49 counts the records of the account, continuations and itself too"),
    ("BA11", "W", "A group reports an account once in a currency"),
    ("BA12", "W", "Opening ledger and all credits less all debits give the closing ledger"),
    ("BA13", "W", "All credits reported (100) are the sum of the credits detailed"),
    ("BA14", "W", "All debits reported (400) are the sum of the debits detailed"),
    ("BA15", "W", "Items follow one another without empty fields between them"),
    ("BA16", "W", "A status item has no count and no funds type"),
    ("BA17", "W", "An account reports a type code once"),
    ("BA18", "W", "A 49 has two fields after its code"),
    ("BT01", "E", "The type code of a transaction is three digits"),
    ("BT02", "W", "The type code of a transaction is a known detail code"),
    ("BT03", "E", "The amount of a transaction is digits"),
    ("BT04", "E", "The amount of a transaction carries no sign: the type code says which way"),
    ("BT05", "W", "A transaction has an amount, unless it is an 890"),
    ("BT06", "E", "The funds type of a transaction is blank, Z, 0, 1, 2, S, V or D"),
    ("BT07", "E", "The funds type of a transaction has its parts"),
    ("BT08", "W", "The parts of a distributed availability add up to the amount"),
    ("BT09", "W", "A transaction has its places for both references"),
    ("BT10", "W", "No slash stands in a reference"),
    ("BT11", "W", "The text of a transaction begins with no slash"),
    ("BC01", "E", "The records of a file can be told apart, by line ends or by their length"),
    ("BC02", "W", "No byte order mark stands before the file"),
    ("BC03", "W", "Line ends are uniform and the last line is ended"),
    ("BC04", "E", "A record ends with a slash unless text ends it"),
    ("BC05", "E", "An 88 continues a record"),
    ("BC06", "E", "No line is longer than the record length of the 01"),
    ("BC07", "W", "No blanks follow a record unless the 01 gives a record length"),
    ("BC08", "W", "No blank lines stand in the file unless the 01 gives a block size"),
    ("BC09", "E", "No control characters stand in the file"),
    ("BC10", "W", "Characters are those of ASCII"),
    ("BC11", "W", "Currencies and funds types are written in capitals"),
    ("BC12", "E", "Nothing follows the slash that ends a record"),
    ("BC13", "W", "No blanks stand around a field that is no text"),
    ("BC14", "W", "Dates are written with six digits"),
    ("BC15", "E", "A comma follows the code of a record"),
)

CATALOGUE: dict[str, Rule] = {
    id: Rule(id, level, sentence, _HOUSE if id in _HOUSE_RULES else SOURCES[id[:2]])
    for id, level, sentence in _ROWS
}
