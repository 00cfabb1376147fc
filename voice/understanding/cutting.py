"""Where a sentence asks for several things: the stretches that are worth most together."""

from dataclasses import replace

from voice.meaning import Context
from voice.understanding.actions import build
from voice.understanding.clause import Clause
from voice.understanding.frames import CALLS, Scored, weigh
from voice.understanding.islands import SLOTS

PART_ENOUGH = 0.9
"""What each stretch of several must be worth."""
CUT = 1.9
"""What a cut costs."""
GUESSED = frozenset({"bare", "last", "alone", "apart"})
"""Where a number stands that is a table only because nothing else is."""
_MAX_CUTS = 4

Known = dict[tuple[object, ...], tuple[Clause, Scored | None]]
"""What stretches were weighed already; with them, so that their islands stay alive."""


def cut(whole: Clause, known: Known) -> list[Scored]:
    """The sentence as one stretch, or as the stretches that are worth more."""
    first = _best_of(whole)
    if first is not None and _explains(first) and not _may_be_two(first):
        return [first]
    places = _cuts(whole)
    if not places:
        return [first] if first is not None else []
    edges = [whole.start, *places, whole.end]
    # The best way to each edge: (worth, stretches).
    best: list[tuple[float, list[Scored]]] = [(0.0, [])]
    for end in range(1, len(edges)):
        ways = []
        for start in range(end):
            stretch = (
                first
                if (start, end) == (0, len(edges) - 1)
                else _known_best(_part(whole, edges[start], edges[end]), known)
            )
            before, chain = best[start]
            if stretch is not None and stretch.score >= PART_ENOUGH:
                cut = CUT if chain else 0.0
                ways.append((before + stretch.score - cut, [*chain, stretch]))
            else:
                ways.append((before - _lost(whole, edges[start], edges[end]), chain))
        best.append(max(ways, key=_by_worth))
    return best[-1][1]


def _by_worth(way: tuple[float, list[Scored]]) -> float:
    return way[0]


def _known_best(clause: Clause, known: Known) -> Scored | None:
    """As `_best_of`; readings of one sentence have most of their stretches in common."""
    key = (
        clause.start,
        clause.end,
        clause.context.table,
        clause.asked,
        tuple(id(island) for island in clause.islands),
        tuple(id(hit) for hit in clause.hits),
        clause.light[clause.start : clause.end],
    )
    if key not in known:
        known[key] = (clause, _best_of(clause))
    return known[key][1]


def _best_of(clause: Clause) -> Scored | None:
    for scored in weigh(clause):
        if build(scored.frame.intent, scored.clause, None):
            return scored
    return None


def _may_be_two(scored: Scored) -> bool:
    """Whether two tables are named, where one thing is wanted of one table."""
    needs = scored.frame.needs
    pairs = any("table2" in need for need in needs) or "copy" in scored.clause.features
    named = {n for n, place in scored.clause.order.tables if place not in GUESSED}
    return len(named) > 1 and not pairs


def _explains(scored: Scored) -> bool:
    """Whether nothing that an intent could want is left over."""
    known = scored.frame.concepts
    if scored.refuted:
        return False
    if len(scored.clause.tables) > 1 and len(CALLS & scored.clause.features) > 1:
        return False
    covered: set[int] = set()
    for hit in scored.clause.hits:
        if hit.concept in scored.frame.against:
            return False
        if hit.concept in CALLS and hit.concept not in known:
            return False
        if hit.concept in known:
            covered.update(range(hit.start, hit.end))
    for island in scored.clause.slots:
        kinds = island.kinds
        if not SLOTS.isdisjoint(kinds) and scored.frame.slots.isdisjoint(kinds):
            return False
        covered.update(range(island.start, island.end))
    light = scored.clause.light
    return all(
        place in covered or light[place]
        for hit in scored.clause.hits
        for place in range(hit.start, hit.end)
    )


def _cuts(whole: Clause) -> list[int]:
    """Where one thing may end and the next begin."""
    places = {
        island.start
        for island in whole.islands
        if "conj" in island and "op" not in island and island.start > whole.start
    }
    places.update(
        place for place in range(whole.start + 1, whole.end) if whole.words[place].pause
    )
    # "la douze tu réclames les plats, la treize…": each table begins anew.
    tables = [island for island in whole.islands if "table" in island]
    places.update(island.start for island in tables[1:] if not island["table"][1])
    # "deux cafés l'addition": what is counted is ordered, not paid for.
    pairs = list(zip(whole.islands, whole.islands[1:], strict=False))
    counted = {b.end for a, b in pairs if "num" in a and "thing" in b}
    bills = (hit.start for hit in whole.hits if hit.concept == "bill")
    places.update(end for end in bills if not counted.isdisjoint({end, end - 1}))
    # "…, avec des haricots" goes on with what was said.
    goes_on = {i.start for i in whole.islands if "op" in i or "pron" in i}
    goes_on.update(place for place in places if _is_part(whole, place))
    starts = sorted(places - goes_on)
    # Only between things that something is known of.
    known = sorted(
        {hit.start for hit in whole.hits}
        | {i.start for i in whole.islands if not SLOTS.isdisjoint(i.kinds)}
    )
    useful = [
        place
        for place in starts
        if any(start < place for start in known)
        and any(start >= place for start in known)
    ]
    if len(useful) > _MAX_CUTS:
        anchors = [hit.start for hit in whole.hits]
        useful.sort(
            key=lambda place: min(
                (abs(place - anchor) for anchor in anchors if anchor >= place),
                default=len(whole.words),
            )
        )
        useful = sorted(useful[:_MAX_CUTS])
    return useful


def _is_part(whole: Clause, place: int) -> bool:
    """Whether it goes on with what was ordered: "un avec riz", "salade au lieu de frites"."""
    islands = [i for i in whole.islands if i.start >= place and "conj" not in i]
    if islands and ("det" in islands[0] or "with" in (islands[0].get("op") or ())):
        islands = islands[1:]  # "et avec de la purée au lieu du riz"
    if len(islands) < 2:
        return False
    first, second = islands[:2]
    ops = second.get("op") or ()
    if "thing" in first and "swap_for" in ops:
        return "swap" in whole.features
    near = second.start == first.end and not second.pause
    return "num" in first and near and not {"with", "without", "extra"}.isdisjoint(ops)


def _part(whole: Clause, start: int, end: int) -> Clause:
    return Clause(
        words=whole.words,
        start=start,
        end=end,
        islands=tuple(i for i in whole.islands if start <= i.start and i.end <= end),
        hits=tuple(h for h in whole.hits if start <= h.start and h.end <= end),
        light=whole.light,
        menu=whole.menu,
        context=_after(whole, start),
        asked=whole.asked and end == whole.end,
        whole=False,
    )


def _after(whole: Clause, start: int) -> Context:
    """The context of a stretch: a table that was said before it holds on."""
    tables = [i["table"][0] for i in whole.islands if "table" in i and i.end <= start]
    return replace(whole.context, table=tables[-1]) if tables else whole.context


def _lost(whole: Clause, start: int, end: int) -> float:
    """What it costs to leave a stretch aside."""
    cost = sum(0.12 for place in range(start, end) if not whole.light[place])
    for island in whole.islands:
        inside = start <= island.start and island.end <= end
        if inside and not SLOTS.isdisjoint(island.kinds):
            cost += 2.5 if "thing" in island else 1.5
    return cost
