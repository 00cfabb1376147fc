"""Facts about the dishes of a formule once it was sent."""

from app.domain.orders.events import DishOrdered
from app.domain.wire import Json, fact, upcast


@fact("order.line_mixed", stream="order/{order}", series="O")
class LineMixed:
    """A line of which nothing was sent is several drinks in one glass from now on, or
    not any more: its name, unit price and dish.

    `formule`: it is charged as a formule is, its price shared out over the drinks.
    """

    order: str
    line: str
    label: str
    price: int
    formule: bool
    dish: DishOrdered


@fact("order.dish_swapped", version=2, stream="order/{order}", series="O", signed=True)
class DishSwapped:
    """A step of a formule has another dish from now on.

    Attributes:
        was: id of the dish that is not wanted any more, "" for a step that had none.
        dish: what is made instead, None for nothing; with `course` it is served, and it
            is to be made at once when `fired`.
        price: unit price of the line, in cents, as far as whoever swapped it knew.
        stage: how far `was` had come, as in `LineVoided`; what was begun is lost.
    """

    order: str
    line: str
    was: str
    price: int
    dish: DishOrdered | None = None
    course: str = ""
    fired: bool = False
    stage: str = ""
    reason: str = ""


@upcast("order.dish_swapped", 1)
def _unmixed(data: dict[str, Json]) -> dict[str, Json]:
    """Before drinks were joined in one glass: the default holds."""
    return data
