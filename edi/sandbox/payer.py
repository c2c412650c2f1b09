"""The sandbox payer: pays claims by 835s in its outbox and deposits at the sandbox bank, once.

How claims are decided and 835s are written is not here (adjudication, remittances), nor what is
true of them afterwards (truth).
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from edi.sandbox.adjudication import OpenClaim
from edi.sandbox.bank import Bank
from edi.sandbox.deposits import Deposit, DepositAccount
from edi.sandbox.disk import JsonLines, Staging, digest_of, read_json, write_json
from edi.sandbox.remittances import Advice, PaidFacility, plan, write
from edi.sandbox.scenarios import Scenario, assign
from edi.sandbox.truth import claim_truths, deposit_truth, remittance_truth
from hmsach.lib.banking_days import FEDERAL
from hmsach.lib.errors import DomainError
from hmsach.lib.money import InvalidAmount, display_dollars, dollars

Say = Callable[[str], None]

# A sender that no payer goes by: name, company id, first eight digits of its bank.
STRANGER = ("LARKSPUR HOLDING", "1970990011", "09990011")


class UnreadableRequest(DomainError):
    """The request to pay has not the shape it should have."""

    code = "unreadable-request"


@dataclass(slots=True)
class _Work:
    """What one request comes to, before any of it is shown."""

    facility: PaidFacility
    paid_on: date
    next_control: int
    next_trace: int
    files: dict[str, bytes] = field(default_factory=dict)
    deposits: list[Deposit] = field(default_factory=list)
    truths: list[dict[str, Any]] = field(default_factory=list)
    deposit_truths: list[dict[str, Any]] = field(default_factory=list)

    def send(self, advice: Advice) -> None:
        """The remittance and its deposit, or what the scenario leaves of the two."""
        trace_number = f"EFT{self.paid_on:%y%m%d}{self.next_trace:07d}"
        self.next_trace += 1
        self.truths += claim_truths(advice, trace_number)
        has_remittance = advice.scenario not in (Scenario.DEPOSIT_ONLY, Scenario.UNIDENTIFIED)
        if has_remittance:
            self._remit(advice, trace_number)
        if advice.scenario is Scenario.SENT_TWICE:
            self._remit(advice, trace_number, repeat=True)
        if advice.stated_cents and advice.scenario is not Scenario.REMITTANCE_ONLY:
            self._deposit(advice, trace_number, has_remittance)

    def _remit(self, advice: Advice, trace_number: str, *, repeat: bool = False) -> None:
        control = self.next_control
        self.next_control += 1
        name = f"835-{control:09d}.x12"
        self.files[f"payer/outbox/{name}"] = write(
            advice,
            self.facility,
            trace_number=trace_number,
            interchange_control=control,
            paid_on=self.paid_on,
        )
        self.truths.append(
            remittance_truth(advice, trace_number, file_name=name, control=control, repeat=repeat)
        )

    def _deposit(self, advice: Advice, trace_number: str, has_remittance: bool) -> None:
        deposit = self._deposit_of(advice, trace_number)
        self.deposits.append(deposit)
        stated_cents = advice.stated_cents if has_remittance else None
        truth = deposit_truth(deposit, advice.scenario, trace_number, stated_cents)
        self.deposit_truths.append(truth)

    def _deposit_of(self, advice: Advice, trace_number: str) -> Deposit:
        payer, facility = advice.payer, self.facility
        account = DepositAccount(facility.name, facility.routing_number, facility.account_number)
        cents = advice.stated_cents
        if advice.scenario is Scenario.UNIDENTIFIED:
            name, company_id, odfi = STRANGER
            return Deposit(account, cents, self.paid_on, name, company_id, odfi, "PAYMENT")
        if advice.scenario is Scenario.AMOUNT_DIFFERS:
            cents -= min(1234, cents // 2)
        return Deposit(
            account,
            cents,
            self.paid_on,
            payer.name,
            payer.company_id,
            payer.odfi,
            trn02=trace_number,
        )


class Payer:
    """All payers of the sandbox, behind one outbox at `root/payer`.

    A request is answered once: its outcome is kept, then shown. Given again, the same answer
    comes back and nothing else happens, whatever was killed in between.
    """

    def __init__(
        self, root: Path, staging: Staging, bank: Bank, truth: JsonLines, *, seed: int, say: Say
    ) -> None:
        self.folder = root / "payer"
        self.staging = staging
        self.bank = bank
        self.truth = truth
        self.seed = seed
        self.say = say
        self._lock = threading.Lock()
        for name in ("inbox", "outbox", "requests"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.state: dict[str, Any] = read_json(self.folder / "state.json") or {
            "next_control": 1,
            "next_trace": 1,
            "requests": {},
        }
        self._recover()

    def pay(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The claims are paid as their scenarios have it; the sums of what was sent.

        `request`: claims (as in contract/claims.json), facility {name, npi, tin, routing_number,
        account_number}, paid_on, troubles (bool), scenarios ({claim external_id: scenario},
        optional). A paid_on that is no banking day becomes the next one. Raises
        UnreadableRequest, UnknownScenario, and UnwritableElement for delimiters in identifiers.
        """
        digest = digest_of(request)
        with self._lock:
            if digest not in self.state["requests"]:
                self._pay(request, digest)
            self._settle(digest)
            answer: dict[str, Any] = self.state["requests"][digest]["answer"]
            return answer

    def _pay(self, request: Mapping[str, Any], digest: str) -> None:
        work = self._work(request, digest)
        answer = _answer(digest, work)
        self.staging.prepare(f"pay-{digest}", work.files)
        write_json(
            self._kept(digest),
            {
                "deposits": [each.as_json() for each in work.deposits],
                "truths": work.truths,
                "deposit_truths": work.deposit_truths,
            },
        )
        self.state["requests"][digest] = {"answer": answer, "is_settled": False}
        self.state["next_control"] = work.next_control
        self.state["next_trace"] = work.next_trace
        write_json(self.folder / "state.json", self.state)
        self.say(
            f"payer: {answer['claims']} claims in {answer['remittances']} remittances, "
            f"{display_dollars(sum(each.amount_cents for each in work.deposits))} in "
            f"{answer['deposits']} deposits"
        )

    def _work(self, request: Mapping[str, Any], digest: str) -> _Work:
        try:
            claims = [OpenClaim.of(each) for each in request["claims"]]
            facility = PaidFacility(**request["facility"])
            paid_on = FEDERAL.on_or_after(date.fromisoformat(request["paid_on"]))
        except (KeyError, TypeError, ValueError, AttributeError, InvalidAmount) as error:
            raise UnreadableRequest(f"The request to pay cannot be read: {_what(error)}.")
        scenarios = assign(
            [claim.external_id for claim in claims],
            seed=f"{self.seed} {digest}",
            troubles=bool(request.get("troubles")),
            chosen=request.get("scenarios"),
        )
        # Too little is at stake in these to play a trouble with.
        scenarios |= {
            claim.external_id: Scenario.CLEAN for claim in claims if claim.expected_cents < 100
        }
        work = _Work(facility, paid_on, self.state["next_control"], self.state["next_trace"])
        for advice in plan(claims, scenarios, seed=str(self.seed)):
            work.send(advice)
        return work

    def _settle(self, digest: str) -> None:
        """Deposits credited, 835s shown, truths kept: each once."""
        if self.state["requests"][digest]["is_settled"]:
            return
        kept = read_json(self._kept(digest))
        deposits = [Deposit.of(each) for each in kept["deposits"]]
        references = (
            self.bank.credit(deposits, key=f"pay-{digest}")["bank_references"] if deposits else []
        )
        self.staging.show(f"pay-{digest}")
        self.truth.append(kept["truths"])
        self.truth.append(
            truth | {"id": f"deposit:{reference}", "bank_reference": reference}
            for truth, reference in zip(kept["deposit_truths"], references, strict=True)
        )
        self.state["requests"][digest]["is_settled"] = True
        write_json(self.folder / "state.json", self.state)

    def _recover(self) -> None:
        for digest in self.state["requests"]:
            self._settle(digest)

    def _kept(self, digest: str) -> Path:
        return self.folder / "requests" / f"{digest}.json"

    def counts(self) -> dict[str, int]:
        """How many requests were paid, in how many remittances."""
        answers = [each["answer"] for each in self.state["requests"].values()]
        return {
            "requests": len(answers),
            "claims": sum(each["claims"] for each in answers),
            "remittances": sum(each["remittances"] for each in answers),
        }


def _answer(digest: str, work: _Work) -> dict[str, Any]:
    exceptions: dict[str, int] = {}
    for truth in (*work.truths, *work.deposit_truths):
        if truth["exception"]:
            exceptions[truth["exception"]] = exceptions.get(truth["exception"], 0) + 1
    return {
        "request": digest,
        "claims": len({t["claim_id"] for t in work.truths if t.get("claim_id")}),
        "remittances": len(work.files),
        "deposits": len(work.deposits),
        "deposited": dollars(sum(each.amount_cents for each in work.deposits)),
        "expected_exceptions": exceptions,
    }


def _what(error: Exception) -> str:
    """The kind of fault, never the value."""
    field_name = f" {error.args[0]}" if isinstance(error, KeyError) else ""
    return f"{type(error).__name__}{field_name}"
