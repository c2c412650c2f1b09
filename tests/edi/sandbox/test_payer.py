"""The sandbox payer pays once, in balance, and says the truth about it."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi.nacha.healthcare import parse_trn
from edi.nacha.reader import read as read_nacha
from edi.sandbox.adjudication import OpenClaim, decide, reversal_of, shared_out
from edi.sandbox.payer import UnreadableRequest
from edi.sandbox.scenarios import EXCEPTIONS, OF_CLAIM, Scenario, UnknownScenario, assign
from edi.x12.balance_835 import balance_claim
from edi.x12.checking import check
from edi.x12.envelope import read
from edi.x12.remittance_835 import read_835


def remittances(street):
    """Trace number -> remittances read from the payer's outbox, in the order of their files."""
    found = {}
    for content in street.outbox("payer").values():
        for interchange in read(content)[0]:
            for transaction in interchange.sets:
                remittance, _ = read_835(transaction)
                found.setdefault(remittance.trace.number, []).append(remittance)
    return found


def deposits(street):
    """Bank reference -> (cents, TRN02 or None)."""
    found = {}
    for content in street.outbox("bank").values():
        file, findings = read_nacha(content)
        assert not [f for f in findings if f.is_error]
        for batch in file.batches:
            for entry in batch.entries:
                trn = parse_trn(entry.addenda[0].information) if entry.addenda else None
                found[entry.trace_number] = (entry.amount_cents, trn.trn02 if trn else None)
    return found


def truths(street, kind):
    return [record for record in street.truth.records() if record["kind"] == kind]


def test_two_worlds_of_one_seed_are_the_same_byte_for_byte(open_street, paying):
    first, second, other = open_street("a"), open_street("b"), open_street("c", 8)
    answers = [each.payer.pay(paying()) for each in (first, second, other)]
    assert answers[0] == answers[1]
    assert first.all_outgoing() == second.all_outgoing()
    assert first.all_outgoing() != other.all_outgoing()


def test_the_same_request_pays_once(open_street, paying):
    street = open_street()
    answer = street.payer.pay(paying())
    before = street.all_outgoing()
    assert street.payer.pay(paying()) == answer
    assert open_street().payer.pay(paying()) == answer
    assert street.all_outgoing() == before


def test_every_835_is_sound_but_the_one_that_was_spoilt(street, paying):
    street.payer.pay(paying())
    spoilt = {t["file_name"] for t in truths(street, "remittance") if t["scenario"] == "unbalanced"}
    assert len(spoilt) == 1
    for name, content in street.outbox("payer").items():
        report = check(content)
        rules = {finding.rule for finding in report.findings if finding.is_error}
        assert rules == ({"RA04"} if name in spoilt else set()), name
        assert report.transactions[0].balanced is (name not in spoilt)


def test_the_only_warnings_are_those_the_scenarios_ask_for(street, paying):
    street.payer.pay(paying())
    rules = {
        (f.rule, f.message)
        for content in street.outbox("payer").values()
        for f in check(content).findings
        if not f.is_error
    }
    assert {rule for rule, _ in rules} <= {"RA13", "RA23", "RA22"}, rules


def test_every_trouble_comes_once_among_enough_claims(street, paying):
    street.payer.pay(paying())
    seen = {record["scenario"] for record in street.truth.records()}
    assert seen == {str(scenario) for scenario in Scenario}
    kinds = {record["exception"] for record in street.truth.records()} - {None}
    assert kinds == set(EXCEPTIONS.values())


def test_without_troubles_all_claims_are_paid_clean(street, paying):
    street.payer.pay(paying(30, troubles=False))
    assert {r["scenario"] for r in street.truth.records()} == {"clean"}
    assert not any(r["exception"] for r in street.truth.records())
    for record in truths(street, "claim"):
        assert record["paid_cents"] + record["patient_cents"] == record["expected_cents"]


