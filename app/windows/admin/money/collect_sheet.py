"""What clients owe is asked for: reminders by mail, and a file for the bank."""

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.credits.items import TERM
from app.domain.rules import SetSetting
from app.presenters.admin.accounts import Late, items_of, late_clients
from app.projections.queries import CreditChange, account_changes
from app.services.clients import client_contact, client_key, client_name
from app.windows.admin.money.debit_form import DebitForm
from app.windows.admin.money.reminders import Reminders
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from resources.texts import price, tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.field import TextField
from widgets.option_tile import OptionTile, OptionView
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH, _ROW, _PRICE, _MOST_DAYS = 720, 64, 104, 365


class CollectSheet(SideSheet):
    """Who owes something, those who are late first and chosen."""

    def __init__(
        self, host: QWidget, desk: Desk, reminders: Reminders, saver: Saver
    ) -> None:
        words = tr("Relances par e-mail, et fichier de prélèvement pour la banque")
        super().__init__(host, tr("Recouvrer"), words, width=_WIDTH)
        self._desk, self._reminders = desk, reminders
        self._background = Background(self)
        self._changes: dict[str, list[CreditChange]] = {}
        self._late: dict[str, Late] = {}
        self.tiles: dict[str, OptionTile] = {}
        self.form = DebitForm(desk, saver)
        self.term = TextField(
            tr("Délai de paiement"),
            text=desk.world.settings.text(TERM),
            height=48,
            suffix=tr("jours"),
        )
        self.remind = Button(tr("Relancer"), kind="tonal", height=64, icon="mail")
        self.debit = Button(tr("Prélever"), height=64, icon="account_balance")
        self.nobody = Label(
            tr("Aucun client ne doit rien."), style="body", role="on_var", wrap=True
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._build()
        self._connect_signals()
        self._read()

    def _build(self) -> None:
        body = self.sheet.body
        body.setSpacing(8)
        body.addWidget(self.term)
        body.addWidget(SectionHeader(tr("Qui doit")))
        body.addLayout(self._rows)
        body.addWidget(self.nobody)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(SectionHeader(tr("Prélèvement SEPA")))
        body.addWidget(self.form)
        body.addStretch(1)
        foot = self.sheet.foot
        foot.setSpacing(12)
        foot.addStretch(1)
        foot.addWidget(self.remind)
        foot.addWidget(self.debit)
        self.sheet.set_foot_shown(shown=True)

    def _connect_signals(self) -> None:
        self.remind.clicked.connect(self._on_remind_clicked)
        self.debit.clicked.connect(self._on_debit_clicked)
        self.term.left.connect(self._on_term_left)
        self._reminders.changed.connect(self._show)
        self.closed.connect(self.deleteLater)

    # ------------------------------------------------------------------ who owes

    def _read(self) -> None:
        house = self._desk.house
        database, sealer = house.database, house.sealer

        def read() -> dict[str, list[CreditChange]]:
            sealer.recall(client_key(""))
            with database.read() as connection:
                return account_changes(connection)

        self._background.run(read, self._take, self._desk.say_failure)

    def _take(self, changes: dict[str, list[CreditChange]]) -> None:
        self._changes = changes
        self._show()

    @Slot()
    def _show(self) -> None:
        """The clients as they stand; whoever was chosen stays so."""
        house, chosen = self._desk.house, {late.client for late in self.chosen}
        first = not self.tiles
        clients = self._desk.world.credits.clients
        named = {
            key: (client_name(house, client), client_contact(house, client))
            for key, client in clients.items()
        }
        items = {key: items_of(found) for key, found in self._changes.items()}
        day = house.clock().date().isoformat()
        found = late_clients(self._desk.world, items, named, day)
        while (row := self._rows.takeAt(0)) is not None:
            _drop(row.layout())
        self._late = {late.client: late for late in found}
        self.tiles = {}
        for late in found:
            lit = bool(late.late) if first else late.client in chosen
            self._rows.addLayout(self._row(late, chosen=lit))
        self.nobody.setVisible(not found)
        self._count()

    def _row(self, late: Late, *, chosen: bool) -> QHBoxLayout:
        view = OptionView(
            id=late.client, name=late.name, detail=late.words, chosen=chosen
        )
        tile = OptionTile(view)
        tile.setFixedHeight(_ROW)
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tile.clicked.connect(self._on_tile_clicked)
        self.tiles[late.client] = tile
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(tile, 1)
        owed = Label(price(late.owed), style="line", align="end")
        owed.setMinimumWidth(_PRICE)
        row.addWidget(owed)
        return row

    @property
    def chosen(self) -> list[Late]:
        """Who is asked."""
        return [
            self._late[client]
            for client, tile in self.tiles.items()
            if tile.view.chosen and client in self._late
        ]

    @property
    def reminded(self) -> list[Late]:
        """Who of them is late and has an address."""
        return [late for late in self.chosen if late.late and late.contact.mail]

    @property
    def debited(self) -> list[Late]:
        """Who of them signed a mandate and is not being debited already."""
        under_way = self._desk.world.credits.debits
        return [
            late
            for late in self.chosen
            if late.contact.debitable and late.client not in under_way
        ]

    def _count(self) -> None:
        mails, debits = len(self.reminded), len(self.debited)
        self.remind.set_words(tr("Relancer · {n}", n=mails))
        self.debit.set_words(tr("Prélever · {n}", n=debits))
        self.remind.setEnabled(mails > 0)
        self.debit.setEnabled(debits > 0)

    @Slot()
    def _on_tile_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, OptionTile):
            tile.display(replace(tile.view, chosen=not tile.view.chosen))
            self._count()

    @Slot()
    def _on_term_left(self, _text: str = "") -> None:
        text = self.term.text.strip()
        wrong = not (text.isascii() and text.isdigit() and int(text) <= _MOST_DAYS)
        self.term.show_error(tr("De 0 à {n} jours", n=_MOST_DAYS) if wrong else "")
        same = text == self._desk.world.settings.text(TERM)
        if not wrong and not same and self._desk.run(SetSetting(key=TERM, value=text)):
            self._show()

    @Slot()
    def _on_remind_clicked(self) -> None:
        if self._reminders.send(self.reminded, self._changes):
            self.remind.setEnabled(False)

    @Slot()
    def _on_debit_clicked(self) -> None:
        if self.form.ask(self.debited):
            self._show()


def _drop(layout: QLayout | None) -> None:
    if layout is not None:
        while (item := layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
