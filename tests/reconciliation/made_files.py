"""Files as payers and the bank send them, small and balanced, for the tests of this room."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from edi.nacha.build import build_file
from edi.nacha.healthcare import trn_addenda
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.x12.remittance_835 import (
    Address,
    Adjustment,
    Bpr,
    Claim,
    Contact,
    Dated,
    Line,
    Name,
    Party,
    Procedure,
    ProviderAdjustment,
    Reference,
    Remittance,
    Trace,
    write_835,
)
from edi.x12.wrapping import wrap

PAID_ON = date(2026, 11, 20)
PAYER_TIN = "360000017"
OTHER_TIN = "360000025"
ROUTING, ACCOUNT = "071009988", "4407001200"
NPI, TIN = "1902837461", "411111111"


def remitted(
    number: str,
    *,
    paid: int = 15000,
    charge: int = 20000,
    status: str = "1",
    share: int = 0,
    reason: str = "45",
    icn: str = "",
    service: date = date(2026, 10, 12),
    adjustments: Sequence[Adjustment] | None = None,
    lines: bool = False,
) -> Claim:
    """A balanced CLP loop: what is not paid and not the patient's is CO."""
    rest = charge - paid - share
    own = [Adjustment("CO", reason, rest)] if rest else []
    if share:
        own.append(Adjustment("PR", "2", share))
    claim = Claim(
        number,
        status,
        charge,
        paid,
        share,
        payer_control_number=icn or f"ICN{number}",
        adjustments=list(adjustments) if adjustments is not None else own,
        names=[Name("QC", "Zzyzx", "Quill", id_qualifier="MI", id="W900")],
        dates=[Dated("232", service), Dated("233", service)],
    )
    if lines:
        claim.lines = [
            Line(
                Procedure("HC", "99213"),
                charge,
                paid,
                dates=[Dated("472", service)],
                adjustments=claim.adjustments,
                references=[Reference("6R", "L1")],
            )
        ]
        claim.adjustments = []
    return claim


def reversal(of: Claim) -> Claim:
    """The 22 that takes it back."""
    return remitted(
        of.control_number,
        paid=-of.paid_cents,
        charge=-of.charge_cents,
        status="22",
        icn=of.payer_control_number,
        adjustments=[Adjustment(a.group, a.reason, -a.amount_cents) for a in of.adjustments],
    )


def plb(reason: str, cents: int, reference: str = "") -> ProviderAdjustment:
    return ProviderAdjustment(NPI, date(2026, 12, 31), reason, reference, cents)


def remittance(
    claims: Sequence[Claim],
    *,
    trace: str = "TRN1",
    plbs: Sequence[ProviderAdjustment] = (),
    amount: int | None = None,
    method: str = "ACH",
    payer_id: str = f"1{PAYER_TIN}",
    npi: str = NPI,
    paid_on: date = PAID_ON,
) -> Remittance:
    total = sum(c.paid_cents for c in claims) - sum(p.amount_cents for p in plbs)
    return Remittance(
        bpr=Bpr(
            "I" if method == "ACH" else "H",
            total if amount is None else amount,
            method=method,
            format="CCP" if method == "ACH" else "",
            payer_routing_qualifier="01",
            payer_routing="071000013",
            payer_account_type="DA",
            payer_account="998",
            originating_company_id=payer_id,
            payee_routing_qualifier="01",
            payee_routing=ROUTING,
            payee_account_type="DA",
            payee_account=ACCOUNT,
            effective_date=paid_on,
        ),
        trace=Trace(trace, payer_id),
        payer=Party(
            "PR",
            "Meadow Health Plan",
            "XV",
            "55",
            Address(("1 Plan Way",), "Dover", "DE", "199010000"),
            contacts=[Contact("BL", "HELP", [("TE", "8005550100")])],
        ),
        payee=Party("PE", "Northside Hospital", "XX", npi, references=[Reference("TJ", TIN)]),
        production_date=paid_on,
        claims=list(claims),
        provider_adjustments=list(plbs),
    )


def x835(*sets: Remittance, control: int = 1, usage: str = "P") -> bytes:
    """An interchange of the sets, each balanced."""
    rows = [write_835(each, control=f"{place:04d}") for place, each in enumerate(sets, 1)]
    return _wrapped(rows, control, usage)


def _wrapped(rows: Sequence[Any], control: int, usage: str) -> bytes:
    return wrap(
        rows,
        sender_qualifier="ZZ",
        sender_id="MEADOW",
        receiver_qualifier="ZZ",
        receiver_id="NORTHSIDE",
        interchange_control=control,
        group_control=control,
        at=datetime(2026, 11, 20, 5, 30),
        usage=usage,
    )


def x820(cents: int, *, trace: str = "TRN1", account: str = ACCOUNT, control: int = 1) -> bytes:
    amount = f"{cents / 100:.2f}"
    rows = [
        ("ST", "820", "0001"),
        (
            "BPR",
            "C",
            amount,
            "C",
            "ACH",
            "CTX",
            "01",
            "071000013",
            "DA",
            "998",
            f"1{PAYER_TIN}",
            "",
            "01",
            ROUTING,
            "DA",
            account,
            "20261120",
        ),
        ("TRN", "1", trace, f"1{PAYER_TIN}"),
        ("N1", "PE", "Northside Hospital"),
        ("N1", "PR", "Meadow Health Plan"),
        ("ENT", "1"),
        ("RMR", "IV", "X1", "", amount, amount),
    ]
    return _wrapped([[*rows, ("SE", str(len(rows) + 1), "0001")]], control, "P")


def credit(
    cents: int,
    trace: str | None = "TRN1",
    *,
    sequence: int = 1,
    payer_id: str = f"1{PAYER_TIN}",
    account: str = ACCOUNT,
    addenda: Sequence[str] | None = None,
    direction: str = "credit",
) -> EntrySpec:
    """An entry that the bank received for us."""
    texts = [trn_addenda(trace, payer_id)] if trace else []
    return EntrySpec(
        account_type="checking",
        direction=direction,
        routing_number=ROUTING,
        account_number=account,
        amount_cents=cents,
        name="NORTHSIDE HOSP",
        trace_number=f"07100001{sequence:07d}",
        addenda=texts if addenda is None else addenda,
    )


def nacha(
    *entries: EntrySpec, sec_code: str = "CCD", settled_on: date = PAID_ON, company: str = ""
) -> bytes:
    """The bank's file of received entries."""
    claim_payments = sec_code == "CCD" and all(each.addenda for each in entries)
    return build_file(
        FileSpec(
            immediate_destination=ROUTING,
            immediate_origin=ROUTING,
            created_at=datetime.combine(settled_on, datetime.min.time()) + timedelta(hours=9),
            batches=[
                BatchSpec(
                    company_name="MEADOW HEALTH",
                    company_identification=company or f"1{PAYER_TIN}",
                    sec_code=sec_code,
                    description="HCCLAIMPMT" if claim_payments else "PAYMENT",
                    effective_date=settled_on,
                    odfi="07100001",
                    settlement_day=settled_on.timetuple().tm_yday,
                    entries=list(entries),
                )
            ],
        ),
        author="bank",
    )
