"""How a sale is served, above its lines: one tap a preset; the time promised, for whom."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.presenters.pos.serving import PresetChip, ServingView
from resources.texts import tr
from widgets import theme
from widgets.icons import paint_icon
from widgets.list_row import ListRow, RowView
from widgets.painted_text import fitted, put_text, width_of
from widgets.painting import draw_filet, draw_shape
from widgets.pressable import Pressable

MORE = PresetChip("", "…", "more_horiz", "plats")
_HEIGHT, _LEAST, _ICON, _FILET, _EDGE = 64, 76, 24, 24, 4
_WORDS = "caption_strong"


class PresetKey(Pressable):
    """One preset: its symbol in its colour over its name; a filet under the chosen one."""

    def __init__(self, chip: PresetChip) -> None:
        super().__init__(chip.text if chip.key else tr("Autres façons de servir"))
        self.chip = chip
        self.setCheckable(bool(chip.key))
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_LEAST, _HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def nextCheckState(self) -> None:
        """The owner decides what is chosen."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        state, chosen = self.shown_state, self.isChecked()
        colour = f"category_{self.chip.colour}"
        inactive = state == "inactive" and not chosen
        with QPainter(self) as painter:
            ground = f"{colour}_tile" if chosen else ""
            if not chosen and state in ("hover", "press"):
                ground = "surface_high"
            if ground:
                radius = theme.RADIUS.button
                box = QRectF(self.rect()).adjusted(0, _EDGE, 0, -_EDGE)
                fill = theme.color(ground)
                draw_shape(painter, box, (radius, radius), fill=fill)
            ink = theme.color("disabled" if inactive else colour)
            left = (self.width() - _ICON) / 2
            box = QRectF(left, 9, _ICON, _ICON)
            paint_icon(painter, self.chip.icon, box, ink, filled=chosen)
            words = fitted(self.chip.text, _WORDS, self.width() - 4)
            at = QPointF((self.width() - width_of(words, _WORDS)) / 2, 34)
            role = "disabled" if inactive else "on" if chosen else "on_var"
            put_text(painter, at, words, _WORDS, theme.color(role))
            if chosen:
                left = (self.width() - _FILET) / 2
                draw_filet(painter, left, 52, _FILET, color=ink, style="short")


class ServingBar(QWidget):
    """The presets in a row, the last place for those that do not fit; under them what was
    agreed with the guest, and the client whose note it is.

    Signals:
        chosen(str): a preset was tapped, the chosen one too.
        others_wanted: those that do not fit.
        agreed_touched: what was agreed is to be changed.
        client_touched: the client was tapped.
    """

    chosen = Signal(str)
    others_wanted = Signal()
    agreed_touched = Signal()
    client_touched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = ServingView()
        self._keys: list[PresetKey] = []
        self._line = QHBoxLayout()
        self._line.setContentsMargins(8, 0, 8, 0)
        self._line.setSpacing(0)
        self.agreed = ListRow(RowView("", ""), line=False)
        self.client = ListRow(RowView("", ""), line=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self.agreed)
        column.addWidget(self.client)
        self.setAccessibleName(tr("Comment c'est servi"))
        self.agreed.clicked.connect(self.agreed_touched)
        self.client.clicked.connect(self.client_touched)

    @property
    def chosen_key(self) -> str:
        """The preset that is chosen."""
        return self._view.chosen

    @property
    def keys(self) -> tuple[PresetKey, ...]:
        """What stands in the row, for tests and tours."""
        return tuple(self._keys)

    def key_of(self, preset: str) -> PresetKey:
        """The key of a preset, for tests and tours.

        Raises:
            KeyError: it is not shown.
        """
        return {key.chip.key: key for key in self._keys}[preset]

    def display(self, view: ServingView) -> None:
        """Shows how the sale is served."""
        self._view = view
        self.setVisible(bool(view.presets or view.client))
        self._lay_out()
        for key in self._keys:
            key.setChecked(bool(view.chosen) and key.chip.key == view.chosen)
            key.setEnabled(view.may_change)
        self.agreed.setVisible(bool(view.when))
        icon = "edit_note" if view.lacking else "schedule"
        icon = "warning" if view.crowded else icon
        self.agreed.show_view(RowView(view.when, view.who, icon=icon))
        self.client.setVisible(view.client is not None)
        if view.client is not None:
            offered = bool(view.client.offer)
            self.client.show_view(
                RowView(
                    view.client.name,
                    view.client.words,
                    icon="redeem" if offered else "person",
                    tone="tonal" if offered else "",
                )
            )

    def _lay_out(self) -> None:
        """As many keys as there is room for; the chosen one is always there."""
        presets = self._view.presets
        room = max(2, (self.width() - 16) // _LEAST)
        shown = list(presets)
        if len(presets) > room:
            shown = list(presets[: room - 1])
            chosen = [p for p in presets if p.key == self._view.chosen]
            if chosen and chosen[0] not in shown:
                shown[-1] = chosen[0]
            shown.append(MORE)
        if [key.chip for key in self._keys] == shown:
            return
        for old in self._keys:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._keys = [PresetKey(chip) for chip in shown]
        for key in self._keys:
            self._line.addWidget(key)
            key.clicked.connect(self._on_key_clicked)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.display(self._view)

    @Slot()
    def _on_key_clicked(self) -> None:
        key = self.sender()
        if isinstance(key, PresetKey) and key.chip.key:
            self.chosen.emit(key.chip.key)
        else:
            self.others_wanted.emit()
