"""The one thing that Sotto asks back, and what may be answered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.vocabulary import Refusal
from app.headset.acts import meant
from app.headset.plan import Plan, Room, Slots
from app.headset.turn import NO, YES, Acted, Ask, Job
from app.headset.wish import Wish, as_said, missing
from app.presenters.pos.search import fold
from app.services.headsets import Option
from resources.texts import tr
from voice.meaning import Action, Question

TABLES = ("table", "from", "to")
"""Slots that name a table; empty ones are asked for."""
_NAMES_TABLE = {"order.replace": ("table",), "reservation.arrive": ()}
"""Intent -> those of its slots that do; of the others, all that it has."""
_SPOKEN = 3
"""Answers that are said; a screen shows them all."""


def need(actions: Sequence[Acted], room: Room, words: str) -> Ask | None:
    """The first thing that the actions do not say: a table, or which article."""
    for place, (intent, slots) in enumerate(actions):
        for name in _NAMES_TABLE.get(intent, TABLES):
            number = slots.get(name)
            if name not in slots or isinstance(number, str) or room.table(number):
                continue
            open_ = (intent, {**slots, name: None})
            what = room.say(open_)
            text = tr("{what} : quelle table ?", what=what) if what else ""
            if number is not None:
                text = tr("Il n'y a pas de table {n}. Laquelle ?", n=number)
            text = text or tr("Quelle table ?")
            lacking = (*actions[:place], open_, *actions[place + 1 :])
            return Ask(slot="table", text=text, actions=lacking, words=words)
        for item in _items(slots):
            if item.get("item") is None and item.get("choices"):
                found = _there(intent, slots, item["choices"], room)
                return which(found or item["choices"], actions, room, words)
    return None


def _there(intent: str, slots: Slots, articles: Iterable[str], room: Room) -> list[str]:
    """Those that the table has, where something that it has is spoken of."""
    if intent in ("order.add", "stock.query", "info.price", "info.allergen"):
        return []
    order = room.order(room.table(slots.get("table", slots.get("from"))))
    lines = room.world.book.lines_of(order) if order else []
    has = {line.article for line in lines} | {wish.article for wish in room.waiting}
    return [article for article in articles if article in has]


def _is_open(slots: Slots) -> bool:
    """Whether it names one of several articles: which one is asked next."""
    return any(item.get("choices") for item in _items(slots))


def _items(slots: Slots) -> Iterable[Slots]:
    items: Iterable[Slots] = slots.get("items") or ()
    return (*items, slots) if "choices" in slots else items


def which(
    articles: Iterable[str], actions: Sequence[Acted], room: Room, words: str
) -> Ask:
    """One of several articles. What is sold out is no answer."""
    catalogue = room.world.catalogue
    known = [article for article in articles if article in catalogue.articles]
    left = [article for article in known if not catalogue.sold_out(article)]
    options = tuple(Option(a, catalogue.articles[a].name) for a in left or known)
    text = room.either([option.label for option in options])
    return Ask(
        slot="item", text=text, options=options, actions=tuple(actions), words=words
    )


def yes_or_no(asking: Sequence[tuple[Acted, Plan]], words: str, room: Room) -> Ask:
    """What is to be done after a yes, said as one question."""
    plans = tuple(plan for _, plan in asking)
    text = room.asking(". ".join(plan.text for plan in plans))
    ask = Ask(
        slot="confirm",
        text=text,
        options=(Option(YES, tr("Oui")), Option(NO, tr("Non"))),
        actions=tuple(acted for acted, _ in asking),
        words=words,
        plans=plans,
    )
    if not ask.reasons:
        return ask
    reasons = tuple(Option(reason, tr(reason)) for reason in ask.reasons)
    return replace(
        ask,
        text=tr("{question} Pourquoi ?", question=text),
        options=(*reasons, Option(NO, tr("Non"))),
    )


def lacking(wish: Wish, wishes: Iterable[Wish], room: Room) -> list[Wish]:
    """The lines of the same article that lack the same as this one, now or later; itself
    first."""
    asked = missing(room.house, room.world.catalogue, wish)
    answers = {key for key, _ in asked.answers} if asked is not None else set()
    others = [
        each
        for each in wishes
        if each.article == wish.article
        and each.id != wish.id
        and not answers & set(each.options)
    ]
    return [wish, *others]


def missing_of(
    wishes: Iterable[Wish], room: Room, beside: Sequence[Wish] = ()
) -> Ask | None:
    """The next thing to be chosen at one of these lines; of several of an article it says
    which one.

    Args:
        beside: all lines there are, those without any more.
    """
    wishes, catalogue = tuple(wishes), room.world.catalogue
    for wish in wishes:
        open_ = missing(room.house, catalogue, wish)
        if open_ is None:
            continue
        options = tuple(Option(key, name) for key, name in open_.answers)
        article = catalogue.articles[wish.article]
        answers = room.either([option.label for option in options[:_SPOKEN]])
        about = [article.name, open_.name.lower()]
        if fold(article.name) == fold(open_.name):
            about.pop()
        if sum(each.article == wish.article for each in beside or wishes) > 1:
            dish = room.dish(as_said(room.house, catalogue, wish)[0])
            first = [catalogue.articles[pick.article].name for pick in wish.picks[:1]]
            about[0] = ", ".join((dish, *first))
        text = room.of(", ".join(about), answers)
        return Ask(
            slot="option", text=text, options=options, wish=wish.id, missing=open_
        )
    return None


def was_asked(wish: Wish, room: Room) -> bool:
    """Whether the card asks something of a line, or of a dish that it is made of."""
    articles = room.world.catalogue.articles
    dishes = (wish.article, *(pick.article for pick in wish.picks))
    return bool(wish.picks) or any(
        room.house.compulsory & set(articles[dish].groups) for dish in dishes
    )


def why(asked: Ask) -> Ask:
    """The same question, with some of the reasons."""
    reasons = ", ".join(tr(reason).lower() for reason in asked.reasons[:_SPOKEN])
    return replace(asked, text=tr("Pourquoi ? {reasons}…", reasons=reasons))


def which_reading(question: Question, room: Room) -> Ask | None:
    """Which of several meanings it was, each told as it would be read back; None where none
    of them can be told. What was heard is no answer: it is the same words for all of them,
    or others that only sound alike. Of two that are told alike the likelier one stands."""
    told: dict[str, tuple[Action, ...]] = {}
    for choice in question.choices:
        actions = choice.actions
        text = room.say(*((action.intent, action.slots) for action in actions))
        if not text.strip(" :"):
            continue
        if all(meant(a.intent, a.slots, room) or _is_open(a.slots) for a in actions):
            told.setdefault(text, actions)
    if not told:
        return None
    options = tuple(Option(str(place), text) for place, text in enumerate(told))
    asked, tables = list(told), {a.slots.get("table") for r in told.values() for a in r}
    if len(tables) == 1:  # it is said once
        place = room.of(room.label(room.table(tables.pop())), "")
        asked[1:] = [text.removeprefix(place) for text in asked[1:]]
    return Ask(
        slot="meaning",
        text=room.either(asked),
        options=options,
        readings=tuple(told.values()),
    )


def approval_of(refusal: Refusal, words: str, job: Job) -> Ask:
    """A manager may allow what was refused, on a screen."""
    return Ask(
        slot="approval",
        text=tr("{why} Un responsable à l'écran ?", why=words),
        options=(Option(NO, tr("Abandonner")),),
        job=job,
        refusal=refusal,
    )
