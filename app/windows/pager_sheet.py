"""Somebody takes a pager from the rack, or puts it back: its number, and it vibrates."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from app.domain.staff.decide import CallStaff, SetPager
from app.domain.staff.events import PagerSet
from app.services.house import Fact
from app.windows.desk import Desk
from hardware.pagers.tap import MAX_NUMBER
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.keypad import Keypad
from widgets.sheet import SideSheet
from widgets.text import Label


class PagerSheet(SideSheet):
    """The pager of whoever is at the window."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(
            host, tr("Bipeur ou montre"), desk.name, side="left", width=480
        )
        self._desk = desk
        self.typed = desk.world.staff.pagers.get(desk.person, "")
        self._fresh = True  # the first digit replaces the number that is there
        self.number = Label(style="number")
        self.hint = Label(
            tr("Le numéro écrit dessus. Il vibre dès qu'il est pris."),
            style="label",
            role="on_var",
            wrap=True,
        )
        self.pad = Keypad("plain")
        self.take = Button(tr("Prendre"), height=64)
        self.give_back = Button(tr("Le remettre au râtelier"), kind="text", height=64)
        body = self.sheet.body
        body.setSpacing(theme.SPACE.m)
        body.addWidget(self.hint)
        body.addWidget(self.number, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)
        self.sheet.foot.addWidget(self.give_back)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.take)
        self.sheet.set_foot_shown(shown=True)
        self.pad.key_pressed.connect(self._on_key_pressed)
        self.take.clicked.connect(self._on_take)
        self.give_back.clicked.connect(self._on_give_back)
        self.closed.connect(self.deleteLater)
        self._show()

    def _show(self) -> None:
        worn = self._desk.world.staff.pagers.get(self._desk.person, "")
        self.number.show_text(self.typed or "–")
        self.take.setEnabled(bool(self.typed) and self.typed != worn)
        self.give_back.setVisible(bool(worn))

    @Slot(str)
    def _on_key_pressed(self, key: str) -> None:
        if key == "erase":
            self.typed = self.typed[:-1]
        elif self._fresh:
            self.typed = key
        else:
            self.typed = (self.typed + key)[:MAX_NUMBER]
        self._fresh = False
        self._show()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isascii() and text.isdigit():
            self._on_key_pressed(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._on_key_pressed("erase")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take.click()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_take(self) -> None:
        event = PagerSet(person=self._desk.person, number=self.typed)
        self._desk.run(SetPager(event=event), self._on_taken)

    def _on_taken(self, facts: tuple[Fact, ...]) -> None:
        words = tr("Bipeur {number} : il vibre dans un instant.", number=self.typed)
        self.close_overlay()
        self._desk.run(CallStaff(who=self._desk.person))
        self._desk.say(words)

    @Slot()
    def _on_give_back(self) -> None:
        person = self._desk.person
        worn = self._desk.world.staff.pagers.get(person, "")
        back = SetPager(event=PagerSet(person=person, number=worn))

        def done(facts: tuple[Fact, ...]) -> None:
            self.close_overlay()
            words = tr("Bipeur {number} remis au râtelier", number=worn)
            self._desk.say(words, undo=lambda: self._desk.run(back))

        self._desk.run(SetPager(event=PagerSet(person=person)), done)
