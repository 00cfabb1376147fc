"""An order played again, second by second, from the exceptions or the journal."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from app.presenters.admin.journal import subject_words
from app.presenters.admin.replay import Scene, replay_of
from app.windows.desk import Desk
from db.errors import KnownError
from resources.texts import tr
from widgets import theme
from widgets.button import Button, IconButton
from widgets.looks import Kind
from widgets.order_list import OrderList
from widgets.progress import Filet
from widgets.sheet import SideSheet
from widgets.text import Label

ORDER = "order/"
"""Before the id of an order in the name of its stream."""
_TICK_MS = 100
_PACE = timedelta(seconds=5)
"""What passes of the service at each tick."""
_LONGEST = timedelta(seconds=60)
"""Of a longer wait only the end is played."""
_LIST = 260


class ReplaySheet(SideSheet):
    """Scenes one after the other: by their buttons, the arrows, or played.

    Signals:
        journal_requested: the entries themselves.
    """

    journal_requested = Signal()

    def __init__(self, host: QWidget, title: str, scenes: Sequence[Scene]) -> None:
        words = tr("← → un fait, espace pour lire")
        super().__init__(host, title, words)
        self._scenes = tuple(scenes)
        self._at = 0
        self._now = self._scenes[0].moment
        self._clock = Label(style="table")
        self._count = Label(style="label", role="on_var", align="end")
        self._words = Label(style="h3", wrap=True)
        self._who = Label(style="label", role="on_var", wrap=True)
        self._filet = Filet()
        self.list = OrderList()
        self.list.setMinimumHeight(_LIST)
        self.list.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        )
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # arrows go through time
        self._total = Label(style="h3", align="end")
        self._left = Label(style="label", role="on_var")
        self.back = _button(tr("Fait précédent"), "chevron_left", "plain")
        self.play = _button(tr("Lire"), "play_arrow", "tonal")
        self.forward = _button(tr("Fait suivant"), "chevron_right", "plain")
        self.journal = Button(tr("Voir les écritures"), kind="text", height=64)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._build()
        self._connect_signals()
        self.show_scene(self._first_grave())

    def _build(self) -> None:
        body = self.sheet.body
        top = QHBoxLayout()
        top.addWidget(self._clock)
        top.addWidget(self._count, 1)
        body.addLayout(top)
        body.addWidget(self._filet)
        body.addSpacing(theme.SPACE.m)
        body.addWidget(self._words)
        body.addWidget(self._who)
        sums = QHBoxLayout()
        sums.addWidget(self._left)
        sums.addWidget(self._total, 1)
        body.addSpacing(theme.SPACE.s)
        body.addLayout(sums)
        body.addWidget(self.list, 1)
        for part in (self.back, self.play, self.forward):
            self.sheet.foot.addWidget(part)
        self.sheet.foot.addStretch(1)
        self.sheet.foot.addWidget(self.journal)
        self.sheet.set_foot_shown(shown=True)

    def _connect_signals(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.forward.clicked.connect(self._on_forward_clicked)
        self.play.clicked.connect(self._on_play_clicked)
        self.journal.clicked.connect(self.journal_requested)
        self._timer.timeout.connect(self._on_tick)
        self.closed.connect(self.deleteLater)

    def _first_grave(self) -> int:
        """Where somebody who looks the order through stops first."""
        found = (n for n, scene in enumerate(self._scenes) if scene.grave)
        return next(found, len(self._scenes) - 1)

    @property
    def scene(self) -> Scene:
        """What is on show."""
        return self._scenes[self._at]

    def show_scene(self, number: int) -> None:
        """Shows the order once its fact `number`, from 0, has happened."""
        self._at = max(0, min(number, len(self._scenes) - 1))
        scene, last = self.scene, len(self._scenes) - 1
        self._show_clock(scene.moment)
        self._count.show_text(tr("{n} sur {of}", n=self._at + 1, of=last + 1))
        self._words.show_text(scene.words)
        self._who.show_text(scene.who)
        self._filet.set_fraction(self._at / last if last else 1.0)
        self.list.display(scene.order)
        self._total.show_text(scene.total)
        self._left.show_text(tr("reste à payer {amount}", amount=scene.left))
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at < last)

    def _show_clock(self, moment: datetime) -> None:
        self._now = moment
        self._clock.show_text(f"{moment:%H:%M:%S}")

    def _set_playing(self, *, playing: bool) -> None:
        if playing:
            self._timer.start()
        else:
            self._timer.stop()
        if playing:
            self.play.set_icon("pause", tr("Pause"))
        else:
            self.play.set_icon("play_arrow", tr("Lire"))

    @Slot()
    def _on_tick(self) -> None:
        if self._at + 1 >= len(self._scenes):
            self._set_playing(playing=False)
            return
        coming = self._scenes[self._at + 1].moment
        now = max(self._now + _PACE, coming - _LONGEST)
        if now >= coming:
            self.show_scene(self._at + 1)
        else:
            self._show_clock(now)

    @Slot()
    def _on_play_clicked(self) -> None:
        if not self._timer.isActive() and self._at + 1 >= len(self._scenes):
            self.show_scene(0)
        self._set_playing(playing=not self._timer.isActive())

    @Slot()
    def _on_back_clicked(self) -> None:
        self._set_playing(playing=False)
        self.show_scene(self._at - 1)

    @Slot()
    def _on_forward_clicked(self) -> None:
        self._set_playing(playing=False)
        self.show_scene(self._at + 1)

    @override
    def open(self) -> None:
        super().open()
        self.setFocus()  # for the arrows

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._on_back_clicked()
            case Qt.Key.Key_Right:
                self._on_forward_clicked()
            case Qt.Key.Key_Space:
                self._on_play_clicked()
            case _:
                super().keyPressEvent(event)


def _button(name: str, icon: str, kind: Kind) -> IconButton:
    return IconButton(name, icon, size=64, kind=kind, icon_size=28)


class Replays(QObject):
    """Plays orders again over a page.

    Attributes:
        sheet: what is open, None for nothing.
    """

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host
        self._stream = ""
        self.sheet: ReplaySheet | None = None

    def open(self, stream: str) -> None:
        """Plays the order of a stream ("order/01…") again."""
        house = self._desk.house
        try:
            scenes = replay_of(house, stream.removeprefix(ORDER))
        except KnownError as error:
            self._desk.say_failure(error)
            return
        if not scenes:
            self._desk.go("admin", f"journal:{stream}")
            return
        self._stream = stream
        self.sheet = ReplaySheet(self._host, subject_words(house, stream), scenes)
        self.sheet.journal_requested.connect(self._on_journal_requested)
        self.sheet.closed.connect(self._on_closed)
        self.sheet.open()

    @Slot()
    def _on_journal_requested(self) -> None:
        if self.sheet is not None:
            self.sheet.close_overlay()
        self._desk.go("admin", f"journal:{self._stream}")

    @Slot()
    def _on_closed(self) -> None:
        self.sheet = None
