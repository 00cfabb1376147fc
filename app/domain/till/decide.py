"""Deciding about the drawer and the day: opening, movements, blind count, X and Z."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.environment import PRODUCTION
from app.domain.money import euros_text
from app.domain.orders.attention import attention
from app.domain.orders.importing import to_check
from app.domain.orders.state import Order, Payment
from app.domain.payments.commands import METHODS
from app.domain.profile import profile_named
from app.domain.settings import COUNT_LIMIT, MOVE_LIMIT, PROFILE, EventRecorded
from app.domain.till.events import (
    CashMoved,
    Coins,
    DayClosed,
    DrawerOpened,
    EstablishmentMonthClosed,
    EstablishmentYearClosed,
    Extent,
    Figure,
    ForeignCount,
    MonthClosed,
    PeriodClosed,
    TenderCheck,
    TillCounted,
    TillOpened,
    TillReported,
    YearClosed,
)
from app.domain.till.filing import KeepFile, files_refusal, keep_file, kept_files
from app.domain.till.foreign import (
    MoveForeign,
    counted_refusal,
    differences,
    move_foreign,
    rates_now,
)
from app.domain.till.periods import following, month_of, year_of
from app.domain.till.state import LastPeriod, Till
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.wire import spec_of
from app.domain.world import World

Decision = tuple[object, ...] | Refusal

DENOMINATIONS = (
    50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1,
)  # fmt: skip
"""Euro notes and coins, in cents, largest first."""
MAX_CASH = 100_000_00
MAX_TOLD = 10_000_000_00
"""Cents that another paper can say."""


@command
class OpenTill:
    """Begin a session with this float; `files` are pictures of the count."""

    coins: tuple[Coins, ...]
    files: tuple[str, ...] = ()


@command
class MoveCash:
    """Put cash in (positive cents) or take it out (negative); `files` are its receipts, by
    SHA-256."""

    amount: int
    reason: str
    note: str = ""
    files: tuple[str, ...] = ()


@command
class OpenDrawer:
    """Open the drawer without a sale."""

    reason: str


@command
class CountTill:
    """Write the blind count down; the expected amount is computed here.

    `checked` holds other tenders against their papers, summed from stored documents;
    `files` are pictures of the drawer. `foreign` are the notes of other currencies; what
    was expected of them is computed here as well.
    """

    coins: tuple[Coins, ...]
    reason: str = ""
    checked: tuple[TenderCheck, ...] = ()
    files: tuple[str, ...] = ()
    foreign: tuple[ForeignCount, ...] = ()


@command
class ReadX:
    """Write down that an X was read, with its figures, and since which day of the month
    ("" for this day)."""

    figures: tuple[Figure, ...]
    since: str = ""


@command
class CloseDay:
    """Close the business day `day`; figures are summed from stored documents.

    `first`, `last` are the first and last numbers of series T in the day, 0 for none;
    `extent` is what was written since the closing before.
    """

    day: str
    figures: tuple[Figure, ...]
    first: int = 0
    last: int = 0
    extent: Extent | None = None


@command
class ClosePeriod:
    """Make a closing that adds up closings: a month, a year, the establishment."""

    closing: PeriodClosed


TillCommand = (
    OpenTill
    | MoveCash
    | MoveForeign
    | KeepFile
    | OpenDrawer
    | CountTill
    | ReadX
    | CloseDay
    | ClosePeriod
)


def decide(world: World, command: TillCommand, context: Context) -> Decision:
    """What happens to the drawer and the day, or why it cannot."""
    match command:
        case OpenTill():
            return _open(world, command, context)
        case MoveCash():
            return _move(world, command, context)
        case MoveForeign():
            return move_foreign(world, command, context)
        case KeepFile():
            return keep_file(world, command, context)
        case OpenDrawer():
            refused = need(
                context, "till.drawer", "Ouvrir le tiroir sans vente demande un droit."
            )
            if not refused and not command.reason:
                refused = Refusal(
                    "reason_missing", "Dites pourquoi le tiroir est ouvert."
                )
            return refused or (
                DrawerOpened(till=context.terminal, reason=command.reason),
            )
        case CountTill():
            return _count(world, command, context)
        case ReadX():
            refused = need(context, "till.report", "Lire le X demande un droit.")
            session = world.till(context.terminal).session
            return refused or (
                TillReported(
                    till=context.terminal,
                    session=session,
                    figures=command.figures,
                    since=command.since,
                ),
            )
        case ClosePeriod():
            return _close_period(world, command.closing, context)
        case _:
            return _close(world, command, context)


def coins_total(coins: tuple[Coins, ...]) -> int:
    """Cents of a count by denomination."""
    return sum(each.value * each.count for each in coins)


def _coins_refusal(coins: tuple[Coins, ...]) -> Refusal | None:
    values = [each.value for each in coins]
    known = set(values) <= set(DENOMINATIONS) and len(values) == len(set(values))
    if not known or any(not 0 <= each.count <= 9999 for each in coins):
        return Refusal("count_invalid", "Ce compte n'est pas possible.")
    return None


def _open(world: World, command: OpenTill, context: Context) -> Decision:
    refused = need(context, "till.open", "Ouvrir la caisse demande un droit.")
    if refused:
        return refused
    till = world.till(context.terminal)
    if till.session:
        return Refusal("till_open", "La caisse est déjà ouverte.")
    profile = profile_named(world.settings.text(PROFILE))
    if profile.missing and context.environment == PRODUCTION:
        return Refusal(
            "profile_unfinished",
            "Pas de vente avec le profil fiscal {name} : il manque {missing}.",
            values=(("name", profile.name), ("missing", ", ".join(profile.missing))),
        )
    if owes_period(till, context.bday):
        return Refusal(
            "period_due", "Le mois d'avant se clôture : réessayez dans un instant."
        )
    session = context.new_id()
    refused = _coins_refusal(command.coins) or files_refusal(command.files)
    return refused or (
        TillOpened(
            till=context.terminal,
            session=session,
            coins=tuple(c for c in command.coins if c.count),
            total=coins_total(command.coins),
            rates=rates_now(world),
        ),
        *kept_files(context, "float", session, command.files),
    )


def _move(world: World, command: MoveCash, context: Context) -> Decision:
    refused = need(context, "till.cash_move", "Ce mouvement demande un droit.")
    till = world.till(context.terminal)
    if refused:
        return refused
    if not till.session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.")
    if not command.reason:
        return Refusal("reason_missing", "Dites à quoi sert ce mouvement.")
    if command.amount == 0 or abs(command.amount) > MAX_CASH:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    if command.amount < 0 and till.cash + command.amount < 0:
        return Refusal("drawer_short", "Il n'y a pas autant d'espèces dans le tiroir.")
    limit = world.settings.number(MOVE_LIMIT)
    if limit and abs(command.amount) > limit:
        refused = need(
            context,
            "staff.edit",
            "Un mouvement de plus de {limit} € demande un responsable.",
            limit=euros_text(limit),
        )
    move = context.new_id()
    return (
        refused
        or files_refusal(command.files)
        or (
            CashMoved(
                till=context.terminal,
                session=till.session,
                amount=command.amount,
                reason=command.reason,
                note=command.note[:200],
                move=move,
            ),
            *kept_files(context, "move", move, command.files),
        )
    )


def _count(world: World, command: CountTill, context: Context) -> Decision:
    till = world.till(context.terminal)
    refused = need(context, "till.close", "Compter la caisse demande un droit.")
    if refused:
        return refused
    if not till.session:
        return Refusal("till_shut", "La caisse n'est pas ouverte.")
    refused = (
        _coins_refusal(command.coins)
        or _checks_refusal(command.checked)
        or files_refusal(command.files)
        or counted_refusal(till, command.foreign)
    )
    if refused:
        return refused
    total = coins_total(command.coins)
    return (
        TillCounted(
            till=context.terminal,
            session=till.session,
            coins=tuple(c for c in command.coins if c.count),
            total=total,
            expected=till.cash,
            difference=total - till.cash,
            reason=command.reason,
            checked=command.checked,
            foreign=tuple(
                replace(each, expected=till.foreign_expected(each.currency))
                for each in command.foreign
            ),
        ),
        *kept_files(context, "count", till.session, command.files),
    )


def _checks_refusal(checks: tuple[TenderCheck, ...]) -> Refusal | None:
    papers = [(check.method, check.terminal) for check in checks]
    known = {method for method, _ in papers} <= METHODS.keys() - {"cash", "foreign"}
    if not known or len(papers) != len(set(papers)):
        return Refusal("method_unknown", "Ce moyen de paiement n'existe pas.")
    if any(not 0 <= check.told <= MAX_TOLD for check in checks):
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    return None


def _close(world: World, command: CloseDay, context: Context) -> Decision:
    till = world.till(context.terminal)
    late = is_over(world, command.day, context.now)
    refused = need(context, "till.close", "Clôturer la journée demande un responsable.")
    if not refused:
        refused = _difference_refusal(world, till, context)
    if refused and not late:
        return refused
    if till.closed_until >= command.day:
        return Refusal("day_closed", "Cette journée est déjà clôturée.")
    if command.day > context.bday:
        return Refusal("day_to_come", "Cette journée n'a pas commencé.")
    if not late and any(payment.on_phone for payment in _payments(world, context)):
        return Refusal("phone_running", "Un client paie encore sur son téléphone.")
    # Past the cut-off a lost answer is carried over like an open order: closing is
    # compulsory, and who decides may be away. A card that a guest still holds is not.
    if any(
        payment.in_hand and not (late and payment.state == "unknown")
        for payment in _payments(world, context)
    ):
        return Refusal(
            "payment_unknown",
            "Un paiement par carte attend une décision : tranchez-le d'abord.",
        )
    return (
        DayClosed(
            till=context.terminal,
            session=till.session,
            number=till.closing + 1,
            day=command.day,
            figures=command.figures,
            first=command.first,
            last=command.last,
            totals=till.totals_after(0, command.day),
            open_since=_open_since(world, context, command.day),
            previous=till.closing_hash,
            extent=command.extent,
        ),
        EventRecorded(
            code="CLOSE_DAY",
            detail=f"Z-{context.terminal}-{till.closing + 1:06d} {command.day}",
        ),
    )


def worst_difference(till: Till) -> int:
    """Cents by which the drawer, or another tender, is farthest from what must be there;
    what lacks in one is not made up for by what is too much in another."""
    counted = till.counted
    if counted is None:
        return 0
    checked = (check.told - check.expected for check in counted.checked)
    return max((counted.difference, *checked, *differences(till)), key=abs)


def _difference_refusal(world: World, till: Till, context: Context) -> Refusal | None:
    """A count that is too far off is closed by a manager."""
    limit, worst = world.settings.number(COUNT_LIMIT), worst_difference(till)
    if not limit or abs(worst) <= limit:
        return None
    return need(
        context,
        "staff.edit",
        "Un écart de {difference} € demande un responsable pour clôturer.",
        difference=euros_text(worst),
    )


_CODES = {
    MonthClosed: "CLOSE_MONTH",
    EstablishmentMonthClosed: "CLOSE_MONTH",
    YearClosed: "CLOSE_YEAR",
    EstablishmentYearClosed: "CLOSE_YEAR",
}


def _close_period(world: World, closing: PeriodClosed, context: Context) -> Decision:
    over = is_over(world, closing.last_day, context.now)
    refused = need(context, "till.close", "Cette clôture demande un responsable.")
    if refused and not over:
        return refused
    if not closing.parts:
        return Refusal("nothing_to_close", "Il n'y a rien à clôturer.")
    till, done = world.till(context.terminal), last_period(world, closing).upto
    if any(part.number <= done.get(part.chain, 0) for part in closing.parts):
        return Refusal("period_closed", "Cette période est déjà clôturée.")
    if not over and till.closed_day < closing.last_day:
        return Refusal("period_running", "Cette période n'est pas terminée.")
    if till.session and context.bday <= closing.last_day:
        return Refusal("till_open", "Clôturez d'abord la journée.")
    series = spec_of(closing).series
    name = f"{series}-{context.terminal}-{closing.number:06d}"
    return (
        closing,
        EventRecorded(
            code=_CODES.get(type(closing), "CLOSE_DAY"),
            detail=f"{name} {closing.first_day} {closing.last_day}",
        ),
    )


def last_period(world: World, closing: PeriodClosed) -> LastPeriod:
    """The last closing of this one's kind."""
    till = world.till(closing.till)
    if isinstance(closing, MonthClosed):
        return till.month
    if isinstance(closing, YearClosed):
        return till.year
    return world.establishment.get(type(closing), LastPeriod())


