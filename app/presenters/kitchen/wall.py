"""The cards of the kitchen as its wall shows them.

A card is named as in `kitchen_cards.py`; a line of it names its dishes, "d1+d2".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from app.domain.catalogue.marks import Answers
from app.domain.money import decimal_text
from app.domain.orders.allergies import allergy_of
from app.domain.orders.dish import Dish
from app.domain.orders.pacing import goes_at, likely, pace, paced
from app.domain.orders.state import Line, Order
from app.domain.world import World
from app.presenters.kitchen.cards import STOP, Card, round_act, state_of
from app.presenters.kitchen.reading import Reading
from app.presenters.kitchen.timing import told_when
from app.presenters.kitchen.words import (
    banner_words,
    due_words,
    limit_words,
    round_hint,
    round_words,
)
from resources.texts import clock, tr
from widgets.kitchen_wall_views import CardLineView, CardView, Said

Unseal = Callable[[str, str], str]
"""(order, sealed text) -> text in clear."""
NameOf = Callable[[str], str]
"""Person -> name."""
WARNED = 4, 5
"""Of its limit, the share of a card's time after which its clock warns."""


def present_cards(
    world: World,
    shown: Sequence[Card],
    now: datetime,
    unseal: Unseal,
    name_of: NameOf,
    language: str = "",
) -> tuple[CardView, ...]:
    """Cards as the wall shows them, in a language of its own or in that of each station."""
    held = any(not card.fired for card in shown)
    paces = pace(world.book) if held else {}
    reading = _readings(world, language)
    views = tuple(
        _card(world, card, now, unseal, name_of, paces, reading) for card in shown
    )
    orders = {card.order.id: card.order for card in shown}
    return told_when(world, views, orders.values(), now)


def _readings(world: World, language: str) -> Callable[[str], Reading]:
    """What gives how a station reads, on a screen of a language of its own or not."""
    answers = Answers(world.catalogue)

    def reading(station: str) -> Reading:
        place = world.catalogue.stations.get(station)
        read = language or (place.language if place else "")
        return Reading(world.catalogue, answers, read)

    return reading


def guest_words(order: Order, unseal: Unseal) -> str:
    """Who fetches an order, "" where it is served here or nobody said."""
    away = order.mode in ("takeaway", "delivery")
    return unseal(order.id, order.name) if away and order.name else ""


