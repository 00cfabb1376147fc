"""What a manager has to look at: exceptions of the day, ranked, each with its place.

Two sources. What happened is read from the journal (voids after sending, things given
away above the limit, the drawer opened for no sale, refunds); what is the matter now is
read from the world and the devices (late dishes, cards without an answer, stock, paper).
Source: picture 07, feature DI-6.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.money import rhu
from app.domain.orders.attention import attention
from app.domain.orders.discounts import limit_of
from app.domain.orders.events import (
    LineAdded,
    LineDiscounted,
    LinesAdded,
    LineVoided,
    OrderCreated,
    TableChanged,
    added,
)
from app.domain.receipts.events import AdditionPrinted, ReceiptRefunded
from app.domain.reservations.clashes import clashes
from app.domain.till.events import DrawerOpened
from app.domain.vocabulary import MILLI
from app.domain.world import World
from app.presenters.kitchen.cards import cards, state_of
from app.presenters.reservations.page import table_words
from app.presenters.strip import present_problems
from app.projections.browsing import entries_of_day
from app.services.house import Fact, House, facts_of
from app.services.people import person_name
from hardware.health import Health
from resources.texts import amount, tr, trn
from widgets.list_row import RowView, SignTone

WATCHED = (
    "order.line_voided",
    "order.line_discounted",
    "till.drawer_opened",
    "receipt.refunded",
)
"""Wire names of the facts that may be looked at again."""
_STORY = (
    "order.created",
    "order.table_changed",
    "order.line_added",
    "order.lines_added",
    "receipt.addition_printed",
)
_RANKS: dict[SignTone, int] = {"danger": 0, "warning": 1, "info": 2, "neutral": 3}
LOW_PIECES, LOW_SHARE = 4, 3
"""Stock is low at so many pieces, or at one of so many parts of what there was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchItem:
    """One row of the feed.

    Attributes:
        place: page and argument where it happened (`desk.go`).
        order: sorts within a tone, the newest first.
    """

    id: str
    view: RowView
    place: tuple[str, str]
    order: str = ""


def present_watch(
    house: House, bday: str, health_of: Callable[[str], Health]
) -> tuple[WatchItem, ...]:
    """What to look at on a business day, the gravest first.

    Raises:
        KnownError: the journal cannot be read.
    """
    now = house.clock()
    entries = entries_of_day(house.database, bday, WATCHED)
    items = list(_happened(house, tuple(facts_of(entries))))
    if bday == house.business_day(now):
        items += _orders(house.world)
        items += _reservations(house.world, now)
        items += _late(house.world, now)
        items += _stock(house.world)
        items += _shelves(house.world)
        items += _devices(house.world, health_of)
    items.sort(key=lambda item: item.order, reverse=True)
    return tuple(sorted(items, key=lambda item: _RANKS[item.view.tone or "neutral"]))


# ------------------------------------------------------------------ what happened


@dataclass(frozen=True, slots=True)
class _Story:
    """What the journal says of an order that may be long gone."""

    where: str
    labels: dict[str, str]
    shown_from: str


def _happened(house: House, facts: tuple[Fact, ...]) -> Iterator[WatchItem]:
    stories: dict[str, _Story] = {}

    def story(order: str) -> _Story:
        if order not in stories:
            stories[order] = _read_story(house, order)
        return stories[order]

    discounts: dict[str, list[tuple[LineDiscounted, Fact]]] = {}
    for fact in facts:
        match fact.event:
            case LineVoided(stage=stage) if stage != "unsent":
                yield _void(house, fact, fact.event, story(fact.event.order))
            case LineDiscounted(promotion=""):  # a promotion's limits are its own
                same = discounts.setdefault(fact.event.discount, [])
                same.append((fact.event, fact))
            case DrawerOpened():
                yield _drawer(house, fact, fact.event)
            case ReceiptRefunded():
                yield _refund(house, fact, fact.event)
            case _:
                pass
    for parts in discounts.values():
        over = _over_limit(house, parts)
        if over:
            yield _given(house, parts, over, story(parts[0][0].order))


def _read_story(house: House, order: str) -> _Story:
    entries = house.journal.entries(stream=f"order/{order}", types=_STORY)
    table = number = shown = ""
    labels: dict[str, str] = {}
    for fact in facts_of(entries):
        match fact.event:
            case OrderCreated():
                table, count = fact.event.table, fact.event.number
                number = house.world.sale_number(fact.meta.chain, count)
            case TableChanged():
                table = fact.event.table
            case LineAdded() | LinesAdded():
                labels |= {line.line: line.label for line in added(fact.event)}
            case AdditionPrinted():
                shown = shown or fact.meta.ts
            case _:
                pass
    name = house.world.floor.number(table)
    where = (
        tr("T. {number}", number=name) if name else tr("Vente {number}", number=number)
    )
    return _Story(where, labels, shown)


