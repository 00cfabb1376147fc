"""The fields of a form by name: one signal for all of them, values and errors by name."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QWidget

from widgets.choices import SegmentedButtons
from widgets.dropdown import Dropdown
from widgets.field import LabelledField, TextField
from widgets.switch import CheckBox, Switch

Control = TypeVar("Control", TextField, Dropdown, CheckBox, Switch, SegmentedButtons)
_NAME = "field"


class Fields(QObject):
    """Controls that a person edits.

    Signals:
        edited(str, object): name and new value, at each change by a person.
        left(str): the focus went elsewhere; errors may be said now.
    """

    edited = Signal(str, object)
    left = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._controls: dict[str, QWidget] = {}

    def add(self, name: str, control: Control) -> Control:
        """Takes a control in; gives it back, to be put in a layout."""
        control.setProperty(_NAME, name)
        self._controls[name] = control
        if isinstance(control, TextField):
            control.text_edited.connect(self._on_text_edited)
            control.left.connect(self._on_left)
        elif isinstance(control, Dropdown | SegmentedButtons):
            control.chosen.connect(self._on_text_edited)
        else:
            control.toggled.connect(self._on_toggled)
        return control

    def __getitem__(self, name: str) -> QWidget:
        return self._controls[name]

    def show_values(self, values: Mapping[str, object]) -> None:
        """Shows values without a signal; names without a control are passed over."""
        for name, value in values.items():
            control = self._controls.get(name)
            if isinstance(control, TextField):
                if control.text != str(value):
                    control.set_text(str(value))
                    control.edit.setCursorPosition(0)  # its beginning is in sight
            elif isinstance(control, Dropdown | SegmentedButtons):
                control.choose(str(value))
            elif isinstance(control, CheckBox | Switch):
                with QSignalBlocker(control):
                    control.setChecked(bool(value))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Says what is wrong at each field; the others are right."""
        for name, control in self._controls.items():
            if isinstance(control, LabelledField):
                control.show_error(errors.get(name, ""))

    @property
    def names(self) -> Collection[str]:
        """Of all of them."""
        return self._controls.keys()

    def lock(self, names: Collection[str]) -> None:
        """Leaves these to be read; the others can be changed."""
        for name, control in self._controls.items():
            control.setEnabled(name not in names)

    def focus(self, name: str) -> None:
        """Puts the keyboard into a field."""
        if name in self._controls:
            self._controls[name].setFocus()

    def _name_of_sender(self) -> str:
        sender = self.sender()
        return str(sender.property(_NAME)) if sender is not None else ""

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        self.edited.emit(self._name_of_sender(), text)

    @Slot(bool)
    def _on_toggled(self, on: bool) -> None:  # Qt's signal
        self.edited.emit(self._name_of_sender(), on)

    @Slot(str)
    def _on_left(self, _text: str) -> None:
        self.left.emit(self._name_of_sender())
