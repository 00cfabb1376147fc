"""The right pane of the split: what is still due, and where a touched line may go."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pay.split_view import SideView, SplitView
from app.presenters.pay.views import OptionView
from app.windows.pay.due import DueFigure, DueFilet
from resources.texts import tr
from widgets.button import Button
from widgets.card import Line, Pane
from widgets.icons import paint_icon
from widgets.looks import LOOKS, ink_color, paint_ground
from widgets.painted_text import put_text, width_of
from widgets.pressable import Pressable
from widgets.scroll import ScrollPane
from widgets.stepper import Stepper
from widgets.text import Label

_MARGIN, _ICON = 16, 24


class TargetButton(Pressable):
    """Where a line may go: a sign and a name from the start of a card, 64 high."""

    def __init__(self, view: OptionView, parent: QWidget | None = None) -> None:
        super().__init__(view.text, parent=parent)
        self.setFixedHeight(64)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._view = view

    @property
    def key(self) -> str:
        """Key of what it stands for."""
        return self._view.key

    def display(self, view: OptionView) -> None:
        """Stands for something else."""
        if view != self._view:
            self._view = view
            chosen = f", {tr('choisi')}" if view.chosen else ""
            self.setAccessibleName(view.text + chosen)
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(width_of(self._view.text, "body_strong")) + 84, 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        view = self._view
        look = LOOKS["tonal" if view.chosen else "plain"]
        ink = ink_color(look, self.shown_state)
        middle = self.height() / 2
        with QPainter(self) as painter:
            paint_ground(painter, QRectF(self.rect()), look, self.shown_state)
            box = QRectF(24, middle - _ICON / 2, _ICON, _ICON)
            icon = "check" if view.chosen else view.icon
            paint_icon(painter, icon, box, ink)
            put_text(painter, QPointF(57, middle - 12), view.text, "body_strong", ink)


class SidePane(Pane):
    """Due, filet, the touched line, its targets, one act.

    Signals:
        target_chosen(str): key of where the touched lines go.
        pieces_changed(int): how many pieces go.
        act_requested: the great button.
    """

    target_chosen = Signal(str)
    pieces_changed = Signal(int)
    act_requested = Signal()

    def __init__(self) -> None:
        super().__init__(tone="card", edges=("left",))
        self._view: SideView | None = None
        self.due = DueFigure()
        self.filet = DueFilet(paid_role="success")
        self.paid = Label(style="caption", role="on_var")
        self.title = Label(style="body_strong", wrap=True)
        self.detail = Label(style="caption", role="on_var", wrap=True)
        self.pieces = Stepper(1, least=1, most=1, name=tr("Combien"), unit=tr("pièces"))
        self._pane = ScrollPane(spacing=8)
        self._pane.content.addStretch(1)
        self.targets: dict[str, TargetButton] = {}
        self._buttons: list[TargetButton] = []
        self.seats_act = Button("", kind="quiet", height=64, icon="done_all")
        self.share_act = Button("", kind="filled", height=64, icon="call_split")
        self._build()
        self.pieces.value_changed.connect(self.pieces_changed)
        self.seats_act.clicked.connect(self.act_requested)
        self.share_act.clicked.connect(self.act_requested)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        column.setSpacing(0)
        column.addWidget(Label(tr("Reste à payer"), style="body", role="on_var"))
        column.addWidget(self.due)
        column.addSpacing(4)
        column.addWidget(self.filet)
        column.addSpacing(4)
        column.addWidget(self.paid)
        column.addSpacing(16)
        column.addWidget(Line())
        column.addSpacing(16)
        column.addWidget(self.title)
        column.addWidget(self.detail)
        column.addSpacing(4)
        column.addWidget(self.pieces)
        column.addSpacing(8)
        column.addWidget(self._pane, 1)
        column.addSpacing(8)
        for button in (self.share_act, self.seats_act):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(button)

    def display(self, view: SplitView) -> None:
        """Shows what is due and what may be done."""
        self.due.show_text(view.due_text, view.due_text)
        self.filet.display(view.filet)
        self.paid.show_text(view.paid_text)
        before, self._view = self._view, view.side
        if before != view.side:
            self._show_side(view.side)

    def _show_side(self, side: SideView) -> None:
        self.title.show_text(side.title)
        self.detail.show_text(side.detail)
        self.pieces.setVisible(side.pieces is not None)
        if side.pieces is not None:
            self.pieces.set_bounds(1, side.pieces[1])
            self.pieces.set_value(side.pieces[0])
        self._show_targets(side.targets)
        sharing = any(target.key.startswith("with:") for target in side.targets)
        for button, shown in ((self.share_act, sharing), (self.seats_act, not sharing)):
            button.setVisible(shown)
            button.set_words(side.act)
            button.setEnabled(side.may_act)

    def _show_targets(self, targets: tuple[OptionView, ...]) -> None:
        """Buttons are kept; those that are not needed are hidden."""
        while len(self._buttons) < len(targets):
            button = TargetButton(targets[len(self._buttons)])
            button.clicked.connect(self._on_button_clicked)
            self._pane.content.insertWidget(len(self._buttons), button)
            self._buttons.append(button)
        for number, button in enumerate(self._buttons):
            button.setVisible(number < len(targets))
            if number < len(targets):
                button.display(targets[number])
        self.targets = {
            target.key: button
            for target, button in zip(targets, self._buttons, strict=False)
        }

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, TargetButton):
            self.target_chosen.emit(button.key)
