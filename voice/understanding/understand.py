"""From what was heard to what was meant: every reading is weighed, doubt becomes a question.

The recogniser's alternatives, and each with a word changed for one that sounds the same, are
understood one by one; the mass of those that mean the same is added up. How sure it has to be
is data (`tables/policy.json`).
"""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from voice.heard import Alternative, Heard
from voice.meaning import Action, Choice, Context, Question, Understood
from voice.understanding.language import Language, table_of
from voice.understanding.sentence import Meaning, interpret
from voice.understanding.speakable import Speakable
from voice.understanding.words import plain

_CHOICES = 3
_MAX_TEXT = 600


@dataclass(slots=True)
class _Candidate:
    """One meaning with the mass of all readings that have it.

    Attributes:
        witnessed: whether the recogniser without grammar heard it as well.
    """

    meaning: Meaning
    text: str
    mass: float = 0.0
    witnessed: bool = False


def understand(heard: Heard, menu: Speakable, context: Context) -> Understood:
    """What was meant by what one headset heard. Pure; the same for the same arguments."""
    policy = table_of("policy")
    if not heard.alternatives or not heard.alternatives[0].text.strip():
        return Understood("reject", "", probability=0.0)
    candidates = _candidates(heard, menu, context, policy)
    total = sum(candidate.mass for candidate in candidates) or 1.0
    meant = [candidate for candidate in candidates if candidate.meaning.actions]
    best = meant[0] if meant else candidates[0]
    probability = best.mass / total
    # Readings that mean nothing outvote one that both ears understand alike: it is asked.
    outvoted = candidates[0] is not best
    saved = best.witnessed and probability >= policy["outvoted"]
    if not meant:
        return _perhaps(best, probability, heard.agreement, policy)
    if heard.agreement < policy["agreement_reject"] or (outvoted and not saved):
        return Understood("reject", candidates[0].text, probability=probability)
    actions = best.meaning.actions
    question = _question(
        meant,
        total,
        sure=not outvoted
        and heard.agreement >= policy["agreement_accept"]
        and best.meaning.doubt <= policy["doubt_accept"]
        and not best.meaning.partial
        and (best.witnessed or not heard.duration),
        policy=policy,
        menu=menu,
    )
    return Understood(
        "ask" if question is not None else "accept",
        best.text,
        actions,
        question,
        probability,
    )


def _perhaps(
    best: _Candidate, probability: float, agreement: float, policy: dict[str, Any]
) -> Understood:
    """What explains most of a sentence, but not enough to be believed, is asked."""
    meaning = best.meaning
    near = (
        bool(meaning.rivals)
        and meaning.worth >= policy["perhaps_worth"]
        and meaning.doubt <= policy["perhaps_doubt"]
        and agreement >= policy["agreement_accept"]
        and not any(
            action.intent.startswith("dialog.") or action.slots.get("table", 0) is None
            for action in meaning.rivals
        )
    )
    if not near:
        return Understood("reject", best.text, probability=probability)
    question = Question("meaning", (Choice(best.text, meaning.rivals),))
    return Understood("ask", best.text, (), question, probability)


def _candidates(
    heard: Heard, menu: Speakable, context: Context, policy: dict[str, Any]
) -> list[_Candidate]:
    """The meanings, the likeliest first."""
    found: dict[str, _Candidate] = {}
    seen: dict[str, Meaning] = {}
    top = heard.alternatives[0].score
    alone = len(heard.alternatives) == 1
    for index, alternative in enumerate(heard.alternatives[: policy["alternatives"]]):
        acoustic = policy["acoustic_scale"] * (alternative.score - top)
        if acoustic < -policy["hopeless"]:
            continue
        for text, note in _variants(
            alternative, index, menu.language, policy, alone=alone
        ):
            if text in seen and note:
                continue
            if text not in seen:
                closely = index < policy["read_closely"] and (alone or not note)
                most = policy["readings"] if closely else policy["readings_of_others"]
                seen[text] = interpret(text, menu, context, most)
            meaning = seen[text]
            if note and not meaning.actions:
                continue
            weight = acoustic + _weight(meaning, policy)
            if note:
                weight -= policy["homophone_cost"]
                meaning = _noted(meaning, note)
            _add(found, meaning, text, weight)
    if heard.witness:
        # Words that the grammar lacks are heard by this one alone; what both mean is sure.
        text = heard.witness[:_MAX_TEXT]
        meaning = seen[text] if text in seen else interpret(text, menu, context)
        weight = _weight(meaning, policy) - policy["witness_cost"]
        _add(found, meaning, text, weight).witnessed = True
    return sorted(found.values(), key=_mass, reverse=True)


