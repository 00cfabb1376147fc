"""One door for every command about an order: find it, then ask the rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.domain.kitchen.tickets import to_inform
from app.domain.money import rhu
from app.domain.orders import commands as c
from app.domain.orders import (
    coursing,
    discounts,
    guest_offers,
    importing,
    mixing,
    moving,
    placing,
    promoting,
    scheduling,
    sending,
    service,
    settling,
    swapping,
    table_orders,
    taking,
)
from app.domain.orders.allergies import allergy_of
from app.domain.orders.billing import (
    REST,
    bill_of,
    bill_total,
    bills,
    waiting_payments,
)
from app.domain.orders.events import (
    AllergyNoted,
    Bill,
    CoversSet,
    GuestNamed,
    LeavingSet,
    OrderCancelled,
    OrderNoteSet,
    SplitSet,
)
from app.domain.orders.guests import MAX_COVERS, covers_left
from app.domain.orders.state import Line, Order, besides, receipted_share
from app.domain.orders.taking import Decision
from app.domain.receipts.events import AdditionPrinted
from app.domain.vocabulary import MILLI, Context, Refusal, need
from app.domain.world import World

GONE = Refusal("order_unknown", "Cette commande n'est plus là.")
NO_LINE = Refusal("line_unknown", "Cette ligne n'est plus sur la table.")
MAX_SHARES = 50
MAX_CUTS = 1000
"""Equal shares of one line: a keg between friends, not a keyboard under an elbow."""


def decide(world: World, command: c.OrderCommand, context: Context) -> Decision:
    """What happens to an order, or why it cannot; what promotions give follows."""
    decided = _decide(world, command, context)
    if isinstance(decided, Refusal):
        return decided
    return *decided, *promoting.follow(world, decided, context)


def _decide(world: World, command: c.OrderCommand, context: Context) -> Decision:
    if isinstance(command, c.GuestOrder):  # their code is their right
        return table_orders.guest_order(world, command, context)
    refused = need(context, "order.take", "Prendre une commande demande un droit.")
    if refused:
        return refused
    if isinstance(command, c.OpenOrder):
        return moving.open_order(world, command, context)
    if isinstance(command, c.PlaceOrder):
        return placing.place_order(world, command, context)
    if isinstance(command, c.ImportOrder):
        return importing.import_order(world, command, context)
    order = world.book.orders.get(command.order)
    if order is None or (order.cancelled and world.book.closed(order)):
        return GONE
    rule = _ON_ORDER.get(type(command))
    if rule is not None:
        return rule(world, order, command, context)
    name: str = command.line  # type: ignore[union-attr]  # what is left is about a line
    line = world.book.lines.get(name)
    if line is None or line.home != order.id or not line.live:
        return NO_LINE
    return _ON_LINE[type(command)](world, order, line, command, context)


def _covers(
    world: World, order: Order, command: c.SetCovers, context: Context
) -> Decision:
    if not 0 <= command.covers <= MAX_COVERS:
        text = "Le nombre de couverts va de 0 à 200."
        return Refusal("covers_out_of_range", text)
    return (CoversSet(order=order.id, covers=command.covers),)


def _leaving(
    world: World, order: Order, command: c.SetLeaving, context: Context
) -> Decision:
    if not 0 <= command.covers <= covers_left(order):
        return Refusal(
            "covers_out_of_range", "Il n'y a plus autant de couverts à cette table."
        )
    if bill_of(world.book, order, command.bill) is None:
        return Refusal("nothing_due", "Il n'y a rien à payer.")
    return (LeavingSet(order=order.id, bill=command.bill, covers=command.covers),)


def _note(
    world: World, order: Order, command: c.SetOrderNote, context: Context
) -> Decision:
    """Stations that are making something for the order hear of a new note at once."""
    kitchen, guest = map(taking.clean_note, (command.kitchen, command.guest))
    noted = OrderNoteSet(order=order.id, kitchen=kitchen, guest=guest)
    if kitchen == order.kitchen_note:
        return (noted,)
    return noted, *to_inform(world, order, world.book.lines_of(order), context)


def _allergy(
    world: World, order: Order, command: c.NoteAllergy, context: Context
) -> Decision:
    """Stations that are making something for that seat hear of it at once."""
    refused = taking.seat_refusal((command.seat,))
    if refused:
        return refused
    known = {**order.allergies, command.seat: command.text}
    warned = replace(order, allergies={s: text for s, text in known.items() if text})
    lines = [
        line
        for line in world.book.lines_of(order)
        if allergy_of(warned, line) != allergy_of(order, line)
    ]
    return (
        AllergyNoted(order=order.id, seat=command.seat, text=command.text),
        *to_inform(world, warned, lines, context),
    )


def _named(
    world: World, order: Order, command: c.NameGuest, context: Context
) -> Decision:
    refused = taking.seat_refusal((command.seat,))
    if refused or not command.seat:
        return refused or Refusal("seat_out_of_range", "Un nom va à une place.")
    return (GuestNamed(order=order.id, seat=command.seat, text=command.text),)


def _split(
    world: World, order: Order, command: c.SplitOrder, context: Context
) -> Decision:
    if any(payment.in_hand for payment in order.payments.values()):
        return Refusal(
            "payment_running", "Une carte est en cours : attendez sa réponse."
        )
    rest = waiting_payments(order, REST)
    waiting = [p for p in order.payments.values() if p.waiting]
    if len(waiting) > len(rest) or (command.bills and rest):
        return Refusal(
            "partly_paid", "Une part est déjà payée : finissez ce partage d'abord."
        )
    if not 0 <= command.shares <= MAX_SHARES or (command.shares and command.bills):
        return Refusal("shares_out_of_range", "Une note se partage en 50 au plus.")
    return _bills_refusal(world, order, command.bills) or (
        SplitSet(order=order.id, shares=command.shares, bills=command.bills),
    )


def _bills_refusal(
    world: World, order: Order, bills: tuple[Bill, ...]
) -> Refusal | None:
    """Why lines cannot be split so: a share is counted twice, or is none of the line."""
    wrong = Refusal("split_invalid", "Ce partage compte une part deux fois.")
    names = [bill.id for bill in bills]
    if REST in names or len(set(names)) < len(names):
        return wrong
    cuts: dict[str, int] = {}
    seen: set[tuple[str, int]] = set()
    for portion in (p for bill in bills for p in bill.portions):
        line = world.book.lines.get(portion.line)
        if line is None or line.home != order.id or not line.live:
            return NO_LINE
        frozen, taken = receipted_share(line)
        of = cuts.setdefault(line.id, frozen if taken else portion.of)
        shares = {(line.id, share) for share in portion.taken}
        inside = all(0 <= share < portion.of for share in portion.taken)
        once = len(shares) == len(portion.taken) and not shares & seen
        if of != portion.of or of > MAX_CUTS or not inside or not once:
            return wrong
        seen |= shares
    return None


def _addition(
    world: World, order: Order, command: c.PrintAddition, context: Context
) -> Decision:
    found = [b for b in bills(world.book, order) if command.bill in ("", b.id)]
    if not found:
        return Refusal("nothing_due", "Il n'y a rien à payer.")
    return (
        AdditionPrinted(
            order=order.id,
            bill=command.bill,
            ttc=sum(bill_total(world.book, order, bill) for bill in found),
            print_no=order.additions + 1,
        ),
    )


def _cancel(
    world: World, order: Order, command: c.CancelOrder, context: Context
) -> Decision:
    money = any(p.waiting or p.running for p in order.payments.values())
    if money or order.receipts:
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    if world.book.lines_of(order) or besides(order):
        return Refusal("lines_left", "Annulez ou déplacez d'abord les lignes.")
    lines = world.book.lines_of(order, live=False)
    if (order.additions or any(ln.sent for ln in lines)) and not command.reason:
        return Refusal("reason_missing", "Dites pourquoi la commande est abandonnée.")
    known = [ln for ln in lines if ln.sent or ln.shown]
    return (
        OrderCancelled(
            order=order.id,
            reason=command.reason,
            amount=sum(rhu(ln.price * ln.ordered, MILLI) for ln in known),
            lines=len(known),
        ),
    )


_ON_ORDER: dict[type, Callable[[World, Order, Any, Context], Decision]] = {
    c.CheckOrder: importing.check_order,
    c.LetGuestsIn: table_orders.let_guests_in,
    c.AddLine: taking.add_line,
    c.AddLines: placing.add_lines,
    c.RepeatRound: taking.repeat_round,
    c.SendOrder: sending.send,
    c.FireCourse: sending.fire,
    c.SetCourseTiming: sending.set_timing,
    c.MoveToCourse: coursing.move_to_course,
    c.MoveOrder: moving.move_order,
    c.MoveLines: moving.move_lines,
    c.Discount: discounts.discount,
    c.RemoveDiscount: discounts.remove_discount,
    c.SetCovers: _covers,
    c.NoteAllergy: _allergy,
    c.NameGuest: _named,
    c.SetOrderNote: _note,
    c.SplitOrder: _split,
    c.SetLeaving: _leaving,
    c.PrintAddition: _addition,
    c.CancelOrder: _cancel,
    c.ServeAs: service.serve_as,
    c.SetContact: service.set_contact,
    c.NameClient: service.name_client,
    c.GivePromotion: guest_offers.give,
    c.PromiseOrder: service.promise,
    c.ReserveOrder: scheduling.reserve,
    c.SettleAttention: settling.settle,
}
"""Command -> its rule."""

_ON_LINE: dict[type, Callable[[World, Order, Line, Any, Context], Decision]] = {
    c.SetQuantity: taking.set_quantity,
    c.ChangeLine: taking.change_line,
    c.VoidLine: sending.void_line,
    c.SwapDishes: swapping.swap_dishes,
    c.MixLine: mixing.mix_line,
    c.SeparateLine: mixing.separate_line,
    c.CompLine: discounts.comp_line,
    c.DivideLine: moving.divide_line,
}
"""Command -> its rule, which gets the live line as well."""
