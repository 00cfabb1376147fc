"""The sheet that shows what lies on the scale."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pos.weighing import WeighView
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.tag import Tag
from widgets.text import Label


class WeighSheet(PosSheet):
    """Weight as it moves, what it costs, and the container that is taken off.

    Signals:
        weighed: what lies there is sold.
        tare_requested: what lies there is the container.
        no_tare_requested: there is no container.
        typing_requested: the weight is typed by hand.
        left: it is not on show any more, with its window perhaps.
    """

    weighed = Signal()
    tare_requested = Signal()
    no_tare_requested = Signal()
    typing_requested = Signal()
    left = Signal()

    def __init__(self, beside: QWidget, title: str, subtitle: str) -> None:
        super().__init__(beside, title, subtitle)
        self.weight = Label("—", style="due")
        self.state = Tag("", kind="neutral")
        self.detail = Label(style="body_medium", role="on_var")
        self.amount = Label(style="h1")
        self.tare = Button(tr("C'est le contenant"), kind="outlined", height=64)
        self.no_tare = Button(tr("Sans contenant"), kind="outlined", height=64)
        self.typing = Button(tr("Saisir le poids"), kind="outlined", height=64)
        self.act = Button(tr("Ajouter"), height=64, wide=True)
        self._ready = False
        column = self.sheet.body
        column.addWidget(self.weight)
        line = QHBoxLayout()
        line.addWidget(self.state)
        line.addStretch(1)
        column.addLayout(line)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.detail)
        column.addSpacing(theme.SPACE.l)
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        for button in (self.tare, self.no_tare, self.typing):
            acts.addWidget(button)
        acts.addStretch(1)
        column.addLayout(acts)
        column.addStretch(1)
        words = tr("Le poids que montre la balance au client fait foi.")
        column.addWidget(Label(words, style="caption", role="on_var", wrap=True))
        self.sheet.foot.setSpacing(16)
        self.sheet.foot.addWidget(self.amount, 1)
        self.sheet.foot.addWidget(self.act)
        self.sheet.set_foot_shown(shown=True)
        self.act.clicked.connect(self._on_sold)
        self.confirmed.connect(self._on_sold)
        self.tare.clicked.connect(self.tare_requested)
        self.no_tare.clicked.connect(self.no_tare_requested)
        self.typing.clicked.connect(self.typing_requested)

    def display(self, view: WeighView) -> None:
        """Shows a moment of the plate."""
        self._ready = view.ready
        self.weight.show_text(view.weight)
        self.state.show_tag(view.state, view.tone)
        self.detail.show_text(view.detail)
        self.amount.show_text(view.amount)
        self.act.setEnabled(view.ready)
        self.tare.setEnabled(view.can_tare)
        self.tare.setVisible(not view.lost)
        self.no_tare.setVisible(view.tared and not view.lost)
        self.typing.setVisible(view.lost)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.left.emit()

    @Slot()
    def _on_sold(self) -> None:
        if self._ready:
            self.weighed.emit()
