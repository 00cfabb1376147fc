"""Guests order by telephone what they fetch: `/commander`, from a code at the counter.

Nothing is made before it is paid; then the page says the number and when it is ready, as
the screen over the counter does.
"""

from typing import Final

from app.domain.orders.placing import as_opened
from app.domain.orders.state import Order
from app.domain.orders.table_orders import GUEST
from app.domain.payments.commands import GuestTakeaway
from app.domain.payments.self_orders import asked_by, begun
from app.domain.settings import GUESTS_FETCH
from app.domain.vocabulary import Refusal
from app.hub.guest_card import chapters, chosen_lines, review
from app.hub.guest_pages import Answer, Asked, Page
from app.hub.pay_pages import running_of
from app.hub.table_bill import id_of
from app.hub.table_pay import Going, TablePay
from app.reports.table_page import card_body, languages
from app.services.house import Actor, House
from resources.texts import tr

PREFIX: Final = "/commander"


def order_answer(paying: TablePay) -> Answer:
    """What a telephone at the counter reads."""

    def answer(house: House, asked: Asked) -> Page:
        return Page(tr("À emporter"), _answer(paying, house, asked))

    return answer


def _answer(paying: TablePay, house: House, asked: Asked) -> str | Going:
    provider = paying.account()
    if house.world.settings.text(GUESTS_FETCH) == "no" or not provider:
        return f"<p>{tr('Ici, la commande se prend au comptoir.')}</p>"
    fields, steps = asked.fields, asked.fields.get("step", [])
    order = _begun(house)
    if order is None or not {"review", "send"} & set(steps):
        found = chapters(house, order) if order else ()
        return f"{languages()}{card_body('', found, 0)}"
    lines = tuple(chosen_lines(house, order, fields))
    share = id_of(fields, "once")
    command = GuestTakeaway(share=share, lines=lines, provider=provider)
    if "send" not in steps:
        return review(house, order, command, fields)
    house.bring_back(share)
    made = asked_by(house.world.book, share)
    if made is None:
        done = house.run(command, Actor(GUEST, "table"))
        if isinstance(done, Refusal):  # something is gone since they looked it over
            return review(house, order, command, fields)
        made = asked_by(house.world.book, share)
        assert made is not None
    return Going(running_of(house, made, made.payments[share]), "")


def _begun(house: House) -> Order | None:
    """The order as it would be: what prices and questions depend on."""
    context = house.context(Actor(GUEST, "table"))
    created = begun(house.world, context)
    return None if isinstance(created, Refusal) else as_opened(created, context)
