"""Drives the tips: the period, the rule, who was there, what is agreed, the files."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.domain.staff.events import TipsShared
from app.domain.staff.tips import (
    MOST_POINTS,
    PERIOD,
    POINTS,
    RULE,
    points_of,
    points_text,
)
from app.presenters.admin.sites import Span, period, period_words
from app.presenters.admin.tips import (
    TipsDraft,
    agreed_of,
    kept_draft,
    parse_hours,
    present_tipped,
    present_tips,
    tip_story,
    tips_command,
)
from app.services.house import Fact
from app.services.tips import MOVING, TipsFound, tips_of
from app.windows.admin.day.picker import DayMenu
from app.windows.admin.money.tip_files import TipFiles, agreements
from app.windows.desk import Desk
from app.windows.tasks import Background
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.money.tips import TipsSection

_NONE = TipsFound((), {}, {})


class TipsController(QObject):
    """The page of the tips; the journal is read behind the window."""

    def __init__(self, desk: Desk, section: "TipsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._day: date | None = None
        self._found, self._draft, self._person = _NONE, TipsDraft(), ""
        self._shown: tuple[date, date] | None = None
        self._background, self._files = Background(self), TipFiles(desk, section)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section, pane = self._section, self._section.pane
        self._desk.changed.connect(self._on_changed)
        section.day_requested.connect(self._on_day_requested)
        section.rule_chosen.connect(self._on_rule_chosen)
        section.period_chosen.connect(self._on_period_chosen)
        section.opened.connect(self.open)
        section.agree_requested.connect(self._on_agree_requested)
        section.export_requested.connect(self._on_export_requested)
        pane.hours.text_edited.connect(self._on_hours_edited)
        pane.points.left.connect(self._on_points_left)
        pane.reason.text_edited.connect(self._on_reason_edited)

    def begin(self) -> None:
        """Shows the period of today."""
        self._day = None
        self._read()

    @property
    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    @property
    def _period(self) -> tuple[date, date]:
        span: Span = self._desk.world.settings.text(PERIOD)  # type: ignore[assignment]  # a choice
        return period(self._day or self._today, span)

    def _read(self) -> None:
        database, (first, last) = self._desk.house.database, self._period
        until = min(last, self._today)
        self._section.show_period(period_words(first, last))

        def take(found: TipsFound) -> None:
            if (first, last) != self._period:
                return  # another one is being read
            self._found = found
            if self._stale:
                self._shown = first, last
                self._draft = kept_draft(self._agreed)
            self._show()

        self._background.run(
            lambda: tips_of(database, first, until), take, self._desk.say_failure
        )

    @property
    def _agreed(self) -> TipsShared | None:
        return agreed_of(self._desk.world, *self._period)

    @property
    def _stale(self) -> bool:
        """Whether what was read is of another period: a day began, or another window
        chose how tips are put together."""
        return self._shown != self._period

    def _show(self) -> None:
        if self._stale:
            self._read()
            return
        house, settings = self._desk.house, self._desk.world.settings
        view = present_tips(
            house, self._found, self._draft, *self._period, today=self._today
        )
        self._section.display(view, settings.text(RULE), settings.text(PERIOD))
        self._files.show()
        person = present_tipped(
            house, self._found, self._draft, self._agreed, self._person
        )
        if person is not None:
            self._section.pane.display(person, agreed=view.agreed)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts]
        agreed = {event.first for event in events if isinstance(event, TipsShared)}
        said = bool(agreed) and self._period[0].isoformat() in agreed
        if said:  # also while another page is in front
            self._draft = kept_draft(self._agreed)
            self._section.pane.reason.set_text("")
        if not self._section.isVisible():
            return
        if said:
            self._show()
            self._tell_story()
        elif any(isinstance(event, MOVING) for event in events):
            self._read()
        elif any(isinstance(event, SettingSet) for event in events):
            self._show()

    # ------------------------------------------------------------------ one person

    @Slot(str)
    def open(self, person: str) -> None:
        """Shows how long somebody was there, and what was agreed before."""
        house, agreed = self._desk.house, self._agreed
        view = present_tipped(house, self._found, self._draft, agreed, person)
        if view is None:
            return
        self._person = person
        pane = self._section.pane
        pane.hours.show_error("")
        pane.display(view, agreed=agreed is not None)
        pane.hours.set_text(view.hours)
        pane.points.set_text(view.points)
        pane.reason.set_text(self._draft.reason)
        self._section.open_pane(pane)
        self._tell_story()

    def _tell_story(self) -> None:
        first, _ = self._period
        house = self._desk.house
        found = agreements(house.journal.entries(stream=f"tips/{first.isoformat()}"))
        self._section.pane.show_story(tip_story(house, found, self._person))

    @Slot(str)
    def _on_hours_edited(self, text: str) -> None:
        minutes = parse_hours(text)
        pane = self._section.pane
        pane.hours.show_error(tr("Par exemple 7 h 30") if minutes is None else "")
        if minutes is not None:
            kept = {**self._draft.minutes, self._person: minutes}
            self._draft = replace(self._draft, minutes=kept)
            self._show()

    @Slot(str)
    def _on_points_left(self, text: str) -> None:
        person = self._desk.world.staff.people.get(self._person)
        count = int(text) if text.isascii() and text.isdigit() else -1
        if person is None or not 0 <= count <= MOST_POINTS:
            self._show()
            return
        points = points_of(self._desk.world.settings.text(POINTS)) or {}
        if points.get(person.role, 1) != count:
            value = points_text({**points, person.role: count}.items())
            self._desk.run(SetSetting(key=POINTS, value=value))

    @Slot(str)
    def _on_reason_edited(self, text: str) -> None:
        self._draft = replace(self._draft, reason=text)
        self._show()

    # ------------------------------------------------------------------ all of them

    @Slot()
    def _on_day_requested(self) -> None:
        button, today = self._section.day_button, self._today
        menu = DayMenu(button, self._day or today, today)
        menu.chosen.connect(self._on_day_chosen)
        menu.open_under(button)

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self._day = None if day == self._today else day
        self._section.close_pane()
        self._read()

    @Slot(str)
    def _on_rule_chosen(self, rule: str) -> None:
        self._desk.run(SetSetting(key=RULE, value=rule))
        self._show()

    @Slot(str)
    def _on_period_chosen(self, span: str) -> None:
        self._desk.run(SetSetting(key=PERIOD, value=span))
        self._section.close_pane()
        self._read()

    @Slot()
    def _on_agree_requested(self) -> None:
        if self._stale:
            self._read()
            return
        if self._agreed is not None and not self._draft.reason.strip():
            if not self._section.split.side_shown:
                self.open(self._agreed.shares[0].person)
            self._section.pane.reason.setFocus()
            self._desk.say(tr("Dites pourquoi c'est corrigé."), tone="refused")
            return
        command = tips_command(
            self._desk.world, self._found, self._draft, *self._period
        )

        def done(_: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Répartition validée"))

        self._desk.run(command, done)

    @Slot()
    def _on_export_requested(self) -> None:
        self._files.save(self._period[1].strftime("%Y-%m"))
