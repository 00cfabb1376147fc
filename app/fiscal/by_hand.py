"""Closing by hand, from the office or the command line: what is due, or one closing."""

from collections.abc import Mapping
from typing import Final

from app.domain.settings import EventRecorded
from app.domain.till.events import (
    EstablishmentDayClosed,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
    MonthClosed,
    PeriodClosed,
    YearClosed,
)
from app.domain.vocabulary import Refusal
from app.fiscal.closing import close_day
from app.fiscal.establishment import (
    close_establishment,
    close_establishment_due,
    makes_them,
)
from app.fiscal.periods import Result, Told, close_due, close_period
from app.services.house import Actor, House

OWN: Final[Mapping[str, type[PeriodClosed]]] = {
    "month": MonthClosed,
    "year": YearClosed,
}
WHOLE: Final[Mapping[str, type[PeriodClosed]]] = {
    "day": EstablishmentDayClosed,
    "month": EstablishmentMonthClosed,
    "year": EstablishmentYearClosed,
}
ELSEWHERE: Final = Refusal(
    "hub_elsewhere", "Le poste qui porte le hub clôture l'établissement."
)

SHUT: Final = Refusal("till_shut", "La caisse n'est pas ouverte.")


def close_by_hand(
    house: House,
    actor: Actor,
    kind: str = "",
    *,
    establishment: bool = False,
    told: Told = lambda name: None,
) -> Result:
    """Makes a closing of this terminal or of the establishment.

    Args:
        kind: "day", "month" or "year"; "" for all that are due, of both.
        told: the name of each closing as it is made ("ZM-C1-000003 2026-11-01 …"); it may
            raise to stop before the next.

    Returns:
        the facts, () when nothing was due, or why it cannot be.

    Raises:
        KnownError: one could not be written; those before it stand.
    """
    if not kind:
        done = close_due(house, thorough=True, told=told)
        return done + close_establishment_due(house, told=told)
    if establishment:
        if not makes_them(house):
            return ELSEWHERE
        return close_establishment(house, actor, WHOLE[kind], told=told)
    if kind == "day" and not house.world.till(house.terminal).session:
        return SHUT
    result = (
        close_day(house, actor)
        if kind == "day"
        else close_period(house, actor, OWN[kind])
    )
    if not isinstance(result, Refusal):
        for fact in result:
            if isinstance(fact.event, EventRecorded):
                told(fact.event.detail)
    return result
