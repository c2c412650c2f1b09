"""A list of findings that stays small, however much is wrong with a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from edi.x12.findings import Finding

# Findings of one rule and level that are listed; more are counted.
MOST_OF_A_RULE = 10_000


class FindingList(list[Finding]):
    """Findings in the order they come, at most MOST_OF_A_RULE of one rule and level; `close`
    says how many more there were."""

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        super().__init__()
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first_left_out: dict[tuple[str, str], Finding] = {}
        # What `close` said, which is no finding of its own.
        self._said: list[Finding] = []
        self.extend(findings)

    def append(self, finding: Finding) -> None:
        """Lists the finding, or counts it."""
        key = (finding.rule, finding.level)
        self._counts[key] += 1
        if self._counts[key] <= MOST_OF_A_RULE:
            super().append(finding)
        else:
            self._first_left_out.setdefault(key, finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Lists or counts each finding; what another list counted is counted here."""
        if not isinstance(findings, FindingList):
            for finding in findings:
                self.append(finding)
            return
        said = set(map(id, findings._said))
        for finding in findings:
            if id(finding) not in said:
                self.append(finding)
        for key, first in findings._first_left_out.items():
            self._counts[key] += findings._counts[key] - MOST_OF_A_RULE
            self._first_left_out.setdefault(key, first)

    def close(self) -> None:
        """Adds, for each rule that was found too often, a finding that says how often."""
        for key, first in self._first_left_out.items():
            more = self._counts[key] - MOST_OF_A_RULE
            message = f"{more:,} more findings of this rule are not listed."
            self._said.append(replace(first, message=message, element=0, value=""))
            super().append(self._said[-1])
