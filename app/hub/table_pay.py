"""A guest pays their part by telephone: from the bill to the provider's page, and back.

`/table/<number>?part=<id>` is where the provider sends them back to: the id, which nobody
can guess, shows what became of that part and nothing else of the table.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.kitchen.pickup import pickups
from app.domain.orders.billing import order_due
from app.domain.orders.state import Order, Payment
from app.domain.orders.table_orders import GUEST, waiting_lines
from app.domain.payments.commands import ONLINE, PAGE
from app.domain.settings import GUESTS_PAY
from app.domain.vocabulary import Refusal
from app.hub.api.api import Api
from app.hub.pay_pages import PagesDesk, Running, place_of, running_of
from app.hub.table_bill import (
    Choosing,
    Fields,
    bill_view,
    command_of,
    first,
    part_of,
    whole_of,
)
from app.reports.bill_page import bill_body, outcome_body, page_body
from app.services.house import Actor, House
from app.services.pay_pages import PagesDownError
from resources.texts import language, price, speaking, tr

NAMES: Final = {"stripe": "Stripe", "sumup": "SumUp"}
"""Providers as guests know them."""
_MAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}\.[^@\s,;<>\"]{2,63}")
_AGAIN_S, _READY_S = 3, 10
_MOST_CODES: Final = 1000
Buttons = Sequence[tuple[str, Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Going:
    """A guest who is on the way to the provider's page.

    Attributes:
        to: where their receipt goes, "" for nowhere.
    """

    asked: Running
    to: str


def can_pay(house: House) -> bool:
    """Whether guests see their bill by telephone."""
    return house.world.settings.text(GUESTS_PAY) != "no"


class TablePay:
    """What telephones choose and pay, of one hub."""

    def __init__(self, api: Api, desk: PagesDesk) -> None:
        self._api, self._desk = api, desk
        self._choosing = Choosing()
        self._codes: dict[str, str] = {}

    def bill(self, house: House, order: Order, fields: Fields, wrong: str = "") -> str:
        """The bill as this telephone has it. In the thread of the house."""
        part = part_of(house, self._choosing, order, fields)
        view = bill_view(
            house,
            self._choosing,
            order,
            fields,
            part,
            online=bool(self._provider(house)),
            mails=self._mails(),
            wrong=wrong,
        )
        return bill_body(view)

    def of_lines(
        self, house: House, order: Order, fields: Fields, lines: Sequence[str]
    ) -> str:
        """The bill with what was just ordered, which leaves once it is paid: these lines,
        or all that guests ordered and nobody sent. In the thread of the house."""
        told = {"code": [first(fields, "code")], "mode": ["items"]}
        waiting = {line.id: line for line in waiting_lines(house.world.book, order)}
        for line in lines or waiting:
            if line in waiting:
                told[f"l.{line}"] = [whole_of(waiting[line])]
        words = tr("Votre commande part en cuisine dès qu'elle est payée.")
        return self.bill(house, order, told, words if waiting else "")

    def pay(
        self, house: House, order: Order, table: str, fields: Fields
    ) -> str | Going:
        """Their part is theirs from now on, or said at the till; the bill again, with the
        reason, where it is not. In the thread of the house."""
        provider = self._provider(house)
        share = order.payments.get(first(fields, "share"))
        if share is not None and share.on_phone and provider:  # the tap that came twice
            return Going(running_of(house, order, share), "")
        part = part_of(house, self._choosing, order, fields)
        to = part.mail if provider and self._mails() else ""
        if to and not _MAIL.fullmatch(to):
            return self.bill(
                house, order, fields, tr("Cette adresse e-mail est fausse.")
            )
        command = command_of(part, table, first(fields, "code"), provider)
        house.bring_back(command.share)
        done = house.run(command, Actor(GUEST, "table"))
        if isinstance(done, Refusal):
            why = part.wrong or tr(done.text, **dict(done.values))
            return self.bill(house, order, fields, why)
        self._choosing.tick(order.id, part.phone, ())
        if not provider:
            return self.bill(house, order, _chosen_no_more(fields, part.phone))
        if len(self._codes) >= _MOST_CODES:
            del self._codes[next(iter(self._codes))]
        self._codes[part.share] = order.guest_code
        return Going(running_of(house, order, order.payments[part.share]), to)

    async def go(self, going: Going, chosen: str, here: str, fields: Fields) -> str:
        """The way to the page; the body of what the guest reads.

        Args:
            chosen: the guest's language. here: address of the table's page.
        """
        back = f"{here}?part={going.asked.payment}&langue={chosen}"
        with speaking(chosen):
            try:
                url = await self._desk.open(going.asked, chosen, back, going.to)
            except PagesDownError:
                return outcome_body(
                    tr("Le paiement ne répond pas"),
                    [tr("Rien n'est débité. Réessayez, ou payez au comptoir.")],
                    forms=[self._bill_again(fields)],
                )
            name = NAMES[going.asked.provider]
            return page_body(price(going.asked.cents), name, url)

    def outcome(self, house: House, part: str, *, stop: bool) -> tuple[str, str] | None:
        """Title and body of what became of a part; None for none of that id. In the thread
        of the house.

        Args:
            stop: the guest does not want to pay it any more.
        """
        house.bring_back(part)
        for order in house.world.book.orders.values():
            payment = order.payments.get(part)
            if payment is not None and payment.method == ONLINE:
                became = self._became(house, order, payment, stop=stop)
                return place_of(house, order), became
        return None

    def give_up(self, part: str) -> None:
        """In the loop of the network."""
        self._desk.give_up(part)

    def _became(self, house: House, order: Order, paid: Payment, *, stop: bool) -> str:
        cents = price(paid.amount + paid.tip)
        # Who comes back brings no code; one that was changed meanwhile is told to nobody.
        known = self._codes.get(paid.id, "")
        code = known if known == order.guest_code else ""
        back = ("code", code), ("step", "bill"), ("langue", language())
        if paid.on_phone:
            if stop:
                title = tr("On annule…")
                return outcome_body(title, [], amount=cents, again_s=_AGAIN_S)
            name = NAMES.get(paid.terminal.removeprefix(PAGE), "")
            words = tr("Reprendre le paiement sur {provider}", provider=name)
            url = paid.page.url if paid.page else ""
            cancel = (("step", "stop"), ("part", paid.id), ("langue", language()))
            return outcome_body(
                tr("On attend la confirmation…"),
                [tr("Dès que c'est payé, cette page le dit d'elle-même.")],
                amount=cents,
                link=(words, url) if url else None,
                forms=[(tr("Ne pas payer"), cancel)],
                again_s=_AGAIN_S,
            )
        if paid.state == "completed" and not order.table:
            return _fetched(house, order)
        if paid.state == "completed":
            again = tr("L'addition de la table"), back
            shows = order.guest_code and order_due(house.world.book, order) > 0
            return outcome_body(
                tr("Merci"),
                _thanks(house, order, paid),
                amount=cents,
                forms=[again] if shows else [],
            )
        if paid.state == "unknown":
            words = tr("On ne sait pas si c'est payé : votre serveur le vérifie.")
            return outcome_body(tr("Un instant"), [words], amount=cents)
        if paid.state == "returned":
            return outcome_body(tr("Ce paiement vous est rendu."), [], amount=cents)
        begins = (("langue", language()),)
        return outcome_body(
            tr("Ce n'est pas payé"),
            [tr("Rien n'est débité.")],
            forms=[(tr("Revenir à l'addition"), back)]
            if order.table
            else [(tr("Recommencer"), begins)],
        )

    def _bill_again(self, fields: Fields) -> tuple[str, Sequence[tuple[str, str]]]:
        kept = ("code", "langue", "phone")
        told = [(name, first(fields, name)) for name in kept if first(fields, name)]
        return tr("Revenir à l'addition"), (*told, ("step", "bill"))

    def account(self) -> str:
        """The provider that the hub has an account with, "" for none."""
        pages = self._desk.pages()
        return pages.name if pages is not None else ""

    def _provider(self, house: House) -> str:
        """Whose page a table pays on, "" for none: then it is paid at the till."""
        online = house.world.settings.text(GUESTS_PAY) == "online"
        return self.account() if online else ""

    def _mails(self) -> bool:
        notifier = self._api.notifier
        return notifier is not None and "email" in notifier.channels()


def _chosen_no_more(fields: Fields, phone: str) -> Fields:
    """The page of a telephone that has said what it pays."""
    kept = {name: fields[name] for name in ("code", "langue") if name in fields}
    return kept | {"phone": [phone]}


def _fetched(house: House, order: Order) -> str:
    """The number of an order that is paid, and whether it can be fetched."""
    world = house.world
    number = world.sale_number(order.terminal, order.number)
    found = pickups(world, round(house.clock().timestamp() * 1000))
    ready = any(each.id == order.id for each, _ in found.ready)
    over = not ready and all(each.id != order.id for each in found.preparing)
    words = tr("Payé. On l'annonce ici dès qu'elle est prête.")
    if ready:
        words = tr("Elle est prête : venez la chercher.")
    elif over:
        words = tr("Bon appétit !")
    title = tr("Votre commande")
    return outcome_body(title, [words], amount=number, again_s=0 if over else _READY_S)


def _thanks(house: House, order: Order, paid: Payment) -> list[str]:
    left = order_due(house.world.book, order)
    receipt = house.world.book.receipt(paid.receipt)
    tip = tr("dont pourboire {price}", price=price(paid.tip)) if paid.tip else ""
    number = tr("Votre ticket : {number}", number=receipt.number) if receipt else ""
    mailed = bool(paid.page and paid.page.mail)
    later = tr("Votre ticket part par e-mail.") if mailed else ""
    if mailed and not receipt:
        later = tr("Votre ticket part par e-mail dès que la table a tout payé.")
    table = (
        tr("Il reste {price} à payer à votre table.", price=price(left))
        if left > 0
        else tr("Tout est payé. À bientôt !")
    )
    return [tip, number, later, table]
