"""When and where a price list or an offer holds, in words and as it is typed in a form."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from app.domain.catalogue.events import PriceListSet
from app.domain.catalogue.promotions import PromotionSet
from app.domain.money import decimal_text
from app.domain.reservations.availability import minute_of, time_of
from app.domain.vocabulary import MODES
from app.domain.world import World
from app.presenters.admin.days import day_of
from app.presenters.pos.words import mode_words
from resources.texts import short_date, tr, trn
from widgets.table_model import Cell

DAY = 1440

Timed = PriceListSet | PromotionSet
"""What holds at some hours, on some days, in some places."""


class ScheduleDraft(Protocol):
    """The part of a draft that says when and where; hours and dates as they are typed."""

    @property
    def days(self) -> tuple[int, ...]:
        """0 Monday - 6 Sunday; empty for all."""

    @property
    def hours(self) -> str:
        """ "17:00-19:00", "" for the whole day."""

    @property
    def since(self) -> str:
        """First day, "" for no limit."""

    @property
    def until(self) -> str:
        """Last day, "" for no limit."""

    @property
    def rooms(self) -> tuple[str, ...]:
        """Ids; empty for everywhere."""

    @property
    def modes(self) -> tuple[str, ...]:
        """Service modes; empty for all."""


def week() -> list[str]:
    """Short names of the days, Monday first."""
    return tr("lun. mar. mer. jeu. ven. sam. dim.").split()


def state_cell(each: Timed, today: str) -> Cell:
    """Whether it holds: tried, over, to come, in force."""
    if not each.active:
        return Cell(tr("à l'essai"), icon="edit")
    if each.until and each.until < today:
        return Cell(tr("terminé"))
    if each.since > today:
        return Cell(tr("à venir"), icon="schedule")
    return Cell(tr("en vigueur"), icon="check")


def when_words(each: Timed) -> str:
    """ "lun. mar. · 17:00 – 19:00 · jusqu'au 24 déc."."""
    parts = [" ".join(week()[day] for day in each.weekdays)]
    if (each.start, each.end) != (0, DAY):
        parts.append(f"{time_of(each.start)} – {time_of(each.end % DAY)}")
    if each.since:
        parts.append(tr("dès le {day}", day=short_date(date.fromisoformat(each.since))))
    if each.until:
        day = short_date(date.fromisoformat(each.until))
        parts.append(tr("jusqu'au {day}", day=day))
    return " · ".join(part for part in parts if part) or tr("toujours")


def where_words(world: World, each: Timed) -> str:
    """ "Terrasse · À emporter", "partout"."""
    rooms = [
        world.floor.rooms[key].name for key in each.rooms if key in world.floor.rooms
    ]
    parts = [*rooms, *map(mode_words, each.modes)]
    if isinstance(each, PriceListSet) and each.clients:
        parts.append(trn(len(each.clients), "{n} client", "{n} clients"))
    return " · ".join(parts) or tr("partout")


def hours_text(each: Timed) -> str:
    """Its hours as they are typed, "" for the whole day."""
    if (each.start, each.end) == (0, DAY):
        return ""
    return f"{time_of(each.start)}-{time_of(each.end % DAY)}"


def hours_of(text: str) -> tuple[int, int] | None:
    """ "17:00-19:00" -> minutes, the whole day for nothing typed; None when they are none."""
    if not text.strip():
        return 0, DAY
    start, dash, end = text.replace("–", "-").partition("-")
    first, last = minute_of(start.strip()), minute_of(end.strip())
    if not dash or first is None or last is None or first >= (last or DAY):
        return None
    return first, last or DAY


def short_number(value: int, places: int) -> str:
    """As short as it can be, with the comma that is typed here."""
    return decimal_text(value, places).replace(".", ",")


def schedule_errors(draft: ScheduleDraft) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors = {}
    if hours_of(draft.hours) is None:
        errors["hours"] = tr("Par exemple 17:00-19:00")
    since, until = day_of(draft.since), day_of(draft.until)
    for name, day in (("since", since), ("until", until)):
        if day is None:
            errors[name] = tr("Par exemple 24/12/2026")
    if since and until and until < since:
        errors["until"] = tr("Après le premier jour")
    return errors


def room_choices(world: World) -> list[tuple[str, str]]:
    """(id, name) of the rooms in use."""
    rooms = [room for room in world.floor.rooms.values() if room.active]
    return [(r.id, r.name) for r in sorted(rooms, key=lambda room: room.rank)]


def mode_choices() -> list[tuple[str, str]]:
    """The service modes."""
    return [(mode, mode_words(mode)) for mode in MODES]


def category_choices(world: World) -> list[tuple[str, str]]:
    """(id, name) of the categories in use; one of the shop says so where another one has
    its name."""
    found = [each for each in world.catalogue.categories.values() if each.active]
    names = Counter(each.name for each in found)
    return [
        (
            each.id,
            tr("{name}, boutique", name=each.name)
            if each.shop and names[each.name] > 1
            else each.name,
        )
        for each in sorted(found, key=lambda each: each.rank)
    ]


def category_names(world: World, keys: Iterable[str]) -> list[str]:
    """Names of the categories that are known."""
    known = world.catalogue.categories
    return [known[key].name for key in keys if key in known]
