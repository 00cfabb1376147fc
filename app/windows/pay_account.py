"""The account with a payment provider on whose pages guests pay by telephone: asked once,
kept in the key folder of the machine that carries the hub, tried on the spot."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.presenters.pay.words import PROVIDERS
from app.services.pay_pages import PayAccount
from app.starting import disk_told
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr
from widgets.button import Button
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.sheet import SideSheet
from widgets.text import Label

_SECRET = ("key", "secret")
_OWN = {"secret": "stripe", "merchant": "sumup"}
"""Field -> the only provider that asks for it."""


class PayAccountSheet(SideSheet):
    """Provider and keys; a key is never shown again."""

    def __init__(self, host: QWidget, desk: Desk, room: PayAccount) -> None:
        words = tr("Comme votre prestataire les indique ; gardées sur ce poste seul")
        super().__init__(host, tr("Paiement au téléphone"), words)
        self._desk, self._room = desk, room
        self._known = dict(room.account())
        names = tuple(Entry(key, name) for key, name in PROVIDERS.items())
        self.provider = Dropdown(tr("Prestataire"), names, height=56)
        self.fields = {
            "key": self._field("key", tr("Clé secrète de l'API")),
            "merchant": self._field("merchant", tr("Code marchand")),
            "secret": self._field("secret", tr("Secret des messages, facultatif")),
        }
        self.forget = Button(tr("Oublier"), kind="danger", height=64, icon="delete")
        self.forget.setVisible(bool(self._known))
        self.confirm = Button(
            tr("Essayer et garder"), height=64, wide=True, icon="send"
        )
        body = self.sheet.body
        if desk.network.status().link != "carrying":
            where = tr("À régler sur le poste qui porte le hub : lui seul s'en sert.")
            body.addWidget(Label(where, style="body", role="danger", wrap=True))
        body.addWidget(self.provider)
        for field in self.fields.values():
            body.addWidget(field)
        told = tr(
            "Rien n'est débité par l'essai. Les messages du prestataire arrivent à "
            "/paye/… du hub ; sans eux, il est interrogé."
        )
        body.addWidget(Label(told, style="label", role="on_var", wrap=True))
        body.addStretch(1)
        self.sheet.foot.addWidget(self.forget)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.provider.chosen.connect(self._on_provider)
        self.confirm.clicked.connect(self._on_confirm)
        self.forget.clicked.connect(self._on_forget)
        self.closed.connect(self.deleteLater)
        self.provider.choose(self._known.get("provider", "stripe"))
        self._on_provider(self.provider.chosen_key)

    def _field(self, name: str, title: str) -> TextField:
        secret, known = name in _SECRET, self._known.get(name, "")
        help_text = tr("Vide : inchangé") if secret and known else ""
        field = TextField(title, text="" if secret else known, help_text=help_text)
        if secret:
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    @Slot(str)
    def _on_provider(self, provider: str) -> None:
        for name, only in _OWN.items():
            self.fields[name].setVisible(provider == only)

    def _account(self) -> dict[str, str]:
        """What was typed; of a key that was left empty, the one that is kept."""
        provider = self.provider.chosen_key
        same = self._known.get("provider") == provider
        kept = {n: self._known[n] for n in _SECRET if same and n in self._known}
        typed = {
            name: field.text.strip()
            for name, field in self.fields.items()
            if _OWN.get(name, provider) == provider and field.text.strip()
        }
        base = {"base": self._known["base"]} if same and "base" in self._known else {}
        return {"provider": provider, **base, **kept, **typed}

    @Slot()
    def _on_confirm(self) -> None:
        account = self._account()
        needs = {"key": True, "merchant": account["provider"] == "sumup"}
        for name, needed in needs.items():
            lacks = needed and not account.get(name)
            self.fields[name].show_error(tr("À remplir") if lacks else "")
            if lacks:
                return
        self.confirm.set_busy(tr("On essaie…"))
        self._room.try_out(account, partial(self._on_tried, account))

    def _on_tried(self, account: Mapping[str, str], why: str) -> None:
        """In this thread; the sheet may be gone meanwhile."""
        if not self.isVisible():
            return
        self.confirm.set_done()
        if why:
            self.fields["key"].show_error(why)
        else:
            self._keep(account, tr("Le paiement au téléphone est réglé"))

    @Slot()
    def _on_forget(self) -> None:
        self._keep(None, tr("Plus de compte de paiement sur ce poste"))

    def _keep(self, account: Mapping[str, str] | None, words: str) -> None:
        try:
            with disk_told():
                self._room.keep(account)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        self._desk.say(words)
        self.close_overlay()
