"""The fields of a card terminal: the way to reach it, and what that way asks to type."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.presenters.admin.terminals import OptionView
from app.windows.admin.fields import Fields
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.text import Label


class TerminalServices(QWidget):
    """What a terminal can be asked besides money, and the slip that it answers with.

    Signals:
        requested(str): a service, by its key.
    """

    requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, Button] = {}
        self._line = QHBoxLayout()
        self._line.setSpacing(theme.SPACE.s)
        self.slip = Label(style="label", wrap=True)
        self.slip.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._line)
        column.addWidget(self.slip)

    def show_services(self, entries: Sequence[tuple[str, str]]) -> None:
        """Buttons for these; of another terminal, no slip."""
        self.setVisible(bool(entries))
        if tuple(self.buttons) == tuple(key for key, _ in entries):
            return
        self.show_slip("")
        for button in self.buttons.values():
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for key, words in entries:
            button = Button(words, kind="outlined")
            button.setProperty("service", key)
            button.clicked.connect(self._on_clicked)
            self._line.addWidget(button)
            self.buttons[key] = button

    def show_slip(self, text: str) -> None:
        """What the terminal printed, line by line."""
        self.slip.show_text(text)
        self.slip.setVisible(bool(text))

    @Slot()
    def _on_clicked(self) -> None:
        self.requested.emit(str(self.sender().property("service")))


class TerminalFields(QWidget):
    """One field for the way, one for each of its options; made anew for another way.

    Signals:
        edited(str, object): a field has a new value: "way", or the name of an option.
        left(str): the focus left a field.
    """

    edited = Signal(str, object)
    left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ways: tuple[Entry, ...] = ()
        self._views: tuple[OptionView, ...] = ()
        self._way_field = Fields(self)
        self._way_field.edited.connect(self.edited)
        self.way = self._way_field.add("way", Dropdown(tr("Liaison"), (), height=48))
        self._place = QVBoxLayout()
        self._options = QWidget()
        self.fields = Fields(self._options)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        column.addWidget(self.way)
        column.addLayout(self._place)

    def show_options(
        self,
        ways: Sequence[Entry],
        way: str,
        views: Sequence[OptionView],
        values: Mapping[str, str],
        errors: Mapping[str, str],
    ) -> None:
        """Shows the chosen way; what is being typed stays as it is."""
        if tuple(ways) != self._ways:
            self._ways = tuple(ways)
            self.way.set_entries(ways, chosen=way)
        self.way.choose(way)
        self.way.setVisible(len(ways) > 1)
        if tuple(views) != self._views:
            self._views = tuple(views)
            self._make_fields()
        self.fields.show_values(values)
        self.fields.show_errors(errors)

    def _make_fields(self) -> None:
        self._place.removeWidget(self._options)
        self._options.hide()  # it is drawn until it is gone
        self._options.deleteLater()
        self._options = QWidget()
        self.fields = Fields(self._options)
        column = QVBoxLayout(self._options)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.xs)
        for view in self._views:
            column.addWidget(self._field(view))
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)
        self._place.addWidget(self._options)

    def _field(self, view: OptionView) -> QWidget:
        if view.entries:
            chooser = Dropdown(view.label, view.entries, height=48, help_text=view.hint)
            return self.fields.add(view.name, chooser)
        line = TextField(
            view.label, height=48, placeholder=view.example, help_text=view.hint
        )
        if view.secret:
            line.edit.setEchoMode(QLineEdit.EchoMode.Password)
        return self.fields.add(view.name, line)
