"""Two hospitals filled alike, through the services and importers that fill them in life.

Every text of a side carries its name, every number its digit, so that a leak shows by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import transaction

from edi.ground.routing import check_digit
from edi.models import Channel, InboundFile, Partner, Transmission
from edi.nacha.reader import read
from edi.sandbox.adjudication import OpenClaim, decide
from edi.sandbox.bank_files import (
    TraceNumbers,
    Verdict,
    acknowledgment,
    answers_file,
    deposits_file,
)
from edi.sandbox.claims import PayerIdentity, synthetic_npi
from edi.sandbox.deposits import Deposit as BankedDeposit
from edi.sandbox.deposits import DepositAccount
from edi.sandbox.remittances import Advice, AdvisedClaim, PaidFacility, write
from edi.sandbox.scenarios import Scenario
from edi.services import importing, receiving, sending
from hmsach.accounts.models import Facility, User
from hmsach.accounts.roles import grant_role, system_user
from hmsach.api.bodies import parse_body
from hmsach.api.clients import register_client
from hmsach.audit.access import reveal
from hmsach.audit.acts import act
from hmsach.outbox import relay, webhooks
from payments.bodies import BatchBody
from payments.models import (
    BankAccount,
    BankCutoff,
    BankProfile,
    ClosedDay,
    Payee,
    Payment,
    PaymentBatch,
    ReleaseRule,
)
from payments.services.approvals import approve_batch
from payments.services.batches import accept_batch
from payments.services.file_building import build_now
from payments.services.holds import lift_holds, place_hold
from payments.services.outcomes import settle_due
from reconciliation.bodies import AnswersBody, ClaimsBody
from reconciliation.models import ExceptionItem, Payer, ReconciliationResult
from reconciliation.services import exceptions
from reconciliation.services.claims import upsert_claims
from reconciliation.services.ledger_answers import apply_answers

# A Tuesday, 09:00 in New York.
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
PASSWORD = "a long enough password"
ROUTING_NUMBER = "07100998" + check_digit("07100998")
ROLES = ("biller", "approver", "treasury", "compliance", "cfo")
SCOPES = ("payments", "recon", "claims", "events", "metrics")
SCENARIOS = (
    Scenario.CLEAN,
    Scenario.PAID_IN_FULL,
    Scenario.DENIED,
    Scenario.UNDERPAID,
    Scenario.OVERPAID,
    Scenario.TRANSPOSED,
    Scenario.UNKNOWN_CODE,
)
# One payer of both sides: payers are no one's secret.
PAYER = PayerIdentity("PAYER-COMMON", "Common Health Plan", "970114201", 68)


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody made up, whose every mark must stay sealed."""

    last: str
    first: str
    birth_date: str
    member_id: str


PATIENTS = {
    1: Patient("Brambleton", "Yestinia", "1931-07-11", "MBRX19931"),
    2: Patient("Corvanelle", "Zephyrine", "1932-08-12", "MBRX29932"),
}


@dataclass(slots=True)
class Side:
    """One hospital: its people, its client, and what must not be read anywhere."""

    marker: str
    digit: int
    facility: Facility
    folder: Path
    users: dict[str, User] = field(default_factory=dict)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    channels: dict[str, Channel] = field(default_factory=dict)
    profile: BankProfile | None = None
    rows: dict[str, set[str]] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    @property
    def patient(self) -> Patient:
        return PATIENTS[self.digit]

    @property
    def accounts(self) -> dict[str, str]:
        """Account numbers by whose they are. The last digits ask the bank for its answers."""
        return {
            "own": f"44070{self.digit}8811",
            "vendor": f"77003{self.digit}90002",
            "provider": f"88004{self.digit}90102",
            "refund": f"55125{self.digit}97721",
            "late": f"66035{self.digit}91234",
        }

    @property
    def ids(self) -> set[str]:
        """The keys of every row of this side, whatever the table."""
        return set().union(*self.rows.values())

    def pks(self, label: str) -> set[str]:
        """The keys of this side's rows of a model."""
        return self.rows.get(label, set())


@dataclass(slots=True)
class Worlds:
    """Our side and the other's."""

    ours: Side
    other: Side


