"""A person takes a headset: which one, then a phrase that shows that it is heard."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.staff.decide import SetVoice
from app.domain.staff.events import VoiceSet
from app.presenters.admin.headsets import phrase_to_try, tried_words
from app.presenters.headset.take import kept_words, present_take
from app.services.headset_care import TRIAL
from app.windows.desk import Desk
from app.windows.voice.person_wishes import PersonWishes
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.card import clear
from widgets.empty_state import EmptyState
from widgets.list_row import ListRow, RowView
from widgets.mic_button import MicButton
from widgets.progress import Filet
from widgets.sheet import SideSheet
from widgets.text import Label

_LEVEL_MS = 60


class TakeSheet(SideSheet):
    """The headsets of this terminal, and the phrase of the one that was taken.

    Signals:
        taken(str): a headset is worn by the person of the window now.
    """

    taken = Signal(str)

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, tr("Casque"), desk.name, side="left", width=520)
        self._desk = desk
        self.rows: dict[str, ListRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._nothing = EmptyState(
            tr("Aucun casque sur ce terminal"),
            tr("Un responsable l'ajoute dans Gestion, Casques."),
        )
        self.leave = Button(tr("Rendre le casque"), kind="outlined", height=64)
        self.consent = Label(style="body_strong", role="danger", wrap=True)
        self.trial = self._build_trial()
        self.wishes = PersonWishes()
        body = self.sheet.body
        body.setSpacing(theme.SPACE.m)
        body.addWidget(self.consent)
        body.addWidget(self.trial)
        body.addLayout(self._list)
        body.addWidget(self._nothing)
        body.addWidget(self.leave)
        body.addWidget(self.wishes)
        body.addStretch(1)
        self._levels = QTimer(self, interval=_LEVEL_MS)
        self._connect_signals()
        desk.headsets.look()
        self._show()

    def _build_trial(self) -> QWidget:
        made = QWidget()
        self.phrase = Label(style="h3", wrap=True)
        self.mic = MicButton(holds=True)
        self.level = Filet(0.0)
        self.tried = Label(style="body", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE.m)
        words = QVBoxLayout()
        words.addWidget(self.phrase)
        words.addWidget(self.level)
        row.addWidget(self.mic)
        row.addLayout(words, 1)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.tried)
        return made

    def _connect_signals(self) -> None:
        board = self._desk.headsets
        board.changed.connect(self._on_changed)
        board.care_changed.connect(self._show)
        self.mic.talk_began.connect(self._on_talk_began)
        self.mic.talk_ended.connect(self._on_talk_ended)
        self.leave.clicked.connect(self._on_leave)
        self.wishes.wished.connect(self._on_wished)
        self._levels.timeout.connect(self._on_levels)
        self.closed.connect(self.deleteLater)

    @property
    def _worn(self) -> str:
        return self._desk.headsets.worn_by(self._desk.person)

    @Slot(str)
    def _on_changed(self, _headset: str) -> None:
        self._show()

    @Slot()
    def _show(self) -> None:
        board, worn = self._desk.headsets, self._worn
        settings, now = self._desk.world.settings, self._desk.house.clock()
        self.consent.show_text(kept_words(settings, now))
        self.consent.setVisible(bool(self.consent.text()))
        shown = present_take(self._desk.world, board.states(), self._desk.person)
        if list(self.rows) != [key for key, _ in shown]:
            clear(self._list)
            self.rows = {key: self._row(key) for key, _ in shown}
        for key, view in shown:
            self.rows[key].show_view(view)
            self.rows[key].set_chosen(chosen=key == worn)
        self._nothing.setVisible(not shown)
        self.leave.setVisible(bool(worn))
        self.trial.setVisible(bool(worn))
        self.wishes.setVisible(bool(worn))
        self.wishes.display(self._desk.world.staff.voice(self._desk.person))
        self.phrase.show_text(tr("Tenez et dites : « {words} »", words=phrase_to_try()))
        heard = board.care.state().sayings.get(TRIAL, ())
        words, tone = tried_words(phrase_to_try(), heard[-1]) if heard else ("", "on")
        self.tried.show_text(words, role=tone)
        self.mic.setEnabled(board.state(worn).link == "on")
        if worn:
            self._levels.start()
        else:
            self._levels.stop()

    def _row(self, key: str) -> ListRow:
        row = ListRow(RowView(""), height=72, padding=0)
        row.setProperty("headset", key)
        row.clicked.connect(self._on_row_clicked)
        self._list.addWidget(row)
        return row

    @Slot()
    def _on_row_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            headset = str(sender.property("headset"))
            self._desk.headsets.care.forget_sayings(TRIAL)
            self._desk.headsets.room.wear(headset, self._desk.person)
            self.taken.emit(headset)

    @Slot()
    def _on_leave(self) -> None:
        self._desk.headsets.room.leave(self._worn)

    @Slot(object)
    def _on_wished(self, wish: VoiceSet) -> None:
        self._desk.run(SetVoice(event=wish))

    @Slot()
    def _on_talk_began(self) -> None:
        self._desk.headsets.care.forget_sayings(TRIAL)
        self._desk.headsets.care.listen(self._worn, TRIAL)

    @Slot()
    def _on_talk_ended(self) -> None:
        self._desk.headsets.care.listened(self._worn)

    @Slot()
    def _on_levels(self) -> None:
        self.level.set_fraction(self._desk.headsets.state(self._worn).level)
