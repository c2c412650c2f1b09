"""Sound interchanges of every set that is read, in the delimiters and framings that occur."""

from collections.abc import Sequence

ACCOUNTS = ("73-1190-2466", "62-0077-118833")
PEOPLE = ("ZEBEDEE", "WILHELMINA", "MEMBER55018", "CLAIM90418")
# What no finding may repeat.
SECRETS = (*ACCOUNTS, *PEOPLE)

_ISA = (
    "ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*HOSPITALTWO    "
    "*261120*0915*^*00501*000000007*1*P*:~"
)
_GROUPS = {
    "835": ("HP", "005010X221A1"),
    "820": ("RA", "005010"),
    "999": ("FA", "005010X231A1"),
    "997": ("FA", "004010"),
}
_PAYMENT = f"C*ACH*CCP*01*021000021*DA*{ACCOUNTS[0]}*1999999999**01*011000015*DA*{ACCOUNTS[1]}"

LONG_835 = (
    f"BPR*I*150*{_PAYMENT}*20261123",
    "TRN*1*EFT0001*1999999999",
    "CUR*PR*USD",
    "REF*EV*HOSPITAL",
    "DTM*405*20261120",
    "N1*PR*INVENTED HEALTH PLAN",
    "N3*1 NOWHERE ROAD",
    "N4*SPRINGFIELD*IL*62701",
    "PER*BL*HELP DESK*TE*5550100100",
    "N1*PE*INVENTED HOSPITAL*XX*1234567893",
    "REF*TJ*123456789",
    "LX*1",
    "CLP*CLAIM90418*1*300*200*50*12*PAYERCLAIM1*11*1",
    "NM1*QC*1*ZEBEDEE*WILHELMINA****MI*MEMBER55018",
    "MOA***N689",
    "DTM*232*20261101",
    "AMT*AU*200",
    "SVC*HC:99213:25*100*50**1",
    "DTM*472*20261101",
    "CAS*PR*1*50",
    "REF*6R*LINE1",
    "AMT*B6*100",
    "SVC*HC:99214*200*150**1**2",
    "DTM*472*20261102",
    "CAS*CO*45*50",
    "LQ*HE*N130",
    "CLP*CLAIM0*22*-100*-80**12*PAYERCLAIM0*11*8",
    "CAS*CO*45*-20",
    "NM1*QC*1*ROE*RICHARD****MI*MEMBER2",
    "PLB*1234567893*20261231*WO:PAYERCLAIM9*-30",
)
SHORT_835 = (
    f"BPR*I*80.5*{_PAYMENT}*20261123",
    "TRN*1*EFT0002*1999999999",
    "N1*PR*INVENTED HEALTH PLAN",
    "N1*PE*INVENTED HOSPITAL*XX*1234567893",
    "LX*1",
    "CLP*CLAIM90418*1*100.5*80.5*20*12*PC1",
    "CAS*PR*1*15.25**2*4.75",
    "NM1*QC*1*ZEBEDEE*WILHELMINA",
)
VENDOR_820 = (
    f"BPR*C*900*{_PAYMENT.replace('CCP', 'CTX')}*20261123",
    "TRN*1*PAY0001",
    "REF*EV*HOSPITAL",
    "N1*PR*INVENTED HOSPITAL",
    "N1*PE*INVENTED VENDOR",
    "ENT*1",
    "RMR*IV*INV-1**490*500*10",
    "REF*PO*ORDER1",
    "DTM*003*20261001",
    "RMR*IV*INV-2**410*500",
    "ADX*-40*01",
    "ADX*-50*52",
)
PREMIUM_820 = (
    f"BPR*I*75.1*{_PAYMENT}*20261123",
    "TRN*3*PREM1*1999999999",
    "N1*PE*PLAN*FI*123456789",
    "N1*PR*EMPLOYER*FI*987654321",
    "ENT*1*2J*EI*MEMBER55018",
    "NM1*IL*1*ZEBEDEE*WILHELMINA",
    "RMR*AZ*POLICY1**80.1",
    "ENT*2",
    "RMR*AZ*POLICY2**-5",
)
ACK_999 = (
    "AK1*HP*7*005010X221A1",
    "AK2*835*0001",
    "IK5*A",
    "AK2*835*0002",
    "IK3*CLP*11**8",
    "CTX*CLM01:123",
    "IK4*3:1*782*6*X",
    "IK5*R*5",
    "AK9*P*2*2*1",
)
ACK_997 = ("AK1*RA*9", "AK2*820*0001", "AK3*RMR*6**8", "AK4*4*782*6", "AK5*R*5", "AK9*R*1*1*0")