def build(folder: Path) -> Worlds:
    """Both sides, one after the other; what each made is told apart by what was there before."""
    _common()
    before = _keys()
    ours = _side("ONESIDE", 1, folder)
    between = _keys()
    other = _side("OTHERSIDE", 2, folder)
    after = _keys()
    ours.rows = {label: between[label] - before[label] for label in after}
    other.rows = {label: after[label] - between[label] for label in after}
    return Worlds(ours, other)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever is written in here is gone afterwards; blocks nest."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _keys() -> dict[str, set[str]]:
    return {
        model._meta.label: {str(pk) for pk in model._base_manager.values_list("pk", flat=True)}
        for model in apps.get_models(include_auto_created=True)
    }


def _common() -> None:
    """What belongs to nobody in particular."""
    system_user()
    with act(None, "Set up"):
        Partner.objects.create(
            code="PAYERHUB", name="Payer Hub", kind="payer", x12_id="SANDBOXPAYER"
        )
        Partner.objects.create(
            code="CLEARHUB",
            name="Clearing Hub",
            kind="clearinghouse",
            x12_id="CLEARHUB",
            agreement_from=date(2026, 1, 1),
        )
        Payer.objects.create(external_id=PAYER.external_id, name=PAYER.name, tin=PAYER.tin)
        ClosedDay.objects.create(day=date(2027, 3, 3), note="Bank moves house")
        ReleaseRule.objects.create(
            name="House rule", measures="batch", above_cents=1_000_000, effect="ask"
        )


def _side(marker: str, digit: int, folder: Path) -> Side:
    side = _hospital(marker, digit, folder / marker)
    _people(side)
    _wires(side)
    _money_out(side)
    _money_in(side)
    _work(side)
    _told(side)
    return side


# Set up ---------------------------------------------------------------------------------------


def _hospital(marker: str, digit: int, folder: Path) -> Side:
    with act(None, f"{marker} set up"):
        facility = Facility.objects.create(
            code=marker,
            name=f"{marker} Hospital",
            tin=f"41{digit}{digit}11111",
            npi=synthetic_npi(f"19{digit}{digit}83746"),
        )
    return Side(marker, digit, facility, folder)


def _people(side: Side) -> None:
    for role in ROLES:
        user = User.objects.create_user(
            f"{side.marker.lower()}-{role}",
            password=PASSWORD,
            first_name=side.marker.title(),
            last_name=role.title(),
        )
        grant_role(user=user, role=role, facility=side.facility)
        side.users[role] = User.objects.get(pk=user.pk)
    service = User.objects.create_user(f"{side.marker.lower()}-the", is_service=True)
    scopes = [f"{name}:read" for name in SCOPES if name != "claims"]
    scopes += ["payments:write", "recon:write", "claims:write"]
    side.client_id, side.client_secret = register_client(
        name=f"{side.marker} THE", user=service, scopes=scopes, facilities=[side.facility]
    )
    side.users["client"] = User.objects.get(pk=service.pk)


def _wires(side: Side) -> None:
    with act(None, f"{side.marker} wires set up"):
        own = Partner.objects.create(
            code=f"{side.marker}-BANK", name=f"{side.marker} Bank", kind="bank"
        )
        shared = {row.code: row for row in Partner.objects.all()}
        _channel(side, "bank", own)
        _channel(side, "payer", shared["PAYERHUB"])
        _channel(side, "clear", shared["CLEARHUB"])
        _bank(side)


def _channel(side: Side, name: str, partner: Partner) -> None:
    for part in ("out", "in", "archive"):
        (side.folder / name / part).mkdir(parents=True)
    side.channels[name] = Channel.objects.create(
        partner=partner,
        facility=side.facility,
        code=f"{side.marker}-{name}",
        protocol="directory",
        username=f"{side.marker.lower()}-user",
        password=f"sesame-{side.digit}-opens-up",
        outbound_dir=str(side.folder / name / "out"),
        inbound_dir=str(side.folder / name / "in"),
        archive_dir=str(side.folder / name / "archive"),
    )


def _bank(side: Side) -> None:
    # No two banks give the same trace numbers, as none do in life.
    side.profile = BankProfile.objects.create(
        facility=side.facility,
        code=side.marker,
        name=f"{side.marker} Bank",
        channel=side.channels["bank"],
        remittance_channel=side.channels["clear"],
        odfi_routing_number=ROUTING_NUMBER if side.digit == 1 else "091000019",
        immediate_destination=f" {ROUTING_NUMBER}",
        immediate_origin=f"1{side.facility.tin}",
        company_name=f"{side.marker} HOSP",
        company_id=f"1{side.facility.tin}",
    )
    BankCutoff.objects.create(bank_profile=side.profile, closes_at=time(21, 0))
    BankAccount.objects.create(
        facility=side.facility,
        bank_profile=side.profile,
        name=f"{side.marker} operating",
        routing_number=ROUTING_NUMBER,
        account_number=side.accounts["own"],
        last_four=side.accounts["own"][-4:],
    )
    ReleaseRule.objects.create(
        facility=side.facility,
        name=f"{side.marker} rule",
        measures="batch",
        up_to_cents=1_000_000,
        effect="approve",
    )