def _card(
    world: World,
    card: Card,
    now: datetime,
    unseal: Unseal,
    name_of: NameOf,
    paces: Mapping[str, int],
    reading: Callable[[str], Reading],
) -> CardView:
    now_ms, act = round(now.timestamp() * 1000), round_act(card)
    order, state, fired = card.order, state_of(world, card, now), card.fired
    course = world.catalogue.courses.get(card.course)
    station = world.catalogue.stations.get(card.station)
    merged = station is None or station.merged
    number = world.floor.number(order.table)
    away, limit = order.mode in ("takeaway", "delivery"), card.limit(world, now)
    due = card.due(world, now)
    minutes = max(1, (due - fired) // 60_000) if fired else limit.minutes
    since = max((d.ready for _, d in card.dishes), default=0)
    return CardView(
        id=card.id,
        table=number or world.sale_number(order.terminal, order.number),
        course=_course_words(
            card, tr("Emporter") if away else (course.name if course else "")
        ),
        covers=str(order.covers) if order.covers and not away else "",
        waiter=guest_words(order, unseal) or name_of(order.waiter),
        state=state,
        sent_seconds=seconds_since(now_ms, card.sent),
        fired_seconds=seconds_since(now_ms, fired)
        if fired and not card.waits(now_ms)
        else None,
        limit_minutes=minutes,
        limit_text=limit_words(limit, order.promised, now),
        warn_minutes=minutes * WARNED[0] // WARNED[1],
        banner=banner_words(dish for _, dish in card.dishes) or round_words(act),
        banner_act=act,
        banner_hint=round_hint(act),
        fire_text=_fire_words(world, card, now, paces) if state == "hold" else "",
        note=order.kitchen_note,
        lines=(
            *_lines(card, now_ms, unseal, reading(card.station), merged=merged),
            *_gone(world, card, reading(card.station)),
        ),
        bump_text=tr("Tout prêt") if state in ("new", "prep", "late") else "",
        due=due_words(limit, due, order.promised, now)
        if fired and not card.ready
        else (),
        footer=tr("au passe depuis") if state == "ready" else "",
        footer_seconds=seconds_since(now_ms, since) if state == "ready" else None,
    )


def _course_words(card: Card, name: str) -> str:
    """ "Direct", "Direct · 2e" for its second round."""
    if card.round is None:
        return name
    return tr("{course} · {n}e", course=name, n=card.round.number)


def _fire_words(
    world: World, card: Card, now: datetime, paces: Mapping[str, int]
) -> str:
    """ "prévu 20:41", "en place · prévu 20:41" once a cook has it ready to make."""
    words, said = tr("à réclamer"), tr("prévu {time}")
    if card.fired:
        moment = datetime.fromtimestamp(card.fired / 1000, now.tzinfo)
        return tr("à lancer à {time}", time=clock(moment))
    at = likely(world, card.order, card.course, paces)
    if card.order.promised:
        at, said = card.order.promised, tr("promis {time}")
    if paced(world, card.order) == card.course:
        sure = goes_at(world, card.order, card.course)
        at, said = sure or at, tr("part à {time}") if sure else said
    if at:
        moment = datetime.fromtimestamp(at / 1000, now.tzinfo)
        words = said.format(time=clock(moment))
    ahead = card.dishes and all(dish.started for _, dish in card.dishes)
    return tr("en place · {when}", when=words) if ahead else words


def seconds_since(now_ms: int, then_ms: int) -> int:
    """Whole seconds between two moments, 0 where the later one comes first."""
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
    alone: str


def _lines(
    card: Card, now_ms: int, unseal: Unseal, reading: Reading, *, merged: bool
) -> Iterable[CardLineView]:
    """Like dishes stand on one line where the station adds them up; additions and stops
    in their own block."""
    groups: dict[_Kind, list[tuple[Line, Dish]]] = {}
    for line, dish in card.dishes:
        plain = reading.plain(dish)
        asked, rest = bool(plain), " · ".join(plain[1:])
        said = reading.said(line, dish)
        allergy = allergy_of(card.order, line)
        added = dish.late and not (dish.seen or dish.ready or card.round)
        done = bool(dish.ready)
        rows = (rest,) if rest else ()
        name, alone = reading.name(dish), "" if merged else dish.id
        kind = _Kind(name, asked, rows, said, allergy, added, done, alone)
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
            modifiers=(*_first(members, reading), *kind.rest),
            said=kind.said,
            done=kind.done,
            kind="add" if kind.added else "normal",
            note_seconds=seconds_since(now_ms, first) if kind.added else None,
            allergy=unseal(card.order.id, kind.allergy).upper() if kind.allergy else "",
            seat=_seats(seats),
        )
    for line, dish in card.stops:
        yield CardLineView(
            id=STOP + dish.id,
            quantity=_quantity(line.to_stop(dish), line),
            name=reading.name(dish),
            kind="stop",
        )


def _gone(world: World, card: Card, reading: Reading) -> Iterable[CardLineView]:
    """What a cook had in hand and goes with another course now, or waits with it."""
    for line, dish in card.gone:
        course = world.catalogue.courses.get(dish.course)
        yield CardLineView(
            id=STOP + dish.id,
            quantity=_quantity(line.quantity, line),
            name=reading.name(dish),
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


def _first(members: list[tuple[Line, Dish]], reading: Reading) -> tuple[str, ...]:
    """ "SAIGNANT", or "2 ROSÉ · 1 À POINT" where they differ."""
    tally: dict[str, int] = {}
    for line, dish in members:
        for word in reading.plain(dish)[:1]:
            tally[word] = tally.get(word, 0) + line.quantity
    if len(tally) < 2:
        return tuple(tally)
    line = members[0][0]
    counted = (f"{_quantity(milli, line)} {word}" for word, milli in tally.items())
    return (" · ".join(counted),)


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