def _void(house: House, fact: Fact, event: LineVoided, story: _Story) -> WatchItem:
    line = house.world.book.lines.get(event.line)
    label = story.labels.get(event.line, line.label if line else "")
    after_bill = bool(story.shown_from) and story.shown_from <= fact.meta.ts
    made = event.stage in ("started", "ready", "served")
    title = (
        tr("Ligne retirée après la note")
        if after_bill
        else tr("Plat retiré, déjà fait")
        if made
        else tr("Ligne retirée après l'envoi")
    )
    who = person_name(house, fact.meta.op)
    words = [story.where, who, _time(fact), label]
    return WatchItem(
        id=_name(fact),
        view=RowView(
            title,
            " · ".join(filter(None, words)),
            icon="undo",
            tone="danger",
            trailing=amount(-event.amount),
        ),
        place=("admin", f"journal:order/{event.order}"),
        order=fact.meta.ts,
    )


def _over_limit(house: House, parts: list[tuple[LineDiscounted, Fact]]) -> str:
    """Which limit a discount is beyond: "comp", "discount" or ""."""
    event = parts[0][0]
    total = sum(part.amount for part, _ in parts)
    settings = house.world.settings
    if event.comp:
        return "comp" if total > settings.number("comp.limit") else ""
    house.bring_back(*(part.line for part, _ in parts))
    lines = [house.world.book.lines.get(part.line) for part, _ in parts]
    gross = sum(line.gross for line in lines if line)
    percent = event.percent or (rhu(10_000 * total, gross) if gross else 0)
    return "discount" if percent > limit_of(settings, event.reason) else ""


def _given(
    house: House, parts: list[tuple[LineDiscounted, Fact]], over: str, story: _Story
) -> WatchItem:
    event, fact = parts[0]
    title = (
        tr("Offert au-dessus du plafond")
        if over == "comp"
        else tr("Remise au-dessus du plafond")
    )
    words = [story.where, person_name(house, fact.meta.op)]
    if fact.meta.appr:
        words.append(tr("accord {name}", name=person_name(house, fact.meta.appr)))
    else:
        words.append(_time(fact))
    return WatchItem(
        id=_name(fact),
        view=RowView(
            title,
            " · ".join(words),
            icon="redeem" if over == "comp" else "percent",
            tone="warning",
            trailing=amount(sum(part.amount for part, _ in parts)),
        ),
        place=("admin", f"journal:order/{event.order}"),
        order=fact.meta.ts,
    )


def _drawer(house: House, fact: Fact, event: DrawerOpened) -> WatchItem:
    till = tr("Caisse {number}", number=event.till.lstrip("C"))
    words = (till, person_name(house, fact.meta.op), _time(fact), event.reason)
    return WatchItem(
        id=_name(fact),
        view=RowView(
            tr("Tiroir ouvert sans vente"),
            " · ".join(filter(None, words)),
            icon="lock_open",
            tone="warning",
            fill_icon=True,
        ),
        place=("admin", f"journal:till/{event.till}"),
        order=fact.meta.ts,
    )


def _refund(house: House, fact: Fact, event: ReceiptRefunded) -> WatchItem:
    who = person_name(house, fact.meta.op)
    words = (event.number, who, _time(fact), event.reason)
    return WatchItem(
        id=_name(fact),
        view=RowView(
            tr("Ticket remboursé") if event.of else tr("Remboursement sans ticket"),
            " · ".join(filter(None, words)),
            icon="assignment_return",
            tone="warning",
            trailing=amount(event.ttc),
        ),
        place=("admin", f"documents:{event.receipt}"),
        order=fact.meta.ts,
    )


def _name(fact: Fact) -> str:
    _, chain, seq = fact.meta.order
    return f"{chain}:{seq}"


def _time(fact: Fact) -> str:
    return f"{datetime.fromisoformat(fact.meta.ts):%H:%M}"


# ------------------------------------------------------------------ what is the matter


