"""The main job, played from THE's first call to the tie-out, over real HTTP and SFTP.

Run again on the same world it finds everything done, and does nothing twice.
"""

from typing import Any

import requests
from django.db import connection
from django.urls import reverse

from demo import bodies
from demo.callers import BillingPlatform, Person, Refused
from demo.report import Report
from demo.world import (
    BANK_ROUTING_NUMBER,
    FACILITIES,
    SENDING_FACILITY,
    World,
    deposit_account_number,
)
from edi.models import InboundFile, Transmission
from edi.sandbox.claims import sample_claims
from edi.states import InboundFileStatus, TransmissionStatus
from hmsach.lib.money import display_dollars
from payments.models import BankProfile, NoticeOfChange, Payment, PaymentBatch, PaymentReturn
from payments.states import BatchStatus, PaymentStatus
from reconciliation.models import Deposit, ReconciliationResult, Remittance
from reconciliation.states import ResultStatus

CLAIMS = 60
ELSEWHERE_CLAIMS = 6


class Story:
    """The steps, each of which may have been done by an earlier run."""

    def __init__(
        self, *, world: World, sandbox: dict[str, Any], seed: int, as_of: Any, report: Report
    ) -> None:
        self.world = world
        self.sandbox = sandbox
        self.seed = seed
        self.as_of = as_of
        self.report = report
        self.the = BillingPlatform(world)
        self.expected: dict[str, int] = {}

    def play(self) -> None:
        """Every step, in order."""
        self._claims_arrive()
        self._batches_arrive()
        self._a_wrong_batch_is_refused()
        self._a_person_approves()
        self._the_file_leaves()
        self._the_bank_answers()
        self._payers_pay()
        self._results_reach_the_ledger()

    def _claims_arrive(self) -> None:
        self.report.step("THE logs in and sends its open claims (PUT /api/v1/claims)")
        scopes = self.the.log_in()
        self.report.fact(f"a token for {len(scopes.split())} scopes, signed ES256")
        for code, count in ((SENDING_FACILITY, CLAIMS), ("SOUTHSIDE", ELSEWHERE_CLAIMS)):
            claims = self._claims(code, count)
            # THE sends a claim again when it has changed; these have not.
            if self.the.send("GET", _claim_path(code, claims[0])).status_code == 200:
                self.report.fact(f"{code}: done before")
                continue
            answer = self.the.call("PUT", "/claims", {"claims": claims})
            counts = ", ".join(f"{answer[k]} {k}" for k in ("created", "updated", "unchanged"))
            self.report.fact(f"{code}: {counts}")

    def _claims(self, code: str, count: int) -> list[dict[str, Any]]:
        return sample_claims(self.seed, count, code, as_of=self.as_of)

    def _batches_arrive(self) -> None:
        self.report.step("THE sends three batches (POST /api/v1/ach/payments)")
        for body in bodies.batches():
            key = f"demo-{body['external_id']}"
            first = self.the.send("POST", "/ach/payments", body, key)
            again = self.the.send("POST", "/ach/payments", body, key)
            if first.status_code != 202 or again.content != first.content:
                raise Refused(f"{body['external_id']}: {first.status_code} {first.text[:300]}")
            said = first.json()
            self.report.fact(
                f"{body['kind']:<17} {body['external_id']:<10} "
                f"{said['control']['count']} to pay, ${said['control']['total']}: "
                f"{said['status']}, effective {said['effective_date']}"
            )
        self.report.fact("each sent twice under its key: the same answer, byte for byte")

    def _a_wrong_batch_is_refused(self) -> None:
        self.report.step("THE sends a batch with two mistakes")
        wrong = {**bodies.batches()[2], "external_id": "THE-AP-WRONG"}
        wrong["control"] = {"count": 1, "total": "24500.00"}
        payment = {**wrong["payments"][0], "external_id": "VP-WRONG"}
        account = {**payment["payee"]["account"], "routing_number": "091000018"}
        payment["payee"] = {**payment["payee"], "account": account}
        wrong["payments"] = [payment]
        answer = self.the.send("POST", "/ach/payments", wrong, "demo-wrong")
        problem = answer.json()
        self.report.fact(f"{answer.status_code}: {problem['detail']}")
        for error in problem["errors"]:
            self.report.fact(f"  {error['pointer']}: {error['detail']}")

    def _a_person_approves(self) -> None:
        self.report.step("The vendor payment is above the limit: another person must approve")
        batch = PaymentBatch.objects.get(external_id="THE-AP-1")
        if batch.status != BatchStatus.PENDING_APPROVAL:
            self.report.fact(f"done before: {batch.get_status_display().lower()}")
            return
        path = reverse("admin:payments_paymentbatch_act", args=[batch.pk, "approve"])
        try:
            Person(self.world, "bianca").act(path, reason="I would like it to go")
        except Refused:
            self.report.fact("bianca, a biller, tries: refused")
        Person(self.world, "amir").act(path, reason="Invoices agree with the orders")
        self.report.fact("amir, an approver, with a reason: approved")

    def _the_file_leaves(self) -> None:
        self.report.step("Treasury does not wait for 21:00 and builds the bank's file now")
        own = Payment.objects.filter(external_id__in=bodies.payment_ids())
        if own.filter(status=PaymentStatus.APPROVED).exists():
            profile = BankProfile.objects.get(facility__code=SENDING_FACILITY)
            path = reverse("admin:payments_bankprofile_act", args=[profile.pk, "build_file"])
            Person(self.world, "tess").act(
                path, reason="Demonstration, not waiting for the cut-off"
            )
        else:
            self.report.fact("done before: no approved payment waits")
        self.report.wait_for("the file is in the bank's folder, over SFTP", self._file_is_there)
        for row in Transmission.objects.exclude(kind="x12_999").order_by("created_at"):
            self.report.fact(f"{row.kind:<9} {row.file_name}  ({row.stored.size_bytes:,} bytes)")

    def _file_is_there(self) -> bool:
        _fresh()
        waiting = [TransmissionStatus.QUEUED, TransmissionStatus.SENDING]
        return not Transmission.objects.filter(status__in=waiting).exists()

    def _the_bank_answers(self) -> None:
        self.report.step("The bank judges the file and answers")
        self.report.wait_for("accepted, with a return and a notice of change", self._bank_answered)
        for row in PaymentReturn.objects.select_related("payment"):
            self.report.fact(
                f"{row.code} {row.title}: {row.payment.external_id}, "
                f"{display_dollars(row.payment.amount_cents)} came back"
            )
        for notice in NoticeOfChange.objects.select_related("payment"):
            self.report.fact(
                f"{notice.code} {notice.title}: {notice.payment.external_id}, "
                f"to apply by {notice.apply_by}"
            )

    def _bank_answered(self) -> bool:
        _fresh()
        accepted = Transmission.objects.filter(
            kind="nacha", status=TransmissionStatus.ACKNOWLEDGED
        ).exists()
        return accepted and PaymentReturn.objects.exists() and NoticeOfChange.objects.exists()

    def _payers_pay(self) -> None:
        self.report.step("Payers pay the claims: 835s, and deposits at the bank")
        answer = requests.post(
            f"{self.sandbox['http']['base_url']}/sandbox/pay",
            json={
                "claims": self._claims(SENDING_FACILITY, CLAIMS),
                "facility": {
                    "name": FACILITIES[SENDING_FACILITY][0],
                    "tin": FACILITIES[SENDING_FACILITY][1],
                    "npi": FACILITIES[SENDING_FACILITY][2],
                    "routing_number": BANK_ROUTING_NUMBER,
                    "account_number": deposit_account_number(SENDING_FACILITY),
                },
                "paid_on": self.as_of.isoformat(),
                "troubles": True,
            },
            headers={"Authorization": f"Bearer {self.sandbox['http']['recon_token']}"},
            timeout=120,
        )
        answer.raise_for_status()
        paid = answer.json()
        self.expected = paid["expected_exceptions"]
        self.report.fact(
            f"{paid['remittances']} remittances and {paid['deposits']} deposits, "
            "some of them with trouble on purpose"
        )
        self.report.wait_for(
            "collected, recognised, imported",
            lambda: self._imported(int(paid["remittances"]), int(paid["deposits"])),
        )
        for status, count in sorted(_counts(InboundFile).items()):
            self.report.fact(f"{count:>3} files {InboundFileStatus(status).label.lower()}")

    def _imported(self, remittances: int, deposits: int) -> bool:
        _fresh()
        waiting = [InboundFileStatus.RECEIVED, InboundFileStatus.PARSED]
        return (
            not InboundFile.objects.filter(status__in=waiting).exists()
            and Remittance.objects.count() >= remittances
            and Deposit.objects.count() >= deposits
        )

    def _results_reach_the_ledger(self) -> None:
        self.report.step("Results go to THE's /recon; its ledger answers (POST /api/v1/ach/recon)")
        self.report.wait_for("every result is answered", self._answered)
        for status, count in sorted(_counts(ReconciliationResult).items()):
            self.report.fact(f"{count:>3} {ResultStatus(status).label.lower()}")
        page = self.the.call("GET", "/ach/recon?after=0&limit=3")
        numbers = [row["sequence"] for row in page["results"]]
        self.report.fact(f"also to be read at GET /api/v1/ach/recon, from sequence {numbers}")

    def _answered(self) -> bool:
        _fresh()
        waiting = [ResultStatus.QUEUED, ResultStatus.DELIVERED]
        rows = ReconciliationResult.objects
        return rows.exists() and not rows.filter(status__in=waiting).exists()


def _counts(model: Any) -> dict[str, int]:
    rows = model.objects.order_by().values_list("status", flat=True)
    found: dict[str, int] = {}
    for status in rows:
        found[status] = found.get(status, 0) + 1
    return found


def _claim_path(facility: str, claim: dict[str, Any]) -> str:
    return f"/claims/{claim['external_id']}?facility={facility}"


def _fresh() -> None:
    """Look at the database anew: other processes write to it."""
    connection.close()
