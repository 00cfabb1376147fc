"""Dishes that were named behind what they are part of: of a formule, or the garnish that a
dish is asked about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.domain.catalogue.state import Catalogue
from app.domain.orders.commands import Pick
from app.headset.menu_of_house import HouseMenu
from app.headset.speakable import words
from app.headset.wish import Missing, Wish, answered, changed, missing
from app.presenters.pos.search import words_of


def with_picks(
    catalogue: Catalogue, wishes: Sequence[Wish], new_id: Callable[[], str]
) -> list[Wish]:
    """Dishes that were named behind a formule, as many as it, are what it is made of:
    "un menu du Moulin, terrine, magret et crème brûlée". Several kinds that are as many
    together part it, and what follows is for all of its parts."""
    found: list[Wish] = []
    left = list(wishes)
    parts = 1  # of the formule that was named last, at the end of what was found
    while left:
        wish = left.pop(0)
        group = found[-parts:]
        steps = {step_for(catalogue, w, wish.counting(w.pieces)) for w in group}
        step = steps.pop() if len(steps) == 1 else None
        many = sum(each.pieces for each in group)
        if step is None or wish.pieces > many:
            found.append(wish)
            parts = 1
            continue
        kinds = [wish]
        while parts == 1 and left and sum(each.pieces for each in kinds) < many:
            if step_for(catalogue, group[0], left[0].counting(many)) != step:
                break
            kinds.append(left.pop(0))
        if sum(each.pieces for each in kinds) != many:
            found += kinds
            parts = 1
            continue
        if len(kinds) == 1:
            made = [part_of(w, step, wish.counting(w.pieces), w.id) for w in group]
        else:
            made = [part_of(group[0], step, each, new_id()) for each in kinds]
            made[0] = replace(made[0], id=group[0].id)
        found[-parts:] = made
        parts = len(made)
    return found


def part_of(whole: Wish, step: int, wish: Wish, key: str) -> Wish:
    """So many of a formule as there are of a dish of it, with that dish."""
    pick = Pick(step=step, article=wish.article, options=wish.options)
    picks = tuple(sorted((*whole.picks, pick), key=lambda each: each.step))
    notes = "; ".join(filter(None, (whole.note, wish.note)))
    made = replace(whole, id=key, picks=picks, note=notes)
    return made if made.pieces == wish.pieces else made.counting(wish.pieces)


def with_sides(
    house: HouseMenu,
    catalogue: Catalogue,
    wishes: Sequence[Wish],
    sentence: str,
    new_id: Callable[[], str],
) -> list[Wish]:
    """Wishes whose garnish was named behind them as a dish of its own: "une bavette, frites",
    "deux confits, un gratin et un riz". As many as there are of the dish, or said without a
    number; others are dishes of their own.

    Args:
        sentence: that was said.
    """
    found: list[Wish] = []
    left = list(wishes)
    while left:
        wish = left.pop(0)
        whole = _lacking(house, catalogue, found)
        sides = _sides_of(house, catalogue, whole, [wish, *left])
        if not sides:
            found.append(wish)
            continue
        asked = missing(house, catalogue, whole[0])
        assert asked is not None
        many = sum(each.pieces for each in whole)
        if sum(pieces for pieces, _ in sides) != many:
            if len(sides) > 1 or is_counted(house, wish, sentence):
                found.append(wish)
                continue
            sides = [(many, sides[0][1])]
        else:
            del left[: len(sides) - 1]
        found = found[: -len(whole)]
        for parts in dealt(whole, asked, sides, new_id).values():
            found += (
                part if len(sides) > 1 else _with_said(house, catalogue, part, wish)
                for part in parts
            )
    return found


def _with_said(house: HouseMenu, catalogue: Catalogue, part: Wish, side: Wish) -> Wish:
    """What was said of a dish that is part of another one ("steak frites" of a menu)."""
    said = {key: side.said[key] for key in ("cooking", "mods") if key in side.said}
    return changed(house, catalogue.articles[part.article], part, said)


def dealt(
    wishes: Sequence[Wish],
    asked: Missing,
    shares: Sequence[tuple[int, str]],
    new_id: Callable[[], str],
) -> dict[str, list[Wish]]:
    """Answers dealt out over the pieces of wishes, in their order: id of a wish -> what
    becomes of it. One of several pieces is parted where they differ; what no answer is left
    for stays as it is.

    Args:
        shares: (pieces, key of the answer).
    """
    given = [key for pieces, key in shares for _ in range(pieces)]
    made: dict[str, list[Wish]] = {}
    for wish in wishes:
        mine, given = given[: wish.pieces], given[wish.pieces :]
        mine += [""] * (wish.pieces - len(mine))
        parts: list[Wish] = []
        for key in dict.fromkeys(mine):
            part = replace(wish, id=new_id()) if parts else wish
            part = part.counting(mine.count(key))
            parts.append(answered(part, asked, key) if key else part)
        made[wish.id] = parts
    return made


def _lacking(
    house: HouseMenu, catalogue: Catalogue, wishes: Sequence[Wish]
) -> list[Wish]:
    """The last wishes, of one article, that are asked the same."""
    asked = missing(house, catalogue, wishes[-1]) if wishes else None
    if asked is None or not asked.group:
        return []
    whole: list[Wish] = []
    for wish in reversed(wishes):
        if wish.article != wishes[-1].article or (
            missing(house, catalogue, wish) != asked
        ):
            break
        whole.insert(0, wish)
    return whole


def _sides_of(
    house: HouseMenu,
    catalogue: Catalogue,
    whole: Sequence[Wish],
    wishes: Sequence[Wish],
) -> list[tuple[int, str]]:
    """(pieces, option) of the next wishes, as far as they are plain answers to what is
    asked of the dishes before them and of the same table."""
    asked = missing(house, catalogue, whole[0]) if whole else None
    if asked is None:
        return []
    left = sum(each.pieces for each in whole)
    keys = _named(house, asked)
    sides: list[tuple[int, str]] = []
    for wish in wishes:
        plain = not (wish.seat or wish.picks or (sides and (wish.options or wish.note)))
        names = house.says[wish.article]
        key = next((keys[name] for name in names if name in keys), "")
        if not key or not plain or wish.table != whole[0].table or left < wish.pieces:
            break
        left -= wish.pieces
        sides.append((wish.pieces, key))
    return sides


def _named(house: HouseMenu, asked: Missing) -> Mapping[str, str]:
    """What an answer is called -> its key."""
    keys = {key for key, _ in asked.answers}
    return {
        form: choice.option.id
        for choice in house.choices[asked.group]
        if choice.option.id in keys
        for form in house.menu.ingredients.get(choice.key, (choice.key,))
    }


def is_counted(house: HouseMenu, wish: Wish, sentence: str) -> bool:
    """Whether a number, or an article, was said before a dish."""
    said, known = words_of(sentence), words(house.menu.language)
    counting = known.numbers.keys() | known.some
    for name in house.says[wish.article]:
        form = words_of(name)
        for place in range(len(said) - len(form) + 1):
            if said[place : place + len(form)] == form:
                before = said[place - 1] if place else ""
                return before in counting or before.isdigit()
    return True


def step_for(catalogue: Catalogue, formule: Wish, wish: Wish) -> int | None:
    """The step of a formule that a dish named behind it is for."""
    article = catalogue.articles[formule.article]
    taken = {pick.step for pick in formule.picks}
    if wish.pieces != formule.pieces or wish.table != formule.table:
        return None
    for number, step in enumerate(article.steps):
        if number not in taken and any(c.article == wish.article for c in step.choices):
            return number
    return None
