"""Opening the till, by one tap, however long it was off."""

from collections.abc import Callable

from app.domain.till.decide import OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.periods import close_due
from app.services.house import Fact
from app.windows.desk import Approval, Desk
from db.errors import KnownError

_COUNTED = Refusal("till_shut", "Ouvrez d'abord la caisse.", "till.open")


def open_till(
    desk: Desk,
    coins: tuple[Coins, ...],
    done: Callable[[tuple[Fact, ...]], None] | None = None,
    second: str = "",
    files: tuple[str, ...] = (),
) -> None:
    """Closes what is over (a month, a year), then opens the till with its float.

    The caretaker closes these as well, but waits while a leap of the clock is asked about:
    who opens the till says by that which day it is.

    Args:
        second: id of who counted the float too, and signed it.
        files: pictures of the count, by their hash.
    """
    try:
        close_due(desk.house, thorough=True)
    except KnownError as error:
        desk.say_failure(error)
        return
    command = OpenTill(coins=coins, files=files)
    if second:
        desk.approve(Approval(_COUNTED, command, done), second)
    else:
        desk.run(command, done)
