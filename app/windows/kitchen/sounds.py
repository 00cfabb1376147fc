"""What a kitchen's screen makes heard, how loud, and the sheet that says so."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.presenters.kitchen.screens import Shown
from app.presenters.kitchen.sounds import (
    LEVELS,
    LOUD,
    MUTE,
    NEWS,
    NIGHT,
    late_ids,
    level_words,
    loudest,
    news_of,
    news_words,
    pitch_of,
    share_at,
)
from app.presenters.kitchen.spoken import spoken_due, spoken_late, spoken_news
from app.services.house import Fact
from app.windows.desk import Desk
from app.windows.kitchen.acts import CookActs
from resources.texts import tr
from widgets.choices import Choice, SegmentedButtons
from widgets.kitchen_wall_views import CardView
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet
from widgets.switch import Switch
from widgets.text import Label

_KEY, _NIGHTS, _SPOKEN = "sound", "soft_nights", "spoken"


class Loudness(NamedTuple):
    """How a screen is heard: its level, and whether the machine has a loudspeaker."""

    level: str
    able: bool

    @property
    def silent(self) -> bool:
        """Whoever does not look misses the news."""
        return self.level == MUTE or not self.able


class KitchenSounds(QObject):
    """One screen's sounds: news of others, never what was done at this screen.

    Attributes:
        shown: stations whose news are heard.

    Signals:
        changed: it is louder, mute, or has no loudspeaker.
    """

    changed = Signal()

    def __init__(self, desk: Desk, acts: CookActs, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._acts = desk, acts
        self._station: str | None = None
        self.shown: Shown = ""
        self._late: frozenset[str] = frozenset()
        self._waiting: frozenset[str] = frozenset()
        self._known = True, False
        desk.changed.connect(self._on_changed)

    @property
    def loudness(self) -> Loudness:
        """As the screen on show keeps it."""
        level = self._desk.displays.text(self._screen, _KEY, LOUD)
        able = self._known[0] and self._desk.loudspeaker is not None
        return Loudness(level if level in LEVELS else LOUD, able)

    @property
    def _screen(self) -> str:
        return f"kitchen/{self._station or '*'}"

    def look(
        self, station: str, views: Sequence[CardView], waiting: frozenset[str]
    ) -> None:
        """The cards of a station are on show: what became late meanwhile is heard, and
        what is to be begun now that was held back.

        Args:
            waiting: the cards that are held back still.
        """
        late = late_ids(views)
        other = station != self._station
        fresh, self._late = late - self._late, late
        begun, self._waiting = self._waiting - waiting, waiting
        if other:
            self._station = station
            self.changed.emit()
        elif not self._acts.acting:
            late_now = [view for view in views if view.id in fresh]
            due = [v for v in views if v.id in begun and v.state == "new"]
            if late_now:
                self.play("late", partial(spoken_late, self._desk.world, late_now))
            elif due:
                self.play("new", partial(spoken_due, self._desk.world, due))

    def rest(self) -> None:
        """Nobody looks: nothing is heard until somebody does."""
        self._station = None

    def set_level(self, level: str) -> None:
        """The screen on show is as loud from now on."""
        self._desk.displays.keep(self._screen, _KEY, level)
        self.changed.emit()

    @property
    def soft_nights(self) -> bool:
        """At night the screen on show is never louder than soft."""
        return self._desk.displays.text(self._screen, _NIGHTS, "no") == "yes"

    def set_soft_nights(self, *, on: bool) -> None:
        """Spares the neighbours, or does not."""
        self._desk.displays.keep(self._screen, _NIGHTS, "yes" if on else "no")

    @property
    def spoken(self) -> bool:
        """The screen on show says its news in words as well."""
        return self._desk.displays.text(self._screen, _SPOKEN, "no") == "yes"

    def set_spoken(self, *, on: bool) -> None:
        """Says news in words from now on, or their sound alone."""
        self._desk.displays.keep(self._screen, _SPOKEN, "yes" if on else "no")
        self.changed.emit()

    @property
    def voiceless(self) -> bool:
        """Words are wanted, and nothing on this machine can say them."""
        loudspeaker = self._desk.loudspeaker
        return self.spoken and loudspeaker is not None and loudspeaker.voiceless

    def play(self, news: str, words: Callable[[], str] = str) -> None:
        """Makes some news heard, unless the screen is mute.

        Args:
            words: what is said after its sound, where the screen speaks.
        """
        chosen, hour = self.loudness.level, self._desk.house.clock().hour
        level = share_at(chosen, hour, soft_nights=self.soft_nights)
        if level and self._desk.loudspeaker is not None:
            pitch = pitch_of(self._desk.world, self._station or "")
            said = words() if self.spoken else ""
            self._desk.loudspeaker.play(news, level, pitch, self._on_heard, said)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        station = self._station
        if station is None or self._acts.acting:
            return
        heard = [(news_of(fact.event, self.shown), fact.event) for fact in facts]
        news = loudest(each for each, _ in heard)
        if news:
            event = next(event for each, event in heard if each == news)
            self.play(news, partial(spoken_news, self._desk.world, event, self.shown))

    def _on_heard(self, able: bool) -> None:
        before, self._known = self._known, (able, self.voiceless)
        if before == self._known:
            return
        self.changed.emit()
        if before[0] and not able:
            self._desk.say(silence_words(), tone="refused")


def voiceless_words() -> str:
    """Why nothing is said in words, and what to do."""
    return tr("Aucune voix sur cet appareil : installez espeak-ng.")


def silence_words() -> str:
    """Why nothing is heard, and what to do."""
    return tr("Pas de son : branchez un haut-parleur à cet écran.")


class SoundSheet(SideSheet):
    """How loud this screen is, and what each sound means: tap one to hear it."""

    def __init__(self, host: QWidget, sounds: KitchenSounds, where: str) -> None:
        super().__init__(host, tr("Sons de cet écran"), where)
        self._sounds = sounds
        choices = [
            Choice(level, level_words(level), "volume_off" if level == MUTE else "")
            for level in LEVELS
        ]
        self.levels = SegmentedButtons(choices, name=tr("Volume"))
        self.levels.chosen.connect(self._on_level_chosen)
        self.silence = Label(silence_words(), role="on_var", wrap=True)
        self.rows: dict[str, ListRow] = {}
        body = self.sheet.body
        words = tr("Doux la nuit, de {start} h à {end} h", start=NIGHT[0], end=NIGHT[1])
        self.nights = Switch(words, on=sounds.soft_nights)
        self.nights.toggled.connect(self._on_nights_toggled)
        self.spoken = Switch(tr("Dits à voix haute aussi"), on=sounds.spoken)
        self.spoken.toggled.connect(self._on_spoken_toggled)
        self.voiceless = Label(voiceless_words(), role="on_var", wrap=True)
        body.addWidget(self.levels)
        body.addWidget(self.nights)
        body.addWidget(self.spoken)
        body.addWidget(self.voiceless)
        body.addWidget(self.silence)
        for news in NEWS:
            view = RowView(news_words(news), icon="volume_up", tone="neutral")
            row = ListRow(view, padding=0)
            row.clicked.connect(self._on_row_clicked)
            self.rows[news] = row
            body.addWidget(row)
        body.addStretch(1)
        sounds.changed.connect(self._show)
        self.closed.connect(self.deleteLater)
        self._show()

    @Slot()
    def _show(self) -> None:
        loudness = self._sounds.loudness
        self.levels.choose(loudness.level)
        self.silence.setVisible(not loudness.able)
        self.voiceless.setVisible(self._sounds.voiceless)

    @Slot(str)
    def _on_level_chosen(self, level: str) -> None:
        self._sounds.set_level(level)
        self._sounds.play("new")

    @Slot(bool)
    def _on_nights_toggled(self, on: bool) -> None:
        self._sounds.set_soft_nights(on=on)

    @Slot(bool)
    def _on_spoken_toggled(self, on: bool) -> None:
        self._sounds.set_spoken(on=on)
        if on:
            self._sounds.play("new", partial(news_words, "new"))

    @Slot()
    def _on_row_clicked(self) -> None:
        row = self.sender()
        news = next(n for n, each in self.rows.items() if each is row)
        self._sounds.play(news, partial(news_words, news))
