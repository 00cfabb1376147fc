"""The journal in words: entries as a list, one entry in full, what a search means."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.jet import number_of, told_by
from app.domain.settings import SEEN
from app.fiscal.parties import company_of
from app.presenters.admin.words import moment_words
from app.presenters.journal_words import EVENTS, FAMILIES, KINDS, SEALED
from app.presenters.pay.words import TITLES, UNKNOWN
from app.presenters.till.page import cash_reason
from app.projections.browsing import Wanted, told_by_receipt
from app.projections.queries import document_by_number
from app.services.clients import client_name
from app.services.facts import TEXT, VOICE
from app.services.house import SYSTEM, House
from app.services.people import person_name
from db.entry import Entry
from resources.texts import price, short_date, tr
from widgets.dropdown import Entry as Choice
from widgets.table_model import Column, Row

PAGE = 100
"""Entries of a page."""

_MOST_DIGITS = 15
"""No journal is longer."""
_WORDS = ("label", "code", "name", "number", "reason", "value", "detail")
_AMOUNTS = ("ttc", "amount", "total")
LEFT = {"switch": "changement de personne", "lock": "verrouillage"}
_EVENT, _REFUSED = "event.recorded", "staff.login_refused"


def event_words(code: str) -> str:
    """What a technical event is called; a code that nobody named says itself."""
    if code.startswith(SEEN):
        alarm = event_words(code.removeprefix(SEEN))
        return tr("Alarme vue · {alarm}", alarm=alarm)
    return tr(EVENTS[code]) if code in EVENTS else f"{tr(KINDS[_EVENT])} · {code}"


def jet_words(entry: Entry) -> str:
    """The events that an entry is, as the law's catalogue and NF525 call them."""
    told = dict.fromkeys(code for code, _ in told_by(entry.type, entry.data))
    return ", ".join(f"{code} {number_of(code)}".strip() for code in told)


def title_of(entry: Entry) -> str:
    """What an entry is called."""
    if entry.type == _EVENT:
        return event_words(str(entry.data.get("code", "")))
    if entry.type == _REFUSED and entry.data.get("badge"):
        return tr("Badge refusé")
    return kind_words(entry.type)


def kind_words(name: str) -> str:
    """What a kind of entry is called; its wire name when nobody named it."""
    return tr(KINDS[name]) if name in KINDS else name


def family_entries() -> tuple[Choice, ...]:
    """The choices of the type filter."""
    return tuple(Choice(name, tr(name)) for name in FAMILIES)


def types_of(family: str) -> tuple[str, ...]:
    """Wire names of a family; none for all."""
    nouns = FAMILIES.get(family, ())
    return tuple(name for name in KINDS if name.partition(".")[0] in nouns)


def person_entries(house: House) -> tuple[Choice, ...]:
    """The choices of the person filter."""
    people = house.world.staff.people
    named = sorted((person_name(house, person), person) for person in people)
    return (*(Choice(p, name) for name, p in named), Choice(SYSTEM, tr("Sotto")))


def columns() -> tuple[Column, ...]:
    """The columns of the list; newest first is its only order."""
    return (
        Column("seq", tr("N°"), 84, "start", "plain", sortable=False),
        Column("moment", tr("Moment"), 124, sortable=False),
        Column("what", tr("Événement"), style="strong", sortable=False),
        Column("subject", tr("Sujet"), 140, sortable=False, drop=1),
        Column("person", tr("Qui"), 112, sortable=False, drop=2),
    )


def entry_rows(house: House, entries: Iterable[Entry]) -> list[Row]:
    """Entries as they are listed."""
    now = house.clock()
    rows = []
    for entry in entries:
        moment = datetime.fromisoformat(entry.ts)
        gist = gist_of(entry)
        words, who = title_of(entry), operator_words(house, entry.op)
        rows.append(
            Row(
                f"{entry.chain}:{entry.seq}",
                (
                    str(entry.seq),
                    f"{moment_words(moment, now)}:{moment:%S}",
                    f"{words} · {gist}" if gist else words,
                    subject_words(house, entry.stream),
                    " · ".join(filter(None, (who, way_words(entry, brief=True)))),
                ),
            )
        )
    return rows


