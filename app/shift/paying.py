"""How a party pays: tenders, tips, splits, and a card that does not go as it should."""

from random import Random
from typing import Protocol

from app.domain.credits.events import CreditIssued
from app.domain.orders.billing import REST, order_due
from app.domain.payments.events import PaymentCompleted, PaymentFailed, PaymentUnknown
from app.shift.finger import Stuck
from app.shift.hands.pay import PayHand
from app.shift.hands.team import Team
from hardware.terminals.customer import ACCEPTS, Behaviour, Cut, refuses

LOST = Behaviour(cut=Cut(side="answer", at=0))
"""Money moves, and the answer never comes."""
NEVER_ASKED = Behaviour(cut=Cut(side="request", at=10))
"""The line breaks while the till still asks: no money moves."""
NOTE, VOUCHER = 2000, 1100


class Payer(Protocol):
    """What paying wants to know of a party."""

    @property
    def ways(self) -> frozenset[str]: ...

    @property
    def tender(self) -> str: ...

    @property
    def covers(self) -> int: ...


def settle(team: Team, pay: PayHand, order: str, payer: Payer, random: Random) -> None:
    """Pays an order to its last cent.

    Raises:
        Stuck: something is left to pay.
    """
    if "seats" in payer.ways:
        pay.split_by_seats()
        for _ in pay.payers():
            _pay_bill(pay, random.choice(("cash", "card")))
    elif "items" in payer.ways:
        _by_items(team, pay, order)
    elif "shares" in payer.ways:
        pay.share(payer.covers)
        for number in range(payer.covers):
            _pay_bill(pay, "card" if number % 2 else "cash")
    else:
        _pay_whole(team, pay, order, payer.tender)
    left = order_due(team.stage.world.book, team.stage.order(order))
    if left:
        raise Stuck(f"{left} cents are left to pay on {order}")
    if pay.here:
        raise Stuck("everything is paid and the page does not leave")


def _by_items(team: Team, pay: PayHand, order: str) -> None:
    """Two payers: a line for the first, one shared by halves, the others for the second."""
    book = team.stage.world.book
    lines = book.lines_of(team.stage.order(order))
    pay.split_by_articles()
    first = next(c.view.id for c in pay.columns if c.view.id not in ("", REST))
    pay.hand_over(lines[0].id, f"to:{first}")
    second = pay.add_payer()
    for number, line in enumerate(lines[1:]):
        pay.hand_over(line.id, f"to:{second}" if number else "table")
    for number, _ in enumerate(pay.payers()):
        _pay_bill(pay, "cash" if number % 2 else "card")


def _pay_bill(pay: PayHand, tender: str) -> None:
    if pay.free:  # everything of it was given away
        pay.issue()
    elif tender == "card":
        _accepted(pay.card())
    else:
        pay.cash()


def _pay_whole(team: Team, pay: PayHand, order: str, tender: str) -> None:
    if tender in _TROUBLED:
        _troubled_card(team, pay, tender)
        return
    stage = team.stage
    due = order_due(stage.world.book, stage.order(order))
    match tender:
        case "cash":
            pay.cash(-(-due // NOTE) * NOTE)
        case "card":
            pay.paper()
            _accepted(pay.card(ACCEPTS))
        case "tip":
            pay.tip("two")
            _accepted(pay.card(ACCEPTS))
        case "voucher":
            pay.voucher(min(due, VOUCHER))
            if order_due(stage.world.book, stage.order(order)):
                pay.cash()
        case "gift":
            code = _unspent_gift(team)
            if code:
                pay.gift(code)
            if order_due(stage.world.book, stage.order(order)):
                pay.cash()
        case "slip":
            pay.slip("184512")
        case "cheque":
            pay.cheque("7734001")
        case _:
            raise ValueError(tender)


_TROUBLED = ("refused", "retry", "lost", "accepted", "never")


def _troubled_card(team: Team, pay: PayHand, tender: str) -> None:
    """A card that is refused, or whose answer is lost on the way."""
    match tender:
        case "refused":
            _failed(pay.card(refuses("04")))
            pay.paper()
            pay.cash()
        case "retry":
            _failed(pay.card(refuses("04")))
            _accepted(pay.retry_card())
        case "lost":
            _unknown(pay.card(LOST))
            _accepted(pay.ask_again())
        case "accepted":
            _unknown(pay.card(LOST))
            _accepted(pay.say_accepted(_last_charge(team)))
        case _:
            _unknown(pay.card(NEVER_ASKED))
            _failed(pay.say_refused())
            pay.cash()


def _unspent_gift(team: Team) -> str:
    """The code of a voucher that was sold tonight and not used yet, "" for none."""
    credits_ = team.stage.world.credits
    sold = team.stage.written(CreditIssued)
    return next((each.code for each in sold if credits_.left(each.credit)), "")


def _last_charge(team: Team) -> str:
    """The number on the terminal's slip, which a manager reads."""
    terminals = team.stage.suite.devices.simulated_terminals.values()
    return next(iter(terminals)).approved()[-1].authorisation


def _accepted(outcome: PaymentCompleted | PaymentFailed | PaymentUnknown) -> None:
    if not isinstance(outcome, PaymentCompleted):
        raise Stuck(f"the card was to be accepted: {outcome}")


def _failed(outcome: PaymentCompleted | PaymentFailed | PaymentUnknown) -> None:
    if not isinstance(outcome, PaymentFailed):
        raise Stuck(f"the card was to be refused: {outcome}")


def _unknown(outcome: PaymentCompleted | PaymentFailed | PaymentUnknown) -> None:
    if not isinstance(outcome, PaymentUnknown):
        raise Stuck(f"the answer was to be lost: {outcome}")
