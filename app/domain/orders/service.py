"""Deciding how an order is served: in which way, for whom, and for when."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from app.domain.catalogue.mixes import mix_of
from app.domain.catalogue.presets import PresetSet
from app.domain.catalogue.promotions import BOUGHT
from app.domain.channels.decide import delay_of
from app.domain.orders.clients import ClientCame, OrderClientSet
from app.domain.orders.commands import NameClient, PromiseOrder, ServeAs, SetContact
from app.domain.orders.events import DiscountRemoved, DishOrdered
from app.domain.orders.glass import Mixed
from app.domain.orders.moving import OF_TABLE
from app.domain.orders.scheduling import day_of
from app.domain.orders.serving_events import (
    ContactSet,
    LineTaxed,
    ModeSet,
    OrderPromised,
)
from app.domain.orders.slots import Slot, next_free, slot_at
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

Sold = TypeVar("Sold", DishOrdered, Mixed)
HORIZON = timedelta(days=60)
"""So far ahead at most an order is promised."""


def serve_as(
    world: World, order: Order, command: ServeAs, context: Context
) -> Decision:
    """Every line as the other way has it; nothing once money was taken.

    A time that was promised goes where the other way promises none.

    Source: `fiscal.md` F-02.
    """
    preset = world.catalogue.presets.get(command.preset)
    if preset is None or not preset.active:
        return Refusal("preset_unknown", "Cette façon de servir n'existe plus.")
    if preset.id == order.served:
        return Refusal("mode_same", "Cette commande est déjà servie ainsi.")
    if order.table:
        return OF_TABLE
    money = any(p.waiting or p.running for p in order.payments.values())
    if money or order.receipts:
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    lines = world.book.lines_of(order)
    to = replace(order, mode=preset.mode, preset=preset.id)
    taxed = [_taxed(world, order, to, line, context) for line in lines]
    changed = ModeSet(
        order=order.id,
        mode=preset.mode,
        preset=preset.id,
        lines=tuple(line for line in taxed if line),
        was=order.mode,
    )
    if order.promised and not preset.slot:
        return changed, OrderPromised(order=order.id, at=0)
    return (changed,)


def promise(
    world: World, order: Order, command: PromiseOrder, context: Context
) -> Decision:
    """The time that the guest was told; a slot that is full takes a manager."""
    if command.at is None:
        return (OrderPromised(order=order.id, at=0),)
    if order.table:
        return OF_TABLE
    preset = world.catalogue.presets.get(order.served)
    refused = promise_refusal(world, preset, command.at, context, but=order.id)
    return refused or (promised(world, order.id, command.at, context),)


def promised(world: World, order: str, at: datetime, context: Context) -> OrderPromised:
    """The fact that an order is promised."""
    return OrderPromised(
        order=order,
        at=round(at.timestamp()) * 1000,
        later=day_of(world, at) > context.bday,
    )


def promise_refusal(
    world: World,
    preset: PresetSet | None,
    at: datetime,
    context: Context,
    *,
    but: str = "",
) -> Refusal | None:
    """Why nothing can be promised then, None when it can; `but` is the order itself."""
    soonest = context.now + delay_of(world, context.operator, context.now)
    if not context.now <= at <= context.now + HORIZON:
        return Refusal("promise_out_of_range", "Cette heure ne peut pas être promise.")
    if preset is None or not preset.slot or not context.lacks("reservation.overbook"):
        return None
    if at < soonest + timedelta(minutes=preset.lead) and soonest > context.now:
        text, code = "La cuisine est chargée : une heure plus tardive.", "slot_too_soon"
        return Refusal(code, text, "reservation.overbook")
    slot = slot_at(world, preset, at, context.now, but=but)
    if slot is None:
        text, code = "Rien n'est servi à cette heure.", "slot_closed"
        return Refusal(code, text, "reservation.overbook")
    return _full(world, preset, slot, context, but) if slot.full else None


def _full(
    world: World, preset: PresetSet, slot: Slot, context: Context, but: str
) -> Refusal:
    """Why a slot takes no more, and the next one that does."""
    station = world.catalogue.stations.get(slot.busy)
    free = next_free(world, preset, slot.end, context.now, but=but)
    values = (
        ("station", station.name if station else slot.busy),
        ("time", f"{free.start:%H:%M}" if free else ""),
    )
    texts = {
        (False, False): "Ce créneau est complet.",
        (False, True): "Ce créneau est complet : proposez {time}.",
        (True, False): "{station} ne peut pas faire plus dans ce créneau.",
        (True, True): "{station} ne peut pas faire plus : proposez {time}.",
    }
    code = "kitchen_full" if slot.busy else "slot_full"
    text = texts[bool(slot.busy), free is not None]
    return Refusal(code, text, "reservation.overbook", values)


def set_contact(
    world: World, order: Order, command: SetContact, context: Context
) -> Decision:
    """Who fetches it, or where it is brought."""
    return (
        ContactSet(
            order=order.id,
            name=command.name,
            phone=command.phone,
            address=command.address,
        ),
    )


def name_client(
    world: World, order: Order, command: NameClient, context: Context
) -> Decision:
    """Whose order it is; what no station knows yet costs what it costs them, and what was
    given for who it was before is off. Nothing once money was taken."""
    client = world.credits.clients.get(command.client)
    if command.client and (client is None or not client.active):
        return Refusal("client_unknown", "Ce compte client n'est pas ouvert.")
    if command.client == order.client:
        return ()
    if world.book.closed(order):
        return Refusal("order_closed", "Cette note est soldée : ouvrez-en une autre.")
    if any(p.waiting or p.running for p in order.payments.values()) or order.receipts:
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    to = replace(order, client=command.client)
    lines = world.book.lines_of(order)
    off = dict.fromkeys(
        each.id
        for line in lines
        for each in line.discounts.values()
        if (offer := world.catalogue.promotions.get(each.promotion))
        and offer.kind != BOUGHT
    )
    fresh = [
        line
        for line in lines
        if not (line.sent or line.shown)
        and all(each.promotion for each in line.discounts.values())
    ]
    priced = filter(None, (_taxed(world, order, to, line, context) for line in fresh))
    visits = world.visits
    came = [
        ClientCame(client=each, times=max(0, visits.get(each, 0) + more))
        for each, more in ((order.client, -1), (command.client, 1))
        if each
    ]
    named = OrderClientSet(
        order=order.id,
        client=command.client,
        was=order.client,
        lines=tuple(priced),
    )
    removed = (
        DiscountRemoved(order=order.id, discount=each, lapsed=True) for each in off
    )
    return *removed, named, *came


def _taxed(
    world: World, order: Order, to: Order, line: Line, context: Context
) -> LineTaxed | None:
    """A line of `order` as it would be on `to`, at the prices that were in force when it
    was taken; None when its article is gone: it stays as it was."""
    catalogue, served = world.catalogue, to.served
    article = catalogue.articles.get(line.article)
    if article is None:
        return None
    taken = datetime.fromtimestamp(line.added // 1000, context.now.tzinfo)
    room = world.floor.room(order.table)
    before, after = (
        catalogue.price_of(
            article, each.served, taken, order.prices, room=room, client=each.client
        )
        for each in (order, to)
    )
    ordered = line.dishes[0].ordered
    dishes = tuple(
        _dish(world, to, dish.ordered, taken, context) for dish in line.dishes
    )
    mixer = catalogue.articles.get(ordered.mixer)
    if mixer and (mix := mix_of(catalogue.mixes.values(), article, mixer)):
        before = mix.price(before, ordered.mixed[0].reference)
        after = mix.price(after, dishes[0].mixed[0].reference)
    return LineTaxed(
        line=line.id,
        price=max(0, line.price + after - before),
        rate=catalogue.rate_of(article, served, context.bday),
        nature=catalogue.nature_of(article, served),
        dishes=dishes,
    )


def _dish(
    world: World,
    order: Order,
    dish: DishOrdered,
    taken: datetime,
    context: Context,
) -> DishOrdered:
    glass = tuple(_as_on(world, order, part, taken, context) for part in dish.mixed)
    return replace(_as_on(world, order, dish, taken, context), mixed=glass)


def _as_on(
    world: World, order: Order, part: Sold, taken: datetime, context: Context
) -> Sold:
    """VAT and à-la-carte price of a dish, or of what is mixed in it, on an order."""
    catalogue, served = world.catalogue, order.served
    article = catalogue.articles.get(part.article)
    if article is None:
        return part
    reference = catalogue.price_of(
        article,
        served,
        taken,
        order.prices,
        room=world.floor.room(order.table),
        client=order.client,
    )
    return replace(
        part,
        rate=catalogue.rate_of(article, served, context.bday),
        nature=catalogue.nature_of(article, served),
        reference=reference,
    )
