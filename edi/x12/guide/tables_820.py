"""The 820 guides: premium payments 005010X218 and 004010X061A1, the marketplace's 005010X306, and
the general payment of vendors, which is the base standard with few limits.

Partner files deviate a good deal: parties are wanted, not required (PA01), and an item may stand
without an entity.
"""

_HEADER = """
ST R 1
BPR R 1 PA01
NTE S >
TRN R 1 PA01
CUR S 1
"""

LOOPS_X218 = (
    _HEADER
    + """
REF*14,17,18,2F,38,72,LB S >
DTM*009 S 1
DTM*035 S 1
DTM*582 S 1
DTM*097 S 1
1000A N1*PE W 1 PA01
  N2 S 1
  N3 S 1
  N4 S 1
  RDM S 1
1000B N1*PR W 1 PA01 later1
  N2 S 1
  N3 S 1
  N4 S 1
  PER*IC S >
1000C N1*04,0B,8W,AK,BE,BK,C1,C2,IAT,MJ,RB,Z6,ZB,ZL S 14 later2
  N2 S 1
  N3 S 1
  N4 S 1
  PER*IC S >
2000A ENT*2L,AG,NH,RGA,UN S >
  2200A ADX S >
  2300A RMR*11,1L,CT,IK S > free
    REF S >
    DTM*582,AAG S 1
    2310A IT1 S 1
      2312A SAC S 4
      2315A SLN S 3
    2320A ADX S >
2000B ENT*2J S >
  2100B NM1*DO,EY,IL,QE S >
  2200B ADX S >
  2300B RMR*11,9J,AZ,B7,CT,ID,IG,IK,KW S > free
    REF S >
    DTM*582,AAG S 1
    2320B ADX S >
SE S 1
"""
)

# The organisation's entity may stand once by the guide; partners send several, one a group.
SEGMENTS_X218 = """
ST 01=820 03!
BPR 01=C,D,I,P,U,X 03=C 04=ACH,BOP,CHK,FWT,NON,SWT 05=CCP,CTX 06=01,02,04 08=ALC,DA 12=01,02,04 \
14=DA,SG 17- 18- 19- 20- 21-
TRN 01=1,3
REF 02! 04-
DTM 03- 04- 05=RD8
N1 05- 06-
N4 01! 05- 06-
PER*IC 03=EM,FX,TE 05=EM,EX,FX,TE 07=EM,EX,FX,TE
ENT 02! 03! 04! 05- 06- 07- 08- 09-
NM1 02=1 10- 11- 12-
RMR 03=PA,PI,PO,PP 04! 06- 07- 08-
ADX 03- 04-
IT1 01!
SAC 01=C 02! 05!
SLN 03=O 04!
""".replace("\\\n", "")

LOOPS_X306 = (
    _HEADER
    + """
REF S >
DTM S >
1000A N1*PE W 1 PA01
  N2 S 1
  N3 S 1
  N4 S 1
  REF S >
  RDM S 1
1000B N1*RM,PR W 1 PA01
  N2 S 1
  N3 S 1
  N4 S 1
  REF S >
  PER*IC S >
2000 ENT S >
  2100 NM1 S >
    REF S >
  2300 RMR S > free
    REF S >
    DTM S >
    2320 ADX S >
SE S 1
"""
)

# The marketplace's guide is known to us from examples only: codes of payment types are not held
# against a list.
SEGMENTS_X306 = """
ST 01=820 03!
BPR 03=C,D
REF 02!
DTM 05=RD8
RMR 04!
"""

LOOPS_GENERIC = (
    _HEADER
    + """
REF S >
DTM S >
1000 N1 S >
  N2 S >
  N3 S >
  N4 S 1
  REF S >
  PER S >
  RDM S 1
  DTM S >
2000 ENT S >
  2100 NM1 S >
    N2 S >
    N3 S >
    N4 S 1
    REF S >
    PER S >
  2200 ADX S >
    NTE S >
    PER S >
    REF S >
    DTM S >
  2300 RMR S > free
    NTE S >
    REF S >
    DTM S >
    2310 IT1 S >
      2312 SAC S >
      2315 SLN S >
    2320 ADX S >
      NTE S >
      PER S >
      2325 REF S >
        DTM S >
      DTM S >
SE S 1
"""
)

SEGMENTS_GENERIC = """
ST 01=820
BPR 01=C,D,I,P,U,X,H,Z 03=C,D
RMR 03=PA,PI,PO,PP,AJ,ER,FL,NS,IP,SE
"""

SEGMENTS_X061 = """
ST 01=820
BPR 01=C,D,I,P,U,X 03=C,D 05=CCP,CTX 17- 18- 19- 20- 21-
TRN 01=1,3
REF 02! 04-
DTM 03- 04- 05=RD8
N1 05- 06-
N4 01! 05- 06-
PER*IC 03=EM,FX,TE 05=EM,EX,FX,TE 07=EM,EX,FX,TE
ENT 02! 05- 06- 07- 08- 09-
NM1 02=1 10- 11- 12-
RMR 03=PA,PI,PO,PP 04! 06- 07- 08-
ADX 03- 04-
IT1 01!
SLN 03=O 04!
"""
