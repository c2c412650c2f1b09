"""Laws that hold for any file: built files are in order, bytes come back, no cent is lost."""

from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.build import build_file
from edi.nacha.ctx import split_into_addenda
from edi.nacha.files import Tally
from edi.nacha.healthcare import trn_addenda
from edi.nacha.judge import judge
from edi.nacha.mask import mask
from edi.nacha.reader import parse, read
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.nacha.writer import write
from tests.edi.nacha.cases import bases
from tests.edi.nacha.cases.recipes.recipe import lf
from tests.edi.nacha.cases.records import OUR_BANK, nine, settled

# Built files

BANKS = [nine(eight) for eight in ("23456789", "31313131", "01234567", "12000000", "80000001")]
COMPANIES = ["1123456789", "3987654321", "9NORTHWIND"]
DAYS = [date(2026, 11, 24), date(2026, 7, 3), date(2028, 2, 29)]
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
# A name of zeros alone names nobody.
LETTERS = "".join(char for char in PRINTABLE if char != "0")


def texts(most: int, alphabet: str = PRINTABLE) -> st.SearchStrategy[str]:
    """Left-justified texts of one to `most` characters, with blanks inside."""
    inner = st.text(alphabet=alphabet + " ", max_size=most - 1)
    first = st.sampled_from([char for char in alphabet if char not in "0 "])
    return st.builds(lambda a, b: (a + b).rstrip(" "), first, inner)


accounts = st.text(alphabet=PRINTABLE, min_size=1, max_size=17).filter(lambda text: text.strip("0"))
elements = st.text(alphabet=PRINTABLE.translate({ord(c): None for c in "*~\\"}), min_size=1)
amounts = st.integers(1, 9_999_999_999) | st.sampled_from([1, 9_999_999_999])
remittances = st.builds(
    lambda number, end: f"RMR*IV*{number[:40]}**1.00{end}", elements, st.sampled_from("~\\")
)


@st.composite
def entries(draw, sec: str, company: str) -> EntrySpec:
    """A live entry, a prenote or a zero-dollar one; its trace number comes with the batch."""
    use = draw(st.sampled_from(["live", "live", "live", "prenote", "zero_dollar"]))
    claim = sec == "HCCLAIMPMT"
    if use == "zero_dollar" and (claim or sec == "PPD"):
        use = "live"
    account = draw(st.sampled_from(["checking", "savings"]))
    direction = "credit" if claim else draw(st.sampled_from(["credit", "debit"]))
    addenda: list[str] = draw(st.lists(remittances, max_size=1))
    if sec == "CTX":
        addenda = split_into_addenda("".join(draw(st.lists(remittances, min_size=1, max_size=4))))
    if use == "zero_dollar":
        addenda = addenda or ["RMR*IV*NONE**0.00\\"]
    if claim:
        addenda = [
            trn_addenda(draw(elements)[:50], company, terminator=draw(st.sampled_from("~\\")))
        ]
    return EntrySpec(
        account_type=account,
        direction=direction,
        routing_number=draw(st.sampled_from(BANKS)),
        account_number=draw(accounts),
        amount_cents=draw(amounts) if use == "live" else 0,
        name=draw(texts(16 if sec == "CTX" else 22, LETTERS)),
        identification=draw(st.just("") | texts(15)),
        discretionary_data=draw(st.sampled_from(["", "A", "AK", "7"])),
        trace_number="",
        addenda=addenda,
        prenote=use == "prenote",
        zero_dollar=use == "zero_dollar",
    )


@st.composite
def batches(draw, first: int) -> BatchSpec:
    sec = draw(st.sampled_from(["CCD", "PPD", "CTX", "HCCLAIMPMT"]))
    company = draw(st.sampled_from(COMPANIES))
    found = draw(st.lists(entries(sec, company), min_size=1, max_size=5))
    step = draw(st.integers(1, 1_000))
    traced = [
        EntrySpec(**{**_values(each), "trace_number": f"{OUR_BANK}{first + step * at:07d}"})
        for at, each in enumerate(found)
    ]
    return BatchSpec(
        company_name=draw(texts(16, LETTERS)),
        company_identification=company,
        sec_code="CCD" if sec == "HCCLAIMPMT" else sec,
        description="HCCLAIMPMT"
        if sec == "HCCLAIMPMT"
        else draw(st.sampled_from(["DUES", "VENDORPAY"])),
        effective_date=draw(st.sampled_from(DAYS)),
        odfi=OUR_BANK,
        entries=traced,
        discretionary_data=draw(st.just("") | texts(20)),
    )


def _values(spec: EntrySpec) -> dict:
    return {name: getattr(spec, name) for name in EntrySpec.__slots__}


@st.composite
def files(draw) -> FileSpec:
    count = draw(st.integers(1, 3))
    return FileSpec(
        immediate_destination=nine(OUR_BANK),
        immediate_origin=draw(st.sampled_from([nine(OUR_BANK), "1123456789"])),
        created_at=datetime(2026, 11, 23, 9, 30),
        file_id_modifier=draw(st.sampled_from("A7Z0")),
        destination_name=draw(st.just("") | texts(23)),
        batches=[draw(batches(1 + 10_000 * at)) for at in range(count)],
    )


