"""What follows from a verification: a technical event, and a new segment after a breach.

A restaurant cannot stop in the middle of a service, and the law asks for a trace, not for a
stop: selling goes on, and nothing that is wrong is ever put right. There is no repair.

Source: `fiscal.md` B-09, B-10.
"""

import logging
from collections.abc import Iterable
from functools import partial

from app.domain.integrity import BREACH, SegmentOpened
from app.domain.settings import EventRecorded
from app.services.facts import journal_types
from app.services.house import Actor, House
from db import reading
from db.errors import KnownError
from db.findings import Finding, Report
from db.verify import verify
from resources.texts import tr

_TOLD = 5
"""Findings that an event names."""
_log = logging.getLogger("sotto.fiscal")


def heed_report(
    house: House,
    report: Report,
    actor: Actor | None = None,
    witnesses: Iterable[str] = (),
) -> None:
    """Writes down what a verification came to; in the thread of the house.

    Args:
        witnesses: those that it was compared with, in words.

    Raises:
        KnownError: it could not be written.
    """
    events: list[object] = []
    if report.errors:
        _log.info("the journal does not verify: %d errors", len(report.errors))
        told = ", ".join(map(_words, report.errors[:_TOLD]))
        events.append(EventRecorded(code="VERIFY_FAILED", detail=f"90: {told}"))
        events += breach_facts(house, report.errors)
    else:
        _log.info("verified: %d entries", report.entries)
        detail = tr("{n} écritures", n=report.entries)
        if seen := ", ".join(witnesses):
            detail = f"{detail} · {seen}"
        events.append(EventRecorded(code="VERIFY_OK", detail=detail))
    house.record(events, actor)


def breach_facts(house: House, errors: Iterable[Finding]) -> list[object]:
    """A breach of our own chain that was not known yet, and the segment after it."""
    own = [e for e in errors if e.chain == house.terminal and _in_chain(e)]
    fresh = [e for e in own if not _known(house, e.seq)]
    if not fresh:
        return []
    first, last = min(e.seq for e in fresh), max(e.seq for e in fresh)
    trusted = reading.at(house.database, house.terminal, first - 1)
    found = ", ".join(map(_words, fresh[:_TOLD]))
    return [
        EventRecorded(code=BREACH, detail=found),
        SegmentOpened(
            chain=house.terminal,
            code=BREACH,
            place=f"{first}-{last}",
            found=found,
            trusted=trusted.seq,
            trusted_hash=trusted.hash,
        ),
    ]


def check_before_closing(house: House) -> None:
    """Verifies what this terminal wrote since its last closing, which then states it.

    A day's links prove it back from its last signature, in a fraction of the time that all
    signatures take; only where something is wrong all are checked, to say where.
    The whole journal is verified behind the window once the closing stands. What cannot be
    read or written now does not keep a till from closing.
    """
    closing = house.world.till(house.terminal).closing
    since = reading.vector(house.database)
    since[house.terminal] = reading.seq_of(house.database, house.terminal, "Z", closing)
    try:
        check = partial(
            verify, house.database, since=since, types=journal_types(), cores=1
        )
        report = check(ends_only=True)
        if report.errors or report.warnings:
            report = check()
        heed_report(house, report)
    except KnownError as error:
        _log.info("closed unverified: %s", type(error).__name__)


def breaches(house: House, chain: str, seq: int) -> tuple[str, ...]:
    """The entries of a chain before `seq` in which something is wrong: "40-41"."""
    return tuple(
        each.place
        for each in house.world.segments
        if each.chain == chain and each.code == BREACH and _last(each) < seq
    )


def _in_chain(finding: Finding) -> bool:
    """Whether it is about the chain itself: no total, and no read table."""
    if finding.code in ("TOTAL_DIFF", "CLOSE_MISSING", "TRUNCATED"):
        return False  # what is cut off is a rollback, and leaves nothing to point at
    return finding.seq > 0 and finding.table in ("", "journal")


def _known(house: House, seq: int) -> bool:
    # The entry after the last one may link to what was signed, not to what is there.
    return any(
        int(each.place.partition("-")[0]) <= seq <= _last(each) + 1
        for each in house.world.segments
        if each.chain == house.terminal and each.code == BREACH
    )


def _last(segment: SegmentOpened) -> int:
    return int(segment.place.partition("-")[2])


def _words(finding: Finding) -> str:
    return f"{finding.chain} {finding.seq} {finding.code}"
