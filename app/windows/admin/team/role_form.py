"""The form of a role: its name, and each right as a sentence to tick."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Signal, Slot

from app.presenters.admin.team import RoleDraft, rights_by_group
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from resources.texts import tr
from widgets.banner import Banner
from widgets.field import TextField
from widgets.switch import CheckBox


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleFormView:
    """What the form shows besides the draft; one of the head office is only read."""

    title: str
    subtitle: str
    people: str
    draft: RoleDraft
    changes: int
    errors: Mapping[str, str]
    locked: bool = False


class RoleForm(FormPane):
    """A name and rights.

    Signals:
        edited(str): the name as it is typed.
        right_toggled(str, bool): a right is given or taken.
    """

    edited = Signal(str)
    right_toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.fields = Fields(self)
        column = self.pages[0].content
        self.name = self.fields.add("name", TextField(tr("Nom du rôle"), height=48))
        column.addWidget(self.name)
        self.problem = Banner("", kind="danger")
        self.problem.setVisible(False)
        column.addWidget(self.problem)
        self.rights: dict[str, CheckBox] = {}
        for title, rights in rights_by_group():
            column.addWidget(group(title))
            for right, sentence in rights:
                box = CheckBox(sentence, wrap=True)
                box.setProperty("right", right)
                box.toggled.connect(self._on_box_toggled)
                self.rights[right] = box
                column.addWidget(box)
            column.addSpacing(8)
        column.addStretch(1)
        self.name.text_edited.connect(self.edited)

    def display(self, view: RoleFormView) -> None:
        """Shows a role."""
        self.show_heading(view.title, view.subtitle)
        self.name.set_text(view.draft.name)
        self.name.show_help(view.people)
        self.fields.show_errors(view.errors)
        for right, box in self.rights.items():
            with QSignalBlocker(box):
                box.setChecked(right in view.draft.rights)
            box.setEnabled(not view.locked)
        self.name.setEnabled(not view.locked)
        problem = view.errors.get("rights", "")
        self.problem.show_text(problem)
        self.problem.setVisible(bool(problem))
        self.show_changes(view.changes)

    @Slot(bool)
    def _on_box_toggled(self, on: bool) -> None:  # Qt's signal
        sender = self.sender()
        if sender is not None:
            self.right_toggled.emit(str(sender.property("right")), on)
