"""Which open claim a remitted claim speaks of: exactly, or not at all, with reasons. Pure.

Rows, queries and what is posted are services'. Ambiguity is never a match: the only claim that
agrees in everything, wanted by one remitted claim only, is.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from reconciliation.states import ExceptionKind

RULE_VERSION = "exact-1"
CONTROL_NUMBER = "patient control number"
CHARGE = "charge"
SERVICE_DATE = "service date"
PAYER = "payer"
# What must agree, and what each is worth in the score of a suggestion; together 100.
WEIGHTS: Mapping[str, int] = {CONTROL_NUMBER: 40, CHARGE: 25, SERVICE_DATE: 20, PAYER: 15}
REASONS = tuple(WEIGHTS)
CLOSED = "closed"
SUGGESTED_MAX = 5


@dataclass(frozen=True, slots=True)
class Remitted:
    """What the payer says of a claim. `payer` is ours, None where nobody knows it."""

    key: Hashable
    control_number: str
    charge_cents: int
    service_from: date | None
    payer: Hashable | None
    is_reversal: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A claim of ours, open unless the ledger closed it."""

    key: Hashable
    control_number: str
    charge_cents: int
    service_from: date
    payer: Hashable
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that comes near: what agrees, what differs. The score is of 100."""

    key: Hashable
    agrees: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def score(self) -> int:
        """The weight of what agrees."""
        return sum(WEIGHTS[name] for name in self.agrees)

    @property
    def fits(self) -> bool:
        """Whether nothing differs."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Verdict:
    """The claim found, or the kind of exception it takes; in either case the candidates seen."""

    claim: Hashable | None
    kind: ExceptionKind | None
    candidates: tuple[Candidate, ...] = ()

    @property
    def score(self) -> int:
        """100 for a match, else that of the best candidate."""
        return max((candidate.score for candidate in self.candidates), default=0)


def compare(remitted: Remitted, owed: Owed) -> Candidate:
    """What agrees between the two and what differs, in the order of REASONS."""
    agreement = {
        CONTROL_NUMBER: remitted.control_number.strip() == owed.control_number.strip(),
        CHARGE: remitted.charge_cents == owed.charge_cents,
        SERVICE_DATE: remitted.service_from == owed.service_from,
        PAYER: remitted.payer is not None and remitted.payer == owed.payer,
    }
    differs = [name for name in REASONS if not agreement[name]]
    if not owed.is_open:
        differs.append(CLOSED)
    return Candidate(owed.key, tuple(n for n in REASONS if agreement[n]), tuple(differs))


def match_claims(remitted: Sequence[Remitted], owed: Iterable[Owed]) -> dict[Hashable, Verdict]:
    """A verdict for each remitted claim that is no reversal, by its key.

    Independent of the order of either. A claim of ours goes to two remitted claims of the call
    only where a reversal of it stands between them (a payment and its correction).
    """
    index = _Index(owed)
    payments = [each for each in remitted if not each.is_reversal]
    reversals = Counter(each.control_number.strip() for each in remitted if each.is_reversal)
    seen = {each.key: index.candidates(each) for each in payments}
    fitting = {key: [c for c in near if c.fits] for key, near in seen.items()}
    wanted = Counter(found[0].key for found in fitting.values() if len(found) == 1)
    verdicts = {}
    for each in payments:
        found = fitting[each.key]
        allowed = 1 + reversals[each.control_number.strip()]
        is_only = len(found) == 1 and wanted[found[0].key] <= allowed
        verdicts[each.key] = (
            Verdict(found[0].key, None, (found[0],)) if is_only else _refusal(seen[each.key])
        )
    return verdicts


class _Index:
    """Our claims by control number, and by what else could name them."""

    def __init__(self, owed: Iterable[Owed]) -> None:
        self.by_number: dict[str, dict[Hashable, Owed]] = defaultdict(dict)
        self.by_rest: dict[tuple[Hashable, int, date], dict[Hashable, Owed]] = defaultdict(dict)
        self.few: dict[tuple[Hashable, int, date], list[Owed]] = {}
        for claim in owed:
            self.by_number[claim.control_number.strip()][claim.key] = claim
            self.by_rest[claim.payer, claim.charge_cents, claim.service_from][claim.key] = claim

    def candidates(self, each: Remitted) -> list[Candidate]:
        """Every claim of the number; where there is none, some of the same payer, charge and day.

        The nearest first.
        """
        near = list(self.by_number.get(each.control_number.strip(), {}).values())
        found = [compare(each, claim) for claim in near or self._suggested(each)]
        return sorted(found, key=lambda c: (-c.score, len(c.differs), str(c.key)))

    def _suggested(self, each: Remitted) -> list[Owed]:
        """The same few, whatever the order: a day's laboratory claims may all be alike."""
        if each.payer is None or each.service_from is None:
            return []
        name = (each.payer, each.charge_cents, each.service_from)
        if name not in self.few:
            alike = self.by_rest.get(name, {}).values()
            self.few[name] = nsmallest(SUGGESTED_MAX, alike, key=lambda claim: str(claim.key))
        return self.few[name]


def _refusal(near: list[Candidate]) -> Verdict:
    """Why there is no match: several that fit, one whose charge alone differs, or none."""
    shown = tuple(near[:SUGGESTED_MAX])
    of_number = [each for each in near if CONTROL_NUMBER in each.agrees]
    if any(each.fits for each in near):
        return Verdict(None, ExceptionKind.MULTIPLE_CANDIDATES, shown)
    if any(each.differs == (CHARGE,) for each in of_number):
        kind = (
            ExceptionKind.AMOUNT_MISMATCH
            if len(of_number) == 1
            else ExceptionKind.MULTIPLE_CANDIDATES
        )
        return Verdict(None, kind, shown)
    return Verdict(None, ExceptionKind.CLAIM_NOT_FOUND, shown)


@dataclass(frozen=True, slots=True)
class Line:
    """A service line, remitted or ours."""

    key: Hashable
    control_number: str
    procedure: str
    charge_cents: int


def match_lines(remitted: Iterable[Line], owed: Iterable[Line]) -> dict[Hashable, Hashable]:
    """Our line for each remitted one, by control number, else by procedure and charge.

    Only where exactly one stands on each side; no line of ours is given twice.
    """
    left, ours = list(remitted), list(owed)
    found = _only_pairs(left, ours, lambda line: line.control_number or None)
    left = [line for line in left if line.key not in found]
    taken = set(found.values())
    ours = [line for line in ours if line.key not in taken]
    return found | _only_pairs(left, ours, lambda line: (line.procedure, line.charge_cents))


def _only_pairs(left, right, name_of) -> dict[Hashable, Hashable]:
    names: dict[Hashable, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for side, lines in enumerate((left, right)):
        for line in lines:
            if (name := name_of(line)) is not None:
                names[name][side].append(line)
    return {
        one[0].key: other[0].key for one, other in names.values() if len(one) == len(other) == 1
    }
