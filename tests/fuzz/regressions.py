"""Inputs that once broke a promise, made small. Each stays here for good."""

CRASHES: dict[str, tuple[bytes, ...]] = {
    "nacha": (
        # A finding repeated a trace field that held an account number.
        b"5\n62100001973-1190-2466       0000000000PAYEE0001      LAKESIDE CLINIC         10"
        b"^173-1190-2466\n6",
        # A sentence may name a character that a mask covers.
        b"90\n9\xb9",
    ),
    "835": (
        # A line stands before any claim.
        b"ISA****************:~ST*835~BPR**80.5~TRN~SVC**1~\nCLP***100.5*80.5~\n"
        b"CAS*R*1*15.25**2*4.75",
        # A claim stands behind the footer and a segment out of place.
        b"ISA****************:~ST*835~PLB~LQ~CLP*0*****2*8~\nNM1*QC*1*2~\nSE*2*0001",
        # The file ends right behind the separator of a CLP.
        b"ST*835*0~LX*~CLP*",
        # An adjustment stands before any claim.
        b"ISA****************:~ST*835~BPR**80.5~CAS***I~TRN~\nCLP***100.5*80.5~\n"
        b"CAS*R*1*15.25**2*4.75",
        # Empty elements end the payment.
        b"ISA****************:~ST*835~BPR**80.5***************~TRN~CLP***100.5*80.5~"
        b"CAS*R*1*15.25**2*4.75",
    ),
    "x12": (
        # The terminator is the first letter of GS, whose segment is then nothing.
        b"ISA*00*          *00*          *ZZ*PAYERONE       *ZZ*HOSPITALTWO    *261120*0915*^"
        b"*00501*000000007*1*P*:G\nGS*HP*A*B~",
    ),
    "999": (
        # The repetition separator to be taken over is not ASCII.
        b"ISA***********\xb6*****:~",
    ),
    "bai2": (
        # A continuation belongs to a record of unknown code.
        b"/\n88\n99",
        b"16\r/\r88",
    ),
}
