"""Deciding what is taken off: discounts on a line or the whole order, comps.

A discount is written as cents on named lines, split as `fiscal.md` 10.5 asks, so it
follows its lines through splits and transfers to the cent.
"""

from collections.abc import Sequence

from app.domain.catalogue.promotions import BOUGHT
from app.domain.money import apportion_by_rate, decimal_text, euros_text, rhu
from app.domain.orders.billing import bills, due, waiting_payments
from app.domain.orders.commands import CompLine, Discount, RemoveDiscount
from app.domain.orders.events import DiscountRemoved, LineDiscounted
from app.domain.orders.state import Line, Order
from app.domain.orders.taking import Decision
from app.domain.settings import COMP_BUDGET, DISCOUNT_KINDS, EventRecorded, Settings
from app.domain.vocabulary import Context, Refusal, need
from app.domain.world import World

FULL = 10_000
"""100 % in hundredths of a percent."""


def discount(
    world: World, order: Order, command: Discount, context: Context
) -> Decision:
    """Cents off one line, or off all lines that are not on a receipt yet."""
    if not command.reason:
        return Refusal("reason_missing", "Dites pourquoi la remise est accordée.")
    lines = falls_on(world, order, command.line)
    if not lines and never_reduced(world, order, command.line):
        return Refusal("never_reduced", "Cet article n'est jamais remisé.")
    total = sum(line.net for line in lines)
    if bool(command.percent) == bool(command.amount) or command.amount < 0:
        return Refusal("discount_unclear", "Donnez un pourcentage ou un montant.")
    if not 0 <= command.percent <= FULL:
        return Refusal("percent_out_of_range", "La remise va de 0 à 100 %.")
    amount = at_stake(lines, command)
    if not 0 < amount <= total:
        return Refusal("discount_too_large", "La remise dépasse ce qu'elle réduit.")
    parts = apportion_by_rate(
        amount, [line.rate for line in lines], [line.net for line in lines]
    )
    refused = _beyond_due(world, order, lines, parts)
    refused = refused or _discount_refusal(
        world, lines, amount, command.reason, context
    )
    if refused:
        return refused
    discount_id = context.new_id()
    passed = over_limit(world, lines, amount, command.reason)
    over = [_over(order, amount, command.reason)] * passed
    lowered = [each for each in zip(lines, parts, strict=True) if each[1]]
    taken = (
        LineDiscounted(
            order=order.id,
            line=line.id,
            discount=discount_id,
            amount=part,
            reason=command.reason,
            percent=command.percent,
            quantity=line.quantity,
            further=place > 0,
        )
        for place, (line, part) in enumerate(lowered)
    )
    return *taken, *over


def falls_on(world: World, order: Order, line: str = "") -> list[Line]:
    """The lines that a discount on the order, or on one line, is taken off."""
    return [each for each in _open(world, order, line) if _reducible(world, each)]


def never_reduced(world: World, order: Order, line: str = "") -> list[Line]:
    """The lines that stay as they are, because their article is kept out of discounts."""
    return [each for each in _open(world, order, line) if not _reducible(world, each)]


def _open(world: World, order: Order, line: str) -> list[Line]:
    return [
        each
        for each in world.book.lines_of(order)
        if not each.receipts and line in ("", each.id)
    ]


def _reducible(world: World, line: Line) -> bool:
    article = world.catalogue.articles.get(line.article)
    return world.terms.allows(article, "discount")


def at_stake(lines: list[Line], command: Discount) -> int:
    """Cents that a discount takes off these lines."""
    total = sum(line.net for line in lines)
    return command.amount or rhu(total * command.percent, FULL)


def comp_line(
    world: World, order: Order, line: Line, command: CompLine, context: Context
) -> Decision:
    """A line at 0,00 that keeps its price, its cost and a reason."""
    if not command.reason:
        return Refusal("reason_missing", "Dites pourquoi l'article est offert.")
    if line.receipts:
        return Refusal("line_receipted", "Cette ligne est déjà encaissée.")
    if line.net <= 0:
        return Refusal("already_free", "Cette ligne est déjà à zéro.")
    refused = _beyond_due(world, order, [line], [line.net])
    refused = refused or _comp_refusal(world, order, line, context)
    passed = _comp_over_limit(world, order, line) or _budget_passed(
        world, line, context
    )
    over = [_over(order, line.net, command.reason)] * passed
    return refused or (
        LineDiscounted(
            order=order.id,
            line=line.id,
            discount=context.new_id(),
            amount=line.net,
            reason=command.reason,
            percent=FULL,
            comp=True,
            quantity=line.quantity,
        ),
        *over,
    )