# Out ------------------------------------------------------------------------------------------


def _money_out(side: Side) -> None:
    """Paid, held and lifted, waiting for leave; sent, acknowledged, settled, returned, noticed."""
    for body in (_vendor(side), _claims_paid(side), _refund(side)):
        _accept(side, body)
    _accept(side, _large(side, 1))  # waits for leave
    large = _accept(side, _large(side, 2))
    approve_batch(
        user=side.users["approver"], batch_id=large.batch_id, reason="Checked with AP", now=NOW
    )
    payment = Payment.objects.get(batch=large)
    _hold(side, payment.payment_id)
    lift_holds(
        user=side.users["approver"], payment_id=payment.payment_id, reason="Asked them", now=NOW
    )
    held = _accept(side, _vendor(side, number=9))
    _hold(side, Payment.objects.get(batch=held).payment_id)
    build_now(
        user=side.users["treasury"], bank_profile_id=side.profile.pk, reason="Today's file", now=NOW
    )
    sending.send_due(now=NOW)
    _answers_of_bank(side)


def _accept(side: Side, body: dict[str, Any]) -> PaymentBatch:
    return accept_batch(
        client_id=side.client_id,
        user=side.users["client"],
        body=parse_body(body, BatchBody),
        body_hash=str(side.digit) * 64,
        now=NOW,
    )


def _hold(side: Side, payment_id: str) -> None:
    place_hold(
        user=side.users["treasury"],
        payment_id=payment_id,
        reason="fraud",
        sentence=f"{side.marker} asks for a call back",
        now=NOW,
    )


def _answers_of_bank(side: Side) -> None:
    sent = Transmission.objects.get(facility=side.facility, kind="nacha")
    content = bytes(sent.stored.content)
    _receive(side, "bank", "ack.txt", acknowledgment(sent.file_name, sent.stored.sha256, Verdict()))
    while settle_due(now=NOW + timedelta(days=3)):
        continue
    file, _ = read(content)
    traces = TraceNumbers(side.digit * 1000)
    for notices in (False, True):
        answer = answers_file(file, notices=notices, traces=traces, number=side.digit)
        _receive(side, "bank", f"answers-{notices}.ach", answer, now=NOW + timedelta(days=4))


def _vendor(side: Side, number: int = 1, amount: str = "240.00") -> dict[str, Any]:
    role = "vendor" if number == 1 else "late"
    name = f"{side.marker}-VP-{number}"
    return {
        "external_id": f"{side.marker}-AP-{number}",
        "kind": "VENDOR_PAYMENT",
        "facility": side.marker,
        "control": {"count": 1, "total": amount},
        "payments": [
            {
                "external_id": name,
                "amount": amount,
                "payee": _payee(side, f"VEN-{role}", f"{side.marker} Linen Service", role),
                "invoices": [
                    {"number": f"{side.marker}-I-{number}", "purchase_order": f"{side.marker}-PO",
                     "gross": amount, "discount": "0.00", "paid": amount}
                ],
            }
        ],
    }  # fmt: skip


def _large(side: Side, number: int) -> dict[str, Any]:
    return _vendor(side, number=number + 1, amount=f"2000{number}.0{side.digit}")


def _payee(side: Side, code: str, name: str, account: str, **more: Any) -> dict[str, Any]:
    return {
        "external_id": f"{side.marker}-{code}",
        "name": name,
        "account": {
            "routing_number": "122105155",
            "account_number": side.accounts[account],
            "type": "CHECKING",
        },
        **more,
    }


