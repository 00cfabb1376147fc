"""Utterance files understood and compared with what their writers meant."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from voice.heard import typed
from voice.meaning import Context, Understood
from voice.menu import Menu
from voice.understanding.speakable import Speakable
from voice.understanding.understand import understand


def context_from_json(told: Mapping[str, Any]) -> Context:
    """The context of a line of an utterance file."""
    return Context(
        table=told.get("table"),
        last_order=bool(told.get("last_order")),
        pending=told.get("pending", {}),
        draft=tuple(told.get("draft", ())),
    )


def understood_as_json(understood: Understood) -> dict[str, Any]:
    """What was understood, as `sotto voice understand` prints it."""
    question = understood.question
    return {
        "verdict": understood.verdict,
        "probability": round(understood.probability, 3),
        "actions": [action.as_json() for action in understood.actions],
        "words": [action.words for action in understood.actions],
        "guessed": [list(action.guessed) for action in understood.actions],
        "question": question.slot if question is not None else None,
        "choices": [choice.label for choice in question.choices] if question else [],
    }


def understood_lines(
    lines: Iterable[str], menu: Menu
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each line of an utterance file with what was understood."""
    speakable = Speakable(menu)
    for line in lines:
        if not line.strip():
            continue
        said = json.loads(line)
        context = context_from_json(said.get("context", {}))
        understood = understand(typed(said["text"]), speakable, context)
        told = understood_as_json(understood)
        if "id" in said:
            told = {"id": said["id"], **told}
        yield said, told


@dataclass(slots=True)
class Score:
    """How many utterances were understood exactly; misses by intent.

    An utterance is exact when the list of its actions is the one meant: order, tables that
    are not known and choices included.
    """

    exact: int = 0
    total: int = 0
    misses: Counter[str] = field(default_factory=Counter)

    def add(self, said: Mapping[str, Any], understood: Mapping[str, Any]) -> None:
        """Counts one utterance."""
        self.total += 1
        if said["actions"] == understood["actions"]:
            self.exact += 1
        else:
            intents = [action["intent"] for action in said["actions"]] or ["reject"]
            self.misses[" + ".join(intents)] += 1
