"""The bar over the kitchen's wall: station, filters with counts, recall, the time."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from resources.texts import tr
from widgets import theme
from widgets.fonts import line_height
from widgets.icons import paint_icon
from widgets.painted_text import put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable

_HIGH = 80
_FILTERS = ("", "new", "prep", "late", "ready", "hold")


def dark(role: str) -> QColor:
    """A colour of the kitchen, which is always dark."""
    return theme.color(role, theme.Mode.DARK)


class BarButton(Pressable):
    """A word of the bar, with a count; the chosen one stands on a ground."""

    def __init__(self, name: str, *, icon: str = "", strong: bool = False) -> None:
        super().__init__(name)
        self._text, self._icon, self._strong = name, icon, strong
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCheckable(False)
        self._lit = False

    def show_text(self, text: str, count: str = "") -> None:
        """Changes word and count."""
        if (text, count) != (self._text, self._count):
            self._text, self._count = text, count
            self.setAccessibleName(f"{text} {count}".strip())
            self.updateGeometry()
            self.update()

    def set_lit(self, *, lit: bool) -> None:
        """This one is chosen."""
        if lit != self._lit:
            self._lit = lit
            self.update()

    @property
    def _style(self) -> str:
        return "h1" if self._strong else "h3"

    @override
    def sizeHint(self) -> QSize:
        wide = width_of(self._text, self._style) + 32
        if self._count:
            wide += width_of(self._count, "h3") + 10
        if self._icon:
            wide += 34
        return QSize(round(wide), 64)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        state = self.shown_state
        fill = {"hover": "surface_high", "press": "surface_highest"}.get(state, "")
        fill = "surface_high" if self._lit and not fill else fill
        with QPainter(self) as painter:
            if fill:
                radii = (theme.RADIUS.button, theme.RADIUS.button)
                draw_shape(painter, QRectF(self.rect()), radii, fill=dark(fill))
            x = 16.0
            if self._icon:
                box = QRectF(x, 20, 24, 24)
                paint_icon(painter, self._icon, box, dark("on"))
                x += 34
            top = (self.height() - (40 if self._strong else 28)) / 2
            ink = dark("on" if self._lit or self._strong or self._icon else "on_var")
            width = put_text(painter, QPointF(x, top), self._text, self._style, ink)
            if self._count:
                at = QPointF(x + width + 10, top)
                put_text(painter, at, self._count, "h3", ink)
            if self._lit:
                draw_filet(painter, 16, self.height() - 8, 28, color=dark("primary"))


class KitchenBar(QWidget):
    """What one looks at and for whom.

    Signals:
        station_requested(str): the next station was wanted.
        filter_requested(str): state to show, "" for all.
        recall_requested: the last bump back.
        leave_requested: the mark was tapped.
    """

    station_requested = Signal(str)
    filter_requested = Signal(str)
    recall_requested = Signal()
    leave_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self._stations: list[tuple[str, str]] = []
        self._station = ""
        self._tickets, self._time = "", ""
        self.mark = _MarkButton()
        self.station = BarButton(tr("Poste"), strong=True)
        self.filters = {key: BarButton(_filter_name(key)) for key in _FILTERS}
        self.recall = BarButton(tr("Rappel"), icon="undo")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.mark)
        line.addWidget(self.station)
        for key, button in self.filters.items():
            button.setProperty("filter", key)
            button.clicked.connect(self._on_filter_clicked)
            line.addWidget(button)
        line.addStretch(1)
        self._words = _Words()
        line.addWidget(self._words)
        line.addWidget(self.recall)
        self._clock = _Words(style="h1", role="on")
        line.addWidget(self._clock)
        self.station.clicked.connect(self._on_station_clicked)
        self.recall.clicked.connect(self.recall_requested)
        self.mark.clicked.connect(self.leave_requested)

    def show_station(
        self, stations: Sequence[tuple[str, str]], chosen: str, tickets: str
    ) -> None:
        """(id, name) of the stations; tapping the name shows the next one."""
        self._stations, self._station = list(stations), chosen
        name = dict(stations).get(chosen, tr("Cuisine"))
        self.station.show_text(name.upper())
        self._words.show_text(tickets)

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """How many cards are in each state."""
        for key, button in self.filters.items():
            button.show_text(_filter_name(key), str(counts.get(key, 0)))
            button.set_lit(lit=key == chosen)
            wanted = key in ("", chosen) or counts.get(key, 0) > 0
            button.setVisible(wanted)

    def show_clock(self, text: str) -> None:
        """The time."""
        self._clock.show_text(text)

    @Slot()
    def _on_filter_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.filter_requested.emit(str(sender.property("filter")))

    @Slot()
    def _on_station_clicked(self) -> None:
        ids = [station for station, _ in self._stations]
        at = ids.index(self._station) if self._station in ids else -1
        if ids:
            self.station_requested.emit(ids[(at + 1) % len(ids)])


class _MarkButton(Pressable):
    """The house's mark; leads back."""

    def __init__(self) -> None:
        super().__init__(tr("Quitter la cuisine"))
        self.setFixedSize(56, 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_icon(painter, "mark", QRectF(10, 14, 36, 36), dark("primary"))


class _Words(QWidget):
    """Words that are only read."""

    def __init__(self, *, style: str = "kitchen_header", role: str = "on_var") -> None:
        super().__init__()
        self._style, self._role, self._text = style, role, ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_text(self, text: str) -> None:
        """Changes the words."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(width_of(self._text, self._style)) + 20, 40)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        high = line_height(self._style)
        with QPainter(self) as painter:
            at = QPointF(self.width() - 8, (self.height() - high) / 2)
            ink = dark(self._role)
            put_text(painter, at, self._text, self._style, ink, align="right")


def _filter_name(key: str) -> str:
    return {
        "": tr("Tous"),
        "new": tr("Nouveaux"),
        "prep": tr("En cours"),
        "late": tr("En retard"),
        "ready": tr("Prêts"),
        "hold": tr("En attente"),
    }[key]
