"""The draft: lines that wait for "envoie", corrected by what is said next, read back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.catalogue.state import DIRECT
from app.domain.vocabulary import MILLI
from app.headset.menu_of_house import DRINKS
from app.headset.plan import Room, Slots
from app.headset.turn import spoken
from app.headset.wish import Wish, as_said, changed, detail_of, missing, wish_of
from app.presenters.pos.allergens import conflict_with
from app.presenters.pos.search import fold
from app.services.headsets import DraftLine
from resources.texts import tr


def readback(room: Room, wishes: Sequence[Wish]) -> list[str]:
    """Lines in the fewest words, table by table, with what was chosen at them and
    formules with their dishes; [] for none."""
    catalogue = room.world.catalogue
    told = [
        replace(wish, said=item)
        for wish in wishes
        for item in as_said(room.house, catalogue, wish)
    ]
    said = [("order.add", slots) for slots in spoken(tuple(told), room.house.numbers)]
    return [room.say(*said)] if said else []


def mended(room: Room, intent: str, slots: Slots) -> tuple[Wish, ...] | None:
    """The draft as a correction leaves it; None when it is about something else."""
    match intent:
        case "order.modify":
            return _modified(room, slots)
        case "order.void":
            return _voided(room, slots)
        case "order.replace":
            return _replaced(room, slots)
        case _:
            return None


def problems(room: Room, wishes: Sequence[Wish]) -> dict[str, str]:
    """Line -> why it cannot be had: there is none of it, or not as much as all of them
    want together."""
    remaining = room.world.catalogue.remaining
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for wish in wishes:
        article = room.world.catalogue.articles[wish.article]
        for name in {article.id, *(pick.article for pick in wish.picks)}:
            taken[name] = taken.get(name, 0) + wish.pieces
            left = remaining.get(name)
            if left is None or taken[name] * MILLI <= left:
                continue
            kind = "stock.left" if left > 0 else "stock.out"
            found[wish.id] = room.whisper(kind, item=name, qty=left // MILLI)
        if not article.active:
            found[wish.id] = room.whisper("stock.out", item=wish.article)
    return found


def warning(room: Room, wish: Wish) -> str:
    """What of a line a guest of its table cannot eat; "" for nothing known. It never says
    that a dish is safe."""
    order, articles = room.order(wish.table), room.world.catalogue.articles
    if order is None or not order.allergies:
        return ""
    told = {seat: room.unseal(order.id, text) for seat, text in order.allergies.items()}
    seats = (wish.seat,) if wish.seat else ()
    dishes = [wish.article, *(pick.article for pick in wish.picks)]
    found = (conflict_with(articles[dish], told, seats) for dish in dishes)
    return " ; ".join(filter(None, found))


def instead(room: Room, wish: Wish, article: str) -> Wish:
    """Another article, as many of it, at the same place."""
    item = {"item": article, "qty": wish.pieces, "seat": wish.seat}
    said = {key: value for key, value in item.items() if value}
    found = room.world.catalogue.articles[article]
    return wish_of(
        room.house, found, said, key=wish.id, table=wish.table, words=wish.words
    )


def said_again(room: Room, wish: Wish, new: Wish) -> Wish:
    """A line with what is said of it now: how many, and how."""
    article = room.world.catalogue.articles[wish.article]
    return changed(room.house, article, wish, new.said)


def with_other_side(room: Room, wish: Wish, side: str) -> Wish | None:
    """A line with an article as its garnish in place of the one it has, None where the card
    does not ask for it there."""
    names = {fold(name) for name in room.house.says.get(side, ())}
    article = room.world.catalogue.articles[wish.article]
    asked = room.house.single & room.house.compulsory
    for group, choice in room.house.options_of(article):
        forms = (*room.menu.ingredients.get(choice.key, ()), choice.key)
        if group in asked and names & set(map(fold, forms)):
            mods = {"mods": [{"op": choice.op, "what": choice.key}]}
            return changed(room.house, article, wish, mods)
    return None


def is_drink(room: Room, wish: Wish) -> bool:
    """Whether it is served at once and comes from the bar's part of the card."""
    catalogue = room.world.catalogue
    article = catalogue.articles[wish.article]
    category = catalogue.categories.get(article.category)
    at_once = catalogue.course_of(article) == DIRECT
    return at_once and category is not None and category.colour in DRINKS


