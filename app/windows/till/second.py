"""A second person who counts the float, and signs it with their code or badge."""

from PySide6.QtCore import QObject, Slot

from app.services.people import people_with, person_name
from app.windows.approval import CodeSheet
from app.windows.code_check import CodeCheck
from app.windows.page import Page
from resources.texts import tr
from widgets.button import Button

_RIGHT = "till.open"


class SecondCounter(QObject):
    """Asks for the second person.

    Args:
        button: offers it, and says who it was.

    Attributes:
        person: id of who counted too, "" for nobody.
    """

    def __init__(self, page: Page, button: Button) -> None:
        super().__init__(page)
        self._page, self._desk, self._button = page, page.desk, button
        self.person = ""
        self._code = CodeCheck(self._desk, self._desk.pepper, self)
        self.sheet: CodeSheet | None = None
        self._code.accepted.connect(self._on_code_accepted)
        button.clicked.connect(self.ask)

    def offer(self, *, offered: bool) -> None:
        """Another count begins, in which a second person may take part."""
        self.person = ""
        self._button.set_words(tr("Compter à deux"))
        self._button.setVisible(offered)

    @Slot()
    def ask(self) -> None:
        """Shows who may open a till, but for the person at the window."""
        here = self._desk.person
        others = [p for p in people_with(self._desk.house, _RIGHT) if p != here]
        self.sheet = CodeSheet(
            self._page,
            self._desk,
            tr("Compter à deux"),
            tr("Qui a compté avec vous signe de son code ou de son badge."),
            others,
        )
        self.sheet.check_with(self._code)
        self.sheet.badge_read.connect(self._on_badge_read)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.open()

    @Slot(str)
    def _on_badge_read(self, code: str) -> None:
        self._code.check_badge(code, _RIGHT)

    @Slot(str)
    def _on_code_accepted(self, person: str) -> None:
        if self.sheet is None:
            return
        if person == self._desk.person:
            self.sheet.pad.show_refusal(tr("C'est vous : il faut une autre personne."))
            return
        self.person = person
        name = person_name(self._desk.house, person)
        self._button.set_words(tr("Compté avec {name}", name=name))
        self.sheet.close_overlay()

    @Slot()
    def _on_closed(self) -> None:
        self.sheet = None
