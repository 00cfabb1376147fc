"""What stands beside the lists of programs: a new key, a key, a webhook."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QApplication

from app.presenters.admin.programs import KeyDraft, scopes_by_group
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, SidePane, group
from app.windows.admin.pairs import Pairs
from resources.texts import tr
from widgets import theme
from widgets.banner import Banner
from widgets.button import Button
from widgets.card import Line
from widgets.field import TextField
from widgets.switch import CheckBox
from widgets.text import Label


class NewKeyForm(FormPane):
    """A program's name, and what is opened to it.

    Signals:
        edited(str): the name as it is typed.
        scope_toggled(str, bool): a scope is given or taken.
    """

    edited = Signal(str)
    scope_toggled = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.save.set_words(tr("Créer la clé"))
        self.fields = Fields(self)
        column = self.pages[0].content
        words = tr("Le nom du programme, tel qu'au journal")
        self.name = self.fields.add(
            "name", TextField(tr("Programme"), height=48, help_text=words)
        )
        column.addWidget(self.name)
        self.problem = Banner("", kind="danger")
        column.addWidget(self.problem)
        self.scopes: dict[str, CheckBox] = {}
        for title, scopes in scopes_by_group():
            column.addWidget(group(title))
            for scope, sentence in scopes:
                box = CheckBox(sentence)
                box.setProperty("scope", scope)
                box.toggled.connect(self._on_box_toggled)
                self.scopes[scope] = box
                column.addWidget(box)
            column.addSpacing(8)
        column.addStretch(1)
        self.name.text_edited.connect(self.edited)
        self.show_heading(tr("Nouvelle clé"))

    def display(self, draft: KeyDraft, errors: Mapping[str, str]) -> None:
        """Shows what is being typed and ticked."""
        self.fields.show_values({"name": draft.name})
        self.fields.show_errors(errors)
        for scope, box in self.scopes.items():
            with QSignalBlocker(box):
                box.setChecked(scope in draft.scopes)
        problem = errors.get("scopes", "")
        self.problem.show_text(problem)
        self.problem.setVisible(bool(problem))
        self.show_changes(int(bool(draft.name)) + len(draft.scopes))

    @Slot(bool)
    def _on_box_toggled(self, on: bool) -> None:  # Qt's signal
        sender = self.sender()
        if sender is not None:
            self.scope_toggled.emit(str(sender.property("scope")), on)


class KeyPane(SidePane):
    """A key; the one that was just made shows its secret, once.

    Signals:
        revoke_requested: it is to open nothing any more.
    """

    revoke_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.foot_pane.setVisible(False)
        self.once = Banner(
            tr("Copiez la clé maintenant : elle n'est plus jamais montrée."),
            kind="warning",
        )
        self.secret = TextField(tr("Clé"), height=48, with_help=False)
        self.secret.edit.setReadOnly(True)
        self.copy_secret = Button(tr("Copier"), kind="filled", icon="content_copy")
        self.facts = Pairs()
        self.revoke = Button(tr("Révoquer cette clé…"), kind="outlined", icon="block")
        column = self.pages[0].content
        for one in (self.once, self.secret, self.copy_secret):
            column.addWidget(one)
            column.addSpacing(theme.SPACE.s)
        column.addWidget(self.facts)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(Line())
        column.addSpacing(theme.SPACE.m)
        column.addWidget(self.revoke)
        column.addStretch(1)
        self.copy_secret.clicked.connect(self._on_copy)
        self.revoke.clicked.connect(self.revoke_requested)

    def display(
        self,
        title: str,
        subtitle: str,
        facts: Sequence[tuple[str, str]],
        *,
        secret: str,
        revocable: bool,
    ) -> None:
        """Shows a key; `secret` is "" unless it was just made."""
        self.show_heading(title, subtitle)
        self.facts.show_pairs(facts)
        self.secret.set_text(secret)
        self.secret.edit.setCursorPosition(0)  # it begins by saying where it is good
        for one in (self.once, self.secret, self.copy_secret):
            one.setVisible(bool(secret))
        self.revoke.setVisible(revocable)

    @Slot()
    def _on_copy(self) -> None:
        QApplication.clipboard().setText(self.secret.text)


class WebhookPane(SidePane):
    """A webhook and how it is doing.

    Signals:
        again_requested: what was given up is to be told once more.
        pause_requested: it is told nothing for now, or goes on.
        remove_requested: it is told nothing any more.
    """

    again_requested = Signal()
    pause_requested = Signal()
    remove_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.foot_pane.setVisible(False)
        self.facts = Pairs()
        self.hint = Label("", style="caption", role="on_var", wrap=True)
        self.again = Button(tr("Annoncer de nouveau"), kind="filled", icon="send")
        self.pause = Button("", kind="outlined")
        self.remove = Button(tr("Retirer…"), kind="outlined", icon="block")
        column = self.pages[0].content
        column.addWidget(self.facts)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.hint)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(Line())
        for button in (self.again, self.pause, self.remove):
            column.addSpacing(theme.SPACE.s)
            column.addWidget(button)
        column.addStretch(1)
        self.again.clicked.connect(self.again_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.remove.clicked.connect(self.remove_requested)

    def display(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        *,
        active: bool,
        dead: int,
        hint: str,
    ) -> None:
        """Shows a webhook."""
        self.show_heading(title)
        self.facts.show_pairs(facts)
        self.hint.show_text(hint)
        self.again.setVisible(dead > 0)
        self.pause.set_words(tr("Mettre en pause") if active else tr("Reprendre"))
