"""The bar over the kitchen's wall: station, filters with counts, recall, the time."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
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
_FILTERS = {
    "": "",
    "new": "circle",
    "prep": "skillet",
    "late": "warning",
    "ready": "check",
    "hold": "pause",
}
"""State of cards -> its sign; "" = all."""
_ICON, _GAP, _EDGES = 24, 8, (0, 16)
_COUNT_GAP = 7


class Fit(NamedTuple):
    """How much the bar says: size of its words, and what it leaves out."""

    scale: float
    tickets: bool = True
    recall_words: bool = True
    filter_words: bool = True
    clock: bool = True
    layout: bool = True


_TIGHT = Fit(0.8, tickets=False, recall_words=False, filter_words=False)
# From the fullest; the first that has room is taken.
_FITS = (
    Fit(1.1),
    Fit(0.9),
    Fit(0.8, recall_words=False),
    Fit(0.8, tickets=False, recall_words=False),
    Fit(0.7, tickets=False, recall_words=False),
    _TIGHT,
    _TIGHT._replace(layout=False),
    _TIGHT._replace(layout=False, clock=False),
)


def dark(role: str) -> QColor:
    """A colour of the kitchen, which is always dark."""
    return theme.color(role, theme.Mode.DARK)


class BarButton(Pressable):
    """A word of the bar, with a count; the chosen one stands on a ground.

    Args:
        short: sign that stands for the word where there is no room.
    """

    def __init__(
        self, name: str, *, icon: str = "", short: str = "", strong: bool = False
    ) -> None:
        super().__init__(name)
        self._short = short
        self._text, self._icon, self._strong = name, icon, strong
        self._count = ""
        self._scale, self._worded = 1.0, True
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
    def lit(self) -> bool:
        """Whether this one is chosen."""
        return self._lit

    def show_icon(self, icon: str) -> None:
        """Changes the icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def set_scale(self, scale: float, *, worded: bool = True) -> None:
        """How large its words are; a button with an icon or a sign can do without."""
        if (scale, worded) != (self._scale, self._worded):
            self._scale, self._worded = scale, worded
            self.updateGeometry()
            self.update()

    @property
    def _style(self) -> str:
        return "h1" if self._strong else "kitchen_header_strong"

    @property
    def _sign(self) -> str:
        return self._icon or ("" if self._worded else self._short)

    @property
    def _side(self) -> int:
        """Before and after the words."""
        return round((8 if self._strong else 16) * min(1.0, self._scale))

    @override
    def sizeHint(self) -> QSize:
        scale = min(1.0, self._scale) if self._strong else self._scale
        wide = 2.0 * self._side
        if self._worded:
            wide += width_of(self._text, self._style, scale)
        if self._count:
            wide += width_of(self._count, self._style, scale) + _COUNT_GAP * scale
        if self._sign:
            wide += _ICON + (10 if self._worded else 0)
        return QSize(max(64, math.ceil(wide)), 64)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        state = self.shown_state
        rest = "surface_high" if self._lit or self._icon else ""
        fill = {"hover": "surface_high", "press": "surface_highest"}.get(state, rest)
        scale = min(1.0, self._scale) if self._strong else self._scale
        with QPainter(self) as painter:
            if fill:
                radii = (theme.RADIUS.button, theme.RADIUS.button)
                draw_shape(painter, QRectF(self.rect()), radii, fill=dark(fill))
            x = float(self._side)
            ink = dark("on" if self._lit or self._strong or self._icon else "on_var")
            if self._sign:
                if not self._worded and not self._count:
                    x = (self.width() - _ICON) / 2
                box = QRectF(x, (self.height() - _ICON) / 2, _ICON, _ICON)
                paint_icon(painter, self._sign, box, ink)
                x += _ICON + (10 if self._worded else 0)
            top = (self.height() - line_height(self._style, scale)) / 2
            at, width = QPointF(x, top), 0.0
            if self._worded:
                width = put_text(painter, at, self._text, self._style, ink, scale=scale)
            if self._count:
                at = QPointF(x + width + _COUNT_GAP * scale, top)
                put_text(painter, at, self._count, self._style, ink, scale=scale)
            if self._lit:
                filet = self._side, self.height() - 8
                draw_filet(painter, *filet, 28, color=dark("primary"))


