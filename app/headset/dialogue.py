"""The dialogue of one headset: from what was understood, pressed or tapped to what is said
and done. Pure: it changes nothing and looks at no clock.

Orders gather in a draft and are sent by "envoie" or a button, never otherwise, unless the
person wants drinks sent after they were read back. Everything else that cannot be taken
back by the next sentence is asked, and done after a yes; what is done is what was read.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.headset import draft
from app.headset.acts import meant, plan_of
from app.headset.answers import acted, chosen, named, placed, shares, with_tender
from app.headset.choosing import answer, changed_lines, instead, pick, share
from app.headset.plan import Plan, Room, Send, Slots, hindrance
from app.headset.questions import (
    missing_of,
    need,
    which_reading,
    why,
    yes_or_no,
)
from app.headset.turn import NO, YES, Acted, Ask, Job, Step, Turn
from app.headset.wish import Wish
from resources.texts import tr
from voice.meaning import Action, Understood
from voice.speech.phrasing import beep_is_enough

SEND_AFTER = timedelta(seconds=4)
"""Drinks that were read back wait so long for a "non"."""
WAITS = ("confirm", "approval")
"""Questions about something else than the draft: they outlive it."""
REMIND_AFTER = timedelta(seconds=60)
"""Whoever leaves a draft so long has forgotten "envoie"."""


def hear(turn: Turn, understood: Understood, room: Room) -> Step:
    """A sentence."""
    turn = replace(
        turn,
        words=understood.text,
        understood=understood.verdict != "reject",
        sends_at=None,
        reminds_at=room.now + REMIND_AFTER,
    )
    dealt_out = shares(turn.asked, understood.text, room.menu.language)
    shared = share(turn, dealt_out, room) if dealt_out else None
    if shared is not None:
        return shared
    if dealt_out and understood.verdict == "reject":
        return Step(turn=turn, asks=True)
    key = named(turn.asked, understood, room.menu.language, _asked_pieces(turn))
    if key is not None:
        return tap(replace(turn, understood=True), key, room)
    asked = understood.question
    if asked is not None and asked.slot == "meaning" and asked.choices:
        which = which_reading(asked, room)
        if which is None:
            return Step(turn=turn, say=(room.whisper("unheard"),))
        return Step(turn=replace(turn, asked=which))
    if understood.verdict == "reject" or not understood.actions:
        # Who holds the button speaks to Sotto; hands-free, most talk is for others.
        hands_free = room.world.staff.voice(turn.person).hands_free
        spoken_to = understood.text and not hands_free
        return Step(turn=turn, say=(room.whisper("unheard"),) if spoken_to else ())
    first, rest = understood.actions[0], understood.actions[1:]
    talk = [each for each in understood.actions if each.intent.startswith("dialog.")]
    rest = tuple(each for each in rest if each not in talk)
    if first in talk:
        sends = (each for each in talk if each.intent == "dialog.commit")
        return _followed(_talk(turn, next(sends, first), room), rest, room)
    # "Envoie" behind an order is not heard: what was not read back is not sent.
    guessed = () if asked is None or asked.slot != "confirm" else (tr("mal entendu"),)
    source = (first, *rest)
    step = act(turn, acted(source), room, source, guessed)
    certain = beep_is_enough(understood) and not step.jobs and not step.say[1:]
    return replace(step, certain=certain and step.turn.asked is None)


def _asked_pieces(turn: Turn) -> int:
    """Of the line that a question is about; 1 for any other question."""
    about = turn.asked.wish if turn.asked is not None else ""
    return next((wish.pieces for wish in turn.waiting if wish.id == about), 1)


def tap(turn: Turn, key: str, room: Room) -> Step:
    """An answer to the question, by a button or by its name; what is none changes
    nothing. Of a table it is the number as it is spoken."""
    asked = turn.asked
    if asked is None or not asked.takes(key):
        return Step(turn=turn)
    free = replace(turn, asked=None, sends_at=None)
    match asked.slot:
        case "table":
            return act(free, placed(asked.actions, int(key)), room, words=asked.words)
        case "item":
            return act(free, chosen(asked.actions, key), room, words=asked.words)
        case "meaning":
            reading = asked.readings[int(key)]
            return act(free, acted(reading), room, reading)
        case "option":
            return answer(free, asked, key, room)
        case "confirm":
            return _confirmed(free, asked, key, room)
        case _:
            return _dropped(free, key, turn)


def send(turn: Turn, room: Room) -> Step:
    """ "Envoie": what waits is acted on, all of it or, where something is amiss, nothing.

    A meaning that is asked about alone is taken by it as by a yes: it was told as it would
    be read back. Any other question of what was said last has to be answered first, or
    what it is about would be lost.
    """
    turn = replace(turn, sends_at=None)
    if turn.asked is not None and len(turn.asked.readings) == 1:
        step = tap(turn, turn.asked.options[0].key, room)
        if step.turn.asked is not None or step.jobs or not step.turn.waiting:
            return step
        sent = send(step.turn, replace(room, waiting=step.turn.waiting))
        return replace(sent, say=(*step.say, *sent.say))
    if turn.asked is not None and turn.asked.slot in ("table", "item", "meaning"):
        return Step(turn=turn, asks=True)
    if not turn.waiting:
        if turn.asked is not None and turn.asked.slot == "confirm":
            return tap(turn, YES, room)
        return Step(turn=turn, say=(room.whisper("nothing"),))
    amiss = draft.problems(room, turn.waiting)
    if amiss:
        return Step(turn=turn, say=tuple(dict.fromkeys(amiss.values())))
    ask = missing_of(turn.waiting, room)
    if ask is not None:
        return Step(turn=replace(turn, asked=ask), asks=True)
    tables = dict.fromkeys(wish.table for wish in turn.waiting)
    jobs = tuple(
        Job(
            deeds=(Send(table, tuple(w for w in turn.waiting if w.table == table)),),
            done=room.whisper("sent", table=room.label(table)),
        )
        for table in tables
    )
    kept = turn.asked if turn.asked and turn.asked.slot in WAITS else None
    turn = replace(turn, waiting=(), last=turn.waiting, asked=kept)
    return Step(turn=turn, jobs=jobs, asks=True)


def drop(turn: Turn, room: Room) -> Step:
    """ "Annule tout": the draft and the question are gone."""
    turn = replace(turn, waiting=(), asked=None, sends_at=None)
    return Step(turn=turn, say=(room.whisper("forgotten"),))


def wake(turn: Turn, room: Room) -> Step | None:
    """The time has passed that drinks wait for a "non", or that a draft may be left;
    None when nothing is due."""
    if turn.sends_at is not None and room.now >= turn.sends_at:
        return send(turn, room)
    if turn.reminds_at is None or room.now < turn.reminds_at or not turn.waiting:
        return None
    tables = dict.fromkeys(room.label(wish.table) for wish in turn.waiting)
    text = tr("{tables} : à envoyer.", tables=", ".join(tables))
    return Step(turn=replace(turn, reminds_at=None), say=(text,))


def set_quantity(turn: Turn, line: str, quantity: int, room: Room) -> Step:
    """A finger corrects how many; 0 takes the line off."""
    waiting = tuple(
        wish.counting(quantity) if wish.id == line else wish
        for wish in turn.waiting
        if wish.id != line or quantity > 0
    )
    return _corrected(turn, waiting, room)


def substitute(turn: Turn, line: str, article: str, room: Room) -> Step:
    """A finger says which article it was."""
    if article not in room.world.catalogue.articles:
        return Step(turn=turn)
    waiting = tuple(
        draft.instead(room, wish, article) if wish.id == line else wish
        for wish in turn.waiting
    )
    return _corrected(turn, waiting, room)


# ------------------------------------------------------------------ speaking of itself


def _talk(turn: Turn, action: Action, room: Room) -> Step:
    """What is said to Sotto about the dialogue."""
    match action.intent:
        case "dialog.yes":
            return _yes(turn, room)
        case "dialog.no":
            return _no(turn, room)
        case "dialog.cancel":
            return drop(turn, room)
        case "dialog.repeat":
            return Step(turn=turn, say=(turn.read or room.whisper("nothing"),))
        case "dialog.choice" if turn.asked is not None and turn.asked.slot == "item":
            return tap(turn, str(action.slots.get("item")), room)
        case "dialog.table":
            return _table(turn, action.slots.get("table"), room)
        case "dialog.commit":
            return send(turn, room)
        case _:
            return Step(turn=turn)


def _followed(step: Step, rest: Sequence[Action], room: Room) -> Step:
    """What was said behind it in the same sentence: once what it does is done."""
    if not rest:
        return step
    if step.jobs:
        last = replace(step.jobs[-1], then=(*step.jobs[-1].then, *acted(rest)))
        return replace(step, jobs=(*step.jobs[:-1], last))
    more = act(step.turn, acted(rest), room, rest)
    return replace(more, say=(*step.say, *more.say))


def _yes(turn: Turn, room: Room) -> Step:
    """Yes to the question, or to the one meaning that was asked about; a question that
    wants another answer is said again, and a draft wants its own word."""
    if turn.asked is not None and turn.asked.slot == "confirm":
        return tap(turn, YES, room)
    if turn.asked is not None and len(turn.asked.readings) == 1:
        return tap(turn, turn.asked.options[0].key, room)
    if turn.asked is None and turn.waiting:
        return Step(turn=turn, say=(tr("Dites « envoie »."),))
    return Step(turn=turn, asks=True)


def _no(turn: Turn, room: Room) -> Step:
    """No to the question; without one, to what was said last: the rest is read back."""
    if turn.asked is not None:
        return Step(turn=replace(turn, asked=None), say=(room.whisper("forgotten"),))
    if not turn.waiting:
        return Step(turn=turn)
    words = turn.waiting[-1].words
    waiting = tuple(wish for wish in turn.waiting if wish.words != words)
    say = (room.whisper("forgotten"), *draft.readback(room, waiting))
    return Step(turn=replace(turn, waiting=waiting), say=say)


def _table(turn: Turn, number: object, room: Room) -> Step:
    """The table that was asked for; else that of the last sentence, said again."""
    if turn.asked is not None and turn.asked.slot == "table":
        return (
            tap(turn, str(number), room) if isinstance(number, int) else Step(turn=turn)
        )
    table = room.table(number)
    if not turn.waiting or not table:
        return Step(turn=turn)
    words = turn.waiting[-1].words
    waiting = tuple(
        replace(wish, table=table) if wish.words == words else wish
        for wish in turn.waiting
    )
    return _corrected(replace(turn, table=table), waiting, room, words=words)


# ------------------------------------------------------------------ acting


def act(
    turn: Turn,
    actions: Sequence[Acted],
    room: Room,
    source: Sequence[Action] = (),
    guessed: tuple[str, ...] = (),
    words: str = "",
) -> Step:
    """Actions: each is planned against the room, what is missing is asked for first.

    Args:
        source: what they were made of, with what was guessed.
        guessed: what is doubtful of all of them.
        words: that were said; "" for those of the turn.
    """
    actions = with_tender(turn.asked, actions, source)
    lack = need(actions, room, words or turn.words)
    if lack is not None and lack.slot == "item" and len(lack.options) == 1:
        only = lack.options[0].key
        return act(turn, chosen(actions, only), room, source, guessed, words)
    if lack is not None:
        return Step(turn=replace(turn, asked=lack))
    say: list[str] = []
    jobs: list[Job] = []
    asking: list[tuple[Acted, Plan]] = []
    doubts = [*guessed, *(doubt for action in source for doubt in action.guessed)]
    before = turn
    for place, (intent, slots) in enumerate(actions):
        turn = _at(turn, intent, slots, room)
        said = source[place].words if place < len(source) else ""
        said = said or words or turn.words
        seen = replace(room, waiting=turn.waiting, last=turn.last, words=said)
        mended = _mended(turn, intent, slots, seen)
        if mended is not None:
            turn, say = mended.turn, [*say, *mended.say]
            continue
        plan = plan_of(intent, slots, seen)
        if plan.how == "ask":
            if why_not := hindrance(plan, room):
                say.append(why_not)
            else:
                asking.append(((intent, slots), plan))
            continue
        if plan.deeds:
            jobs.append(Job(deeds=plan.deeds, done=plan.text, then=plan.then))
        elif plan.text:
            say.append(plan.text)
        marked = [
            replace(wish, words=words or turn.words, guessed=tuple(doubts))
            for wish in plan.wishes
        ]
        before_picks = turn.waiting
        turn, marked = instead(turn, marked, seen)
        turn, marked = pick(turn, marked, seen)
        say += draft.readback(room, changed_lines(before_picks, turn.waiting))
        turn, told = joined(turn, marked, room)
        say += told
    changed = turn.waiting != before.waiting
    if turn.waiting and not before.waiting and not _may_order(turn.person, room):
        say.append(tr("Prendre une commande demande un droit."))
    changes = changed_lines(before.waiting, turn.waiting)
    new = missing_of(changes, room, turn.waiting)
    if asking:
        new = yes_or_no(asking, words or turn.words, room)
    kept = None if new else _still(before, turn, room, acts=bool(jobs) or changed)
    turn = _timed(replace(turn, asked=new or kept), room, doubts)
    # What was said of a line that still lacks its answer was none: it is asked again.
    again = new is not None and new == before.asked
    asks = again or (kept is not None and kept.slot != "option")
    return Step(turn=turn, say=tuple(say), jobs=tuple(jobs), asks=asks)


def _may_order(person: str, room: Room) -> bool:
    """Whether what waits can be sent by who said it; else they hear it with the first line,
    not after the last."""
    return "order.take" in room.world.rights_of(person)


def _still(before: Turn, turn: Turn, room: Room, *, acts: bool) -> Ask | None:
    """The question that is open after another sentence: a yes to something else would
    answer it, so once anything was done it is dropped, where a yes is what it wants."""
    asked = before.asked
    if asked is None or (acts and asked.slot in ("confirm", "approval")):
        return None
    return _open(asked, turn, room)


def _mended(turn: Turn, intent: str, slots: Slots, room: Room) -> Step | None:
    """A correction of the draft; None for anything else."""
    if intent == "order.modify" and "table" in slots.get("set", ()):
        return _table(replace(turn, asked=None), slots["set"]["table"], room)
    if not meant(intent, slots, room):
        return None
    mended = draft.mended(room, intent, slots)
    if mended is None:
        return None
    told = changed_lines(turn.waiting, mended)
    if mended == turn.waiting:
        told = list(mended[-1:])
    say = draft.readback(room, told) or [room.whisper("forgotten")]
    return Step(turn=replace(turn, waiting=mended), say=tuple(say))


def joined(turn: Turn, wishes: Sequence[Wish], room: Room) -> tuple[Turn, list[str]]:
    """The draft with more lines, and what is said of them; not of what there is none of."""
    amiss = draft.problems(room, (*turn.waiting, *wishes))
    good = [wish for wish in wishes if wish.id not in amiss]
    told = [amiss[wish.id] for wish in wishes if wish.id in amiss]
    told += filter(None, (draft.warning(room, wish) for wish in good))
    turn = replace(turn, waiting=(*turn.waiting, *good))
    return turn, [*draft.readback(room, good), *dict.fromkeys(told)]


def _confirmed(turn: Turn, asked: Ask, key: str, room: Room) -> Step:
    """Yes, or the reason that is one: planned anew, and done when it is still the same."""
    if key == NO:
        return Step(turn=turn, say=(room.whisper("forgotten"),))
    if asked.reasons and key not in asked.reasons:
        return Step(turn=replace(turn, asked=why(asked)))
    seen = replace(room, waiting=turn.waiting, last=turn.last)
    asking = [(acted, plan_of(*acted, seen)) for acted in asked.actions]
    if any(
        now.text != then.text or now.how != "ask"
        for (_, now), then in zip(asking, asked.plans, strict=True)
    ):
        still = [(acted, plan) for acted, plan in asking if plan.how == "ask"]
        say = tuple(plan.text for _, plan in asking if plan.how == "say")
        ask = yes_or_no(still, asked.words, room) if still else None
        return Step(turn=replace(turn, asked=ask), say=(tr("Cela a changé."), *say))
    plans = [plan.because(key) if plan.reasons else plan for _, plan in asking]
    jobs = tuple(
        Job(
            deeds=plan.deeds,
            done=plan.done,
            wishes=tuple(replace(wish, words=asked.words) for wish in plan.wishes),
            then=plan.then,
        )
        for plan in plans
    )
    return Step(turn=replace(turn, asked=missing_of(turn.waiting, room)), jobs=jobs)


def after(turn: Turn, job: Job, room: Room) -> Step:
    """What follows deeds that are done."""
    turn, told = joined(turn, job.wishes, room)
    turn = replace(turn, asked=turn.asked or missing_of(turn.waiting, room))
    step = act(turn, job.then, room)
    return replace(step, say=(*told, *step.say))


def _dropped(free: Turn, key: str, turn: Turn) -> Step:
    """No manager came."""
    return Step(turn=free if key == NO else turn)


# ------------------------------------------------------------------ the draft


def _corrected(
    turn: Turn, waiting: tuple[Wish, ...], room: Room, *, words: str = ""
) -> Step:
    """The draft as it is now; what was made of these words is said, "" for nothing, as
    when a finger corrects."""
    told = [wish for wish in waiting if words and wish.words == words]
    turn = replace(turn, waiting=waiting, sends_at=None)
    turn = replace(turn, asked=_open(turn.asked, turn, room))
    return Step(turn=turn, say=tuple(draft.readback(room, told)))


def _open(asked: Ask | None, turn: Turn, room: Room) -> Ask | None:
    """The question, unless it was about a line and that is gone or whole."""
    if asked is None or asked.slot != "option":
        return asked
    about = [wish for wish in turn.waiting if wish.id == asked.wish]
    return missing_of(about, room, turn.waiting)


def _timed(turn: Turn, room: Room, doubts: Sequence[str]) -> Turn:
    """When the draft is sent unasked: drinks alone, understood without a doubt, by a
    person who wants it so."""
    wanted = room.world.staff.voice(turn.person).send_drinks
    drinks = turn.waiting and all(draft.is_drink(room, w) for w in turn.waiting)
    doubtful = doubts or turn.asked or any(wish.guessed for wish in turn.waiting)
    if not wanted or not drinks or doubtful:
        return turn
    return replace(turn, sends_at=room.now + SEND_AFTER)


def _at(turn: Turn, intent: str, slots: Slots, room: Room) -> Turn:
    """The table that was ordered for last, or sat down at; that whose bill it is."""
    if intent in ("bill.request", "bill.pay"):
        return replace(turn, bill=room.table(slots.get("table")))
    if not intent.startswith("order.") and intent != "table.open":
        return turn
    table = room.table(slots.get("to")) or room.table(slots.get("table"))
    return replace(turn, table=table) if table else turn
