"""The client whom an order names, what they have of it, and what a tap would give them."""

from dataclasses import dataclass

from app.domain.catalogue.promotions import BOUGHT, PromotionSet
from app.domain.catalogue.ranks import ranked
from app.domain.catalogue.state import holds
from app.domain.orders.guest_offers import why_not
from app.domain.orders.state import Order
from app.domain.world import World
from app.presenters.pos.words import Sight
from resources.texts import tr


@dataclass(frozen=True, slots=True)
class ClientRow:
    """Who it is, and words under the name; `offer` is what a tap gives, "" for nothing."""

    name: str
    words: str
    offer: str = ""


def present_client(world: World, order: Order | None, sight: Sight) -> ClientRow | None:
    """The row of the client; None where the order names nobody."""
    client = world.credits.clients.get(order.client) if order else None
    if order is None or client is None:
        return None
    name = sight.client_of(client) or tr("client oublié")
    born = sight.born_of(client)
    offers = [
        each
        for each in ranked(world.catalogue.promotions.values())
        if each.kind != BOUGHT
    ]
    why = {each.id: why_not(world, order, each, born, sight.now) for each in offers}
    for each in offers:
        if why[each.id] is None:
            return ClientRow(name, tr("Donner : {offer}", offer=each.name), each.id)
    words = [
        _standing(each, refused.code) for each in offers if (refused := why[each.id])
    ]
    return ClientRow(
        name, " · ".join(filter(None, (*words, _lists(world, order, sight))))
    )


def _standing(promotion: PromotionSet, code: str) -> str:
    """What is said of an offer that a tap does not give."""
    if code == "promotion_given":
        return tr("{offer} : donné", offer=promotion.name)
    if code == "nothing_in_promotion":
        return tr("{offer} : rien sur la note", offer=promotion.name)
    return ""


def _lists(world: World, order: Order, sight: Sight) -> str:
    """The price lists that hold for the client now."""
    room = world.floor.room(order.table)
    return " · ".join(
        each.name
        for each in ranked(world.catalogue.price_lists.values())
        if each.clients and holds(each, order.mode, sight.now, room, order.client)
    )
