"""The text in the addenda comes out as it stands, and the reader of X12 finds the invoice in it."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings

from edi.nacha.__main__ import main
from edi.nacha.build import build_file
from edi.nacha.ctx import join_addenda, split_into_addenda
from edi.nacha.reader import parse
from edi.nacha.remittance import MESSAGE_SECS, remittances
from tests.edi.nacha.damage import DAMAGED, data_of
from tests.edi.nacha.samples import OUR_BANK, REMITTANCE, batch, entry, spec

ROOT = Path(__file__).resolve().parents[3]
ENVELOPED = (
    "ISA*00*          *00*          *ZZ*NORTHWIND      *ZZ*LAKESIDE       *261123*0930*U*00401*"
    "000000017*0*P*>~GS*RA*NORTHWIND*LAKESIDE*20261123*0930*17*X*004010~"
    + REMITTANCE.replace("INVOICE-0000017", "INVOICE-0000018")
    + "GE*1*17~IEA*1*000000017~"
)
REMITTED = "INVOICE-0000018"
SECOND = REMITTANCE.replace("INVOICE-0000017", "INVOICE-0000019")


def _ctx(*messages):
    entries = [
        entry(trace_number=f"{OUR_BANK}{at:07d}", addenda=split_into_addenda(text))
        for at, text in enumerate(messages, 1)
    ]
    return build_file(spec(batch(*entries, sec_code="CTX")))


def _piped(data):
    command = [sys.executable, "-m", "edi.nacha", "addenda", "-"]
    taken = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=True)
    command = [sys.executable, "-m", "edi.x12", "show", "-"]
    return subprocess.run(command, input=taken.stdout, capture_output=True, cwd=ROOT)


@pytest.mark.parametrize(
    ("messages", "invoices"),
    [
        ([REMITTANCE], [b"INVOICE-0000017"]),
        ([ENVELOPED], [b"INVOICE-0000018"]),
        ([REMITTANCE, SECOND], [b"INVOICE-0000017", b"INVOICE-0000019"]),
        ([ENVELOPED, ENVELOPED.replace(REMITTED, "A19")], [b"INVOICE-0000018", b"A19"]),
    ],
)
def test_the_reader_of_x12_shows_the_invoices(messages, invoices):
    shown = _piped(_ctx(*messages))
    assert shown.returncode == 0, shown.stderr
    assert all(invoice in shown.stdout for invoice in invoices)


def test_each_text_stands_as_it_was_with_a_line_end_after_it():
    texts = list(remittances(_ctx(REMITTANCE, ENVELOPED)))
    assert texts == [REMITTANCE.encode() + b"\n", ENVELOPED.encode() + b"\n"]


def test_bytes_that_are_no_ascii_come_out_unchanged():
    data = _ctx(REMITTANCE).replace(b"PAY000042", b"PAY\xe9\xff0042")
    assert list(remittances(data)) == [
        REMITTANCE.encode().replace(b"000042", b"\xe9\xff0042") + b"\n"
    ]


@settings(max_examples=200, deadline=None)
@given(DAMAGED)
def test_every_addenda_of_every_entry_comes_when_all_are_asked_for(data):
    batches = parse(data).batches
    texts = [(each.sec_code, join_addenda(one)) for each in batches for one in each.entries]
    every = [text.encode("latin-1") + b"\n" for _, text in texts if text]
    some = [text.encode("latin-1") + b"\n" for sec, text in texts if text and sec in MESSAGE_SECS]
    assert list(remittances(data, every_class=True)) == every
    assert list(remittances(data)) == some


def test_claim_payments_come_only_when_all_are_asked_for(tmp_path, capfdbinary):
    (tmp_path / "claims.ach").write_bytes(data_of("claims"))
    assert main(["addenda", str(tmp_path / "claims.ach")]) == 0
    assert capfdbinary.readouterr().out == b""
    assert main(["addenda", "--all", str(tmp_path / "claims.ach")]) == 0
    assert capfdbinary.readouterr().out.startswith(b"TRN*1*EFT00017*1123456789~\nTRN*1*EFT00018")


def test_what_is_no_nacha_file_is_said_and_the_others_are_done(tmp_path, capfdbinary):
    (tmp_path / "page.html").write_bytes(b"<html></html>")
    (tmp_path / "ctx.ach").write_bytes(_ctx(REMITTANCE))
    names = [str(tmp_path / name) for name in ("page.html", "ctx.ach", "missing.ach")]
    assert main(["addenda", *names]) == 2
    out, err = capfdbinary.readouterr()
    assert out == REMITTANCE.encode() + b"\n"
    assert [b"page.html" in err, b"missing.ach" in err] == [True, True]
