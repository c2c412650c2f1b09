"""The targets by name."""

from collections.abc import Callable
from dataclasses import dataclass

from fuzz.targets import acknowledgment, bai2, nacha, payment, remittance, texts, x12


@dataclass(frozen=True, slots=True)
class Target:
    """A parser under damage. `examine` raises on anything that may not be, and gives what the
    input met, so that inputs that meet something new can be told; told not to be thorough it
    leaves out masks, other views and writing anew. `share` is how many of all
    inputs are meant for it, relative to the others."""

    name: str
    seeds: Callable[[], list[bytes]]
    examine: Callable[[bytes, bool], frozenset[str]]
    share: int


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("nacha", nacha.seeds, nacha.examine, 4),
        Target("x12", x12.seeds, x12.examine, 3),
        Target("835", remittance.seeds, remittance.examine, 4),
        Target("820", payment.seeds, payment.examine, 3),
        Target("999", acknowledgment.seeds, acknowledgment.examine, 3),
        Target("bai2", bai2.seeds, bai2.examine, 3),
        Target("ctx", texts.messages_seeds, texts.examine_message, 6),
        Target("trn", texts.trn_seeds, texts.examine_trn, 8),
        Target("corrected", texts.correction_seeds, texts.examine_correction, 8),
    )
}
