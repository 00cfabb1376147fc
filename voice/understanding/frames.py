"""Which intent a stretch of a sentence has: every one is weighed by what speaks for it.

The weights are data (`tables/intents.json`). An intent is worth the more, the more of its
evidence is there and the fewer words it leaves unexplained.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from voice.understanding.clause import Clause
from voice.understanding.islands import SLOTS
from voice.understanding.language import table_of

_HOPELESS = 0.5
_REFUTED = -1.5
_BARE = 0.8
_FEW = 2
_STRAY = 0.9
_UNKNOWN = 0.45
_ASIDE, _ASIDES, _FAR = 0.12, 0.6, 0.9
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


@dataclass(frozen=True, slots=True)
class Rule:
    """A weight for features that come together; those with `!` must be missing."""

    wanted: frozenset[str]
    missing: frozenset[str]
    weight: float


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
    rules: tuple[Rule, ...]
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


def _frame(intent: str, row: Mapping[str, object]) -> Frame:
    weights = row["weights"]
    assert isinstance(weights, dict)
    rules = []
    for key, weight in weights.items():
        parts = key.split()
        rules.append(
            Rule(
                frozenset(part for part in parts if not part.startswith("!")),
                frozenset(part[1:] for part in parts if part.startswith("!")),
                float(weight),
            )
        )
    return Frame(
        intent,
        frozenset(str(row["slots"]).split()),
        tuple(frozenset(need.split()) for need in str(row["needs"]).split("|")),
        tuple(rule for rule in rules if rule.weight),
        frozenset(f for rule in rules if rule.weight >= 0 for f in rule.wanted),
        frozenset(
            f
            for rule in rules
            if rule.weight < 0 and len(rule.wanted) == 1 and not rule.missing
            for f in rule.wanted
        ),
    )


def weigh(clause: Clause) -> list[Scored]:
    """The intents that the stretch can have, likeliest first; hopeless ones are left out."""
    worths: list[tuple[float, bool, Frame, Clause]] = []
    for frame in frames():
        view = clause if "thing" in frame.slots else clause.other
        features = view.features
        for need in frame.needs:
            if need <= features:
                break
        else:
            continue
        weights = [
            rule.weight
            for rule in frame.rules
            if rule.wanted <= features and rule.missing.isdisjoint(features)
        ]
        worth = sum(weights)
        if worth > 0:
            worths.append((worth, min(weights) <= _REFUTED, frame, view))
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
    beside, aside = clause.unexplained(frame.concepts, named="name" in frame.slots)
    cost = strays * _STRAY + beside * _UNKNOWN + min(aside * _ASIDE, _ASIDES)
    cost += sum(
        _OTHERS_CALL
        for concept in CALLS
        if concept in features and concept not in frame.concepts
    )
    if frame.intent.startswith("dialog."):
        # Said in few words, or it is talk: "le client a oublié son parapluie".
        near, far = clause.besides(frame.concepts)
        cost += max(0, near - _FEW) * 0.4 + min(far * _ASIDE, _FAR)
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
