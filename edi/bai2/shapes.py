"""What the fields of a record are: items of an account, parts of a detail, with their places; and
the values made of them. Whether they are right is edi.bai2.rules."""

from dataclasses import dataclass
from itertools import takewhile

from edi.bai2.files import Account, File, Funds, Group, Item, Trailer, Transaction
from edi.bai2.records import Field, Record, count_of_parts, missing_after
from edi.bai2.values import amount_of, date_of, is_time, number_of

FILE_HEADER = (
    "sender",
    "receiver",
    "creation_date",
    "creation_time",
    "file_id",
    "record_length",
    "block_size",
    "version",
)
GROUP_HEADER = (
    "ultimate_receiver",
    "originator",
    "status",
    "as_of_date",
    "as_of_time",
    "currency",
    "as_of_modifier",
)
# Where a trailer's number of records stands, after the total and, but for a 49, the members.
FIELD_COUNTS = {"01": 8, "02": 7, "49": 2, "98": 3, "99": 3}
_PLACES_OF_ITEM = 4
FUNDS_KINDS = frozenset({"", "Z", "0", "1", "2", "S", "V", "D"})


@dataclass(slots=True)
class FundsFields:
    """A funds type and its parts, where they stand."""

    kind: Field
    parts: list[Field]

    @property
    def letter(self) -> str:
        return self.kind.text.strip(" ").upper()

    def value(self) -> Funds:
        texts = [part.text.strip(" ") for part in self.parts]
        if self.letter == "S":
            immediate, one_day, later = map(amount_of, texts)
            return Funds("S", immediate, one_day, later)
        if self.letter == "V":
            return Funds("V", value_date=date_of(texts[0]), value_time=texts[1])
        if self.letter == "D":
            days, cents = texts[1::2], texts[2::2]
            pairs = zip(map(number_of, days), map(amount_of, cents), strict=False)
            return Funds("D", parts=tuple(pairs))
        return Funds(self.letter)

    def faulty_parts(self) -> list[Field]:
        """The parts that are not what the funds type asks for."""
        return [
            part for part, is_right in zip(self.parts, self._judged(), strict=True) if not is_right
        ]

    def _judged(self) -> list[bool]:
        texts = [part.text.strip(" ") for part in self.parts]
        if self.letter == "V":
            return [date_of(texts[0]) is not None, texts[1] == "" or is_time(texts[1])]
        if self.letter == "D":
            count = number_of(texts[0])
            return [
                count is not None and 2 * count == len(texts) - 1,
                *[
                    (number_of if place % 2 == 0 else amount_of)(text) is not None
                    for place, text in enumerate(texts[1:])
                ],
            ]
        # Of S a part may be blank, which is zero.
        return [text == "" or amount_of(text) is not None for text in texts]


@dataclass(slots=True)
class ItemFields:
    """One summary or status of a 03, where it stands."""

    type_code: Field
    amount: Field
    count: Field
    funds: FundsFields

    def value(self) -> Item:
        return Item(
            type_code=self.type_code.text.strip(" "),
            amount_cents=amount_of(self.amount.text.strip(" ")),
            item_count=number_of(self.count.text.strip(" ")),
            funds=self.funds.value(),
            line=self.type_code.line,
        )

    def is_plausible(self) -> bool:
        """True if every part can be what its place says."""
        code, amount = self.type_code.text.strip(" "), self.amount.text.strip(" ")
        count = self.count.text.strip(" ")
        return (
            is_type_code(code)
            and (not amount or amount_of(amount) is not None)
            and (not count or number_of(count) is not None)
            and self.funds.letter in FUNDS_KINDS
            and not self.funds.faulty_parts()
        )


@dataclass(slots=True)
class AccountFields:
    """A 03. `extra` are empty fields that belong to no item; `by_line` is True where items were
    only found by reading each line for itself."""

    record: Record
    number: Field
    currency: Field
    items: list[ItemFields]
    extra: list[Field]
    by_line: bool = False

    def value(self) -> Account:
        return Account(
            number=text_of(self.number),
            currency=self.currency.text.strip(" ").upper(),
            items=tuple(item.value() for item in self.items),
            line=self.record.line,
        )


