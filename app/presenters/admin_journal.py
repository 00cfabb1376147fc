"""The journal in words: entries as a list, one entry in full, what a search means."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.jet import number_of, told_by
from app.domain.settings import SEEN
from app.presenters.admin_words import moment_words
from app.presenters.pay_words import TITLES, UNKNOWN
from app.presenters.till import cash_reason
from app.projections.browsing import Wanted, told_by_receipt
from app.projections.queries import document_by_number
from app.services.house import SYSTEM, House
from app.services.people import person_name
from db.entry import Entry
from resources.texts import price, short_date, tr
from widgets.dropdown import Entry as Choice
from widgets.table_model import Column, Row

PAGE = 100
"""Entries of a page."""

KINDS: dict[str, str] = {
    "article.availability_set": "Disponibilité changée",
    "article.consumed": "Compte à rebours entamé",
    "article.office_set": "Article du siège",
    "archive.made": "Archive faite",
    "article.own_set": "Article du siège, à notre façon",
    "article.set": "Article enregistré",
    "article.sites_set": "Établissements d'un article",
    "category.office_set": "Catégorie du siège",
    "category.set": "Catégorie enregistrée",
    "code_key.set": "Clé des codes du siège",
    "client.set": "Compte client enregistré",
    "client.settled": "Compte client réglé",
    "course.office_set": "Suite du siège",
    "course.set": "Suite enregistrée",
    "credit.cancelled": "Bon, avoir ou acompte soldé",
    "credit.issued": "Bon, avoir ou acompte",
    "device.set": "Appareil réglé",
    "device.state_changed": "État d'un appareil",
    "event.recorded": "Événement technique",
    "terminal.located": "Adresse d'un terminal",
    "hub.set": "Hub porté ou posé",
    "inventory.counted": "Stock compté",
    "inventory.item_set": "Article de stock enregistré",
    "inventory.low_stock": "Stock bas",
    "inventory.moved": "Mouvement de stock",
    "inventory.recipe_set": "Recette enregistrée",
    "inventory.restocked": "Stock suffisant de nouveau",
    "inventory.used": "Stock vendu",
    "journal.key_changed": "Clé changée",
    "journal.sealed": "Signatures reprises",
    "journal.unsigned": "Écritures sans signature",
    "journal.opened": "Journal ouvert",
    "journal.segment_opened": "Nouveau segment",
    "kitchen.change_seen": "Changement vu en cuisine",
    "kitchen.ready": "Plats prêts",
    "kitchen.recalled": "Plats rappelés",
    "kitchen.served": "Plats servis",
    "kitchen.started": "Plats commencés",
    "kitchen.ticket_issued": "Bon de cuisine",
    "modifier_group.office_set": "Question du siège",
    "modifier_group.set": "Question enregistrée",
    "order.allergy_noted": "Allergie notée",
    "order.attention_settled": "Laissé ainsi, en connaissance de cause",
    "order.beside_added": "Bon, acompte ou compte à encaisser",
    "order.beside_dropped": "Bon, acompte ou compte ôté",
    "order.cancelled": "Commande abandonnée",
    "order.course_timing_set": "Suite mise en attente ou libérée",
    "order.covers_set": "Couverts changés",
    "order.created": "Commande ouverte",
    "order.discount_removed": "Remise retirée",
    "order.fired": "Suite réclamée",
    "order.line_added": "Ligne ajoutée",
    "order.line_changed": "Ligne modifiée",
    "order.line_discounted": "Remise ou offert",
    "order.line_divided": "Ligne partagée",
    "order.line_quantity_set": "Quantité changée",
    "order.line_voided": "Ligne annulée",
    "order.lines_added": "Lignes ajoutées",
    "order.lines_moved": "Lignes déplacées",
    "order.mode_set": "Sur place ou à emporter",
    "order.note_set": "Note écrite",
    "order.sent": "Commande envoyée",
    "order.split_set": "Note partagée",
    "order.table_changed": "Table changée",
    "payment.completed": "Paiement encaissé",
    "payment.corrected": "Règlement corrigé",
    "payment.failed": "Paiement refusé",
    "payment.refund_requested": "Remboursement demandé",
    "payment.refunded": "Argent rendu",
    "payment.requested": "Carte demandée",
    "payment.unknown": "Carte sans réponse",
    "price_list.office_set": "Tarif du siège",
    "price_list.set": "Tarif enregistré",
    "receipt.addition_printed": "Addition imprimée",
    "receipt.duplicated": "Duplicata",
    "receipt.issued": "Ticket",
    "receipt.refunded": "Remboursement",
    "receipt.slip_printed": "Ticket cadeau ou preuve de paiement",
    "reservation.changed": "Réservation changée",
    "reservation.created": "Réservation prise",
    "reservation.reminded": "Rappel de réservation",
    "reservation.service_set": "Service enregistré",
    "reservation.status_changed": "Réservation suivie",
    "role.office_set": "Rôle du siège",
    "role.set": "Rôle enregistré",
    "room.set": "Salle enregistrée",
    "section.set": "Rang enregistré",
    "setting.set": "Réglage changé",
    "staff.logged_in": "Connexion",
    "staff.logged_out": "Déconnexion",
    "staff.login_refused": "Code refusé",
    "staff.office_set": "Personne du siège",
    "staff.set": "Personne enregistrée",
    "staff.sites_set": "Établissements d'une personne",
    "access.password_set": "Mot de passe changé",
    "access.second_factor_set": "Double authentification réglée",
    "access.refused": "Accès refusé",
    "api_key.created": "Clé créée",
    "api_key.revoked": "Clé révoquée",
    "webhook.created": "Webhook créé",
    "webhook.changed": "Webhook modifié",
    "webhook.removed": "Webhook retiré",
    "webhook.secret_set": "Secret d'un webhook changé",
    "request.noted": "Demande d'un programme exécutée",
    "session.opened": "Connexion par le réseau",
    "session.renewed": "Connexion prolongée",
    "session.closed": "Connexion terminée",
    "site.set": "Établissement enregistré",
    "station.office_set": "Poste du siège",
    "station.set": "Poste enregistré",
    "table.cleared": "Table débarrassée",
    "table.set": "Table enregistrée",
    "tables.joined": "Tables réunies",
    "terminal.set": "Terminal enregistré",
    "till.cash_moved": "Mouvement d'espèces",
    "till.counted": "Caisse comptée",
    "till.day_closed": "Clôture, Z",
    "till.month_closed": "Clôture du mois",
    "till.year_closed": "Clôture de l'exercice",
    "establishment.day_closed": "Clôture de l'établissement",
    "establishment.month_closed": "Clôture du mois, établissement",
    "establishment.year_closed": "Clôture de l'exercice, établissement",
    "till.drawer_opened": "Tiroir ouvert",
    "till.opened": "Caisse ouverte",
    "till.reported": "Lecture, X",
    "upstream.set": "Siège rattaché ou détaché",
    "vat.office_set": "Taux de TVA du siège",
    "vat.set": "Taux de TVA",
    "witness.noted": "Relevé de témoin",
}
"""Wire name -> French name."""

_FAMILIES: dict[str, tuple[str, ...]] = {
    "Commandes": ("order",),
    "Cuisine": ("kitchen",),
    "Paiements": ("payment", "credit", "client"),
    "Tickets": ("receipt",),
    "Caisse": ("till", "establishment"),
    "La carte": (
        *("article", "category", "course", "modifier_group"),
        *("price_list", "station", "vat"),
    ),
    "Salle": ("room", "section", "table", "tables"),
    "Réservations": ("reservation",),
    "Stock": ("inventory",),
    "Équipe": ("code_key", "role", "staff"),
    "Réseau": (
        *("hub", "terminal", "site", "upstream", "access", "api_key", "request"),
        *("session", "webhook"),
    ),
    "Maison": ("archive", "device", "event", "journal", "setting"),
}
_MOST_DIGITS = 15
"""No journal is longer."""
_WORDS = ("label", "code", "name", "number", "reason", "value", "detail")
_AMOUNTS = ("ttc", "amount", "total")
LEFT = {"switch": "changement de personne", "lock": "verrouillage"}
_EVENT, _REFUSED = "event.recorded", "staff.login_refused"
_SEALED = (
    "staff.set",
    "staff.office_set",
    "order.created",
    "order.allergy_noted",
    "reservation.created",
    "reservation.changed",
    "client.set",
)
"""Kinds whose names are sealed: their words mean nothing here."""


EVENTS = {
    "APP_START": "Sotto démarré",
    "APP_STOP": "Sotto arrêté",
    "ARCHIVE_DUE": "Plus d'un an sans archive",
    "ARCHIVE_PARTIAL": "Archive faite",
    "ARCHIVE_YEAR": "Archive de l'année faite",
    "BACKUP": "Sauvegarde faite",
    "CARD_LATE": "Carte passée après coup",
    "CHAIN_ROLLBACK": "Le journal est revenu en arrière",
    "CLOCK_BACKWARD": "L'heure a reculé",
    "CLOCK_FORWARD": "L'heure a sauté en avant",
    "CLOCK_DRIFT": "L'horloge d'un terminal avance",
    "CORE_UNATTESTED": "Version fiscale non attestée",
    "DEGRADED_END": "Fin du mode dégradé",
    "DEGRADED_START": "Mode dégradé",
    "DISCOUNT_OVER_LIMIT": "Remise au-delà du plafond",
    "EXPORT": "Écritures exportées",
    "HUB_BACK": "Hub retrouvé",
    "HUB_LOST": "Hub perdu",
    "IMPORT": "Données reprises d'un fichier",
    "INTEGRITY_BREACH": "Le journal a été altéré",
    "PAN_REDACTED": "Numéro de carte effacé",
    "PRICE_CHANGE": "Prix changé",
    "PRINTER_FAIL": "Imprimante en panne",
    "RESTORE": "Sauvegarde reprise",
    "RIGHTS_CHANGE": "Droits changés",
    "TZ_CHANGE": "Fuseau horaire changé",
    "UPDATE_MAJOR": "Version fiscale majeure",
    "UPDATE_MINOR": "Nouvelle version de Sotto",
    "USER_CREATED": "Personne ajoutée",
    "USER_DISABLED": "Personne désactivée",
    "VERIFY_FAILED": "Vérification : des erreurs",
    "VERIFY_OK": "Vérification réussie",
    "WITNESS_MAILED": "Témoin envoyé par courriel",
    "WITNESS_UNREACHABLE": "Témoin du journal injoignable",
}
"""Codes of technical events -> what they are called."""


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
    return tuple(Choice(name, tr(name)) for name in _FAMILIES)


def types_of(family: str) -> tuple[str, ...]:
    """Wire names of a family; none for all."""
    nouns = _FAMILIES.get(family, ())
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
        Column("person", tr("Qui"), 96, sortable=False, drop=2),
    )


def entry_rows(house: House, entries: Iterable[Entry]) -> list[Row]:
    """Entries as they are listed."""
    now = house.clock()
    rows = []
    for entry in entries:
        moment = datetime.fromisoformat(entry.ts)
        gist = gist_of(entry)
        words = title_of(entry)
        rows.append(
            Row(
                f"{entry.chain}:{entry.seq}",
                (
                    str(entry.seq),
                    f"{moment_words(moment, now)}:{moment:%S}",
                    f"{words} · {gist}" if gist else words,
                    subject_words(house, entry.stream),
                    operator_words(house, entry.op),
                ),
            )
        )
    return rows


def operator_words(house: House, person: str) -> str:
    """Who did it."""
    if person in ("", SYSTEM):
        return tr("Sotto")
    return person_name(house, person)


def _said(entry: Entry) -> list[str]:
    """What an entry says in words; what it says by a key is put into words here."""
    data = entry.data

    def word(key: str) -> str:
        found = data.get(key)
        return found if isinstance(found, str) else ""

    if entry.type in _SEALED:
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
        case _:
            return key or stream


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
    """One entry in full: (name, value) pairs, its data, and what proves it."""

    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    data: str
    proof: str
    stream: str


def present_entry(house: House, entry: Entry) -> EntryView:
    """An entry as the manager and the controller read it."""
    moment = datetime.fromisoformat(entry.ts)
    facts = [
        (tr("Sujet"), subject_words(house, entry.stream)),
        (tr("Qui"), operator_words(house, entry.op)),
    ]
    if entry.appr:
        facts.append((tr("Accord"), person_name(house, entry.appr)))
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
    )