def operator_words(house: House, person: str) -> str:
    """Who did it."""
    if person in ("", SYSTEM):
        return tr("Sotto")
    return person_name(house, person)


def way_words(entry: Entry, *, brief: bool = False) -> str:
    """How somebody did it, "" by hand."""
    words = {
        VOICE: (tr("À la voix, au casque"), tr("voix")),
        TEXT: (tr("En une phrase écrite"), tr("phrase")),
    }
    return words.get(entry.via, (entry.via, entry.via))[brief]


def _said(entry: Entry) -> list[str]:
    """What an entry says in words; what it says by a key is put into words here."""
    data = entry.data

    def word(key: str) -> str:
        found = data.get(key)
        return found if isinstance(found, str) else ""

    if entry.type in SEALED:
        return []
    match entry.type:
        case "till.cash_moved":
            return [cash_reason(word("reason"))]
        case "staff.logged_out":
            return [tr(LEFT.get(word("reason"), word("reason")))]
        case "payment.failed":
            return [tr(TITLES.get(word("state"), TITLES["aborted"]))]
        case "payment.unknown":
            return [tr(UNKNOWN.get(word("detail"), UNKNOWN[""]))]
        case "event.recorded":
            return [found for found in (word("detail"),) if found]
        case _:
            return [tr(found) for found in map(word, _WORDS) if found][:2]


def gist_of(entry: Entry) -> str:
    """The few words of an entry that tell it from its neighbours."""
    parts = _said(entry)
    data = entry.data
    for key in _AMOUNTS:
        value = data.get(key)
        if isinstance(value, int) and value:
            parts.append(price(value))
            break
    return " · ".join(parts)


SUBJECTS = {
    "archive": "Archives",
    "establishment": "Établissement",
    "inventory": "Stock",
    "journal": "Journal",
    "training": "École de caisse",
    "witness": "Témoin",
}
"""What an entry is about where there is one of its kind."""


def subject_words(house: House, stream: str) -> str:
    """What an entry is about: "T. 12", "Entrecôte 300 g", "Caisse 1"."""
    kind, _, key = stream.partition("/")
    world = house.world
    match kind:
        case "order":
            return _order_words(house, key)
        case "article":
            found = world.catalogue.articles.get(key)
            return found.name if found else key
        case "staff":
            return person_name(house, key)
        case "till":
            return tr("Caisse {number}", number=key.lstrip("C"))
        case "device":
            device = world.settings.devices.get(key)
            return device.name if device else key
        case "table":
            return tr("Table {number}", number=world.floor.number(key) or key)
        case "station":
            station = world.catalogue.stations.get(key)
            return station.name if station else key
        case "jet":
            return tr("Sotto")
        case "role":
            role = world.staff.roles.get(key)
            return role.name if role else key
        case "client" | "company" | "credit":
            return _customer_words(house, kind, key)
        case _:
            return tr(SUBJECTS[kind]) if kind in SUBJECTS else key or stream


def _customer_words(house: House, kind: str, key: str) -> str:
    """A client, a company or a credit by its name or number."""
    if kind == "client":
        client = house.world.credits.clients.get(key)
        return client_name(house, client) or tr("Client oublié")
    if kind == "company":
        party = company_of(house, key)
        return party.name if party else tr("société oubliée")
    credit = house.world.credits.issued.get(key)
    return credit.code if credit else key


def _order_words(house: House, order: str) -> str:
    world = house.world
    found = world.book.orders.get(order)
    if found is None:  # of a day that is over: its documents remember
        with house.database.read() as connection:
            table, document = told_by_receipt(connection, order)
        if table:
            return tr("T. {number}", number=table)
        return document or tr("Commande …{end}", end=order[-4:])
    number = world.floor.number(found.table)
    if number:
        return tr("T. {number}", number=number)
    number = world.sale_number(found.terminal, found.number)
    return tr("Vente {number}", number=number)


