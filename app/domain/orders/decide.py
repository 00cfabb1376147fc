"""One door for every command about an order: find it, then ask the rule."""

from app.domain.orders import commands as c
from app.domain.orders import discounts, moving, sending, taking
from app.domain.orders.billing import REST, bills, price_bill, waiting_payments
from app.domain.orders.events import (
    AllergyNoted,
    CoversSet,
    OrderCancelled,
    OrderNoteSet,
    SplitSet,
)
from app.domain.orders.state import Order, receipted_share
from app.domain.orders.taking import Decision
from app.domain.receipts.events import AdditionPrinted
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

GONE = Refusal("order_unknown", "Cette commande n'est plus là.")
NO_LINE = Refusal("line_unknown", "Cette ligne n'est plus sur la table.")
MAX_SHARES = 50


def decide(world: World, command: c.OrderCommand, context: Context) -> Decision:
    """What happens to an order, or why it cannot."""
    refused = need(context, "order.take", "Prendre une commande demande un droit.")
    if refused:
        return refused
    if isinstance(command, c.OpenOrder):
        return moving.open_order(world, command, context)
    order = world.book.orders.get(command.order)
    if order is None or order.cancelled:
        return GONE
    if isinstance(command, c.SetQuantity | c.ChangeLine | c.VoidLine | c.CompLine):
        return _on_line(world, order, command, context)
    return _on_order(world, order, command, context)


def _on_line(
    world: World,
    order: Order,
    command: c.SetQuantity | c.ChangeLine | c.VoidLine | c.CompLine,
    context: Context,
) -> Decision:
    line = world.book.lines.get(command.line)
    if line is None or line.home != order.id or not line.live:
        return NO_LINE
    match command:
        case c.SetQuantity():
            return taking.set_quantity(world, order, line, command, context)
        case c.ChangeLine():
            return taking.change_line(world, order, line, command, context)
        case c.VoidLine():
            return sending.void_line(world, order, line, command, context)
        case c.CompLine():
            return discounts.comp_line(world, order, line, command, context)


def _on_order(
    world: World, order: Order, command: c.OrderCommand, context: Context
) -> Decision:
    match command:
        case c.AddLine():
            return taking.add_line(world, order, command, context)
        case c.RepeatRound():
            return taking.repeat_round(world, order, command, context)
        case c.SendOrder():
            return sending.send(world, order, context)
        case c.FireCourse():
            return sending.fire(world, order, command, context)
        case c.SetCourseTiming():
            return sending.set_timing(world, order, command, context)
        case c.MoveOrder():
            return moving.move_order(world, order, command, context)
        case c.MoveLines():
            return moving.move_lines(world, order, command, context)
        case c.Discount():
            return discounts.discount(world, order, command, context)
        case c.RemoveDiscount():
            return discounts.remove_discount(world, order, command, context)
        case _:
            return _on_guests(world, order, command)


def _on_guests(world: World, order: Order, command: c.OrderCommand) -> Decision:
    """Covers, allergies, notes, the split of the bill, and giving up."""
    match command:
        case c.SetCovers():
            if not 0 <= command.covers <= moving.MAX_COVERS:
                text = "Le nombre de couverts va de 0 à 200."
                return Refusal("covers_out_of_range", text)
            return (CoversSet(order=order.id, covers=command.covers),)
        case c.NoteAllergy():
            return (AllergyNoted(order=order.id, seat=command.seat, text=command.text),)
        case c.SetOrderNote():
            return (
                OrderNoteSet(
                    order=order.id,
                    kitchen=taking.clean_note(command.kitchen),
                    guest=taking.clean_note(command.guest),
                ),
            )
        case c.SplitOrder():
            return _split(world, order, command)
        case c.PrintAddition():
            return _addition(world, order, command)
        case c.CancelOrder():
            return _cancel(world, order, command)
        case _:
            return GONE


def _split(world: World, order: Order, command: c.SplitOrder) -> Decision:
    if any(p.state in ("in_progress", "unknown") for p in order.payments.values()):
        return Refusal(
            "payment_running", "Une carte est en cours : attendez sa réponse."
        )
    if command.bills and waiting_payments(order, REST):
        return Refusal(
            "partly_paid", "Une part est déjà payée : finissez ce partage d'abord."
        )
    if not 0 <= command.shares <= MAX_SHARES or (command.shares and command.bills):
        return Refusal("shares_out_of_range", "Une note se partage en 50 au plus.")
    seen: set[tuple[str, int]] = set()
    for portion in (p for bill in command.bills for p in bill.portions):
        line = world.book.lines.get(portion.line)
        shares = {(portion.line, share) for share in portion.taken}
        inside = all(0 <= share < portion.of for share in portion.taken)
        if line is None or line.home != order.id or not line.live:
            return NO_LINE
        frozen, taken = receipted_share(line)
        fits = not taken or frozen == portion.of
        if not inside or shares & seen or not fits:
            return Refusal("split_invalid", "Ce partage compte une part deux fois.")
        seen |= shares
    return (SplitSet(order=order.id, shares=command.shares, bills=command.bills),)


def _addition(world: World, order: Order, command: c.PrintAddition) -> Decision:
    found = [b for b in bills(world.book, order) if command.bill in ("", b.id)]
    if not found:
        return Refusal("nothing_due", "Il n'y a rien à payer.")
    return (
        AdditionPrinted(
            order=order.id,
            bill=command.bill,
            ttc=sum(price_bill(world.book, order, bill).ttc for bill in found),
            print_no=order.additions + 1,
        ),
    )


def _cancel(world: World, order: Order, command: c.CancelOrder) -> Decision:
    paid = any(p.state != "refused" for p in order.payments.values() if p.amount)
    if order.receipts or paid:
        return Refusal("partly_paid", "De l'argent a été pris : remboursez d'abord.")
    if world.book.lines_of(order):
        return Refusal("lines_left", "Annulez ou déplacez d'abord les lignes.")
    return (OrderCancelled(order=order.id, reason=command.reason),)
