"""A tip alone: what is offered, how it can be given, and the act that follows."""

from app.domain.money import rhu
from app.domain.payments.commands import METHODS, TIPPED, RequestCard, TakePayment
from app.domain.world import World
from app.presenters.pay.terminals import ready_terminals
from app.presenters.pos.words import Sight
from resources.texts import percent, price, tr
from widgets.choices import Choice

SHARES = (500, 1000, 1500)
"""Tips one tap away, hundredths of a percent of what is taken."""
_WHOLE = 10_000
_ROUND = (100, 200)
_ON = "card:"
"""Before the terminal that is asked for it."""


def tip_shares(paid: int) -> list[Choice]:
    """Cents -> what is said of them: whole euros, then shares of what was paid."""
    whole = [Choice(str(cents), price(cents)) for cents in _ROUND]
    shares = {rhu(paid * share, _WHOLE): percent(share) for share in SHARES}
    return whole + [Choice(str(cents), text) for cents, text in shares.items() if cents]


def tip_ways(world: World, sight: Sight | None) -> list[Choice]:
    """How a tip can be given: on the terminals that answer here, None for none."""
    cards = ready_terminals(world, sight) if sight is not None else []
    named = [Choice(_ON + each.id, f"{tr('Carte')} · {each.name}") for each in cards]
    keyed = (method for method in TIPPED if method != "card")
    return [*named, *(Choice(method, tr(METHODS[method])) for method in keyed)]


def tip_command(
    order: str, bill: str, way: str, cents: int
) -> TakePayment | RequestCard:
    """A tip by one of the `tip_ways`."""
    if way.startswith(_ON):
        terminal = way.removeprefix(_ON)
        return RequestCard(
            order=order, bill=bill, amount=0, tip=cents, terminal=terminal
        )
    return TakePayment(order=order, bill=bill, method=way, amount=0, tip=cents)


def tip_words(cents: int) -> str:
    """What is said once it was taken."""
    return tr("Pourboire de {price} noté", price=price(cents))
