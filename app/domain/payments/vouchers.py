"""Titres-restaurant: what they pay, what the law lets one holder spend, on which days.

Sources: code du travail, R. 3262-8 (working days, unless the employer says otherwise),
R. 3262-10 (so much a day); `fiscal.md` G-04. The limits are settings and what is not paid
so is a term of the article, so each change has its date in the journal.
"""

from datetime import datetime
from typing import Final

from app.domain.money import euros_text
from app.domain.orders.billing import bill_of, price_bill, waiting_payments
from app.domain.orders.state import Order
from app.domain.payments.commands import RequestCard, TakePayment
from app.domain.payments.daily import paid_today
from app.domain.profile.choosing import profile_of
from app.domain.vocabulary import Context, Refusal
from app.domain.world import World

OFF_DAYS: Final = "voucher.off_days"
"""Setting: "warn" on Sundays and holidays, "allowed" once the law allows them."""
_SUNDAY: Final = 6


def off_day(world: World, now: datetime) -> str:
    """Why a titre may not be valid today: "sunday", "holiday", "" when it is."""
    if world.settings.text(OFF_DAYS) != "warn":
        return ""
    holidays = profile_of(world.settings).holidays(now.year)
    if not holidays:  # no titres in this country
        return ""
    if now.date() in holidays:
        return "holiday"
    return "sunday" if now.weekday() == _SUNDAY else ""


def eligible_left(world: World, order: Order, bill_id: str) -> int:
    """Cents of a bill that titres-restaurant may still pay: those of the articles that
    they pay, less what they paid already."""
    bill = bill_of(world.book, order, bill_id)
    if bill is None:
        return 0
    lines = [world.book.lines[portion.line] for portion in bill.portions]
    paid = [
        world.terms.allows(world.catalogue.articles.get(line.article), "voucher")
        for line in lines
    ]
    priced = price_bill(world.book, order, bill)
    total = sum(part.ttc for part in priced.lines if paid[part.source])
    taken = waiting_payments(order, bill_id)
    return max(0, total - sum(p.amount for p in taken if p.method == "voucher"))


def voucher_most(world: World, order: Order, bill_id: str) -> int:
    """Cents that one titre-restaurant may pay on a bill."""
    limit = world.settings.number("voucher.limit")
    return min(limit, eligible_left(world, order, bill_id))


def voucher_refusal(
    world: World, order: Order, command: TakePayment | RequestCard, context: Context
) -> Refusal | None:
    """Why so much cannot be taken by titre-restaurant.

    The cap is the holder's, not the ticket's: whoever's card is known by its number
    spends it once a day, on however many bills. Without a number each tender counts as
    somebody else's.
    """
    amount = command.amount
    label = command.label if isinstance(command, TakePayment) else ""
    left = eligible_left(world, order, command.bill)
    if amount > left:
        return Refusal(
            "voucher_not_eligible",
            "Les titres-restaurant ne peuvent plus payer que {left} € de cette note."
            if left
            else "Les titres-restaurant ne paient rien de ce qui reste sur cette note.",
            values=(("left", euros_text(left)),),
        )
    limit = world.settings.number("voucher.limit")
    used = _used(world, label, context) if numbered(label) else 0
    if amount + used <= limit:
        return None
    if used:
        return Refusal(
            "voucher_used",
            "Ce titre-restaurant a déjà payé aujourd'hui : il peut encore {left} €.",
            values=(("left", euros_text(max(0, limit - used))),),
        )
    return Refusal(
        "voucher_limit",
        "Un titre-restaurant paie au plus {limit} € par jour et par personne.",
        values=(("limit", euros_text(limit)),),
    )


def numbered(label: str) -> bool:
    """Whether a titre is known by its number, so that its day is counted."""
    return any(letter.isdigit() for letter in label)


def _used(world: World, label: str, context: Context) -> int:
    """Cents that this card paid on the day that it is now."""
    return paid_today(
        world, context, lambda paid: paid.method == "voucher" and paid.label == label
    )
