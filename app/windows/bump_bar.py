"""Bump bars: keys that were learnt become those that the wall knows, and are learnt here."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.domain.rules import SetSetting
from app.presenters.kitchen.bump_keys import (
    ACTS,
    ALL,
    CARDS,
    SETTING,
    act_words,
    keys_of,
    screens,
    with_key,
    with_keys,
)
from app.windows.desk import Desk
from resources.texts import tr
from widgets.button import Button
from widgets.dropdown import Dropdown, Entry
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet

KNOWN = {card: Qt.Key(Qt.Key.Key_0 + int(card)) for card in CARDS} | {
    "bump": Qt.Key.Key_Return,
    "start": Qt.Key.Key_E,
    "rush": Qt.Key.Key_P,
    "round": Qt.Key.Key_T,
    "line": Qt.Key.Key_Down,
    "back": Qt.Key.Key_Left,
    "forth": Qt.Key.Key_Right,
    "page": Qt.Key.Key_PageDown,
    "recall": Qt.Key.Key_R,
}
"""Act -> the key by which the wall knows it."""


class LearntKeys(QObject):
    """Watches the wall's keyboard.

    Args:
        station: the one on show, "" for all.
    """

    def __init__(self, wall: QWidget, desk: Desk, station: Callable[[], str]) -> None:
        super().__init__(wall)
        self._desk, self._station = desk, station
        self._sending = False
        wall.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress
        if not pressed or self._sending or not isinstance(event, QKeyEvent):
            return False
        text = self._desk.world.settings.text(SETTING)
        keys = {code: act for act, code in keys_of(text, self._station()).items()}
        act = keys.get(event.key())
        if act is None:
            return False
        known = QKeyEvent(
            QEvent.Type.KeyPress,
            KNOWN[act],
            Qt.KeyboardModifier.NoModifier,
            "",
            event.isAutoRepeat(),
        )
        self._sending = True
        try:
            QApplication.sendEvent(watched, known)
        finally:
            self._sending = False
        return True


class BumpSheet(SideSheet):
    """One row an act: tap it, then press the key of the bar.

    Args:
        station: whose screen the bar lies under, "" for the one that shows all.
    """

    def __init__(self, host: QWidget, desk: Desk, station: str) -> None:
        words = tr("Touchez une ligne, puis appuyez sur la touche du pupitre")
        super().__init__(host, tr("Touches de la cuisine"), words)
        self._desk, self._station = desk, station
        self._text = desk.world.settings.text(SETTING)
        self.keys = keys_of(self._text, station)
        entries = [Entry(ALL, tr("Tous les postes"))]
        entries += [Entry(s.id, s.name) for s in screens(desk.world)]
        self.stations = Dropdown(tr("Écran"), entries, height=48)
        self.stations.choose(station or ALL)
        self.stations.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stations.chosen.connect(self._on_station_chosen)
        self.sheet.body.addWidget(self.stations)
        self._learning = ""
        self.rows: dict[str, ListRow] = {}
        self.sheet.body.setSpacing(0)
        for act in ACTS:
            row = ListRow(self._view(act), height=56, padding=0)
            row.clicked.connect(self._on_row_clicked)
            self.rows[act] = row
            self.sheet.body.addWidget(row)
        self.sheet.body.addStretch(1)
        self.forget = Button(tr("Tout oublier"), kind="outlined", height=64)
        self.confirm = Button(tr("Enregistrer"), height=64, wide=True)
        for button in (self.forget, self.confirm):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.foot.addWidget(self.forget)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.forget.clicked.connect(self._on_forget)
        self.confirm.clicked.connect(self._on_confirm)
        self.closed.connect(self.deleteLater)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _view(self, act: str) -> RowView:
        if act == self._learning:
            return RowView(act_words(act), tr("Appuyez sur la touche…"))
        code = self.keys.get(act)
        if code is None:
            return RowView(act_words(act), tr("Comme au clavier"))
        name = QKeySequence(code).toString(QKeySequence.SequenceFormat.NativeText)
        return RowView(act_words(act), name or str(code))

    def _show(self) -> None:
        for act, row in self.rows.items():
            row.show_view(self._view(act))

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        self._learning = next((a for a, r in self.rows.items() if r is row), "")
        self.setFocus()
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._learning or event.key() in (0, Qt.Key.Key_unknown):
            super().keyPressEvent(event)
            return
        event.accept()
        if event.key() == Qt.Key.Key_Escape:  # whoever taps it wants out
            self._learning = ""
            self._show()
            return
        self.keys = with_key(self.keys, self._learning, event.key())
        later = ACTS[ACTS.index(self._learning) + 1 :]
        self._learning = next((act for act in later if act not in self.keys), "")
        self._show()

    def _keep(self) -> None:
        self._text = with_keys(self._text, self._station, self.keys)

    @Slot(str)
    def _on_station_chosen(self, key: str) -> None:
        self._keep()
        self._station = "" if key == ALL else key
        self.keys, self._learning = keys_of(self._text, self._station), ""
        self._show()

    @Slot()
    def _on_forget(self) -> None:
        self.keys, self._learning = {}, ""
        self._show()

    @Slot()
    def _on_confirm(self) -> None:
        self._keep()
        known = self._desk.world.settings.text(SETTING)
        command = SetSetting(key=SETTING, value=self._text)
        if self._text == known or self._desk.run(command):
            self.close_overlay()
