"""Drives what proves the journal: verification with its page, witnesses, the key."""

from PySide6.QtCore import QObject, Signal, Slot

from app.fiscal.breach import heed_report
from app.fiscal.checking import verify_database
from app.fiscal.witnesses import Witness, witness_words, witnesses
from app.presenters.admin.integrity import integrity_rows, integrity_words
from app.presenters.admin.verify import present_verdict
from app.reports.verification import Verification, verification_pdf
from app.services.keys import replace_lost_key, rotate_key
from app.services.site import own_chain
from app.starting import disk_told
from app.windows.admin.fiscal.integrity import IntegrityTable, key_question
from app.windows.admin.fiscal.verify_bar import VerifyBar
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.errors import KnownError
from db.findings import Report
from db.keyring import Keyring
from db.profile import Profile
from db.reading import keyring
from resources.texts import tr


class IntegrityController(QObject):
    """One table of proofs.

    Signals:
        noted(str): words beside the title.
    """

    noted = Signal(str)

    def __init__(
        self, desk: Desk, table: IntegrityTable, bar: VerifyBar, saver: Saver
    ) -> None:
        super().__init__(table)
        self._desk, self._table, self._bar, self._saver = desk, table, bar, saver
        self._background = Background(self)
        table.verify_requested.connect(self._on_verify_requested)
        table.key_requested.connect(self._on_key_requested)
        bar.entry_requested.connect(self._on_entry_requested)

    @property
    def _profile(self) -> Profile | None:
        """The profile's folder; None where the journal is on a server: then the command
        line verifies, beside the keys."""
        path = self._desk.house.database.path
        return Profile(path.parent) if path else None

    def begin(self) -> None:
        """Reads what is there."""
        house, profile = self._desk.house, self._profile
        for button in (self._table.verify, self._table.key):
            button.setVisible(profile is not None)
        self.noted.emit(integrity_words(house))
        if profile is None:
            return

        def work() -> tuple[list[Witness], Keyring]:
            database, own = house.database, own_chain(profile.keys)
            found = witnesses(database, profile.witness(own), own)
            return found, keyring(database, own)

        def show(found: tuple[list[Witness], Keyring]) -> None:
            self._table.set_rows(integrity_rows(house, *found))

        self._background.run(work, show, self._desk.say_failure)

    # ---------------------------------------------------------- verification

    @Slot()
    def _on_verify_requested(self) -> None:
        house, profile = self._desk.house, self._profile
        if profile is None:
            return
        entries = house.journal.head().seq
        self._table.show_working(working=True)
        self._bar.show_running(entries, 0.0)

        def work() -> tuple[Report, list[Witness]]:
            own = own_chain(profile.keys)
            report = verify_database(house.database, profile, deep=True)
            return report, witnesses(house.database, profile.witness(own), own)

        self._background.run(work, self._on_verified, self._on_failed)

    def _on_verified(self, found: tuple[Report, list[Witness]]) -> None:
        (report, seen), house = found, self._desk.house
        words = [witness_words(each, house.clock()) for each in seen]
        self._table.show_working(working=False)
        self._bar.show_verdict(present_verdict(report, deep=True))
        try:
            heed_report(house, report, self._desk.actor, words)
        except KnownError as error:
            self._desk.say_failure(error)
        page = Verification(
            house=dict(house.world.settings.values),
            made=house.clock(),
            software=self._desk.software,
            report=report,
            witnesses=words,
            mark=house.mark.word if house.mark else "",
        )
        name = f"verification_{house.clock():%Y%m%d_%H%M}.pdf"
        self._saver.save(name, lambda: verification_pdf(page))
        self.begin()

    @Slot(str)
    def _on_entry_requested(self, place: str) -> None:
        self._desk.go("admin", f"journal:{place}")

    def _on_failed(self, error: Exception) -> None:
        self._table.show_working(working=False)
        self._bar.hide()
        self._desk.say_failure(error)

    # ---------------------------------------------------------- the key

    @Slot()
    def _on_key_requested(self) -> None:
        if "device.edit" not in self._desk.world.rights_of(self._desk.person):
            self._desk.say(tr("Changer la clé demande un responsable."), tone="refused")
            return
        lost = self._desk.house.journal.unsigned is not None
        question = key_question(self._table.window(), lost=lost)
        question.accepted.connect(self._on_key_confirmed)
        question.open()

    @Slot()
    def _on_key_confirmed(self) -> None:
        desk, profile = self._desk, self._profile
        if profile is None or desk.signer is None:
            return
        lost = desk.house.journal.unsigned is not None
        change = replace_lost_key if lost else rotate_key
        try:
            with disk_told():
                change(desk.house, profile.keys, desk.signer, desk.actor)
        except KnownError as error:
            desk.say_failure(error)
            return
        self.begin()
        desk.say(tr("La nouvelle clé signe."))
