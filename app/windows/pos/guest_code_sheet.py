"""The code with which the guests of a table order and pay themselves: shown, printed,
renewed."""

import secrets
from functools import partial
from urllib.parse import quote

from PySide6.QtCore import Qt, Slot

from app.domain.orders.commands import LetGuestsIn
from app.domain.orders.state import Order
from app.presenters.pos.sheets import guests_words
from app.windows.pos.sheet import PosSheet
from app.windows.pos.work import Work
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.qr_code import QrCode
from widgets.text import Label

PATH = "/table/"
"""Where a hub takes the orders of a table (`app/hub/table.py`)."""
_DIGITS = 10_000


class GuestCodeSheet(PosSheet):
    """Opens the table as it is opened; each new code ends the one before."""

    def __init__(self, work: Work, order: Order) -> None:
        number = work.world.floor.number(order.table)
        title = guests_words(work.world.settings)
        super().__init__(work.beside, title, tr("Table {table}", table=number))
        self._work, self._order = work, order.id
        hub = work.desk.network.status().address
        self.address = f"https://{hub}{PATH}{quote(number, safe='')}" if hub else ""
        self.code = Label(style="due", align="center")
        self.qr = QrCode(self.address, side=240)
        where = self.address or tr("Sans hub, aucun téléphone ne peut l'atteindre.")
        self.where = Label(where, style="body", role="on_var", align="center")
        self.fresh = Button(
            tr("Nouveau code, imprimé"), kind="filled", height=64, icon="print"
        )
        self.shut = Button(
            tr("Ne plus les laisser faire"), kind="outlined", height=64, icon="block"
        )
        body = self.sheet.body
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self.code)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self.where)
        body.addSpacing(theme.SPACE.l)
        body.addWidget(self.fresh)
        body.addWidget(self.shut)
        body.addStretch(1)
        self.qr.setVisible(bool(self.address))
        self.fresh.clicked.connect(self._on_fresh)
        self.shut.clicked.connect(partial(self._let_in, ""))
        self.show_code()

    def show_code(self) -> None:
        """The code in force."""
        order = self._work.world.book.orders.get(self._order)
        code = order.guest_code if order else ""
        self.code.show_text(code or "– – – –")
        self.shut.setVisible(bool(code))

    @Slot()
    def _on_fresh(self) -> None:
        self._let_in(f"{secrets.randbelow(_DIGITS):04d}")

    def _let_in(self, code: str) -> None:
        command = LetGuestsIn(order=self._order, code=code, address=self.address)
        if self._work.run(command):
            self.show_code()
