"""Cash that goes in or out of the drawer without a sale, with its receipt."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from app.domain.till.decide import MoveCash
from app.domain.till.foreign import MoveForeign
from app.presenters.pay.foreign import units
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.till.cash_sheet import CashSheet
from app.windows.till.files import kept_names
from resources.texts import price, tr


class CashMoves(QObject):
    """Asks how much and why, then moves it.

    Args:
        done: called once it has moved.
    """

    def __init__(self, desk: Desk, page: Page, done: Callable[[], None]) -> None:
        super().__init__(page)
        self._desk, self._page, self._done = desk, page, done
        self.sheet: CashSheet | None = None

    def ask(self, *, out: bool) -> None:
        """Shows the sheet of what goes `out`, or in."""
        till = self._desk.world.till(self._desk.house.terminal)
        held = sorted({*till.rates, *till.foreign})
        self.sheet = CashSheet(self._page, out=out, currencies=held)
        self.sheet.confirmed.connect(self._on_confirmed)
        self.sheet.foreign_confirmed.connect(self._on_foreign_confirmed)
        self.sheet.open()

    @Slot(str, int, str)
    def _on_foreign_confirmed(self, currency: str, amount: int, reason: str) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            words = tr("Sortie de {amount}") if amount < 0 else tr("Entrée de {amount}")
            self._desk.say(words.format(amount=units(abs(amount), currency)))
            self._done()

        command = MoveForeign(currency=currency, amount=amount, reason=reason)
        self._desk.run(command, done)

    @Slot(int, str, bytes)
    def _on_confirmed(self, cents: int, reason: str, receipt: bytes) -> None:
        def done(facts: tuple[Fact, ...]) -> None:
            words = tr("Sortie de {amount}") if cents < 0 else tr("Entrée de {amount}")
            self._desk.say(words.format(amount=price(abs(cents))))
            self._done()

        files = kept_names(self._desk, receipt)
        if files is not None:
            self._desk.run(MoveCash(amount=cents, reason=reason, files=files), done)
