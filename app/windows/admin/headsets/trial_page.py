"""Sixty sentences with one's own headset: agreed to, said one by one, measured, erased."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.services.headset_care import TrialState
from app.windows.admin.form import group
from app.windows.admin.pairs import Pairs
from resources.texts import tr, trn
from widgets import theme
from widgets.button import Button
from widgets.card import Card
from widgets.dropdown import Dropdown, Entry
from widgets.field import TextField
from widgets.mic_button import MicButton
from widgets.progress import Filet
from widgets.scroll import ScrollPane
from widgets.switch import Switch
from widgets.text import Label


class HeadsetTrialPage(ScrollPane):
    """The recordings of the person at the window.

    Signals:
        agreed(str): they agree, by this name.
        microphone_chosen(str): address of the microphone to record with.
        said_began, said_ended: the sentence is said.
        again_requested: the last one once more.
        measure_requested: how well was it heard?
        erase_requested: everything goes.
        keep_requested: what is said to headsets is to be kept for a day, or no longer.
        forget_requested: what was kept goes.
    """

    agreed = Signal(str)
    microphone_chosen = Signal(str)
    said_began = Signal()
    said_ended = Signal()
    again_requested = Signal()
    measure_requested = Signal()
    erase_requested = Signal()
    keep_requested = Signal()
    forget_requested = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=theme.SPACE.m)
        self._entries: tuple[Entry, ...] = ()
        self.steps = QStackedWidget()
        self.steps.addWidget(self._build_agreement())
        self.steps.addWidget(self._build_booth())
        self.trouble = Label(style="label", role="danger", wrap=True)
        self.figures_title = group(
            tr("Résultat"), tr("avec votre voix, votre casque, votre carte")
        )
        self.figures = Pairs()
        self.measure = Button(tr("Mesurer"), kind="tonal", icon="speed")
        self.erase = Button(tr("Tout effacer"), kind="outlined", icon="delete")
        acts = QHBoxLayout()
        acts.setSpacing(theme.TOUCH.gap)
        acts.addWidget(self.measure)
        acts.addWidget(self.erase)
        acts.addStretch(1)
        column = self.content
        column.addWidget(self.steps)
        column.addWidget(self.trouble)
        column.addLayout(acts)
        column.addWidget(self.figures_title)
        column.addWidget(self.figures)
        column.addWidget(self._build_keeping())
        column.addStretch(1)
        self._connect_signals()

    def _build_agreement(self) -> QWidget:
        made = Card(padding=24, spacing=12)
        made.content.addWidget(
            Label(tr("Soixante phrases, dites avec votre casque"), style="h3")
        )
        self.agreement = Label(style="body", wrap=True)
        self.name = TextField(tr("Votre nom"), height=48)
        self.agree = Button(tr("J'accepte, commencer"))
        made.content.addWidget(self.agreement)
        made.content.addWidget(self.name)
        made.content.addWidget(self.agree, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _build_booth(self) -> QWidget:
        made = Card(padding=24, spacing=12)
        self.microphone = Dropdown(tr("Micro"), (), height=48)
        self.sentence = Label(style="h2", wrap=True)
        self.mic = MicButton(holds=True)
        self.hint = Label(style="label", role="on_var", wrap=True)
        self.level = Filet(0.0)
        self.progress = Filet(0.0)
        self.count = Label(style="label", role="on_var")
        self.again = Button(tr("Refaire la précédente"), kind="text", icon="undo")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE.m)
        words = QVBoxLayout()
        words.addWidget(self.hint)
        words.addWidget(self.level)
        row.addWidget(self.mic)
        row.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.again)
        for widget in (self.microphone, self.sentence):
            made.content.addWidget(widget)
        made.content.addLayout(row)
        made.content.addSpacing(theme.SPACE.s)
        made.content.addWidget(self.progress)
        made.content.addLayout(foot)
        return made

    def _build_keeping(self) -> QWidget:
        made = Card(padding=24, spacing=12)
        made.content.addWidget(
            Label(tr("Garder ce qui est dit, 24 heures"), style="h3")
        )
        words = tr(
            "Pour comprendre ce qui est mal entendu : chaque phrase dite à un casque de ce "
            "terminal est gardée ici, un jour au plus, et rien ne part ailleurs. Qui prend "
            "un casque le lit ; qui ne veut pas tape ses commandes. Sinon aucun son n'est "
            "gardé."
        )
        made.content.addWidget(Label(words, style="body", role="on_var", wrap=True))
        self.keep = Switch(tr("Tous sont d'accord : garder jusqu'à demain"))
        self.kept = Label(style="label", wrap=True)
        self.forget = Button(tr("Effacer ces phrases"), kind="outlined", icon="delete")
        made.content.addWidget(self.keep)
        made.content.addWidget(self.kept)
        made.content.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignLeft)
        self.keep.clicked.connect(self.keep_requested)
        self.forget.clicked.connect(self.forget_requested)
        return made

    def show_kept(self, until: str, count: int) -> None:
        """Until when what is said is kept, "" when it is not, and how much of it there is."""
        self.keep.setChecked(bool(until))
        words = [until] if until else []
        if count:
            words.append(trn(count, "{n} phrase gardée", "{n} phrases gardées"))
        self.kept.show_text(" · ".join(words))
        self.kept.setVisible(bool(words))
        self.forget.setVisible(count > 0)

    def _connect_signals(self) -> None:
        self.agree.clicked.connect(self._on_agree)
        self.name.submitted.connect(self._on_agree)
        self.microphone.chosen.connect(self.microphone_chosen)
        self.mic.talk_began.connect(self.said_began)
        self.mic.talk_ended.connect(self.said_ended)
        self.again.clicked.connect(self.again_requested)
        self.measure.clicked.connect(self.measure_requested)
        self.erase.clicked.connect(self.erase_requested)

    def display(self, state: TrialState, microphones: Sequence[Entry]) -> None:
        """Shows how far the person is."""
        self.steps.setCurrentIndex(0 if state.agreement else 1)
        self.agreement.show_text(state.agreement)
        if tuple(microphones) != self._entries:
            self._entries = tuple(microphones)
            self.microphone.set_entries(microphones, chosen=self.microphone.chosen_key)
        over = state.count > 0 and not state.sentence
        self.sentence.show_text(
            tr("Tout est dit. Merci.")
            if over
            else tr("« {words} »", words=state.sentence)
        )
        hint = tr("Tenez le bouton et lisez la phrase, comme en salle.")
        if not state.running:
            hint = tr("Choisissez un micro.")
        self.hint.show_text(hint)
        self.mic.setEnabled(state.running and not over)
        self.level.set_fraction(state.level)
        self.progress.set_fraction(state.done / state.count if state.count else 0.0)
        self.count.show_text(tr("{n} sur {most}", n=state.done, most=state.count))
        self.again.setVisible(state.done > 0)
        self.trouble.show_text(state.trouble)
        self.trouble.setVisible(bool(state.trouble))
        self._show_acts(state)

    def _show_acts(self, state: TrialState) -> None:
        self.measure.setVisible(state.done > 0)
        self.erase.setVisible(state.done > 0 or not state.agreement)
        if state.measuring:
            self.measure.set_busy()
        else:
            self.measure.set_done()
        self.figures.show_pairs(state.figures)
        self.figures_title.setVisible(bool(state.figures))

    @Slot()
    def _on_agree(self) -> None:
        self.agreed.emit(self.name.text)