def remittances() -> list[bytes]:
    """835s: long and short, in many framings, two sets in a file, and two interchanges."""
    long, short = interchange("835", LONG_835), interchange("835", SHORT_835)
    return [*framed(long), short, two_sets("835", SHORT_835), short + long, bare(long)]


def payments() -> list[bytes]:
    """820s of a vendor and of premiums, with an envelope and without."""
    vendor, premium = interchange("820", VENDOR_820), interchange("820", PREMIUM_820)
    return [vendor, premium, bare(vendor), vendor.replace(b"*", b"|"), vendor + premium]


def acknowledgments() -> list[bytes]:
    """999, 997 and TA1, and what they would answer."""
    new = interchange("999", ACK_999)
    return [new, interchange("997", ACK_997), alone_ta1(), interchange("835", SHORT_835)]


def every() -> list[bytes]:
    """A few of each kind, for what reads any file."""
    return [*remittances(), *payments(), *acknowledgments()]


def interchange(kind: str, body: Sequence[str]) -> bytes:
    """One interchange of one set with right counts, one segment a line."""
    return _wrapped(kind, _set(kind, body, 1), 1)


def two_sets(kind: str, body: Sequence[str]) -> bytes:
    """One group of two sets."""
    return _wrapped(kind, [*_set(kind, body, 1), *_set(kind, body, 2)], 2)


def _set(kind: str, body: Sequence[str], number: int) -> list[str]:
    tail = "*005010X231A1" if kind == "999" else ""
    return [f"ST*{kind}*{number:04d}{tail}", *body, f"SE*{len(body) + 2}*{number:04d}"]


def _wrapped(kind: str, sets: Sequence[str], count: int) -> bytes:
    group, version = _GROUPS[kind]
    opening = f"GS*{group}*PAYERONE*HOSPITALTWO*20261120*0915*7*X*{version}"
    rows = [opening, *sets, f"GE*{count}*7", "IEA*1*000000007"]
    return (_ISA + "\n" + "".join(row + "~\n" for row in rows)).encode()


def alone_ta1() -> bytes:
    """An interchange of a TA1 alone."""
    return (_ISA + "TA1*000000005*261119*0800*A*000~IEA*0*000000007~").encode()


def bare(data: bytes) -> bytes:
    """The set without its envelope, as in the addenda of a CTX entry."""
    return data[data.index(b"ST*") : data.index(b"GE*")].replace(b"\n", b"")


def framed(data: bytes) -> list[bytes]:
    """The same file without line ends, with CR LF, ended by line ends, cut at 80 columns, with
    other delimiters, after a byte order mark, and with letters outside ASCII."""
    run = data.replace(b"\n", b"")
    return [
        data,
        run,
        data.replace(b"\n", b"\r\n"),
        run.replace(b"~", b"\n"),
        b"\n".join(run[at : at + 80] for at in range(0, len(run), 80)),
        run.translate(bytes.maketrans(b"*:~", b"|>'")),
        b"\xef\xbb\xbf" + run,
        run.replace(b"NOWHERE", "GRÜNE".encode()),
        run.replace(b"NOWHERE", "GRÜNE".encode("latin-1")),
    ]
