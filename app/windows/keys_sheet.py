"""Other keys for what the keyboard does: a person's own, at every terminal."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.staff.decide import SetKeys
from app.domain.staff.events import KeysSet
from app.presenters.keys import (
    KEYS,
    clash,
    holder,
    names,
    plain_key,
    swapped,
    with_key,
    words_of,
)
from app.windows.desk import Desk
from app.windows.shortcuts import key_name
from resources.texts import tr
from widgets.button import Button
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet


class OwnKeysSheet(SideSheet):
    """One row an act: choose it, then press its new key; a key that another act has is
    said, and pressed once more the two are exchanged.

    Args:
        place: whose acts are shown besides those of every window, "" for all places.
    """

    _learning = ""
    """The act whose key is awaited; Qt asks before the sheet is made."""

    def __init__(self, host: QWidget, desk: Desk, place: str) -> None:
        words = tr("Choisissez une ligne, puis appuyez sur la touche")
        super().__init__(host, tr("Touches de {name}", name=desk.name), words)
        self._desk = desk
        self.keys = dict(desk.world.staff.keys.get(desk.person, {}))
        self._wanted, self._why = "", ""
        self.rows: dict[str, ListRow] = {}
        self.sheet.body.setSpacing(0)
        shown = names(place) if place else [n for p in KEYS for n in names(p)]
        for name in dict.fromkeys(shown):
            row = ListRow(self._view(name), height=56, padding=0)
            row.clicked.connect(self._on_row_clicked)
            self.rows[name] = row
            self.sheet.body.addWidget(row)
        self.sheet.body.addStretch(1)
        self.forget = Button(tr("Touches d'origine"), kind="outlined", height=64)
        self.confirm = Button(tr("Enregistrer"), height=64, wide=True)
        self.forget.clicked.connect(self._on_forget)
        self.confirm.clicked.connect(self._on_confirm)
        self.sheet.foot.addWidget(self.forget)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.closed.connect(self.deleteLater)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _view(self, name: str) -> RowView:
        key = self.keys.get(name, plain_key(name))
        note = tr("à l'origine {key}", key=plain_key(name)) if name in self.keys else ""
        if name == self._learning:
            why = self._why or tr("Appuyez sur la touche…")
            return RowView(words_of(name), why, trailing=self._wanted or key)
        return RowView(words_of(name), note, trailing=key)

    def _show(self) -> None:
        for name, row in self.rows.items():
            row.show_view(self._view(name))

    def _learn(self, name: str) -> None:
        self._learning, self._wanted, self._why = name, "", ""
        self._show()

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        self._learn(next((n for n, r in self.rows.items() if r is row), ""))
        self.setFocus()

    @override
    def event(self, event: QEvent) -> bool:
        if self._learning and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # it is learnt, not done
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._learning:
            super().keyPressEvent(event)
            return
        event.accept()
        key = key_name(event)
        if key == "Esc":
            self._give_back()
        elif key:
            self._take(key)

    def _take(self, key: str) -> None:
        name = self._learning
        again = key == self._wanted and holder(self.keys, name, key)
        if again:
            self.keys = swapped(self.keys, name, key)
        elif why := clash(self.keys, name, key):
            self._wanted, self._why = key, why
            if holder(self.keys, name, key):
                self._why = tr("{why} Encore une fois : les échanger.", why=why)
            self._show()
            return
        else:
            self.keys = with_key(self.keys, name, key)
        self._give_back()

    def _give_back(self) -> None:
        """The keyboard goes on from the row that was chosen."""
        row = self.rows[self._learning]
        self._learn("")
        row.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot()
    def _on_forget(self) -> None:
        self.keys = {n: k for n, k in self.keys.items() if n not in self.rows}
        self._learn("")

    @Slot()
    def _on_confirm(self) -> None:
        keys = tuple(f"{name}={key}" for name, key in sorted(self.keys.items()))
        event = KeysSet(person=self._desk.person, keys=keys)
        known = self._desk.world.staff.keys.get(event.person, {})
        if self.keys == known or self._desk.run(SetKeys(event=event)):
            self.close_overlay()
