"""THE's open claims, stored or brought up to date in bulk. THE's word holds: charge, expected,
balance. What is new may complete a remittance that came before it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from hmsach.accounts.models import Facility, User
from hmsach.accounts.policies import can
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert
from hmsach.lib.errors import FieldError
from reconciliation.bodies import ClaimBody, ClaimPayer
from reconciliation.models import Claim, ClaimLine, Payer, Remittance
from reconciliation.services import posting
from reconciliation.services.turns import wait_for_turn
from reconciliation.states import ClaimStatus, MatchStatus, RemittanceStatus

_PART = 1000


@dataclass(slots=True)
class UpsertOutcome:
    """What became of the claims sent; those in `errors` were left out, the others stand."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[FieldError] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The answer of the API."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [
                {"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in self.errors
            ],
        }


def upsert_claims(
    *, user: User, bodies: Sequence[ClaimBody], now: datetime, request_id: str = ""
) -> UpsertOutcome:
    """Every sound claim stands as sent, by facility and external_id; the faulty ones are told.

    Sent again unchanged, nothing is written. Afterwards, remittances that lacked one of them are
    posted on.
    """
    outcome = UpsertOutcome()
    facilities = _facilities(user, bodies)
    sound = list(_sound(bodies, facilities, outcome.errors))
    with act(user, "Claims received", request_id):
        wait_for_turn()
        payers = _payers([body for _, body in sound])
        known = _known(sound, facilities)
        touched = _write(sound, facilities, payers, known, outcome)
        _post_waiting(touched, now)
    return outcome


def _facilities(user: User, bodies: Sequence[ClaimBody]) -> dict[str, Facility]:
    codes = {body.facility for body in bodies}
    seen = Facility.objects.visible_to(user).filter(code__in=codes, active=True)
    return {facility.code: facility for facility in seen if can(user, "work_queue", facility.pk)}


# Faults ---------------------------------------------------------------------------------------


def _sound(
    bodies: Sequence[ClaimBody], facilities: Mapping[str, Facility], errors: list[FieldError]
) -> Iterator[tuple[int, ClaimBody]]:
    seen = Counter((body.facility, body.external_id) for body in bodies)
    for index, body in enumerate(bodies):
        faults = list(_faults(f"/claims/{index}", body, facilities, seen))
        errors += faults
        if not faults:
            yield index, body


def _faults(
    at: str, body: ClaimBody, facilities: Mapping[str, Facility], seen: Counter[tuple[str, str]]
) -> Iterator[FieldError]:
    if body.facility not in facilities:
        sentence = "There is no facility of this code, or you may not send its claims."
        yield FieldError(f"{at}/facility", "facility-unknown", sentence)
    if seen[body.facility, body.external_id] > 1:
        sentence = "Another claim of this call has the same external_id."
        yield FieldError(f"{at}/external_id", "external-id-repeated", sentence)
    if body.service_to < body.service_from:
        yield FieldError(f"{at}/service_to", "dates-reversed", "The service ends before it begins.")
    if body.charge < 0 or (body.expected or 0) < 0:
        yield FieldError(f"{at}/charge", "amount-below-zero", "A claim's amounts are not negative.")
    yield from _line_faults(at, body)


def _line_faults(at: str, body: ClaimBody) -> Iterator[FieldError]:
    numbers = Counter(line.control_number for line in body.lines)
    for place, line in enumerate(body.lines):
        if numbers[line.control_number] > 1:
            sentence = "Another line of this claim has the same control_number."
            yield FieldError(
                f"{at}/lines/{place}/control_number", "control-number-repeated", sentence
            )
    if body.lines and sum(line.charge for line in body.lines) != body.charge:
        sentence = "The lines' charges do not add up to the claim's."
        yield FieldError(f"{at}/charge", "charge-not-of-lines", sentence)


# Payers ---------------------------------------------------------------------------------------


def _payers(bodies: Sequence[ClaimBody]) -> dict[str, Payer]:
    """By external id; a payer that is new, or has another name or number now, is stored."""
    told = {body.payer.external_id: body.payer for body in bodies}
    known = {row.external_id: row for row in Payer.objects.filter(external_id__in=list(told))}
    new = [_new_payer(payer) for name, payer in told.items() if name not in known]
    bulk_insert(new)
    for name, row in known.items():
        _bring_up_to_date(row, told[name])
    return known | {row.external_id: row for row in new}


def _new_payer(payer: ClaimPayer) -> Payer:
    return Payer(external_id=payer.external_id, name=payer.name, tin=payer.tin or "")


def _bring_up_to_date(row: Payer, told: ClaimPayer) -> None:
    """A payer is every facility's, so one of them fills what is blank and changes nothing else."""
    if told.tin and not row.tin:
        row.tin = told.tin
        row.save()


# Claims ---------------------------------------------------------------------------------------


