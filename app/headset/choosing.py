"""What is chosen at lines of the draft: the answers that the card asks for."""

from collections.abc import Sequence
from dataclasses import replace

from app.headset import draft
from app.headset.answers import ALL
from app.headset.parts import dealt, is_counted, part_of, step_for, with_picks
from app.headset.plan import Room
from app.headset.questions import lacking, missing_of, was_asked
from app.headset.speakable import words
from app.headset.turn import Ask, Step, Turn
from app.headset.wish import Wish, answered
from app.presenters.pos.search import words_of


def answer(turn: Turn, asked: Ask, key: str, room: Room) -> Step:
    """Something was chosen at the line that was asked about; the next line of that article
    is asked about by itself."""
    assert asked.missing is not None
    waiting = [
        answered(wish, asked.missing, key) if wish.id == asked.wish else wish
        for wish in turn.waiting
    ]
    return _chosen(turn, waiting, room)


def share(turn: Turn, dealt_out: Sequence[tuple[int, str]], room: Room) -> Step | None:
    """Answers that say how many: dealt out over all lines of the article that lack one,
    the one that was asked about first; None where there are not so many."""
    asked = turn.asked
    about = [w for w in turn.waiting if asked is not None and w.id == asked.wish]
    if asked is None or asked.missing is None or not about:
        return None
    whole = lacking(about[0], turn.waiting, room)
    left, parts = sum(wish.pieces for wish in whole), []
    for count, key in dealt_out:
        parts.append((left if count == ALL else count, key))
        left -= parts[-1][0]
    if left < 0:
        return None
    made = dealt(whole, asked.missing, parts, room.new_id)
    waiting = [part for wish in turn.waiting for part in made.get(wish.id, (wish,))]
    return _chosen(turn, waiting, room)


def _chosen(turn: Turn, waiting: Sequence[Wish], room: Room) -> Step:
    """Lines at which something was chosen, and the next thing to choose. Once nothing lacks
    any more, what was asked about the sentence is read back."""
    changes = changed_lines(turn.waiting, waiting)
    ask = missing_of([*changes, *waiting], room, waiting)
    turn = replace(turn, waiting=tuple(waiting), asked=ask)
    if ask is not None:
        return Step(turn=turn)
    about = {(wish.words, wish.table) for wish in changes}
    told = [w for w in waiting if (w.words, w.table) in about and was_asked(w, room)]
    return Step(turn=turn, say=tuple(draft.readback(room, told)))


def pick(turn: Turn, wishes: list[Wish], room: Room) -> tuple[Turn, list[Wish]]:
    """Dishes that answer which ones a formule is made of are no lines of their own. One said
    without a number is for all of it ("magret rosé"); a number of them, or several ("deux
    terrines et une soupe"), part it."""
    asked = turn.asked
    about = [w for w in turn.waiting if asked is not None and w.id == asked.wish]
    if asked is None or asked.missing is None or asked.missing.group or not about:
        return turn, wishes
    whole, answers = about[0], {key for key, _ in asked.missing.answers}
    wishes = [
        wish
        if is_counted(room.house, wish, room.words)
        else wish.counting(whole.pieces)
        for wish in wishes
    ]
    parts = [wish for wish in wishes if wish.article in answers]
    left = whole.pieces - sum(wish.pieces for wish in parts)
    if left >= 0 and parts and (left or len(parts) > 1):
        step = asked.missing.step
        made = [part_of(whole, step, wish, room.new_id()) for wish in parts]
        made = [replace(made[0], id=whole.id), *made[1:]]
        if left:  # asked about first: what is told goes on with the same course
            made.insert(0, replace(whole, id=room.new_id()).counting(left))
        rest = [wish for wish in wishes if wish not in parts]
    else:
        first, *rest = with_picks(room.world.catalogue, [whole, *wishes], room.new_id)
        made = [first]
    waiting = [w for wish in turn.waiting for w in (made if wish is whole else (wish,))]
    lines = [wish for wish in rest if not _joins(waiting, wish, room)]
    return replace(turn, waiting=tuple(waiting)), lines


def instead(turn: Turn, wishes: list[Wish], room: Room) -> tuple[Turn, list[Wish]]:
    """What is said behind a no takes the place of what was said before it: another number of
    an article of the last sentence, or a garnish ("non, haricots verts") of its last line."""
    said, known = words_of(turn.words), words(room.menu.language)
    if not wishes or not turn.waiting or not set(said[:2]) & known.instead:
        return turn, wishes
    if len(wishes) == 1:
        last = turn.waiting[-1]
        now = draft.with_other_side(room, last, wishes[0].article)
        if now is not None:
            return replace(turn, waiting=(*turn.waiting[:-1], now)), []
    sentence = turn.waiting[-1].words
    waiting, left = list(turn.waiting), []
    for wish in wishes:
        place = next(
            (
                place
                for place, each in enumerate(waiting)
                if (each.article, each.words, each.table)
                == (wish.article, sentence, wish.table)
            ),
            None,
        )
        if place is None:
            left.append(wish)
        else:
            waiting[place] = draft.said_again(room, waiting[place], wish)
    return replace(turn, waiting=tuple(waiting)), left


def _joins(waiting: list[Wish], wish: Wish, room: Room) -> bool:
    """Whether a dish is of another formule that waits and lacks it, or of all that do, one
    for each ("deux magrets" for two that differ by their first course); it is then of it."""
    catalogue = room.world.catalogue
    lack: dict[tuple[str, int], list[int]] = {}
    for place, whole in enumerate(waiting):
        step = step_for(catalogue, whole, wish.counting(whole.pieces))
        if step is None:
            continue
        if whole.pieces == wish.pieces:
            waiting[place] = part_of(whole, step, wish, whole.id)
            return True
        lack.setdefault((whole.article, step), []).append(place)
    for (_, step), places in lack.items():
        if sum(waiting[place].pieces for place in places) == wish.pieces:
            for place in places:
                whole = waiting[place]
                dish = wish.counting(whole.pieces)
                waiting[place] = part_of(whole, step, dish, whole.id)
            return True
    return False


def changed_lines(before: Sequence[Wish], after: Sequence[Wish]) -> list[Wish]:
    """The lines that are new or otherwise than before."""
    return [wish for wish in after if wish not in before]
