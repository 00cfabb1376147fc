"""Words and small facts that every part of the till screen shares: pure, no Qt.

`Sight` is what a presenter may ask besides the world: the hour, who people are, what a
sealed text says, how devices are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.domain.catalogue.events import ArticleSet
from app.domain.catalogue.state import DIRECT
from app.domain.credits.events import ClientSet
from app.domain.orders.allergies import allergy_of, sealed_texts
from app.domain.orders.events import Modifier
from app.domain.orders.state import Line, Order
from app.domain.reservations.events import Reservation
from app.domain.vocabulary import ALLERGENS, MILLI
from app.domain.world import World
from app.services.guests import NOBODY, Guest
from hardware.health import DeviceState, Health
from resources.texts import amount, brief_date, clock, tr
from widgets.order_list_views import Place
from widgets.theme import CATEGORIES
from widgets.tile import Category

_WORKS = (
    DeviceState.READY,
    DeviceState.BUSY,
    DeviceState.DEGRADED,
    DeviceState.CONNECTING,
)
_MOST_LETTERS = 3


def nobody(reservation: Reservation) -> Guest:
    """Where reservations are not shown nobody is looked up."""
    return NOBODY


def unnamed(client: ClientSet) -> str:
    """Where accounts are not shown no client is looked up."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is known around the world's state.

    Attributes:
        now: wall clock with offset.
        name_of: person id -> name.
        unseal: (order whose key opens it, sealed text) -> text, "" once erased.
        health_of: device id -> how it is.
        guest_of: who made a reservation.
        client_of: the name of a client; born_of: their birthday, "MM-DD".
        mails: whether mails can go out from here.
        rates: currency -> millionths of a euro, of those that this till takes now.
        room: of the table in front of the person, "" for none; some prices hold there.
        client: whom its order names, "" for nobody; some prices hold for them.
    """

    now: datetime
    name_of: Callable[[str], str]
    unseal: Callable[[str, str], str]
    health_of: Callable[[str], Health]
    guest_of: Callable[[Reservation], Guest] = nobody
    client_of: Callable[[ClientSet], str] = unnamed
    born_of: Callable[[ClientSet], str] = unnamed
    mails: bool = False
    rates: Mapping[str, int] = field(default_factory=dict)
    room: str = ""
    client: str = ""

    def clock(self, ms: int) -> str:
        """Milliseconds since 1970 as "20:08", in the time zone of the house."""
        return f"{datetime.fromtimestamp(ms / 1000, self.now.tzinfo):%H:%M}"

    def minutes_since(self, ms: int) -> int:
        """Whole minutes since then, never negative."""
        return max(0, int(self.now.timestamp() - ms / 1000) // 60)


def mode_words(mode: str) -> str:
    """How an order of a service mode is served; one that nobody knows by its key."""
    return {
        "dine_in": tr("Sur place"),
        "takeaway": tr("À emporter"),
        "delivery": tr("Livraison"),
        "counter": tr("Comptoir"),
    }.get(mode, mode)


def preset_words(world: World, served: str) -> str:
    """What a way of being served is called: that of a preset, or of a service mode."""
    found = world.catalogue.presets.get(served)
    return tr(found.name) if found else mode_words(served)


def promised_words(ms: int, now: datetime) -> str:
    """ "19:30", "demain 19:30", "sam. 5 déc. 19:30"."""
    at = datetime.fromtimestamp(ms / 1000, now.tzinfo)
    if at.date() == now.date():
        return clock(at)
    return f"{day_words(at.date(), now).lower()} {clock(at)}"


def day_words(day: date, now: datetime) -> str:
    """ "Aujourd'hui", "Demain", "Sam. 5 déc."."""
    if day == now.date():
        return tr("Aujourd'hui")
    if day == now.date() + timedelta(days=1):
        return tr("Demain")
    words = brief_date(day)
    return words[:1].upper() + words[1:]


def lowered(text: str) -> str:
    """The first letter small, unless the word is an abbreviation: "Poivre" -> "poivre"."""
    capital_word = len(text) > 1 and text[1].isupper()
    return text if capital_word else text[:1].lower() + text[1:]


def joined(parts: Iterable[str]) -> str:
    """ "Saignant · poivre · frites": what there is, small after the first."""
    words = [part for part in parts if part]
    return " · ".join([*words[:1], *map(lowered, words[1:])])


def options_text(modifiers: Iterable[Modifier]) -> str:
    """Chosen options in the words of the kitchen."""
    return joined(modifier.kitchen or modifier.name for modifier in modifiers)


def pieces(quantity: int, unit: str) -> int:
    """Whole portions; anything weighed is one."""
    return quantity // MILLI if unit == "piece" else 1


def kilograms(grams: int) -> str:
    """ "0,320 kg" from grams (or thousandths)."""
    whole, rest = divmod(grams, MILLI)
    point = amount(0)[1:2]
    return f"{whole}{point}{rest:03d}\u00a0kg"


def seats_text(seats: Iterable[int]) -> str:
    """ "1·2", "" for the table."""
    return "·".join(str(seat) for seat in seats)


def place_words(seats: tuple[int, ...]) -> str:
    """ "Place 2", "Places 1·2", "Toute la table"."""
    if not seats:
        return tr("Toute la table")
    words = tr("Place {seats}") if len(seats) == 1 else tr("Places {seats}")
    return words.format(seats=seats_text(seats))


def course_name(world: World, course: str) -> str:
    """What people call a course."""
    found = world.catalogue.courses.get(course)
    return found.name if found else tr("Direct")


def course_place(world: World, course: str) -> Place:
    """Place of a course in the meal, which gives its colour."""
    found = world.catalogue.courses.get(course)
    colour = found.colour if found else 1
    return colour if colour in (1, 2, 3, 4, 5) else 1  # type: ignore[return-value]


def course_tag(world: World, course: str) -> str:
    """Number of the suite, "" for what goes at once."""
    found = world.catalogue.courses.get(course)
    return found.tag if found and course != DIRECT else ""


def category_colour(world: World, article: ArticleSet) -> Category:
    """One of the eight colours, that of the article's category."""
    found = world.catalogue.categories.get(article.category)
    known = found is not None and found.colour in CATEGORIES
    return found.colour if found and known else "plats"  # type: ignore[return-value]


