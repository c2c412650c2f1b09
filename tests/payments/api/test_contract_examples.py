"""The contract's own examples, where the folder that holds them is beside the project."""

import json
from pathlib import Path

import pytest

CONTRACT = Path(__file__).resolve().parents[4] / "shared" / "contract"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not CONTRACT.exists(), reason="../shared/contract is not beside the project"
    ),
]


@pytest.mark.parametrize(
    "name",
    ["payments_claim_remittance.json", "payments_patient_refund.json", "payments_vendor.json"],
)
def test_each_example_batch_is_accepted_as_it_stands(api, profile, rules, name):
    content = (CONTRACT / name).read_bytes()
    answer = api.post(
        "/api/v1/ach/payments",
        content,
        content_type="application/json",
        headers={"Idempotency-Key": name},
    )
    assert answer.status_code == 202, answer.content
    example = json.loads((CONTRACT / "payments_accepted.json").read_text())
    assert set(example) <= set(answer.json())


def test_the_example_problem_is_the_shape_of_ours(api, profile, rules):
    body = json.loads((CONTRACT / "payments_claim_remittance.json").read_text())
    body["control"]["total"] = "1400.00"
    body["payments"][1]["payee"]["account"]["routing_number"] = "122105156"
    answer = api.post(
        "/api/v1/ach/payments",
        json.dumps(body),
        content_type="application/json",
        headers={"Idempotency-Key": "wrong"},
    )
    example = json.loads((CONTRACT / "problem.json").read_text())
    said = answer.json()
    assert set(example) <= set(said) and said["status"] == example["status"] == 422
    assert said["type"].rsplit("/", 1)[1] == example["type"].rsplit("/", 1)[1]
    assert said["title"] == example["title"]
    assert {(e["pointer"], e["code"]) for e in said["errors"]} == {
        (e["pointer"], e["code"]) for e in example["errors"]
    }
