"""Facts about orders from outside: those of programs, and guests who order themselves."""

from dataclasses import dataclass

from app.domain.wire import fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something of an order that could not be taken as it was told.

    Attributes:
        told: what the program said, in words of its own ("2 × Pizza Regina").
        code, text, values: why not, as a refusal says it.
        line: the line that stands for it, "" for none.
    """

    told: str
    code: str
    text: str
    values: tuple[tuple[str, str], ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidElsewhere:
    """Money that the program says it took: cents, and what it calls the payment."""

    method: str
    amount: int
    tip: int = 0
    reference: str = ""


@fact("order.imported", stream="order/{order}", signed=True)
class OrderImported:
    """A program brought the order, whatever of it could be taken as told.

    Attributes:
        reference: what the program calls the order.
        payments: what it says was paid; a tender of its own is written for each that
            could be taken.
    """

    order: str
    reference: str = ""
    doubts: tuple[Doubt, ...] = ()
    payments: tuple[PaidElsewhere, ...] = ()


@fact("order.guests_let_in", stream="order/{order}", signed=True)
class GuestsLetIn:
    """The guests of a table may order by telephone with this code, "" not any more.

    Attributes:
        address: where they do so, as its paper says it.
    """

    order: str
    code: str
    address: str = ""


@fact("order.checked", stream="order/{order}", signed=True)
class OrderChecked:
    """Somebody looked at what did not come in whole, and put it right."""

    order: str
