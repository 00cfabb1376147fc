"""What became of one sentence, and of many."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import Any

from voice.evaluation.corpus import Sentence, word_errors, words_of
from voice.heard import Heard
from voice.meaning import Action, Question, Understood
from voice.speech.phrasing import beep_is_enough

Lines = Counter[str]


class Outcome(StrEnum):
    """How one sentence ended."""

    RIGHT = "right"  # done, or in the draft, as it was meant
    ASKED = "asked"  # the question offers what was meant
    UNCLEAR = "unclear"  # a question that does not
    SILENT = "silent"  # "pardon ?"
    WRONG = "wrong"  # something else is done without a question

    @property
    def is_exact(self) -> bool:
        """Whether what was meant is done, after at most one answer."""
        return self in (Outcome.RIGHT, Outcome.ASKED)


@dataclass(frozen=True, slots=True)
class Result:
    """One sentence, heard and understood.

    Attributes:
        outcome: after it was said once; `after`: after it was said again, where the waiter
            heard that something else was understood, or was asked to repeat it.
        lines, lines_after: of the order, right ones among all that were meant.
        errors: words wrong of `words`.
        heard_ms: from the release of the button to the words; meant_ms: to their meaning.
        intents: whether the same things were meant, whatever their details.
        beeped: whether a tone alone would have answered.
        cause: of a miss: "words" (they were heard wrong), "choice" (heard right by one of the
            alternatives that was not taken), "meaning" (not understood in writing either).
    """

    sentence: Sentence
    outcome: Outcome
    after: Outcome
    text: str = ""
    words: int = 0
    errors: int = 0
    lines: int = 0
    lines_after: int = 0
    lines_meant: int = 0
    heard_ms: float = 0.0
    meant_ms: float = 0.0
    intents: bool = False
    beeped: bool = False
    cause: str = ""
    voice: str = ""


def outcome(understood: Understood, sentence: Sentence) -> Outcome:
    """How a sentence ends that is understood so."""
    meant = _plain(sentence.actions)
    got = _plain(a.as_json() for a in understood.actions)
    if understood.verdict == "reject" or (understood.verdict == "accept" and not got):
        return Outcome.RIGHT if sentence.is_chatter else Outcome.SILENT
    if understood.verdict == "accept":
        return Outcome.RIGHT if got == meant else Outcome.WRONG
    if sentence.is_chatter:
        return Outcome.UNCLEAR
    offered = answers(understood.actions, understood.question, sentence)
    return Outcome.ASKED if meant in offered else Outcome.UNCLEAR


def answers(
    actions: Sequence[Action], question: Question | None, sentence: Sentence
) -> list[str]:
    """The meanings that an answer to the question leads to, as the waiter would give it."""
    found = [_plain(action.as_json() for action in actions)]
    if question is None:
        return found
    found += [
        _plain(a.as_json() for a in choice.actions) for choice in question.choices
    ]
    tables = {action.get("table") for action in sentence.actions}
    if question.slot == "table" and len(tables) == 1:
        told = [dict(action.as_json()) for action in actions]
        table = tables.pop()
        for action in told:
            if action.get("table", table) is None:
                action["table"] = table
        found.append(_plain(told))
    return found


def lines_of(actions: Iterable[Mapping[str, Any]]) -> Lines:
    """What a restaurant counts: lines of orders with their table; any other action is one."""
    lines: Lines = Counter()
    for action in actions:
        if action["intent"] == "order.add":
            for item in action["items"]:
                lines[_plain([action.get("table"), item])] += 1
        else:
            lines[_plain(action)] += 1
    return lines


def lines_right(understood: Understood, sentence: Sentence, end: Outcome) -> int:
    """How many lines that were meant are in what was understood; all after a good question."""
    meant = lines_of(sentence.actions)
    if end.is_exact:
        return meant.total()
    got = lines_of(a.as_json() for a in understood.actions)
    return (meant & got).total()


def first_result(
    sentence: Sentence, heard: Heard, understood: Understood, voice: str = ""
) -> Result:
    """A sentence that was said once; what it ended with is also what it ends with."""
    end = outcome(understood, sentence)
    said = words_of(sentence.text)
    best = heard.alternatives[0].text if heard.alternatives else ""
    right = lines_right(understood, sentence, end)
    got = [action.as_json() for action in understood.actions]
    return Result(
        sentence,
        end,
        end,
        best,
        len(said),
        word_errors(said, words_of(best)),
        right,
        right,
        lines_of(sentence.actions).total(),
        intents=end.is_exact or _intents(sentence.actions) == _intents(got),
        beeped=beep_is_enough(understood),
        voice=voice,
    )


def totals(results: Sequence[Result]) -> dict[str, float]:
    """The figures of many sentences, shares in percent; those of none are left out.

    `exact` is right at once or after one answer; `after` counts a sentence said again as well.
    `wrong` is done without a question; `unnoticed` of these with a tone alone.
    """
    orders = [r for r in results if not r.sentence.is_chatter]
    chatter = [r for r in results if r.sentence.is_chatter]
    figures: dict[str, float] = {"sentences": len(orders), "chatter": len(chatter)}
    if orders:
        ends = Counter(result.outcome for result in orders)
        share = {end: 100 * ends[end] / len(orders) for end in Outcome}
        meant = sum(result.lines_meant for result in orders)
        figures |= {
            "wer": _percent(
                sum(r.errors for r in orders), sum(r.words for r in orders)
            ),
            "intent": _percent(sum(r.intents for r in orders), len(orders)),
            "exact": share[Outcome.RIGHT] + share[Outcome.ASKED],
            **{str(end): share[end] for end in Outcome},
            "unnoticed": _percent(
                sum(r.beeped and r.outcome is Outcome.WRONG for r in orders),
                len(orders),
            ),
            "after": _percent(sum(r.after.is_exact for r in orders), len(orders)),
            "lines": _percent(sum(r.lines for r in orders), meant),
            "lines_after": _percent(sum(r.lines_after for r in orders), meant),
            **_times("heard_ms", [result.heard_ms for result in orders]),
            **_times("meant_ms", [result.meant_ms for result in orders]),
        }
    if chatter:
        ends = Counter(result.outcome for result in chatter)
        figures["chatter_acts"] = 100 * ends[Outcome.WRONG] / len(chatter)
        figures["chatter_asks"] = 100 * ends[Outcome.UNCLEAR] / len(chatter)
    return figures


def _intents(actions: Iterable[Mapping[str, Any]]) -> list[str]:
    return [str(action["intent"]) for action in actions]


def _times(name: str, times: Sequence[float]) -> dict[str, float]:
    if len(times) < 2:
        return {}
    return {name: median(times), f"{name}_p95": quantiles(times, n=20)[-1]}


def _percent(part: float, whole: float) -> float:
    return 100 * part / whole if whole else 0.0


def _plain(value: Any) -> str:
    """Any JSON as one text, whatever the order of its keys."""
    if not isinstance(value, dict | list | tuple | str | int | float | None):
        value = list(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
