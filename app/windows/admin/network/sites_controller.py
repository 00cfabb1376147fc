"""Drives the sites: the period, whose figures, the workbook, the code for one more."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.terminals.events import SiteSet
from app.presenters.admin.sites import Span, period, present_sites, trouble_words
from app.reports.sites import SitesReport, sites_report, sites_workbook
from app.services.house import Fact
from app.services.sites import SITE
from app.windows.admin.day.picker import DayMenu
from app.windows.admin.network.pairing_controller import PairingController
from app.windows.admin.network.site_controller import SiteController
from app.windows.desk import Desk
from app.windows.saving import Saver
from db.errors import KnownError
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.network.sites import SitesSection

EVERY_MS = 5000
"""How often the figures are read again: sites write at any time."""


class SitesController(QObject):
    """The page of the sites.

    Attributes:
        chosen: the site whose figures are on show, "" for all of them.
    """

    def __init__(self, desk: Desk, section: "SitesSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self.chosen = ""
        self._span: Span = "day"
        self._day: date | None = None
        self._report: SitesReport | None = None
        self._said: set[str] = set()
        self._saver = Saver(desk, self)
        self._pairing = PairingController(desk, section.pairing, self, SITE)
        self._form = SiteController(desk, section)
        self._every = QTimer(self, interval=EVERY_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._desk.network.changed.connect(self._refresh)
        self._every.timeout.connect(self._refresh)
        self._saver.busy_changed.connect(self._on_busy_changed)
        self._pairing.closed.connect(self._on_no_hub)
        section.span_chosen.connect(self._on_span_chosen)
        section.day_requested.connect(self._on_day_requested)
        section.chosen.connect(self._on_chosen)
        section.export_requested.connect(self._on_export_requested)
        section.attaching_requested.connect(self._on_attaching_requested)
        section.form_requested.connect(self._on_form_requested)
        section.pane_closed.connect(self._pairing.forget)

    def begin(self, argument: str) -> None:
        """Shows the sites; `argument` is the id of one, or "new" for one more."""
        self._every.start()
        self.chosen = "" if argument == "new" else argument
        self._refresh()
        if argument == "new":
            self._on_attaching_requested()

    def rest(self) -> None:
        """Nobody looks."""
        self._every.stop()

    @property
    def _today(self) -> date:
        house = self._desk.house
        return date.fromisoformat(house.business_day(house.clock()))

    @Slot()
    def _refresh(self) -> None:
        if not self._every.isActive():
            return
        sites = self._desk.network.sites()
        sources = [site.source for site in sites if site.source is not None]
        first, last = period(self._day or self._today, self._span)
        try:
            report = sites_report(sources, first.isoformat(), last.isoformat())
        except KnownError as error:
            self._desk.say_failure(error)
            return
        now = self._desk.house.clock()
        self._report = report
        self._section.display(present_sites(sites, report, self.chosen, now))
        for words in filter(None, map(trouble_words, sites)):
            if words not in self._said:
                self._said.add(words)
                self._desk.say(words, tone="error")

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            event = fact.event
            if isinstance(event, SiteSet):
                self._refresh()
                if event.active and self._pairing.waits:
                    words = tr("Ses ventes remontent, votre carte descend.")
                    self._pairing.has_come(event.name, words)

    @Slot(str)
    def _on_span_chosen(self, span: Span) -> None:
        self._span = span
        self._refresh()

    @Slot()
    def _on_day_requested(self) -> None:
        button, today = self._section.day_button, self._today
        menu = DayMenu(button, self._day or today, today)
        menu.chosen.connect(self._on_day_chosen)
        menu.open_under(button)

    @Slot(object)
    def _on_day_chosen(self, day: date) -> None:
        self._day = None if day == self._today else day
        self._refresh()

    @Slot(str)
    def _on_chosen(self, site: str) -> None:
        self.chosen = "" if site == self.chosen else site
        self._refresh()

    @Slot()
    def _on_form_requested(self) -> None:
        self._form.open(self.chosen)

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.show_saving(busy=busy)

    @Slot()
    def _on_export_requested(self) -> None:
        report = self._report
        if report is None:
            return
        name = tr("etablissements_{first}_{last}", first=report.first, last=report.last)
        mark = self._desk.house.mark
        paper = mark.paper if mark is not None else ""
        self._saver.save(f"{name}.xlsx", partial(sites_workbook, report, paper))

    @Slot()
    def _on_attaching_requested(self) -> None:
        if self._desk.network.status().link != "carrying":
            self._on_no_hub()
            return
        pairing = self._section.pairing
        pairing.begin()
        self._section.open_pane(pairing)
        pairing.name.setFocus()

    @Slot()
    def _on_no_hub(self) -> None:
        self._section.close_pane()
        words = tr("Les établissements se relient à la machine qui porte le hub.")
        self._desk.say(words, tone="refused")
