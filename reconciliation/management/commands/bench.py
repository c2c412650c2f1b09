"""manage.py bench: how quick the main paths are, as ratios to a yardstick of the same run.

A machine's seconds say little; a ratio against the plain way beside it says more. Everything runs
in one transaction on the configured database and is rolled back.
"""

import gc
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from rest_framework import serializers

from edi.nacha.build import build_file
from edi.nacha.reader import read as read_nacha
from edi.nacha.specs import BatchSpec, EntrySpec, FileSpec
from edi.x12.envelope import read as read_x12
from edi.x12.remittance_835 import RemittanceReader
from edi.x12.wrapping import wrap
from hmsach.accounts.models import Facility
from hmsach.api.bodies import parse_body
from hmsach.audit.acts import act
from hmsach.db.bulk import bulk_insert
from payments.bodies import BatchBody
from reconciliation.models import Claim, Payer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


class Command(BaseCommand):
    """Prints a table: what, how many, per second, and the ratio to its yardstick."""

    help = "Measure the main paths against a yardstick of the same run."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many rows."""
        parser.add_argument("--count", type=int, default=5000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; nothing stays in the database."""
        count = options["count"]
        self.stdout.write(f"{connection.vendor}, {count:,} of each; nothing is kept\n")
        self.stdout.write(f"{'':<44}{'a second':>12}{'ratio':>9}  yardstick")
        with transaction.atomic():
            self._bodies(count)
            self._rows(count)
            transaction.set_rollback(True)
        self._nacha(count)
        self._remittances(count)

    def _line(self, title: str, count: int, seconds: float, yardstick: float, what: str) -> None:
        ratio = f"{yardstick / seconds:.1f} x" if yardstick else ""
        self.stdout.write(f"{title:<44}{count / seconds:>12,.0f}{ratio:>9}  {what}")

    def _bodies(self, count: int) -> None:
        document = _batch(count)
        plain = _timed(lambda: _PaymentSerializer(data=document["payments"], many=True).is_valid())
        ours = _timed(lambda: parse_body(document, BatchBody))
        self._line("payment bodies validated", count, ours, plain, "DRF list serializer")

    def _rows(self, count: int) -> None:
        with act(None, "Benchmark"):
            facility = Facility.objects.create(code="BENCH", name="Bench")
            payer = Payer.objects.create(external_id="BENCH", name="Bench")
            few = _claims(facility, payer, "P", count // 10)
            saved = _timed(lambda: _save_each(few))
            many = _claims(facility, payer, "B", count)
            sets = _timed(lambda: bulk_insert(many))
        self._line("claims stored, sealed, with history", count, sets, saved * 10, "save() each")

    def _nacha(self, count: int) -> None:
        spec = _file(count)
        written: list[bytes] = []
        seconds = _timed(lambda: written.append(build_file(spec)))
        self._line("NACHA entries written and self-checked", count, seconds, 0, "")
        seconds = _timed(lambda: read_nacha(written[0]))
        self._line("NACHA entries read and judged", count, seconds, 0, "")

    def _remittances(self, count: int) -> None:
        data = _remittance(count)
        seconds = _timed(lambda: _read_all(data))
        self._line("835 claims read and balanced", count, seconds, 0, "")
        self.stdout.write(f"  that is {len(data) / seconds / 1e6:.1f} MB a second")


class _AccountSerializer(serializers.Serializer[Any]):
    routing_number = serializers.RegexField(r"^\d{9}$")
    account_number = serializers.CharField(max_length=17)
    type = serializers.ChoiceField(["CHECKING", "SAVINGS"])


class _PayeeSerializer(serializers.Serializer[Any]):
    external_id = serializers.CharField(max_length=64)
    name = serializers.CharField(max_length=80)
    account = _AccountSerializer()


class _InvoiceSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=30)
    gross = serializers.DecimalField(max_digits=12, decimal_places=2)
    paid = serializers.DecimalField(max_digits=12, decimal_places=2)


