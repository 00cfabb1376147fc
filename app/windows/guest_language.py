"""The language of the guest before the second screen, as the cashier hears it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.presenters.guest.display import LANGUAGE, Question, language_options
from app.windows.answers import Answers
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.sheet import SideSheet

_WIDTH = 480


class GuestLanguageSheet(SideSheet):
    """One tap; the next guest is greeted in the house's language again."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        words = tr("Sur son écran, jusqu'à ce qu'il ait payé")
        super().__init__(host, tr("Langue du client"), words, width=_WIDTH)
        self._desk = desk
        self.answers = Answers(keyboard=True)
        asked = Question(LANGUAGE, "", language_options(""))
        room = _WIDTH - 2 * theme.SPACE.xxl
        self.answers.display(asked, room=room, height=64)
        self.sheet.body.addWidget(self.answers)
        self.sheet.body.addStretch(1)
        self.answers.said.connect(self._on_said)
        self.closed.connect(self.deleteLater)

    @Slot(str, str)
    def _on_said(self, _: str, language: str) -> None:
        self._desk.guest_spoken.emit(language)
        self.close_overlay()