def _known(
    sound: Sequence[tuple[int, ClaimBody]], facilities: Mapping[str, Facility]
) -> dict[tuple[UUID, str], Claim]:
    ids = {facility.pk for facility in facilities.values()}
    names = [body.external_id for _, body in sound]
    found = {}
    for start in range(0, len(names), _PART):
        rows = Claim.objects.select_for_update(no_key=True).filter(
            facility__in=ids, external_id__in=names[start : start + _PART]
        )
        found.update({(row.facility_id, row.external_id): row for row in rows})
    return found


def _write(
    sound: Sequence[tuple[int, ClaimBody]],
    facilities: Mapping[str, Facility],
    payers: Mapping[str, Payer],
    known: Mapping[tuple[UUID, str], Claim],
    outcome: UpsertOutcome,
) -> list[Claim]:
    """New claims by one insert, changed ones each by its own save; both are returned."""
    new: list[Claim] = []
    new_lines: list[ClaimLine] = []
    changed: list[Claim] = []
    lines = _lines_of(known.values())
    for _, body in sound:
        facility = facilities[body.facility]
        values = _values(body, payers[body.payer.external_id])
        row = known.get((facility.pk, body.external_id))
        if row is None:
            row = Claim(facility=facility, external_id=body.external_id, **values)
            row.status = _status(body, row)
            new.append(row)
            new_lines += [_line(row, line) for line in body.lines]
        elif _change(row, body, values, lines.get(row.pk, {})):
            changed.append(row)
        else:
            outcome.unchanged += 1
    bulk_insert([*new, *new_lines])
    outcome.created, outcome.updated = len(new), len(changed)
    return [*new, *changed]


def _values(body: ClaimBody, payer: Payer) -> dict[str, Any]:
    patient = body.patient
    return {
        "patient_control_number": body.patient_control_number,
        "payer_id": payer.pk,
        "payer_control_number": body.payer_control_number or "",
        "patient_last": patient.last,
        "patient_first": patient.first,
        "birth_date": patient.birth_date.isoformat() if patient.birth_date else "",
        "member_id": patient.member_id or "",
        "service_from": body.service_from,
        "service_to": body.service_to,
        "submitted_on": body.submitted_on,
        "charge_cents": body.charge,
        "expected_cents": body.expected,
        "balance_cents": body.balance,
    }


def _status(body: ClaimBody, row: Claim) -> ClaimStatus:
    """THE closes and opens again; in between, what was posted says where the claim stands."""
    if body.status == "CLOSED":
        return ClaimStatus.CLOSED
    return ClaimStatus.OPEN if row.status == ClaimStatus.CLOSED else ClaimStatus(row.status)


def _change(
    row: Claim, body: ClaimBody, values: Mapping[str, Any], lines: Mapping[str, ClaimLine]
) -> bool:
    """Whether the stored claim differed from the one sent; if so it is saved as sent."""
    status = _status(body, row)
    differs = [name for name, value in values.items() if getattr(row, name) != value]
    lines_differ = _change_lines(row, body, lines)
    if differs or status != row.status:
        for name in differs:
            setattr(row, name, values[name])
        row.status = status
        row.save()
    return bool(differs or lines_differ or status != row.status)


def _change_lines(row: Claim, body: ClaimBody, lines: Mapping[str, ClaimLine]) -> bool:
    """Lines are added and changed; one left out stays, since a remitted line may name it."""
    differs = False
    for sent in body.lines:
        line = lines.get(sent.control_number)
        if line is None:
            _line(row, sent).save()
            differs = True
        elif (line.procedure, line.charge_cents) != (sent.procedure, sent.charge):
            line.procedure, line.charge_cents = sent.procedure, sent.charge
            line.save()
            differs = True
    return differs


def _lines_of(claims) -> dict[UUID, dict[str, ClaimLine]]:
    found: dict[UUID, dict[str, ClaimLine]] = {}
    ids = [claim.pk for claim in claims]
    for start in range(0, len(ids), _PART):
        for line in ClaimLine.objects.filter(claim__in=ids[start : start + _PART]):
            found.setdefault(line.claim_id, {})[line.control_number] = line
    return found


def _line(row: Claim, sent: Any) -> ClaimLine:
    return ClaimLine(
        claim=row,
        control_number=sent.control_number,
        procedure=sent.procedure,
        charge_cents=sent.charge,
    )


def _post_waiting(claims: Sequence[Claim], now: datetime) -> None:
    """Remittances posted in part, for want of a claim that has come now, are posted on."""
    waiting: set[UUID] = set()
    for start in range(0, len(claims), _PART):
        part = claims[start : start + _PART]
        waiting.update(
            Remittance.objects.filter(
                facility__in={claim.facility_id for claim in part},
                status=RemittanceStatus.PARTIALLY_POSTED,
                claims__status=MatchStatus.UNMATCHED,
                claims__control_number__in={claim.patient_control_number for claim in part},
            ).values_list("pk", flat=True)
        )
    for remittance in Remittance.objects.filter(pk__in=waiting).order_by("received_at", "pk"):
        posting.post(remittance, now=now)