def allergen_letters(article: ArticleSet) -> str:
    """Letters of what the article does contain, the first of the regulation's list."""
    held = [key for key in ALLERGENS if key in article.allergens]
    return " ".join(ALLERGENS[key][1] for key in held[:_MOST_LETTERS])


def allergy_words(world: World, order: Order, line: Line, sight: Sight) -> str:
    """What may not be in a line, in clear; "" for nothing."""
    texts = sealed_texts(order.id, allergy_of(order, line))
    return joined(sight.unseal(owner, sealed) for owner, sealed in texts)


def seat_allergy(order: Order, seat: int, sight: Sight) -> str:
    """What a seat cannot eat, in clear; "" for nothing."""
    texts = sealed_texts(order.id, order.allergies.get(seat, ""))
    return joined(sight.unseal(owner, sealed) for owner, sealed in texts)


def seat_name(order: Order, seat: int, sight: Sight) -> str:
    """Who sits there, "" when nobody said."""
    texts = sealed_texts(order.id, order.names.get(seat, ""))
    return joined(sight.unseal(owner, sealed) for owner, sealed in texts)


def named_seat(order: Order, seat: int, sight: Sight) -> str:
    """ "Place 2 · Anne", "Place 2"."""
    return " · ".join(
        filter(None, (place_words((seat,)), seat_name(order, seat, sight)))
    )


def guest_of_seat(order: Order, seat: int, sight: Sight) -> str:
    """ "Anne · place 2", "Place 2": the name first, where the end may be cut off."""
    name = seat_name(order, seat, sight)
    place = place_words((seat,))
    return f"{name} · {lowered(place)}" if name else place


def order_title(world: World, order: Order) -> str:
    """ "12", or "0387" for a sale without a table."""
    number = world.floor.number(order.table)
    return number or world.sale_number(order.terminal, order.number)


def order_words(world: World, order: Order) -> str:
    """ "table 12" or "vente 0387"."""
    if order.table:
        return tr("table {table}", table=order_title(world, order))
    return tr("vente {number}", number=order_title(world, order))


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where the tickets of a station come out.

    Attributes:
        state: "own" its printer, "other" another printer (named), "screen" only its
            screen, "none" nowhere.
    """

    state: str
    name: str = ""


def outlet_of(world: World, station_id: str, sight: Sight) -> Outlet:
    """Where the next ticket of a station comes out, along the fallbacks."""
    station = world.catalogue.stations.get(station_id)
    if station is None:
        return Outlet("none")
    seen: set[str] = set()
    printer = world.settings.devices.get(station.printer)
    while printer is not None and printer.id not in seen:
        if printer.active and sight.health_of(printer.id).state in _WORKS:
            own = printer.id == station.printer
            return Outlet("own") if own else Outlet("other", printer.name)
        seen.add(printer.id)
        printer = world.settings.devices.get(printer.fallback)
    return Outlet("screen") if station.screen else Outlet("none")
