"""What lines and orders cost less: comps and discounts, each with its reason."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import CompLine, Discount, RemoveDiscount
from app.domain.orders.discounts import falls_on, never_reduced, over_limit
from app.domain.orders.state import Line
from app.presenters.pos.sheets import COMP_REASONS, comp_words, discount_reasons
from app.presenters.pos.words import order_words
from app.windows.pos.reason_sheets import DiscountSheet, ReasonSheet
from app.windows.pos.undo import take_back
from app.windows.pos.work import Work
from resources.texts import price, tr


class PriceActs(QObject):
    """Comps and discounts; what is granted can be taken back."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._line = ""

    def ask_comp(self, line: Line) -> None:
        """The house offers a line: why?"""
        desk = self._work.desk
        bday = desk.house.business_day(desk.house.clock())
        sheet = ReasonSheet(
            self._work.beside,
            tr("Offrir {name}", name=line.label),
            comp_words(self._work.world, desk.person, bday, line.net),
            COMP_REASONS,
        )
        sheet.reason_chosen.connect(self._on_comp_reason_chosen)
        self._line = line.id
        self._work.open_about(line, sheet)

    @Slot(str, int)
    def _on_comp_reason_chosen(self, reason: str, count: int) -> None:
        work, line = self._work, self._work.line(self._line)
        if line is None:
            return
        words = tr("{name} offert", name=line.label)
        work.close_sheet()
        work.run(
            CompLine(order=line.home, line=line.id, reason=reason),
            lambda facts: work.say(words, *take_back(facts)),
        )

    def ask_discount(self, line: Line) -> None:
        """How much less a line costs, and why."""
        title = tr("Remise sur {name}", name=line.label)
        sheet = self._sheet(title, price(line.net), [line])
        sheet.discount_chosen.connect(self._on_discount_chosen)
        self._line = line.id
        self._work.open_about(line, sheet)

    @Slot(int, int, str)
    def _on_discount_chosen(self, percent: int, amount: int, reason: str) -> None:
        line = self._work.line(self._line)
        if line is not None:
            self._discount(
                Discount(
                    order=line.home,
                    line=line.id,
                    percent=percent,
                    amount=amount,
                    reason=reason,
                ),
                line.label,
            )

    def _sheet(self, title: str, subtitle: str, lines: list[Line]) -> DiscountSheet:
        notes = discount_reasons(self._work.world.settings)
        return DiscountSheet(
            self._work.beside,
            title,
            subtitle,
            tuple(notes),
            total=sum(line.net for line in lines),
            notes=notes,
            beyond=partial(self._beyond, lines),
        )

    def _beyond(self, lines: list[Line], amount: int, reason: str) -> bool:
        """Whether the person here must ask a manager for a discount."""
        work = self._work
        if work.desk.may("order.over_limit"):
            return False
        return over_limit(work.world, lines, amount, reason)

    def _discount(self, command: Discount, name: str) -> None:
        work = self._work
        words = tr("Remise accordée : {name}", name=name)
        work.close_sheet()
        work.run(command, lambda facts: work.say(words, *take_back(facts)))

    def discount_order(self) -> None:
        """Asks for a discount on the whole order."""
        order = self._work.order
        if order is None:
            return
        world = self._work.world
        lines = falls_on(world, order)
        words = [order_words(world, order), price(sum(line.net for line in lines))]
        kept = [line.label for line in never_reduced(world, order)]
        if kept:
            words.append(tr("sans {what}", what=", ".join(dict.fromkeys(kept))))
        sheet = self._sheet(tr("Remise sur la commande"), " · ".join(words), lines)
        sheet.discount_chosen.connect(self._on_order_discount_chosen)
        self._work.open_sheet(sheet)

    @Slot(int, int, str)
    def _on_order_discount_chosen(self, percent: int, amount: int, reason: str) -> None:
        order = self._work.order
        if order is not None:
            self._discount(
                Discount(order=order.id, percent=percent, amount=amount, reason=reason),
                order_words(self._work.world, order),
            )

    def remove_discounts(self, line: Line) -> None:
        """A line costs what the carte says again."""
        name = line.label
        removed = [
            self._work.run(RemoveDiscount(order=line.home, discount=discount))
            for discount in tuple(line.discounts)
        ]
        if any(removed):
            self._work.say(tr("{name} au prix de la carte", name=name))
        self._work.shown_changed.emit()
