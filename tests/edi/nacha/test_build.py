"""New files: computed right, and refused rather than cut."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.answers import batch_of_answers, notice_of, offset_of, return_of
from edi.nacha.build import build_file, service_class
from edi.nacha.classify import EntryKind, classify
from edi.nacha.errors import UnwritableField, UnwritableFile
from edi.nacha.reader import read
from tests.edi.nacha.samples import (
    COMPANY,
    OUR_BANK,
    THEIR_BANK,
    batch,
    bytes_of,
    claims,
    entry,
    mixed,
    nine,
    spec,
)

# Written out by hand, position by position; blanks at the end of a line are left out here.
CLAIMS = """\
101 09100001911234567892611230930A094101FIRST SAMPLE BANK      NORTHWIND PLAN
5220NORTHWIND PLAN                      1123456789CCDHCCLAIMPMT      261124   1091000010000001
6220210000214455667788       0000125000PAYEE0001      LAKESIDE CLINIC         1091000010000001
705TRN*1*EFT00017*1123456789~                                                      00010000001
63202100002199-8877          0000000001PAYEE0001      LAKESIDE CLINIC         1091000010000002
705TRN*1*EFT00018*1123456789\\                                                      00010000002
822000000400042000040000000000000000001250011123456789                         091000010000001
9000001000001000000040004200004000000000000000000125001
"""


def test_claims_file_is_what_was_written_by_hand():
    written = "".join(line.ljust(94) + "\n" for line in CLAIMS.splitlines())
    filler = ("9" * 94 + "\n") * 2
    assert build_file(claims()).decode() == written + filler


def test_line_ends_can_be_cr_lf():
    assert build_file(claims(), line_end="\r\n") == build_file(claims()).replace(b"\n", b"\r\n")


def test_same_spec_gives_the_same_bytes():
    assert build_file(mixed()) == build_file(mixed())


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("account_number", {"account_number": "1" * 18}),
        ("account_number", {"account_number": ""}),
        ("account_number", {"account_number": "123 "}),
        ("name", {"name": "L" * 23}),
        ("name", {"name": "CLÍNICA"}),
        ("identification", {"identification": "9" * 16}),
        ("amount_cents", {"amount_cents": 10**10}),
        ("amount_cents", {"amount_cents": -1}),
        ("amount_cents", {"amount_cents": 12.5}),
        ("routing_number", {"routing_number": "02100002"}),
        ("trace_number", {"trace_number": "91000010000001"}),
        ("information", {"addenda": ["RMR*" + "X" * 80]}),
        ("account_type", {"account_type": "loan", "direction": "debit", "prenote": True}),
    ],
)
def test_value_that_does_not_fit_is_refused_with_its_field(field, changes):
    with pytest.raises(UnwritableField) as refusal:
        build_file(spec(batch(entry(**changes))))
    assert refusal.value.field == field
    assert refusal.value.code == "unwritable-field"


def test_refusal_does_not_repeat_the_account():
    with pytest.raises(UnwritableField) as refusal:
        build_file(spec(batch(entry(account_number="123456789012345678"))))
    assert "1234" not in str(refusal.value)


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("ED05", batch(entry(routing_number="021000022"))),
        ("ED11", batch(entry(amount_cents=0))),
        ("ED10", batch(entry(prenote=True))),
        ("BA05", batch(entry(), entry())),
        ("BA06", batch(entry(trace_number=f"{THEIR_BANK}0000001"))),
        ("BH11", batch(entry(), effective_date=date(2026, 11, 26))),
        ("BH14", batch(entry(), settlement_day=330)),
        ("HC04", batch(entry(), description="HCCLAIMPMT")),
        ("HC01", batch(entry(), description="hcclaimpmt")),
        ("AD02", batch(entry(addenda=["RMR*IV*1~", "RMR*IV*2~"]))),
        ("FS10", batch()),
        ("BH06", batch(entry(), sec_code="WEB")),
    ],
)
def test_file_that_breaks_a_rule_is_not_given_out(rule, broken):
    with pytest.raises(UnwritableFile) as refusal:
        build_file(spec(broken))
    assert rule in {each.rule for each in refusal.value.findings}


def test_bank_may_fill_the_settlement_day():
    built = build_file(spec(batch(entry(), settlement_day=330)), author="bank")
    assert read(built)[0].batches[0].header.settlement_day == "330"


def test_prenote_has_its_own_code_and_no_amount():
    file, _ = read(build_file(spec(batch(entry(prenote=True, amount_cents=0)))))
    only = file.batches[0].entries[0]
    assert (only.transaction_code, only.amount_cents) == ("23", 0)
    assert classify(only) is EntryKind.PRENOTE


def test_service_class_follows_from_the_directions():
    credit, debit = entry(), entry(direction="debit")
    assert service_class([credit]) == "220"
    assert service_class([debit]) == "225"
    assert service_class([credit, debit]) == "200"


def test_batches_are_numbered_in_order_unless_they_say():
    file, _ = read(build_file(mixed()))
    assert [each.header.batch_number for each in file.batches] == [1, 2]
    numbered = [replace(each, batch_number=70 + n) for n, each in enumerate(mixed().batches)]
    file, _ = read(build_file(spec(*numbered)))
    assert [each.header.batch_number for each in file.batches] == [70, 71]


def test_hash_keeps_its_lowest_ten_digits():
    high = nine("80999999")
    entries = [entry(routing_number=high, trace_number=f"{OUR_BANK}{n:07d}") for n in range(1, 131)]
    file, findings = read(build_file(spec(batch(*entries))))
    assert findings == []
    assert file.control.entry_hash == 130 * 80_999_999 - 10**10


def test_offset_balances_the_batch_and_stands_on_the_other_side():
    credits = [entry(), entry(amount_cents=40, trace_number=f"{OUR_BANK}0000002")]
    offset = offset_of(
        credits,
        account_type="checking",
        routing_number=nine(OUR_BANK),
        account_number="700800900",
        name="NORTHWIND PLAN",
        trace_number=f"{OUR_BANK}0000003",
    )
    file, _ = read(build_file(spec(batch(*credits, offset))))
    tally = file.tally()
    assert tally.debits_cents == tally.credits_cents == 125_040
    assert file.batches[0].header.service_class == "200"


@pytest.mark.parametrize("sample", ["claims", "mixed", "vendor", "ctx"])
def test_each_entry_can_be_returned_as_it_was(sample):
    original, _ = read(bytes_of(sample))
    sent = original.batches[-1]
    trace = f"{THEIR_BANK}0000500"
    answer = return_of(sent.entries[0], sent, code="R03", trace_number=trace)
    back = batch_of_answers(sent, [answer], returning_bank=THEIR_BANK)
    file, findings = read(build_file(spec(back), author="bank"))
    entry_back = file.batches[0].entries[0]
    assert [each for each in findings if each.is_error] == []
    assert classify(entry_back) is EntryKind.RETURN
    assert entry_back.account_number == sent.entries[0].account_number
    assert entry_back.amount_cents == sent.entries[0].amount_cents
    assert entry_back.routing_number == nine(OUR_BANK)
    assert entry_back.answer.original_trace == sent.entries[0].trace_number
    assert file.batches[0].header.company_identification == COMPANY


@pytest.mark.parametrize("sample", ["claims", "mixed", "ctx"])
def test_each_entry_can_draw_a_notice(sample):
    original, _ = read(bytes_of(sample))
    sent = original.batches[0]
    answer = notice_of(
        sent.entries[0],
        sent,
        code="C01",
        corrected_data="1 2345",
        trace_number=f"{THEIR_BANK}0000500",
    )
    back = batch_of_answers(sent, [answer], returning_bank=THEIR_BANK, notices=True)
    file, findings = read(build_file(spec(back), author="bank"))
    assert [each for each in findings if each.is_error] == []
    assert classify(file.batches[0].entries[0]) is EntryKind.NOTICE_OF_CHANGE
    assert file.batches[0].entries[0].amount_cents == 0


PRINTABLE = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@settings(max_examples=150, deadline=None)
@given(
    amounts=st.lists(st.integers(1, 9_999_999_999), min_size=1, max_size=25),
    account=PRINTABLE.filter(lambda text: len(text) <= 17 and text.strip("0")),
    name=PRINTABLE.filter(lambda text: len(text) <= 22 and text.strip("0")),
)
def test_what_is_built_reads_back_as_it_was_given(amounts, account, name):
    entries = [
        entry(
            amount_cents=amount,
            account_number=account,
            name=name,
            trace_number=f"{OUR_BANK}{number:07d}",
        )
        for number, amount in enumerate(amounts, 1)
    ]
    file, findings = read(build_file(spec(batch(*entries))))
    assert findings == []
    got = [(e.amount_cents, e.account_number, e.name) for e in file.batches[0].entries]
    assert got == [(amount, account, name) for amount in amounts]
    assert file.record_count % 10 == 0