def _beyond_due(
    world: World, order: Order, lines: Sequence[Line], parts: Sequence[int]
) -> Refusal | None:
    """What guests have paid already is given back by a refund, not by a discount; each
    payer's bill for itself."""
    off = {line.id: part for line, part in zip(lines, parts, strict=True)}
    for bill in bills(world.book, order):
        amount = sum(
            rhu(off[portion.line] * len(portion.taken), portion.of)
            for portion in bill.portions
            if portion.line in off
        )
        left = max(0, due(world.book, order, bill.id))
        if amount > left and waiting_payments(order, bill.id):
            return Refusal(
                "discount_beyond_due",
                "Une partie est déjà payée : il ne reste que {left} € à réduire.",
                values=(("left", euros_text(left)),),
            )
    return None


def kinds(settings: Settings) -> dict[str, int]:
    """Discounts with a limit of their own: reason -> hundredths of a percent that
    anybody who takes orders may give for it, 0 where only a manager may."""
    found = {}
    for each in settings.text(DISCOUNT_KINDS).split(";"):
        reason, _, limit = each.rpartition("=")
        if reason and limit.isdigit():
            found[reason] = int(limit)
    return found


def limit_of(settings: Settings, reason: str) -> int:
    """Hundredths of a percent that may be taken off for a reason without a manager."""
    return kinds(settings).get(reason, settings.number("discount.limit"))


def _discount_refusal(
    world: World, lines: list[Line], amount: int, reason: str, context: Context
) -> Refusal | None:
    """The limit is on the share of these lines that is off in all, so that several small
    discounts are no way around it."""
    limit = limit_of(world.settings, reason)
    if over_limit(world, lines, amount, reason):
        words = (
            "Plus de {limit} % de remise demande un responsable."
            if limit
            else "Cette remise demande un responsable."
        )
        return need(context, "order.over_limit", words, limit=decimal_text(limit, 2))
    if reason in kinds(world.settings):
        return need(context, "order.take", "Une remise demande un responsable.")
    return need(context, "order.discount", "Une remise demande un responsable.")


def over_limit(world: World, lines: list[Line], amount: int, reason: str) -> bool:
    """Whether so many cents more off these lines want a manager, for that reason."""
    limit = limit_of(world.settings, reason)
    off = amount + sum(line.discount for line in lines)
    # Rounded as a percentage is: ten percent of 29,99 are 3,00.
    return off > rhu(sum(line.gross for line in lines) * limit, FULL)


def _comp_over_limit(world: World, order: Order, line: Line) -> bool:
    given = [each for each in world.book.lines_of(order) if each.comped]
    off = line.net + sum(each.discount for each in given)
    return off > world.settings.number("comp.limit")


def _budget_passed(world: World, line: Line, context: Context) -> bool:
    """Whether this person would give away more than a day's budget."""
    budget = world.settings.number(COMP_BUDGET)
    given = world.offers.of(context.operator, context.bday)
    return bool(budget) and given + line.net > budget


def _over(order: Order, amount: int, reason: str) -> EventRecorded:
    """The technical event that a limit was passed, with a right or an approval."""
    detail = f"{order.id}: {amount} {reason}"
    return EventRecorded(code="DISCOUNT_OVER_LIMIT", detail=detail)


def _comp_refusal(
    world: World, order: Order, line: Line, context: Context
) -> Refusal | None:
    """Limits are on what is given away on the whole order, and by a person on a day."""
    limit = world.settings.number("comp.limit")
    if _budget_passed(world, line, context):
        return need(
            context,
            "order.over_limit",
            "Votre budget d'offerts du jour est de {budget} € : le dépasser demande un "
            "responsable.",
            budget=euros_text(world.settings.number(COMP_BUDGET)),
        )
    if _comp_over_limit(world, order, line):
        return need(
            context,
            "order.over_limit",
            "Offrir plus de {limit} € demande un responsable.",
            limit=euros_text(limit),
        )
    return need(context, "order.comp", "Offrir un article demande un responsable.")


def remove_discount(
    world: World, order: Order, command: RemoveDiscount, context: Context
) -> Decision:
    """The discount is off again, on every line that is not on a receipt. What was given by
    a tap is not given again by itself: its pieces may earn something else."""
    carrying = [
        line
        for line in world.book.lines_of(order, live=False)
        if command.discount in line.discounts
    ]
    if not carrying or any(line.receipts for line in carrying):
        return Refusal("discount_unknown", "Cette remise ne peut plus être retirée.")
    promotion = world.catalogue.promotions.get(
        carrying[0].discounts[command.discount].promotion
    )
    tapped = promotion is not None and promotion.kind != BOUGHT
    return (DiscountRemoved(order=order.id, discount=command.discount, lapsed=tapped),)
