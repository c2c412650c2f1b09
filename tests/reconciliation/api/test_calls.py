"""The room's calls as a client sees them, with the examples of the contract."""

import copy
import json

import pytest
from rest_framework.test import APIClient

from reconciliation.models import Claim, ExceptionItem, ReconciliationResult, Remittance
from tests.reconciliation.conftest import claim_shape
from tests.reconciliation.made_files import credit, nacha, remittance, remitted, x835

pytestmark = pytest.mark.django_db(transaction=True)

CONTRACT_CLAIM = {
    "external_id": "CLM-700-1",
    "patient_control_number": "CLM-700-1",
    "facility": "NORTHSIDE",
    "payer": {"external_id": "PAYER-9", "name": "Meadow", "tin": "360000033"},
    "patient": {
        "last": "Zzyzx",
        "first": "Linh",
        "birth_date": "1984-03-09",
        "member_id": "A555",
    },
    "payer_control_number": None,
    "service_from": "2026-10-12",
    "service_to": "2026-10-12",
    "submitted_on": "2026-10-15",
    "charge": "925.00",
    "expected": "640.00",
    "balance": "925.00",
    "lines": [
        {"control_number": "L1", "procedure": "HC:99285", "charge": "725.00"},
        {"control_number": "L2", "procedure": "HC:71046", "charge": "200.00"},
    ],
}


def put(api: APIClient, *claims: dict, **headers: str):
    return api.put("/api/v1/claims", {"claims": list(claims)}, format="json", headers=headers)


def test_the_contracts_claims_are_taken_and_read_back(api, facility):
    answer = put(api, CONTRACT_CLAIM)
    assert answer.status_code == 200
    assert answer.json() == {"created": 1, "updated": 0, "unchanged": 0, "errors": []}
    read = api.get("/api/v1/claims/CLM-700-1").json()
    for name in ("external_id", "charge", "expected", "balance", "lines", "submitted_on"):
        assert read[name] == CONTRACT_CLAIM[name]
    assert read["status"] == "open" and "patient" not in read
    assert Claim.objects.get().birth_date == "1984-03-09"


def test_the_same_again_is_unchanged_and_a_change_is_an_update(api, facility):
    put(api, CONTRACT_CLAIM)
    assert put(api, CONTRACT_CLAIM).json()["unchanged"] == 1
    assert Claim.objects.get().history.count() == 1
    changed = copy.deepcopy(CONTRACT_CLAIM) | {"balance": "40.00"}
    assert put(api, changed).json()["updated"] == 1
    assert Claim.objects.get().balance_cents == 4000


def test_a_faulty_claim_is_told_with_its_pointer_and_the_others_stand(api, facility):
    bad = copy.deepcopy(CONTRACT_CLAIM) | {"external_id": "B", "facility": "NOWHERE"}
    off = copy.deepcopy(CONTRACT_CLAIM) | {"external_id": "D", "charge": "924.00"}
    answer = put(api, CONTRACT_CLAIM, bad, off).json()
    assert answer["created"] == 1
    assert [(e["pointer"], e["code"]) for e in answer["errors"]] == [
        ("/claims/1/facility", "facility-unknown"),
        ("/claims/2/charge", "charge-not-of-lines"),
    ]


def test_claims_sent_twice_in_one_call_are_faults(api, facility):
    answer = put(api, CONTRACT_CLAIM, CONTRACT_CLAIM).json()
    assert answer["created"] == 0
    assert {e["code"] for e in answer["errors"]} == {"external-id-repeated"}


def test_a_float_amount_is_refused(api, facility):
    answer = put(api, copy.deepcopy(CONTRACT_CLAIM) | {"charge": 925.0})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/claims/0/charge"


def test_a_closed_claim_is_no_longer_matched_until_it_is_sent_open(api, facility):
    put(api, copy.deepcopy(CONTRACT_CLAIM) | {"status": "CLOSED"})
    assert Claim.objects.get().status == "closed"
    put(api, CONTRACT_CLAIM)
    assert Claim.objects.get().status == "open"


def test_another_facilitys_claim_is_not_to_be_seen(api, facility, elsewhere, payer):
    from hmsach.audit.acts import act

    with act(None, "Set up"):
        Claim.objects.create(
            facility=elsewhere,
            external_id="Z",
            patient_control_number="Z",
            payer=payer,
            service_from="2026-10-12",
            service_to="2026-10-12",
            charge_cents=1,
            balance_cents=1,
        )
    assert api.get("/api/v1/claims/Z").status_code == 404
    shape = claim_shape("Z", facility="SOUTHSIDE")
    assert put(api, shape).json()["errors"][0]["code"] == "facility-unknown"


@pytest.fixture
def posted(owe, import_835, import_nacha):
    for number in ("C-1", "C-2"):
        owe(number)
    import_835(
        x835(remittance([remitted("C-1"), remitted("C-2", paid=0, reason="50"), remitted("C-9")]))
    )
    import_nacha(nacha(credit(30000)))