@dataclass(slots=True)
class DetailFields:
    """A 16, where its parts stand."""

    record: Record
    type_code: Field
    amount: Field
    funds: FundsFields
    bank_reference: Field
    customer_reference: Field

    def value(self) -> Transaction:
        return Transaction(
            type_code=self.type_code.text.strip(" "),
            amount_cents=amount_of(self.amount.text.strip(" ")),
            funds=self.funds.value(),
            bank_reference=text_of(self.bank_reference),
            customer_reference=text_of(self.customer_reference),
            text_lines=tuple(decoded(line.text) for line in self.record.text),
            line=self.record.line,
        )


def is_type_code(text: str) -> bool:
    """True for three digits."""
    return len(text) == 3 and text.isascii() and text.isdigit()


def decoded(text: str) -> str:
    """Text as people read it: UTF-8 where the bytes are, Latin-1 otherwise."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeDecodeError:
        return text


def text_of(field: Field) -> str:
    """A field without the blanks around it."""
    return decoded(field.text.strip(" "))


def account_fields(record: Record) -> AccountFields:
    """A 03 as its items. Where a bank ends every line with a comma too many, or leaves commas
    away, so that reading on gives nonsense, each line is read for itself."""
    items, extra = _items(record.fields[2:], record)
    by_line = False
    if len(record.lines) > 1 and not all(item.is_plausible() for item in items):
        found, more = _items_by_line(record)
        if all(item.is_plausible() for item in found):
            items, extra, by_line = found, more, True
    return AccountFields(record, record[0], record[1], items, extra, by_line)


def _items_by_line(record: Record) -> tuple[list[ItemFields], list[Field]]:
    items: list[ItemFields] = []
    extra: list[Field] = []
    for number, _ in record.lines:
        found, more = _items([each for each in record.fields[2:] if each.line == number], record)
        items += found
        extra += more
    return items, extra


def _items(fields: list[Field], record: Record) -> tuple[list[ItemFields], list[Field]]:
    items: list[ItemFields] = []
    extra: list[Field] = []
    at = 0
    while at < len(fields):
        if not fields[at].text.strip(" "):
            blank = _blank_run(fields, at)
            # An item may be left out by leaving each of its four places empty.
            extra += blank[: len(blank) % _PLACES_OF_ITEM]
            at += len(blank)
            continue
        funds, after = _funds(fields, at + 3, record)
        items.append(
            ItemFields(fields[at], _at(fields, at + 1, record), _at(fields, at + 2, record), funds)
        )
        at = after
    # An account without items may end with fewer of them.
    return items, extra if items else []


def _blank_run(fields: list[Field], at: int) -> list[Field]:
    return list(takewhile(lambda field: not field.text.strip(" "), fields[at:]))


def detail_fields(record: Record) -> DetailFields:
    """A 16 as its parts; what is missing is empty."""
    funds, after = _funds(record.fields, 2, record)
    return DetailFields(
        record,
        record[0],
        record[1],
        funds,
        _at(record.fields, after, record),
        _at(record.fields, after + 1, record),
    )


def _funds(fields: list[Field], at: int, record: Record) -> tuple[FundsFields, int]:
    count = count_of_parts(fields, at)
    parts = [_at(fields, at + 1 + number, record) for number in range(count)]
    return FundsFields(_at(fields, at, record), parts), at + 1 + count


def _at(fields: list[Field], index: int, record: Record) -> Field:
    return fields[index] if index < len(fields) else missing_after(fields, record.lines)


def file_value(record: Record) -> File:
    """A 01 as a file without groups."""
    texts = [text_of(record[place]) for place in range(FIELD_COUNTS["01"])]
    return File(
        sender=texts[0],
        receiver=texts[1],
        created_on=date_of(texts[2]),
        created_time=texts[3],
        file_id=texts[4],
        record_length=number_of(texts[5]),
        block_size=number_of(texts[6]),
        version=texts[7],
        line=record.line,
    )


def group_value(record: Record) -> Group:
    """A 02 as a group without accounts."""
    texts = [text_of(record[place]) for place in range(FIELD_COUNTS["02"])]
    return Group(
        ultimate_receiver=texts[0],
        originator=texts[1],
        status=texts[2],
        as_of_date=date_of(texts[3]),
        as_of_time=texts[4],
        currency=texts[5].upper(),
        as_of_modifier=texts[6],
        line=record.line,
    )


def trailer_value(record: Record) -> Trailer:
    """A 49, 98 or 99."""
    last = FIELD_COUNTS[record.code] - 1
    return Trailer(
        total_cents=amount_of(record[0].text.strip(" ")),
        members=number_of(record[1].text.strip(" ")) if last == 2 else None,
        records=number_of(record[last].text.strip(" ")),
        line=record.line,
    )
