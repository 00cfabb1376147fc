"""What guests cannot eat, carried to every dish that it concerns.

A text is sealed with the key of the order it was said on; here it is carried, never
read. When orders are merged a seat can gather several: one sealed text a line, and one
that was sealed for another order begins with the id of that order and a tab.
"""

from collections.abc import Iterable

from app.domain.orders.state import Line, Order

_OWNER = "\t"


def sealed_texts(order: str, allergy: str) -> tuple[tuple[str, str], ...]:
    """(order whose key opens it, sealed text) of each text in `allergy` of `order`."""
    texts: list[tuple[str, str]] = []
    for text in filter(None, allergy.split("\n")):
        owner, _, sealed = text.rpartition(_OWNER)
        texts.append((owner or order, sealed))
    return tuple(texts)


def gathered(order: str, texts: Iterable[tuple[str, str]]) -> str:
    """The texts, each once, as `order` writes them down: undone by `sealed_texts`."""
    written = (
        sealed if owner == order else f"{owner}{_OWNER}{sealed}"
        for owner, sealed in texts
    )
    return "\n".join(dict.fromkeys(written))


def concerned(order: Order, line: Line) -> list[int]:
    """The seats whose allergies matter for a line, 0 the table, in their order.

    A dish that is for nobody in particular may be eaten by anybody.
    """
    return [
        seat
        for seat in sorted(order.allergies)
        if seat == 0 or not line.seats or seat in line.seats
    ]


def allergy_of(order: Order, line: Line) -> str:
    """Everything that may not be in the dishes of a line, "" when nothing is known."""
    return gathered(
        order.id,
        (
            text
            for seat in concerned(order, line)
            for text in sealed_texts(order.id, order.allergies[seat])
        ),
    )
