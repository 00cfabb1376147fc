"""The form of a headset: how it is and hears now, and what it is set to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.presenters.admin.headsets import HeadsetDraft
from app.windows.admin.fields import Fields
from app.windows.admin.form import FormPane, group
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.choices import Choice
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.mic_button import MicButton
from widgets.progress import Filet
from widgets.switch import CheckBox, Switch
from widgets.tag import Tag, TagKind
from widgets.text import Label

STATE, SETTINGS = "state", "settings"
"""Its two pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsetFormView:
    """What the form shows.

    Attributes:
        state, tone, since: how it is, as a tag.
        wearer: whose it is now, "" for nobody.
        heard: what was heard last, said: what Sotto said last, trouble: why it is deaf.
        tried, tried_tone: how the trial went, "" before one.
        can_try: it is there and nobody speaks.
        key: name of its own key to talk, "" for none; learning: one is awaited.
        fresh: it is not stored yet.
    """

    title: str
    state: str
    tone: TagKind
    since: str
    wearer: str
    heard: str
    said: str
    trouble: str
    phrase: str
    tried: str
    tried_tone: str
    can_try: bool
    muted: bool
    key: str
    learning: bool
    fresh: bool
    draft: HeadsetDraft
    changes: int
    errors: Mapping[str, str]
    microphones: Sequence[Entry]
    speakers: Sequence[Entry]
    owners: Sequence[Entry]


