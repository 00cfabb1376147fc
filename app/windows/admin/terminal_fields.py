"""The fields of a card terminal: the way to reach it, and what that way asks to type."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.presenters.admin_terminals import OptionView
from app.windows.admin.fields import Fields
from resources.texts import tr
from widgets import theme
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField


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
