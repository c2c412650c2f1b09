"""One file of a partner may speak of both sides: neither gets the other's part with its own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from edi.models import InboundFile
from edi.sandbox.adjudication import OpenClaim
from edi.sandbox.bank_files import deposits_file
from edi.sandbox.claims import synthetic_npi
from edi.sandbox.deposits import Deposit as BankedDeposit
from edi.sandbox.deposits import DepositAccount
from edi.sandbox.remittances import SENDER, PaidFacility, _remittance
from edi.sandbox.scenarios import Scenario
from edi.x12.wrapping import wrap
from edi.x12.writer_835 import write_835
from reconciliation.models import Deposit, Remittance
from tests.scope import worlds as made
from tests.scope.traces import traces
from tests.scope.worlds import NOW, Side, Worlds

pytestmark = pytest.mark.django_db


def one_835_for_both(worlds: Worlds) -> bytes:
    sets = []
    for side in (worlds.ours, worlds.other):
        claim = OpenClaim.of(made._claim(side, 60))
        payee = PaidFacility(
            side.facility.name, side.facility.npi, side.facility.tin, made.ROUTING_NUMBER, ""
        )
        advice = made._advice([claim], [Scenario.CLEAN], [])
        remittance = _remittance(advice, payee, made._trace(side, 60), NOW.date())
        sets.append(write_835(remittance, control=f"{side.digit:04d}"))
    return wrap(
        sets,
        sender_qualifier=SENDER[0],
        sender_id=SENDER[1],
        receiver_qualifier="ZZ",
        receiver_id=synthetic_npi("190000000"),
        interchange_control=777,
        group_control=777,
        at=datetime(2026, 11, 24, 5, 30),
    )


@pytest.fixture
def mixed(worlds: Worlds) -> InboundFile:
    """An 835 with a set for each side, come by our channel."""
    row = made._receive(worlds.ours, "payer", "both.835", one_835_for_both(worlds))
    assert row.status == "imported", row.reason
    return row


def remittance_of(side: Side) -> Remittance:
    return Remittance.objects.get(facility=side.facility, trace_number=made._trace(side, 60))


def test_each_side_has_its_own_remittance(mixed: InboundFile, worlds: Worlds):
    assert remittance_of(worlds.ours).inbound_file == mixed
    assert remittance_of(worlds.other).inbound_file == mixed


def test_the_file_is_not_given_out_to_who_may_not_see_all_it_holds(
    mixed: InboundFile, worlds: Worlds
):
    for side, stranger in ((worlds.ours, worlds.other), (worlds.other, worlds.ours)):
        data = {
            "grant_type": "client_credentials",
            "client_id": side.client_id,
            "client_secret": side.client_secret,
        }
        token = Client().post("/oauth/token/", data).json()["access_token"]
        client = APIClient(headers={"Authorization": f"Bearer {token}"})
        answer = client.get(f"/api/v1/remittances/{remittance_of(side).pk}.835")
        assert answer.status_code == 404
        assert traces(stranger, answer.content.decode("latin-1")) == []


def test_the_page_of_the_file_does_not_show_the_others_part(
    mixed: InboundFile, browser: Callable[..., Client], worlds: Worlds
):
    page = browser(worlds.ours).get(reverse("admin:edi_inboundfile_change", args=[mixed.pk]))
    text = page.content.decode()
    assert "also about facilities that you may not see" in text
    assert traces(worlds.other, text) == []


def test_the_page_of_the_remittance_says_no_more_than_which_file_it_came_in(
    mixed: InboundFile, browser: Callable[..., Client], worlds: Worlds
):
    url = reverse("admin:reconciliation_remittance_change", args=[remittance_of(worlds.other).pk])
    text = browser(worlds.other).get(url).content.decode().replace(str(mixed.pk), "")
    assert traces(worlds.ours, text, asked=mixed.remote_name) == []
    file = reverse("admin:edi_inboundfile_change", args=[mixed.pk])
    assert browser(worlds.other).get(file).status_code == 404


def test_a_deposit_in_our_banks_file_is_theirs_alone(
    browser: Callable[..., Client], worlds: Worlds
):
    content = _deposit_for_them(worlds)
    row = made._receive(worlds.ours, "bank", "theirs.ach", content)
    deposit = Deposit.objects.get(inbound_file=row)
    assert deposit.facility == worlds.other.facility
    url = reverse("admin:reconciliation_deposit_change", args=[deposit.pk])
    assert browser(worlds.ours).get(url).status_code == 404
    assert browser(worlds.other).get(url).status_code == 200


def _deposit_for_them(worlds: Worlds) -> bytes:
    side = worlds.other
    account = DepositAccount(side.facility.name, made.ROUTING_NUMBER, side.accounts["own"])
    deposit = BankedDeposit(
        account=account,
        amount_cents=12_300,
        settled_on=NOW.date(),
        company_name="COMMON PAYER",
        company_id="1970114201",
        odfi=made.PAYER.odfi,
        description="PAYMENT",
        trace_number=f"{made.PAYER.odfi}9000001",
    )
    return deposits_file([deposit], number=9)
