"""Reminders to clients who are late: a mail each, with the statement."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.domain.credits.collecting import NoteReminder
from app.domain.credits.items import TERM
from app.presenters.admin.accounts import Late, reminder_words
from app.projections.queries import CreditChange
from app.windows.admin.money.clients_controller import statement_of
from app.windows.desk import Desk
from app.windows.mailing import may_mail
from resources.texts import tr


class Reminders(QObject):
    """Sends them one after the other; what went out is written down.

    Signals:
        changed: somebody was reminded.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def send(
        self, lates: Sequence[Late], changes: Mapping[str, list[CreditChange]]
    ) -> bool:
        """Whether mails can go out from here; what became of each is said."""
        desk, house = self._desk, self._desk.house
        if not may_mail(desk) or desk.invoicing is None:
            words = tr("Réglez d'abord un compte de messagerie : Gestion, Réglages.")
            desk.say(words, tone="refused")
            return False
        name = house.world.settings.text("house.name")
        file = f"{tr('Relevé')}_{house.business_day(house.clock())}.pdf"
        for late in lates:
            make: Callable[[], bytes] = statement_of(
                house, late.name, changes.get(late.client, [])
            )
            desk.invoicing.mail_file(
                late.contact.mail,
                self._words(name, late),
                file,
                make,
                partial(self._heard, late),
            )
        desk.say(tr("Relances en cours d'envoi"))
        return True

    def _words(self, name: str, late: Late) -> tuple[str, str]:
        before = self._desk.world.credits.reminded.get(late.client)
        level = before.level + 1 if before else 1
        term = self._desk.world.settings.number(TERM)
        return reminder_words(name, late, level, term)

    def _heard(self, late: Late, why: str) -> None:
        if why:
            words = tr(
                "La relance de {name} n'est pas partie ({why}).",
                name=late.name,
                why=why,
            )
            self._desk.say(words, tone="error")
        elif self._desk.run(NoteReminder(client=late.client, amount=late.late)):
            self._desk.say(tr("{name} : relance envoyée", name=late.name))
            self.changed.emit()
