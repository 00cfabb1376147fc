"""Facts and entries: how the journal treats a fact, and what an entry says."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy

from app.domain.vocabulary import Meta
from app.domain.wire import FACTS, from_data, spec_of, stream_of, to_data
from app.projections.apply import project, recount
from db import reading
from db.entry import Draft, Entry, TypeSpec

_log = logging.getLogger("sotto.house")


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with where and when it was written."""

    event: object
    meta: Meta

    @property
    def order(self) -> tuple[str, str, int]:
        """Its place in canonical order."""
        return self.meta.order

    @property
    def parts(self) -> tuple[object, Meta]:
        """The two, as the domain takes them."""
        return self.event, self.meta


def journal_types() -> dict[str, TypeSpec]:
    """How the journal treats each kind of fact."""
    return {
        spec.name: TypeSpec(name=spec.name, series=spec.series, signed=spec.signed)
        for spec in FACTS.values()
    }


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, at which window, and which manager approved this one act.

    Attributes:
        via: how: `VOICE`, `TEXT`, "" by hand.
    """

    person: str
    window: str = ""
    approver: str = ""
    via: str = ""


VOICE = "voice"
"""Said to a headset."""
TEXT = "text"
"""Written as a sentence."""


def draft_of(event: object, actor: Actor) -> Draft:
    """An event as it goes into the journal."""
    spec = spec_of(event)
    return Draft(
        type=spec.name,
        version=spec.version,
        stream=stream_of(event),
        data=to_data(event),
        op=actor.person,
        appr=actor.approver,
        via=actor.via,
    )


def meta_of(entry: Entry) -> Meta:
    """What the domain may know of an entry besides its event."""
    return Meta(
        order=(entry.hlc, entry.chain, entry.seq),
        ts=entry.ts,
        op=entry.op,
        appr=entry.appr,
        bday=entry.bday,
        tseq=entry.tseq,
        hash=entry.hash,
        extract=_extract(entry.jws),
        sw=entry.sw,
    )


def _extract(jws: str) -> str:
    if jws.endswith("."):
        return ""  # most entries carry no signature of their own
    start = jws.rindex(".") + 1
    return "".join(jws[start + place - 1 : start + place] for place in (3, 7, 13, 19))


def facts_of(entries: Iterable[Entry]) -> Iterable[Fact]:
    """Entries that this Sotto knows, as facts; without those that were tampered with."""
    for entry in entries:
        try:
            event = from_data(entry.type, entry.v, entry.data)
        except (LookupError, TypeError, ValueError, AttributeError):
            _log.info("entry %s %s is not what it says", entry.chain, entry.seq)
            continue
        if event is not None:
            yield Fact(event, meta_of(entry))


def project_entries(
    connection: sqlalchemy.Connection, entries: Sequence[Entry]
) -> None:
    """Writes the read tables of entries that are already in the journal."""
    project(connection, ((fact.event, fact.meta) for fact in facts_of(entries)))


def recounted(connection: sqlalchemy.Connection, articles: Iterable[str]) -> None:
    """Counts articles down anew, from all that is stored about them."""

    def told(article: str) -> Iterator[tuple[object, Meta]]:
        # Read when it is asked for: by then nobody else can count any more.
        for fact in facts_of(reading.stored_of(connection, f"article/{article}")):
            yield fact.parts

    for article in articles:
        recount(connection, article, told(article))
