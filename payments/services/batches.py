"""Taking a batch in, whole or not at all: checked, judged, stored, said. Rows are batch_rows'."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError

from hmsach.accounts.models import Facility, User
from hmsach.audit.acts import act
from hmsach.lib.banking_days import BankingCalendar
from hmsach.lib.errors import Conflict, DomainError, FieldError, InvalidInput
from hmsach.outbox.publish import publish
from payments import policies
from payments.bodies import BatchBody
from payments.calendar import Cutoff, CutoffTime, effective_on, next_cutoff
from payments.closed_days import calendar as banking_calendar
from payments.models import BankProfile, Payment, PaymentBatch, ReleaseRule
from payments.rules import BatchSummary, Judgement, Rule, judge
from payments.services.batch_rows import store_batch, store_payments
from payments.services.intake import batch_faults
from payments.services.payees import blocked_faults


class BatchRefused(InvalidInput):
    """The batch was refused."""

    code = "validation-failed"


class BatchExists(Conflict):
    """This external_id has been used before."""

    code = "external-id-taken"


class PaymentsExist(InvalidInput):
    """Some payments were sent before."""

    code = "external-id-taken"
    http_status = 409


class RefusedByRule(DomainError):
    """A release rule refuses this batch."""

    code = "refused-by-rule"


def accept_batch(
    *, client_id: str, user: User, body: BatchBody, body_hash: str, now: datetime
) -> PaymentBatch:
    """Store the batch with its payments, judged by the release rules; says batch.received.

    Raises BatchRefused with every fault, BatchExists or PaymentsExist for an external_id seen
    before, RefusedByRule, NotAllowed. Nothing is stored then.
    """
    facility = _facility(user, body)
    policies.check_can_prepare(user, facility.pk)
    profile = bank_profile_of(facility)
    calendar = banking_calendar()
    cutoff = cutoff_for(profile, calendar, same_day=body.same_day, now=now)
    _check_new(client_id, body)
    _check_sound(body, facility, profile, calendar, cutoff.effective_date)
    judgement = _judge(facility, body)
    effective = effective_on(
        body.effective_date or cutoff.effective_date, cutoff.effective_date, calendar
    )
    with act(user, "Batch received"):
        try:
            batch = store_batch(
                client_id, user, facility, body, body_hash, effective, judgement, now
            )
            store_payments(batch, body, judgement, now)
        except IntegrityError as error:
            # Two calls with one external_id at once: the unique constraints let one through.
            raise BatchExists() from error
        publish(
            "batch.received",
            subject=f"batch:{batch.batch_id}",
            facility_id=facility.pk,
            payload={
                "batch_id": batch.batch_id,
                "external_id": batch.external_id,
                "status": batch.status,
                "count": batch.count,
            },
        )
    return batch


def cutoff_for(
    profile: BankProfile, calendar: BankingCalendar, *, same_day: bool, now: datetime
) -> Cutoff:
    """The next cut-off of the bank at that speed. Raises BatchRefused where it has none."""
    times = [CutoffTime(row.closes_at, row.same_day) for row in profile.cutoffs.all()]
    cutoff = next_cutoff(
        times, zone=ZoneInfo(profile.time_zone), calendar=calendar, now=now, same_day=same_day
    )
    if cutoff is None:
        raise BatchRefused(
            [
                FieldError(
                    "/same_day",
                    "no-such-cutoff",
                    f"The bank takes no {'same-day' if same_day else 'next-day'} files.",
                )
            ]
        )
    return cutoff


def bank_profile_of(facility: Facility) -> BankProfile:
    """The bank that the facility pays through. Raises BatchRefused where none is set up."""
    profile = facility.bank_profiles.filter(active=True).order_by("created_at").first()
    if profile is None:
        raise BatchRefused(
            [FieldError("/facility", "no-bank-profile", "The facility has no bank to pay through.")]
        )
    return profile


def _facility(user: User, body: BatchBody) -> Facility:
    facility = Facility.objects.visible_to(user).filter(code=body.facility, active=True).first()
    if facility is None:
        raise BatchRefused(
            [FieldError("/facility", "facility-unknown", "There is no such facility for you.")]
        )
    return facility


def _check_new(client_id: str, body: BatchBody) -> None:
    earlier = PaymentBatch.objects.filter(client_id=client_id, external_id=body.external_id).first()
    if earlier is not None:
        raise BatchExists(
            f"This external_id was used before, by batch {earlier.batch_id}.",
            pointer="/external_id",
        )
    taken = set(
        Payment.objects.filter(
            client_id=client_id, external_id__in=[p.external_id for p in body.payments]
        ).values_list("external_id", flat=True)
    )
    faults = [
        FieldError(
            f"/payments/{index}/external_id",
            "external-id-taken",
            "A payment with this external_id was sent before.",
        )
        for index, payment in enumerate(body.payments)
        if payment.external_id in taken
    ]
    if faults:
        raise PaymentsExist(faults, "Some payments were sent before; nothing was accepted.")


def _check_sound(
    body: BatchBody,
    facility: Facility,
    profile: BankProfile,
    calendar: BankingCalendar,
    earliest: date,
) -> None:
    if len(body.payments) > settings.API_PAYMENTS_MAX:
        fault = FieldError(
            "/payments",
            "too-many-payments",
            f"A batch holds at most {settings.API_PAYMENTS_MAX:,} payments; send several batches.",
        )
        raise BatchRefused([fault], "The batch is too large; nothing was accepted.")
    faults = batch_faults(body, profile=profile, calendar=calendar, earliest=earliest)
    faults += blocked_faults(facility=facility, payments=body.payments)
    if faults:
        faulty = {fault.pointer.split("/")[2] for fault in faults if "/payments/" in fault.pointer}
        sentence = (
            f"{len(faulty)} of {len(body.payments)} payments have errors; nothing was accepted."
            if faulty
            else "The batch has errors; nothing was accepted."
        )
        raise BatchRefused(faults, sentence)


def _judge(facility: Facility, body: BatchBody) -> Judgement:
    summary = BatchSummary(
        kind=body.kind,
        facility_id=facility.pk,
        total_cents=body.control.total,
        largest_cents=max(payment.amount for payment in body.payments),
    )
    rows = ReleaseRule.objects.filter(active=True).order_by("created_at")
    rules = [
        Rule(
            name=row.name,
            effect=row.effect,
            measures=row.measures,
            above_cents=row.above_cents,
            up_to_cents=row.up_to_cents,
            kind=row.kind,
            facility_id=row.facility_id,
        )
        for row in rows
    ]
    judgement = judge(summary, rules)
    if judgement.effect == "refuse":
        raise RefusedByRule(" ".join(judgement.sentences))
    return judgement
