"""Programs of others in words: their keys, and the webhooks that tell them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from app.domain.access.events import KeyCreated
from app.domain.access.scopes import PEOPLE_ONLY, SCOPES
from app.domain.access.state import PREFIX
from app.domain.webhooks.events import Webhook
from app.domain.world import World
from app.presenters.admin.words import moment_words
from app.services.house import House
from app.services.people import person_name
from app.services.ports import Programs, WebhookHealth
from app.services.site import console_url
from db.errors import KnownError
from resources.texts import tr, trn
from widgets.table_model import Cell, Column, Row

MAX_NAME = 60
_MOST_SIGNS = 28
"""Of an address, which has no place to break a line at."""
_NOUNS = (
    ("La carte", ("menu", "tables")),
    ("Le service", ("orders", "kitchen")),
    ("L'argent", ("payments", "receipts", "reports", "sites", "sessions")),
    ("Les clients", ("reservations", "customers", "personal")),
    ("Le stock", ("inventory",)),
    ("Le reste", ()),
)
_EVENTS = {
    "order.created": "Commande ouverte",
    "order.updated": "Commande modifiée",
    "order.status_changed": "Commande avancée",
    "payment.completed": "Paiement reçu",
    "payment.failed": "Paiement refusé",
    "payment.refunded": "Paiement remboursé",
    "receipt.issued": "Ticket émis",
    "receipt.refunded": "Remboursement émis",
    "reservation.created": "Réservation prise",
    "reservation.updated": "Réservation modifiée",
    "reservation.status_changed": "Réservation suivie",
    "reservation.arrived": "Clients arrivés",
    "inventory.low_stock": "Stock bas",
    "inventory.restocked": "Stock refait",
    "menu.availability_changed": "Rupture ou retour",
    "channels.changed": "Commandes en ligne : pause ou délai",
    "till.opened": "Caisse ouverte",
    "till.closed": "Caisse clôturée",
}
"""Event -> French words."""


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """A key that is about to be made."""

    name: str = ""
    scopes: frozenset[str] = frozenset()


def scopes_by_group() -> list[tuple[str, list[tuple[str, str]]]]:
    """(group, its scopes with what each allows), as they are ticked."""
    left = {name: tr(s.text) for name, s in SCOPES.items() if name not in PEOPLE_ONLY}
    found = []
    for title, nouns in _NOUNS:
        mine = [n for n in left if not nouns or n.partition(":")[0] in nouns]
        if mine:
            found.append((tr(title), [(name, left.pop(name)) for name in mine]))
    return found


def key_errors(draft: KeyDraft) -> dict[str, str]:
    """What is wrong with each field."""
    errors = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("Donnez un nom de 1 à {n} caractères.", n=MAX_NAME)
    if not draft.scopes:
        errors["scopes"] = tr("Cochez au moins un droit.")
    return errors


def event_word(event: str) -> str:
    """An event in words."""
    return tr(_EVENTS[event])


# ------------------------------------------------------------------ keys


def console_words(world: World) -> str:
    """Where developers find their console, or what it takes."""
    hub = world.terminals.hub
    if hub is None or not hub.addresses:
        return tr("Le hub ouvre l'accès aux programmes : Terminaux, Porter le hub")
    return tr("Console des développeurs : {url}", url=console_url(hub.addresses[0]))


def key_columns() -> tuple[Column, ...]:
    """The columns of the keys."""
    return (
        Column("name", tr("Programme"), style="strong"),
        Column("scopes", tr("Droits"), 130, drop=1),
        Column("used", tr("Dernière demande"), 170, drop=2),
        Column("state", tr("État"), 120),
    )


def key_rows(house: House, programs: Programs | None) -> list[Row]:
    """Every key, the newest first, revoked ones last."""
    access = house.world.access
    made = sorted(access.keys.values(), key=lambda each: each.key, reverse=True)
    made.sort(key=lambda each: each.key in access.revoked)
    rows = []
    for each in made:
        revoked = each.key in access.revoked
        state = (
            Cell(tr("révoquée"), sort=2, tag="neutral", icon="block")
            if revoked
            else Cell(tr("valable"), sort=1, icon="check")
        )
        count = len(each.scopes)
        scopes = Cell(trn(count, "{n} droit", "{n} droits"), sort=count)
        used = "" if revoked else used_words(house, programs, each.key)
        cells = (Cell(each.name, icon="key"), scopes, used, state)
        rows.append(Row(each.key, cells))
    return rows


def used_words(house: House, programs: Programs | None, key: str) -> str:
    """When a program asked last, as far as the hub of this machine knows."""
    if programs is None:
        return tr("le hub le sait")
    last = programs.last_use(PREFIX + key)
    if not last:
        return tr("pas encore")
    return moment_words(datetime.fromisoformat(last), house.clock())


def key_facts(
    house: House, programs: Programs | None, key: KeyCreated
) -> list[tuple[str, str]]:
    """What there is to know of a key."""
    return [
        (tr("Dernière demande"), used_words(house, programs, key.key)),
        (tr("Droits"), "\n".join(tr(SCOPES[name].text) for name in key.scopes)),
    ]


# ------------------------------------------------------------------ webhooks


def webhook_columns() -> tuple[Column, ...]:
    """The columns of the webhooks."""
    return (
        Column("event", tr("Ce qui est annoncé"), style="strong"),
        Column("target", tr("À quelle adresse"), drop=2),
        Column("by", tr("Pour"), 140, drop=1),
        Column("state", tr("État"), 170),
    )


def webhook_rows(house: House, untold: Mapping[str, WebhookHealth]) -> list[Row]:
    """Every webhook, by what it announces."""
    known = house.world.webhooks.known.values()
    return [
        Row(
            each.webhook,
            (
                Cell(event_word(each.event), icon="send"),
                _cut(urlsplit(each.target_url).netloc),
                person_name(house, each.by),
                health_cell(each, untold.get(each.webhook)),
            ),
        )
        for each in sorted(known, key=lambda w: (event_word(w.event), w.webhook))
    ]


def health_cell(webhook: Webhook, health: WebhookHealth | None) -> Cell:
    """How a webhook is doing, in one word."""
    if not webhook.active:
        return Cell(tr("en pause"), sort=3, tag="neutral")
    if health is not None and health.dead:
        words = trn(health.dead, "{n} abandonné", "{n} abandonnés")
        return Cell(words, sort=1, tag="danger")
    if health is not None and health.error:
        words = trn(health.waiting, "{n} en attente", "{n} en attente")
        return Cell(words, sort=2, tag="warning")
    return Cell(tr("annoncé"), sort=4, icon="check")


def webhook_facts(
    house: House, webhook: Webhook, health: WebhookHealth
) -> list[tuple[str, str]]:
    """What there is to know of a webhook."""
    made = datetime.fromisoformat(webhook.at)
    target = urlsplit(webhook.target_url)
    facts = [
        (tr("À quelle adresse"), _cut(target.netloc)),
        (tr("Chemin"), _cut(target.path or "/")),
        (tr("Pour"), person_name(house, webhook.by)),
        (tr("Depuis"), moment_words(made, house.clock())),
        (tr("En attente"), str(health.waiting)),
        (tr("Abandonnés"), str(health.dead)),
    ]
    return [*facts, (tr("Dernière erreur"), health.error)] if health.error else facts


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else text[: _MOST_SIGNS - 1] + "…"


def untold_of(programs: Programs | None) -> Mapping[str, WebhookHealth]:
    """What webhooks are still to be told; nothing where nobody knows."""
    if programs is None:
        return {}
    try:
        return programs.untold()
    except KnownError:
        return {}  # the strip says why
