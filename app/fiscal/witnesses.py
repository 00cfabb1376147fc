"""Who else knows where a chain ends: the hub, the other terminals, a mail, a paper.

A key of our own machine proves nothing against who has that machine. What was noted
elsewhere does: the hub notes the ends of all chains every quarter of an hour and at
closings, the terminals note the hub's in turn, and whoever wants it gets one by mail.

Source: `fiscal.md` 4.6.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app.domain.integrity import HeadNoted, HeadStamped, WitnessNoted
from app.domain.till.events import DayClosed
from app.services.facts import facts_of
from app.services.house import Fact, House
from app.services.ports import Notifier, NotToldError
from db import reading
from db.database import Database
from db.entry import Head
from db.errors import KnownError
from db.witness import read_head
from resources.texts import tr

EVERY: Final = timedelta(minutes=15)
STALE: Final = timedelta(hours=24)
"""Without a note of the hub for so long, it counts as a witness that was not reached."""
_RECENT: Final = 1000
"""Technical events that are looked through for the last mail."""
MAILED: Final = "WITNESS_MAILED"
_log = logging.getLogger("sotto.fiscal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """What somebody noted of a chain.

    Attributes:
        name: "head_file", "mail", "paper", "tsa" (a time-stamp), or the chain of the
            terminal that noted it.
        head: what was noted; None when it cannot be read.
        when: ISO 8601 with offset, "" when it is not known.
        agrees: the chain here goes through it.
    """

    name: str
    head: Head | None
    when: str
    agrees: bool


def noted(database: Database) -> Iterator[tuple[str, str, Head]]:
    """The latest notes of every chain: who, when, and the end of another chain."""
    for chain in reading.vector(database):
        for fact in facts_of(reading.latest(database, chain, "W", 1)):
            if isinstance(fact.event, WitnessNoted):
                for head in fact.event.heads:
                    yield chain, fact.meta.ts, Head(head.chain, head.seq, head.hash)


def noted_heads(database: Database, own: str) -> list[Head]:
    """What the chains here must go through, as others noted it.

    Of another chain a part may still be on its way here; of our own nothing may lack.
    """
    ends = reading.vector(database)
    heads = (head for _, _, head in noted(database))
    return [h for h in heads if h.chain == own or h.seq <= ends.get(h.chain, 0)]


def witnesses(database: Database, head_file: Path, own: str) -> list[Witness]:
    """Every witness of the chain that is written here, reached or not."""
    head = read_head(head_file, lambda chain: reading.keyring(database, chain))
    found = [_seen(database, "head_file", head, head.ts if head else "")]
    for who, when, of in noted(database):
        if of.chain == own and who != own:
            found.append(_seen(database, who, of, when))
    for fact in facts_of(reading.latest(database, own, "Z", 1)):
        _, chain, seq = fact.meta.order
        paper = Head(chain, seq, fact.meta.hash)
        found.append(_seen(database, "paper", paper, fact.meta.ts))
    for fact in facts_of(reading.latest(database, own, "H", 1)):
        if isinstance(fact.event, HeadStamped):
            stamp = fact.event
            end = Head(stamp.chain, stamp.seq, stamp.hash)
            found.append(_seen(database, "tsa", end, stamp.moment))
    for entry in reading.latest(database, own, "J", _RECENT):
        if entry.data.get("code") == MAILED:
            who, number, hash_ = str(entry.data["detail"]).split()[0].split(":")
            sent = Head(who, int(number), hash_)
            return [*found, _seen(database, "mail", sent, entry.ts)]
    return found


def unreached(house: House, found: Iterable[Witness]) -> list[str]:
    """The witnesses that should be there and are not: the head file, and the hub when it
    has noted nothing for a day."""
    missing = [each.name for each in found if each.head is None]
    hub = house.world.terminals.hub
    if hub is not None and hub.chain not in ("", house.terminal):
        seen = [reading.moment(each.when) for each in found if each.name == hub.chain]
        late = [at for at in seen if at is not None and house.clock() - at <= STALE]
        if not late:
            missing.append(f"hub {hub.chain}")
    return missing


def _seen(database: Database, name: str, head: Head | None, when: str) -> Witness:
    here = reading.at(database, head.chain, head.seq) if head else None
    agrees = head is not None and here is not None and here.hash == head.hash
    return Witness(name=name, head=head, when=when, agrees=agrees)


def witness_words(found: Witness, now: datetime) -> str:
    """A witness in one line: who, of what, how old, whether it agrees."""
    names = {"head_file": tr("note de cette caisse"), "mail": tr("courriel")}
    names["paper"], names["tsa"] = tr("Z imprimé"), tr("horodatage")
    name = names.get(found.name) or tr("terminal {chain}", chain=found.name)
    if found.head is None:
        return f"{name} : {tr('injoignable')}"
    place = f"{found.head.chain} n° {found.head.seq}"
    age = _age(found.when, now)
    verdict = "" if found.agrees else f", {tr('NE CONCORDE PAS')}"
    return f"{name} : {place}{age}{verdict}"


def _age(when: str, now: datetime) -> str:
    moment = reading.moment(when)
    if moment is None:
        return ""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 120:
        return f", {tr('il y a {n} min', n=minutes)}"
    if minutes < 48 * 60:
        return f", {tr('il y a {n} h', n=minutes // 60)}"
    return f", {tr('il y a {n} jours', n=minutes // (24 * 60))}"


class Notary:
    """Notes the ends of other chains, as the hub or in answer to it. Thread: the house's."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._last: datetime | None = None
        self._told: Mapping[str, str] = {}
        self._due = False
        self._stop = house.follow(self._on_facts)

    def stop(self) -> None:
        """Notes nothing any more."""
        self._stop()

    def look(self) -> None:
        """Notes what is due; what cannot be written is noted the next time."""
        hub = self._house.world.terminals.hub
        if hub is None or not hub.chain:
            return
        now, carries = self._house.clock(), hub.chain == self._house.terminal
        if carries and self._last is not None and now - self._last >= EVERY:
            self._due = True
        if self._last is None:
            self._last = now
        if not self._due:
            return
        self._due, self._last = False, now
        vector = self._house.journal.vector()
        chains = set(vector) - {self._house.terminal} if carries else {hub.chain}
        heads = [self._house.journal.head(chain) for chain in sorted(chains)]
        fresh = {head.chain: head.hash for head in heads if head.seq}
        if not fresh or fresh == self._told:
            return
        told = tuple(
            HeadNoted(chain=head.chain, seq=head.seq, hash=head.hash)
            for head in heads
            if head.seq
        )
        try:
            note = WitnessNoted(terminal=self._house.terminal, heads=told)
            self._house.record((note,))
            self._told = fresh
        except KnownError as error:
            _log.info("no witness noted: %s", type(error).__name__)

    def _on_facts(self, facts: tuple[Fact, ...]) -> None:
        """A closing is witnessed at once; the hub's note is answered by its terminals."""
        hub = self._house.world.terminals.hub
        if hub is None:
            return
        carries = hub.chain == self._house.terminal
        for fact in facts:
            chain = fact.meta.order[1]
            closed = isinstance(fact.event, DayClosed)
            answered = isinstance(fact.event, WitnessNoted) and chain == hub.chain
            if (closed if carries else answered) and chain != self._house.terminal:
                self._due = True


def mail_witness(
    notifier: Notifier, to: str, house_name: str, head: Head, backup: str
) -> str:
    """Sends the end of the chain, with the hash of its backup, to each of the addresses.

    Blocks; any thread.

    Returns:
        what is journaled: chain, number and hash, and to how many it went.

    Raises:
        NotToldError: it went to nobody.
    """
    subject = tr("{house} : témoin du journal de caisse", house=house_name)
    lines = [
        tr("Gardez ce message : il prouve où en était le journal de caisse."),
        f"sotto:{head.chain}:{head.seq}:{head.hash}",
        head.ts,
        tr("Sauvegarde : {name}", name=backup),
    ]
    sent, failure = 0, NotToldError("no address")
    for address in to.split():
        try:
            notifier.tell("email", address, subject, "\n".join(lines))
            sent += 1
        except NotToldError as error:
            failure = error
    if not sent:
        raise failure
    return f"{head.chain}:{head.seq}:{head.hash} {sent}"
