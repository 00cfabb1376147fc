"""Drives the sixty sentences of the person at the window."""

from PySide6.QtCore import QObject, Slot

from app.windows.admin.headset_trial_page import HeadsetTrialPage
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

    @Slot(str)
    def _on_microphone_chosen(self, address: str) -> None:
        if address:
            self._trials.listen(address)
        else:
            self._trials.rest()
