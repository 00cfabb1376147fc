"""One sentence to its meaning: where it asks for several things, it is cut between them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voice.meaning import Action, Context
from voice.understanding.actions import build
from voice.understanding.clause import Clause
from voice.understanding.corrections import corrected
from voice.understanding.cutting import CUT, GUESSED, PART_ENOUGH, Known, cut
from voice.understanding.dialogue import answer, corrects_draft
from voice.understanding.frames import CALLS, Scored
from voice.understanding.islands import SLOTS, Hit, Island, Reading
from voice.understanding.reading import readings
from voice.understanding.speakable import Speakable
from voice.understanding.words import Word, words_of

ENOUGH = 1.3
"""What an intent must be worth to be believed."""
_AGAINST = {"guest": 1.8, "past": 1.6, "taste": 0.4}
"""Who speaks of these speaks to somebody else."""
_ANCHORED, _DOUBTFUL, _LOOSE_DOUBT = 1.0, 3.0, 6.5
"""How much more a sentence must be worth for each part of it that is unexplained; more so
where no table anchors it."""
_POLITE = 0.5
_MANY = 24
"""More of one article than anybody orders."""
_SURE = CALLS | {"sold_out"}
_CLEAR, _COUNTED = 0.2, 0.6
_DENIALS = frozenset({"pas", "jamais", "not"})
_ONE, _AND = frozenset({"un", "une", "a", "an"}), frozenset({"et", "and"})
_MAX_WORDS = 100
_READING = 2.2
_READINGS = 3


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence means.

    Attributes:
        worth: how well it explains the sentence; 0 where nothing was understood.
        doubt: words that it leaves unexplained, of all.
        partial: whether something that has a value was left aside.
        rivals: what it would mean, where that is not enough to be believed.
        strain: how odd the sentence is, read so ("de burgers").
    """

    actions: tuple[Action, ...] = ()
    worth: float = 0.0
    doubt: float = 1.0
    strain: float = 0.0
    partial: bool = False
    rivals: tuple[Action, ...] = ()


def interpret(
    text: str, menu: Speakable, context: Context, most: int = _READINGS
) -> Meaning:
    """The likeliest meaning of a sentence; without actions where it has none.

    `most` is how many readings of it are weighed.
    """
    words = words_of(text)[:_MAX_WORDS]
    if not words:
        return Meaning()
    asked = "?" in text
    known: Known = {}
    best = Meaning(worth=-99.0)
    base: float | None = None
    for reading in readings(words, menu)[:most]:
        if base is None and (reply := answer(reading, menu, context)):
            return Meaning((reply,), worth=3.0, doubt=0.0)
        base = reading.cost if base is None else base
        if reading.cost > base + _CLEAR and _is_settled(best):
            break  # the first explains all and is far ahead
        meaning = _of_reading(reading, menu, context, known, asked=asked)
        worth = meaning.worth - (reading.cost - base) * _READING
        if worth > best.worth:
            best = replace(meaning, worth=worth, strain=reading.cost)
    if best.actions and best.worth < PART_ENOUGH:
        return replace(best, actions=(), rivals=best.actions)
    return best


def _is_settled(meaning: Meaning) -> bool:
    """Whether all is explained, and no other reading could name the table that lacks."""
    return (
        bool(meaning.actions)
        and meaning.doubt == 0
        and not meaning.partial
        and all(action.slots.get("table", 0) is not None for action in meaning.actions)
    )


