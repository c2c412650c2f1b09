"""Texts of fields: what stands in addenda and in the corrected data of a notice."""

from edi.nacha.corrected_data import PARTS, WIDTH
from fuzz.seeds.nacha import ACCOUNTS, REMITTANCE


def messages() -> list[bytes]:
    """Messages of CTX addenda: an 820, one with its envelope, one in other delimiters, prose."""
    return [
        REMITTANCE.encode(),
        REMITTANCE.replace("*", "|").replace("~", "\\").encode(),
        b"ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*VENDORTWO      *261120*0915*U*00401"
        b"*000000007*0*P*>~GS*RA*PAYERONE*VENDORTWO*20261120*0915*7*X*004010~"
        + REMITTANCE.encode()
        + b"GE*1*7~IEA*1*000000007~",
        b"INVOICE 17 OF NOVEMBER, PAID IN FULL",
    ]


def trns() -> list[bytes]:
    """TRN segments, ended in each way."""
    return [
        b"TRN*1*EFT00017*1987654321~",
        b"TRN*1*EFT00017*1987654321*ABC\\",
        b"TRN*1*E-17*1987654321",
        b"TRN*1*EFT00017*1987654321~ text after it",
    ]


def corrections() -> list[bytes]:
    """A change code and its 29 characters, one text each."""
    texts = []
    for code, parts in PARTS.items():
        field = [" "] * WIDTH
        for _, start, end in parts:
            field[start - 1 : end] = (ACCOUNTS[2] * 2)[: end - start + 1]
        texts.append((code + "".join(field)).encode())
    return texts