def _weight(meaning: Meaning, policy: dict[str, Any]) -> float:
    return float(policy["worth_scale"] * min(max(meaning.worth, 0), 8) - meaning.strain)


def _add(
    found: dict[str, _Candidate], meaning: Meaning, text: str, weight: float
) -> _Candidate:
    """Adds a reading to the others that mean the same."""
    key = json.dumps([a.as_json() for a in meaning.actions], sort_keys=True)
    candidate = found.setdefault(key, _Candidate(meaning, text))
    candidate.mass += math.exp(max(weight, -60.0))
    return candidate


def _mass(candidate: _Candidate) -> float:
    return candidate.mass


def _noted(meaning: Meaning, note: str) -> Meaning:
    actions = tuple(
        replace(action, guessed=(*action.guessed, note)) for action in meaning.actions
    )
    return replace(meaning, actions=actions)


def _variants(
    alternative: Alternative,
    index: int,
    language: Language,
    policy: dict[str, Any],
    *,
    alone: bool,
) -> Iterator[tuple[str, str]]:
    """The text itself, then with one word taken for another of the same sound."""
    text = alternative.text[:_MAX_TEXT]
    yield text, ""
    if index >= policy["varied_alternatives"]:
        return
    left = policy["variants" if alone else "variants_of_many"]
    words = text.split()
    plains = [plain(word.strip(".,;:!?…")) for word in words]
    for place in range(len(words)):
        for old, new in language.sound_alikes.get(plains[place], ()):
            if left and plains[place : place + len(old)] == list(old):
                left -= 1
                changed = [*words[:place], " ".join(new), *words[place + len(old) :]]
                yield " ".join(changed), f"« {' '.join(old)} » : {' '.join(new)}"


def _question(
    candidates: Sequence[_Candidate],
    total: float,
    *,
    sure: bool,
    policy: dict[str, Any],
    menu: Speakable,
) -> Question | None:
    """The one thing to ask, the most doubtful first; None when nothing is."""
    best = candidates[0]
    actions = best.meaning.actions
    share = best.mass / total
    guessed = any(note.startswith("«") for a in actions for note in a.guessed)
    enough = policy["accept_witnessed" if best.witnessed else "accept"]
    if not sure or guessed or share < enough:
        likely = [c for c in candidates if c.mass / total >= policy["least"]]
        return Question(
            "meaning",
            tuple(
                Choice(c.text, c.meaning.actions) for c in (likely or [best])[:_CHOICES]
            ),
        )
    for number, action in enumerate(actions):
        choice = _item_choices(actions, number, action, menu)
        if choice:
            return Question("item", choice)
    if any("table" in a.slots and a.slots["table"] is None for a in actions):
        return Question("table")
    if any(action.intent in policy["confirm"] for action in actions):
        return Question("confirm")
    return None


def _item_choices(
    actions: tuple[Action, ...], number: int, action: Action, menu: Speakable
) -> tuple[Choice, ...]:
    """For an article that may be several: each of them, with what it makes of the whole."""
    lines = action.slots.get("items", ())
    place = next((n for n, line in enumerate(lines) if line["item"] is None), None)
    open_slots = action.slots if place is None else lines[place]
    found = []
    for item in open_slots.get("choices", ())[:_CHOICES]:
        slots = {key: v for key, v in open_slots.items() if key != "choices"}
        slots["item"] = item
        if place is not None:
            entries = [*lines[:place], slots, *lines[place + 1 :]]
            slots = {**action.slots, "items": entries}
        chosen = replace(action, slots=slots)
        whole = (*actions[:number], chosen, *actions[number + 1 :])
        name = menu.items[item].name if item in menu.items else item
        found.append(Choice(name, whole))
    return tuple(found)