class KitchenBar(QWidget):
    """What one looks at and for whom.

    Signals:
        station_requested(str): the next station was wanted.
        filter_requested(str): state to show, "" for all.
        narrow_requested: only some of the cards, or all of them again.
        more_requested: the next page of cards.
        layout_requested: how this screen shows its cards.
        labels_requested: labels for what the station makes.
        sounds_requested: how loud this screen is.
        recall_requested: the last bump back.
        leave_requested: the mark was tapped.
    """

    station_requested = Signal(str)
    filter_requested = Signal(str)
    narrow_requested = Signal()
    more_requested = Signal()
    layout_requested = Signal()
    labels_requested = Signal()
    sounds_requested = Signal()
    recall_requested = Signal()
    leave_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self.setMinimumWidth(1)  # it says less where there is less room
        self._stations: list[tuple[str, str]] = []
        self._station = ""
        self._tickets, self._time = "", ""
        self.mark = _MarkButton()
        self.station = BarButton(tr("Poste"), strong=True)
        self.filters = {
            key: BarButton(_filter_name(key), short=sign)
            for key, sign in _FILTERS.items()
        }
        self.narrow = BarButton("", icon="filter_list")
        self.narrow.setAccessibleName(tr("Ne montrer que"))
        self.more = BarButton("", icon="chevron_right")
        self.more.hide()
        self.recall = BarButton(tr("Rappel"), icon="undo")
        self.labels = BarButton("", icon="label")
        self.labels.setAccessibleName(tr("Étiquettes"))
        self.layout_button = BarButton("", icon="grid_view")
        self.layout_button.setAccessibleName(tr("Affichage de cet écran"))
        self.sound = BarButton("", icon="volume_up")
        self._silent = False
        self._words = _Words(icon="receipt_long")
        self._clock = _Words(style="table", role="on")
        left = (self.mark, self.station, *self.filters.values(), self.narrow, self.more)
        right = (
            self._words,
            self.sound,
            self.layout_button,
            self.labels,
            self.recall,
            self._clock,
        )
        self._all: tuple[QWidget, ...] = (*left, *right)
        line = QHBoxLayout(self)
        line.setContentsMargins(_EDGES[0], 8, _EDGES[1], 8)
        line.setSpacing(_GAP)
        for widget in self._all:
            line.addWidget(widget)
        line.insertStretch(len(left), 1)
        for key, button in self.filters.items():
            button.setProperty("filter", key)
            button.clicked.connect(self._on_filter_clicked)
        self.station.clicked.connect(self._on_station_clicked)
        self.narrow.clicked.connect(self.narrow_requested)
        self.more.clicked.connect(self.more_requested)
        self.layout_button.clicked.connect(self.layout_requested)
        self.labels.clicked.connect(self.labels_requested)
        self.sound.clicked.connect(self.sounds_requested)
        self.recall.clicked.connect(self.recall_requested)
        self.mark.clicked.connect(self.leave_requested)

    def show_station(
        self,
        stations: Sequence[tuple[str, str]],
        chosen: str,
        tickets: str,
        title: str = "",
    ) -> None:
        """(id, name) of the stations; tapping the name shows the next one.

        Args:
            title: what is on show, where that is more than the chosen one.
        """
        self._stations, self._station = list(stations), chosen
        name = title or dict(stations).get(chosen, tr("Cuisine"))
        self.station.show_text(name.upper())
        self._words.show_text(tickets)
        self._fit()

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """How many cards are in each state."""
        for key, button in self.filters.items():
            button.show_text(_filter_name(key), str(counts.get(key, 0)))
            button.set_lit(lit=key == chosen)
            wanted = key in ("", chosen) or counts.get(key, 0) > 0
            button.setVisible(wanted)
        self._fit()

    def show_narrowed(self, words: str, count: str) -> None:
        """What the wall is narrowed to ("Plats"), and what is left ("2/8"); "" for all."""
        self.narrow.show_text(words, count if words else "")
        self.narrow.setAccessibleName(f"{tr('Ne montrer que')} {words}".strip())
        self.narrow.set_lit(lit=bool(words))
        self._fit()

    def show_page(self, page: int, pages: int) -> None:
        """Which page of cards is on show, from 0; nothing when there is one only."""
        self.more.show_text(f"{page + 1}/{pages}")
        self.more.setAccessibleName(
            tr("Page {page} sur {pages}, voir la suivante", page=page + 1, pages=pages)
        )
        self.more.setVisible(pages > 1)
        self._fit()

    def show_sound(self, words: str, *, silent: bool) -> None:
        """How loud it is; a screen that is not heard says so in words."""
        self._silent = silent
        self.sound.show_icon("volume_off" if silent else "volume_up")
        self.sound.show_text(words)
        self.sound.setAccessibleName(tr("Sons : {level}", level=words))
        self._fit()

    def show_clock(self, text: str) -> None:
        """The time."""
        if text != self._clock.text:
            self._clock.show_text(text)
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Says as much as there is room for; nothing is ever cut."""
        for fit in _FITS:
            self._apply(fit)
            if self._wanted_width() <= self.width():
                break
        if (line := self.layout()) is not None:
            line.activate()

    def _apply(self, fit: Fit) -> None:
        for button in (self.station, self.more):
            button.set_scale(fit.scale)
        narrowed = self.narrow.lit
        worded = narrowed and fit.filter_words
        self.narrow.set_scale(fit.scale, worded=worded)
        self.narrow.setVisible(narrowed or fit.layout)
        for key, button in self.filters.items():
            worded = fit.filter_words or not _FILTERS[key]
            button.set_scale(fit.scale, worded=worded)
        self.labels.set_scale(fit.scale, worded=False)
        self.layout_button.set_scale(fit.scale, worded=False)
        self.layout_button.setVisible(fit.layout)
        self.sound.set_scale(fit.scale, worded=self._silent and fit.recall_words)
        self.recall.set_scale(fit.scale, worded=fit.recall_words)
        self._clock.set_scale(min(1.0, fit.scale))
        self._words.set_scale(min(1.0, fit.scale))
        self._clock.setVisible(fit.clock)
        self._words.setVisible(fit.tickets and bool(self._words.text))

    def _wanted_width(self) -> int:
        """What all that is on show takes, with the gaps between."""
        shown = [w for w in self._all if not w.isHidden()]
        wide = sum(max(w.sizeHint().width(), w.minimumWidth()) for w in shown)
        return wide + _GAP * len(shown) + _EDGES[0] + _EDGES[1]

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
        self.setFixedSize(64, 64)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_icon(painter, "mark", QRectF(24, 14, 36, 36), dark("primary"))


class _Words(QWidget):
    """Words that are only read."""

    def __init__(
        self, *, style: str = "kitchen_header", role: str = "on_var", icon: str = ""
    ) -> None:
        super().__init__()
        self._style, self._role, self.text = style, role, ""
        self._icon, self._scale = icon, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_text(self, text: str) -> None:
        """Changes the words."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_scale(self, scale: float) -> None:
        """How large they are."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        wide = width_of(self.text, self._style, self._scale) + 12
        return QSize(math.ceil(wide) + (30 if self._icon else 0), 48)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        high, ink = line_height(self._style, self._scale), dark(self._role)
        right = self.width() - 4
        with QPainter(self) as painter:
            at = QPointF(right, (self.height() - high) / 2)
            wide = put_text(
                painter,
                at,
                self.text,
                self._style,
                ink,
                align="right",
                scale=self._scale,
            )
            if self._icon and self.text:
                box = QRectF(right - wide - 30, (self.height() - 22) / 2, 22, 22)
                paint_icon(painter, self._icon, box, ink)


def _filter_name(key: str) -> str:
    return {
        "": tr("Tous"),
        "new": tr("Nouveaux"),
        "prep": tr("En cours"),
        "late": tr("En retard"),
        "ready": tr("Prêts"),
        "hold": tr("En attente"),
    }[key]
