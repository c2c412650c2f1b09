"""POST /ach/payments as THE's engineers meet it: answers, problems, repeats."""

import json

import pytest

from payments.models import Payment, PaymentBatch

pytestmark = pytest.mark.django_db
URL = "/api/v1/ach/payments"


@pytest.fixture
def ready(profile, rules):
    return profile


def post(api, body, key="k-1", **extra):
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    headers = {} if key is None else {"Idempotency-Key": key}
    return api.post(URL, content, content_type="application/json", headers=headers, **extra)


def pairs(answer):
    return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def codes(answer):
    return {error["pointer"]: error["code"] for error in answer.json()["errors"]}


def test_a_batch_is_accepted_with_where_to_ask_and_when_it_leaves(api, ready, vendor_batch):
    answer = post(api, vendor_batch)
    assert answer.status_code == 202
    said = answer.json()
    assert set(said) == {
        "batch_id",
        "external_id",
        "status",
        "control",
        "next_cutoff",
        "effective_date",
        "status_url",
    }
    assert said["control"] == {"count": 1, "total": "240.00"}
    assert answer["Location"] == said["status_url"]
    assert api.get(said["status_url"]).json()["batch_id"] == said["batch_id"]


def test_a_repeat_gets_the_first_answer_byte_for_byte(api, ready, vendor_batch):
    first, again = post(api, vendor_batch), post(api, vendor_batch)
    assert again.content == first.content and again.status_code == 202
    assert PaymentBatch.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(api, ready, vendor_batch):
    post(api, vendor_batch)
    vendor_batch["external_id"] = "AP-2"
    answer = post(api, vendor_batch)
    assert answer.status_code == 422 and "idempotency-key-reused" in answer.json()["type"]


def test_the_same_batch_under_another_key_is_a_conflict_that_names_the_first(
    api, ready, vendor_batch
):
    first = post(api, vendor_batch).json()
    answer = post(api, vendor_batch, key="k-2")
    assert answer.status_code == 409
    assert first["batch_id"] in answer.json()["detail"]


def test_a_missing_key_is_refused(api, ready, vendor_batch):
    assert post(api, vendor_batch, key=None).status_code == 400


def test_a_refused_batch_may_be_corrected_under_the_same_key(api, ready, vendor_batch):
    wrong = {**vendor_batch, "control": {"count": 1, "total": "1.00"}}
    assert post(api, wrong).status_code == 422
    assert post(api, vendor_batch).status_code == 202


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (240.0, "amount-not-a-string"),
        (240, "amount-not-a-string"),
        ("240.001", "amount-third-decimal"),
        ("1e3", "amount-invalid"),
        ("", "amount-invalid"),
        ("-240.00", "amount-not-above-zero"),
        ("0.00", "amount-not-above-zero"),
    ],
)
def test_an_amount_that_is_no_amount_is_refused(api, ready, vendor_batch, amount, code):
    vendor_batch["payments"][0]["amount"] = amount
    answer = post(api, vendor_batch)
    assert answer.status_code == 422
    assert ("/payments/0/amount", code) in pairs(answer)
    assert not Payment.objects.exists()


def test_malformed_json_is_told_with_its_place(api, ready):
    answer = post(api, '{"external_id": }')
    assert answer.status_code == 400 and "column" in answer.json()["detail"]
    assert answer["Content-Type"].startswith("application/problem+json")


def test_ten_thousand_and_one_payments_are_too_many(api, ready, vendor_batch):
    one = vendor_batch["payments"][0]
    vendor_batch["payments"] = [{**one, "external_id": f"VP-{n}"} for n in range(10_001)]
    answer = post(api, vendor_batch)
    assert answer.status_code == 422
    assert codes(answer) == {"/payments": "too-many-payments"}


def test_a_body_of_a_hundred_megabytes_is_refused(api, ready):
    answer = post(api, b'{"a":"' + b"x" * (100 << 20) + b'"}')
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("application/problem+json")


def test_no_problem_repeats_an_account_number(api, ready, vendor_batch):
    vendor_batch["payments"][0]["payee"]["account"]["account_number"] = "\x007700112233"
    answer = post(api, vendor_batch)
    assert answer.status_code in (400, 422) and b"7700112233" not in answer.content


def test_a_foreign_facilitys_batch_is_not_found(api, ready, elsewhere, vendor_batch):
    from hmsach.audit.acts import act

    said = post(api, vendor_batch).json()
    with act(None, "Moved for the test"):
        batch = PaymentBatch.objects.get()
        batch.facility = elsewhere
        batch.save()
    assert api.get(said["status_url"]).status_code == 404


def test_a_token_without_the_scope_is_forbidden(client_user, ready, vendor_batch):
    from django.test import Client
    from rest_framework.test import APIClient

    from hmsach.api.clients import register_client

    client_id, secret = register_client(name="Reader", user=client_user, scopes=["payments:read"])
    data = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    token = Client().post("/oauth/token/", data).json()["access_token"]
    reader = APIClient(headers={"Authorization": f"Bearer {token}"})
    answer = post(reader, vendor_batch)
    assert answer.status_code == 403 and "scope" in answer.json()["type"]


def test_the_status_answers_304_until_something_changes(api, ready, vendor_batch):
    url = post(api, vendor_batch).json()["status_url"]
    first = api.get(url)
    assert api.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    payment_id = first.json()["payments"][0]["payment_id"]
    cancelled = api.post(
        f"{URL}/{payment_id}/cancel",
        json.dumps({"reason": "Sent by mistake"}),
        content_type="application/json",
    )
    assert cancelled.status_code == 200 and cancelled.json()["status"] == "cancelled"
    changed = api.get(url, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200 and changed.json()["status"] == "cancelled"


def test_a_payment_shows_its_account_by_its_last_four_only(api, ready, vendor_batch):
    url = post(api, vendor_batch).json()["status_url"]
    payment_id = api.get(url).json()["payments"][0]["payment_id"]
    shown = api.get(f"{URL}/{payment_id}")
    assert shown.json()["payee"]["account"] == "••••2233"
    assert b"7700112233" not in shown.content
