"""Order among things of one kind: the lower rank goes first, of two equals the lower id.

Tills that were apart may each have given one rank away, so the id is part of the order
everywhere: two tills sell at the price of the same list.
"""

from collections.abc import Iterable
from dataclasses import Field, replace
from typing import Any, ClassVar, Protocol, TypeVar


class Ranked(Protocol):
    """A fact about a thing that has its place among others."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def id(self) -> str:
        """Which thing."""

    @property
    def rank(self) -> int:
        """Its place, from 1 on."""


Thing = TypeVar("Thing", bound=Ranked)


def ranked(things: Iterable[Thing]) -> list[Thing]:
    """Things in their order."""
    return sorted(things, key=lambda each: (each.rank, each.id))


def raised(things: Iterable[Thing], id_: str) -> tuple[Thing, ...]:
    """Those that get another rank when one goes before the one that now precedes it: the
    two change places, and of equal ranks the later ones grow; () for the first."""
    order = ranked(things)
    at = next((n for n, each in enumerate(order) if each.id == id_), 0)
    if not at:
        return ()
    ranks = [each.rank for each in order]
    order[at - 1 : at + 1] = order[at], order[at - 1]
    moved, least = list[Thing](), ranks[0]
    for each, rank in zip(order, ranks, strict=True):
        least = max(rank, least)
        if each.rank != least:
            moved.append(replace(each, rank=least))
        least += 1
    return tuple(moved)
