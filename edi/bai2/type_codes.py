"""What a type code means: where it may stand, which way the money went, and our words for it.

The codes are those of the Cash Management Balance Reporting Specifications, Version 2 (2005), and
the ranges left to banks; the labels are our own. What an ACH credit carries is edi.bai2.references.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Level = Literal["status", "summary", "detail", "any"]
Direction = Literal["credit", "debit"]

# Text that carries no money: its amount may be blank.
NON_MONETARY = "890"
OPENING_LEDGER, CLOSING_LEDGER = "010", "015"
TOTAL_CREDITS, TOTAL_DEBITS = "100", "400"


@dataclass(frozen=True, slots=True)
class TypeCode:
    """One code. `direction` is None where the code moves no money on the account.

    Level "any" marks a code of a range that banks define themselves.
    """

    code: str
    level: Level
    direction: Direction | None
    label: str

    @property
    def may_be_detail(self) -> bool:
        """True where a 16 may carry it."""
        return self.level in ("detail", "any")

    @property
    def may_be_item(self) -> bool:
        """True where a 03 may carry it."""
        return self.level in ("status", "summary", "any")


# s status, t total (summary), d detail.
_TABLE = """\
010s opening ledger balance
011s average opening ledger, month to date
012s average opening ledger, year to date
015s closing ledger balance
020s average closing ledger, month to date
021s average closing ledger, last month
022s sum of balance adjustments
024s average closing ledger, year to last month
025s average closing ledger, year to date
030s current ledger balance
037s net ACH position
039s opening available with same-day ACH and depository transfers
040s opening available balance
041s average opening available, month to date
042s average opening available, year to date
043s average available, last month
044s opening available for disbursing
045s closing available balance
050s average closing available, month to date
051s average closing available, last month
054s average closing available, year to last month
055s average closing available, year to date
056s loan balance
057s total invested
059s current available, without reserve sweep
060s current available balance
061s average current available, month to date
062s average current available, year to date
063s total float
065s target balance
066s adjusted balance
067s adjusted balance, month to date
068s adjusted balance, year to date
070s available today
072s available in one day
073s float adjustment
074s available in two or more days
075s available in three or more days
076s adjustment of balances
077s average adjustment of balances, month to date
078s average adjustment of balances, year to date
079s available in four days
080s available in five days
081s available in six days
082s average one-day float, month to date
083s average one-day float, year to date
084s average two-day float, month to date
085s average two-day float, year to date
086s computed transfer
100t all credits
101t all credits, month to date
105t credits without detail
106t deposits subject to float
107t adjustment credits, year to date
108d credit of any kind
109t today's lockbox deposits
110t lockbox deposits
115d lockbox deposit
116d item of a lockbox deposit
118d lockbox adjustment
120t EDI credits
121d EDI credit
122d bank-to-bank EDI credit
123d bank-to-bank EDI credit returned
130t concentration credits
131t depository transfer credits
135d depository transfer credit
136d item of a depository transfer
140t ACH credits
142d ACH credit received
143d item of an ACH deposit
145d ACH concentration credit
146t card deposits
147d card deposit
150t preauthorized payment credits
155d preauthorized draft credit
156d item of a preauthorized deposit
160t ACH disbursement funding credits
162t corporate trade settlement
163t corporate trade credits
164d corporate trade credit
165d preauthorized ACH credit
166d ACH settlement
167t ACH settlement credits
168d ACH return or adjustment settlement
169d other ACH credit
170t other check deposits
171d loan deposit
172d corrected deposit
173d deposit prepared by the bank
174d other deposit
175d package of checks deposited
176d check deposited again
178t list post credits
180t loan proceeds
182t deposits prepared by the bank
184d draft deposited
185t other deposits
186t cash letter credits
187d cash letter credit
188t cash letter adjustments
189d cash letter adjustment
190t incoming wires
191d incoming transfer inside the bank
195d incoming wire
196d adjustment of a wire
198d compensation
200t automatic transfers in
201d automatic transfer in
202d bond credit
205t book transfers in
206d book transfer in
207t international transfers in
208d international transfer in
210t international credits
212d foreign letter of credit
213d letter of credit
214d foreign exchange credit
215t letters of credit
216d foreign remittance in
218d foreign collection in
221d foreign check bought
222d foreign checks deposited
224d commission
226d international money market
227d standing order
229d other international credit
230t securities credits
231t collection credits
232d debt security sold
233d securities sold
234d equity sold
235d reverse repurchase matured
236d debt security matured
237d collection credit
238d dividends collected
239t bankers' acceptance credits
240d coupons collected
241d bankers' acceptances
242d interest collected
243d federal funds bought, matured
244d interest or principal matured
245t monthly dividends
246d commercial paper
247d capital change
248d savings bond sales adjustment
249d other securities credit
250t checks posted and returned
251t debits reversed
252d debit reversed
254d posting error corrected
255d check posted and returned
256t ACH returns
257d ACH return
258d ACH reversal
260t rejected credits
261d rejected credit
263d overdraft
266d returned item
268d adjustment of a returned item
270t zero balance credits
271t net zero balance transfer
274d cumulated zero balance credits
275d zero balance credit
276d zero balance float adjustment
277d zero balance transfer in
278d zero balance adjustment
280t controlled disbursement credits
281d controlled disbursement credit
285t depository transfer disbursement credits
286d depository transfer disbursement credit
294t cash machine credits
295d cash machine credit
301d commercial deposit
302t correspondent bank deposit
303t wires in, federal funds
304t wires in, clearing house funds
305t federal funds sold
306d federal funds sold
307t trust credits
308d trust credit
309t value-dated funds
310t commercial deposits
315t international credits, federal funds
316t international credits, clearing house funds
318t foreign checks bought
319t late deposit
320t securities sold, federal funds
321t securities sold, clearing house funds
324t securities matured, federal funds
325t securities matured, clearing house funds
326t securities interest
327t securities matured
328t securities interest, federal funds
329t securities interest, clearing house funds
330t escrow credits
331d escrow credit
332t other securities credits, federal funds
336t other securities credits, clearing house funds
338t securities sold
340t broker deposits
341t broker deposits, federal funds
342d broker deposit
343t broker deposits, clearing house funds
344d back value credit
345d item of a broker deposit
346d sweep interest
347d sweep principal sold
348d futures credit
349d principal payment in
350t investments sold
351d investment sold
352t cash center credits
353d cash center credit
354d interest credit
355t investment interest
356t credit adjustments
357d credit adjustment
358d credit adjustment, year to date
359d interest adjustment credit
360t credits without wires and returned checks
361t credits less debits
362d correspondent collection
363d correspondent collection adjustment
364d loan participation
366d currency and coin deposited
367d food stamp letter
368d food stamp adjustment
369d clearing settlement credit
370t back value credits
372d back value adjustment
373d customer payroll
374d Federal Reserve statement recap
376d savings bond letter or adjustment
377d Treasury tax and loan credit
378d Treasury transfer in
379d government checks cash letter credit
381d government check adjustment
382d postal money order credit
383d postal money order adjustment
384d cash letter charged automatically, credit
385t universal credits
386d cash letter charged automatically, adjustment
387d fine-sort cash letter credit
388d fine-sort adjustment
389t freight payment credits
390t other credits
391d universal credit
392d freight payment credit
393d itemized large credit
394d cumulated credits
395d check reversed
397d float adjustment
398d fee refunded
399d other credit
400t all debits
401t all debits, month to date
403t today's debits
405t debits without wires and chargebacks
406t debits without detail
408d float adjustment
409d debit of any kind
410t adjustments, year to date
412t debits without returned items
415d lockbox debit
416t lockbox debits
420t EDI debits
421d EDI debit
422d bank-to-bank EDI settlement
423d bank-to-bank EDI return
430t payable-through drafts
435d payable-through draft
445d ACH concentration debit
446t ACH disbursement funding debits
447d ACH disbursement funding debit
450t ACH debits
451d ACH debit received
452d item of an ACH disbursement
455d preauthorized ACH debit
462d ACH debit started by the account holder
463t corporate trade debits
464d corporate trade debit
465t corporate trade settlement
466d ACH settlement
467t ACH settlement debits
468d ACH return or adjustment settlement
469d other ACH debit
470t checks paid
471t checks paid, month to date
472d cumulated checks paid
474d certified check
475d check paid
476d Federal Reserve letter debit
477d debit started by the bank
478t list post debits
479d list post debit
480t loan payments
481d loan payment
482t debits started by the bank
484d draft
485d depository transfer debit
486t cash letter debits
487d cash letter debit
489d cash letter adjustment
490t outgoing wires
491d outgoing transfer inside the bank
493d wire started at the customer's terminal
495d outgoing wire
496d adjustment of a wire
498d compensation
500t automatic transfers out
501d automatic transfer out
502d bond debit
505t book transfers out
506d book transfer out
507t international transfers out
508d international transfer out
510t international debits
512d letter of credit debit
513d letter of credit
514d foreign exchange debit
515t letters of credit
516d foreign remittance out
518d foreign collection out
522d foreign checks paid
524d commission
526d international money market
527d standing order
529d other international debit
530t securities debits
531d securities bought
532t securities bought
533d security collection
534t other securities debits, federal funds
535d equity bought
536t other securities debits, clearing house funds
537t collection debits
538d repurchase matured
539t bankers' acceptance debits
540d coupons paid
541d bankers' acceptances
542d debt securities bought
543d domestic collection
544d interest or principal matured
546d commercial paper
547d capital change
548d savings bond sales adjustment
549d other securities debit
550t deposited items returned
551t credits reversed
552d credit reversed
554d posting error corrected
555d deposited item returned
556t ACH returns
557d ACH return
558d ACH reversal
560t rejected debits
561d rejected debit
563d overdraft
564d overdraft fee
566d returned item
567d fee for a returned item
568d adjustment of a returned item
570t zero balance debits
574d cumulated zero balance debits
575d zero balance debit
577d zero balance transfer out
578d zero balance adjustment
580t controlled disbursement debits
581d controlled disbursement debit
583t disbursement checks paid, early
584t disbursement checks paid, later
585t disbursement funding needed
586t presentment expected
587t late debits
588t disbursement checks paid, last
590t depository transfer debits
594t cash machine debits
595d cash machine debit
596t account reconciliation debits
597d account reconciliation debit
601t disbursement expected
602t disbursement expected, adjusted
610t funds needed
611t wires out, clearing house funds
612t wires out, federal funds
613t international debits, clearing house funds
614t international debits, federal funds
615t Federal Reserve commercial bank debits
616d Federal Reserve commercial bank debit
617t securities bought, clearing house funds
618t securities bought, federal funds
621t broker debits, clearing house funds
622d broker debit
623t broker debits, federal funds
625t broker debits
626t federal funds bought
627d federal funds bought
628t cash center debits
629d cash center debit
630t debit adjustments
631d debit adjustment
632t trust debits
633d trust debit
634d debit adjustment, year to date
640t escrow debits
641d escrow debit
644d back value debit
646t computed transfer out
650t investments bought
651d investment bought
654d interest debit
655t investment interest debits
656d sweep principal bought
657d futures debit
658d principal payment out
659d interest adjustment debit
661d account analysis fee
662d correspondent collection
663d correspondent collection adjustment
664d loan participation
665t intercepted debits
666d currency and coin shipped
667d food stamp letter
668d food stamp adjustment
669d clearing settlement debit
670t back value debits
672d back value adjustment
673d customer payroll
674d Federal Reserve statement recap
676d savings bond letter or adjustment
677d Treasury tax and loan debit
678d Treasury transfer out
679d government checks cash letter debit
681d government check adjustment
682d postal money order debit
683d postal money order adjustment
684d cash letter charged automatically, debit
685t universal debits
686d cash letter charged automatically, adjustment
687d fine-sort cash letter debit
688d fine-sort adjustment
689t freight payment debits
690t other debits
691d universal debit
692d freight payment debit
693d itemized large debit
694d deposit reversed
695d deposit corrected
696d collection debit
697d cumulated debits
698d fee
699d other debit
701s loan principal
703s commitment available
705s payment due
707s principal past due
709s interest past due
720t loan payments
721d applied to interest
722d applied to principal
723d applied to escrow
724d applied to late charges
725d applied to buydown
726d applied to fees
727d applied to deferred interest
728d applied to service charge
760t loan disbursed
890d information without money
"""

_LEVELS: dict[str, Level] = {"s": "status", "t": "summary", "d": "detail"}
# What banks may define for themselves: status, then credits, then debits.
_CUSTOM: tuple[tuple[range, Level, Direction | None, str], ...] = (
    (range(900, 920), "status", None, "status of the bank's own"),
    (range(920, 960), "any", "credit", "credit of the bank's own"),
    (range(960, 1000), "any", "debit", "debit of the bank's own"),
)
_LOAN_PAYMENTS = range(720, 760)


@lru_cache(maxsize=1024)
def direction_of(code: str) -> Direction | None:
    """Which way the money of a code goes; None for a status, for 890, and for what is no code.

    100-399 credit, 400-699 debit, loan payments 720-759 credit, loan disbursements from 760 debit,
    920-959 credit and 960-999 debit of the bank's own.
    """
    if len(code) != 3 or not (code.isascii() and code.isdigit()):
        return None
    number = int(code)
    if 100 <= number < 400 or number in _LOAN_PAYMENTS or 920 <= number < 960:
        return "credit"
    if 400 <= number < 700 or 760 <= number < 800 or number >= 960:
        return "debit"
    return None


TYPE_CODES: dict[str, TypeCode] = {
    line[:3]: TypeCode(line[:3], _LEVELS[line[3]], direction_of(line[:3]), line[5:])
    for line in _TABLE.splitlines()
}


def type_code_of(code: str) -> TypeCode | None:
    """The row of a code, from the table or from a bank's own range; None if it is unknown."""
    if code in TYPE_CODES:
        return TYPE_CODES[code]
    if len(code) != 3 or not (code.isascii() and code.isdigit()):
        return None
    for numbers, level, direction, label in _CUSTOM:
        if int(code) in numbers:
            return TypeCode(code, level, direction, label)
    return None