def _orders(world: World) -> Iterator[WatchItem]:
    """Orders that need a person: cards without an answer, money taken twice..."""
    for order in world.book.orders.values():
        number = world.floor.number(order.table)
        where = (
            tr("T. {number}", number=number)
            if number
            else tr(
                "Vente {number}",
                number=world.sale_number(order.terminal, order.number),
            )
        )
        for each in attention(
            world.book, order, world.floor.group(order.table), world.credits.overdrawn
        ):
            card = each.code == "payment_unknown"
            yield WatchItem(
                id=f"{each.code}:{order.id}",
                view=RowView(
                    tr("Carte sans réponse") if card else tr("Commande à vérifier"),
                    f"{where} · {tr(each.text)}",
                    icon="credit_card" if card else "rule",
                    tone="danger",
                    trailing=amount(each.amount) if each.amount else "",
                ),
                place=("pay" if card else "pos", f"order:{order.id}"),
                order="9999",
            )


def _reservations(world: World, now: datetime) -> Iterator[WatchItem]:
    """Tables that were given twice, guests who sit where the list does not say so."""
    for clash in clashes(world, now.date().isoformat()):
        first = world.reservations.known[clash.reservations[0]]
        tables = table_words(world, first.tables)
        where = tr("T. {number}", number=tables) if tables else first.time
        yield WatchItem(
            id=f"{clash.code}:{first.id}",
            view=RowView(
                tr("Réservation à vérifier"),
                f"{where} · {tr(clash.text)}",
                icon="event_busy",
                tone="warning",
            ),
            place=("reservations", first.id),
            order="9998",
        )


def _late(world: World, now: datetime) -> Iterator[WatchItem]:
    """Stations where dishes are beyond their limit."""
    now_ms = round(now.timestamp() * 1000)
    late: dict[str, list[tuple[str, int]]] = {}
    for card in cards(world):
        if state_of(world, card, now) == "late":
            minutes = (now_ms - card.fired) // 60_000
            late.setdefault(card.station, []).append((card.order.id, minutes))
    for station, found in late.items():
        known = world.catalogue.stations.get(station)
        orders = {order for order, _ in found}
        words = (
            known.name if known else station,
            trn(len(orders), "{n} table", "{n} tables"),
            tr("{n} min", n=max(minutes for _, minutes in found)),
        )
        yield WatchItem(
            id=f"late:{station}",
            view=RowView(
                tr("Plats au-delà de la limite"),
                " · ".join(words),
                icon="timer",
                tone="info",
                fill_icon=True,
            ),
            place=("kitchen", station),
            order="2",
        )


def is_low(left: int, initial: int) -> bool:
    """Whether a countdown (thousandths) is about to run out, or has by itself."""
    if initial <= 0:
        return False  # taken off by hand: nobody has to be told
    return left <= LOW_PIECES * MILLI or left * LOW_SHARE <= initial


def _stock(world: World) -> Iterator[WatchItem]:
    catalogue = world.catalogue
    for article, left in catalogue.remaining.items():
        found, initial = catalogue.articles.get(article), catalogue.initial[article]
        if found is None or not found.active or not is_low(left, initial):
            continue
        name = found.button or found.kitchen or found.name
        yield WatchItem(
            id=f"stock:{article}",
            view=RowView(
                _left_words(name, left // MILLI),
                tr("sur {n} au départ", n=initial // MILLI),
                icon="inventory_2",
                tone="info" if left >= 0 else "warning",
                fill_icon=True,
            ),
            place=("admin", f"articles:{article}"),
            order="1",
        )


def _left_words(name: str, pieces: int) -> str:
    """What is left of a countdown; below 0 terminals that were apart sold the last ones
    at once, and somebody waits for what there is not."""
    if pieces > 0:
        return trn(pieces, "{name} : {n} portion", "{name} : {n} portions", name=name)
    if pieces == 0:
        return tr("{name} : épuisé", name=name)
    more = "{name} : {n} vendue de trop", "{name} : {n} vendues de trop"
    return trn(-pieces, *more, name=name)


def _shelves(world: World) -> Iterator[WatchItem]:
    """What has to be ordered, in one row."""
    low = [item.name for item in world.inventory.alerts()]
    if low:
        yield WatchItem(
            id="shelves",
            view=RowView(
                trn(len(low), "{n} article à commander", "{n} articles à commander"),
                ", ".join(low),
                icon="warehouse",
                tone="info",
            ),
            place=("admin", "stock"),
            order="0",
        )


def _devices(world: World, health_of: Callable[[str], Health]) -> Iterable[WatchItem]:
    for problem in present_problems(world, health_of):
        if problem.key in world.settings.devices:
            yield WatchItem(
                id=f"device:{problem.key}",
                view=RowView(
                    problem.title,
                    problem.effect,
                    icon=problem.icon,
                    tone="neutral",
                    fill_icon=True,
                ),
                place=("admin", f"devices:{problem.key}"),
            )
