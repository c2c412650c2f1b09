"""A Nacha file as read: its batches, and every line as it came. Reading is edi.nacha.reader."""

from dataclasses import dataclass, field

from edi.nacha.records import BatchControl, BatchHeader, Entry, FileControl, FileHeader, Record

HASH_MODULUS = 10**10


@dataclass(slots=True)
class Tally:
    """What the entries of a batch or file really add up to. Amounts in cents.

    The hash is the sum of the receiving banks' eight digits, lowest ten digits kept when shown.
    `complete` is False if some amount or routing number was not a number and so was left out.
    """

    entries: int = 0
    records: int = 0
    debits_cents: int = 0
    credits_cents: int = 0
    routing_sum: int = 0
    complete: bool = True

    @property
    def entry_hash(self) -> int:
        return self.routing_sum % HASH_MODULUS

    def take(self, entry: Entry) -> None:
        """Counts one entry with its addenda."""
        self.entries += 1
        self.records += 1 + len(entry.addenda)
        amount, rdfi = entry.amount_cents, entry.text[3:11]
        if amount is None or not rdfi.isdecimal():
            self.complete = False
        if rdfi.isdecimal():
            self.routing_sum += int(rdfi)
        if entry.is_credit:
            self.credits_cents += amount or 0
        else:
            self.debits_cents += amount or 0

    def add(self, other: "Tally") -> None:
        self.entries += other.entries
        self.records += other.records
        self.debits_cents += other.debits_cents
        self.credits_cents += other.credits_cents
        self.routing_sum += other.routing_sum
        self.complete = self.complete and other.complete


@dataclass(slots=True)
class Batch:
    """A batch header, its entries, and its control, which is None if the file left it out.

    Of a file read as a stream the entries are not kept: what they add up to is the tally.
    """

    header: BatchHeader
    entries: list[Entry] = field(default_factory=list)
    control: BatchControl | None = None
    _tally: Tally | None = field(default=None, repr=False, compare=False)

    @property
    def sec_code(self) -> str:
        """In upper case, whatever the file wrote."""
        return self.header.sec_code.upper()

    def keeps(self, tally: Tally) -> None:
        """From here on the tally is kept by whoever counts the entries as they pass."""
        self._tally = tally

    def tally(self) -> Tally:
        """The counts and totals of the entries themselves, not of the control."""
        if self._tally is None:
            self._tally = tally_of(self.entries)
        return self._tally


def tally_of(entries: list[Entry]) -> Tally:
    """Counts, totals in cents, and the sum for the hash."""
    result = Tally()
    for entry in entries:
        result.take(entry)
    return result


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A record that does not stand where the order of the file lets it: the rule and why."""

    rule: str
    record: Record
    message: str


@dataclass(slots=True)
class NachaFile:
    """A file as read. `lines` and `line_ends` hold every line as it came, in Latin-1.

    `strays` are records of no batch (an entry before any batch header, text after the control);
    they are kept so that nothing is lost. `filler` counts the rows of nines.
    """

    lines: list[str]
    line_ends: list[str]
    header: FileHeader | None = None
    batches: list[Batch] = field(default_factory=list)
    control: FileControl | None = None
    strays: list[Record] = field(default_factory=list)
    misplaced: list[Misplaced] = field(default_factory=list)
    ill_sized: list[int] = field(default_factory=list)
    blank_lines: list[int] = field(default_factory=list)
    filler: list[int] = field(default_factory=list)

    @property
    def record_count(self) -> int:
        """Records including filler, without blank lines."""
        return len(self.lines) - len(self.blank_lines)

    def tally(self) -> Tally:
        """Counts and totals over all batches."""
        result = Tally()
        for batch in self.batches:
            result.add(batch.tally())
        return result


@dataclass(slots=True)
class FileSummary:
    """What is left of a file when its records have passed: its ends, counts and totals.

    `tally` is what the entries add up to, `written` what the batch controls say (or the entries
    where a control is missing or not a number). `first_filler` is a line, 0 without filler;
    `ends_differ_at` the first line that ends otherwise than the first one, 0 where none does.
    """

    header: FileHeader | None = None
    control: FileControl | None = None
    tally: Tally = field(default_factory=Tally)
    written: Tally = field(default_factory=Tally)
    batch_count: int = 0
    line_count: int = 0
    blank_count: int = 0
    stray_count: int = 0
    filler_count: int = 0
    first_filler: int = 0
    ends_differ_at: int = 0
    last_is_open: bool = False

    @property
    def record_count(self) -> int:
        """Records including filler, without blank lines."""
        return self.line_count - self.blank_count
