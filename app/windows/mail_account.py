"""The mailbox that receipts, invoices and reminders go out from: asked once, kept in the
key folder of this machine, tried on the spot."""

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.services.ports import Invoicing
from app.starting import disk_told
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr
from widgets.button import Button
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.sheet import SideSheet
from widgets.text import Label

_PORTS = {"tls": "465", "starttls": "587", "none": "25"}
"""Of the way a server is spoken to (RFC 8314, RFC 3207)."""


class MailAccountSheet(SideSheet):
    """Server, address and password; the password is never shown again."""

    def __init__(self, host: QWidget, desk: Desk, invoicing: Invoicing) -> None:
        words = tr("Comme votre fournisseur l'indique ; gardé sur ce poste seul")
        super().__init__(host, tr("Compte de messagerie"), words)
        self._desk, self._invoicing = desk, invoicing
        self._known = dict(invoicing.mailbox() or {})
        known = self._known
        house = desk.world.settings.text("house.name")
        self.fields = {
            "host": TextField(tr("Serveur d'envoi (SMTP)"), text=known.get("host", "")),
            "sender": TextField(
                tr("Adresse de l'expéditeur"), text=known.get("sender", "")
            ),
            "name": TextField(tr("Nom de l'expéditeur"), text=known.get("name", house)),
            "user": TextField(tr("Identifiant"), text=known.get("user", "")),
            "password": TextField(
                tr("Mot de passe"),
                help_text=tr("Vide : inchangé") if known.get("password") else "",
            ),
            "port": TextField(tr("Port"), text=known.get("port", "")),
        }
        self.fields["password"].edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.security = Dropdown(
            tr("Chiffrement"),
            (
                Entry("tls", tr("TLS")),
                Entry("starttls", "STARTTLS"),
                Entry("none", tr("Aucun, réseau d'ici")),
            ),
            height=56,
        )
        self.security.choose(known.get("security", "tls"))
        self.forget = Button(tr("Oublier"), kind="danger", height=64, icon="delete")
        self.forget.setVisible(bool(known))
        self.confirm = Button(
            tr("Essayer et garder"), height=64, wide=True, icon="send"
        )
        body = self.sheet.body
        for name in ("host", "sender", "name", "user", "password"):
            body.addWidget(self.fields[name])
        body.addWidget(self.security)
        body.addWidget(self.fields["port"])
        trial = tr("Un message d'essai part à l'adresse de l'expéditeur.")
        body.addWidget(Label(trial, style="label", role="on_var", wrap=True))
        body.addStretch(1)
        self.sheet.foot.addWidget(self.forget)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.confirm)
        self.sheet.set_foot_shown(shown=True)
        self.confirm.clicked.connect(self._on_confirm)
        self.forget.clicked.connect(self._on_forget)
        self.closed.connect(self.deleteLater)

    def _account(self) -> Mapping[str, str]:
        typed = {name: field.text.strip() for name, field in self.fields.items()}
        password = typed["password"] or self._known.get("password", "")
        security = self.security.chosen_key
        port = typed["port"] or _PORTS[security]
        return typed | {"password": password, "security": security, "port": port}

    @Slot()
    def _on_confirm(self) -> None:
        account = self._account()
        wrong = {
            "host": "" if account["host"] else tr("Par exemple smtp.exemple.fr"),
            "sender": "" if "@" in account["sender"] else tr("nom@exemple.fr"),
            "port": "" if account["port"].isdecimal() else tr("Un nombre"),
        }
        for name, words in wrong.items():
            self.fields[name].show_error(words)
        if any(wrong.values()):
            return
        self.confirm.set_busy(tr("On essaie…"))
        self._invoicing.try_mailbox(account, self._on_tried)

    def _on_tried(self, why: str) -> None:
        """In this thread; the sheet may be gone meanwhile."""
        if not self.isVisible():
            return
        self.confirm.set_done()
        if why:
            words = tr("Rien n'est parti ({why}).", why=why)
            self.fields["host"].show_error(words)
        else:
            self._keep(self._account(), tr("Le compte de messagerie est réglé"))

    @Slot()
    def _on_forget(self) -> None:
        self._keep(None, tr("Plus de compte de messagerie sur ce poste"))

    def _keep(self, account: Mapping[str, str] | None, words: str) -> None:
        try:
            with disk_told():
                self._invoicing.set_mailbox(account)
        except KnownError as error:
            self._desk.say_failure(error)
            return
        self._desk.say(words)
        self.close_overlay()