class HeadsetForm(FormPane):
    """One headset.

    Signals:
        edited(str, object): a field of the draft has a new value.
        try_requested: the phrase is said now; try_ended: it was.
        listen_requested: it is to say something.
        muted(bool): its microphone is off, or on again.
        leave_requested: nobody wears it any more.
        learn_requested: the next key that is pressed is its key to talk.
        key_pressed(int): that key; 0 for none any more.
    """

    edited = Signal(str, object)
    try_requested = Signal()
    try_ended = Signal()
    listen_requested = Signal()
    muted = Signal(bool)
    leave_requested = Signal()
    learn_requested = Signal()
    key_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__((Choice(STATE, tr("État")), Choice(SETTINGS, tr("Réglages"))))
        self.fields = Fields(self)
        self._learning = False
        self._entries: dict[Dropdown, tuple[Entry, ...]] = {}
        self._build_state(self.pages[0].content)
        self._build_trial(self.pages[0].content)
        self._build_settings(self.pages[1].content)
        self._connect_signals()

    def _build_state(self, column: QVBoxLayout) -> None:
        self.state = Tag("", kind="neutral")
        self.since = Label(style="label", role="on_var")
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.s)
        line.addWidget(self.state)
        line.addWidget(self.since)
        line.addStretch(1)
        column.addLayout(line)
        self.wearer = Label(style="body_strong")
        self.leave = Button(tr("Retirer"), kind="text")
        worn = QHBoxLayout()
        worn.addWidget(self.wearer, 1)
        worn.addWidget(self.leave)
        column.addLayout(worn)
        self.trouble = Label(style="label", role="danger", wrap=True)
        column.addWidget(self.trouble)
        self.mute = Switch(tr("Micro coupé"))
        column.addWidget(self.mute)
        self._heard_title = group(tr("Dernier échange"))
        self.heard = Label(style="body", wrap=True)
        self.said = Label(style="label", role="on_var", wrap=True)
        column.addSpacing(theme.SPACE.s)
        for widget in (self._heard_title, self.heard, self.said):
            column.addWidget(widget)

    def _build_trial(self, column: QVBoxLayout) -> None:
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Essai")))
        self.phrase = Label(style="body_medium", wrap=True)
        self.level = Filet(0.0)
        self.mic = MicButton(holds=True)
        self.listen = Button(
            tr("Faire parler le casque"), kind="outlined", icon="headphones"
        )
        self.tried = Label(style="label", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE.m)
        row.addWidget(self.mic)
        words = QVBoxLayout()
        words.addWidget(self.phrase)
        words.addWidget(self.level)
        row.addLayout(words, 1)
        column.addLayout(row)
        column.addWidget(self.tried)
        column.addSpacing(theme.SPACE.xs)
        column.addWidget(self.listen)
        column.addStretch(1)

    def _build_settings(self, column: QVBoxLayout) -> None:
        add = self.fields.add
        self.microphone = add(
            "microphone",
            Dropdown(
                tr("Micro"), (), height=48, help_text=tr("Ceux qui sont branchés ici")
            ),
        )
        self.speaker = add(
            "speaker",
            Dropdown(tr("Oreillette"), (), height=48),
        )
        self.name = add("name", TextField(tr("Nom"), height=48))
        self.terminal = add("terminal", Dropdown(tr("Branché à"), (), height=48))
        for widget in (self.microphone, self.speaker, self.name, self.terminal):
            column.addWidget(widget)
        column.addWidget(add("active", CheckBox(tr("En service"))))
        column.addSpacing(theme.SPACE.m)
        column.addWidget(group(tr("Touche pour parler")))
        words = tr(
            "Bouton du casque, pédale ou touche du clavier : tenue, elle écoute ; "
            "d'un appui bref, elle écoute jusqu'au suivant."
        )
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        self.key = Button("", kind="outlined", icon="keyboard")
        self.forget = Button(tr("Aucune"), kind="text")
        row = QHBoxLayout()
        row.addWidget(self.key, 1)
        row.addWidget(self.forget)
        column.addLayout(row)
        column.addStretch(1)

    def _connect_signals(self) -> None:
        self.fields.edited.connect(self.edited)
        self.mic.talk_began.connect(self.try_requested)
        self.mic.talk_ended.connect(self.try_ended)
        self.listen.clicked.connect(self.listen_requested)
        self.mute.clicked.connect(self._on_mute_clicked)
        self.leave.clicked.connect(self.leave_requested)
        self.key.clicked.connect(self.learn_requested)
        self.forget.clicked.connect(self._on_forget_clicked)

    def display(self, view: HeadsetFormView) -> None:
        """Shows a headset."""
        self.show_heading(view.title)
        self.state.show_tag(view.state, view.tone)
        self.since.show_text(view.since)
        worn = bool(view.wearer)
        self.wearer.show_text(view.wearer or tr("Personne ne le porte"))
        self.leave.setVisible(worn)
        for label, words in (
            (self.trouble, view.trouble),
            (self.heard, tr("« {words} »", words=view.heard) if view.heard else ""),
            (self.said, view.said),
        ):
            label.show_text(words)
            label.setVisible(bool(words))
        self._heard_title.setVisible(bool(view.heard or view.said))
        self.mute.setChecked(view.muted)
        self.phrase.show_text(tr("Tenez et dites : « {words} »", words=view.phrase))
        self.tried.show_text(view.tried, role=view.tried_tone or "on_var")
        for control in (self.mic, self.listen, self.mute):
            control.setEnabled(view.can_try)
        self._show_settings(view)

    def _show_settings(self, view: HeadsetFormView) -> None:
        draft = view.draft
        for control, entries in (
            (self.microphone, view.microphones),
            (self.speaker, view.speakers),
            (self.terminal, view.owners),
        ):
            if self._entries.get(control) != tuple(entries):
                self._entries[control] = tuple(entries)
                control.set_entries(entries)
        self.terminal.setVisible(bool(view.owners))
        values = {name: getattr(draft, name) for name in self.fields.names}
        self.fields.show_values(values)
        self.fields.show_errors(view.errors)
        self._learning = view.learning
        words = view.key or tr("Choisir une touche")
        self.key.set_words(tr("Appuyez sur la touche…") if view.learning else words)
        self.key.setEnabled(not view.fresh)
        self.forget.setVisible(bool(view.key) and not view.learning)
        self.show_changes(view.changes or int(view.fresh), may_save=not view.errors)
        if view.learning:
            self.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._learning or not event.key():
            super().keyPressEvent(event)
            return
        event.accept()
        self.key_pressed.emit(event.key())

    @Slot()
    def _on_mute_clicked(self) -> None:
        self.muted.emit(self.mute.isChecked())

    @Slot()
    def _on_forget_clicked(self) -> None:
        self.key_pressed.emit(0)
