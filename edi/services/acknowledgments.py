"""Partners' answers to files of ours: matched to the transmission, kept as facts, and told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from edi.models import Acknowledgment, InboundFile, Partner, Transmission
from edi.models.transmission import FileKind
from edi.services.answering import acknowledge
from edi.services.facts import publish_transmission
from edi.services.outcomes import ImportOutcome, Quarantine
from edi.services.recognition import BANK_ACKNOWLEDGMENT_MARK, payload
from edi.states import SendStep, TransmissionStatus
from edi.x12 import ack_999
from edi.x12.codes import ACKNOWLEDGMENTS
from edi.x12.envelope import read
from edi.x12.findings import Finding
from edi.x12.ta1 import Ta1, read_ta1

__all__ = [
    "Answer",
    "accept",
    "acknowledge",
    "import_999",
    "import_bank_acknowledgment",
    "import_ta1",
    "reject",
]

# What a 999 answers, by the functional id of the group.
_KINDS_OF_GROUP = {"HP": [FileKind.X12_835], "RA": [FileKind.X12_820]}
_X12_KINDS = [FileKind.X12_835, FileKind.X12_820]
_ON_ITS_WAY = (TransmissionStatus.SENT, TransmissionStatus.UNKNOWN, TransmissionStatus.SENDING)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a partner: in which file it came, of which kind, its code and words."""

    inbound_file: InboundFile | None
    kind: FileKind
    code: str
    detail: str = ""
    reference: str = ""

    def keep(self, transmission: Transmission | None, *, accepted: bool) -> None:
        """The answer is a fact, matched or not."""
        Acknowledgment.objects.create(
            transmission=transmission,
            inbound_file=self.inbound_file,
            kind=self.kind,
            accepted=accepted,
            code=self.code[:12],
            detail=self.detail[:500],
            reference=self.reference[:60],
        )


def accept(*, transmission: Transmission, answer: Answer, now: datetime) -> str:
    """The file is ACKNOWLEDGED, in the caller's act. Returns an objection, or "" if it fits.

    An answer proves arrival, so an unknown outcome is settled by it. One that contradicts what
    we hold (a file given up, or refused before) changes nothing and is told as unknown.
    """
    row = _locked(transmission)
    answer.keep(row, accepted=True)
    if objection := _contradiction(row, is_refused_before=True):
        _doubt(row, objection)
        return objection
    _prove_arrival(row, answer, now)
    if row.status == TransmissionStatus.SENT:
        row.acknowledged_at = now
        row.move_to(TransmissionStatus.ACKNOWLEDGED)
        publish_transmission("acknowledged", row)
    return ""


def reject(*, transmission: Transmission, answer: Answer, now: datetime) -> str:
    """The file is REJECTED, in the caller's act, whatever was acknowledged before. Returns an
    objection, or "" if it fits."""
    row = _locked(transmission)
    answer.keep(row, accepted=False)
    if row.status == TransmissionStatus.REJECTED:
        return ""
    if objection := _contradiction(row, is_refused_before=False):
        _doubt(row, objection)
        return objection
    _prove_arrival(row, answer, now)
    row.last_error = f"{answer.code} {answer.detail}".strip()[:300]
    row.move_to(TransmissionStatus.REJECTED)
    publish_transmission("rejected", row, reason=row.last_error)
    return ""


