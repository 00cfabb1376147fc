"""Beside the lists of *Casques*: how a person wants it, a word to learn, a model."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.staff.events import VoiceSet
from app.presenters.admin.headsets import SAYINGS
from app.services.headset_care import VoiceModel
from app.windows.admin.form import SidePane, group
from app.windows.voice.person_wishes import PersonWishes
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.mic_button import MicButton
from widgets.progress import Filet
from widgets.tag import Tag
from widgets.text import Label


class PersonPane(SidePane):
    """How somebody wants a headset; each choice is kept at once."""

    def __init__(self) -> None:
        super().__init__()
        self.wishes = PersonWishes()
        self.pages[0].content.addWidget(self.wishes)
        self.pages[0].content.addStretch(1)
        self.foot_pane.hide()

    def display(self, name: str, wish: VoiceSet, *, may: bool) -> None:
        """Shows a person's wishes; only those who may change them can."""
        self.show_heading(name)
        self.wishes.display(wish, may=may)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordView:
    """A word that the model does not know.

    Attributes:
        aliases: what means the article already.
        substitute: known words that stand for it, "" when there are none.
        headsets: those that can be spoken into, `chosen` of them.
        heard: what was heard of it so far.
    """

    name: str
    words: str
    aliases: Sequence[str]
    substitute: str
    headsets: Sequence[Entry]
    chosen: str
    heard: Sequence[str]


class WordPane(SidePane):
    """An article that cannot be said yet: said three times, or written another way.

    Signals:
        headset_chosen(str): which headset hears it.
        said_began, said_ended: it is said.
        keep_requested: what was heard becomes its alias.
        again_requested: what was heard is of no use.
        alias_written(str): another way to say it.
    """

    headset_chosen = Signal(str)
    said_began = Signal()
    said_ended = Signal()
    keep_requested = Signal()
    again_requested = Signal()
    alias_written = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        column = self.pages[0].content
        self.unknown = Label(style="label", role="on_var", wrap=True)
        column.addWidget(self.unknown)
        column.addSpacing(theme.SPACE.m)
        self._build_learning(column)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(group(tr("Ou l'écrire autrement")))
        words = tr("En mots courants : « bas faites » pour bavette")
        self.alias = TextField(tr("Se dit aussi"), height=48, help_text=words)
        self.add = Button(tr("Ajouter"), kind="tonal")
        column.addWidget(self.alias)
        column.addWidget(self.add)
        column.addStretch(1)
        self.foot_pane.hide()
        self.headsets.chosen.connect(self.headset_chosen)
        self.mic.talk_began.connect(self.said_began)
        self.mic.talk_ended.connect(self.said_ended)
        self.keep.clicked.connect(self.keep_requested)
        self.again.clicked.connect(self.again_requested)
        self.add.clicked.connect(self._on_written)
        self.alias.submitted.connect(self._on_written)

    def _build_learning(self, column: QVBoxLayout) -> None:
        column.addWidget(group(tr("Le dire trois fois")))
        self.headsets = Dropdown(tr("Casque"), (), height=48)
        self.mic = MicButton(holds=True)
        self.told = Label(style="body_medium", wrap=True)
        self.steps = Filet(0.0)
        self.heard = Label(style="label", role="on_var", wrap=True)
        self.keep = Button(tr("Retenir"), icon="bookmark")
        self.again = Button(tr("Recommencer"), kind="text")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE.m)
        row.addWidget(self.mic)
        words = QVBoxLayout()
        words.addWidget(self.told)
        words.addWidget(self.steps)
        row.addLayout(words, 1)
        acts = QHBoxLayout()
        acts.addWidget(self.keep)
        acts.addWidget(self.again)
        acts.addStretch(1)
        column.addWidget(self.headsets)
        column.addLayout(row)
        column.addWidget(self.heard)
        column.addLayout(acts)

    def display(self, view: WordView) -> None:
        """Shows an article."""
        self.show_heading(view.name)
        words = tr("Le modèle ne connaît pas : {words}", words=view.words)
        if view.substitute:
            heard = tr("Il l'entend comme « {words} ».", words=view.substitute)
            words += "\n" + heard
        if view.aliases:
            words += "\n" + tr("Se dit déjà : {words}", words=", ".join(view.aliases))
        self.unknown.show_text(words)
        self.headsets.set_entries(view.headsets, chosen=view.chosen)
        count = len(view.heard)
        self.mic.setEnabled(bool(view.headsets) and count < SAYINGS)
        told = tr("Tenez et dites « {name} »", name=view.name)
        if count == 1:  # as it is ordered it sounds otherwise
            told = tr("Tenez et dites « deux {name} »", name=view.name)
        if not view.headsets:
            told = tr("Aucun casque n'est branché.")
        self.told.show_text(told)
        self.steps.set_fraction(count / SAYINGS)
        heard = " · ".join(tr("« {words} »", words=each) for each in view.heard)
        self.heard.show_text(tr("Entendu : {words}", words=heard) if heard else "")
        self.heard.setVisible(bool(heard))
        self.keep.setVisible(count >= SAYINGS)
        self.again.setVisible(count > 0)

    @Slot()
    def _on_written(self) -> None:
        if self.alias.text.strip():
            self.alias_written.emit(self.alias.text.strip())
            self.alias.set_text("")


class ModelPane(SidePane):
    """A model: what it is, and what can be done with it.

    Signals:
        download_requested: fetch it.
        use_requested: hear by it.
    """

    download_requested = Signal()
    use_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = self.pages[0].content
        self.tag = Tag("")
        self.words = Label(style="body", wrap=True)
        self.progress = Filet(0.0)
        self.download = Button("", icon="download")
        self.use = Button(tr("Écouter par ce modèle"), kind="tonal", icon="hearing")
        column.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.words, self.progress, self.download, self.use):
            column.addWidget(widget)
        column.addStretch(1)
        self.foot_pane.hide()
        self.download.clicked.connect(self.download_requested)
        self.use.clicked.connect(self.use_requested)

    def display(
        self, model: VoiceModel, state: str, words: str, act: str, busy: float | None
    ) -> None:
        """Shows a model; `act` is what fetching it is called, "" when it is here."""
        self.show_heading(model.name)
        self.tag.show_tag(state, "danger" if model.trouble else "neutral")
        self.words.show_text(words)
        self.progress.setVisible(busy is not None)
        self.progress.set_fraction(busy)
        self.download.set_words(act)
        self.download.setVisible(bool(act) and busy is None)
        self.use.setVisible(model.here and not model.in_use and not model.trouble)
