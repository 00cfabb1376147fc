"""The rooms as they are drawn: tables, walls, sections, on a grid of real metres.

Saving is explicit; each step can be taken back, those before the last saving too. A
picture of the house may lie under a room to draw after: it is kept with the room.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.admin.floor.controller import FloorDrawingController
from app.windows.admin.floor.form import FloorForm
from app.windows.admin.section import GAP, MARGIN, Section
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button, IconButton
from widgets.card import Pane
from widgets.choices import Choice, Tabs
from widgets.floor_plan_edit import FloorEditor
from widgets.flow import FlowLayout
from widgets.text import Label

NEW_ROOM = "new"


class FloorSection(Section):
    """The drawing, its tools above it, the fields of what is chosen beside it.

    Signals:
        room_chosen(str): draw this room; `NEW_ROOM` adds one.
        tool_requested(str): key of a tool.
        save_requested, drop_requested: keep the drawing, or what was before it.
    """

    room_chosen = Signal(str)
    tool_requested = Signal(str)
    save_requested = Signal()
    drop_requested = Signal()

    def __init__(
        self, desk: Desk, board: DeviceBoard, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, board, parent)
        self.editor, self.form = FloorEditor(), FloorForm()
        self.tabs = Tabs((), name=tr("Salles"), height=48)
        self.tools: dict[str, Button | IconButton] = {}
        for key, button in self.form.arranging.items():
            self._tool(key, button)
        self.words = Label("", style="label", role="on_var", wrap=True)
        self.drop = Button(tr("Abandonner"), kind="text")
        self.save = Button(tr("Enregistrer"))
        left = Pane(tone="surface_low")
        column = QVBoxLayout(left)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(GAP)
        column.addLayout(self._head())
        column.addLayout(self._tool_row())
        column.addWidget(self.editor, 1)
        column.addLayout(self._foot())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left, 1)
        line.addWidget(self.form)
        self.setFocusProxy(self.editor)
        self.controller = FloorDrawingController(desk, self)
        self._connect_signals()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.tabs, 1)
        for key, name, icon in (
            ("trace", tr("Image à décalquer"), "image"),
            ("undo", tr("Annuler"), "undo"),
            ("redo", tr("Refaire"), "redo"),
        ):
            line.addWidget(self._tool(key, IconButton(name, icon)))
        return line

    def _tool_row(self) -> FlowLayout:
        row = FlowLayout()
        for key, words, icon in (
            ("rect", tr("Table"), "square"),
            ("long", tr("Longue"), "table_restaurant"),
            ("round", tr("Ronde"), "circle"),
            ("wall", tr("Mur"), "straighten"),
            ("block", tr("Élément"), "door_front"),
            ("section", tr("Rang"), "groups"),
            ("several", tr("Plusieurs"), "check_box_outline_blank"),
        ):
            button = Button(words, kind="plain", icon=icon)
            row.addWidget(self._tool(key, button))
        for key, words, icon in (
            ("duplicate", tr("Dupliquer"), "content_copy"),
            ("turn", tr("Pivoter d'un quart"), "rotate_right"),
            ("front", tr("Mettre devant"), "flip_to_front"),
            ("back", tr("Mettre derrière"), "flip_to_back"),
            ("remove", tr("Supprimer"), "delete"),
        ):
            row.addWidget(self._tool(key, IconButton(words, icon)))
        return row

    def _tool(self, key: str, button: Button | IconButton) -> QWidget:
        button.setProperty("tool", key)
        button.clicked.connect(self._on_tool_clicked)
        self.tools[key] = button
        return button

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.words, 1)
        line.addWidget(self.drop)
        line.addWidget(self.save)
        return line

    def _connect_signals(self) -> None:
        self.tabs.chosen.connect(self.room_chosen)
        self.save.clicked.connect(self.save_requested)
        self.drop.clicked.connect(self.drop_requested)
        for keys, tool in (
            (QKeySequence.StandardKey.Undo, "undo"),
            (QKeySequence.StandardKey.Redo, "redo"),
            (QKeySequence.StandardKey.Delete, "remove"),
            (QKeySequence("Ctrl+D"), "duplicate"),
            (QKeySequence("PgUp"), "front"),
            (QKeySequence("PgDown"), "back"),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.editor)
            shortcut.setProperty("tool", tool)
            shortcut.activated.connect(self._on_tool_clicked)
        save = QShortcut(QKeySequence.StandardKey.Save, self)
        save.activated.connect(self._on_save_key)

    @override
    def show_place(self, argument: str) -> None:
        self.controller.begin(argument)

    @override
    def go_back(self) -> bool:
        return self.controller.let_go()

    def show_rooms(self, rooms: list[tuple[str, str]], chosen: str) -> None:
        """(key, name) of each room, and the way to one more."""
        choices = [Choice(key, name) for key, name in rooms]
        choices.append(Choice(NEW_ROOM, tr("Nouvelle salle"), "add"))
        self.tabs.set_choices(choices, chosen=chosen)

    def show_state(self, *, count: int, flaw: str, undo: bool, redo: bool) -> None:
        """How many things changed, and why they cannot be saved so, "" if they can."""
        words = trn(count, "{n} modifié", "{n} modifiés") if count else ""
        self.words.show_text(flaw or words, role="danger" if flaw else "on_var")
        self.tools["undo"].setEnabled(undo)
        self.tools["redo"].setEnabled(redo)
        self.drop.setVisible(count > 0)
        self.save.setEnabled(count > 0 and not flaw)

    def show_chosen(
        self, count: int, *, turning: int, several: bool, traced: bool
    ) -> None:
        """Which tools mean something for so many things, `turning` without the picture;
        `traced` when a picture lies under the room."""
        for key in ("duplicate", "turn", "front", "back"):
            self.tools[key].setEnabled(turning > 0)
        self.tools["remove"].setEnabled(count > 0)
        for key, button in self.form.arranging.items():
            button.setEnabled(count >= (3 if key in ("across", "down") else 2))
        choosing = self.tools["several"]
        if isinstance(choosing, Button):
            choosing.set_kind("tonal" if several else "plain")
        words = tr("Régler l'image") if traced else tr("Image à décalquer")
        self.tools["trace"].setAccessibleName(words)
        self.tools["trace"].setToolTip(words)

    @Slot()
    def _on_tool_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.tool_requested.emit(str(sender.property("tool")))

    @Slot()
    def _on_save_key(self) -> None:
        if self.save.isEnabled():
            self.save_requested.emit()