def test_results_are_read_on_by_sequence(api, posted):
    first = api.get("/api/v1/ach/recon?limit=1").json()
    assert first["has_more"] and first["next_after"] == 1
    rest = api.get("/api/v1/ach/recon?after=1").json()
    assert not rest["has_more"]
    told = [*first["results"], *rest["results"]]
    assert told == [
        json.loads(row.body) for row in ReconciliationResult.objects.order_by("sequence")
    ]
    expected = {
        "result_id",
        "sequence",
        "kind",
        "facility",
        "claim_id",
        "remittance",
        "deposit",
        "status",
        "charge",
        "paid",
        "patient_responsibility",
        "contractual",
        "adjustments",
        "remarks",
        "match",
        "exceptions",
    }
    assert set(told[0]) == expected


def test_the_contracts_feedback_gets_an_answer_per_item(api, posted):
    first, second = ReconciliationResult.objects.order_by("sequence")
    body = {
        "results": [
            {
                "source_id": "LEDGER-88001",
                "result_id": first.result_id,
                "claim_id": first.claim_external_id,
                "outcome": "POSTED",
                "amount": "150.00",
                "balance": "40.00",
                "ledger_reference": "JE-2026-11-20-0042",
            },
            {
                "source_id": "LEDGER-88002",
                "result_id": second.result_id,
                "claim_id": second.claim_external_id,
                "outcome": "REFUSED",
                "amount": "0.00",
                "reason": "Claim closed in A/R on 2026-11-18",
            },
            {"source_id": "LEDGER-88003", "result_id": "r_X", "outcome": "POSTED"},
        ]
    }
    send = lambda key: api.post(  # noqa: E731
        "/api/v1/ach/recon", body, format="json", headers={"Idempotency-Key": key}
    )
    words = [each["status"] for each in send("k1").json()["results"]]
    assert words == ["applied", "applied", "unknown"]
    words = [each["status"] for each in send("k2").json()["results"]]
    assert words == ["already_applied", "already_applied", "unknown"]
    assert send("k1").headers["Idempotency-Replayed"] == "true"
    assert ExceptionItem.objects.filter(kind="ledger_refused").count() == 1


def test_deposits_show_allocated_and_unallocated(api, posted):
    [row] = api.get("/api/v1/deposits").json()["results"]
    assert (row["amount"], row["allocated"], row["unallocated"]) == ("300.00", "150.00", "150.00")
    assert row["status"] == "partially_allocated"
    assert api.get("/api/v1/deposits?status=allocated").json()["results"] == []
    assert api.get("/api/v1/deposits?status=nonsense").status_code == 400


def test_a_remittance_and_its_file_as_received(api, posted):
    [row] = api.get("/api/v1/remittances?facility=NORTHSIDE").json()["results"]
    assert (row["trace_number"], row["status"]) == ("TRN1", "partially_posted")
    answer = api.get(row["file"])
    stored = Remittance.objects.get().inbound_file.stored
    assert answer.content == bytes(stored.content) and answer.content.startswith(b"ISA*")


def test_exceptions_are_listed_taken_and_resolved(api, posted, client_user):
    rows = api.get("/api/v1/exceptions").json()["results"]
    assert {row["kind"] for row in rows} == {"denial", "claim_not_found"}
    [row] = api.get("/api/v1/exceptions?kind=denial").json()["results"]
    assert row["about"]["claim"] == "C-2"
    taken = api.post("/api/v1/exceptions/claim-next", {"kinds": ["denial"]}, format="json").json()
    assert taken["item"]["id"] == row["id"] and taken["item"]["status"] == "assigned"
    done = api.post(
        f"/api/v1/exceptions/{row['id']}/resolve",
        {"resolution": "appealed", "reason": "Sent the records"},
        format="json",
    )
    assert done.json()["status"] == "resolved"
    again = api.post(
        f"/api/v1/exceptions/{row['id']}/resolve",
        {"resolution": "appealed", "reason": "Again"},
        format="json",
    )
    assert again.status_code == 409
    empty = api.post("/api/v1/exceptions/claim-next", {"kinds": ["denial"]}, format="json")
    assert empty.json() == {"item": None}


def test_lists_go_on_by_cursor(api, owe, import_835):
    for number in range(1, 4):
        advice = remittance([remitted(f"C-{number}")], trace=f"T{number}")
        import_835(x835(advice, control=number))
    first = api.get("/api/v1/remittances?limit=2").json()
    rest = api.get(f"/api/v1/remittances?limit=2&cursor={first['next_cursor']}").json()
    traces = [row["trace_number"] for row in first["results"] + rest["results"]]
    assert sorted(traces) == ["T1", "T2", "T3"]


@pytest.mark.parametrize(
    "path", ["deposits", "remittances", "exceptions", "ach/recon", "claims/C-1"]
)
def test_nothing_is_shown_without_a_token(path, facility):
    assert APIClient().get(f"/api/v1/{path}").status_code == 401