def _claims_paid(side: Side) -> dict[str, Any]:
    patient = side.patient
    provider = {"npi": synthetic_npi(f"15{side.digit}{side.digit}46289"), "tin": "823000001"}
    return {
        "external_id": f"{side.marker}-REM-1",
        "kind": "CLAIM_REMITTANCE",
        "facility": side.marker,
        "control": {"count": 1, "total": "140.00"},
        "payments": [
            {
                "external_id": f"{side.marker}-R-1",
                "amount": "140.00",
                "payee": _payee(side, "PRV-1", f"{side.marker} Pediatrics", "provider", **provider),
                "payer": {"name": f"{side.marker} Plan", "tin": side.facility.tin},
                "claims": [
                    {
                        "claim_id": f"{side.marker}-PC-1",
                        "payer_control_number": f"{side.marker}ICN1",
                        "status": "1",
                        "patient": {
                            "last": patient.last,
                            "first": patient.first,
                            "member_id": patient.member_id,
                        },
                        "charge": "180.00",
                        "paid": "150.00",
                        "service_from": "2026-10-05",
                        "service_to": "2026-10-05",
                        "lines": [
                            {"procedure": "HC:99213", "charge": "180.00", "paid": "150.00",
                             "control_number": f"{side.marker}L1",
                             "adjustments": [{"group": "CO", "reason": "45", "amount": "30.00"}]}
                        ],
                    }
                ],
                "provider_adjustments": [
                    {"reason": "WO", "reference": f"{side.marker}ICN0", "amount": "10.00"}
                ],
            }
        ],
    }  # fmt: skip


def _refund(side: Side) -> dict[str, Any]:
    person = f"{side.patient.first} {side.patient.last}"
    return {
        "external_id": f"{side.marker}-RFD-1",
        "kind": "PATIENT_REFUND",
        "facility": side.marker,
        "control": {"count": 1, "total": "85.40"},
        "payments": [
            {
                "external_id": f"{side.marker}-F-1",
                "amount": "85.40",
                "payee": _payee(side, "PAT-1", person, "refund", kind="PERSON"),
                "refund": {
                    "reason": "OVERPAYMENT",
                    "claim_id": f"{side.marker}-C-9",
                    "requested_at": "2026-11-22T15:04:05Z",
                },
            }
        ],
    }


# In -------------------------------------------------------------------------------------------


def _receive(
    side: Side, channel: str, name: str, content: bytes | None, now: datetime = NOW
) -> InboundFile:
    assert content, f"{name} is empty"
    wire = side.channels[channel]
    row = receiving.receive(
        partner=wire.partner,
        channel=wire,
        facility=side.facility,
        name=f"{side.marker}-{name}",
        content=content,
        now=now,
    )
    importing.import_due(now=now)
    row.refresh_from_db()
    return row


def _money_in(side: Side) -> None:
    """Claims, 835s that match, differ, do not balance and come twice; deposits with and without."""
    sent = [_claim(side, number) for number in range(1, len(SCENARIOS) + 4)]
    upsert_claims(
        user=side.users["client"],
        bodies=parse_body({"claims": sent}, ClaimsBody).claims,
        now=NOW,
    )
    opened = [OpenClaim.of(claim) for claim in sent]
    first = _advice(opened[: len(SCENARIOS)], SCENARIOS, [("WO", f"{side.marker}PLB", 4000)])
    off = _advice(opened[-3:-2], [Scenario.UNBALANCED], [])
    lone = _advice(opened[-2:-1], [Scenario.REMITTANCE_ONLY], [])
    for number, advice in enumerate((first, off, lone), 1):
        _receive(side, "payer", f"era-{number}.835", _era(side, advice, number))
    _receive(side, "payer", "era-1-again.835", _era(side, first, 1, control=90))
    _receive(side, "bank", "deposits.ach", _deposits(side, first))
    unreadable = f"{side.marker} wrote this by hand, so nobody can tell what it is".encode()
    _receive(side, "payer", "scribble.txt", unreadable)


def _claim(side: Side, number: int) -> dict[str, Any]:
    patient = side.patient
    return {
        "external_id": f"{side.marker}-C-{number}",
        "patient_control_number": f"{side.marker}{side.digit}0{number:02d}57",
        "facility": side.marker,
        "payer": {"external_id": PAYER.external_id, "name": PAYER.name, "tin": PAYER.tin},
        "patient": {
            "last": patient.last,
            "first": patient.first,
            "birth_date": patient.birth_date,
            "member_id": patient.member_id,
        },
        "payer_control_number": None,
        "service_from": "2026-10-12",
        "service_to": "2026-10-12",
        "submitted_on": "2026-10-15",
        "charge": f"9{number:02d}.0{side.digit}",
        "expected": "640.00",
        "balance": f"9{number:02d}.0{side.digit}",
        "lines": [
            {"control_number": f"{side.marker}L{number}", "procedure": "HC:99285",
             "charge": f"9{number:02d}.0{side.digit}"}
        ],
    }  # fmt: skip


