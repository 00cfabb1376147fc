"""What drives a form: what is typed is shown, given up, or saved once nothing is wrong."""

from abc import abstractmethod
from functools import partial
from typing import Generic, Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot

from app.domain.rules import Command
from app.presenters.admin.drafts import Draft, Editing, Stored
from app.services.house import Fact
from app.windows.desk import Desk
from widgets.table_view import DataTable


class EditedForm(Protocol):
    """A form that tells what is typed in it, as each `FormPane` with fields does."""

    @property
    def edited(self) -> SignalInstance:
        """A field of the draft has another value: its name, the value."""

    @property
    def save_requested(self) -> SignalInstance:
        """What was typed is to be kept."""

    @property
    def drop_requested(self) -> SignalInstance:
        """What was typed is given up."""


class FormController(QObject, Generic[Stored, Draft]):
    """The thing that was opened last, and what was changed about it.

    A subclass says how a thing is opened, where it stands, how it is shown and saved.

    Args:
        form: where it is typed; `table`: where it is listed.
        edit: the thing as it is stored, and what a person makes of it.
    """

    def __init__(
        self,
        desk: Desk,
        section: QObject,
        form: EditedForm,
        table: DataTable,
        edit: Editing[Stored, Draft],
    ) -> None:
        super().__init__(section)
        self._desk, self._table, self._edit = desk, table, edit
        form.edited.connect(self._on_edited)
        form.save_requested.connect(self._on_save)
        form.drop_requested.connect(self._on_drop)

    @abstractmethod
    def open(self, key: str) -> None:
        """Shows a thing in the form; "" for a new one."""

    @abstractmethod
    def _now(self, stored: Stored) -> Stored | None:
        """The thing as it stands by now, None as long as it was never saved."""

    @abstractmethod
    def _display(self, stored: Stored, draft: Draft) -> None:
        """Shows a thing, what was made of it, and what may be told to be wrong."""

    @abstractmethod
    def _save(self, stored: Stored, draft: Draft) -> None:
        """Saves a thing as it stands with what was typed, which nothing is wrong with."""

    def follow(self) -> None:
        """It may have changed elsewhere; what is being typed stays."""
        if self._edit.stored is not None:
            self._edit.follow(self._now(self._edit.stored))
            self._show()

    def _show(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is not None and draft is not None:
            self._display(stored, draft)

    def _is_right(self) -> bool:
        """Whether nothing is wrong with what was typed; what is, is told from now on."""
        self._edit.said = True
        right = not self._edit.errors
        if not right:
            self._show()
        return right

    def _keep(
        self, command: Command, back: Command | None, key: str, words: str
    ) -> None:
        """Carries a saving out, which says so and can be taken back.

        Args:
            back: what takes it back, None for what cannot be.
            key: of the thing, which is shown as it stands then.
        """

        def done(_facts: tuple[Fact, ...]) -> None:
            self.open(key)
            self._table.choose(key)
            undo = None if back is None else partial(self._desk.run, back)
            self._desk.say(words, undo=undo)

        self._desk.run(command, done)

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._edit.edit(name, value)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        self._edit.drop()
        self._show()

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is not None and draft is not None and self._is_right():
            self._save(self._now(stored) or stored, draft)
