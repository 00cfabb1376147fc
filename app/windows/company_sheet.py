"""Who an invoice is made to: a number or a name is typed, the company is found or entered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.fiscal.parties import Party, companies, number_error
from app.presenters.admin.companies import (
    FIELDS,
    CompanyDraft,
    company_draft,
    company_errors,
    company_rows,
    digits_of,
    found_rows,
    party_of,
    typed,
)
from app.services.ports import FoundCompany
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader, clear
from widgets.field import SearchField, TextField
from widgets.list_row import ListRow, RowView
from widgets.screen_keyboard import ScreenKeyboard
from widgets.sheet import SideSheet
from widgets.text import Label

_PAUSE_MS = 500
"""After the last letter, before the directory is asked."""
_LEAST = 3


class CompanySheet(SideSheet):
    """One tap for a company that is known; its number for one that the directory knows.

    Args:
        act: what the great button says.
        person: name that the note bears, "" for none; None where it is printed already.

    Signals:
        confirmed(object, str): the `Party`, and the id under which it is known, "" for none.
        person_named(str): no company, but a name on the note; "" for none.
    """

    confirmed = Signal(object, str)
    person_named = Signal(str)

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        title: str,
        subtitle: str,
        act: str,
        *,
        person: str | None = None,
    ) -> None:
        super().__init__(host, title, subtitle, width=720)
        self._desk, self._company, self._asked = desk, "", 0
        self._known = companies(desk.house)
        self._draft = CompanyDraft()
        self._far: list[FoundCompany] = []
        self.search = SearchField(tr("SIREN, SIRET ou nom"), height=64)
        self.rows: list[ListRow] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.note = Label(style="label", role="on_var", wrap=True)
        labels = {
            "name": tr("Nom de la société"),
            "number": tr("SIREN ou SIRET"),
            "vat_number": tr("N° de TVA"),
            "street": tr("Rue"),
            "postcode": tr("Code postal"),
            "city": tr("Ville"),
            "email": tr("E-mail"),
        }
        self.fields = {name: TextField(labels[name], height=64) for name in FIELDS}
        self.confirm = Button(act, height=64, icon="check", wide=True)
        self.forget = Button(tr("Oublier"), kind="danger", height=64, icon="delete")
        self.forget.setVisible(False)
        self.name_note = Button(
            tr("Nom sur la note"), kind="tonal", height=64, icon="person"
        )
        self.name_note.setHidden(person is None)
        if person:
            words = tr("La note porte déjà un nom : {name}", name=person)
            self.note.show_text(words)
        self.keyboard = ScreenKeyboard()
        self.keyboard.hide()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._build()
        self._connect_signals()
        self._show_rows("")

    def _build(self) -> None:
        fields, body = self.fields, self.sheet.body
        body.setSpacing(theme.SPACE.s)
        body.addWidget(self.search)
        body.addLayout(self._list)
        body.addWidget(self.note)
        body.addWidget(SectionHeader(tr("Société")))
        body.addLayout(_line((fields["name"], 3), (fields["number"], 2)))
        body.addLayout(_line((fields["street"], 1)))
        body.addLayout(_line((fields["postcode"], 1), (fields["city"], 2)))
        body.addLayout(_line((fields["vat_number"], 1), (fields["email"], 1)))
        body.addStretch(1)
        self.sheet.dock(self.keyboard)
        self.sheet.foot.addWidget(self.forget)
        self.sheet.foot.addWidget(self.name_note)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)

    def _connect_signals(self) -> None:
        self.search.text_edited.connect(self._on_search_edited)
        self.search.submitted.connect(self._on_search_submitted)
        self._pause.timeout.connect(self._seek)
        self.confirm.clicked.connect(self._on_confirm_clicked)
        self.keyboard.hide_requested.connect(self.keyboard.hide)
        self.closed.connect(self.deleteLater)
        self.name_note.clicked.connect(self._on_name_note)
        self.search.edit.installEventFilter(self)
        for field in self.fields.values():
            field.edit.installEventFilter(self)
            field.submitted.connect(self._on_confirm_clicked)

    @override
    def open(self) -> None:
        super().open()
        self.search.edit.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for field in (self.search, *self.fields.values()):
                if field.edit is watched:
                    self.keyboard.attach(field.edit)
                    self.keyboard.show()
                    # Once the keyboard has taken its room.
                    QTimer.singleShot(0, field, self._reveal)
        return super().eventFilter(watched, event)

    @Slot()
    def _reveal(self) -> None:
        for field in self.fields.values():
            if field.edit.hasFocus():
                self.sheet.pane.ensureWidgetVisible(field)

    @property
    def draft(self) -> CompanyDraft:
        """What stands in the form."""
        return CompanyDraft(**{name: self.fields[name].text for name in FIELDS})

    def choose(self, company: str) -> None:
        """Takes a company that is known."""
        self._company = company
        self._fill(company_draft(self._known[company]))

    def _fill(self, draft: CompanyDraft) -> None:
        for name, field in self.fields.items():
            field.set_text(getattr(draft, name))
            field.show_error("")
        self.keyboard.hide()
        self.confirm.setFocus()

    # Looking for it

    @Slot(str)
    def _on_search_edited(self, words: str) -> None:
        self._company, self._far = "", []
        self._fill_typed(words)
        self._show_rows(words)
        self._pause.start()

    def _fill_typed(self, words: str) -> None:
        draft = typed(CompanyDraft(), words)
        for name in ("name", "number"):
            self.fields[name].set_text(getattr(draft, name))

    @Slot()
    def _on_search_submitted(self) -> None:
        rows = company_rows(self._known, self.search.text)
        if len(rows) == 1:
            self.choose(rows[0][0])
        elif len(self._far) == 1:
            self._fill(company_draft(self._far[0]))
        else:
            self._seek()

    @Slot()
    def _seek(self) -> None:
        """Asks the platform's directory, where there is one."""
        words, invoicing = self.search.text.strip(), self._desk.invoicing
        digits = digits_of(words)
        useful = not number_error(digits) if digits else len(words) >= _LEAST
        if invoicing is None or not useful:
            return
        self._asked += 1
        asked = self._asked

        def heard(found: tuple[FoundCompany, ...], why: str) -> None:
            if asked == self._asked and self.isVisible():
                self._on_found(found, why)

        if invoicing.seek(words, heard):
            self.note.show_text(tr("Recherche dans l'annuaire…"))

    def _on_found(self, found: Sequence[FoundCompany], why: str) -> None:
        known = {(p.siret, p.siren) for p in self._known.values()}
        self._far = [c for c in found if (c.siret, c.siren) not in known]
        nobody = "" if found else tr("L'annuaire ne connaît pas cette société.")
        self.note.show_text(tr("L'annuaire ne répond pas.") if why else nobody)
        self._show_rows(self.search.text)
        if len(found) == 1 and digits_of(self.search.text) and not self._company:
            self._fill(company_draft(found[0]))

    def _show_rows(self, words: str) -> None:
        clear(self._list)
        self.rows = []
        for company, view in company_rows(self._known, words):
            self._add_row(view, "company", company)
        for place, view in enumerate(found_rows(self._far)):
            self._add_row(view, "place", place)

    def _add_row(self, view: RowView, name: str, value: object) -> None:
        row = ListRow(view, padding=0)
        row.setProperty(name, value)
        row.clicked.connect(self._on_row_clicked)
        self.rows.append(row)
        self._list.addWidget(row)

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        if not isinstance(row, ListRow):
            return
        company = row.property("company")
        if company:
            self.choose(str(company))
        else:
            self._company = ""
            self._fill(company_draft(self._far[int(row.property("place"))]))

    @Slot()
    def _on_name_note(self) -> None:
        """No invoice: what was typed as a name goes on the note."""
        self.person_named.emit(self.fields["name"].text.strip())
        self.close_overlay()

    @Slot()
    def _on_confirm_clicked(self) -> None:
        errors = company_errors(self.draft)
        for name, field in self.fields.items():
            field.show_error(errors.get(name, ""))
        if errors:
            self.fields[next(iter(errors))].edit.setFocus()
            return
        party: Party = party_of(self.draft)
        self.confirmed.emit(party, self._company)
        self.close_overlay()


def _line(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.SPACE.m)
    for widget, stretch in parts:
        line.addWidget(widget, stretch)
    return line
