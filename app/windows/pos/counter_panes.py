"""The two columns of the counter: the sale, and how it is paid."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.presenters.pos.counter import CounterView
from app.presenters.pos.order import OpenTable
from app.windows.pos.preset_bar import ServingBar
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Card, Line, Pane, clear
from widgets.dialog import Sign
from widgets.empty_state import EmptyState
from widgets.icons import paint_icon
from widgets.list_row import ListRow, RowView
from widgets.looks import LOOKS, ground_color, ink_color
from widgets.order_list import OrderList
from widgets.painting import draw_shape
from widgets.pressable import Pressable
from widgets.text import Label
from widgets.top_bar import Heading

_SIDE, _TICKET_SIDE = 16, 20
_QUICK = 4
# What is to pay; what is to give back, on its card.
_DUE, _CHANGE = 100, 116
ISSUED = ("paper", "mail", "qr")
"""Ways of giving a receipt, in the order of their buttons; none is chosen at first."""


class TicketPane(Pane):
    """The sale: its lines, its total, or the sales that wait.

    Signals:
        hold_requested: put the sale aside.
        menu_requested: everything else that can be done with it.
        order_chosen(str): a sale that waits was tapped.
    """

    hold_requested = Signal()
    menu_requested = Signal()
    order_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="card", edges=("left", "right"), parent=parent)
        self._waiting: tuple[OpenTable, ...] | None = None
        self._rows: dict[ListRow, str] = {}
        self.heading = Heading("", style="h3")
        self.menu_button = IconButton(tr("Plus d'actions"), "more_vert", size=64)
        self.hold_button = IconButton(tr("Mettre en attente"), "pause", size=64)
        self.serving = ServingBar()
        self.list = OrderList("counter")
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.empty = EmptyState("")
        self._tables = QVBoxLayout()
        self._summary = Label(style="label", role="on_var")
        self._total = Label(style="table")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._idle_side())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.serving)
        column.addWidget(Line())
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())
        self.menu_button.clicked.connect(self.menu_requested)
        self.hold_button.clicked.connect(self.hold_requested)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(_TICKET_SIDE - 1, 4, 8, 4)
        head.setSpacing(12)
        head.addWidget(self.heading, 1)
        head.addWidget(self.menu_button)
        head.addWidget(self.hold_button)
        return head

    def _idle_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._tables.setSpacing(0)
        column.addWidget(self.empty, 1)
        column.addLayout(self._tables)
        return side

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(99)
        total = QHBoxLayout()
        total.addWidget(
            Label(tr("Total"), style="line"), 0, Qt.AlignmentFlag.AlignBottom
        )
        total.addStretch(1)
        total.addWidget(self._total)
        column = QVBoxLayout(foot)
        column.setContentsMargins(_TICKET_SIDE - 1, 0, _TICKET_SIDE - 1, 16)
        column.setSpacing(0)
        column.addWidget(Line())
        column.addSpacing(10)
        column.addWidget(self._summary)
        column.addStretch(1)
        column.addLayout(total)
        return foot

    def display(self, view: CounterView) -> None:
        """Shows the sale."""
        self.heading.show_words(view.title, subtitle=view.subtitle)
        self.hold_button.setEnabled(view.can_hold)
        self.serving.display(view.serving)
        self.list.display(view.list)
        self._stack.setCurrentIndex(1 if view.empty else 0)
        self.empty.show_words(view.empty, view.empty_hint)
        self._summary.show_text(view.summary)
        self._total.show_text(view.total)
        if view.waiting != self._waiting:
            self._show_waiting(view.waiting)

    def _show_waiting(self, waiting: tuple[OpenTable, ...]) -> None:
        self._waiting = waiting
        clear(self._tables)
        self._rows = {}
        for sale in waiting:
            row_view = RowView(
                sale.title, sale.subtitle, icon="pause_circle", trailing=sale.amount
            )
            row = ListRow(row_view, chevron=True)
            row.clicked.connect(self._on_row_clicked)
            self._rows[row] = sale.order
            self._tables.addWidget(row)

    def row_of(self, order: str) -> ListRow:
        """The row of a sale that waits, for tests and tours.

        Raises:
            KeyError: it is not shown.
        """
        return {known: row for row, known in self._rows.items()}[order]

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ListRow) and row in self._rows:
            self.order_chosen.emit(self._rows[row])


class ReceiptChoice(Pressable):
    """A way of giving the receipt: a sign on a card, tonal when chosen."""

    def __init__(self, name: str, icon: str) -> None:
        super().__init__(name)
        self._icon = icon
        self.setCheckable(True)
        self.setToolTip(name)
        self.setFixedHeight(theme.TOUCH.pos)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.TOUCH.pos, theme.TOUCH.pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look, state = LOOKS["tonal" if self.isChecked() else "plain"], self.shown_state
        inactive, radius = state == "inactive", theme.RADIUS.button
        edge = "outline" if inactive else "primary" if self.isChecked() else look.edge
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=ground_color(look, state),
                edge=theme.color(edge),
                width=2.0 if self.isChecked() else 1.0,
                dashed=inactive,
            )
            middle = QRectF(self.rect()).center()
            box = QRectF(middle.x() - 12, middle.y() - 12, 24, 24)
            ink = ink_color(look, state)
            paint_icon(painter, self._icon, box, ink, filled=self.isChecked())


class PayPane(Pane):
    """What is to pay, and each way of paying as one tap.

    Signals:
        card_requested: the card terminal is to be asked.
        cancel_requested: the card that is being asked for is to be given up.
        cash_chosen(int): cents that the guest hands over.
        voucher_requested, other_requested: a titre-restaurant; the payment page.
        issued_chosen(str): "paper", "mail" or "qr", "none" when it was let go.
    """

    card_requested = Signal()
    cancel_requested = Signal()
    cash_chosen = Signal(int)
    voucher_requested = Signal()
    other_requested = Signal()
    issued_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="surface", parent=parent)
        self._cents: tuple[int, ...] = ()
        self._runs = False
        self._label = Label(style="body", role="on_var")
        self._due = Label(style="due")
        self._change_label = Label(style="body", role="on_inverse")
        self._change = Label(style="due", role="on_inverse")
        self.card = Button(
            tr("Carte"), height=104, icon="contactless", subtitle="", kind="filled"
        )
        self.cancel = Button(tr("Abandonner la carte"), kind="text", icon="close")
        self.cash = [
            Button("", height=72, kind="plain" if number else "tonal")
            for number in range(_QUICK)
        ]
        self.voucher = Button(
            tr("Titre-resto"), kind="plain", height=64, icon="confirmation_number"
        )
        self.other = Button(tr("Autres"), kind="plain", height=64, icon="more_horiz")
        self.issued = {
            "paper": ReceiptChoice(tr("Imprimer le ticket"), "print"),
            "mail": ReceiptChoice(tr("Ticket par e-mail"), "mail"),
            "qr": ReceiptChoice(tr("Ticket à lire en QR"), "qr_code_2"),
        }
        self.offer_mail(may=False)
        self._tops = QStackedWidget()
        self.cash_title = QWidget()
        self._receipt = Label(style="label", role="on_var")
        self._lay_out()
        self._connect_signals()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE - 4, _SIDE, _SIDE)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addSpacing(16)
        column.addWidget(self.card)
        column.addWidget(self.cancel)
        column.addSpacing(20)
        column.addWidget(self.cash_title)
        column.addSpacing(8)
        column.addLayout(self._cash_grid())
        column.addSpacing(16)
        column.addLayout(_row((self.voucher, self.other)))
        column.addStretch(1)
        column.addWidget(Line())
        column.addSpacing(18)
        column.addWidget(self._receipt)
        column.addSpacing(18)
        column.addLayout(_row(self.issued.values()))
        self.cancel.setVisible(False)
        for part in (self.card, self.cash_title, self.voucher, self.other, *self.cash):
            # What is not there yet keeps its place.
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)

    def _top(self) -> QWidget:
        """What is to pay, or what is to give back."""
        due = QWidget()
        column = QVBoxLayout(due)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._label)
        column.addWidget(self._due)
        change = Card(tone="inverse", padding=12, spacing=0, edge="")
        change.content.setContentsMargins(16, 8, 16, 12)
        change.content.addWidget(self._change_label)
        change.content.addWidget(self._change)
        self._tops.addWidget(due)
        self._tops.addWidget(change)
        return self._tops

    def _cash_grid(self) -> QGridLayout:
        title = QHBoxLayout(self.cash_title)
        title.setContentsMargins(0, 0, 0, 0)
        title.setSpacing(8)
        title.addWidget(Sign("payments", size=20))
        words = tr("Espèces, un seul geste")
        title.addWidget(Label(words, style="label_strong", role="on_var"), 1)
        grid = QGridLayout()
        grid.setSpacing(theme.TOUCH.gap)
        for number, button in enumerate(self.cash):
            grid.addWidget(button, number // 2, number % 2)
        return grid

    def _connect_signals(self) -> None:
        self._group = QButtonGroup(self)
        for number, card in enumerate(self.cash):
            self._group.addButton(card, number)
        self._group.idClicked.connect(self._on_cash_clicked)
        self.card.clicked.connect(self.card_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.voucher.clicked.connect(self.voucher_requested)
        self.other.clicked.connect(self.other_requested)
        for choice in self.issued.values():
            choice.clicked.connect(self._on_issued_clicked)

    def offer_mail(self, *, may: bool) -> None:
        """Whether mails can go out from here; why not stands in the tip."""
        mail = self.issued["mail"]
        mail.setEnabled(may)
        mail.setToolTip(
            tr("Ticket par e-mail")
            if may
            else tr("Ticket par e-mail : aucun service d'envoi n'est réglé")
        )

    def display(self, view: CounterView, issued: str) -> None:
        """Shows what is to pay; `issued` is the chosen kind of receipt."""
        self._label.show_text(view.big_label)
        self._due.show_text(view.big)
        self._change_label.show_text(view.big_label)
        self._change.show_text(view.big)
        self._tops.setCurrentIndex(1 if view.change else 0)
        self._tops.setFixedHeight(_CHANGE if view.change else _DUE)
        self._tops.setAccessibleName(f"{view.big_label} {view.big}")
        self._cents = tuple(cents for cents, _ in view.cash)
        for number, button in enumerate(self.cash):
            there = number < len(view.cash)
            button.set_words(view.cash[number][1] if there else "")
            button.setVisible(there and view.due)
            button.setEnabled(view.payable)
        self._show_card(view)
        self._receipt.show_text(view.receipt)
        self.voucher.setEnabled(view.payable and view.voucher)
        for part in (self.card, self.cash_title, self.voucher, self.other):
            part.setVisible(view.due)
        self.other.set_kind("tonal" if view.stuck else "plain")
        for kind, choice in self.issued.items():
            choice.setChecked(kind == issued)

    @property
    def accessible_due(self) -> str:
        """What a screen reader says of the large amount: "À rendre 1,10"."""
        return self._tops.accessibleName()

    def _show_card(self, view: CounterView) -> None:
        self.cancel.setVisible(view.card_runs)
        if view.card_runs and not self.card.busy:
            self.card.set_busy(view.card_words)
        elif not view.card_runs and self.card.busy:
            self.card.set_done()
        if not view.card_runs:
            self.card.set_words(tr("Carte"), view.card_words)
            self.card.setEnabled(view.payable and view.card)

    @Slot(int)
    def _on_cash_clicked(self, number: int) -> None:
        if number < len(self._cents):
            self.cash_chosen.emit(self._cents[number])

    @Slot()
    def _on_issued_clicked(self) -> None:
        for kind, choice in self.issued.items():
            if choice is self.sender():
                self.issued_chosen.emit(kind if choice.isChecked() else "none")


def _row(widgets: Iterable[QWidget]) -> QHBoxLayout:
    """Side by side, all as wide."""
    row = QHBoxLayout()
    row.setSpacing(theme.TOUCH.gap)
    for widget in widgets:
        widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(widget, 1)
    return row