def _of_reading(
    reading: Reading,
    menu: Speakable,
    context: Context,
    known: Known,
    *,
    asked: bool,
) -> Meaning:
    islands = corrected(reading)
    light = _without_corrected(reading, islands)
    whole = Clause(
        words=reading.words,
        start=0,
        end=len(reading.words),
        islands=islands,
        hits=_without_markers(reading, islands),
        light=tuple(light),
        menu=menu,
        context=context,
        asked=asked,
    )
    if context.draft and (changes := corrects_draft(whole, context)):
        return Meaning(tuple(changes), worth=3.0, doubt=0.0)
    chosen = cut(whole, known)
    if not chosen:
        return Meaning()
    worth = sum(scored.score for scored in chosen) - CUT * (len(chosen) - 1)
    said = {hit.concept for hit in whole.hits}
    aside = sum(price for concept, price in _AGAINST.items() if concept in said)
    answers = bool(context.pending) and chosen[0].frame.intent.startswith("dialog.")
    if "guest" in said and (answers or _names_table(chosen)):
        aside -= _AGAINST["guest"] - _POLITE  # nobody tells a guest the table's number
    worth -= aside
    doubtful = (
        _ANCHORED
        if _says_table(chosen)
        or all(_calls_someone(s) or _is_said_whole(s) for s in chosen)
        else _LOOSE_DOUBT
        if context.table is None
        else _DOUBTFUL
    )
    if all(_SURE & scored.clause.features & scored.frame.concepts for scored in chosen):
        doubtful /= 2  # who says "addition" means it
    actions = _merged(_actions(chosen, context))
    doubt = _doubt(whole, chosen)
    # A table and what it orders are hardly ever talk, whatever is said around them.
    ordered = _says_table(chosen) and all(s.frame.intent == "order.add" for s in chosen)
    enough = PART_ENOUGH if ordered else ENOUGH
    least = enough if len(chosen) == 1 else PART_ENOUGH
    if any(scored.score < least for scored in chosen):
        return Meaning((), worth, doubt, rivals=actions)
    wanted = enough + doubtful * doubt
    # A number that stands alone is only likely to be the table.
    alone = any(
        p in {"alone", "last"} for s in chosen for _, p in s.clause.order.tables
    )
    partial = (
        alone
        or _leaves_out(whole, chosen)
        or _forgets(whole)
        or _orders_stranger(whole, chosen)
        or any(map(_is_left_over, chosen))
    )
    if worth < wanted:
        # What names its table and counts its articles is asked for, not passed over.
        counted = ordered and all("number" in s.clause.features for s in chosen)
        if not counted or worth + aside / 2 < wanted - _COUNTED:
            return Meaning((), worth, doubt, rivals=actions)
        worth, partial = max(worth, enough), True
    return Meaning(actions, worth, doubt, partial=partial)


def _without_markers(reading: Reading, islands: Sequence[Island]) -> tuple[Hit, ...]:
    """The evidence, without the words that corrected something: "plutôt", "non"."""
    kept = {(island.start, island.end) for island in islands}
    used = [
        island
        for island in reading.islands
        if ("strong" in island or "weak" in island)
        and (island.start, island.end) not in kept
    ]
    return tuple(
        hit
        for hit in reading.hits
        if not any(hit.start < i.end and i.start < hit.end for i in used)
    )


def _without_corrected(reading: Reading, islands: Sequence[Island]) -> list[bool]:
    """Which words need no explanation: what was taken back neither, and its markers."""
    light = list(reading.light)
    kept = {(island.start, island.end) for island in islands}
    for number, island in enumerate(reading.islands):
        end = island.end
        if (island.start, island.end) not in kept and number + 1 < len(reading.islands):
            # With what was not understood of it.
            end = reading.islands[number + 1].start
        elif "strong" not in island and "weak" not in island:
            continue
        light[island.start : end] = [True] * (end - island.start)
    return light


def _leaves_out(whole: Clause, chosen: Sequence[Scored]) -> bool:
    inside = {p for s in chosen for p in range(s.clause.start, s.clause.end)}
    return any(
        not SLOTS.isdisjoint(island.kinds) and island.start not in inside
        for island in whole.islands
    )


def _names_table(chosen: Sequence[Scored]) -> bool:
    """Whether a table was named as such, not by a number alone."""
    places = {place for s in chosen for _, place in s.clause.order.tables}
    return bool(places - GUESSED)


def _is_said_whole(scored: Scored) -> bool:
    """Whether a breath says nothing else: "répétez, je n'ai rien entendu avec ce bruit"."""
    if not scored.frame.intent.startswith("dialog."):
        return False
    return scored.clause.besides(scored.frame.concepts)[1]


def _calls_someone(scored: Scored) -> bool:
    """Whether somebody of the house is asked for by name or trade: that is no story."""
    return (
        scored.frame.intent == "staff.call" and "call_strong" in scored.clause.features
    )


def _is_left_over(scored: Scored) -> bool:
    """Whether an order leaves words of weight aside: a number, a degree, an option, a "pas".

    Of every intent a table that it does nothing for.
    """
    clause, order = scored.clause, scored.clause.order
    made = build(scored.frame.intent, clause, None)
    used = {slots.get(key) for slots in made for key in ("table", "from", "to")}
    used.update(number for slots in made for number in slots.get("tables", ()))
    if used - {None} and not used.issuperset(clause.tables):
        return True
    if scored.frame.intent != "order.add":
        return False
    structured = [i for i in clause.slots if not ("num" in i or "table" in i)]
    denies = any(
        hit.concept == "not"
        and clause.words[hit.start].plain in _DENIALS
        and not any(i.start <= hit.start < i.end for i in structured)
        for hit in clause.hits
    )
    twice = any(line.qty == 1 and len(line.listed) > 1 for line in order.lines)
    many = any(line.qty > _MANY for line in order.lines)
    unused = many or order.loose or order.cooking or order.bare or order.misfits
    return denies or twice or bool(unused)