def draft_lines(room: Room, wishes: Sequence[Wish]) -> tuple[DraftLine, ...]:
    """The draft as a screen shows it."""
    catalogue, amiss = room.world.catalogue, problems(room, wishes)
    lines = []
    for wish in wishes:
        open_ = missing(room.house, catalogue, wish)
        asked = tr("{question} à choisir", question=open_.name) if open_ else ""
        seat = tr("Place {seats}", seats=wish.seat) if wish.seat else ""
        details = (*detail_of(room.house, catalogue, wish), seat)
        lines.append(
            DraftLine(
                id=wish.id,
                table=room.label(wish.table),
                text=catalogue.articles[wish.article].name,
                detail=" · ".join(part for part in details if part),
                quantity=wish.pieces,
                words=wish.words,
                guessed=wish.guessed,
                problem=amiss.get(wish.id, asked),
                warning=warning(room, wish),
            )
        )
    return tuple(lines)


def _about(room: Room, slots: Slots, article: str) -> list[Wish]:
    """The lines of an article that a correction may mean, the last said first."""
    number = slots.get("table")
    table = room.table(number) if number is not None else ""
    return [
        wish
        for wish in reversed(room.waiting)
        if wish.article == article and table in ("", wish.table)
    ]


def _modified(room: Room, slots: Slots) -> tuple[Wish, ...] | None:
    about = _about(room, slots, slots["item"])
    if not about:
        return None
    article = room.world.catalogue.articles[slots["item"]]
    after = changed(room.house, article, about[0], slots["set"])
    return tuple(after if wish is about[0] else wish for wish in room.waiting)


def _voided(room: Room, slots: Slots) -> tuple[Wish, ...] | None:
    number = slots.get("table")
    table = room.table(number) if number is not None else ""
    here = [wish for wish in room.waiting if table in ("", wish.table)]
    if slots.get("all"):
        order = room.order(table)
        taken = order is not None and room.world.book.lines_of(order)
        return _without(room.waiting, here) if here and not taken else None
    if "course" in slots:
        course = slots["course"]
        meant = [w for w in here if room.house.course_of.get(w.article) == course]
        return _fewer(room.waiting, meant, slots.get("qty"))
    waiting: tuple[Wish, ...] | None = room.waiting
    for item in slots["items"]:
        meant = [wish for wish in waiting or () if wish in here]
        meant = [wish for wish in reversed(meant) if wish.article == item["item"]]
        waiting = _fewer(waiting or (), meant, item.get("qty"))
        if waiting is None:
            return None
    return waiting


def _fewer(
    waiting: Sequence[Wish], meant: Sequence[Wish], pieces: int | None
) -> tuple[Wish, ...] | None:
    """The draft without so many pieces of these lines; None when there are not so many."""
    if not meant or (pieces and pieces > sum(wish.pieces for wish in meant)):
        return None
    left = pieces or sum(wish.pieces for wish in meant)
    kept: dict[str, Wish] = {wish.id: wish for wish in waiting}
    for wish in meant:
        some = min(left, wish.pieces)
        left -= some
        if some == wish.pieces:
            del kept[wish.id]
        elif some:
            kept[wish.id] = wish.counting(wish.pieces - some)
    return tuple(kept.values())


def _without(waiting: Iterable[Wish], gone: Sequence[Wish]) -> tuple[Wish, ...]:
    return tuple(wish for wish in waiting if wish not in gone)


def _replaced(room: Room, slots: Slots) -> tuple[Wish, ...] | None:
    about = _about(room, slots, slots["from"])
    if not about or slots["to"] not in room.world.catalogue.articles:
        return None
    after = with_other_side(room, about[0], slots["to"])
    after = after or replace(instead(room, about[0], slots["to"]), guessed=())
    return tuple(after if wish is about[0] else wish for wish in room.waiting)
