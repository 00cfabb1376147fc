"""Which intent a stretch of a sentence has: every one is weighed by what speaks for it.

The weights are data (`tables/intents.json`). An intent is worth the more, the more of its
evidence is there and the fewer words it leaves unexplained.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from voice.understanding.clause import Clause
from voice.understanding.islands import SLOTS
from voice.understanding.language import table_of

_HOPELESS = 0.5
_REFUTED = -1.5
_BARE = 0.8
_FEW = 2
_STRAY = 0.9
_UNKNOWN = 0.45
_ASIDE, _ASIDES = 0.12, 0.6
_WHOLE = 0.8
_OTHERS_CALL = 0.9
CALLS = frozenset(
    [
        "bill",
        "pay",
        "booking",
        "percent",
        "comp",
        "allergy",
        "price",
        "merge",
        "runner",
        "discount",
    ]
)
"""Words that ask for something by themselves: who leaves them out has not understood."""


Rule = tuple[int, frozenset[str], frozenset[str], float]
"""Of which intent; features that must all be there, or missing, and what it weighs then."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of an intent.

    Attributes:
        slots: kinds of islands that it can take.
        needs: one of these sets of features must be there.
        concepts: evidence that it explains.
        against: evidence that by itself speaks for something else.
    """

    intent: str
    slots: frozenset[str]
    needs: tuple[frozenset[str], ...]
    concepts: frozenset[str]
    against: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """An intent with what it is worth here.

    Attributes:
        refuted: whether something speaks loudly against it.
    """

    frame: Frame
    clause: Clause
    score: float
    unexplained: int
    refuted: bool


@cache
def frames() -> tuple[Frame, ...]:
    """All intents, as the table has them."""
    return tuple(_frame(intent, row) for intent, row in table_of("intents").items())


def _frame(intent: str, row: Mapping[str, Any]) -> Frame:
    concepts: set[str] = set()
    against: set[str] = set()
    for key, weight in row["weights"].items():
        wanted, missing = _parts(key)
        if weight >= 0:
            concepts.update(wanted)  # a weight of 0 says that it is explained
        elif len(wanted) == 1 and not missing:
            against.update(wanted)
    return Frame(
        intent,
        frozenset(row["slots"].split()),
        tuple(frozenset(need.split()) for need in row["needs"].split("|")),
        frozenset(concepts),
        frozenset(against),
    )


def _parts(key: str) -> tuple[list[str], list[str]]:
    parts = key.split()
    missing = [part[1:] for part in parts if part.startswith("!")]
    return [part for part in parts if not part.startswith("!")], missing


@cache
def _rules() -> Mapping[str, Sequence[Rule]]:
    """All weights by the rarest of the features that they want; "" where they want none."""
    keys = [key for row in table_of("intents").values() for key in row["weights"]]
    common = Counter(part for key in keys for part in _parts(key)[0])
    found: dict[str, list[Rule]] = {}
    for number, row in enumerate(table_of("intents").values()):
        for key, weight in row["weights"].items():
            wanted, missing = _parts(key)
            rarest = min(wanted, key=lambda part: (common[part], part), default="")
            rest = frozenset(wanted) - {rarest}
            rule = (number, rest, frozenset(missing), float(weight))
            if weight:
                found.setdefault(rarest, []).append(rule)
    return found


def weigh(clause: Clause) -> list[Scored]:
    """The intents that the stretch can have, likeliest first; hopeless ones are left out."""
    weights = _weights(clause.features)
    other = clause.other
    coursed = weights if other is clause else _weights(other.features)
    worths: list[tuple[float, bool, Frame, Clause]] = []
    for number, frame in enumerate(frames()):
        things = "thing" in frame.slots
        view = clause if things else other
        here = (weights if things else coursed).get(number)
        if here is None or sum(here) <= 0:
            continue
        if any(need <= view.features for need in frame.needs):
            worths.append((sum(here), min(here) <= _REFUTED, frame, view))
    worths.sort(key=_by_worth, reverse=True)
    found: list[Scored] = []
    best = 0.0
    for worth, refuted, frame, view in worths:
        if worth < best - _HOPELESS:
            break  # a cost can only make it less
        cost, unexplained = _cost(frame, view)
        found.append(Scored(frame, view, worth - cost, unexplained, refuted))
        best = max(best, worth - cost)
    found.sort(key=_by_score, reverse=True)
    return found


@lru_cache(maxsize=4096)
def _weights(features: frozenset[str]) -> Mapping[int, Sequence[float]]:
    """What speaks for and against each intent, by its number.

    Alternatives of one utterance have most of their sets of features in common.
    """
    rules = _rules()
    found: dict[int, list[float]] = {}
    for feature in sorted(features):
        for number, rest, missing, weight in rules.get(feature, ()):
            if rest <= features and missing.isdisjoint(features):
                found.setdefault(number, []).append(weight)
    for number, _, missing, weight in rules.get("", ()):
        if missing.isdisjoint(features):
            found.setdefault(number, []).append(weight)
    return found


def _by_worth(row: tuple[float, bool, Frame, Clause]) -> float:
    return row[0]


def _by_score(scored: Scored) -> float:
    return scored.score


def _cost(frame: Frame, clause: Clause) -> tuple[float, int]:
    features = clause.features
    counts = clause.order.apiece and frame.intent == "order.add"
    strays = sum(
        1
        for island in clause.slots
        if not SLOTS.isdisjoint(island.kinds)
        and frame.slots.isdisjoint(island.kinds)
        and not (counts and "covers" in island)
    )
    named, stationed = "name" in frame.slots, "station" in frame.slots
    concepts = frame.concepts
    beside, aside = clause.unexplained(concepts, named=named, stationed=stationed)
    cost = strays * _STRAY + beside * _UNKNOWN + min(aside * _ASIDE, _ASIDES)
    cost += sum(
        _OTHERS_CALL
        for concept in CALLS
        if concept in features and concept not in frame.concepts
    )
    if frame.intent.startswith("dialog."):
        # Said in few words, or it is talk: "le client a oublié son parapluie".
        left, whole = clause.besides(frame.concepts)
        if whole:
            cost += min(left * _ASIDE, _ASIDES) - _WHOLE
        else:
            cost += max(0, left - _FEW) * 0.4
    places = {place for _, place in clause.order.tables}
    if places == {"bare"} and not clause.order.lines:
        cost += _BARE  # "deux minutes" is no table
    if "thing" in frame.slots:
        cost += clause.order.misfits * 0.4
        if frame.intent == "order.add":
            cost += len(clause.order.bare) * 0.6
    if "loose" not in frame.slots:
        cost += len(clause.order.loose) * 0.6
    return cost, beside + aside
