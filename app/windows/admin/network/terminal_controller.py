"""Drives the form of a terminal: its name and role, and shutting it out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from app.domain.terminals.decide import ChangeTerminal, RevokeTerminal, SetLimits
from app.domain.terminals.events import TerminalSet
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.network import (
    PRESETS,
    Question,
    TerminalDraft,
    ask_revoke,
    role_word,
    terminal_errors,
    terminal_facts,
)
from app.presenters.admin.words import changed_words
from app.services.house import Fact
from app.windows.admin.network.terminal_form import TerminalFormView
from app.windows.desk import Desk
from resources.texts import tr
from widgets.dialog import Dialog
from widgets.looks import Kind

if TYPE_CHECKING:
    from app.windows.admin.network.page import NetworkSection


class TerminalController(QObject):
    """The terminal that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "NetworkSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._stored: TerminalSet | None = None
        self._draft = TerminalDraft("", "pos")
        self._said: set[str] = set()
        self._subtitle = ""
        self._dialog: Dialog | None = None
        form = section.form
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        form.drop_requested.connect(self._on_drop)
        form.save_requested.connect(self._on_save)
        form.revoke_requested.connect(self._on_revoke)
        form.preset_chosen.connect(self._on_preset)
        form.right_toggled.connect(self._on_right_toggled)

    @property
    def chain(self) -> str:
        """Of the terminal in the form, "" for none."""
        return self._stored.chain if self._stored is not None else ""

    def forget(self) -> None:
        """The form is shut."""
        self._stored = None

    def open(self, terminal: TerminalSet) -> None:
        """Shows a terminal in the form."""
        house = self._desk.house
        self._stored = terminal
        self._draft = self._draft_of(terminal)
        self._said = set()
        stream = f"terminal/{terminal.chain}"
        self._subtitle = changed_words(house, stream, "terminal.set")
        self._show()

    def _show(self) -> None:
        stored, draft, house = self._stored, self._draft, self._desk.house
        if stored is None:
            return
        errors = terminal_errors(draft)
        own = stored.chain == house.terminal
        end = (
            tr("C'est ce terminal : un autre peut le révoquer.")
            if own
            else tr("Volé, vendu ou en panne : révoqué, il n'a plus accès à rien.")
            if stored.active
            else tr("Révoqué : ajoutez-le de nouveau pour qu'il revienne.")
        )
        self._section.form.display(
            TerminalFormView(
                title=draft.name.strip() or stored.chain,
                subtitle=self._subtitle,
                facts=terminal_facts(house, stored, house.clock()),
                draft=draft,
                changes=len(changed_fields(draft, self._draft_of(stored))),
                errors={k: v for k, v in errors.items() if k in self._said},
                end=end,
                revocable=stored.active and not own,
            )
        )

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._draft = with_field(self._draft, name, value)
        self._show()

    def _draft_of(self, terminal: TerminalSet) -> TerminalDraft:
        barred = self._desk.world.terminals.barred(terminal.chain)
        return TerminalDraft(terminal.name, terminal.role, barred)

    @Slot(str)
    def _on_preset(self, key: str) -> None:
        self._draft = replace(self._draft, barred=PRESETS[key])
        self._show()

    @Slot(str, bool)
    def _on_right_toggled(self, right: str, on: bool) -> None:  # Qt's signal
        barred = self._draft.barred
        self._draft = replace(
            self._draft, barred=barred - {right} if on else barred | {right}
        )
        self._show()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        self._said.add(name)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self.open(self._stored)

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None:
            return
        errors = terminal_errors(draft)
        if errors:
            self._said = set(errors)
            self._show()
            self._section.form.fields.focus(next(iter(errors)))
            return
        name = draft.name.strip()
        back = ChangeTerminal(chain=stored.chain, name=stored.name, role=stored.role)

        def done(facts: tuple[Fact, ...]) -> None:
            words = tr("{name} enregistré", name=name)
            if draft.role != stored.role:
                words = tr(
                    "{name} ouvrira sur : {role}", name=name, role=role_word(draft.role)
                )
            self._desk.say(words, undo=lambda: self._desk.run(back))

        change = ChangeTerminal(chain=stored.chain, name=name, role=draft.role)
        limits = SetLimits(chain=stored.chain, barred=draft.barred)
        before = self._desk.world.terminals.barred(stored.chain)
        if draft.barred != before and not self._desk.run(limits):
            return
        if (name, draft.role) != (stored.name, stored.role):
            self._desk.run(change, done)
        else:
            self._desk.say(
                tr("{name} enregistré", name=name),
                undo=lambda: self._desk.run(
                    SetLimits(chain=stored.chain, barred=before)
                ),
            )
            self.open(stored)

    @Slot()
    def _on_revoke(self) -> None:
        if self._stored is not None:
            question = ask_revoke(self._stored)
            self._dialog = question_dialog(
                self._section.window(), question, icon="block", act_kind="danger"
            )
            self._dialog.accepted.connect(self._revoke)
            self._dialog.open()

    @Slot()
    def _revoke(self) -> None:
        stored = self._stored
        if stored is None:
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("{name} est révoqué", name=stored.name))

        self._desk.run(RevokeTerminal(chain=stored.chain), done)


def question_dialog(
    host: QWidget, question: Question, *, icon: str, act_kind: Kind = "filled"
) -> Dialog:
    """What is asked before an act on the terminals."""
    return Dialog(
        host,
        question.title,
        question.words,
        icon=icon,
        act=question.verb,
        refuse=tr("Pas maintenant"),
        act_kind=act_kind,
    )
