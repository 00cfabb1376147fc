"""The kitchen's screens: cards by order, station and course; all-day counts; the pass.

A dish is on a card from its sending until it is served. Cards are ordered by age and
named "<order>|<station>|<course>"; a line of a card names its dishes, "d1+d2".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from app.domain.kitchen.routing import AT_ONCE, minutes_left
from app.domain.money import decimal_text
from app.domain.orders.allergies import allergy_of
from app.domain.orders.events import Modifier
from app.domain.orders.pacing import goes_at, likely, pace, paced
from app.domain.orders.state import Dish, Line, Order
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.kitchen_screens import Shown, shows
from app.presenters.kitchen_timing import told_when
from app.presenters.kitchen_words import banner_words, due_words
from app.presenters.pos_words import pieces
from resources.texts import clock, tr, trn
from widgets.kitchen_wall_panels import (
    AllDayRow,
    AllDayView,
    PassTicketView,
    PassView,
)
from widgets.kitchen_wall_views import (
    CardLineView,
    CardState,
    CardView,
    Said,
    SaidKind,
)

Unseal = Callable[[str, str], str]
"""(order, sealed text) -> text in clear."""
NameOf = Callable[[str], str]
"""Person -> name."""
STOP = "stop:"
WARNED = 4, 5
"""Of its limit, the share of a card's time after which its clock warns."""
LEFT_OUT = ("SANS ", "NO ", "WITHOUT ")
"""How choices are called that leave something out."""
LOAD_MINUTES = 25
"""Minutes of work at which a station counts as full."""


