"""Files that keep every rule, line by line: what each recipe starts from."""

from tests.edi.nacha.cases.records import (
    OUR_BANK,
    RETURN_TRACE,
    THEIR_BANK,
    addenda,
    adv_entry,
    batch_control,
    batch_header,
    card_addenda,
    contested,
    ctx_entry,
    dishonored,
    entry,
    file_control,
    file_header,
    iat_addenda,
    iat_entry,
    notice,
    refusal,
    returned,
    settled,
)

Lines = list[str]

TRACES = [f"{OUR_BANK}{number:07d}" for number in range(8)]
TRN = "TRN*1*EFT00017*1123456789~"
RMR = "RMR*IV*INV-7**1250.00\\"


def whole(*batches: Lines) -> Lines:
    """A file of batches whose controls are left to `settled`."""
    records = [file_header()]
    for each in batches:
        records += [*each, batch_control()]
    return settled([*records, file_control()])


def vendor() -> Lines:
    """2 CCD, 3 an entry, 4-5 one with an RMR segment, 6 and 7 controls, 8-10 filler."""
    return whole(
        [
            batch_header(),
            entry(),
            entry(cents=1, trace=TRACES[2], indicator="1", account="99-8877"),
            addenda(RMR, trace=TRACES[2]),
        ]
    )


def ten() -> Lines:
    """Ten records without filler: 2 CCD, 3-8 entries, 9 and 10 controls."""
    return whole([batch_header(), *(entry(trace=trace) for trace in TRACES[1:7])])


def claims() -> Lines:
    """2 HCCLAIMPMT, 3-4 and 5-6 entries with a TRN, 7 and 8 controls, 9-10 filler."""
    return whole(
        [
            batch_header(description="HCCLAIMPMT"),
            entry(indicator="1"),
            addenda(TRN),
            entry("32", 1, TRACES[2], "1", account="99-8877"),
            addenda("TRN*1*EFT00018*1123456789\\", trace=TRACES[2]),
        ]
    )


def mixed() -> Lines:
    """2 a REVERSAL of both sides, 3 a credit, 4 a debit, 5 and 6 controls."""
    debit = entry("27", 40, TRACES[2])
    return whole([batch_header("200", description="REVERSAL"), entry(), debit])


def debits(description: str = "DUES") -> Lines:
    """2 PPD, 3 a debit, 4 and 5 controls."""
    return whole([batch_header("225", "PPD", description), entry("27", name="PAT SAMPLE")])


def two() -> Lines:
    """2-4 a batch of CCD (entry 3), 5-7 another of PPD (entry 6), 8 control."""
    second = [batch_header(sec="PPD", number=2), entry(trace=TRACES[2], name="PAT SAMPLE")]
    return whole([batch_header(), entry()], second)


def of(sec: str, code: str = "22", cents: int = 125_000) -> Lines:
    """2 a batch of the SEC code, 3 its entry without addenda, 4 and 5 controls."""
    service = "220" if code[1] in "1234" else "225"
    status = "2" if sec == "DNE" else "1"
    return whole([batch_header(service, sec, status=status), entry(code, cents)])


def with_addenda(sec: str, text: str, code: str = "22", cents: int = 125_000) -> Lines:
    """2 a batch of the SEC code, 3-4 its entry with one 05 addenda, 5 and 6 controls."""
    service = "220" if code[1] in "1234" else "225"
    status = "2" if sec == "DNE" else "1"
    header = batch_header(service, sec, status=status)
    return whole([header, entry(code, cents, indicator="1"), addenda(text)])


def prenote() -> Lines:
    """2 CCD, 3 a prenote, 4 and 5 controls."""
    return of("CCD", "23", 0)


def zero_dollar() -> Lines:
    """2 CCD, 3-4 a zero-dollar entry with remittance, 5 and 6 controls."""
    return with_addenda("CCD", "RMR*IV*INV-7**0.00\\", "24", 0)


def card() -> Lines:
    """2 POS, 3-4 a debit with an 02 addenda, 5 and 6 controls."""
    return whole([batch_header("225", "POS"), entry("27", indicator="1"), card_addenda()])


def adv() -> Lines:
    """2 ADV, 3 a credit, 4 a debit, 5 and 6 controls."""
    header = batch_header("280", "ADV", status="0")
    return whole([header, adv_entry("81", 125_000, 1), adv_entry("82", 40, 2)])


