"""The notes of other currencies in the drawer: the rates of a session, movements, counts."""

from app.domain.money import euros_text
from app.domain.payments.currencies import CURRENCIES, RATES, rates_of, worth
from app.domain.settings import MOVE_LIMIT
from app.domain.till.events import ForeignCount, ForeignMoved, Rate
from app.domain.till.state import Till
from app.domain.vocabulary import Context, Refusal, command, need
from app.domain.world import World

MAX_FOREIGN = 10_000_000_00
"""Hundredths of a unit."""
_UNKNOWN = Refusal("currency_unknown", "Cette devise n'est pas dans le tiroir.")


@command
class MoveForeign:
    """Put notes of a currency in (positive hundredths of a unit) or take them out."""

    currency: str
    amount: int
    reason: str


def rates_now(world: World) -> tuple[Rate, ...]:
    """The rates that a session is opened with."""
    return rates_of(world.settings.text(RATES)) or ()


def move_foreign(
    world: World, command: MoveForeign, context: Context
) -> tuple[object, ...] | Refusal:
    """What was moved, or why it cannot be."""
    refused = need(context, "till.cash_move", "Ce mouvement demande un droit.")
    till = world.till(context.terminal)
    if refused:
        return refused
    if not till.session:
        return Refusal("till_shut", "Ouvrez d'abord la caisse.")
    if command.currency not in CURRENCIES:
        return _UNKNOWN
    if not command.reason:
        return Refusal("reason_missing", "Dites à quoi sert ce mouvement.")
    if not 0 < abs(command.amount) <= MAX_FOREIGN:
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    if till.foreign.get(command.currency, 0) + command.amount < 0:
        return Refusal("drawer_short", "Il n'y a pas autant d'espèces dans le tiroir.")
    return _limit_refusal(world, till, command, context) or (
        ForeignMoved(
            till=context.terminal,
            session=till.session,
            currency=command.currency,
            amount=command.amount,
            reason=command.reason,
        ),
    )


def _limit_refusal(
    world: World, till: Till, command: MoveForeign, context: Context
) -> Refusal | None:
    """Above the limit of movements a manager moves them, and what has no rate today, for
    nobody knows what that is worth."""
    limit, micro = world.settings.number(MOVE_LIMIT), till.rates.get(command.currency)
    if not limit or (micro and worth(abs(command.amount), micro) <= limit):
        return None
    return need(
        context,
        "staff.edit",
        "Un mouvement de plus de {limit} € demande un responsable.",
        limit=euros_text(limit),
    )


def counted_refusal(till: Till, counts: tuple[ForeignCount, ...]) -> Refusal | None:
    """Why notes cannot have been counted so."""
    named = [each.currency for each in counts]
    if len(set(named)) < len(named) or not set(named) <= till.foreign.keys():
        return _UNKNOWN
    if any(not 0 <= each.counted <= MAX_FOREIGN for each in counts):
        return Refusal("amount_out_of_range", "Ce montant n'est pas possible.")
    return None


def differences(till: Till) -> list[int]:
    """Cents by which the counted notes of each currency miss what must be there."""
    return [
        worth(each.counted - each.expected, till.rates.get(each.currency, 0))
        for each in till.purses.values()
    ]
