"""Which claims the sandbox payer puts in which 835, and its bytes. Sending is the payer's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from edi.sandbox.adjudication import (
    OpenClaim,
    correction_of,
    decide,
    reversal_of,
    takeback_of_nothing,
)
from edi.sandbox.claims import PayerIdentity
from edi.sandbox.scenarios import OF_CLAIM, Scenario
from edi.x12.parties import Address, Contact, Party, Reference
from edi.x12.payment import Bpr, Trace
from edi.x12.remittance import Claim, ProviderAdjustment, Remittance
from edi.x12.values import amount_text
from edi.x12.wrapping import wrap
from edi.x12.writer_835 import write_835

CLAIMS_A_REMITTANCE = 1000
CLAIMS_A_TROUBLE = 4
UNBALANCED_BY_CENTS = 100

# The interchange comes from one clearing house, whoever the payer is.
SENDER = ("ZZ", "SANDBOXPAYER")


@dataclass(frozen=True, slots=True)
class PaidFacility:
    """Whom the payer pays."""

    name: str
    npi: str
    tin: str
    routing_number: str
    account_number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AdvisedClaim:
    """One CLP of a remittance; `open_claim` is the true one, or None if there is none."""

    open_claim: OpenClaim | None
    claim: Claim
    scenario: Scenario


@dataclass(slots=True)
class Advice:
    """One 835 to be: what it pays and which scenario it plays. Amounts in cents."""

    payer: PayerIdentity
    scenario: Scenario
    claims: list[AdvisedClaim]
    provider_adjustments: list[tuple[str, str, int]] = field(default_factory=list)

    @property
    def claims_cents(self) -> int:
        return sum(each.claim.paid_cents for each in self.claims)

    @property
    def provider_adjustment_cents(self) -> int:
        return sum(cents for _, _, cents in self.provider_adjustments)

    @property
    def amount_cents(self) -> int:
        """What claims and provider adjustments make: BPR02 of an 835 in balance."""
        return self.claims_cents - self.provider_adjustment_cents

    @property
    def stated_cents(self) -> int:
        """BPR02 as the file will say it."""
        is_off = self.scenario is Scenario.UNBALANCED and self.amount_cents > 0
        return self.amount_cents + (UNBALANCED_BY_CENTS if is_off else 0)


def plan(
    claims: Sequence[OpenClaim], scenarios: Mapping[str, Scenario], *, seed: str
) -> Iterator[Advice]:
    """The remittances that pay the claims, in the order they are sent: payer by payer, first the
    usual ones, then one for each few claims of a trouble. A correction follows its original."""
    by_payer: dict[str, list[OpenClaim]] = {}
    for claim in claims:
        by_payer.setdefault(claim.payer_external_id, []).append(claim)
    for _, own in sorted(by_payer.items()):
        payer = payer_of(own[0])
        usual = [claim for claim in own if scenarios[claim.external_id] in OF_CLAIM]
        for part in _parts(usual, CLAIMS_A_REMITTANCE):
            decided = [_decided(claim, scenarios[claim.external_id], seed) for claim in part]
            yield Advice(payer, Scenario.CLEAN, decided)
        yield from _troubled(payer, own, scenarios, seed)


def payer_of(claim: OpenClaim) -> PayerIdentity:
    """Who pays the claim, as the claim itself says."""
    return PayerIdentity(claim.payer_external_id, claim.payer_name, claim.payer_tin, 0)


def _troubled(
    payer: PayerIdentity,
    claims: Sequence[OpenClaim],
    scenarios: Mapping[str, Scenario],
    seed: str,
) -> Iterator[Advice]:
    for scenario in Scenario:
        if scenario in OF_CLAIM:
            continue
        own = [claim for claim in claims if scenarios[claim.external_id] is scenario]
        for part in _parts(own, CLAIMS_A_TROUBLE):
            paid = [_decided(claim, scenario, seed) for claim in part]
            make = _MAKERS.get(scenario, _plain)
            yield from make(payer, scenario, paid)


def _parts(claims: list[OpenClaim], size: int) -> Iterator[list[OpenClaim]]:
    for start in range(0, len(claims), size):
        yield claims[start : start + size]


def _decided(claim: OpenClaim, scenario: Scenario, seed: str) -> AdvisedClaim:
    return AdvisedClaim(claim, decide(claim, scenario, seed=seed), scenario)


def _plain(payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]) -> Iterator[Advice]:
    yield Advice(payer, scenario, paid)


def _corrected(
    payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]
) -> Iterator[Advice]:
    """Paid with a patient's share first; then reversed and paid without one."""
    yield Advice(payer, scenario, paid)
    later: list[AdvisedClaim] = []
    for each in paid:
        assert each.open_claim is not None
        later.append(AdvisedClaim(each.open_claim, reversal_of(each.claim), scenario))
        corrected = correction_of(each.open_claim, each.claim)
        later.append(AdvisedClaim(each.open_claim, corrected, scenario))
    yield Advice(payer, scenario, later)