class _PaymentSerializer(serializers.Serializer[Any]):
    """The yardstick: the same body, the framework's own way."""

    external_id = serializers.CharField(max_length=64)
    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    payee = _PayeeSerializer()
    invoices = _InvoiceSerializer(many=True)


def _save_each(rows: list[Claim]) -> None:
    for row in rows:
        row.save()


def _timed(run: Callable[[], Any]) -> float:
    gc.collect()
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _batch(count: int) -> dict[str, Any]:
    payment = {
        "amount": "10.00",
        "payee": {
            "external_id": "V",
            "name": "Birch Linen Service",
            "account": {
                "routing_number": "071000013",
                "account_number": "7700112233",
                "type": "CHECKING",
            },
        },
        "invoices": [{"number": "I-1", "gross": "10.00", "paid": "10.00"}],
    }
    payments = [{**payment, "external_id": f"P-{number}"} for number in range(count)]
    control = {"count": count, "total": f"{count * 10}.00"}
    head = {"external_id": "B", "kind": "VENDOR_PAYMENT", "facility": "BENCH"}
    return {**head, "control": control, "payments": payments}


def _claims(facility: Facility, payer: Payer, mark: str, count: int) -> list[Claim]:
    return [
        Claim(
            facility=facility,
            payer=payer,
            external_id=f"{mark}-{number}",
            patient_control_number=f"{mark}-{number}",
            patient_last="Zzyzx",
            patient_first="Quill",
            birth_date="1984-03-09",
            member_id=f"W{number}",
            service_from=date(2026, 10, 1),
            service_to=date(2026, 10, 1),
            charge_cents=10_000,
            balance_cents=10_000,
        )
        for number in range(count)
    ]


def _file(count: int) -> FileSpec:
    entries = [
        EntrySpec(
            account_type="checking",
            direction="credit",
            routing_number="091000019",
            account_number="7788990011",
            amount_cents=1000,
            name="BIRCH LINEN",
            trace_number=f"07100998{number:07d}",
            addenda=[f"TRN*1*{number:010d}*1411111111~"],
        )
        for number in range(1, count + 1)
    ]
    batch = BatchSpec(
        company_name="NORTHSIDE",
        company_identification="1411111111",
        sec_code="CCD",
        description="HCCLAIMPMT",
        effective_date=date(2026, 11, 24),
        odfi="07100998",
        entries=entries,
    )
    return FileSpec(
        immediate_destination="071009988",
        immediate_origin="1411111111",
        created_at=NOW,
        batches=[batch],
    )


def _remittance(count: int) -> bytes:
    claims = [
        row
        for number in range(count)
        for row in (
            ("CLP", f"C{number}", "1", "100", "60", "10", "12", f"ICN{number}"),
            ("NM1", "QC", "1", "ZZYZX", "QUILL"),
            ("SVC", ("HC", "99213"), "100", "60"),
            ("DTM", "472", "20261001"),
            ("CAS", "CO", "45", "30"),
            ("CAS", "PR", "2", "10"),
        )
    ]
    head = [
        ("ST", "835", "0001"),
        ("BPR", "H", str(count * 60), "C", "NON", "", *[""] * 10, "20261124"),
        ("TRN", "1", "T1", "1411111111"),
        ("N1", "PR", "PLAN"),
        ("N1", "PE", "NORTHSIDE", "XX", "1902837461"),
        ("LX", "1"),
    ]
    rows = [*head, *claims]
    rows.append(("SE", str(len(rows) + 1), "0001"))
    return wrap(
        [rows],
        sender_qualifier="ZZ",
        sender_id="PAYER",
        receiver_qualifier="ZZ",
        receiver_id="BENCH",
        interchange_control=1,
        group_control=1,
        at=NOW,
    )


def _read_all(data: bytes) -> None:
    [interchange], _ = read_x12(data)
    [transaction] = interchange.sets
    reader = RemittanceReader(transaction)
    for _ in reader.claims():
        pass
    if not reader.is_balanced:
        raise AssertionError("The benchmark's own remittance must balance.")
