"""The gallery: the whole design system on one page, in any mode."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.choices import Choice, SegmentedButtons
from widgets.empty_state import Mark
from widgets.focus_ring import FocusFollower
from widgets.gallery import (
    buttons,
    fields,
    lists,
    money,
    pads,
    places,
    room,
    signs,
    trade,
)
from widgets.gallery.frame import add_rings, columns, stack
from widgets.top_bar import Heading

WIDTH = 1680
_LEFT, _RIGHT = 848, 752
_ORDER, _SMALL = 432, 304


class GalleryPage(QWidget):
    """Every component, laid out 1680 px wide.

    Signals:
        mode_requested(str): "LIGHT", "DARK" or "CONTRAST" was tapped.
    """

    mode_requested = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ringed = False
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 32)
        column.setSpacing(20)
        column.addLayout(self._head())
        column.addSpacing(4)
        for line in _lines():
            column.addWidget(line)
        column.addStretch(1)
        self.resize(WIDTH, self.sizeHint().height())

    @Slot()
    def add_rings(self) -> None:
        """Draws the keyboard rings of the samples, once they are laid out."""
        if not self._ringed:
            self._ringed = True
            add_rings(self)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.add_rings)

    @Slot()
    def _on_theme_changed(self) -> None:
        self._modes.choose(theme.mode().name)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.color("surface"))

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(Mark(size=40))
        note = tr("tous les composants, tous les états")
        line.addWidget(Heading(tr("Galerie"), note=note, style="h1"))
        line.addStretch(1)
        self._modes = modes = SegmentedButtons(
            (
                Choice("LIGHT", tr("Clair"), "light_mode"),
                Choice("DARK", tr("Sombre"), "dark_mode"),
                Choice("CONTRAST", tr("Contraste +"), "contrast"),
            ),
            chosen=theme.mode().name,
            name=tr("Apparence"),
            height=48,
        )
        modes.chosen.connect(self.mode_requested)
        theme.theme_events.changed.connect(self._on_theme_changed)
        line.addWidget(modes)
        return line


def _lines() -> list[QWidget]:
    """The sections from top to bottom; the first seven are those of the picture."""
    halves, wide = (_LEFT, _RIGHT), (WIDTH - 64,)
    lines = columns(
        trade.order_lines(),
        stack(signs.progress(), signs.empty(), signs.tabs()),
        widths=(_ORDER, _SMALL),
    )
    return [
        columns(buttons.buttons(), signs.signs(), widths=halves),
        columns(trade.tiles(), signs.filets(), widths=halves),
        columns(stack(fields.fields(), room.tables()), lines, widths=halves),
        columns(places.dialog(), places.undo_and_banner(), widths=halves),
        columns(trade.kitchen(), widths=wide),
        columns(fields.marks(), widths=wide),
        columns(room.kitchen_panels(), widths=wide),
        columns(places.navigation(), widths=wide),
        columns(places.strip(), widths=wide),
        columns(fields.more_fields(), lists.figures(), widths=halves),
        columns(
            pads.amounts(), stack(pads.choice_cards(), lists.rows()), widths=halves
        ),
        columns(money.options(), stack(pads.drawer(), money.charts()), widths=halves),
        columns(fields.pickers(), pads.keyboard(), widths=halves),
        columns(lists.table(), money.paper(), widths=halves),
        columns(money.split(), widths=wide),
        columns(room.plan(), room.acts(), widths=(960, 328)),
        columns(room.timeline(), widths=wide),
    ]


class GalleryWindow(QWidget):
    """The gallery in a window that scrolls and changes mode."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._focus = FocusFollower(app)
        self.setWindowTitle(tr("Galerie Sotto"))
        self.page = GalleryPage()
        self.page.mode_requested.connect(self._on_page_mode_requested)
        area = QScrollArea()
        area.setWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        self.resize(WIDTH + 20, 980)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @Slot(str)
    def _on_page_mode_requested(self, name: str) -> None:
        theme.apply_theme(self._app, theme.Mode[name])