def _advice(
    claims: list[OpenClaim], scenarios: Any, adjustments: list[tuple[str, str, int]]
) -> Advice:
    paid = [
        AdvisedClaim(claim, decide(claim, scenario, seed="scope"), scenario)
        for claim, scenario in zip(claims, scenarios, strict=True)
    ]
    kind = paid[0].scenario if len(paid) == 1 else Scenario.CLEAN
    return Advice(PAYER, kind, paid, adjustments)


def _trace(side: Side, number: int) -> str:
    return f"{side.marker}-TRN-{number}"


def _era(side: Side, advice: Advice, number: int, control: int = 0) -> bytes:
    payee = PaidFacility(
        side.facility.name,
        side.facility.npi,
        side.facility.tin,
        ROUTING_NUMBER,
        side.accounts["own"],
    )
    return write(
        advice,
        payee,
        trace_number=_trace(side, number),
        interchange_control=side.digit * 100 + number + control,
        paid_on=NOW.date(),
    )


def _deposits(side: Side, advice: Advice) -> bytes:
    account = DepositAccount(side.facility.name, ROUTING_NUMBER, side.accounts["own"])

    def deposit(number: int, cents: int, **more: Any) -> BankedDeposit:
        return BankedDeposit(
            account=account,
            amount_cents=cents,
            settled_on=NOW.date(),
            odfi=PAYER.odfi,
            trace_number=f"{PAYER.odfi}{side.digit}00000{number}",
            **more,
        )

    known = {"company_name": PAYER.name[:16], "company_id": PAYER.company_id}
    strange = {"company_name": f"{side.marker} SENDR", "company_id": f"9{side.digit}77777777"}
    return deposits_file(
        [
            deposit(1, advice.amount_cents, trn02=_trace(side, 1), **known),
            deposit(2, 55_500 + side.digit, **strange, description="PAYMENT"),
        ],
        number=side.digit,
    )


# Work -----------------------------------------------------------------------------------------


def _work(side: Side) -> None:
    """Items taken, noted, put off, resolved; a ledger's answers; a value revealed."""
    biller = side.users["biller"]
    items = list(ExceptionItem.objects.filter(facility=side.facility).order_by("created_at", "pk"))
    assert len(items) >= 4, [item.title for item in items]
    name = f"{side.patient.first} {side.patient.last}"
    exceptions.note(user=biller, item_id=items[0].pk, text=f"{name} called", now=NOW)
    exceptions.assign(user=biller, item_id=items[1].pk, to=biller, reason="Mine", now=NOW)
    exceptions.wait(
        user=biller, item_id=items[2].pk, until=date(2026, 12, 1),
        waiting_for=f"{side.marker} payer", reason="Asked them", now=NOW,
    )  # fmt: skip
    exceptions.resolve(
        user=biller, item_id=items[3].pk, resolution="fixed", reason="It is right now", now=NOW
    )
    _ledger(side)
    payee = Payee.objects.get(external_id=f"{side.marker}-PAT-1")
    reveal(user=biller, obj=payee, field="name", reason=f"{side.marker} call back")


def _ledger(side: Side) -> None:
    first, second = ReconciliationResult.objects.filter(facility=side.facility)[:2]
    said = [("POSTED", first, ""), ("REFUSED", second, f"{side.patient.last} has moved away")]
    body = {
        "results": [
            {
                "source_id": f"{side.marker}-S-{number}",
                "result_id": result.result_id,
                "outcome": outcome,
                "amount": "1.00",
                "ledger_reference": f"{side.marker}-LEDGER-{number}",
                "reason": why,
            }
            for number, (outcome, result, why) in enumerate(said, 1)
        ]
    }
    apply_answers(
        client_id=side.client_id,
        user=side.users["client"],
        items=parse_body(body, AnswersBody).results,
        now=NOW,
    )


def _told(side: Side) -> None:
    """An endpoint that is to be told of everything of this side."""
    registered = webhooks.register_endpoint(
        owner=side.users["client"],
        url=f"https://{side.marker.lower()}.example/hook",
        facility=side.facility,
        description=f"{side.marker} hook",
    )
    with act(side.users["treasury"], f"{side.marker} looked again"):
        registered.endpoint.refresh_from_db()
    _accept(side, _vendor(side, number=7))
    # Nothing of this side is left for the other's sweeps to find.
    while settle_due(now=NOW + timedelta(days=4)) or importing.import_due(now=NOW):
        continue
    sending.send_due(now=NOW)
    relay.fan_out(now=NOW)
