"""Sheets about how a sale is served: a slot of time, and who fetches it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.presenters.pos.serving import SOON, SlotCard, SlotsView
from app.windows.pos.note_sheets import WordsSheet
from app.windows.pos.sheet import PosSheet
from resources.texts import tr
from widgets import theme
from widgets.chip import Chip
from widgets.field import TextField
from widgets.flow import FlowLayout
from widgets.list_row import ListRow, RowView
from widgets.looks import LOOKS, ground_color
from widgets.painted_text import fitted, put_text, width_of
from widgets.painting import draw_shape
from widgets.pressable import Pressable
from widgets.text import Label

_COLUMNS, _CARD = 4, 72
_HOUR, _WORDS = "h3", "caption_strong"


class SlotKey(Pressable):
    """One slot: its hour over what is left. A full one is quiet and dashed, and can still
    be asked for: a manager may allow it."""

    def __init__(self, card: SlotCard) -> None:
        super().__init__("")
        self.setFixedHeight(_CARD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_card(card)

    def show_card(self, card: SlotCard) -> None:
        """Shows how the slot stands."""
        self.card = card
        self.setAccessibleName(f"{card.title}, {card.words}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(112, _CARD)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        card, state = self.card, self.shown_state
        look = LOOKS["tonal" if card.chosen else "plain"]
        radius = theme.RADIUS.button
        edge = "primary" if card.chosen else "outline" if card.gone else "line"
        full = card.gone and not card.chosen
        ground = None if full and state == "rest" else ground_color(look, state)
        with QPainter(self) as painter:
            draw_shape(
                painter,
                QRectF(self.rect()),
                (radius, radius),
                fill=ground,
                edge=theme.color(edge),
                width=2.0 if card.chosen else 1.0,
                dashed=full,
            )
            role = "on_tonal" if card.chosen else "disabled" if card.gone else "on"
            self._put(painter, card.title, _HOUR, 10, role)
            quiet = "danger" if card.gone else role if card.chosen else "on_var"
            self._put(painter, card.words, _WORDS, 44, quiet)

    def _put(
        self, painter: QPainter, words: str, style: str, top: int, role: str
    ) -> None:
        shown = fitted(words, style, self.width() - 8)
        at = QPointF((self.width() - width_of(shown, style)) / 2, top)
        put_text(painter, at, shown, style, theme.color(role))


class SlotSheet(PosSheet):
    """When the guest is told that it is ready.

    Signals:
        day_chosen(str): ISO date.
        slot_chosen(str): milliseconds since 1970 as text, or `SOON`.
    """

    day_chosen = Signal(str)
    slot_chosen = Signal(str)

    def __init__(self, beside: QWidget, view: SlotsView, subtitle: str = "") -> None:
        super().__init__(beside, view.title, subtitle)
        self._days: dict[Chip, str] = {}
        self.keys: list[SlotKey] = []
        self._flow = FlowLayout()
        for day in view.days if len(view.days) > 1 else ():
            chip = Chip(day.text, height=64, togglable=False)
            chip.clicked.connect(self._on_day_clicked)
            self._days[chip] = day.key
            self._flow.addWidget(chip)
        self.soon = ListRow(
            RowView(tr("Dès que possible"), icon="bolt", tone="tonal"),
            height=64,
            padding=0,
        )
        self.nothing = Label(style="body", role="on_var", wrap=True)
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.TOUCH.gap)
        body = self.sheet.body
        body.addLayout(self._flow)
        body.addWidget(self.soon)
        body.addWidget(self.nothing)
        body.addLayout(self._grid)
        body.addStretch(1)
        self.soon.clicked.connect(self._on_soon_clicked)
        self.display(view)

    def display(self, view: SlotsView) -> None:
        """Shows the slots of a day."""
        for chip, day in self._days.items():
            chip.set_chosen(chosen=day == view.day)
        self.soon.setVisible(bool(view.soon))
        self.soon.show_view(self.soon.view._replace(subtitle=view.soon))
        self.nothing.show_text(view.nothing)
        self.nothing.setVisible(bool(view.nothing))
        # What happens elsewhere takes no key away from under a finger.
        if [key.card.key for key in self.keys] != [card.key for card in view.cards]:
            self._lay_out(view.cards)
        for key, card in zip(self.keys, view.cards, strict=True):
            key.show_card(card)

    def _lay_out(self, cards: Iterable[SlotCard]) -> None:
        for old in self.keys:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.keys = [SlotKey(card) for card in cards]
        row, column = 0, 0
        for key in self.keys:
            key.clicked.connect(self._on_key_clicked)
            if column == _COLUMNS or (key.card.anew and column):
                row, column = row + 1, 0
            self._grid.addWidget(key, row, column)
            column += 1

    @Slot()
    def _on_day_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip):
            self.day_chosen.emit(self._days[chip])

    @Slot()
    def _on_soon_clicked(self) -> None:
        self.slot_chosen.emit(SOON)

    @Slot()
    def _on_key_clicked(self) -> None:
        key = self.sender()
        if isinstance(key, SlotKey):
            self.slot_chosen.emit(key.card.key)


class ContactSheet(WordsSheet):
    """Who fetches the order, or where it is brought: what the preset asks.

    Signals:
        contact_written(object): "name", "phone", "address" -> words.
        time_wanted: another time is to be promised.
    """

    contact_written = Signal(object)
    time_wanted = Signal()

    def __init__(
        self, beside: QWidget, subtitle: str, known: Mapping[str, str], when: str
    ) -> None:
        super().__init__(beside, tr("Client"), subtitle, tr("Enregistrer"))
        labels = {
            "name": tr("Nom"),
            "phone": tr("Téléphone"),
            "address": tr("Adresse"),
        }
        self.when = ListRow(RowView(when, icon="schedule"), padding=0, chevron=True)
        self.when.setVisible(bool(when))
        self.when.clicked.connect(self.time_wanted)
        self.sheet.body.addWidget(self.when)
        self.fields = {
            ask: TextField(labels[ask], text=words, height=64)
            for ask, words in known.items()
        }
        for field in self.fields.values():
            self.sheet.body.addWidget(field)
            field.submitted.connect(self._on_submitted)
        self.finish(*self.fields.values())
        self.save_requested.connect(self._on_save_requested)

    @override
    def open(self) -> None:
        super().open()
        next(iter(self.fields.values())).setFocus()

    @Slot(str)
    def _on_submitted(self, _: str) -> None:
        """To the next empty field, from the last one on."""
        empty = [f for f in self.fields.values() if not f.text.strip()]
        if empty:
            empty[0].setFocus()
        else:
            self.save_requested.emit()

    @Slot()
    def _on_save_requested(self) -> None:
        words = {ask: field.text.strip() for ask, field in self.fields.items()}
        self.contact_written.emit(words)
