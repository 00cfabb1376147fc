"""The lane of orders that did not come in whole: what each lacks, and its ways out."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.orders.commands import CheckOrder
from app.presenters.pos.imports import ImportView, present_import, waiting
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import Card
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH = 640


class ImportSheet(SideSheet):
    """Every order that waits for somebody, the oldest first."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(
            host,
            tr("À vérifier"),
            tr("Commandes en ligne reçues incomplètes"),
            width=_WIDTH,
        )
        self._desk = desk
        self.cards: dict[str, ImportCard] = {}
        self.sheet.body.addStretch(1)
        desk.changed.connect(self._show)
        self.closed.connect(self.deleteLater)
        self._show()

    @Slot()
    def _show(self) -> None:
        world = self._desk.world
        views = {order.id: present_import(world, order) for order in waiting(world)}
        for order, card in tuple(self.cards.items()):
            if views.get(order) != card.view:
                self.sheet.body.removeWidget(card)
                card.hide()
                card.deleteLater()
                del self.cards[order]
        # One that is as it was stays: a finger may be on it.
        for place, (order, view) in enumerate(views.items()):
            if order not in self.cards:
                self.cards[order] = self._card(view)
                self.sheet.body.insertWidget(place, self.cards[order])
        if not views:
            self.close_overlay()

    def _card(self, view: ImportView) -> "ImportCard":
        card = ImportCard(view)
        card.look.clicked.connect(partial(self._on_look, view.order))
        card.done.clicked.connect(partial(self._on_done, view.order))
        return card

    @Slot()
    def _on_look(self, order: str) -> None:
        self._desk.go("pos", f"order:{order}")
        self.close_overlay()

    @Slot()
    def _on_done(self, order: str) -> None:
        self._desk.run(CheckOrder(order=order))


class ImportCard(Card):
    """One order: what was told, why it is not so, and two ways out."""

    def __init__(self, view: ImportView) -> None:
        super().__init__(padding=20)
        self.view = view
        column = self.content
        column.addWidget(Label(view.title, style="h3"))
        if view.by:
            column.addWidget(Label(view.by, style="body", role="on_var"))
        for told, why in view.rows:
            column.addSpacing(theme.SPACE.xs)
            column.addWidget(Label(told, style="body_strong", wrap=True))
            column.addWidget(Label(why, style="body", role="danger", wrap=True))
        column.addSpacing(theme.SPACE.s)
        acts = QHBoxLayout()
        acts.setSpacing(theme.SPACE.s)
        self.look = Button(
            tr("Ouvrir la commande"), kind="outlined", height=64, icon="visibility"
        )
        self.done = Button(tr("C'est vérifié"), kind="tonal", height=64, icon="check")
        acts.addWidget(self.look)
        acts.addWidget(self.done)
        column.addLayout(acts)
