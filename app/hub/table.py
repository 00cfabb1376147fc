"""Guests order and pay at their table by telephone: `/table/<number>`, behind a code of 4
digits.

The table is opened by the team, the code is another one each time. Who tries five wrong
ones waits; nothing is known of anybody, and nothing stays on the telephone.
"""

import re
import time
from collections import deque
from typing import Final

from app.domain.orders.billing import order_due
from app.domain.orders.commands import GuestOrder, SendOrder
from app.domain.orders.events import added
from app.domain.orders.state import Order
from app.domain.orders.table_orders import (
    GUEST,
    admits,
    guests_serve_themselves,
    waiting_lines,
)
from app.domain.settings import GUESTS_ORDER
from app.domain.vocabulary import Refusal
from app.domain.wire import stream_of
from app.hub.api.api import Api
from app.hub.api.problems import ProblemError
from app.hub.guest_card import chapters, chosen_lines, review
from app.hub.guest_pages import Answer, Asked, Page
from app.hub.table_bill import Fields, first
from app.hub.table_pay import Going, TablePay, can_pay
from app.reports.bill_page import bill_button
from app.reports.table_page import card_body, code_body, done_body
from app.services.answers import RepeatedError, note_of, request_of
from app.services.house import Actor, Alongside, Fact, House
from resources.texts import tr

PREFIX: Final = "/table"
MOST_WRONG, WAIT_S = 5, 300.0
"""Wrong codes at a table, or from an address, before it has to wait so long."""


class Tries:
    """Wrong codes of the last minutes, by whoever gave them."""

    def __init__(self) -> None:
        self._wrong: dict[str, deque[float]] = {}

    def must_wait(self, *who: str) -> bool:
        """Whether any of them gave too many."""
        now = time.monotonic()
        for each in who:
            came = self._wrong.get(each, deque())
            while came and came[0] <= now - WAIT_S:
                came.popleft()
            if len(came) >= MOST_WRONG:
                return True
        return False

    def note(self, *who: str) -> None:
        """One more."""
        if len(self._wrong) > 10_000:
            self._wrong.clear()
        for each in who:
            self._wrong.setdefault(each, deque()).append(time.monotonic())


def table_answer(api: Api, paying: TablePay) -> Answer:
    """What a telephone at a table reads."""
    tries = Tries()

    def answer(house: House, asked: Asked) -> Page:
        title = tr("Table {table}", table=asked.below)
        return Page(title, _answer(api, paying, house, tries, asked))

    return answer


def _answer(
    api: Api, paying: TablePay, house: House, tries: Tries, asked: Asked
) -> str | Going:
    world, fields = house.world, asked.fields
    table = world.floor.by_number(asked.below)
    if table is None:
        raise ProblemError(404)
    if not guests_serve_themselves(world.settings):
        return f"<p>{tr('Ici, la commande se prend à table.')}</p>"
    code, pays = first(fields, "code"), can_pay(house)
    if not code:
        scanned = asked.query.get("code", "")
        scanned = scanned if re.fullmatch("[0-9]{4}", scanned) else ""
        return code_body(pays=pays, code=scanned)
    who = f"table {table.id}", f"address {asked.address}"
    if tries.must_wait(*who):
        words = tr("Trop d'essais : demandez le code à votre serveur, dans 5 minutes.")
        return code_body(words, pays=pays)
    order = admits(world, table.id, code)
    if order is None:
        tries.note(*who)
        words = tr("Ce code n'est pas celui de la table. Il est sur le papier reçu.")
        return code_body(words, pays=pays)
    orders = world.settings.text(GUESTS_ORDER) != "no"
    steps = fields.get("step", [])
    if pays and "pay" in steps:
        return paying.pay(house, order, table.id, fields)
    if pays and ("bill" in steps or not orders):
        return paying.bill(house, order, fields)
    return _ordered(api, paying, house, order, table.id, fields)


def _ordered(
    api: Api,
    paying: TablePay,
    house: House,
    order: Order,
    table: str,
    fields: Fields,
) -> str:
    step, code = first(fields, "step"), first(fields, "code")
    if step not in ("review", "send"):
        card = card_body(code, chapters(house, order), order.covers)
        left = order_due(house.world.book, order) if can_pay(house) else 0
        return f"{bill_button(code, left)}{card}" if left > 0 else card
    lines = tuple(chosen_lines(house, order, fields))
    command = GuestOrder(table=table, code=code, lines=lines)
    once = first(fields, "once")
    if step == "review" or not once:
        return review(house, order, command, fields)
    done = _once(api, house, order, command, once)
    if isinstance(done, Refusal):  # something is gone since they looked it over
        return review(house, order, command, fields)
    made = tuple(line.line for fact in done for line in added(fact.event))
    how = house.world.settings.text(GUESTS_ORDER)
    if how == "paid" and can_pay(house):
        return paying.of_lines(house, order, fields, made)
    if made and how == "send":
        # In the name of who serves the table: the house wants it so.
        house.run(SendOrder(order=order.id, lines=made), Actor(order.waiter, "table"))
    return done_body(code, sent=not waiting_lines(house.world.book, order))


def _once(
    api: Api, house: House, order: Order, command: GuestOrder, once: str
) -> tuple[Fact, ...] | Refusal:
    """Takes it down; nothing where that was done before, under the same word: a tap that
    comes twice, a page that is loaded anew."""
    asked = request_of(order.id, PREFIX, once, b"", api.pepper)
    if api.answers.find(asked) is not None:
        return ()
    more = Alongside(
        lambda events: (note_of(asked, stream_of(events[0])),),
        lambda connection: api.answers.check(connection, asked),
    )
    try:
        with house.alongside(more):
            return house.run(command, Actor(GUEST, "table"))
    except RepeatedError:
        house.catch_up()
        return ()