def iat() -> Lines:
    """2 IAT, 3 an entry, 4-10 its addenda, 11 and 12 controls."""
    texts = ["BUS", "NORTHWIND PLAN", "SAMPLETOWN*NY\\", "SAMPLE BANK", "OTHER BANK", "1", "2"]
    return whole(
        [
            batch_header(sec="IAT", name=""),
            iat_entry(),
            *(iat_addenda(number, text) for number, text in enumerate(texts, 10)),
        ]
    )


MESSAGE = (
    "ST*820*0001~BPR*C*1250.00*C*ACH*CTX*01*234567898*DA*4455667788~TRN*1*PAY000042~"
    "ENT*1~RMR*IV*INVOICE-0000017**1250.00~SE*6*0001~"
)
# The separators of some banks: 0xA6 between elements, 0x85 after segments.
ENVELOPE = (
    "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*LAKESIDE       *261123*0930*U*00401*"
    "000000017*0*P*:~GS*RA*NORTHWIND*LAKESIDE*20261123*0930*17*X*004010~"
    + MESSAGE
    + "GE*1*17~IEA*1*000000017~"
)
EDIFACT = (
    "UNA:+.? 'UNB+UNOA:1+NORTHWIND+LAKESIDE+261123:0930+17'UNH+1+REMADV:D:96A:UN'"
    "BGM+481+PAY42+9'MOA+12:1250.00'UNT+4+1'UNZ+1+17'"
)


def ctx(message: str = MESSAGE, sec: str = "CTX") -> Lines:
    """2 CTX, 3 an entry, from 4 its addenda, then controls."""
    pieces = [message[at : at + 80] for at in range(0, len(message), 80)]
    records = [addenda(piece, number) for number, piece in enumerate(pieces, 1)]
    return whole([batch_header(sec=sec), ctx_entry(len(pieces)), *records])


def _answers(header: str, *pairs: tuple[str, str]) -> Lines:
    return whole([header, *(line for pair in pairs for line in pair)])


def _answered(trace: str, cents: int = 125_000, code: str = "21") -> str:
    return entry(code, cents, trace, "1", bank=OUR_BANK)


def returns() -> Lines:
    """2 CCD, 3-4 an R03, 5-6 an R14 with a date of death, 7 and 8 controls."""
    second = THEIR_BANK + "0000072"
    return _answers(
        batch_header(odfi=THEIR_BANK, settlement="330"),
        (_answered(RETURN_TRACE), returned()),
        (_answered(second), returned("R14", "261102", trace=second)),
    )


def dishonor(code: str = "R69", text: str = "01*03", reason: str = "03") -> Lines:
    """2 CCD, 3-4 a dishonored return, 5 and 6 controls."""
    trace = OUR_BANK + "0000009"
    return _answers(batch_header(), (_answered(trace), dishonored(code, text, reason)))


def contest(code: str = "R73", when: str = "261120", settled_on: str = "323") -> Lines:
    """2 CCD, 3-4 a contested return, 5 and 6 controls."""
    pair = (_answered(RETURN_TRACE), contested(code, when, settled_on))
    return _answers(batch_header(odfi=THEIR_BANK), pair)


def change(code: str = "C01", data: str = "7766554433", was: str = "21") -> Lines:
    """2 COR, 3-4 a notification of change, 5 and 6 controls."""
    service = "220" if was[1] in "1234" else "225"
    header = batch_header(service, "COR", odfi=THEIR_BANK)
    return _answers(header, (_answered(RETURN_TRACE, 0, was), notice(code, data)))


def refused() -> Lines:
    """2 COR, 3-4 a refused notice, 5 and 6 controls."""
    trace = OUR_BANK + "0000009"
    return _answers(batch_header(sec="COR"), (_answered(trace, 0), refusal()))


def rich(*batches: int) -> Lines:
    """One batch of as many entries of the largest amount as each number says."""
    made, serial = [], 0
    for number, count in enumerate(batches, 1):
        traces = [f"{OUR_BANK}{at:07d}" for at in range(serial + 1, serial + count + 1)]
        entries = [entry(cents=9_999_999_999, trace=trace) for trace in traces]
        made.append([batch_header(number=number), *entries])
        serial += count
    return whole(*made)
