"""A month of the sandbox payer, whose truth is known: every trouble is found, nothing misposted."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edi.sandbox.bank import Bank
from edi.sandbox.claims import sample_claims
from edi.sandbox.disk import JsonLines, Staging
from edi.sandbox.payer import Payer as SandboxPayer
from hmsach.api.bodies import parse_body
from reconciliation.bodies import ClaimsBody
from reconciliation.models import Allocation, ExceptionItem
from reconciliation.services.claims import upsert_claims
from reconciliation.services.clocks import look_after_clocks
from reconciliation.services.tie_out import tie_out
from tests.reconciliation.made_files import ACCOUNT, NPI, ROUTING, TIN

pytestmark = pytest.mark.django_db

PAID_ON = date(2026, 11, 20)
LATER = datetime(2026, 12, 14, 12, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture(params=["remittances first", "deposits first"])
def truths(request, tmp_path: Path, facility, client_user, now, import_835, import_nacha):
    """Everything sent was imported; what the sandbox says is true of it."""
    claims = sample_claims(5, 120, "NORTHSIDE", as_of=PAID_ON)
    body = parse_body({"claims": claims}, ClaimsBody)
    assert not upsert_claims(user=client_user, bodies=body.claims, now=now).errors
    staging, truth = Staging(tmp_path), JsonLines(tmp_path / "truth.jsonl", key="id")
    bank = Bank(tmp_path, staging, lambda said: None)
    payer = SandboxPayer(tmp_path, staging, bank, truth, seed=7, say=lambda said: None)
    account = {
        "name": "Northside Hospital", "npi": NPI, "tin": TIN,
        "routing_number": ROUTING, "account_number": ACCOUNT,
    }  # fmt: skip
    payer.pay({"claims": claims, "facility": account, "paid_on": str(PAID_ON), "troubles": True})
    steps = [("payer", import_835), ("bank", import_nacha)]
    for who, take in steps if request.param == "remittances first" else reversed(steps):
        for path in sorted((tmp_path / who / "outbox").iterdir()):
            take(path.read_bytes())
    look_after_clocks(now=LATER)
    return truth.records()


def test_every_trouble_opens_its_item_and_nothing_else_does(truths):
    expected = Counter(each["exception"] for each in truths if each["exception"])
    found = Counter(_open().values_list("kind", flat=True))
    assert found == expected


def test_the_items_amounts_are_those_at_stake(truths):
    by_claim = {"underpayment", "overpayment", "claim_not_found", "takeback_unlinked"}
    expected = Counter(
        (each["exception"], each["exception_cents"])
        for each in truths
        if each["exception"] in by_claim | {"amount_mismatch", "unbalanced_remittance"}
    )
    found = Counter(
        _open().filter(kind__in={kind for kind, _ in expected}).values_list("kind", "amount_cents")
    )
    assert found == expected


def test_nothing_is_posted_but_what_is_true(truths):
    expected = Counter(
        (each["trace_number"], each["claim_id"], each["paid_cents"])
        for each in truths
        if each["kind"] == "claim" and each["posts"] and not _is_missing(each)
    )
    rows = Allocation.objects.filter(claim__isnull=False).values_list(
        "remittance__trace_number", "claim__external_id", "amount_cents"
    )
    assert Counter(rows) == expected


def _open():
    """Items that did not come right by themselves: a takeback may come before its payment."""
    return ExceptionItem.objects.exclude(resolution="matched")


def _is_missing(truth) -> bool:
    return truth["exception"] == "claim_not_found"


def test_every_deposit_ties_out(truths, facility):
    assert tie_out([facility.pk]).unexplained_cents == 0
