"""Drives the programs: keys that are made and revoked, webhooks that are looked after."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.access.decide import CreateKey, RevokeKey
from app.domain.access.events import KeyCreated, KeyRevoked
from app.domain.webhooks.decide import ChangeWebhook, RemoveWebhook
from app.domain.webhooks.events import WebhookChanged, WebhookCreated, WebhookRemoved
from app.presenters.admin.network import Question
from app.presenters.admin.programs import (
    KeyDraft,
    console_words,
    event_word,
    key_errors,
    key_facts,
    key_rows,
    untold_of,
    webhook_facts,
    webhook_rows,
)
from app.presenters.admin.words import changed_words
from app.services.credentials import digest, key_mark, new_secret
from app.services.house import Fact
from app.services.ports import WebhookHealth
from app.windows.admin.network.terminal_controller import question_dialog
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr, trn
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.network.programs import ProgramsSection

EVERY_MS = 5000
"""How often it is looked who asked, and what could not be told."""
_SHOWN = (KeyCreated, KeyRevoked, WebhookCreated, WebhookChanged, WebhookRemoved)


class ProgramsController(QObject):
    """The lists, and what is open beside them."""

    def __init__(self, desk: Desk, section: "ProgramsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._draft = KeyDraft()
        self._said = False
        self._key = self._webhook = self._secret = ""
        self._dialog: Dialog | None = None
        self._every = QTimer(self, interval=EVERY_MS)
        self._every.timeout.connect(self.refresh)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self._on_opened)
        section.pane_closed.connect(self._on_pane_closed)
        form = section.form
        form.edited.connect(self._on_name_edited)
        form.scope_toggled.connect(self._on_scope_toggled)
        form.save_requested.connect(self._on_create)
        form.drop_requested.connect(section.close_pane)
        section.key.revoke_requested.connect(self._on_revoke)
        pane = section.webhook
        pane.again_requested.connect(self._on_again)
        pane.pause_requested.connect(self._on_pause)
        pane.remove_requested.connect(self._on_remove)

    def begin(self, argument: str) -> None:
        """Shows the programs; `argument` is "webhooks", or the key or webhook to open."""
        self._every.start()
        world = self._desk.world
        opens_webhook = argument in world.webhooks.known
        kind = "webhooks" if argument == "webhooks" or opens_webhook else "keys"
        self._section.show_kind(kind)
        if opens_webhook or argument in world.access.keys:
            self._on_opened(kind, argument)

    def rest(self) -> None:
        """Nobody looks."""
        self._every.stop()

    @Slot()
    def refresh(self) -> None:
        """Reads everything again."""
        house, programs = self._desk.house, self._desk.network.programs()
        untold = untold_of(programs)
        self._section.show_rows(
            key_rows(house, programs),
            webhook_rows(house, untold),
            console_words(house.world),
        )
        if self._key:
            self._show_key()
        if self._webhook:
            self._show_webhook(untold.get(self._webhook, WebhookHealth()))

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if self._every.isActive() and any(isinstance(f.event, _SHOWN) for f in facts):
            self.refresh()

    @Slot(str, str)
    def _on_opened(self, kind: str, thing: str) -> None:
        self._on_pane_closed()
        section = self._section
        if kind == "webhooks":
            self._webhook = thing
            section.open_pane(section.webhook)
        elif thing:
            self._key = thing
            section.open_pane(section.key)
        else:
            self._draft, self._said = KeyDraft(), False
            self._show_form()
            section.open_pane(section.form)
            section.form.name.setFocus()
        self.refresh()

    @Slot()
    def _on_pane_closed(self) -> None:
        """A secret that was shown is gone."""
        self._key = self._webhook = self._secret = ""

    # -------------------------------------------------------------- keys

    def _show_form(self) -> None:
        errors = key_errors(self._draft) if self._said else {}
        self._section.form.display(self._draft, errors)

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        self._draft = replace(self._draft, name=name)
        self._show_form()

    @Slot(str, bool)
    def _on_scope_toggled(self, scope: str, on: bool) -> None:  # Qt's signal
        scopes = self._draft.scopes
        wanted = scopes | {scope} if on else scopes - {scope}
        self._draft = replace(self._draft, scopes=wanted)
        self._show_form()

    @Slot()
    def _on_create(self) -> None:
        draft = self._draft
        self._said = True
        self._show_form()
        if key_errors(draft):
            return
        secret = new_secret(key_mark(self._desk.house.environment))
        command = CreateKey(
            name=draft.name.strip(),
            secret=digest(secret),
            scopes=tuple(sorted(draft.scopes)),
        )

        def done(facts: tuple[Fact, ...]) -> None:
            made = next(f.event for f in facts if isinstance(f.event, KeyCreated))
            self._on_opened("keys", made.key)
            self._secret = secret
            self._show_key()
            self._section.keys.choose(made.key)

        self._desk.run(command, done)

    def _show_key(self) -> None:
        house = self._desk.house
        access = house.world.access
        key = access.keys[self._key]
        self._section.key.display(
            key.name,
            changed_words(house, f"api_key/{key.key}", "api_key.created"),
            key_facts(house, self._desk.network.programs(), key),
            secret=self._secret,
            revocable=key.key not in access.revoked,
        )

    @Slot()
    def _on_revoke(self) -> None:
        name = self._desk.world.access.keys[self._key].name
        question = Question(
            tr("Révoquer la clé de {name} ?", name=name),
            tr("Ce programme n'a plus accès à rien, tout de suite."),
            tr("Révoquer"),
        )
        self._ask(question, self._revoke)

    @Slot()
    def _revoke(self) -> None:
        self._desk.run(RevokeKey(key=self._key))

    # -------------------------------------------------------------- webhooks

    def _show_webhook(self, health: WebhookHealth) -> None:
        house = self._desk.house
        webhook = house.world.webhooks.known.get(self._webhook)
        if webhook is None:
            self._section.close_pane()
            return
        here = self._desk.network.programs() is not None
        hint = "" if here else tr("La machine qui porte le hub sait ce qui est arrivé.")
        self._section.webhook.display(
            event_word(webhook.event),
            webhook_facts(house, webhook, health),
            active=webhook.active,
            dead=health.dead,
            hint=hint,
        )

    @Slot()
    def _on_again(self) -> None:
        programs = self._desk.network.programs()
        try:
            count = programs.tell_again(self._webhook) if programs is not None else 0
        except KnownError as error:
            self._desk.say_failure(error)
            return
        said = trn(count, "{n} message repart", "{n} messages repartent")
        self._desk.say(said)
        self.refresh()

    @Slot()
    def _on_pause(self) -> None:
        webhook = self._desk.world.webhooks.known[self._webhook]
        change = ChangeWebhook(webhook=webhook.webhook, active=not webhook.active)
        self._desk.run(change)

    @Slot()
    def _on_remove(self) -> None:
        question = Question(
            tr("Retirer ce webhook ?"),
            tr("Son adresse n'apprend plus rien ; ses messages sont oubliés."),
            tr("Retirer"),
        )
        self._ask(question, self._remove)

    @Slot()
    def _remove(self) -> None:
        self._desk.run(RemoveWebhook(webhook=self._webhook))

    def _ask(self, question: Question, act: Callable[[], None]) -> None:
        self._dialog = question_dialog(
            self._section.window(), question, icon="block", act_kind="danger"
        )
        self._dialog.accepted.connect(act)
        self._dialog.open()