def import_999(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Each 999 or 997 of the file is told to the transmission whose group it answers (GS06)."""
    outcome = ImportOutcome()
    interchanges, findings = read(content)
    _note(outcome, findings)
    for interchange in interchanges:
        for transaction in interchange.sets:
            if transaction.type in ACKNOWLEDGMENTS:
                answer, findings = ack_999.read_999(transaction)
                _note(outcome, findings)
                if answer is not None:
                    _take_999(inbound_file, answer, outcome, now)
    return outcome


def import_ta1(inbound_file: InboundFile, content: bytes, *, now: datetime) -> ImportOutcome:
    """Each TA1 of the file is told to the transmission whose interchange it answers (ISA13).

    An accepting TA1 speaks of the envelope alone: it proves arrival, and the 999 follows.
    """
    outcome = ImportOutcome()
    interchanges, findings = read(content)
    _note(outcome, findings)
    for interchange in interchanges:
        for segment in interchange.ta1s:
            _take_ta1(inbound_file, read_ta1(segment), outcome, now)
    return outcome


def import_bank_acknowledgment(
    inbound_file: InboundFile, content: bytes, *, now: datetime
) -> ImportOutcome:
    """The bank's answer is told to the transmission of that name and digest.

    One line, `BANKACK|1|<file name>|<sha256>|ACCEPTED` or `...|REJECTED|<code>|<sentence>`.
    Raises Quarantine if it is not so.
    """
    name, digest, verdict, code, sentence = _bank_fields(payload(content))
    outcome = ImportOutcome()
    answer = Answer(
        inbound_file, FileKind.BANK_ACKNOWLEDGMENT, code or verdict, sentence, digest[:60]
    )
    is_accepted = verdict == "ACCEPTED"
    named = Transmission.objects.filter(channel__partner=inbound_file.partner, file_name=name)
    found = named.filter(stored__sha256=digest.lower()).first()
    if found is not None:
        _tell(found, answer, is_accepted, outcome, now)
        return outcome
    _unmatched(answer, is_accepted, outcome, "no file of that name and digest was sent")
    for other in named:
        _doubt(_locked(other), "The bank acknowledged a file of this name with other content.")
    return outcome


def _take_999(
    inbound_file: InboundFile,
    group: ack_999.Acknowledgment,
    outcome: ImportOutcome,
    now: datetime,
) -> None:
    kind = FileKind.X12_997 if group.type == "997" else FileKind.X12_999
    answer = Answer(inbound_file, kind, group.verdict, _words(group), group.group_control)
    kinds = _KINDS_OF_GROUP.get(group.functional_id, [])
    found, why = _match(inbound_file.partner, group.group_control, kinds)
    if found is None:
        _unmatched(answer, group.is_accepted, outcome, why)
        return
    _tell(found, answer, group.is_accepted, outcome, now)


def _take_ta1(inbound_file: InboundFile, ta1: Ta1, outcome: ImportOutcome, now: datetime) -> None:
    detail = "" if ta1.note == "000" else f"{ta1.note} {ta1.words}"
    answer = Answer(inbound_file, FileKind.X12_TA1, ta1.verdict, detail, ta1.control)
    found, why = _match(inbound_file.partner, ta1.control, _X12_KINDS)
    if found is None:
        _unmatched(answer, ta1.is_accepted, outcome, why)
    elif ta1.is_accepted:
        row = _locked(found)
        answer.keep(row, accepted=True)
        if not _contradiction(row, is_refused_before=False):
            _prove_arrival(row, answer, now)
        outcome.count("accepted")
    else:
        _tell(found, answer, False, outcome, now)


def _tell(
    found: Transmission, answer: Answer, accepted: bool, outcome: ImportOutcome, now: datetime
) -> None:
    act_on = accept if accepted else reject
    objection = act_on(transmission=found, answer=answer, now=now)
    outcome.count("accepted" if accepted else "rejected")
    if objection:
        outcome.find("acknowledgment-contradiction", objection, "error")


def _unmatched(answer: Answer, accepted: bool, outcome: ImportOutcome, why: str) -> None:
    answer.keep(None, accepted=accepted)
    outcome.count("unmatched")
    outcome.find("acknowledgment-unmatched", f"An acknowledgment fits nothing of ours: {why}.")


def _match(
    partner: Partner, control: str, kinds: Iterable[FileKind]
) -> tuple[Transmission | None, str]:
    """The transmission of that control number, leading zeros aside; or None and why."""
    number = control.strip().lstrip("0") or "0"
    known = Transmission.objects.filter(
        channel__partner=partner,
        kind__in=list(kinds),
        control_number__in={control.strip(), number, number.zfill(9)},
    )
    found = list(known[:20])
    if len(found) > 1:  # the partner's numbers came round: the one that still waits is meant
        found = [row for row in found if row.status in _ON_ITS_WAY]
    if len(found) == 1:
        return found[0], ""
    return None, "several files have that control number" if found else (
        "no file with that control number waits for an answer"
    )


def _locked(transmission: Transmission) -> Transmission:
    row: Transmission = Transmission.objects.select_for_update(no_key=True).get(pk=transmission.pk)
    return row


def _contradiction(row: Transmission, *, is_refused_before: bool) -> str:
    """Why the answer cannot be true of what we hold, or ""."""
    if row.status == TransmissionStatus.FAILED:
        return "The partner answered a file that counts as failed."
    if is_refused_before and row.status == TransmissionStatus.REJECTED:
        return "The partner accepted a file that it refused before."
    is_committed = row.step in (SendStep.RENAMING, SendStep.RENAMED)
    if row.status == TransmissionStatus.QUEUED or (
        row.status == TransmissionStatus.SENDING and not is_committed
    ):
        return "The partner answered a file that was not sent yet."
    return ""


def _prove_arrival(row: Transmission, answer: Answer, now: datetime) -> None:
    if row.status in (TransmissionStatus.SENDING, TransmissionStatus.UNKNOWN):
        row.mark_sent(evidence=f"Answered by the partner: {answer.kind.label}.", now=now)
        publish_transmission("sent", row)


def _doubt(row: Transmission, reason: str) -> None:
    """Told as unknown, so that a person looks: money may have moved where we think it did not."""
    publish_transmission("unknown", row, reason=reason)


def _words(group: ack_999.Acknowledgment) -> str:
    refused = [item for item in group.sets if not item.is_accepted]
    counts = f"{len(group.sets) - len(refused)} of {len(group.sets)} sets accepted"
    return f"{counts}; set {refused[0].control} {refused[0].words}" if refused else counts


def _note(outcome: ImportOutcome, findings: Iterable[Finding]) -> None:
    outcome.findings += [finding.as_json() for finding in findings]


def _bank_fields(content: bytes) -> tuple[str, str, str, str, str]:
    line = content.decode("utf-8", "replace").splitlines()[0]
    mark = BANK_ACKNOWLEDGMENT_MARK.decode()
    fields = line.removeprefix(mark).split("|", 4)
    name, digest, verdict, code, sentence = [*fields, "", "", "", "", ""][:5]
    if not name or len(digest) != 64 or verdict not in ("ACCEPTED", "REJECTED"):
        raise Quarantine(
            "malformed-acknowledgment", "The bank's acknowledgment is not of the agreed form."
        )
    return name, digest, verdict, code, sentence
