"""The file by which the bank debits clients: who collects, when, and asking for it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.credits.collecting import AskDebits, Debit
from app.domain.rules import SetSetting
from app.presenters.admin.accounts import Late
from app.presenters.admin.days import day_typed
from app.projections.queries import account_documents, credit_changes
from app.reports.sepa import (
    Creditor,
    DirectDebit,
    compact,
    direct_debits,
    right_bic,
    right_creditor,
    right_iban,
)
from app.services.ids import new_id
from app.windows.admin.form import pair
from app.windows.desk import Desk
from app.windows.saving import Saver
from resources.texts import price, short_date, tr, trn
from widgets.field import TextField

_AHEAD = 3
"""Days until the bank collects, unless somebody says otherwise."""
_SETTINGS = {"ident": "sepa.creditor", "iban": "sepa.iban", "bic": "sepa.bic"}


class DebitForm(QWidget):
    """Creditor and day; what is typed of the creditor is kept."""

    def __init__(self, desk: Desk, saver: Saver) -> None:
        super().__init__()
        self._desk, self._saver = desk, saver
        values = desk.world.settings.values
        soon = desk.house.clock().date() + timedelta(days=_AHEAD)
        self.fields = {
            "day": TextField(tr("Prélever le"), text=short_date(soon), height=48),
            "ident": TextField(
                tr("Identifiant créancier (ICS)"),
                text=values["sepa.creditor"],
                height=48,
            ),
            "iban": TextField(
                tr("IBAN de la maison"), text=values["sepa.iban"], height=48
            ),
            "bic": TextField(
                tr("BIC"),
                text=values["sepa.bic"],
                height=48,
                help_text=tr("facultatif"),
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(pair(self.fields["day"], self.fields["ident"]))
        column.addLayout(pair(self.fields["iban"], self.fields["bic"], (2, 1)))

    def ask(self, lates: Sequence[Late]) -> bool:
        """Asks for what these clients owe: the journal first, then the file."""
        errors, day = self._errors(), day_typed(self.fields["day"].text)
        for name, words in errors.items():
            self.fields[name].show_error(words)
        if any(errors.values()) or day is None or not lates:
            return False
        typed = {name: compact(self.fields[name].text) for name in _SETTINGS}
        values = self._desk.world.settings.values
        for name, text in typed.items():
            key = _SETTINGS[name]
            if values[key] != text and not self._desk.run(
                SetSetting(key=key, value=text)
            ):
                return False
        return self._write(Creditor(name=self._house_name, **typed), lates, day)

    def _errors(self) -> dict[str, str]:
        day = day_typed(self.fields["day"].text)
        ident, iban, bic = (compact(self.fields[name].text) for name in _SETTINGS)
        today = self._desk.house.clock().date()
        return {
            "day": "" if day and day > today else tr("Un jour à venir"),
            "ident": ""
            if right_creditor(ident)
            else tr("Cet identifiant est mal tapé."),
            "iban": "" if right_iban(iban) else tr("Cet IBAN est mal tapé."),
            "bic": "" if not bic or right_bic(bic) else tr("Ce BIC est mal tapé."),
        }

    @property
    def _house_name(self) -> str:
        return self._desk.world.settings.text("house.name")

    def _write(self, creditor: Creditor, lates: Sequence[Late], day: date) -> bool:
        desk = self._desk
        asked = [
            Debit(
                client=late.client,
                debit=new_id(),
                amount=late.owed,
                pays=tuple(item.key for item in late.items),
            )
            for late in lates
        ]
        made, told = desk.house.clock(), self._told(lates, asked)
        message = f"SOTTO-{new_id()}"
        content = direct_debits(creditor, told, day.isoformat(), made, message)
        command = AskDebits(
            debits=tuple(asked), day=day.isoformat(), file=sha256(content).hexdigest()
        )
        if not desk.run(command):
            return False
        name = f"{tr('Prélèvements')}_{day.isoformat()}_{made:%H%M%S}.xml"
        self._saver.save(name, lambda: content)
        desk.say(
            tr(
                "{count}, {total} : fichier à déposer à la banque",
                count=trn(len(asked), "{n} prélèvement", "{n} prélèvements"),
                total=price(sum(each.amount for each in asked)),
            )
        )
        return True

    def _told(self, lates: Sequence[Late], asked: Sequence[Debit]) -> list[DirectDebit]:
        with self._desk.house.database.read() as connection:
            numbers = {
                key: number
                for late in lates
                for key, number in account_documents(
                    connection, credit_changes(connection, late.client)
                ).items()
            }
        return [
            DirectDebit(
                debit=debit.debit,
                amount=debit.amount,
                name=late.name,
                iban=late.contact.iban,
                bic=late.contact.bic,
                mandate=late.contact.mandate,
                signed=late.contact.signed,
                words=_remittance(self._house_name, late, numbers),
            )
            for late, debit in zip(lates, asked, strict=True)
        ]


def _remittance(house: str, late: Late, numbers: Mapping[str, str]) -> str:
    """What the client reads at the bank: the house and the tickets."""
    tickets = [numbers[item.key] for item in late.items if item.key in numbers]
    return " ".join([house, *tickets])
