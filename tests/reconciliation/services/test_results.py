"""Telling THE, hearing from it, and the certificate of four legs."""

import json
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.management import call_command

from edi.models import Channel, Partner
from hmsach.api.bodies import parse_body
from hmsach.audit.acts import act
from reconciliation.bodies import AnswersBody
from reconciliation.models import (
    Claim,
    ExceptionItem,
    LedgerAnswer,
    ReconciliationResult,
)
from reconciliation.services.ledger_answers import apply_answers
from reconciliation.services.result_posting import post_due
from reconciliation.services.tie_out import tie_out
from reconciliation.states import ExceptionKind, ResultStatus
from tests.reconciliation.made_files import PAID_ON, credit, nacha, remittance, remitted, x835

pytestmark = pytest.mark.django_db


class Ledger(BaseHTTPRequestHandler):
    """Keeps what it is sent and answers with the status it was told."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.calls.append((self.headers.get("Authorization"), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        return


@pytest.fixture
def ledger():
    server = HTTPServer(("127.0.0.1", 0), Ledger)
    server.calls, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def platform(facility, ledger, settings):
    settings.OUTBOUND_PRIVATE_NETWORKS = ["127.0.0.0/8"]
    with act(None, "Set up"):
        partner = Partner.objects.create(
            code="THE",
            name="The billing platform",
            kind="platform",
            agreement_from=date(2026, 1, 1),
        )
        return Channel.objects.create(
            partner=partner,
            facility=facility,
            code="the",
            protocol="https",
            url=f"http://127.0.0.1:{ledger.server_port}/recon",
            password="s3cret",
        )


@pytest.fixture
def posted(owe, import_835, import_nacha):
    owe("C-1"), owe("C-2")
    import_835(x835(remittance([remitted("C-1"), remitted("C-2", paid=14000, share=1000)])))
    import_nacha(nacha(credit(29000)))
    return list(ReconciliationResult.objects.order_by("sequence"))


def statuses() -> list[str]:
    return list(ReconciliationResult.objects.order_by("sequence").values_list("status", flat=True))


# To THE ---------------------------------------------------------------------------------------


def test_results_reach_the_platform_in_order_with_its_token(posted, platform, ledger, now):
    assert post_due(now=now) == 2
    [(token, body)] = ledger.calls
    assert token == "Bearer s3cret"
    assert [each["sequence"] for each in body["results"]] == [1, 2]
    assert body["results"] == [json.loads(row.body) for row in posted]
    assert statuses() == [ResultStatus.DELIVERED] * 2
    assert post_due(now=now) == 0 and len(ledger.calls) == 1


def test_a_failing_platform_is_tried_again_later_and_nothing_is_lost(posted, platform, ledger, now):
    ledger.status = 503
    assert post_due(now=now) == 0
    assert statuses() == [ResultStatus.QUEUED] * 2
    assert "503" in ReconciliationResult.objects.first().last_error
    assert post_due(now=now) == 0 and len(ledger.calls) == 1  # not before its time
    ledger.status = 200
    assert post_due(now=now + timedelta(minutes=1)) == 2


def test_nothing_leaves_without_an_agreement(posted, platform, ledger, now):
    with act(None, "Agreement ended"):
        platform.partner.agreement_until = date(2026, 6, 30)
        platform.partner.save()
    assert post_due(now=now) == 0 and not ledger.calls
    assert statuses() == [ResultStatus.QUEUED] * 2


def test_without_a_channel_results_wait(posted, now):
    assert post_due(now=now) == 0
    assert statuses() == [ResultStatus.QUEUED] * 2


# From THE -------------------------------------------------------------------------------------


def answer(user, now, *items, client="the-client"):
    body = parse_body({"results": list(items)}, AnswersBody)
    answers = apply_answers(client_id=client, user=user, items=body.results, now=now)
    return [(each.status, each.code) for each in answers]


def item(result, source="S1", outcome="POSTED", amount="150.00", **more):
    return {
        "source_id": source,
        "result_id": result.result_id,
        "claim_id": result.claim_external_id,
        "outcome": outcome,
        "amount": amount,
        **more,
    }


def test_an_answer_is_applied_once_and_told_so(posted, client_user, now):
    said = item(posted[0], balance="50.00", ledger_reference="JE-1")
    assert answer(client_user, now, said) == [("applied", "")]
    assert answer(client_user, now, said) == [("already_applied", "")]
    assert LedgerAnswer.objects.count() == 1
    assert statuses()[0] == ResultStatus.POSTED
    assert Claim.objects.get(external_id="C-1").balance_cents == 5000


def test_an_unknown_result_does_not_stop_the_others(posted, client_user, now):
    stranger = item(posted[0], source="S0") | {"result_id": "r_NOBODY"}
    assert answer(client_user, now, stranger, item(posted[0])) == [
        ("unknown", ""),
        ("applied", ""),
    ]


def test_the_same_source_id_for_something_else_is_refused(posted, client_user, now):
    answer(client_user, now, item(posted[0]))
    assert answer(client_user, now, item(posted[1])) == [("refused", "source-id-reused")]
    assert answer(client_user, now, item(posted[0], amount="1.00")) == [
        ("refused", "source-id-reused")
    ]


def test_an_answer_about_another_claim_is_refused(posted, client_user, now):
    said = item(posted[0]) | {"claim_id": "C-2"}
    assert answer(client_user, now, said) == [("refused", "claim-differs")]


def test_a_refusal_opens_an_item_that_a_later_posting_closes(posted, client_user, now):
    answer(client_user, now, item(posted[0], outcome="REFUSED", reason="Closed in A/R"))
    opened = ExceptionItem.objects.get()
    assert opened.kind == ExceptionKind.LEDGER_REFUSED and opened.amount_cents == 15000
    assert "Closed in A/R" not in opened.title
    answer(client_user, now, item(posted[0], source="S2"))
    opened.refresh_from_db()
    assert opened.resolution == "posted by the ledger"
    assert statuses()[0] == ResultStatus.POSTED


def test_another_amount_in_the_ledger_is_put_before_a_person(posted, client_user, facility, now):
    answer(client_user, now, item(posted[0], amount="149.00"))
    assert ExceptionItem.objects.get().amount_cents == 100
    assert tie_out([facility.pk]).unexplained_cents == 100


def test_a_client_answers_only_for_its_facilities(posted, elsewhere, now):
    from hmsach.accounts.models import User
    from hmsach.accounts.roles import grant_role

    other = User.objects.create_user("other", is_service=True)
    grant_role(user=other, role="client", facility=elsewhere)
    assert answer(other, now, item(posted[0])) == [("unknown", "")]


# The certificate ------------------------------------------------------------------------------


def test_the_four_legs_tie_out_at_every_step(posted, client_user, facility, now):
    line = tie_out([facility.pk], PAID_ON).lines[0]
    assert (line.bank_cents, line.remittance_cents, line.allocated_cents) == (29000,) * 3
    assert (line.waiting_cents, line.in_ledger_cents) == (29000, 0)
    answer(client_user, now, item(posted[0]))
    refusal = item(posted[1], source="S2", outcome="REFUSED", amount="140.00")
    answer(client_user, now, refusal)
    line = tie_out([facility.pk], PAID_ON).lines[0]
    assert (line.in_ledger_cents, line.refused_cents, line.waiting_cents) == (15000, 14000, 0)
    assert line.unexplained_cents == 0


def test_the_certificate_is_of_the_day(posted, facility):
    assert tie_out([facility.pk], PAID_ON + timedelta(days=1)).lines == ()


def test_the_command_prints_the_verdict(posted, capsys):
    call_command("tie_out", date="2026-11-20")
    assert capsys.readouterr().out.rstrip().endswith("0.00 unexplained")


def test_the_command_fails_where_a_cent_is_unexplained(posted, client_user, now, capsys):
    answer(client_user, now, item(posted[0], amount="149.99"))
    with pytest.raises(SystemExit) as stopped:
        call_command("tie_out", date="2026-11-20")
    assert stopped.value.code == 1
    assert "0.01 unexplained" in capsys.readouterr().out
