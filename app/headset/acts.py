"""Intent -> what it comes to in this house. What is not here is refused in words."""

from collections.abc import Callable

from app.headset import card_acts, money_acts, order_acts, room_acts
from app.headset.plan import Plan, Room, Slots

Act = Callable[[Room, Slots], Plan]

ACTS: dict[str, Act] = {
    "order.add": order_acts.add,
    "order.copy": order_acts.copy,
    "order.void": order_acts.void,
    "order.modify": order_acts.modify,
    "order.replace": order_acts.swap,
    "course.fire": order_acts.fire,
    "course.hold": order_acts.hold,
    "item.transfer": order_acts.move_items,
    "table.transfer": order_acts.move_table,
    "table.open": room_acts.open_table,
    "table.clear": room_acts.clear,
    "table.merge": room_acts.merge,
    "table.status": room_acts.status,
    "table.note": room_acts.note,
    "kds.ready": room_acts.ready,
    "staff.call": room_acts.call,
    "reservation.add": room_acts.reserve,
    "reservation.query": room_acts.reservations,
    "reservation.cancel": room_acts.cancel,
    "reservation.arrive": room_acts.arrive,
    "bill.request": money_acts.request,
    "bill.pay": money_acts.pay,
    "bill.comp": money_acts.comp,
    "bill.discount": money_acts.discount,
    "stock.query": card_acts.left,
    "stock.out": card_acts.out,
    "stock.back": card_acts.back,
    "stock.set": card_acts.count,
    "info.price": card_acts.price,
    "info.allergen": card_acts.allergen,
}
"""Intents of `docs/voice.md`, but those that speak of the dialogue itself."""
