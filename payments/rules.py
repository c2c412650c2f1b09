"""What may be released by itself, and what a person must see first. Pure: rows in, reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hmsach.lib.money import display_dollars

# The strictest effect of all the rules that fit a batch is the one that holds.
STRICTNESS = ("approve", "ask", "hold", "refuse")
NO_RULE = "No release rule fits, so a person decides."


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """What a rule can see of a batch: no payee, no account, only what decides."""

    kind: str
    facility_id: UUID
    total_cents: int
    largest_cents: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A release rule as written by staff; `above_cents` is exclusive, `up_to_cents` inclusive."""

    name: str
    effect: str
    measures: str
    above_cents: int
    up_to_cents: int | None
    kind: str = ""
    facility_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One rule and what it said of one batch: a line of the decision's trace."""

    rule: str
    effect: str
    fits: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The effect that holds, and every rule that was looked at."""

    effect: str
    looked_at: tuple[LookedAt, ...]

    @property
    def sentences(self) -> list[str]:
        """Why it came out so: the sentences of the rules with the effect that holds."""
        held = [
            line.sentence for line in self.looked_at if line.fits and line.effect == self.effect
        ]
        return held or [NO_RULE]


def judge(batch: BatchSummary, rules: Iterable[Rule]) -> Judgement:
    """What the rules make of a batch. Where none fits, a person is asked."""
    looked_at = tuple(_look(rule, batch) for rule in rules)
    effects = [line.effect for line in looked_at if line.fits]
    effect = max(effects, key=STRICTNESS.index) if effects else "ask"
    return Judgement(effect, looked_at)


def _look(rule: Rule, batch: BatchSummary) -> LookedAt:
    against = _misfit(rule, batch)
    return LookedAt(rule.name, rule.effect, against is None, against or _fit(rule, batch))


def _misfit(rule: Rule, batch: BatchSummary) -> str | None:
    if rule.facility_id is not None and rule.facility_id != batch.facility_id:
        return "It is another facility's rule."
    if rule.kind and rule.kind != batch.kind:
        return "It is about another kind of payment."
    measured = _measured(rule, batch)
    if measured <= rule.above_cents:
        return f"{display_dollars(measured)} is not above {display_dollars(rule.above_cents)}."
    if rule.up_to_cents is not None and measured > rule.up_to_cents:
        return f"{display_dollars(measured)} is above {display_dollars(rule.up_to_cents)}."
    return None


def _fit(rule: Rule, batch: BatchSummary) -> str:
    what = "The largest payment" if rule.measures == "payment" else "The batch total"
    return f"{what} is {display_dollars(_measured(rule, batch))}: {rule.name}."


def _measured(rule: Rule, batch: BatchSummary) -> int:
    return batch.largest_cents if rule.measures == "payment" else batch.total_cents
