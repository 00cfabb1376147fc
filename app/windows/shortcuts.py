"""Shortcuts of a window or a page, with the keys of whoever is at it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.staff.events import KeysSet
from app.presenters.keys import keys_of
from app.services.house import Fact
from app.windows.desk import Desk

_ALSO = {"help": ("?",)}
"""Act -> keys that it has besides, whatever it was given: who seeks help finds it."""


class Shortcuts(QObject):
    """Keys of one place, given again when the person changes, or what they want.

    Args:
        owner: hears the keys; a page only while something in it has the keyboard.
        place: of `app.presenters.keys.KEYS`.
        acts: what each act does.
    """

    def __init__(
        self,
        desk: Desk,
        owner: QWidget,
        place: str,
        acts: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(owner)
        self._desk, self._place, self._acts = desk, place, acts
        self._made: dict[str, QShortcut] = {}
        for act in acts:
            shortcut = QShortcut(owner)
            shortcut.setObjectName(act)
            if not owner.isWindow():
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_activated)
            self._made[act] = shortcut
        desk.person_changed.connect(self._give)
        desk.changed.connect(self._on_changed)
        self._give()

    @Slot()
    def _give(self) -> None:
        keys = keys_of(self._desk.world, self._desk.person, self._place)
        for act, shortcut in self._made.items():
            shortcut.setKeys(
                [QKeySequence(key) for key in (keys[act], *_ALSO.get(act, ()))]
            )

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, KeysSet) for fact in facts):
            self._give()

    @Slot()
    def _on_activated(self) -> None:
        self._acts[self.sender().objectName()]()


def key_name(event: QKeyEvent) -> str:
    """A pressed key as `KeysSet` writes it; "" for one that only modifies others."""
    if event.key() in _MODIFIERS:
        return ""
    # Qt names keys of the pad apart, which people do not.
    keypad = Qt.KeyboardModifier.KeypadModifier
    code = event.modifiers().value & ~keypad.value | event.key()
    text = QKeySequence(code).toString(QKeySequence.SequenceFormat.PortableText)
    return text if text.isascii() and " " not in text else ""


_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_unknown,
}