def _takeback(
    payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]
) -> Iterator[Advice]:
    first = paid[0]
    assert first.open_claim is not None
    nothing = takeback_of_nothing(first.open_claim, max(first.claim.paid_cents // 5, 1))
    yield Advice(payer, scenario, [*paid, AdvisedClaim(None, nothing, scenario)])


def _recovery(
    payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]
) -> Iterator[Advice]:
    reference = f"{paid[0].claim.payer_control_number}R"
    cents = max(paid[0].claim.paid_cents // 4, 1)
    yield Advice(payer, scenario, paid, [("WO", reference, cents)])


def _forwarded(
    payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]
) -> Iterator[Advice]:
    """Paid, then wholly taken back: nothing is paid and the debt is carried forward."""
    yield Advice(payer, scenario, paid)
    back = [AdvisedClaim(each.open_claim, reversal_of(each.claim), scenario) for each in paid]
    debt_cents = sum(each.claim.paid_cents for each in back)
    reference = f"{paid[0].claim.payer_control_number}F"
    yield Advice(payer, scenario, back, [("FB", reference, debt_cents)])


def _interest(
    payer: PayerIdentity, scenario: Scenario, paid: list[AdvisedClaim]
) -> Iterator[Advice]:
    cents = max(sum(each.claim.paid_cents for each in paid) // 100, 1)
    reference = paid[0].claim.payer_control_number
    yield Advice(payer, scenario, paid, [("L6", reference, -cents)])


_Maker = Callable[[PayerIdentity, Scenario, list[AdvisedClaim]], Iterator[Advice]]
_MAKERS: dict[Scenario, _Maker] = {
    Scenario.CORRECTED: _corrected,
    Scenario.TAKEBACK: _takeback,
    Scenario.RECOVERY: _recovery,
    Scenario.FORWARDED: _forwarded,
    Scenario.INTEREST: _interest,
}


def write(
    advice: Advice,
    facility: PaidFacility,
    *,
    trace_number: str,
    interchange_control: int,
    paid_on: date,
) -> bytes:
    """The interchange of one 835, its control numbers those given. A remittance that plays
    UNBALANCED is spoilt afterwards, as the writer itself refuses to write one."""
    rows = write_835(
        _remittance(advice, facility, trace_number, paid_on), control=f"{interchange_control:04d}"
    )
    content = wrap(
        [rows],
        sender_qualifier=SENDER[0],
        sender_id=SENDER[1],
        receiver_qualifier="ZZ",
        receiver_id=facility.npi,
        interchange_control=interchange_control,
        group_control=interchange_control,
        at=datetime.combine(paid_on, time(5, 30)),
    )
    if advice.stated_cents == advice.amount_cents:
        return content
    right, wrong = (
        f"BPR*I*{amount_text(cents)}*C".encode()
        for cents in (advice.amount_cents, advice.stated_cents)
    )
    return content.replace(right, wrong, 1)


def _remittance(
    advice: Advice, facility: PaidFacility, trace_number: str, paid_on: date
) -> Remittance:
    payer = advice.payer
    return Remittance(
        bpr=_bpr(advice, facility, paid_on),
        trace=Trace(trace_number, payer.company_id),
        payer=Party(
            "PR",
            payer.name,
            address=Address(("1 Example Plaza",), "Springvale", "OH", "44101"),
            references=[Reference("2U", payer.tin)],
            contacts=[Contact("BL", "Provider Services", [("TE", "5555550100")])],
        ),
        payee=Party(
            "PE", facility.name, "XX", facility.npi, references=[Reference("TJ", facility.tin)]
        ),
        production_date=paid_on,
        claims=[each.claim for each in advice.claims],
        provider_adjustments=[
            ProviderAdjustment(facility.npi, date(paid_on.year, 12, 31), reason, reference, cents)
            for reason, reference, cents in advice.provider_adjustments
        ],
    )


def _bpr(advice: Advice, facility: PaidFacility, paid_on: date) -> Bpr:
    payer = advice.payer
    if advice.amount_cents == 0:
        return Bpr("H", 0, "C", "NON", effective_date=paid_on)
    return Bpr(
        handling="I",
        amount_cents=advice.amount_cents,
        method="ACH",
        format="CCP",
        payer_routing_qualifier="01",
        payer_routing=payer.routing_number,
        payer_account_type="DA",
        payer_account=f"80{payer.tin}",
        originating_company_id=payer.company_id,
        payee_routing_qualifier="01",
        payee_routing=facility.routing_number,
        payee_account_type="DA",
        payee_account=facility.account_number,
        effective_date=paid_on,
    )
