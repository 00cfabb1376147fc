"""Drives the sixty sentences of the person at the window."""

from datetime import timedelta

from PySide6.QtCore import QObject, Slot

from app.domain.rules import SetSetting
from app.presenters.headset.take import kept_words
from app.services.headset_care import DEBUG, DEBUG_HOURS
from app.windows.admin.headsets.trial_page import HeadsetTrialPage
from app.windows.desk import Desk
from widgets.dropdown import Entry


class HeadsetTrials(QObject):
    """The recordings of whoever is at the window; nobody else hears them."""

    def __init__(self, desk: Desk, page: HeadsetTrialPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._trials = desk.headsets.trials
        desk.headsets.trials_changed.connect(self.show)
        desk.headsets.care_changed.connect(self.show)
        page.agreed.connect(self._trials.agree)
        page.microphone_chosen.connect(self._on_microphone_chosen)
        page.said_began.connect(self._trials.begin)
        page.said_ended.connect(self._trials.end)
        page.again_requested.connect(self._trials.again)
        page.measure_requested.connect(self._trials.measure)
        page.erase_requested.connect(self._trials.erase)
        page.keep_requested.connect(self._on_keep_requested)
        page.forget_requested.connect(desk.headsets.care.erase_kept)
        desk.changed.connect(self._on_changed)

    def begin(self) -> None:
        """The page is shown."""
        self._trials.open(self._desk.person)
        self._page.name.set_text(self._desk.name)
        self.show()

    def rest(self) -> None:
        """Nobody looks: no microphone stays open."""
        self._trials.rest()

    @Slot()
    def show(self) -> None:
        """How far it is."""
        sources = self._desk.headsets.care.state().sources
        entries = [Entry("", "—"), *(Entry(s.address, s.name) for s in sources)]
        self._page.display(self._trials.state(), entries)
        settings, now = self._desk.world.settings, self._desk.house.clock()
        kept = self._desk.headsets.care.state().kept
        self._page.show_kept(kept_words(settings, now), kept)

    @Slot(object)
    def _on_changed(self, facts: object) -> None:
        if self._page.isVisible():
            self.show()

    @Slot()
    def _on_keep_requested(self) -> None:
        """For a day from now on; a second tap ends it."""
        until = ""
        if self._page.keep.isChecked():
            day = timedelta(hours=DEBUG_HOURS)
            until = (self._desk.house.clock() + day).isoformat(timespec="minutes")
        self._desk.run(SetSetting(key=DEBUG, value=until))
        self.show()

    @Slot(str)
    def _on_microphone_chosen(self, address: str) -> None:
        if address:
            self._trials.listen(address)
        else:
            self._trials.rest()
