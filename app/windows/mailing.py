"""A document by mail: where to, asked in one field, and what became of it."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.receipts.events import MailEnded
from app.services.documents import mail_of
from app.services.guests import mail_known
from app.services.house import Fact
from app.starting import disk_told
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr
from widgets.button import Button
from widgets.field import TextField
from widgets.screen_keyboard import ScreenKeyboard
from widgets.sheet import SideSheet
from widgets.text import Label


def may_mail(desk: Desk) -> bool:
    """Whether mails can go out from here."""
    try:
        with disk_told():
            return desk.invoicing is not None and desk.invoicing.mails()
    except KnownError:
        return False


class MailSheet(SideSheet):
    """One field.

    Signals:
        confirmed(str): an address.
    """

    confirmed = Signal(str)

    def __init__(self, host: QWidget, title: str, known: str) -> None:
        super().__init__(host, title, tr("Par e-mail"))
        self.address = TextField(
            tr("Adresse e-mail"), text=known, icon="mail", height=64
        )
        words = tr("Elle ne sert qu'à cet envoi : Sotto ne la garde pas.")
        self.send = Button(tr("Envoyer"), height=64, icon="send", wide=True)
        self.sheet.body.addWidget(self.address)
        self.sheet.body.addWidget(Label(words, style="label", role="on_var", wrap=True))
        self.sheet.body.addStretch(1)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.send)
        self.sheet.set_foot_shown(shown=True)
        self.address.submitted.connect(self._on_send)
        self.send.clicked.connect(self._on_send)
        self.closed.connect(self.deleteLater)
        self.keyboard = ScreenKeyboard()
        self.sheet.dock(self.keyboard)
        self.keyboard.attach(self.address.edit)
        self.keyboard.hide_requested.connect(self.keyboard.hide)
        self.setFocusProxy(self.address)

    @Slot()
    def _on_send(self, _text: str = "") -> None:
        address = self.address.text.strip()
        name, at, domain = address.partition("@")
        if not (name and at and "." in domain) or " " in address:
            self.address.show_error(tr("nom@exemple.fr"))
            return
        self.confirmed.emit(address)
        self.close_overlay()


class MailTaker(QObject):
    """The sheet of one page or section, and what comes of it."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = ("", "", "")
        self._original = False
        self._under_way: set[str] = set()
        self.sheet: MailSheet | None = None
        desk.changed.connect(self._on_changed)

    def ask(
        self,
        host: QWidget,
        order: str,
        receipt: str,
        number: str,
        *,
        original: bool = False,
    ) -> None:
        """Asks where a document goes.

        Args:
            host: what the sheet covers.
            original: the guest asked for it as they paid; else it is a duplicate.
        """
        self._document, self._original = (order, receipt, number), original
        if not may_mail(self._desk):
            words = tr("Réglez d'abord un compte de messagerie : Gestion, Réglages.")
            self._desk.say(words, tone="refused")
            return
        known = mail_known(self._desk.house, order)
        title = tr("Ticket {number}", number=number)
        self.sheet = MailSheet(host, title, known)
        self.sheet.confirmed.connect(self._on_confirmed)
        self.sheet.open()
        self.sheet.address.setFocus()

    @Slot(str)
    def _on_confirmed(self, to: str) -> None:
        order, receipt, number = self._document
        try:
            command = mail_of(
                self._desk.house, order, receipt, number, to, original=self._original
            )
        except KnownError as error:
            self._desk.say_failure(error)
            return
        # Before it is written: a mail that is over at once is told too.
        self._under_way.add(command.mail)
        if self._desk.run(command):
            self._desk.say(tr("Ticket {number} : envoi en cours", number=number))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            event = fact.event
            if isinstance(event, MailEnded) and event.mail in self._under_way:
                self._under_way.discard(event.mail)
                self._say(event)

    def _say(self, event: MailEnded) -> None:
        if event.failure:
            words = tr(
                "Le ticket {number} n'est pas parti ({why}).",
                number=event.number,
                why=event.failure,
            )
            self._desk.say(words, tone="error")
        else:
            self._desk.say(tr("Ticket {number} envoyé par e-mail", number=event.number))
