"""The switch of orders from outside: taken or not, later or not, for how long."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.domain.channels.decide import SetChannels, proposal
from app.presenters.guest.display import Question
from app.presenters.pos.channels import ChannelsView, present_channels
from app.windows.answers import Answers
from app.windows.desk import Desk
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.choices import Choice, SegmentedButtons
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDTH, _LASTS = 560, 30


class ChannelSheet(SideSheet):
    """Every tap holds at once; programs hear of it as it is written."""

    def __init__(self, host: QWidget, desk: Desk) -> None:
        super().__init__(host, tr("Commandes en ligne"), width=_WIDTH)
        self._desk, self._minutes = desk, _LASTS
        self.words = Label(style="h3", wrap=True)
        self.state = SegmentedButtons(
            (
                Choice("open", tr("Ouvertes"), "play_arrow"),
                Choice("paused", tr("En pause"), "pause"),
            ),
            name=tr("Commandes en ligne"),
        )
        self.delays, self.lasts = Answers(keyboard=True), Answers(keyboard=True)
        self.work = Label(style="body", role="on_var", wrap=True)
        self.propose = Button("", kind="tonal", height=64, icon="schedule")
        body = self.sheet.body
        body.addWidget(self.words)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self.state)
        body.addSpacing(theme.SPACE.l)
        body.addWidget(self.delays)
        body.addSpacing(theme.SPACE.l)
        body.addWidget(self.lasts)
        body.addSpacing(theme.SPACE.l)
        body.addWidget(self.work)
        body.addWidget(self.propose)
        body.addStretch(1)
        self.state.chosen.connect(self._on_state_chosen)
        self.delays.said.connect(self._on_delay_said)
        self.lasts.said.connect(self._on_lasts_said)
        self.propose.clicked.connect(self._on_propose)
        desk.changed.connect(self._show)
        self.closed.connect(self.deleteLater)
        self._show()

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        self.display(present_channels(desk.world, desk.house.clock(), self._minutes))

    def display(self, view: ChannelsView) -> None:
        """Shows how it stands."""
        room = _WIDTH - 2 * theme.SPACE.l
        self.words.show_text(view.words)
        self.state.choose(view.state)
        for answers, text, options in (
            (self.delays, tr("Délai ajouté"), view.delays),
            (self.lasts, tr("Pendant"), view.lasts),
        ):
            answers.display(Question("", text, options), room=room, height=64)
        self.work.show_text(view.work)
        self.work.setVisible(bool(view.work))
        self.propose.set_words(view.propose)
        self.propose.setVisible(bool(view.propose))

    def _set(self, *, is_open: bool, delay: int) -> None:
        command = SetChannels(open=is_open, delay=delay, minutes=self._minutes)
        self._desk.run(command)
        self._show()

    @Slot(str)
    def _on_state_chosen(self, key: str) -> None:
        stand = self._desk.world.channels.at(self._desk.house.clock())
        self._set(is_open=key == "open", delay=stand.delay if key == "open" else 0)

    @Slot(str, str)
    def _on_delay_said(self, _: str, key: str) -> None:
        self._set(is_open=True, delay=int(key))

    @Slot(str, str)
    def _on_lasts_said(self, _: str, key: str) -> None:
        self._minutes = int(key)
        stand = self._desk.world.channels.at(self._desk.house.clock())
        if stand.open and not stand.delay:
            self._show()
        else:
            self._set(is_open=stand.open, delay=stand.delay)

    @Slot()
    def _on_propose(self) -> None:
        found = proposal(self._desk.world, self._desk.house.clock())
        if found is not None:
            self._desk.run(found.wanted)