@settings(max_examples=100)
@given(files())
def test_built_file_has_no_error_on_either_side(spec):
    data = build_file(spec)
    findings = [*read(data)[1], *judge(parse(data), side="out")]
    assert [each for each in findings if each.is_error] == []


@settings(max_examples=100)
@given(files())
def test_controls_of_a_built_file_are_those_counted_without_the_codec(spec):
    lines = build_file(spec).decode().splitlines()
    assert settled(lines) == lines


@settings(max_examples=100)
@given(files())
def test_what_was_written_is_what_is_read(spec):
    file, _ = read(build_file(spec))
    assert [batch.sec_code for batch in file.batches] == [each.sec_code for each in spec.batches]
    for batch, given_batch in zip(file.batches, spec.batches, strict=True):
        header = batch.header
        assert header.company_name == given_batch.company_name
        assert header.company_identification == given_batch.company_identification
        assert header.description == given_batch.description
        assert header.effective_date == given_batch.effective_date
        assert header.discretionary_data == given_batch.discretionary_data
        for entry, given_entry in zip(batch.entries, given_batch.entries, strict=True):
            _assert_same(entry, given_entry)


def _assert_same(entry, spec):
    names = (
        "routing_number",
        "account_number",
        "amount_cents",
        "name",
        "identification",
        "discretionary_data",
        "trace_number",
    )
    for name in names:
        assert getattr(entry, name) == getattr(spec, name), name
    assert entry.is_credit == (spec.direction == "credit")
    assert [each.information.rstrip(" ") for each in entry.addenda] == list(spec.addenda)


# Damaged files

SOUND = [
    lf(make()).encode("latin-1")
    for make in (
        bases.claims,
        bases.vendor,
        bases.ctx,
        bases.mixed,
        bases.two,
        bases.returns,
        bases.dishonor,
        bases.contest,
        bases.change,
        bases.refused,
        bases.adv,
        bases.iat,
        bases.card,
    )
]
PIECES = [
    b"\n",
    b"\r",
    b"\r\n",
    b" ",
    b"0",
    b"9",
    b"6",
    b"5",
    b"8",
    b"705",
    b"799R69",
    b"\x00",
    b"\xa6",
    b"\xff",
]


@st.composite
def damaged(draw) -> bytes:
    """A sound file with some bytes overwritten, left out, put in, or lines moved about."""
    data = draw(st.sampled_from(SOUND))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 2, 10, 95]))
        put_in = draw(st.sampled_from(PIECES) | st.binary(max_size=3) | st.just(b""))
        data = data[:at] + put_in + data[at + length :]
    if draw(st.booleans()):
        lines = data.splitlines(keepends=True)
        line = draw(st.sampled_from(lines)) if lines else b""
        at = draw(st.integers(0, len(lines)))
        data = b"".join([*lines[:at], line, *lines[at:]])
    return data


@settings(max_examples=300)
@given(damaged() | st.binary(max_size=300))
def test_what_was_read_is_written_back_byte_for_byte(data):
    assert write(parse(data)) == data


@settings(max_examples=500)
@given(damaged())
def test_every_cent_of_a_6_record_is_counted_or_at_a_line_with_an_error(data):
    file = parse(data)
    errors = {each.line for each in judge(file) if each.is_error}
    is_advice, counted, at_stake = False, 0, 0
    for number, line in enumerate(file.lines, 1):
        if line.startswith("5"):
            is_advice = line[50:53].upper() == "ADV"
        amount = line[27:39] if is_advice else line[29:39]
        if line.startswith("6") and amount.isascii() and amount.isdecimal():
            counted += 0 if number in errors else int(amount)
            at_stake += int(amount) if number in errors else 0
    tally = file.tally()
    assert counted <= tally.debits_cents + tally.credits_cents <= counted + at_stake


@settings(max_examples=300)
@given(damaged())
def test_sum_over_batches_is_the_files_tally(data):
    file = parse(data)
    total = Tally()
    for batch in file.batches:
        total.add(batch.tally())
    assert total == file.tally()
    assert total.entries == sum(len(batch.entries) for batch in file.batches)


def _places(findings):
    return [(each.rule, each.level, each.line, each.columns) for each in findings]


@settings(max_examples=300)
@given(damaged())
def test_masked_file_keeps_its_tallies_and_draws_the_same_findings(data):
    file = parse(data)
    covered = mask(file)
    again = parse(write(covered))
    assert again.tally() == file.tally()
    assert _places(judge(again)) == _places(judge(file))


@settings(max_examples=300)
@given(st.binary(max_size=400) | damaged())
def test_nothing_that_stands_in_a_file_raises(data):
    file, findings = read(data)
    judge(parse(data), side="out")
    assert file is not None or findings