def owes_period(till: Till, bday: str) -> bool:
    """Whether a month or a fiscal year before that of business day `bday` has closings
    that nothing has added up yet."""
    month, year = till.month, till.year
    if till.closing > month.upto.get(till.id, 0):
        return month_of(till.closed_day)[1] < month_of(bday)[0]
    if month.number > year.upto.get(till.id, 0):
        last, starts = month.last_day, till.year_starts
        return year_of(last, starts)[1] < year_of(bday, starts)[0]
    return False


def is_over(world: World, day: str, now: datetime) -> bool:
    """Whether the cut-off that ends business day `day` has passed.

    Whoever is there then, or Sotto by itself, may close it (`fiscal.md` C-03).
    """
    cutoff = timedelta(minutes=world.settings.number("day.cutoff"))
    return day < (now - cutoff).date().isoformat()


def _open_since(world: World, context: Context, day: str) -> str:
    """Where a later start must begin to read to know every order that is open or needs
    a person, and every refund."""
    since = [
        order.since for order in world.book.orders.values() if _lives(world, order)
    ]
    since += [refund.bday for refund in world.book.refunds.values() if refund.running]
    return min(since, default=following(day))


def _lives(world: World, order: Order) -> bool:
    """Whether somebody has to deal with an order, or to look at it."""
    group = world.floor.group(order.table)
    return (
        not world.book.closed(order)
        or to_check(order)
        or bool(attention(world.book, order, group, world.credits.overdrawn))
    )


def _payments(world: World, context: Context) -> Iterator[Payment]:
    """The payments and refunds that this terminal made or asked for."""
    orders = world.book.orders.values()
    taken = (payment for order in orders for payment in order.payments.values())
    for payment in (*taken, *world.book.refunds.values()):
        if payment.chain == context.terminal:
            yield payment
