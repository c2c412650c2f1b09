"""BA02 to BA08 and BA11 to BA17: what the 03 says, and whether the account's numbers agree."""

from collections.abc import Iterator

from edi.bai2.currencies import DEFAULT, display
from edi.bai2.records import Record
from edi.bai2.rules.groups import unknown_currency
from edi.bai2.rules.registry import AccountState, Place, Remark, Remarks, at, rule
from edi.bai2.shapes import FUNDS_KINDS, AccountFields, FundsFields, is_type_code, text_of
from edi.bai2.type_codes import (
    CLOSING_LEDGER,
    OPENING_LEDGER,
    TOTAL_CREDITS,
    TOTAL_DEBITS,
    type_code_of,
)
from edi.bai2.values import amount_of, number_of


@rule("BA02", "account")
def account_number_is_not_blank(account: AccountFields, place: Place) -> Remarks:
    if not account.number.text.strip(" "):
        yield at(account.number, "the account number is blank")


@rule("BA03", "account")
def currency_of_account_is_known(account: AccountFields, place: Place) -> Remarks:
    return unknown_currency(account.currency)


@rule("BA04", "account")
def type_codes_are_three_digits(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        if not is_type_code(item.type_code.text.strip(" ")):
            yield at(item.type_code, "the type code is not three digits")


@rule("BA05", "account")
def type_codes_are_of_items(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        code = item.type_code.text.strip(" ")
        row = type_code_of(code)
        if is_type_code(code) and (row is None or not row.may_be_item):
            what = "not known" if row is None else "one of transactions"
            yield at(item.type_code, f"the type code {code} is {what}")


@rule("BA06", "account")
def amounts_of_items_are_numbers(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        text = item.amount.text.strip(" ")
        if text and amount_of(text) is None:
            yield at(item.amount, "the amount is no number")


@rule("BA07", "account")
def counts_of_items_are_numbers(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        text = item.count.text.strip(" ")
        if text and number_of(text) is None:
            yield at(item.count, "the item count is no number")


@rule("BA08", "account")
def funds_of_items_are_known(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        yield from unknown_kind(item.funds)
        yield from faulty_parts(item.funds)


def unknown_kind(funds: FundsFields) -> Remarks:
    """One remark where a funds type is none."""
    if funds.letter not in FUNDS_KINDS:
        yield at(funds.kind, "the funds type is none of Z, 0, 1, 2, S, V, D")


def faulty_parts(funds: FundsFields) -> Remarks:
    """A remark for each part that is not what its funds type asks for."""
    for part in funds.faulty_parts():
        yield at(part, f"the part is not what funds type {funds.letter} asks for")


@rule("BA11", "account")
def account_is_reported_once(account: AccountFields, place: Place) -> Remarks:
    key = (text_of(account.number), account.currency.text.strip(" ").upper())
    if place.group and key[0] and key in place.group.accounts:
        yield at(account.number, "the account stands in the group before")


@rule("BA15", "account")
def items_follow_one_another(account: AccountFields, place: Place) -> Remarks:
    if account.by_line:
        first = account.record.lines[1]
        message = "items only make sense when each line is read for itself"
        yield Remark(first[0], (1, len(first[1])), message)
    elif account.extra:
        more = f", and {len(account.extra) - 1} more" if len(account.extra) > 1 else ""
        yield at(account.extra[0], f"an empty field stands where a type code belongs{more}")


@rule("BA16", "account")
def status_items_have_amounts_alone(account: AccountFields, place: Place) -> Remarks:
    for item in account.items:
        row = type_code_of(item.type_code.text.strip(" "))
        if row and row.level == "status":
            for field in (item.count, item.funds.kind):
                if field.text.strip(" "):
                    yield at(field, "a status has neither count nor funds type")


@rule("BA17", "account")
def type_code_is_reported_once(account: AccountFields, place: Place) -> Remarks:
    seen: set[str] = set()
    for item in account.items:
        code = item.type_code.text.strip(" ")
        if is_type_code(code) and code in seen:
            yield at(item.type_code, f"the type code {code} stands in the account before")
        seen.add(code)


@rule("BA12", "49")
def ledger_moves_by_what_was_reported(record: Record, place: Place) -> Remarks:
    account = place.account
    if account is None:
        return
    amounts = [
        _reported(account, code)
        for code in (OPENING_LEDGER, TOTAL_CREDITS, TOTAL_DEBITS, CLOSING_LEDGER)
    ]
    if None in amounts:
        return
    opening, credits, debits, closing = (amount or 0 for amount in amounts)
    # Some banks write debits below zero.
    expected = opening + credits - abs(debits)
    if expected != closing:
        currency = _currency(account, place)
        message = (
            f"the closing ledger is {display(closing, currency)}, opening ledger and movements "
            f"give {display(expected, currency)}"
        )
        yield _on_item(account, CLOSING_LEDGER, message)


@rule("BA13", "49")
def credits_are_those_detailed(record: Record, place: Place) -> Remarks:
    if place.account and place.account.credit_count:
        yield from _total(place.account, place, TOTAL_CREDITS, place.account.credits)


@rule("BA14", "49")
def debits_are_those_detailed(record: Record, place: Place) -> Remarks:
    if place.account and place.account.debit_count:
        yield from _total(place.account, place, TOTAL_DEBITS, place.account.debits)


def _total(account: AccountState, place: Place, code: str, counted: int) -> Iterator[Remark]:
    reported = _reported(account, code)
    if reported is not None and account.sums.is_certain and abs(reported) != counted:
        currency = _currency(account, place)
        message = (
            f"{display(abs(reported), currency)} reported under {code}, the transactions add up "
            f"to {display(counted, currency)}"
        )
        yield _on_item(account, code, message)


def _reported(account: AccountState, code: str) -> int | None:
    for item in account.shape.items:
        if item.type_code.text.strip(" ") == code:
            return amount_of(item.amount.text.strip(" "))
    return None


def _on_item(account: AccountState, code: str, message: str) -> Remark:
    amount = next(i.amount for i in account.shape.items if i.type_code.text.strip(" ") == code)
    return Remark(amount.line, amount.columns, message)


def _currency(account: AccountState, place: Place) -> str:
    header = place.group.header if place.group else None
    group = header[5].text.strip(" ") if header else ""
    return account.shape.currency.text.strip(" ") or group or DEFAULT
