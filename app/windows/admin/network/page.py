"""Terminaux: how this one stands with the others, who they are, one more of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.admin.network import NetworkStanding, terminal_columns
from app.windows.admin.network.attach_pane import AttachPane
from app.windows.admin.network.controller import NetworkController
from app.windows.admin.network.pairing_pane import PairingPane, terminal_words
from app.windows.admin.network.terminal_form import TerminalForm
from app.windows.admin.section import GAP, Head, ListPane, ListSection
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import Card
from widgets.dialog import Sign
from widgets.empty_state import EmptyState
from widgets.table_model import Row
from widgets.table_view import DataTable
from widgets.text import Label


class NetworkSection(ListSection):
    """The terminals of the restaurant.

    Signals:
        act_requested: what the card offers: carry the hub, or put it down.
        opened(str): the form of a terminal.
        pairing_requested: one more terminal.
    """

    act_requested = Signal()
    opened = Signal(str)
    pairing_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.new = Button(tr("Ajouter un terminal"), icon="add")
        self.head = Head(tr("Terminaux"), (self.new,))
        self.standing, self.upstream = StandingCard(), StandingCard(tr("Siège"))
        self.terminals = DataTable(
            terminal_columns(),
            name=tr("Terminaux"),
            hint=tr("↑ ↓ parcourir · ↵ ouvrir"),
            least=200,
        )
        self.nobody = EmptyState(
            tr("Aucun autre terminal"),
            tr("Portez le hub ici, puis ajoutez chaque écran avec un code."),
        )
        self.lists = QStackedWidget()
        self.lists.addWidget(self.nobody)
        self.lists.addWidget(self.terminals)
        self.form, self.pairing = TerminalForm(), PairingPane(terminal_words())
        self.attaching = AttachPane()
        body = QWidget()
        below = QVBoxLayout(body)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GAP)
        below.addWidget(self.upstream)
        below.addWidget(self.lists, 1)
        listing = ListPane(self.head, (self.standing,), body)
        self.lay_out(listing, self.form, self.pairing, self.attaching)
        self.controller = NetworkController(desk, self)
        self._connect_signals()
        self.setFocusProxy(self.terminals)

    def _connect_signals(self) -> None:
        self.standing.act.clicked.connect(self.act_requested)
        self.new.clicked.connect(self.pairing_requested)
        self.terminals.row_opened.connect(self.opened)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def leave(self) -> None:
        self.close_pane()
        self.controller.rest()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Other terminals."""
        self.terminals.set_rows(rows)
        self.lists.setCurrentWidget(self.terminals if rows else self.nobody)
        words = trn(len(rows), "{n} terminal", "{n} terminaux") if rows else ""
        self.head.heading.show_words(tr("Terminaux"), note=words)


class StandingCard(Card):
    """How this terminal or restaurant stands, with what can be done about it."""

    def __init__(self, name: str = "") -> None:
        super().__init__(name=name or tr("Ce terminal"))
        self._sign = Sign("link", size=32)
        self.title = Label(style="body_strong", wrap=True)
        self.words = Label(style="label", role="on_var", wrap=True)
        self.other, self.act = Button("", kind="text"), Button("", kind="outlined")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.words)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.l)
        line.addWidget(self._sign)
        line.addLayout(texts, 1)
        line.addWidget(self.other)
        line.addWidget(self.act)
        self.content.addLayout(line)

    def display(self, view: NetworkStanding, other: str = "") -> None:
        """Shows how it stands now; `other` is a second act in words, "" for none."""
        self.other.setVisible(bool(other))
        self.other.set_words(other)
        self._sign.show_icon(view.icon, role=view.tone)
        self.title.show_text(view.title)
        self.words.show_text(view.words)
        self.act.setVisible(bool(view.act))
        self.act.set_words(view.verb)
