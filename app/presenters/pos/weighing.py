"""What lies on the scale, in words, and what it costs."""

from dataclasses import dataclass

from app.presenters.pos.words import kilograms
from hardware.scales.weighing import Reading, Trouble, amount_of
from resources.texts import price, tr
from widgets.tag import TagKind

_TROUBLES: dict[Trouble, str] = {
    Trouble.MOVING: "attendez que le poids se pose",
    Trouble.EMPTY: "posez l'article sur la balance",
    Trouble.OVERLOAD: "trop lourd pour cette balance",
    Trouble.BELOW_ZERO: "remettez la balance à zéro",
    Trouble.OUT_OF_ZERO: "videz la balance et remettez-la à zéro",
    Trouble.USED: "déjà vendu : videz le plateau d'abord",
    Trouble.AMOUNT: "la balance compte un autre montant : repesez",
    Trouble.REFUSED: "la balance refuse ce prix ou cette tare",
}
_PATIENCE = (Trouble.MOVING, Trouble.EMPTY)
"""Nothing is wrong yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighView:
    """The sheet that weighs.

    Attributes:
        weight: net, "1,234 kg", "—" while there is none.
        state, tone: what to do, as a tag.
        detail: gross and tare, "" without a container.
        amount: what it costs, "" while it may not be sold.
        ready: it may be sold.
        can_tare: what lies there can be taken as the container.
        tared: a container is taken off.
        lost: nobody weighs: the weight is typed.
    """

    weight: str
    state: str
    tone: TagKind
    detail: str = ""
    amount: str = ""
    ready: bool = False
    can_tare: bool = False
    tared: bool = False
    lost: bool = False


def trouble_words(trouble: Trouble) -> str:
    """What a person does about it."""
    return tr(_TROUBLES[trouble])


def present_weighing(reading: Reading | None, unit_price: int, tare: int) -> WeighView:
    """What the scale says; None when it says nothing any more.

    Args:
        unit_price: cents a kilogram.
        tare: grams that are taken off.
    """
    if reading is None:
        state = tr("la balance ne répond plus")
        return WeighView(
            weight="—", state=state, tone="danger", tared=tare > 0, lost=True
        )
    trouble, known = reading.trouble, reading.net > 0
    detail, taken = "", kilograms(reading.tare)
    if reading.tare and known:
        gross = kilograms(reading.gross)
        detail = tr("brut {gross} · tare {tare}", gross=gross, tare=taken)
    elif reading.tare:
        detail = tr("tare {weight}", weight=taken)
    if trouble is not None:
        return WeighView(
            weight=kilograms(reading.net) if known else "—",
            state=trouble_words(trouble),
            tone="neutral" if trouble in _PATIENCE else "warning",
            detail=detail,
            tared=tare > 0,
        )
    return WeighView(
        weight=kilograms(reading.net),
        state=tr("poids stable"),
        tone="success",
        detail=detail,
        amount=price(amount_of(reading.net, unit_price)),
        ready=True,
        can_tare=True,
        tared=tare > 0,
    )
