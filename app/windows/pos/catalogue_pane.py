"""The middle of the till: search, tabs, tiles. Shows values, emits wishes."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.pos.hint import TypedHint, Wording
from resources.texts import tr
from widgets.button import Button
from widgets.card import Pane
from widgets.choices import Choice, Tabs
from widgets.empty_state import EmptyState
from widgets.field import SearchField, TextField
from widgets.mic_button import MicButton
from widgets.tag import Tag, TagKind
from widgets.tile import MIN_HEIGHT, TileView
from widgets.tile_grid import TileGrid

_SIDE, _TOP, _GAP = 16, 12, 8
_TAB_PADDING = 11
_WIDE = 700
_COUNTER_ICONS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueView:
    """What the middle shows.

    Attributes:
        tab: key of the chosen tab, "" while a search is shown.
        nothing: said in the place of tiles when there are none.
        can_repeat: a round can be taken down again.
    """

    tabs: tuple[Choice, ...]
    tab: str
    tiles: tuple[TileView, ...]
    nothing: str = ""
    can_repeat: bool = False


class CataloguePane(Pane):
    """Search, tabs and tiles.

    Args:
        shop: the counter: a field for scans, no round to repeat, nothing to say.

    Attributes:
        mic: the microphone; voice: where its pane stands.

    Signals:
        typed(str): the text in the field, at each key.
        entered(str): Enter in the field.
        tab_chosen(str): a tab was tapped.
        tile_chosen(str): a tile was tapped.
        tile_held(str): a tile was pressed for long.
        round_requested: *Même tournée*.
        scan_requested: the sign of the scanner was tapped.
    """

    typed = Signal(str)
    entered = Signal(str)
    tab_chosen = Signal(str)
    tile_chosen = Signal(str)
    tile_held = Signal(str)
    round_requested = Signal()
    scan_requested = Signal()

    def __init__(self, *, shop: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(tone="surface_low", parent=parent)
        self._shop = shop
        self._choices: tuple[Choice, ...] = ()
        self.field: TextField = self._make_field()
        self.hint = TypedHint(self.field.edit, _wordings(shop=shop))
        self.message = Tag("")
        self.field.field_box.row.insertWidget(1, self.message)
        self.say("")
        self.round = Button(tr("Même tournée"), kind="quiet", height=64, icon="replay")
        self.mic = MicButton()
        self.voice = QVBoxLayout()
        if shop:
            self.round.hide()
            self.mic.hide()
        icons_from = _COUNTER_ICONS if shop else _WIDE
        self.tabs = Tabs(
            (), name=tr("Catégories"), padding=_TAB_PADDING, icons_from=icons_from
        )
        self.grid = TileGrid()
        self.grid.setMinimumHeight(MIN_HEIGHT)  # what is said may leave one row
        self.empty = EmptyState("")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._connect_signals()

    def _make_field(self) -> TextField:
        if self._shop:
            return TextField(icon="barcode_scanner", height=64, with_help=False)
        return SearchField(
            "",
            action_icon="barcode_scanner",
            action_name=tr("Scanner un article"),
            height=64,
        )

    def _lay_out(self) -> None:
        search = QHBoxLayout()
        search.setContentsMargins(_SIDE, 0, _SIDE, 0)
        search.setSpacing(_GAP)
        search.addWidget(self.field, 1)
        search.addWidget(self.mic)
        search.addWidget(self.round)
        self.voice.setContentsMargins(_SIDE, 0, _SIDE, 0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_SIDE - _GAP, 0, 0, 0)
        tabs.addWidget(self.tabs)
        tiles = QHBoxLayout()
        tiles.setContentsMargins(_SIDE, 0, _SIDE, 0)
        tiles.addLayout(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _TOP, 0, _TOP)
        column.setSpacing(4)
        column.addLayout(search)
        column.addLayout(self.voice)
        column.addLayout(tabs)
        column.addLayout(tiles, 1)

    def _connect_signals(self) -> None:
        self.field.text_edited.connect(self._on_text_edited)
        self.field.submitted.connect(self.entered)
        if isinstance(self.field, SearchField):
            self.field.action_requested.connect(self.scan_requested)
        self.tabs.chosen.connect(self.tab_chosen)
        self.grid.tile_chosen.connect(self.tile_chosen)
        self.grid.tile_held.connect(self.tile_held)
        self.round.clicked.connect(self.round_requested)

    def display(self, view: CatalogueView) -> None:
        """Shows other tiles; what is the same stays as it is."""
        if view.tabs != self._choices:
            self._choices = view.tabs
            self.tabs.set_choices(view.tabs, chosen=view.tab)
        elif view.tab != self.tabs.chosen_key:
            self.tabs.choose(view.tab)
        self.grid.display(view.tiles)
        self.empty.show_words(
            view.nothing, tr("Essayez un autre mot, ou effacez la recherche.")
        )
        self._stack.setCurrentIndex(0 if view.tiles or not view.nothing else 1)
        self.round.setEnabled(view.can_repeat)

    def say(self, words: str, kind: TagKind = "danger") -> None:
        """Says in the field why what was typed means nothing; "" takes it back."""
        self.field.field_box.set_error(error=bool(words) and kind == "danger")
        if not words and self._shop:
            words, kind = tr("douchette prête"), "success"
        self.message.show_tag(words, kind)
        self.message.setVisible(bool(words))

    def start_typing(self, text: str = "") -> None:
        """Takes the keyboard; `text` was typed elsewhere."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.field.edit.insert(text)
            self.field.edit.textEdited.emit(self.field.text)

    def clear_typed(self) -> None:
        """Empties the field without a signal."""
        self.field.set_text("")

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        self.typed.emit(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        first = next(iter(self.grid.tiles), None)
        if event.key() == Qt.Key.Key_Down and self.field.edit.hasFocus() and first:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self.round.set_words(tr("Même tournée") if wide else tr("Tournée"))


def _wordings(*, shop: bool) -> tuple[Wording, ...]:
    if shop:
        words = tr("Scannez, ou tapez un nom"), tr("Scannez"), ""
        return tuple(((each, "body"),) for each in words)
    key = ("12↵", "body_bold")
    return (
        (
            (tr("Plat, code-barres, ou") + " ", "body"),
            key,
            (" " + tr("pour la table 12"), "body"),
        ),
        ((tr("Plat, code, ou") + " ", "body"), key),
        (key,),
    )