@dataclass(slots=True)
class Card:
    """The dishes of one course of an order at one station.

    Attributes:
        stops, gone: what is not wanted any more, and what goes with another course, while
            no cook has seen it.
    """

    order: Order
    station: str
    course: str
    dishes: list[tuple[Line, Dish]] = field(default_factory=list)
    stops: list[tuple[Line, Dish]] = field(default_factory=list)
    gone: list[tuple[Line, Dish]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """What the wall calls it."""
        return f"{self.order.id}|{self.station}|{self.course}"

    @property
    def sent(self) -> int:
        """When its first dish was sent, ms."""
        shown = self.dishes + self.stops + self.gone
        return min((d.sent for _, d in shown), default=0)

    @property
    def fired(self) -> int:
        """When its first dish was fired, ms; 0 while it is held. What left it to wait
        elsewhere keeps the card where it stood, as if it were made since it was sent."""
        fired = [d.fired for _, d in self.dishes + self.stops if d.fired]
        return min(fired or [d.fired or d.sent for _, d in self.gone], default=0)

    @property
    def urgent(self) -> bool:
        """Whether somebody wants what is left of it before the others."""
        return any(d.rushed and not d.ready for _, d in self.dishes)

    @property
    def ready(self) -> bool:
        """Whether all of it stands on the pass."""
        return (
            bool(self.dishes)
            and all(d.ready for _, d in self.dishes)
            and not self.stops
            and not self.gone
        )


def cards(world: World, station: Shown = "", now_ms: int = 0) -> list[Card]:
    """Cards of a station ("" = all), oldest first, held ones last.

    What somebody sent to the front comes first; then, at a moment `now_ms`, what is late.
    """
    found: dict[str, Card] = {}
    for order in world.book.orders.values():
        standing = [
            (line, dish)
            for line in world.book.lines_of(order, live=False)
            for dish in line.dishes
            if not dish.served and dish.sent  # most of a day's dishes are served
        ]
        if standing and not world.past(order):
            for line, dish in standing:
                _put(found, order, line, dish, station)
    kept = [c for c in found.values() if c.dishes or c.stops or c.gone]
    late = {c.id for c in kept if now_ms and state_of(world, c, now_ms) == "late"}
    return sorted(kept, key=lambda card: _place(card, late=card.id in late))


def _place(card: Card, *, late: bool) -> tuple[bool, bool, bool, int]:
    fired = card.fired
    return not fired, not card.urgent, not late, fired or card.sent


def _put(
    found: dict[str, Card], order: Order, line: Line, dish: Dish, station: Shown
) -> None:
    place = dish.station
    if not place or not shows(station, place):
        return
    card = Card(order, place, dish.course)
    card = found.setdefault(card.id, card)
    if line.live:
        card.dishes.append((line, dish))
    if line.to_stop(dish):
        card.stops.append((line, dish))
    if dish.left and line.live:
        before = Card(order, place, dish.left)
        found.setdefault(before.id, before).gone.append((line, dish))


def state_of(world: World, card: Card, now_ms: int) -> CardState:
    """Ready, held, late, in the making or new."""
    if card.ready:
        return "ready"
    fired = card.fired
    if not fired:
        return "hold"
    if now_ms - fired > limit_of(world, card) * 60_000:
        return "late"
    return "prep" if any(d.started for _, d in card.dishes) else "new"


def limit_of(world: World, card: Card) -> int:
    """Minutes within which it should be ready."""
    course = world.catalogue.courses.get(card.course)
    return course.limit if course else 15


def present_cards(
    world: World, station: Shown, now: datetime, unseal: Unseal, name_of: NameOf
) -> tuple[CardView, ...]:
    """The cards of a station as the wall shows them."""
    now_ms = round(now.timestamp() * 1000)
    shown = cards(world, station, now_ms)
    held = any(not card.fired for card in shown)
    paces = pace(world.book) if held else {}
    views = tuple(_card(world, card, now, unseal, name_of, paces) for card in shown)
    orders = {card.order.id: card.order for card in shown}
    return told_when(world, views, orders.values(), now)


def _sale(world: World, order: Order, *, away: bool = False) -> str:
    """What a sale without a table is called: "12", "E12", "E C2-12"."""
    if world.terminals.several:
        return f"{'E ' * away}{world.sale_number(order.terminal, order.number)}"
    return f"{'E' * away}{order.number}"


def _card(
    world: World,
    card: Card,
    now: datetime,
    unseal: Unseal,
    name_of: NameOf,
    paces: Mapping[str, int],
) -> CardView:
    now_ms = round(now.timestamp() * 1000)
    order, state, fired = card.order, state_of(world, card, now_ms), card.fired
    course = world.catalogue.courses.get(card.course)
    number = world.floor.number(order.table)
    away, limit = order.mode in ("takeaway", "delivery"), limit_of(world, card)
    since = max((d.ready for _, d in card.dishes), default=0)
    return CardView(
        id=card.id,
        table=number or _sale(world, order, away=away),
        course=tr("Emporter") if away else (course.name if course else ""),
        covers=str(order.covers) if order.covers and not away else "",
        waiter=name_of(order.waiter),
        state=state,
        sent_seconds=_seconds(now_ms, card.sent),
        fired_seconds=_seconds(now_ms, fired) if fired else None,
        limit_minutes=limit,
        warn_minutes=limit * WARNED[0] // WARNED[1],
        banner=banner_words(dish for _, dish in card.dishes),
        fire_text=_fire_words(world, card, now, paces) if state == "hold" else "",
        note=order.kitchen_note,
        lines=(*_lines(card, now_ms, unseal), *_gone(world, card)),
        bump_text=tr("Tout prêt") if state in ("new", "prep", "late") else "",
        due=due_words(fired + limit * 60_000, now) if fired and not card.ready else (),
        footer=tr("au passe depuis") if state == "ready" else "",
        footer_seconds=_seconds(now_ms, since) if state == "ready" else None,
    )


def _fire_words(
    world: World, card: Card, now: datetime, paces: Mapping[str, int]
) -> str:
    """ "prévu 20:41", "en place · prévu 20:41" once a cook has it ready to make."""
    words, said = tr("à réclamer"), tr("prévu {time}")
    at = likely(world, card.order, card.course, paces)
    if paced(world, card.order) == card.course:
        sure = goes_at(world, card.order, card.course)
        at, said = sure or at, tr("part à {time}") if sure else said
    if at:
        moment = datetime.fromtimestamp(at / 1000, now.tzinfo)
        words = said.format(time=clock(moment))
    ahead = card.dishes and all(dish.started for _, dish in card.dishes)
    return tr("en place · {when}", when=words) if ahead else words


def _seconds(now_ms: int, then_ms: int) -> int:
    return max(0, (now_ms - then_ms) // 1000)


class _Kind(NamedTuple):
    """What makes dishes stand on one line: all but the answer to their first question.

    `rest` is what is said under it; that first answer, mostly how much it is to be
    cooked, is counted instead.
    """

    name: str
    asked: bool
    rest: tuple[str, ...]
    said: tuple[Said, ...]
    allergy: str
    added: bool
    done: bool


def _lines(card: Card, now_ms: int, unseal: Unseal) -> Iterable[CardLineView]:
    """Like dishes stand on one line; additions and stops in their own block."""
    groups: dict[_Kind, list[tuple[Line, Dish]]] = {}
    for line, dish in card.dishes:
        plain = _plain(dish)
        asked, rest = bool(plain), " · ".join(plain[1:])
        said = _said(line, dish)
        allergy = allergy_of(card.order, line)
        added = dish.late and not dish.seen and not dish.ready
        done = bool(dish.ready)
        rows = (rest,) if rest else ()
        name = dish.ordered.kitchen
        kind = _Kind(name, asked, rows, said, allergy, added, done)
        groups.setdefault(kind, []).append((line, dish))
    for kind, members in groups.items():
        seats = sorted({seat for line, _ in members for seat in line.seats})
        first = min(dish.sent for _, dish in members)
        yield CardLineView(
            id="+".join(dish.id for _, dish in members),
            quantity=_quantity(
                sum(line.quantity for line, _ in members), members[0][0]
            ),
            name=kind.name,
            modifiers=(*_first(members), *kind.rest),
            said=kind.said,
            done=kind.done,
            kind="add" if kind.added else "normal",
            note_seconds=_seconds(now_ms, first) if kind.added else None,
            allergy=unseal(card.order.id, kind.allergy).upper() if kind.allergy else "",
            seat=_seats(seats),
        )
    for line, dish in card.stops:
        yield CardLineView(
            id=STOP + dish.id,
            quantity=_quantity(line.to_stop(dish), line),
            name=dish.ordered.kitchen,
            kind="stop",
        )


def _gone(world: World, card: Card) -> Iterable[CardLineView]:
    """What a cook had in hand and goes with another course now, or waits with it."""
    for line, dish in card.gone:
        course = world.catalogue.courses.get(dish.course)
        yield CardLineView(
            id=STOP + dish.id,
            quantity=_quantity(line.quantity, line),
            name=dish.ordered.kitchen,
            modifiers=(f"→ {course.name.upper()}",) if course else (),
            kind="move" if dish.fired else "wait",
        )


def _seats(seats: list[int]) -> str:
    """ "P2", "P1·3", "P1-4·6"; "" for the table."""
    runs: list[list[int]] = []
    for seat in seats:
        if runs and seat == runs[-1][-1] + 1:
            runs[-1].append(seat)
        else:
            runs.append([seat])
    words = [
        f"{run[0]}-{run[-1]}" if len(run) > 2 else "·".join(map(str, run))
        for run in runs
    ]
    return f"P{'·'.join(words)}" if words else ""


def _first(members: list[tuple[Line, Dish]]) -> tuple[str, ...]:
    """ "SAIGNANT", or "2 ROSÉ · 1 À POINT" where they differ."""
    tally: dict[str, int] = {}
    for line, dish in members:
        for word in _plain(dish)[:1]:
            tally[word] = tally.get(word, 0) + line.quantity
    if len(tally) < 2:
        return tuple(tally)
    line = members[0][0]
    counted = (f"{_quantity(milli, line)} {word}" for word, milli in tally.items())
    return (" · ".join(counted),)


def _mark(choice: Modifier) -> SaidKind | None:
    """Whether a choice leaves something out, as it is called, or adds what is paid for."""
    if choice.kitchen.upper().startswith(LEFT_OUT):
        return "without"
    return "extra" if choice.price > 0 else None


def _plain(dish: Dish) -> list[str]:
    """The choices that belong to the dish as it is mostly made."""
    choices = dish.ordered.modifiers
    return [choice.kitchen.upper() for choice in choices if _mark(choice) is None]


def _said(line: Line, dish: Dish) -> tuple[Said, ...]:
    """What a cook must not miss: what is left out, what is added, the note."""
    choices = ((_mark(choice), choice) for choice in dish.ordered.modifiers)
    marked = [
        Said(mark, choice.kitchen.upper().removeprefix("+").strip())
        for mark, choice in choices
        if mark
    ]
    note = [Said("note", line.kitchen_note)] if line.kitchen_note else []
    return (*marked, *note)


def _quantity(milli: int, line: Line) -> str:
    text = decimal_text(milli, 3).replace(".", ",")
    return f"{text} kg" if line.unit == "kg" else text


def counts(views: Iterable[CardView]) -> dict[str, int]:
    """State -> number of cards; "" counts them all."""
    tally: dict[str, int] = {
        "": 0,
        "new": 0,
        "prep": 0,
        "late": 0,
        "ready": 0,
        "hold": 0,
    }
    for view in views:
        tally[""] += 1
        tally[view.state] += 1
    return tally


def present_all_day(world: World, station: Shown, now: datetime) -> AllDayView:
    """How many of each dish: to make, being made, still to be fired."""
    now_ms = round(now.timestamp() * 1000)
    tally: dict[str, list[int]] = {}
    minutes = 0
    for card in cards(world, station):
        for line, dish in card.dishes:
            if dish.ready:
                continue
            count = pieces(line.quantity, line.unit)
            column = {"started": 1, "sent": 0}.get(dish.stage, 2)
            tally.setdefault(dish.ordered.kitchen, [0, 0, 0])[column] += count
            minutes += minutes_left(dish, now_ms) * count if dish.fired else 0
    rows = sorted(tally.items(), key=lambda kv: (-sum(kv[1][:2]), kv[0]))
    low = [
        tr("{name} reste {left}", name=_short(world, article), left=left // MILLI)
        for article, left in world.catalogue.remaining.items()
        if 0 < left <= 5 * MILLI and _made_at(world, article, station)
    ]
    gone = [
        _short(world, article)
        for article, left in world.catalogue.remaining.items()
        if left <= 0 and _made_at(world, article, station)
    ]
    return AllDayView(
        rows=tuple(
            AllDayRow(id=name, dish=name, to_do=n[0], cooking=n[1], coming=n[2])
            for name, n in rows
        ),
        sold_out=" · ".join(gone),
        low_stock=" · ".join(low),
        delay_text=tr("{n} min", n=-(-minutes // AT_ONCE)),
        delay_share=min(1.0, minutes / AT_ONCE / LOAD_MINUTES),
    )


def _short(world: World, article: str) -> str:
    found = world.catalogue.articles.get(article)
    return (found.kitchen or found.name) if found else article


def _made_at(world: World, article: str, station: Shown) -> bool:
    found = world.catalogue.articles.get(article)
    return found is not None and bool(found.station) and shows(station, found.station)


def present_pass(world: World, now: datetime, name_of: NameOf) -> PassView:
    """What waits to be carried, then what each started course still lacks."""
    now_ms = round(now.timestamp() * 1000)
    by_course: dict[tuple[str, str], list[Card]] = {}
    for card in cards(world):
        if card.fired and card.dishes:
            by_course.setdefault((card.order.id, card.course), []).append(card)
    waiting, lacking = [], []
    for (order_id, course), group in by_course.items():
        dishes = [pair for card in group for pair in card.dishes]
        done = [(line, dish) for line, dish in dishes if dish.ready]
        order = group[0].order
        table = world.floor.number(order.table) or _sale(world, order)
        key = f"{order_id}|{course}"
        if len(done) == len(dishes):
            since = max(dish.ready for _, dish in done)
            age = _seconds(now_ms, since)
            waiting.append(
                PassTicketView(
                    id=key,
                    table=table,
                    title=_dishes_words(done),
                    detail=f"{age // 60}:{age % 60:02d} · {name_of(order.waiter)}",
                    ready=True,
                )
            )
        elif done:
            lacking.append(
                PassTicketView(
                    id=key,
                    table=table,
                    title=tr(
                        "manque {left} sur {all}",
                        left=len(dishes) - len(done),
                        all=len(dishes),
                    ),
                    detail=_lacking_words(world, group, now_ms),
                )
            )
    return PassView(
        waiting_text=trn(len(waiting), "{n} attend", "{n} attendent"),
        tickets=(*waiting, *lacking),
        hints=(("keyboard", tr("1-9 prêt · E en cours · P priorité · R rappel")),),
    )


def _dishes_words(dishes: list[tuple[Line, Dish]]) -> str:
    names = [dish.ordered.kitchen for _, dish in dishes]
    first = names[0]
    same = sum(
        line.quantity // MILLI or 1
        for line, dish in dishes
        if dish.ordered.kitchen == first
    )
    rest = len(dishes) - sum(1 for name in names if name == first)
    words = f"{same} {first}"
    return f"{words} + {rest}" if rest else words


def _lacking_words(world: World, group: list[Card], now_ms: int) -> str:
    for card in group:
        if not card.ready:
            name = world.catalogue.stations[card.station].name
            late = state_of(world, card, now_ms) == "late"
            return tr("{name} en retard", name=name) if late else name
    return ""
