"""Presets as the back office keeps them: a list, and the form of one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.domain.catalogue.presets import (
    DAY,
    ICONS,
    MAX_CAPACITY,
    MAX_DAYS,
    MAX_NAME,
    MAX_SLOT,
    PresetSet,
    SlotHours,
)
from app.domain.catalogue.ranks import ranked
from app.domain.reservations.availability import minute_of, time_of
from app.domain.vocabulary import MODES
from app.domain.world import World
from app.presenters.pos.words import mode_words
from resources.texts import tr, trn
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row
from widgets.theme import CATEGORIES

_NUMBERS: Final[Mapping[str, tuple[int, int]]] = {
    "slot": (0, MAX_SLOT),
    "capacity": (0, MAX_CAPACITY),
    "lead": (0, DAY),
    "days": (0, MAX_DAYS),
}
"""Field of numbers -> least and most."""


def preset_columns() -> tuple[Column, ...]:
    """The columns; what is asked goes first where there is no room."""
    return (
        Column("rank", tr("Ordre"), 72),
        Column("name", tr("Façon de servir"), style="strong"),
        Column("mode", tr("TVA"), 120),
        Column("prices", tr("Tarif"), 150, drop=1),
        Column("asks", tr("Demande"), 190, drop=2),
        Column("slots", tr("Créneaux"), 190),
        Column("state", tr("État"), 130),
    )


def preset_rows(world: World) -> list[Row]:
    """Every preset in its order."""
    presets = ranked(world.catalogue.presets.known.values())
    return [_row(world, preset, place) for place, preset in enumerate(presets, 1)]


def begins(world: World) -> str:
    """The preset that each sale begins with."""
    wanted = world.settings.text("counter.mode")
    return world.catalogue.presets.standing(wanted)


def _row(world: World, preset: PresetSet, place: int) -> Row:
    state = Cell(tr("proposée"), icon="check")
    if not preset.active:
        state = Cell(tr("retirée"))
    elif preset.id == begins(world):
        state = Cell(tr("au départ"), icon="flag")
    price_list = world.catalogue.price_lists.get(preset.price_list)
    return Row(
        preset.id,
        (
            Cell(str(place), sort=place),
            Cell(tr(preset.name), icon=preset.icon),
            mode_words(preset.mode),
            price_list.name if price_list else tr("en vigueur"),
            asks_words(preset) or "—",
            slots_words(preset),
            state,
        ),
    )


def asks_words(preset: PresetSet) -> str:
    """ "nom, téléphone"."""
    words = {
        "name": tr("nom"),
        "phone": tr("téléphone"),
        "address": tr("adresse"),
        "covers": tr("couverts"),
    }
    return ", ".join(text for ask, text in words.items() if ask in preset.asks)


def slots_words(preset: PresetSet) -> str:
    """ "15 min · 6 commandes", "sans heure"."""
    if not preset.slot:
        return tr("sans heure")
    length = tr("{n} min", n=preset.slot)
    if not preset.capacity:
        return length
    return f"{length} · {trn(preset.capacity, '{n} commande', '{n} commandes')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetDraft:
    """A preset as it stands in the form; numbers and hours as they are typed."""

    name: str
    mode: str
    price_list: str
    ask_name: bool
    ask_phone: bool
    ask_address: bool
    ask_covers: bool
    slot: str
    capacity: str
    hours: str
    lead: str
    days: str
    sends: str
    by_load: bool
    colour: str
    icon: str
    active: bool


def preset_draft(preset: PresetSet) -> PresetDraft:
    """The form of a preset as stored."""
    return PresetDraft(
        name=tr(preset.name),
        mode=preset.mode,
        price_list=preset.price_list,
        ask_name="name" in preset.asks,
        ask_phone="phone" in preset.asks,
        ask_address="address" in preset.asks,
        ask_covers="covers" in preset.asks,
        slot=str(preset.slot),
        capacity=str(preset.capacity),
        hours=hours_text(preset.hours),
        lead=str(preset.lead),
        days=str(preset.days),
        sends=preset.sends,
        by_load=preset.by_load,
        colour=preset.colour,
        icon=preset.icon,
        active=preset.active,
    )


def hours_text(hours: tuple[SlotHours, ...]) -> str:
    """ "11:30-14:00, 18:30-22:00", "" for the whole day."""
    return ", ".join(f"{time_of(h.start)}-{time_of(h.end % DAY)}" for h in hours)


def hours_of(text: str) -> tuple[SlotHours, ...] | None:
    """The hours that somebody typed, None when they are none."""
    found: list[SlotHours] = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        ends = re.split(r"\s*[-–à]\s*", part)
        if len(ends) != 2:
            return None
        start, end = map(minute_of, ends)
        if start is None or end is None:
            return None
        found.append(SlotHours(start=start, end=end or DAY))
    return tuple(found) if all(each.start < each.end for each in found) else None


def preset_errors(draft: PresetDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if not 0 < len(draft.name.strip()) <= MAX_NAME:
        errors["name"] = tr("1 à {most} caractères", most=MAX_NAME)
    for name, (least, most) in _NUMBERS.items():
        text = getattr(draft, name).strip()
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            errors[name] = tr("De {least} à {most}", least=least, most=most)
    if hours_of(draft.hours) is None:
        errors["hours"] = tr("Par exemple 11:30-14:00, 18:30-22:00")
    return errors


def preset_of(draft: PresetDraft, stored: PresetSet) -> PresetSet:
    """The preset as the form says, once it has no errors."""
    asks = {
        "name": draft.ask_name,
        "phone": draft.ask_phone,
        "address": draft.ask_address,
        "covers": draft.ask_covers,
    }
    name = draft.name.strip()
    return replace(
        stored,
        # What was not renamed goes on being translated.
        name=stored.name if name == tr(stored.name) else name,
        mode=draft.mode,
        price_list=draft.price_list,
        asks=tuple(ask for ask, on in asks.items() if on),
        slot=int(draft.slot),
        capacity=int(draft.capacity),
        hours=hours_of(draft.hours) or (),
        lead=int(draft.lead),
        days=int(draft.days),
        sends=draft.sends,
        by_load=draft.by_load,
        colour=draft.colour,
        icon=draft.icon,
        active=draft.active,
    )


def mode_choices() -> tuple[Entry, ...]:
    """The service modes: what VAT follows."""
    return tuple(Entry(mode, mode_words(mode)) for mode in MODES)


def send_entries() -> tuple[Entry, ...]:
    """When what is promised leaves for the kitchen."""
    return (
        Entry("auto", tr("Seule, à temps")),
        Entry("paid", tr("Seule, à temps, si elle est payée")),
        Entry("hand", tr("Quand on l'envoie")),
    )


def price_list_entries(world: World) -> tuple[Entry, ...]:
    """The price lists in use, after those in force."""
    lists = ranked(world.catalogue.price_lists.values())
    return (
        Entry("", tr("Celui en vigueur")),
        *(Entry(each.id, each.name) for each in lists if each.active),
    )


def colour_entries() -> tuple[Entry, ...]:
    """The eight colours of the house."""
    words = {
        "formules": tr("Aubergine"),
        "entrees": tr("Vert"),
        "plats": tr("Brique"),
        "fromages": tr("Ocre"),
        "desserts": tr("Rose"),
        "vins": tr("Grenat"),
        "boissons": tr("Bleu"),
        "cafe": tr("Brun"),
    }
    return tuple(Entry(colour, words[colour]) for colour in CATEGORIES)


def icon_entries() -> tuple[Entry, ...]:
    """The symbols."""
    words = {
        "restaurant": tr("Couverts de table"),
        "point_of_sale": tr("Caisse"),
        "takeout_dining": tr("Boîte à emporter"),
        "local_shipping": tr("Livreur"),
        "storefront": tr("Boutique"),
        "shopping_bag": tr("Sac"),
        "call": tr("Téléphone"),
        "public": tr("Internet"),
        "celebration": tr("Fête"),
        "local_bar": tr("Verre"),
        "bolt": tr("Éclair"),
    }
    return tuple(Entry(icon, words[icon]) for icon in ICONS)
