"""Intent -> what it comes to in this house. What is not here is refused in words."""

from collections.abc import Callable

from app.headset import card_acts, kitchen_acts, money_acts, order_acts, room_acts
from app.headset.plan import Plan, Room, Slots, answer
from resources.texts import tr

Act = Callable[[Room, Slots], Plan]

_ACTS: dict[str, tuple[Act, tuple[str, ...]]] = {
    "order.add": (order_acts.add, ("items",)),
    "order.copy": (order_acts.copy, ()),
    "order.void": (order_acts.void, ()),
    "order.modify": (order_acts.modify, ("item", "set")),
    "order.replace": (order_acts.swap, ("from", "to")),
    "course.fire": (order_acts.fire, ()),
    "course.hold": (order_acts.hold, ()),
    "item.transfer": (order_acts.move_items, ("items",)),
    "table.transfer": (order_acts.move_table, ()),
    "table.open": (room_acts.open_table, ()),
    "table.clear": (room_acts.clear, ()),
    "table.merge": (room_acts.merge, ("tables",)),
    "table.status": (room_acts.status, ()),
    "table.note": (room_acts.note, ("allergy",)),
    "kds.ready": (kitchen_acts.ready, ()),
    "kds.rush": (kitchen_acts.rush, ()),
    "kds.served": (kitchen_acts.served, ()),
    "staff.call": (room_acts.call, ("what",)),
    "reservation.add": (room_acts.reserve, ()),
    "reservation.query": (room_acts.reservations, ()),
    "reservation.cancel": (room_acts.cancel, ("name",)),
    "reservation.arrive": (room_acts.arrive, ("name",)),
    "bill.request": (money_acts.request, ()),
    "bill.pay": (money_acts.pay, ()),
    "bill.comp": (money_acts.comp, ("item",)),
    "bill.discount": (money_acts.discount, ()),
    "stock.query": (card_acts.left, ("item",)),
    "stock.out": (card_acts.out, ("item",)),
    "stock.back": (card_acts.back, ("item",)),
    "stock.set": (card_acts.count, ("item", "qty")),
    "info.price": (card_acts.price, ("item",)),
    "info.allergen": (card_acts.allergen, ("item", "allergen")),
}
"""Intents of `docs/voice.md`, but those that speak of the dialogue itself, with the slots
without which they mean nothing."""

_ONE_OF = {
    "order.void": ("items", "course", "all"),
    "bill.discount": ("percent", "amount"),
}
"""Intent -> slots of which one is needed."""


def plan_of(intent: str, slots: Slots, room: Room) -> Plan:
    """What an action comes to; words where it is not understood to the end, or is
    nothing that this house can do."""
    act, _ = _ACTS.get(intent, (_unknown, ()))
    if not meant(intent, slots, room):
        return answer(room.whisper("unheard"))
    return act(room, slots)


def meant(intent: str, slots: Slots, room: Room) -> bool:
    """Whether an action says all that it has to, of articles that there are."""
    _, needed = _ACTS.get(intent, (_unknown, ()))
    if any(not slots.get(name) for name in needed):
        return False
    some = _ONE_OF.get(intent, ())
    if some and not any(slots.get(name) for name in some):
        return False
    split = slots.get("split") or {}
    if split.get("mode") == "equal" and not split.get("n"):
        return False
    articles = room.world.catalogue.articles
    named = [slots["item"]] if slots.get("item") else []
    if intent == "order.replace":
        named += [slots["from"], slots["to"]]
    named += [item.get("item") for item in slots.get("items") or ()]
    return all(article in articles for article in named)


def _unknown(room: Room, slots: Slots) -> Plan:
    return answer(tr("Cela, je ne sais pas le faire."))
