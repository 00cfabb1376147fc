"""One line of a draft: what a sentence asked for, in the terms of the card.

Pure: from the item of an action to a `Wish`, what is still to be chosen at it, and the
line that is taken down when it is sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.catalogue.events import ArticleSet, ModifierGroupSet
from app.domain.catalogue.state import Catalogue
from app.domain.orders.commands import AddLine, Pick
from app.domain.orders.handling import step_of
from app.domain.orders.state import Line
from app.domain.vocabulary import MILLI
from app.headset.menu_of_house import HouseMenu
from app.headset.speakable import COOKING, Choice
from app.presenters.pos.search import fold

Slots = Mapping[str, Any]
ITSELF = -1
"""`Missing.step` of what is to be chosen at the article itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A line that is to be ordered.

    Attributes:
        id: of the line that it becomes, so that it is taken down once.
        table: id, "" while it is not known.
        said: the item of the action, as it is said again.
        note: to the kitchen, of what the card knows no option for.
        words: that it was made of. guessed: what was not said in so many words.
        mixer: article in the same glass, of what is ordered again.
    """

    id: str
    table: str
    article: str
    pieces: int
    said: Slots
    options: tuple[str, ...] = ()
    picks: tuple[Pick, ...] = ()
    note: str = ""
    seat: int = 0
    words: str = ""
    guessed: tuple[str, ...] = ()
    mixer: str = ""

    def counting(self, pieces: int) -> "Wish":
        """As many of it."""
        return replace(self, pieces=pieces, said={**self.said, "qty": pieces})

    def line(self, order: str = "") -> AddLine:
        """What is taken down."""
        return AddLine(
            order=order,
            article=self.article,
            quantity=self.pieces * MILLI,
            options=self.options,
            picks=self.picks,
            seats=(self.seat,) if self.seat else (),
            kitchen_note=self.note,
            merge=False,
            line=self.id,
            mixer=self.mixer,
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """What has to be chosen before a wish can be sent.

    Attributes:
        step: of a formule, counted from 0, or `ITSELF`.
        group: of modifiers; "" for the article of the step.
        name: what the card calls the question.
        answers: (key, what it is called) of each answer.
    """

    step: int
    group: str
    name: str
    answers: tuple[tuple[str, str], ...]


def wish_of(
    house: HouseMenu,
    article: ArticleSet,
    item: Slots,
    *,
    key: str,
    table: str,
    words: str = "",
) -> Wish:
    """The wish of an item of an action."""
    made = Wish(
        id=key,
        table=table,
        article=article.id,
        pieces=max(1, int(item.get("qty") or 1)),
        said=dict(item),
        seat=int(item.get("seat") or 0),
        words=words,
    )
    return _named_in(house, article, changed(house, article, made, item), words)


def changed(house: HouseMenu, article: ArticleSet, wish: Wish, new: Slots) -> Wish:
    """A wish with the cooking and the modifications that are said of it."""
    cooking = new.get("cooking")
    if cooking:
        wish = _chosen(house, article, wish, COOKING, cooking) or _noted(wish, cooking)
    mods = _clear(house, article, new.get("mods") or ())
    for mod in mods:
        wish = _modified(house, article, wish, mod)
    if new.get("qty"):
        wish = wish.counting(int(new["qty"]))
    said = {**wish.said, **{k: new[k] for k in ("cooking", "seat") if new.get(k)}}
    if new.get("mods"):
        said["mods"] = [*_standing(wish.said.get("mods", ()), mods), *mods]
    return replace(wish, said=said, seat=int(new.get("seat") or wish.seat))


def _clear(house: HouseMenu, article: ArticleSet, mods: Sequence[Slots]) -> list[Slots]:
    """Modifications without two answers to one question of the card: it is asked then."""
    answers: dict[str, list[Slots]] = {}
    for group, choice in house.options_of(article):
        if group in house.single & house.compulsory:
            answers.setdefault(group, []).extend(m for m in mods if _names(m, choice))
    doubtful = [mod for said in answers.values() if len(said) > 1 for mod in said]
    return [mod for mod in mods if mod not in doubtful]


def missing(house: HouseMenu, catalogue: Catalogue, wish: Wish) -> Missing | None:
    """What is to be chosen next, None when nothing is."""
    article = catalogue.articles[wish.article]
    if not article.steps:
        return _open_question(house, catalogue, article, wish.options, ITSELF)
    picked = {pick.step: pick for pick in wish.picks}
    for number, step in enumerate(article.steps):
        pick = picked.get(number)
        if pick is None:
            if step.optional:
                continue
            names = tuple(
                (choice.article, catalogue.articles[choice.article].name)
                for choice in step.choices
                if choice.article in catalogue.articles
                and not catalogue.sold_out(choice.article)
            )
            return Missing(number, "", step.name, names)
        component = catalogue.articles[pick.article]
        asked = _open_question(house, catalogue, component, pick.options, number)
        if asked is not None:
            return asked
    return None


def answered(wish: Wish, asked: Missing, key: str) -> Wish:
    """The wish once a question about it was answered with `key`."""
    if asked.step == ITSELF:
        return replace(wish, options=(*wish.options, key))
    picks = {pick.step: pick for pick in wish.picks}
    if not asked.group:
        picks[asked.step] = Pick(step=asked.step, article=key)
    else:
        pick = picks[asked.step]
        picks[asked.step] = replace(pick, options=(*pick.options, key))
    return replace(wish, picks=tuple(picks[step] for step in sorted(picks)))


def wish_of_line(line: Line, *, key: str, table: str, said: Slots) -> Wish:
    """The same again as a line that stands on an order."""
    dishes = [dish.ordered for dish in line.dishes]
    composed = line.formule and not dishes[0].mixed
    options = tuple(modifier.id for modifier in dishes[0].modifiers)
    picks = tuple(
        Pick(
            step=step_of(dish.id),
            article=dish.article,
            options=tuple(modifier.id for modifier in dish.modifiers),
        )
        for dish in dishes
    )
    return Wish(
        id=key,
        table=table,
        article=line.article,
        pieces=line.quantity // MILLI,
        said=said,
        options=() if composed else options,
        picks=picks if composed else (),
        mixer=dishes[0].mixer,
        note=line.kitchen_note,
        seat=line.seats[0] if len(line.seats) == 1 else 0,
    )


def as_said(house: HouseMenu, catalogue: Catalogue, wish: Wish) -> list[Slots]:
    """The line as items of an action, with what was chosen at it since: the article, then
    the dishes that it is made of."""
    articles = catalogue.articles
    parts = [(articles[wish.article], wish.said, wish.options)]
    for pick in wish.picks:
        dish = {"item": pick.article, "qty": wish.pieces}
        parts.append((articles[pick.article], dish, pick.options))
    return [_with_options(house, *part) for part in parts]


def _with_options(
    house: HouseMenu, article: ArticleSet, said: Slots, options: Iterable[str]
) -> Slots:
    """An item with all its options; the answer to a question of the card is said bare."""
    cooking = said.get("cooking")
    others = [
        choice
        for group, choice in house.options_of(article)
        if group in house.single and choice.option.id not in options
    ]
    mods = [
        mod
        for mod in said.get("mods", ())
        if not any(_names(mod, other) for other in others)
    ]
    chosen = [
        each for each in house.options_of(article) if each[1].option.id in options
    ]
    for group, choice in chosen:
        if choice.op == COOKING:
            cooking = cooking or choice.key
            continue
        now = {"op": choice.op, "what": choice.key}
        same = [mod for mod in mods if _names(mod, choice)]
        if group in house.compulsory and "swap" not in {mod["op"] for mod in same}:
            mods, now = [mod for mod in mods if mod not in same], {**now, "op": "bare"}
        elif same:
            continue
        mods.append(now)
    found = {**said, "mods": mods, "cooking": cooking}
    return {key: value for key, value in found.items() if value}


def _names(mod: Slots, choice: Choice) -> bool:
    """Whether a modification is that option of the card."""
    return (_as_option(str(mod["op"])), mod["what"]) == (choice.op, choice.key)


def detail_of(house: HouseMenu, catalogue: Catalogue, wish: Wish) -> tuple[str, ...]:
    """How it is wanted, in the words of the card: options, dishes of a formule, note."""
    article = catalogue.articles[wish.article]
    parts = list(_option_names(house, article, wish.options))
    for pick in wish.picks:
        component = catalogue.articles[pick.article]
        names = (component.name, *_option_names(house, component, pick.options))
        parts.append(", ".join(names))
    return *parts, *filter(None, (wish.note,))


def _option_names(
    house: HouseMenu, article: ArticleSet, options: Iterable[str]
) -> Iterable[str]:
    names = {c.option.id: c.option.name for _, c in house.options_of(article)}
    return (names.get(option, option) for option in options)


def _chosen(
    house: HouseMenu, article: ArticleSet, wish: Wish, op: str, key: str
) -> Wish | None:
    """The wish with the option that is spoken so, None when the card has none.

    Of a question with one answer it takes the place of another one.
    """
    for group, choice in house.options_of(article):
        if (choice.op, choice.key) == (op, key):
            others = {c.option.id for c in house.choices[group]} - {choice.option.id}
            alone = group in house.single
            kept = [o for o in wish.options if not (alone and o in others)]
            if choice.option.id not in kept:
                kept.append(choice.option.id)
            return replace(wish, options=tuple(kept))
    return None


_NOTES = {
    "without": "Sans {what}",
    "with": "Avec {what}",
    "extra": "Extra {what}",
    "side": "{what} à part",
    "swap": "{what} à la place de {before}",
}
"""What the kitchen reads of what the card knows no option for. The paper is French."""
_CONTRARY = {
    "without": ("with", "extra"),
    "with": ("without",),
    "extra": ("without",),
}
"""What was said before and a modification of the same thing takes back."""


def _standing(before: Iterable[Slots], new: Sequence[Slots]) -> list[Slots]:
    """The modifications of before that none of the new ones says again or takes back."""
    gone = [
        (op, mod["what"])
        for mod in new
        for op in (mod["op"], *_CONTRARY.get(str(mod["op"]), ()))
    ]
    return [mod for mod in before if (mod["op"], mod["what"]) not in gone]


def _modified(house: HouseMenu, article: ArticleSet, wish: Wish, mod: Slots) -> Wish:
    op, what = str(mod["op"]), str(mod["what"])
    wish = _taken_back(house, article, wish, op, what)
    found = _chosen(house, article, wish, _as_option(op), what)
    if found is not None:
        return found
    return _noted(wish, _note(op, what, str(mod.get("from", ""))))


def _as_option(op: str) -> str:
    """How the card has it: an extra egg, or rice instead of chips, is one *with*."""
    return "with" if op in ("extra", "swap") else op


def _taken_back(
    house: HouseMenu, article: ArticleSet, wish: Wish, op: str, what: str
) -> Wish:
    """The wish without the contrary of what is said of it now."""
    contrary = _CONTRARY.get(op, ())
    options = {
        choice.option.id
        for _, choice in house.options_of(article)
        if choice.key == what and choice.op in contrary
    }
    notes = {_note(each, what) for each in contrary}
    return replace(
        wish,
        options=tuple(each for each in wish.options if each not in options),
        note=", ".join(each for each in wish.note.split(", ") if each not in notes),
    )


def _note(op: str, what: str, before: str = "") -> str:
    words = _NOTES[op].format(what=what, before=before)
    return words[:1].upper() + words[1:]


def _noted(wish: Wish, words: str) -> Wish:
    known = [part for part in wish.note.split(", ") if part]
    if words in known:
        return wish
    return replace(wish, note=", ".join([*known, words]))


def _named_in(house: HouseMenu, article: ArticleSet, wish: Wish, words: str) -> Wish:
    """The option that the article was called by: "une verveine" is an infusion of it."""
    said = f" {fold(words)} "
    names = set(house.says[article.id])
    called = [
        choice
        for _, choice in house.options_of(article)
        if choice.key in names and f" {fold(choice.key)} " in said
    ]
    if len(called) != 1 or set(wish.options) & {c.option.id for c in called}:
        return wish
    return _chosen(house, article, wish, called[0].op, called[0].key) or wish


def _open_question(
    house: HouseMenu,
    catalogue: Catalogue,
    article: ArticleSet,
    options: tuple[str, ...],
    step: int,
) -> Missing | None:
    """The first group of which too little was chosen; those of chosen options follow
    them, as when a finger chooses."""
    groups = [
        catalogue.groups[name] for name in article.groups if name in catalogue.groups
    ]
    left = list(options)
    while groups:
        group = groups.pop(0)
        chosen = [option for option in group.options if option.id in left]
        for option in chosen:
            left.remove(option.id)
        if len(chosen) < group.minimum:
            return Missing(
                step, group.id, group.name, _answers(catalogue, group, options)
            )
        nested = [name for option in chosen for name in option.groups]
        groups = [catalogue.groups[n] for n in nested if n in catalogue.groups] + groups
    return None


def _answers(
    catalogue: Catalogue, group: ModifierGroupSet, chosen: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (option.id, option.name)
        for option in group.options
        if option.id not in chosen
        and not (option.article and catalogue.sold_out(option.article))
    )
