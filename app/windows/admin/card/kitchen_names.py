"""What something is called in the kitchen by cooks of other languages: a field for each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.catalogue.events import KitchenName
from app.domain.catalogue.marks import LANGUAGES, said_in
from app.presenters.admin.kitchen_marks import name_errors, with_name
from app.windows.admin.form import group
from resources.texts import tr
from widgets.card import clear
from widgets.field import TextField
from widgets.text import Label


class KitchenNames(QWidget):
    """The names; where no station reads another language it says how one would.

    Signals:
        edited(object): all of them, with what was typed.
    """

    edited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, TextField] = {}
        self._names: tuple[KitchenName, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._none = Label(
            tr("Une langue se choisit au poste ou à l'écran (Cuisine)."),
            style="caption",
            role="on_var",
            wrap=True,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(group(tr("En cuisine, dans d'autres langues")))
        column.addWidget(self._none)
        column.addLayout(self._rows)

    def display(
        self, languages: Sequence[str], names: tuple[KitchenName, ...], usual: str
    ) -> None:
        """Shows names; `usual` is read where there is none."""
        self._names = names
        if tuple(languages) != tuple(self.fields):
            clear(self._rows)
            self.fields = {language: self._field(language) for language in languages}
        self._none.setVisible(not languages)
        errors = name_errors(names)
        for language, field in self.fields.items():
            text = said_in(names, language, "")
            if field.text.strip() != text:
                field.set_text(text)
            field.edit.setPlaceholderText(usual)
            field.show_error(errors.get(language, ""))

    def _field(self, language: str) -> TextField:
        field = TextField(LANGUAGES[language], height=48)
        field.setProperty("language", language)
        field.text_edited.connect(self._on_text_edited)
        self._rows.addWidget(field)
        return field

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        field = self.sender()
        if isinstance(field, TextField):
            language = str(field.property("language"))
            self.edited.emit(with_name(self._names, language, text))
