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

    def add(self, other: "Tally") -> None:
        self.entries += other.entries
        self.records += other.records
        self.debits_cents += other.debits_cents
        self.credits_cents += other.credits_cents
        self.routing_sum += other.routing_sum
        self.complete = self.complete and other.complete


@dataclass(slots=True)
class Batch:
    """A batch header, its entries, and its control, which is None if the file left it out."""

    header: BatchHeader
    entries: list[Entry] = field(default_factory=list)
    control: BatchControl | None = None
    _tally: Tally | None = field(default=None, repr=False, compare=False)

    @property
    def sec_code(self) -> str:
        """In upper case, whatever the file wrote."""
        return self.header.sec_code.upper()

    def tally(self) -> Tally:
        """The counts and totals of the entries themselves, not of the control."""
        if self._tally is None:
            self._tally = tally_of(self.entries)
        return self._tally


def tally_of(entries: list[Entry]) -> Tally:
    """Counts, totals in cents, and the sum for the hash."""
    result = Tally(entries=len(entries))
    for entry in entries:
        result.records += 1 + len(entry.addenda)
        amount, rdfi = entry.amount_cents, entry.text[3:11]
        if amount is None or not rdfi.isdecimal():
            result.complete = False
        if rdfi.isdecimal():
            result.routing_sum += int(rdfi)
        if entry.is_credit:
            result.credits_cents += amount or 0
        else:
            result.debits_cents += amount or 0
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