def test_deposits_are_what_the_truth_says_and_equal_their_835(street, paying):
    street.payer.pay(paying())
    found, read_back = deposits(street), remittances(street)
    records = truths(street, "deposit")
    assert {
        r["bank_reference"]: (r["amount_cents"], r["trace_number"] or None) for r in records
    } == found
    for record in records:
        if record["exception"] is None:
            (remittance, *_) = read_back[record["remittance_trace_number"]]
            assert remittance.amount_cents == record["amount_cents"] == record["remittance_cents"]
        if record["exception"] == "amount_mismatch":
            (remittance,) = read_back[record["trace_number"]]
            assert remittance.amount_cents - record["amount_cents"] == record["exception_cents"] > 0
        if record["exception"] in ("eft_without_era", "unidentified_deposit"):
            assert record["trace_number"] not in read_back


def test_a_remittance_without_deposit_has_none(street, paying):
    street.payer.pay(paying())
    traces = {trn for _, trn in deposits(street).values()}
    for record in truths(street, "remittance"):
        missing = record["exception"] == "era_without_eft" or record["amount_cents"] == 0
        assert (record["trace_number"] not in traces) == missing


def test_the_truth_of_claims_is_what_the_835s_say(street, paying):
    street.payer.pay(paying())
    read_back = remittances(street)
    told = Counter()
    for record in truths(street, "claim"):
        if record["trace_number"] in read_back:
            told[(record["trace_number"], record["control_number"], record["paid_cents"])] += 1
    paid = Counter(
        (trace, claim.control_number, claim.paid_cents)
        for trace, (first, *_) in read_back.items()
        for claim in first.claims
    )
    assert told == paid


def test_a_correction_follows_its_original_and_takes_it_back(street, paying):
    street.payer.pay(paying())
    records = [r for r in truths(street, "claim") if r["scenario"] == "corrected"]
    original, reversal, corrected = records
    assert [r["status_code"] for r in records] == ["1", "22", "1"]
    assert original["paid_cents"] == -reversal["paid_cents"]
    assert corrected["paid_cents"] == corrected["expected_cents"] > original["paid_cents"]
    assert original["trace_number"] < reversal["trace_number"] == corrected["trace_number"]


def test_a_forwarded_balance_pays_nothing_and_carries_the_debt(street, paying):
    street.payer.pay(paying())
    later = [r for r in truths(street, "remittance") if r["scenario"] == "forwarded"][-1]
    (remittance,) = remittances(street)[later["trace_number"]]
    assert remittance.amount_cents == 0
    assert (remittance.bpr.handling, remittance.bpr.method) == ("H", "NON")
    (carried,) = remittance.provider_adjustments
    assert carried.reason == "FB" and carried.amount_cents == later["claims_cents"] < 0
    assert later["exception"] == "plb_open"


def test_a_repeat_differs_in_its_interchange_only(street, paying):
    street.payer.pay(paying())
    first, repeat = (
        street.outbox("payer")[r["file_name"]]
        for r in truths(street, "remittance")
        if r["scenario"] == "sent_twice"
    )
    assert first != repeat
    cut = [
        [line for line in c.split(b"\n") if line[:3] in (b"BPR", b"TRN", b"CLP", b"SVC")]
        for c in (first, repeat)
    ]
    assert cut[0] == cut[1]


def test_chosen_scenarios_are_played(street, paying):
    request = paying(4, troubles=False)
    chosen = {request["claims"][0]["external_id"]: "denied"}
    street.payer.pay(request | {"scenarios": chosen})
    (denied,) = [r for r in street.truth.records() if r["exception"] == "denial"]
    assert denied["claim_id"] in chosen
    assert denied["paid_cents"] == 0


def test_an_unknown_scenario_is_refused_and_pays_nothing(street, paying):
    request = paying(2)
    with pytest.raises(UnknownScenario):
        street.payer.pay(request | {"scenarios": {request["claims"][0]["external_id"]: "lost"}})
    assert street.outbox("payer") == {}


@pytest.mark.parametrize("missing", ["claims", "facility", "paid_on"])
def test_a_request_without_a_part_is_refused(street, paying, missing):
    request = paying(2)
    del request[missing]
    with pytest.raises(UnreadableRequest):
        street.payer.pay(request)


