"""Nacha records as plain text, and controls that agree with them; written without the codec.

What the codec is tested with must not be made by it, so positions stand here a second time.
"""

WIDTH = 94
FILLER = "9" * WIDTH

OUR_BANK = "12345678"
THEIR_BANK = "23456789"
OTHER_BANK = "31313131"
COMPANY = "1123456789"

Fields = tuple[str, ...]


def record(*fields: str) -> str:
    """The fields in a row; they must fill the record exactly."""
    text = "".join(fields)
    if len(text) != WIDTH:
        raise AssertionError(f"{len(text)} characters: {text}")
    return text


def nine(eight: str) -> str:
    """The eight digits with their check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(eight, (3, 7, 1) * 3, strict=False))
    return eight + str(-total % 10)


def file_header(
    *, destination: str = " " + nine(OUR_BANK), origin: str = COMPANY, time: str = "0930"
) -> str:
    names = ["FIRST SAMPLE BANK".ljust(23), "NORTHWIND PLAN".ljust(23), " " * 8]
    return record("101", destination, origin, "261123", time, "A094101", *names)


def batch_header(
    service: str = "220",
    sec: str = "CCD",
    description: str = "VENDORPAY",
    *,
    odfi: str = OUR_BANK,
    number: int = 1,
    name: str = "NORTHWIND PLAN",
    company: str = COMPANY,
    status: str = "1",
    settlement: str = "",
) -> str:
    return record(
        "5",
        service,
        name.ljust(16),
        " " * 20,
        company.ljust(10),
        sec,
        description.ljust(10),
        " " * 6,
        "261124",
        settlement.ljust(3),
        status,
        odfi,
        f"{number:07d}",
    )


def _start_of_entry(code: str, bank: str, account: str, cents: int) -> str:
    return f"6{code}{nine(bank)}{account:<17}{cents:010d}"


def entry(
    code: str = "22",
    cents: int = 125_000,
    trace: str = OUR_BANK + "0000001",
    indicator: str = "0",
    *,
    bank: str = THEIR_BANK,
    account: str = "4455667788",
    name: str = "LAKESIDE CLINIC",
) -> str:
    start = _start_of_entry(code, bank, account, cents)
    return record(start, "PAYEE0001".ljust(15), name.ljust(22), "  ", indicator, trace)


def ctx_entry(
    count: int, cents: int = 125_000, code: str = "22", trace: str = OUR_BANK + "0000001"
) -> str:
    start = _start_of_entry(code, THEIR_BANK, "4455667788", cents)
    middle = f"{'PAYEE0001':<15}{count:04d}{'LAKESIDE CLINIC':<16}" + " " * 4
    return record(start, middle, "1" if count else "0", trace)


def iat_entry(cents: int = 125_000, trace: str = OUR_BANK + "0000001") -> str:
    start = f"622{nine(THEIR_BANK)}0007{'':13}{cents:010d}"
    return record(start, "4455667788".ljust(35), " " * 4, "1", trace)


def adv_entry(code: str, cents: int, sequence: int) -> str:
    start = f"6{code}{nine(THEIR_BANK)}{'4455667788':<15}{cents:012d}"
    middle = f"{nine(OUR_BANK)}{'00001'} {'LAKESIDE CLINIC':<22}  0"
    return record(start, middle, OUR_BANK, "328", f"{sequence:04d}")


def addenda(text: str, sequence: int = 1, trace: str = OUR_BANK + "0000001") -> str:
    return record("705", text.ljust(80), f"{sequence:04d}", trace[-7:])


def iat_addenda(number: int, text: str, trace: str = OUR_BANK + "0000001") -> str:
    return record(f"7{number}", text.ljust(84), trace[-7:])


def card_addenda(trace: str = OUR_BANK + "0000001") -> str:
    """Addenda 02: where a card was used."""
    where = f"{'REF0001':<7}   TERM01SERIAL1124{'12 RIVER STREET':<27}{'SAMPLETOWN':<15}NY"
    return record("702", where.ljust(76), trace)


ORIGINAL = OUR_BANK + "0000001"
RETURN_TRACE = THEIR_BANK + "0000071"
DISHONOR_TRACE = OUR_BANK + "0000009"


def returned(code: str = "R03", died: str = "", text: str = "", trace: str = RETURN_TRACE) -> str:
    return record("799", code, ORIGINAL, died.ljust(6), THEIR_BANK, text.ljust(44), trace)


def dishonored(
    code: str = "R69", text: str = "01*03", reason: str = "03", trace: str = DISHONOR_TRACE
) -> str:
    about = f"{RETURN_TRACE}330{reason}{text:<21}"
    return record("799", code, ORIGINAL, " " * 6, THEIR_BANK, " " * 3, about, trace)


def contested(
    code: str = "R73", when: str = "261120", settled: str = "323", trace: str = RETURN_TRACE
) -> str:
    about = f"{RETURN_TRACE}33003{DISHONOR_TRACE}33568 "
    return record("799", code, ORIGINAL, when.ljust(6), THEIR_BANK, settled.ljust(3), about, trace)


def notice(code: str = "C01", data: str = "7766554433", trace: str = RETURN_TRACE) -> str:
    return record("798", code, ORIGINAL, " " * 6, THEIR_BANK, data.ljust(29), " " * 15, trace)


def refusal(code: str = "C65", change: str = "C01", trace: str = DISHONOR_TRACE) -> str:
    about = f"{'7766554433':<29}{change}0000071"
    return record("798", code, ORIGINAL, " " * 6, THEIR_BANK, about, " " * 5, trace)


def batch_control() -> str:
    """A control whose figures `settled` puts in."""
    return "8".ljust(WIDTH)


def file_control() -> str:
    return "9".ljust(WIDTH)


def settled(lines: list[str]) -> list[str]:
    """The lines with right controls and filler, for the entries there are."""
    lines = [line for line in lines if line != FILLER]
    sums = _Sums()
    for at, line in enumerate(lines):
        if line[:1] in "59":
            sums.close()
        if line[:1] == "5":
            sums.open(line)
        elif line[:1] in ("6", "7"):
            sums.count(line)
        elif line[:1] == "8" and sums.header:
            lines[at] = _batch_control(sums.header, sums.batch)
            sums.close()
    sums.close()
    return _closed(lines, [sums.batches, *sums.file])


class _Sums:
    """Records, hash, debits and credits of the open batch and of all closed ones."""

    def __init__(self) -> None:
        self.header = ""
        self.follows_an_entry = False
        self.batches = 0
        self.batch, self.file = [0] * 4, [0] * 4

    def open(self, header: str) -> None:
        self.header, self.follows_an_entry = header, False
        self.batches += 1

    def close(self) -> None:
        self.file = [a + b for a, b in zip(self.file, self.batch, strict=True)]
        self.header, self.batch = "", [0] * 4

    def count(self, line: str) -> None:
        if not self.header or (line[0] == "7" and not self.follows_an_entry):
            return
        self.batch[0] += 1
        if line[0] == "7":
            return
        self.follows_an_entry = True
        is_advice = self.header[50:53] == "ADV"
        amount = line[27:39] if is_advice else line[29:39]
        side = 3 if line[2] in ("1357" if is_advice else "1234") else 2
        self.batch[1] += int(line[3:11]) if line[3:11].isdecimal() else 0
        self.batch[side] += int(amount) if amount.isdecimal() else 0


def _batch_control(header: str, counted: list[int]) -> str:
    count, hashed, debits, credits = counted
    start = f"8{header[1:4]}{count:06d}{hashed % 10**10:010d}"
    if header[50:53] == "ADV":
        return record(start, f"{debits:020d}{credits:020d}", " " * 19, header[79:])
    totals = f"{debits % 10**12:012d}{credits % 10**12:012d}"
    return record(start, totals, header[40:50], " " * 25, header[79:])


def _closed(lines: list[str], sums: list[int]) -> list[str]:
    batches, count, hashed, debits, credits = sums
    blocks = -(-len(lines) // 10)
    is_advice = any(line[:1] == "5" and line[50:53] == "ADV" for line in lines)
    wide, modulus = (20, 10**20) if is_advice else (12, 10**12)
    totals = f"{debits % modulus:0{wide}d}{credits % modulus:0{wide}d}"
    control = f"9{batches:06d}{blocks:06d}{count:08d}{hashed % 10**10:010d}{totals}".ljust(WIDTH)
    lines = [control if line[:1] == "9" else line for line in lines]
    return lines + [FILLER] * (-len(lines) % 10)
