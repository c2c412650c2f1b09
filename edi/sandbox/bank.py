"""The sandbox bank: judges what lands in its inbox, answers in its outbox, credits deposits.

Its folder is the SFTP user's root: `inbox` (we upload there: NAME.part first, then renamed),
`outbox` (we collect, and may move what we collected to `archive`), `processed` (what the bank has
dealt with). The magic accounts are in edi.sandbox.magic, its files' looks in bank_files.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from edi.nacha.files import NachaFile
from edi.nacha.judge import judge
from edi.nacha.reader import parse
from edi.sandbox.bank_files import (
    TraceNumbers,
    Verdict,
    acknowledgment,
    answers_file,
    deposits_file,
)
from edi.sandbox.deposits import Deposit
from edi.sandbox.disk import Staging, digest_of, read_json, write_json
from edi.sandbox.inbox import final_names
from edi.x12.checking import check
from hmsach.lib.money import display_dollars
from hmsach.lib.redaction import mask_account

Say = Callable[[str], None]

DUPLICATE_FILE = "DU02"
DUPLICATE_HEADER = "DU01"
UNREADABLE = "FS01"


class Bank:
    """One bank in `root/bank`. All it knows is in state.json, so a restart does nothing twice.

    A file is first moved out of the inbox (taken), then judged; its answers are staged, the state
    is kept, and only then the answers are shown.
    """

    def __init__(self, root: Path, staging: Staging, say: Say) -> None:
        self.folder = root / "bank"
        self.staging = staging
        self.say = say
        self._lock = threading.RLock()
        self._seen_sizes: dict[str, int] = {}
        for name in ("inbox", "outbox", "archive", "processed", "taken"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        self.state: dict[str, Any] = read_json(self.folder / "state.json") or {
            "arrivals": {},
            "last_arrival": 0,
            "last_trace": 0,
            "deposit_files": {},
        }
        self._recover()

    # Files from us --------------------------------------------------------------------------

    def run_once(self, *, wait_for_quiet: bool = False) -> int:
        """Every final file in the inbox is answered; how many. Names in .part are let be.

        With `wait_for_quiet` only what was there at the last look and has not grown since.
        """
        with self._lock:
            names, self._seen_sizes = final_names(
                self.folder / "inbox", self._seen_sizes if wait_for_quiet else None
            )
            for name in names:
                self._judge_taken(self._take(name))
            return len(names)

    def _take(self, name: str) -> Path:
        """Out of the inbox, under the next arrival number: from here on the bank owes an answer."""
        pending = [int(path.name[:6]) for path in self._taken()]
        number = max([self.state["last_arrival"], *pending]) + 1
        taken = self.folder / "taken" / f"{number:06d}.{name}"
        os.rename(self.folder / "inbox" / name, taken)
        return taken

    def _taken(self) -> list[Path]:
        return sorted((self.folder / "taken").iterdir())

    def _judge_taken(self, taken: Path) -> None:
        number, _, name = taken.name.partition(".")
        content = taken.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        file = parse(content)
        verdict = self._verdict(content, file, digest)
        traces = TraceNumbers(self.state["last_trace"])
        outgoing = {f"ack-{number}-{_stem(name)}.txt": acknowledgment(name, digest, verdict)}
        if verdict.is_accepted:
            outgoing |= self._answers(file, number, name, traces)
        self.staging.prepare(
            f"bank-{number}", {f"bank/outbox/{each}": data for each, data in outgoing.items()}
        )
        self._keep_arrival(number, name, digest, verdict, file, traces.last)
        self._tell(name, verdict, file, outgoing)
        self._finish(taken)

    def _verdict(self, content: bytes, file: NachaFile, digest: str) -> Verdict:
        accepted = [each for each in self.state["arrivals"].values() if not each["code"]]
        for earlier in accepted:
            if earlier["digest"] == digest:
                return Verdict(
                    DUPLICATE_FILE, f"The same file was accepted before as {earlier['name']}."
                )
        if content.startswith(b"ISA"):
            return _verdict_on_x12(content)
        verdict = _verdict_on_nacha(file)
        if verdict.is_accepted and any(x["header"] == _header_key(file) for x in accepted):
            return Verdict(
                DUPLICATE_HEADER,
                "A file of this origin, creation date, time and modifier was accepted before.",
            )
        return verdict

    def _answers(
        self, file: NachaFile, number: str, name: str, traces: TraceNumbers
    ) -> dict[str, bytes]:
        outgoing: dict[str, bytes] = {}
        for notices, word in ((True, "noc"), (False, "return")):
            content = answers_file(file, notices=notices, traces=traces, number=int(number))
            if content is not None:
                outgoing[f"{word}-{number}-{_stem(name)}.ach"] = content
        return outgoing

    def _keep_arrival(
        self,
        number: str,
        name: str,
        digest: str,
        verdict: Verdict,
        file: NachaFile,
        last_trace: int,
    ) -> None:
        self.state["arrivals"][number] = {
            "name": name,
            "digest": digest,
            "code": verdict.code,
            "header": _header_key(file) if verdict.is_accepted else "",
            "entries": file.tally().entries,
            "credits_cents": file.tally().credits_cents,
            "debits_cents": file.tally().debits_cents,
        }
        self.state["last_arrival"] = max(self.state["last_arrival"], int(number))
        self.state["last_trace"] = last_trace
        self._keep()

    def _keep(self) -> None:
        write_json(self.folder / "state.json", self.state)

    def _finish(self, taken: Path) -> None:
        number, _, name = taken.name.partition(".")
        self.staging.show(f"bank-{number}")
        os.replace(taken, self.folder / "processed" / f"{number}.{name}")

    def _tell(
        self, name: str, verdict: Verdict, file: NachaFile, outgoing: dict[str, bytes]
    ) -> None:
        tally = file.tally()
        if not verdict.is_accepted:
            self.say(f"bank: {name} REJECTED {verdict.code}")
            return
        credits = display_dollars(tally.credits_cents)
        self.say(f"bank: {name} ACCEPTED, {tally.entries} entries, credits {credits}")
        for other in sorted(outgoing):
            if not other.startswith("ack-"):
                self.say(f"bank: {other} is in the outbox")

    # Deposits -------------------------------------------------------------------------------

    def credit(self, deposits: Sequence[Deposit], *, key: str = "") -> dict[str, Any]:
        """One file of received entries is in the outbox: {"file_name", "bank_references"}.

        Given again (the same deposits, or the same `key`), nothing is written and the first
        answer comes back. All deposits go to one account. Raises UnwritableField or
        UnwritableFile where a value cannot stand in a Nacha file.
        """
        with self._lock:
            key = key or digest_of([each.as_json() for each in deposits])
            known = self.state["deposit_files"].get(key)
            if known is None:
                known = self._credit(deposits, key)
            self.staging.show(_deposit_group(known["number"]))
            return {name: known[name] for name in ("file_name", "bank_references")}

    def _credit(self, deposits: Sequence[Deposit], key: str) -> dict[str, Any]:
        number = len(self.state["deposit_files"]) + 1
        traces = TraceNumbers(self.state["last_trace"])
        traced = [
            each if each.trace_number else replace(each, trace_number=traces.next(each.odfi))
            for each in deposits
        ]
        name = f"deposits-{number:06d}.ach"
        content = deposits_file(traced, number=number)
        self.staging.prepare(_deposit_group(number), {f"bank/outbox/{name}": content})
        known: dict[str, Any] = {
            "number": number,
            "file_name": name,
            "bank_references": [each.trace_number for each in traced],
            "cents": sum(each.amount_cents for each in traced),
        }
        self.state["deposit_files"][key] = known
        self.state["last_trace"] = traces.last
        self._keep()
        account = mask_account(traced[0].account.account_number)
        total = display_dollars(known["cents"])
        self.say(f"bank: {name} credits {account} with {len(traced)} deposits, {total}")
        return known

    # After a kill ---------------------------------------------------------------------------

    def _recover(self) -> None:
        """What was begun before a kill is finished, each thing once."""
        for taken in self._taken():
            if taken.name[:6] in self.state["arrivals"]:
                self._finish(taken)
            else:
                self._judge_taken(taken)
        for known in self.state["deposit_files"].values():
            self.staging.show(_deposit_group(known["number"]))

    def counts(self) -> dict[str, int]:
        """How many files came and were accepted, what they paid, and what was credited."""
        arrivals = self.state["arrivals"].values()
        accepted = [each for each in arrivals if not each["code"]]
        return {
            "files_received": len(arrivals),
            "files_accepted": len(accepted),
            "entries_accepted": sum(each["entries"] for each in accepted),
            "credits_accepted_cents": sum(each["credits_cents"] for each in accepted),
            "deposit_files": len(self.state["deposit_files"]),
            "deposited_cents": sum(x["cents"] for x in self.state["deposit_files"].values()),
        }


def _verdict_on_nacha(file: NachaFile) -> Verdict:
    # What a bank takes in is what an originator may send: the stricter side of the rules.
    first = next((each for each in judge(file, side="out") if each.is_error), None)
    if first is not None:
        return Verdict(first.rule, f"Line {first.line}: {first.message}.")
    return Verdict() if file.header is not None else Verdict(UNREADABLE, "This is no Nacha file.")


def _verdict_on_x12(content: bytes) -> Verdict:
    """Of an 820 that goes to the bank as it is."""
    first = next((each for each in check(content).findings if each.is_error), None)
    return Verdict(first.rule, first.message) if first is not None else Verdict()


def _deposit_group(number: int) -> str:
    return f"deposits-{number:06d}"


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _header_key(file: NachaFile) -> str:
    """What must never come twice: origin, creation date, creation time, modifier (DU01)."""
    header = file.header
    return header.text[13:34] if header is not None else ""
