"""How a sale is served: the presets as one tap each, the time promised, for whom; and the
slots of a day with what is left of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.domain.catalogue.presets import PresetSet
from app.domain.kitchen.capacity import Tonight
from app.domain.orders.scheduling import leaves_at
from app.domain.orders.slots import Slot, crowded, days, slots
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pos.client_row import ClientRow, present_client
from app.presenters.pos.words import (
    Sight,
    day_words,
    joined,
    preset_words,
    promised_words,
)
from resources.texts import clock, tr, trn
from widgets.choices import Choice
from widgets.theme import CATEGORIES
from widgets.tile import Category

SOON = "soon"
"""Key of the card that promises no time."""
_ASKED = {"name": "nom", "phone": "téléphone", "address": "adresse"}


@dataclass(frozen=True, slots=True)
class PresetChip:
    """One way of being served."""

    key: str
    text: str
    icon: str
    colour: Category


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingView:
    """How the sale in front of the person, or the next one, is served.

    Attributes:
        may_change: another way can still be chosen.
        when: "Pour 19:30", "Dès que possible"; "" where nothing is promised or asked.
        who: "Dupont · 06 12 34 56 78", what is still to ask where `lacking`.
        crowded: its slot took more orders than it has places.
        client: whose note it is.
    """

    presets: tuple[PresetChip, ...] = ()
    chosen: str = ""
    may_change: bool = True
    when: str = ""
    who: str = ""
    lacking: bool = False
    crowded: bool = False
    client: ClientRow | None = None


@dataclass(frozen=True, slots=True)
class SlotCard:
    """A slot: its hour, what is left of it in words; `gone` where it takes no more.
    `anew`: it does not follow the one before it, so it begins a row."""

    key: str
    title: str
    words: str
    gone: bool = False
    chosen: bool = False
    anew: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsView:
    """The slots of a day.

    Attributes:
        days: the days that can be promised. day: the one on show, ISO.
        soon: words under "Dès que possible", "" on another day than today.
        nothing: said where no slot is left.
    """

    title: str
    days: tuple[Choice, ...]
    day: str
    soon: str
    cards: tuple[SlotCard, ...]
    nothing: str


def present_serving(
    world: World, order: Order | None, served: str, sight: Sight
) -> ServingView:
    """The presets and what was agreed with the guest."""
    client = present_client(world, order, sight)
    if order is not None and order.table:
        return ServingView(client=client)
    preset = world.catalogue.presets.get(served)
    taken = order is not None and (order.receipts or order.payments)
    lacking = lacking_words(preset, order)
    return ServingView(
        presets=tuple(map(_chip, world.catalogue.presets.offered())),
        chosen=served,
        may_change=not taken,
        when=_when(world, preset, order, sight.now),
        who=" · ".join(filter(None, (contact_words(order, sight), lacking))),
        lacking=bool(lacking),
        crowded=order is not None and crowded(world, order, sight.now) is not None,
        client=client,
    )


def _chip(preset: PresetSet) -> PresetChip:
    colour = preset.colour if preset.colour in CATEGORIES else "plats"
    return PresetChip(preset.id, tr(preset.name), preset.icon, colour)  # type: ignore[arg-type]  # one of the eight


def _leaving(world: World, order: Order, now: datetime) -> str:
    """ "en cuisine à 19:48": when it leaves by itself, while that is to come today."""
    at = leaves_at(Tonight(world, now), order)
    moment = datetime.fromtimestamp(at / 1000, now.tzinfo)
    if moment <= now or moment.date() != now.date():
        return ""
    return tr("en cuisine à {time}", time=clock(moment))


def _when(
    world: World, preset: PresetSet | None, order: Order | None, now: datetime
) -> str:
    if order is None or preset is None:
        return ""
    if order.promised:
        words = tr("Pour {time}", time=promised_words(order.promised, now))
        more = crowded_words(crowded(world, order, now))
        return " · ".join(filter(None, (words, more or _leaving(world, order, now))))
    if preset.slot:
        return tr("Dès que possible")
    asked = bool(set(preset.asks) - {"covers"})
    return tr("Client") if asked else ""


def crowded_words(slot: Slot | None) -> str:
    """ "créneau dépassé : 2 pour 1", "" for none."""
    if slot is None or slot.left is None:
        return ""
    most = slot.taken + slot.left
    return tr("créneau dépassé : {n} pour {most}", n=slot.taken, most=most)


def contact_words(order: Order | None, sight: Sight) -> str:
    """ "Dupont · 06 12 34 56 78 · 4 rue Haute", "" once it is erased."""
    if order is None:
        return ""
    sealed = (order.name, order.phone, order.address)
    told = (sight.unseal(order.id, text) for text in sealed if text)
    return " · ".join(filter(None, told))


def lacking_words(preset: PresetSet | None, order: Order | None) -> str:
    """ "nom et adresse à noter": what the preset asks and nobody said yet."""
    if preset is None or order is None:
        return ""
    lacking = [tr(_ASKED[ask]) for ask in _missing(preset, order)]
    return tr("{what} à noter", what=_listed(lacking)) if lacking else ""


def _missing(preset: PresetSet, order: Order) -> Iterable[str]:
    return (a for a in preset.asks if a in _ASKED and not getattr(order, a))


def _listed(words: list[str]) -> str:
    *rest, last = words
    told = tr("{some} et {last}", some=", ".join(rest), last=last) if rest else last
    return told[:1].upper() + told[1:]


def present_slots(
    world: World, preset: PresetSet, order: Order | None, day: date, now: datetime
) -> SlotsView:
    """The slots of a day; of today also "as soon as possible"."""
    found = slots(world, preset, day, now, but=order.id if order else "")
    ready = now + timedelta(minutes=preset.lead)
    today = day == now.date()
    return SlotsView(
        title=joined((preset_words(world, preset.id), tr("pour quelle heure ?"))),
        days=tuple(
            Choice(each.isoformat(), _short_day(each, now))
            for each in days(preset, now)
        ),
        day=day.isoformat(),
        soon=tr("vers {time}", time=clock(ready)) if today else "",
        cards=tuple(
            _card(
                world, slot, order, anew=before is not None and before.end != slot.start
            )
            for before, slot in pairwise([None, *found])
            if slot is not None
        ),
        nothing="" if found else tr("Plus aucun créneau ce jour"),
    )


def _short_day(day: date, now: datetime) -> str:
    """ "Demain", "Mer. 2": many stand side by side, and none is a month away."""
    words = day_words(day, now)
    return words if day <= now.date() + timedelta(days=1) else words.rpartition(" ")[0]


def _card(world: World, slot: Slot, order: Order | None, *, anew: bool) -> SlotCard:
    at = round(slot.start.timestamp()) * 1000
    return SlotCard(
        str(at),
        clock(slot.start),
        left_words(world, slot),
        gone=slot.full,
        chosen=order is not None and order.promised == at,
        anew=anew,
    )


def left_words(world: World, slot: Slot) -> str:
    """ "4 places", "complet", "Chaud plein"."""
    if slot.busy and (slot.left is None or slot.left > 0):
        station = world.catalogue.stations.get(slot.busy)
        return tr("{station} plein", station=station.name if station else slot.busy)
    if slot.full:
        return tr("complet")
    if slot.left is None:
        return (
            tr("libre")
            if not slot.taken
            else trn(slot.taken, "{n} prise", "{n} prises")
        )
    return trn(slot.left, "{n} place", "{n} places")
