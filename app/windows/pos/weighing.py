"""Weighing what is sold by weight: the scale is followed while its sheet is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.events import ArticleSet
from app.domain.orders.commands import AddLine
from app.presenters.pos.weighing import present_weighing
from app.services.house import Fact
from app.windows.pos.weigh_sheet import WeighSheet
from app.windows.pos.work import Work
from hardware.scales.weighing import Asked, Reading, Trouble
from resources.texts import price, tr


class Weighing(QObject):
    """One article at a time.

    Args:
        add: takes a line down.
        type_weight: asks for the weight by hand.
    """

    def __init__(
        self,
        work: Work,
        add: Callable[[AddLine], tuple[Fact, ...]],
        type_weight: Callable[[ArticleSet], None],
    ) -> None:
        super().__init__(work)
        self._work, self._add, self._type_weight = work, add, type_weight
        self._article: ArticleSet | None = None
        self._asked = Asked()
        self._reading: Reading | None = None
        self._sheet: WeighSheet | None = None

    def begin(self, article: ArticleSet, unit_price: int) -> bool:
        """Opens the sheet; False when no scale answers."""
        if not self._follow(Asked(price=unit_price, tare=article.tare)):
            return False
        self._article, self._reading = article, None
        sheet = WeighSheet(
            self._work.beside,
            article.name,
            tr("{price} le kg", price=price(unit_price)),
        )
        sheet.weighed.connect(self._on_weighed)
        sheet.tare_requested.connect(self._on_tare_requested)
        sheet.no_tare_requested.connect(self._on_no_tare_requested)
        sheet.typing_requested.connect(self._on_typing_requested)
        sheet.left.connect(self._on_left)
        nothing = Reading(tare=article.tare, trouble=Trouble.EMPTY)
        sheet.display(present_weighing(nothing, unit_price, article.tare))
        self._sheet = sheet
        self._work.open_sheet(sheet)
        return True

    def _follow(self, asked: Asked) -> bool:
        self._asked, self._reading = asked, None
        return self._work.board.weigh(asked, self._heard)

    def _heard(self, reading: Reading | None) -> None:
        """The plate moved, or the scale is gone (None)."""
        sheet = self._sheet
        if sheet is None or self._work.sheet is not sheet:  # taken away at once
            self._end()
            return
        self._reading = reading
        asked = self._asked
        sheet.display(present_weighing(reading, asked.price, asked.tare))

    @Slot()
    def _on_left(self) -> None:
        if self.sender() is self._sheet:  # not one that the next came before
            self._end()

    def _end(self) -> None:
        if self._sheet is not None:
            self._sheet = None
            self._work.board.rest_scale(self._heard)

    @Slot()
    def _on_weighed(self) -> None:
        article, reading, sheet = self._article, self._reading, self._sheet
        if article is None or reading is None or sheet is None or reading.trouble:
            return
        seat = self._work.state.seat
        command = AddLine(
            order="",
            article=article.id,
            quantity=reading.net,
            seats=(seat,) if seat else (),
            merge=False,
            tare=reading.tare,
        )
        if self._add(command):
            self._work.board.rest_scale(self._heard, sold=True)
            self._sheet = None
            self._work.close_sheet()

    @Slot()
    def _on_tare_requested(self) -> None:
        reading = self._reading
        if reading is not None and reading.trouble is None:
            self._follow(Asked(price=self._asked.price, tare=reading.gross))

    @Slot()
    def _on_no_tare_requested(self) -> None:
        self._follow(Asked(price=self._asked.price))

    @Slot()
    def _on_typing_requested(self) -> None:
        if self._article is not None:
            self._type_weight(self._article)
