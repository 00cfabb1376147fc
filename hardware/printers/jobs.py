"""Print jobs as values: their states, what each kind of paper deserves, and the audit.

The audit compares jobs with paper that can be read back (simulated printers): it is how
a service proves that nothing was lost and nothing printed twice without a mark.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from hardware.printers.document import Kind

State = Literal["queued", "sending", "sent", "printed", "unknown", "dropped"]
Proof = Literal["", "printer", "assumed", "person"]

MOST_REPRINTS: Final = 3
"""Marked copies that come by themselves. A printer that prints and never confirms would
fill the kitchen with the same ticket: after these a person looks."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What becomes of a job nobody is sure of, and whether it may change printers."""

    when_unknown: Literal["reprint", "ask", "drop"]
    fails_over: bool


POLICIES: dict[Kind, Policy] = {
    # A lost dish is worse than a flagged duplicate; a second receipt is worse than a
    # question; a drawer opens once or not at all.
    "kitchen": Policy("reprint", fails_over=True),
    "receipt": Policy("ask", fails_over=True),
    "addition": Policy("ask", fails_over=True),
    "report": Policy("ask", fails_over=True),
    # Another roll may be of other paper: a person moves it.
    "label": Policy("ask", fails_over=False),
    "drawer": Policy("drop", fails_over=False),
    "test": Policy("drop", fails_over=False),
}


@dataclass(frozen=True, slots=True)
class Job:
    """One job as it stands.

    Attributes:
        key: the caller's name for it; a second submit of a key does nothing.
        printer, origin: where it is queued, and where it was meant to go.
        copies: how often it was sent again, each time marked.
        moved: "auto" by failover, "person" by decision.
        proof: who says it is printed. detail: why it is not, for a person.
        created, changed: seconds since the epoch.
    """

    id: int
    key: str
    kind: Kind
    title: str
    printer: str
    origin: str
    state: State
    copies: int
    moved: Literal["", "auto", "person"]
    proof: Proof
    detail: str
    created: float
    changed: float

    @property
    def given_up(self) -> bool:
        """Unknown, and has come again by itself as often as it may."""
        comes = POLICIES[self.kind].when_unknown == "reprint"
        return self.state == "unknown" and comes and self.copies >= MOST_REPRINTS


@dataclass(frozen=True, slots=True)
class Audit:
    """Jobs against paper: what the counts of a day's printing come to."""

    printed: int
    unknown: int
    pending: int
    dropped: int
    lost: int
    marked: int
    unmarked_duplicates: int


@dataclass(frozen=True, slots=True)
class Send:
    """One time that the bytes of a job left, with the digest of its ticket."""

    job: int
    copies: int
    digest: str


def audit(jobs: list[Job], sends: list[Send], paper: list[str]) -> Audit:
    """Compares jobs with the digests of the tickets found on paper.

    Lost is a job that a printer reported printed and that is on no paper; an unmarked
    duplicate is a ticket more than there were jobs to print it without a mark.
    """
    found = Counter(paper)
    digests: dict[int, set[str]] = defaultdict(set)
    owners: dict[str, set[int]] = defaultdict(set)
    marked: set[str] = set()
    for send in sends:
        if send.digest:
            digests[send.job].add(send.digest)
            if send.copies:
                marked.add(send.digest)
            else:
                owners[send.digest].add(send.job)
    states = Counter(job.state for job in jobs)
    return Audit(
        printed=states["printed"],
        unknown=states["unknown"],
        pending=states["queued"] + states["sending"] + states["sent"],
        dropped=states["dropped"],
        lost=_lost(jobs, digests, found),
        marked=sum(found[digest] for digest in marked),
        unmarked_duplicates=_unmarked_duplicates(owners, found),
    )


def _lost(jobs: list[Job], digests: dict[int, set[str]], found: Counter[str]) -> int:
    left, lost = found.copy(), 0
    for job in jobs:
        if job.state != "printed" or job.proof == "person" or not digests[job.id]:
            continue
        here = [digest for digest in sorted(digests[job.id]) if left[digest] > 0]
        left.subtract(here[:1])
        lost += not here
    return lost


def _unmarked_duplicates(owners: dict[str, set[int]], found: Counter[str]) -> int:
    """Identical jobs share a digest: then as many tickets as jobs are right. A job
    sent as several different tickets (a fallback's head) may be on one of them."""
    twice = sum(max(0, found[digest] - len(jobs)) for digest, jobs in owners.items())
    forms: Counter[int] = Counter()
    for digest, jobs in owners.items():
        if len(jobs) == 1 and found[digest]:
            forms.update(jobs)
    return twice + sum(count - 1 for count in forms.values())
