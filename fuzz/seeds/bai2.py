"""Sound BAI2 reports: every kind of funds, continuations, and the framings that occur."""

# None is a number, so that none is ever an amount or a total.
ACCOUNTS = ("6200-7711-8833", "7311-9024-6688", "Q0418220755")
# What no finding and no masked report may repeat.
SECRETS = (*ACCOUNTS, "ZEBEDEE", "EFT000000000017")

_PRIOR_DAY = (
    "01,091000019,HOSPITALTWO,261121,0600,17,,,2/",
    "02,HOSPITALTWO,091000019,1,261120,2400,USD,2/",
    f"03,{ACCOUNTS[0]},USD,010,1500000,,,015,1780050,,,100,280050,2,Z/",
    "16,142,280000,0,091000010000017,,NORTHWIND PLAN HCCLAIMPMT",
    "88,TRN*1*EFT000000000017*1987654321~ ZEBEDEE",
    "16,165,50,Z,BANKREF2,CUSTREF2,OAK SUPPLY, INVOICE 7/8",
    "49,3840150,5/",
    f"03,{ACCOUNTS[1]},,045,250,,,072,-100,,V,261123,1200/",
    "88,074,25,,S,10,10,5,400,40,1,D,2,0,30,1,10/",
    "16,475,40,V,261123,,REF3,,CHECK PAID",
    "16,890,,,,,NO MONEY",
    "49,255,5/",
    "98,3840405,2,12/",
    "99,3840405,1,14/",
)
_INTRADAY = (
    "01,091000019,HOSPITALTWO,261121,0930,18,80,,2/",
    "02,HOSPITALTWO,091000019,1,261121,0930,,3/",
    f"03,{ACCOUNTS[2]},USD,,,,/",
    "16,301,700,S,300,200,200,R1,R2,DEPOSIT OF ZEBEDEE/",
    "16,165,-5,D,3,0,1,1,2,2,2,R3,,/",
    "49,695,4/",
    "98,695,1,6/",
    "99,695,1,8/",
)


def reports() -> list[bytes]:
    """Both reports by LF, CR LF, CR, in fixed records without line ends, and one after another."""
    prior, intraday = _ended(_PRIOR_DAY, "\n"), _ended(_INTRADAY, "\n")
    filled = "".join(row.ljust(80) for row in _INTRADAY).encode()
    return [
        prior,
        intraday,
        _ended(_PRIOR_DAY, "\r\n"),
        _ended(_INTRADAY, "\r"),
        filled,
        prior + intraday,
        b"\xef\xbb\xbf" + prior,
    ]


def _ended(rows: tuple[str, ...], end: str) -> bytes:
    return "".join(row + end for row in rows).encode()
