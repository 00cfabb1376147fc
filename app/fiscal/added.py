"""Whether closings that add up closings do: months, years, the establishment.

Source: `fiscal.md` 4.7 (`TOTAL_DIFF`, `CLOSE_MISSING`), 6, C-01.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from app.domain.settings import YEAR_STARTS
from app.domain.till.periods import month_of, year_of
from db.entry import Entry

ADDING: Final = {
    "till.month_closed": ("Z", "ZM"),
    "till.year_closed": ("ZM", "ZY"),
    "establishment.day_closed": ("Z", "E"),
    "establishment.month_closed": ("ZM", "EM"),
    "establishment.year_closed": ("ZY", "EY"),
}
"""Closing -> the series that it adds up, and its own."""
SETTING: Final = "setting.set"
_DAY_CLOSED: Final = "till.day_closed"
_OWN: Final = ("ZM", "ZY")
"""Series of closings that add up the closings of their own terminal."""
_CARRIED: Final = ("day", "month", "perpetual_net", "perpetual_abs")
"""Running totals of the establishment that can be told from those of its terminals."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """A closing as others name it; its figures are packed, for there are many."""

    hash: str
    day: str
    figures: bytes
    totals: Mapping[str, int]


@dataclass(slots=True)
class Added:
    """The closings of all chains, in canonical order.

    Attributes:
        upto: series -> chain -> the last number that was added up.
        open_: series of what adds up -> chain -> days not added up yet, the oldest first.
    """

    known: dict[tuple[str, str, int], _Stored] = field(default_factory=dict)
    upto: dict[tuple[str, str], int] = field(default_factory=dict)
    open_: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    starts: set[int] = field(default_factory=lambda: {1})

    def take(self, entry: Entry) -> bool:
        """Notes a closing, or with which month a fiscal year begins; whether what it says
        of others is right. Any other entry is."""
        data: Mapping[str, Any] = entry.data
        if entry.type == SETTING:
            if data["key"] == YEAR_STARTS:
                self.starts.add(int(data["value"]))
            return True
        if entry.type == _DAY_CLOSED:
            self._keep("Z", entry, data["day"])
            return True
        if entry.type not in ADDING:
            return True
        added, own = ADDING[entry.type]
        right = self._right(entry.chain, added, own, data)
        self._keep(own, entry, data["last_day"])
        for part in data["parts"]:
            key = own, part["chain"]
            self.upto[key] = max(self.upto.get(key, 0), part["number"])
        if own in _OWN:
            days = self.open_.get((own, entry.chain), [])
            self.open_[own, entry.chain] = [d for d in days if d > data["last_day"]]
        return right

    def missing(self, chain: str, bday: str) -> Iterator[tuple[str, str]]:
        """Months and years that a document of business day `bday` comes too late for,
        because they were not closed, with the series of their closing; each is told
        once."""
        months = self.open_.get(("ZM", chain), [])
        while months and month_of(months[0])[1] < bday:
            last = month_of(months[0])[1]
            yield "ZM", last[:7]
            months[:] = [day for day in months if day > last]
        years = self.open_.get(("ZY", chain), [])
        while years and all(year_of(years[0], s)[1] < bday for s in self.starts):
            last = max(year_of(years[0], start)[1] for start in self.starts)
            yield "ZY", last[:4]
            years[:] = [day for day in years if day > last]

    def _keep(self, series: str, entry: Entry, day: str) -> None:
        data: Mapping[str, Any] = entry.data
        packed = zlib.compress(orjson.dumps(_figures(data["figures"])), 1)
        stored = _Stored(entry.hash, day, packed, data["totals"])
        self.known[series, entry.chain, entry.tseq] = stored
        for over in ("ZM", "ZY"):
            if ADDED_BY[over] == series:
                self.open_.setdefault((over, entry.chain), []).append(day)

    def _right(self, chain: str, added: str, own: str, data: Mapping[str, Any]) -> bool:
        """Whether a closing names closings as they are, once, and adds them up."""
        parts = [
            self.known.get((added, p["chain"], p["number"])) for p in data["parts"]
        ]
        stored = [part for part in parts if part is not None]
        if not parts or len(stored) < len(parts):
            return False
        return (
            all(map(_names, data["parts"], stored))
            and self._each_once(chain, own, data["parts"])
            and all(data["first_day"] <= s.day <= data["last_day"] for s in stored)
            and _figures(data["figures"]) == _sum(stored)
            and self._totals(own, added, stored, data)
        )

    def _each_once(self, chain: str, own: str, parts: Sequence[Any]) -> bool:
        upto = dict(self.upto)
        for part in parts:
            key = own, part["chain"]
            follows = upto.get(key, 0) + 1
            if own in _OWN and (part["chain"] != chain or part["number"] != follows):
                return False
            if part["number"] < follows:
                return False
            upto[key] = part["number"]
        return True

    def _totals(
        self, own: str, added: str, stored: Sequence[_Stored], data: Mapping[str, Any]
    ) -> bool:
        """Whether the running totals are those of the closings that it ends with."""
        figures, totals = _figures(data["figures"]), data["totals"]
        sales = figures.get("document.sale.ttc", 0)
        back = figures.get("document.refund.ttc", 0)
        start = data["start_net"], data["start_abs"]
        net, turned = totals["perpetual_net"], totals["perpetual_abs"]
        if start != (net - sales - back, turned - sales + back):
            return False
        if own in _OWN:
            return bool(totals == stored[-1].totals)
        found = [self.known.get((added, e["chain"], e["number"])) for e in data["ends"]]
        ends = [end for end in found if end is not None]
        if not ends or len(ends) < len(found):
            return False
        last = max(end.day for end in ends)
        lengths = {"day": 10, "month": 7}
        return all(
            totals[name]
            == sum(
                end.totals[name]
                for end in ends
                if end.day[: lengths.get(name, 0)] == last[: lengths.get(name, 0)]
            )
            for name in _CARRIED
        )


ADDED_BY: Final = {own: added for added, own in ADDING.values()}


def _names(part: Mapping[str, Any], stored: _Stored) -> bool:
    figures = orjson.loads(zlib.decompress(stored.figures))
    net = figures.get("document.sale.ttc", 0) + figures.get("document.refund.ttc", 0)
    return (part["hash"], part["day"], part["net"]) == (stored.hash, stored.day, net)


def _figures(figures: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {figure["key"]: figure["value"] for figure in figures if figure["value"]}


def _sum(stored: Sequence[_Stored]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in stored:
        for key, value in orjson.loads(zlib.decompress(each.figures)).items():
            sums[key] = sums.get(key, 0) + value
    return {key: value for key, value in sums.items() if value}