# ------------------------------------------------------------------ what is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the list shows.

    Attributes:
        jump: read on from this number; 0 from the newest.
    """

    family: str = ""
    person: str = ""
    bday: str = ""
    stream: str = ""
    jump: int = 0

    def wanted(self) -> Wanted:
        """The same as the journal is asked."""
        return Wanted(
            types=types_of(self.family),
            stream=self.stream,
            person=self.person,
            bday=self.bday,
        )


def understood(house: House, text: str) -> tuple[str, int] | None:
    """(stream, number) of what somebody typed; None when it means nothing.

    A number is that of an entry, "C1-000214" a receipt (its order), "order/01…" a
    stream.

    Raises:
        KnownError: the documents cannot be read.
    """
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        return ("", int(plain)) if len(plain) <= _MOST_DIGITS else None
    if "/" in plain:
        return plain, 0
    with house.database.read() as connection:
        found = document_by_number(connection, plain.upper())
    return (f"order/{found.document.order}", 0) if found else None


def range_words(entries: Sequence[Entry]) -> str:
    """ "écritures 7773 à 7872"."""
    if not entries:
        return tr("aucune écriture")
    first, last = entries[-1].seq, entries[0].seq
    return tr("écritures {first} à {last}", first=first, last=last)


# ------------------------------------------------------------------ one entry


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One entry in full: (name, value) pairs, its data, and what proves it; the receipts
    and pictures that are kept with it, by SHA-256."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    data: str
    proof: str
    stream: str
    files: tuple[str, ...] = ()


def present_entry(house: House, entry: Entry) -> EntryView:
    """An entry as the manager and the controller read it."""
    moment = datetime.fromisoformat(entry.ts)
    facts = [
        (tr("Sujet"), subject_words(house, entry.stream)),
        (tr("Qui"), operator_words(house, entry.op)),
    ]
    if entry.appr:
        facts.append((tr("Accord"), person_name(house, entry.appr)))
    if entry.via:
        facts.append((tr("Comment"), way_words(entry)))
    facts += [
        (tr("Moment"), f"{short_date(moment.date())} {moment:%H:%M:%S}"),
        (tr("Jour d'exploitation"), entry.bday),
        (tr("Chaîne"), f"{entry.chain} · {entry.seq}"),
    ]
    if entry.tseq:
        facts.append((tr("Dans sa série"), str(entry.tseq)))
    facts += [(tr("Logiciel"), entry.sw), (tr("Type"), f"{entry.type} v{entry.v}")]
    if told := jet_words(entry):
        facts.append((tr("Événement JET"), told))
    signature = entry.jws.rpartition(".")[2]
    proof = [
        f"{tr('Empreinte')}  {entry.hash}",
        f"{tr('Précédente')}  {entry.prev or '—'}",
        f"{tr('Signature')}  {signature or tr('couverte par la suivante')}",
    ]
    return EntryView(
        title=title_of(entry),
        subtitle=tr("Écriture {number}", number=f"{entry.chain} {entry.seq}"),
        facts=tuple(facts),
        data=json.dumps(entry.data, ensure_ascii=False, indent=2, sort_keys=True),
        proof="\n".join(proof),
        stream=entry.stream,
        files=_files(house, entry),
    )


_KEPT_WITH = {
    "till.cash_moved": ("move", "move"),
    "till.opened": ("float", "session"),
    "till.counted": ("count", "session"),
}
"""Type of an entry -> what files are kept with it, and which of its words is its id."""


def _files(house: House, entry: Entry) -> tuple[str, ...]:
    data = entry.data
    if entry.type == "till.file_kept":
        return (str(data.get("file", "")),)
    about, key = _KEPT_WITH.get(entry.type, ("", ""))
    of = str(data.get(key, ""))
    return house.world.files.get((about, of), ()) if of else ()