def _forgets(whole: Clause) -> bool:
    """Whether words of the menu stand there that nothing was made of: "…, pétillante"."""
    menu = whole.menu
    return any(whole.words[place].stem in menu.words for place in whole.strangers)


def _orders_stranger(whole: Clause, chosen: Sequence[Scored]) -> bool:
    """ "trois demis, un monaco": a breath of an order that counts what nobody knows."""
    if not any(s.frame.intent == "order.add" for s in chosen):
        return False
    language, words = whole.menu.language, whole.words
    counts = {i.end - 1 for i in whole.islands if "num" in i and i.end - i.start == 1}
    counts |= {p for p, word in enumerate(words) if word.plain in _ONE}
    return any(
        place > 1
        and place - 1 in counts
        and not words[place].pause
        and (words[place - 1].pause or words[place - 2].plain in _AND)
        and (place + 1 == whole.end or words[place + 1].pause)
        and words[place].stem not in language.people
        for place in whole.strangers
    )


def _says_table(chosen: Sequence[Scored]) -> bool:
    return any(
        place != "bare" or scored.clause.order.lines
        for scored in chosen
        for _, place in scored.clause.order.tables
    )


def _doubt(whole: Clause, chosen: Sequence[Scored]) -> float:
    """How much of the sentence nothing explains: 0 to 1."""
    lost = sum(scored.unexplained for scored in chosen)
    inside = {p for s in chosen for p in range(s.clause.start, s.clause.end)}
    lost += sum(
        1
        for place in range(whole.start, whole.end)
        if place not in inside and not whole.light[place]
    )
    return lost / max(whole.end - whole.start, 4)


def _merged(actions: Sequence[Action]) -> tuple[Action, ...]:
    """One order for what was ordered in two breaths for one table."""
    merged: list[Action] = []
    for action in actions:
        last = merged[-1] if merged else None
        if any((a.intent, a.slots) == (action.intent, action.slots) for a in merged):
            continue
        if (
            last is not None
            and last.intent == action.intent
            and action.intent in {"order.add", "order.void"}
            and "items" in last.slots
            and "items" in action.slots
            and last.slots["table"] == action.slots["table"]
        ):
            slots = {**last.slots, "items": last.slots["items"] + action.slots["items"]}
            merged[-1] = Action(
                action.intent,
                slots,
                f"{last.words} {action.words}",
                (*last.guessed, *action.guessed),
            )
        else:
            merged.append(action)
    return tuple(merged)


def _actions(chosen: Sequence[Scored], context: Context) -> tuple[Action, ...]:
    """The actions of all stretches; a table said once holds for what follows it."""
    actions: list[Action] = []
    said = [table for scored in chosen for table in scored.clause.tables]
    last: int | None = None
    for scored in chosen:
        clause = scored.clause
        table: int | None = last
        guessed: tuple[str, ...] = ()
        if not clause.tables and clause.context is not context:
            table = clause.context.table  # it was named before, in whatever was said
        elif not clause.tables and last is None:
            if said:
                table = said[0]
            elif context.table is not None:
                table, guessed = context.table, ("table",)
        if clause.tables:
            last = clause.tables[-1]
        words = _said(clause.words, clause.start, clause.end)
        notes = (*guessed, *(line.guess for line in clause.order.lines if line.guess))
        for slots in build(scored.frame.intent, clause, table):
            if scored.frame.intent == "order.replace" and _ran_out(scored):
                # "il n'y a plus de saumon, mets une dorade à la place"
                actions.append(Action("stock.out", {"item": slots["from"]}, words))
            actions.append(Action(scored.frame.intent, slots, words, notes))
    return tuple(actions)


def _ran_out(scored: Scored) -> bool:
    return any(
        hit.concept == "nomore"
        and (hit.end - hit.start > 2 or hit.start == scored.clause.start)
        for hit in scored.clause.hits
    )


def _said(words: Sequence[Word], start: int, end: int) -> str:
    return " ".join(word.text for word in words[start:end]).replace("' ", "'")
