"""What a new house is asked, in words, and what is wrong with an answer."""

import re
from dataclasses import replace

from app.domain.settings import Settings
from app.fiscal.parties import luhn
from app.presenters.admin.card_import import Imported
from app.presenters.admin.settings import (
    settings_draft,
    settings_errors,
    settings_values,
)
from app.presenters.admin.team import pin_error
from app.services.opening import CARD, DEVICES, HOUSE, ROOMS, TEAM
from resources.texts import tr, trn
from widgets.dropdown import Entry

_TAX_KEY = 97
_SIREN = 9
SIMULATED, ADDRESS, NONE = "sim://", "address", ""
MOST_FAULTS = 6


def title_of(step: str) -> str:
    """What a step asks."""
    return {
        HOUSE: tr("Votre maison"),
        TEAM: tr("Qui gère la maison ?"),
        CARD: tr("La première carte"),
        ROOMS: tr("Salles et tables"),
        DEVICES: tr("Imprimante et carte bancaire"),
    }[step]


def place_of(step: str, *, shop: bool) -> str:
    """ "Étape 2 sur 5"."""
    steps = [
        s for s in (HOUSE, TEAM, CARD, ROOMS, DEVICES) if not (shop and s == ROOMS)
    ]
    return tr("Étape {n} sur {all}", n=steps.index(step) + 1, all=len(steps))


def model_words() -> tuple[tuple[str, str, str, str], ...]:
    """(model, name, what is in it, icon) of the cards that one may start from."""
    return (
        ("bistro", tr("Bistrot"), tr("Entrées, plats, desserts, vins"), "restaurant"),
        ("cafe", tr("Café"), tr("Boissons, petit déjeuner, midi"), "coffee"),
        ("bakery", tr("Boulangerie, épicerie"), tr("Pains, pâtisseries"), "storefront"),
        ("empty", tr("Carte vide"), tr("Les taux de TVA et rien d'autre"), "menu_book"),
    )


def house_errors(settings: Settings, told: dict[str, str]) -> dict[str, str]:
    """Field -> what is wrong; the name alone is needed."""
    stored = settings_draft(settings)
    errors = settings_errors(replace(stored, **told), stored)
    if not told["name"].strip():
        errors["name"] = tr("Le nom figure sur chaque ticket")
    return errors


def house_values(settings: Settings, told: dict[str, str]) -> dict[str, str]:
    """Key -> value of what was changed."""
    stored = settings_draft(settings)
    return settings_values(replace(stored, **told), stored)


def vat_number(siret: str) -> str:
    """The French VAT number that follows from a SIRET; "" while it is none.

    Source: article R. 123-221 of the code de commerce, CGI 286 ter; the key is
    (12 + 3 × (SIREN mod 97)) mod 97.
    """
    digits = re.sub(r"\s", "", siret)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 14):
        return ""
    if not luhn(digits):
        return ""
    siren = digits[:_SIREN]
    key = (12 + 3 * (int(siren) % _TAX_KEY)) % _TAX_KEY
    return f"FR {key:02d} {siren}"


def pin_errors(name: str, pin: str, again: str) -> dict[str, str]:
    """Field -> what is wrong with the person who manages the house."""
    errors = {}
    if not name.strip():
        errors["name"] = tr("Le prénom, comme l'équipe le dit")
    wrong = pin_error(pin)
    if wrong:
        errors["pin"] = wrong
    elif pin != again:
        errors["again"] = tr("Ce n'est pas le même code")
    return errors


def printer_entries(found: list[str]) -> tuple[Entry, ...]:
    """The printers that one may choose; `found` are device files."""
    return (
        *(
            Entry(f"usb://{path}", tr("Imprimante trouvée ({port})", port=path))
            for path in found
        ),
        Entry(ADDRESS, tr("Imprimante du réseau")),
        Entry(SIMULATED, tr("Imprimante simulée, à l'écran")),
        Entry(NONE, tr("Aucune pour l'instant")),
    )


def terminal_entries() -> tuple[Entry, ...]:
    """How cards are taken."""
    return (
        Entry(NONE, tr("TPE autonome : le montant s'y tape")),
        Entry(ADDRESS, tr("TPE relié (Caisse-AP)")),
    )


def network_address(text: str, port: int) -> str:
    """An address as it was typed, "192.168.1.31" -> "tcp://192.168.1.31:9100"; "" when
    it is none."""
    plain = text.strip().removeprefix("tcp://")
    host, _, given = plain.partition(":")
    right = re.fullmatch(r"[A-Za-z0-9.-]+", host) and (
        not given or (given.isascii() and given.isdigit() and 0 < int(given) < 2**16)
    )
    return f"tcp://{host}:{given or port}" if right else ""


def import_words(imported: Imported) -> tuple[str, list[str]]:
    """What an import would do, and its faults row by row, the first of them."""
    count, fresh = len(imported.articles), imported.fresh
    parts = [
        trn(fresh, "{n} article nouveau", "{n} articles nouveaux"),
        trn(count - fresh, "{n} changé", "{n} changés"),
    ]
    if imported.categories:
        made = len(imported.categories)
        parts.append(trn(made, "{n} catégorie créée", "{n} catégories créées"))
    if imported.stations:
        made = len(imported.stations)
        parts.append(trn(made, "{n} poste créé", "{n} postes créés"))
    if imported.unrated:
        parts.append(tr("{n} sans TVA, pris à 10 %", n=imported.unrated))
    if imported.faults:
        left_out = len(imported.faults)
        parts.append(trn(left_out, "{n} ligne écartée", "{n} lignes écartées"))
    faults = [
        tr("Ligne {row} : {words}", row=fault.row, words=fault.words)
        for fault in imported.faults[:MOST_FAULTS]
    ]
    left = len(imported.faults) - len(faults)
    if left > 0:
        faults.append(trn(left, "et {n} autre ligne", "et {n} autres lignes"))
    return " · ".join(parts), faults