@pytest.mark.parametrize(
    ("owner", "step"),
    [
        ("staging", "prepare"),
        ("payer", "_settle"),
        ("bank", "credit"),
        ("bank", "_keep"),
        ("staging", "show"),
        ("truth", "append"),
    ],
)
def test_a_kill_at_any_step_pays_once(open_street, paying, monkeypatch, owner, step):
    street = open_street()
    thing = {
        "staging": street.payer.staging,
        "payer": street.payer,
        "bank": street.bank,
        "truth": street.truth,
    }[owner]

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(thing, step, killed)
        with pytest.raises(KeyboardInterrupt):
            street.payer.pay(paying())
    again = open_street()
    again.payer.pay(paying())
    undisturbed = open_street("undisturbed")
    undisturbed.payer.pay(paying())
    assert again.all_outgoing() == undisturbed.all_outgoing()


def test_a_torn_last_line_of_truth_is_mended(open_street, paying):
    street = open_street()
    street.payer.pay(paying(5, troubles=False))
    path = street.root / "truth.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"id": "cla')
    assert len(open_street().truth) == len(whole.splitlines())
    assert path.read_bytes() == whole


def test_a_weekend_is_paid_on_the_next_banking_day(street, paying):
    street.payer.pay(paying(2, troubles=False) | {"paid_on": "2026-11-21"})
    assert {r["settled_on"] for r in truths(street, "deposit")} == {"2026-11-23"}


def test_names_with_marks_do_not_stop_a_payer(street, paying):
    request = paying(1, troubles=False)
    request["claims"][0]["patient"]["last"] = "Ångström~Núñez"
    street.payer.pay(request)
    (content,) = street.outbox("payer").values()
    assert b"*AngstromNunez*" in content


amounts = st.integers(1, 5_000_000)


@settings(deadline=None)
@given(
    st.lists(amounts, min_size=1, max_size=6),
    st.integers(0, 100),
    st.sampled_from(OF_CLAIM),
    st.text("0123456789", min_size=1, max_size=8),
)
def test_every_decision_balances_whatever_the_claim(charges, percent, scenario, number):
    total = sum(charges)
    claim = OpenClaim.of(
        {
            "external_id": f"C{number}",
            "patient_control_number": f"C{number}",
            "payer": {"external_id": "P", "name": "P", "tin": "970000001"},
            "patient": {"last": "Quillhaven", "first": "Pim"},
            "service_from": "2026-10-01",
            "service_to": "2026-10-01",
            "charge": f"{total // 100}.{total % 100:02d}",
            "expected": f"{total * percent // 10000}.{total * percent // 100 % 100:02d}",
            "lines": [
                {
                    "control_number": f"L{at}",
                    "procedure": "HC:99213",
                    "charge": f"{cents // 100}.{cents % 100:02d}",
                }
                for at, cents in enumerate(charges)
            ],
        }
    )
    decided = decide(claim, scenario, seed="1")
    assert balance_claim(decided).is_balanced
    assert sum(line.paid_cents for line in decided.lines) == decided.paid_cents
    assert 0 <= decided.paid_cents <= decided.charge_cents == total
    back = reversal_of(decided)
    assert balance_claim(back).is_balanced
    assert back.paid_cents == -decided.paid_cents


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.integers(0, 10**6))
def test_shares_add_up_and_none_is_above_its_weight(weights, permille):
    total = sum(weights) * min(permille, 10**6) // 10**6
    parts = shared_out(total, weights)
    assert sum(parts) == total
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@settings(deadline=None)
@given(st.integers(0, 3000), st.text(max_size=5))
def test_scenarios_keep_their_shares(count, seed):
    ids = [f"C{n}" for n in range(count)]
    assigned = assign(ids, seed=seed, troubles=True)
    assert list(assigned) == ids
    clean = sum(scenario is Scenario.CLEAN for scenario in assigned.values())
    assert clean >= count // 2
