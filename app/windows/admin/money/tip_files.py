"""What was agreed of the tips, and its files for payroll."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.staff.events import TipsShared
from app.domain.staff.tips import EXEMPT
from app.presenters.admin.sites import period
from app.presenters.admin.tips import exempt_command, exempt_until
from app.reports.csv_file import csv_bytes
from app.reports.tips import Payee, tips_rows, tips_table, tips_workbook
from app.services.facts import facts_of
from app.services.people import person_name
from app.windows.desk import Desk
from app.windows.saving import Saver
from app.windows.tasks import Background
from db.entry import Entry
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.money.tips import TipsSection


class TipFiles(QObject):
    """Saves a month as workbook and CSV."""

    def __init__(self, desk: Desk, section: "TipsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._saver, self._background = Saver(desk, self), Background(self)
        self._saver.busy_changed.connect(self._on_busy_changed)
        section.exempt.left.connect(self._on_exempt_left)

    def show(self) -> None:
        """Shows until which day tips may be exempt."""
        self._section.show_exempt(exempt_until(self._desk.world))

    def save(self, month: str) -> None:
        """Saves what was agreed of the periods that end in a month ("2026-11")."""
        house, world = self._desk.house, self._desk.world
        standing = [t for t in world.staff.tips.values() if t.last.startswith(month)]
        if not standing:
            self._desk.say(tr("Rien n'est encore validé ce mois-ci."), tone="refused")
            return
        found = [
            agreements(house.journal.entries(stream=f"tips/{each.first}"))[-1]
            for each in sorted(standing, key=lambda each: each.first)
        ]
        people = {share.person for event, _, _ in found for share in event.shares}
        payees = {
            person: self._payee(person) for person in people | {op for *_, op in found}
        }
        window = world.settings.text(EXEMPT)
        rows = tips_rows(found, payees, window)
        first, last = period(date.fromisoformat(f"{month}-01"), "month")
        name = f"{tr('Pourboires')}_{month}"

        def work() -> dict[str, bytes]:
            return {
                f"{name}.xlsx": tips_workbook(rows, window, first, last),
                f"{name}.csv": csv_bytes(*tips_table(rows, window)),
            }

        self._background.run(work, self._saver.save_files, self._desk.say_failure)

    def _payee(self, person: str) -> Payee:
        staff = self._desk.world.staff
        kept = staff.people.get(person)
        role = staff.roles.get(kept.role) if kept else None
        name = person_name(self._desk.house, person)
        return Payee(name, role.name if role else "")

    @Slot(str)
    def _on_exempt_left(self, text: str) -> None:
        command = exempt_command(self._desk.world, text)
        if command is None:
            self._desk.say(tr("Une date, par exemple 31/12/2026"), tone="refused")
        elif text.strip() != exempt_until(self._desk.world):
            self._desk.run(command)
        self.show()

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:  # Qt's signal
        self._section.show_saving(busy=busy)


def agreements(entries: Iterable[Entry]) -> list[tuple[TipsShared, str, str]]:
    """What was agreed, when and by whom, the oldest first."""
    return [
        (fact.event, fact.meta.ts, fact.meta.op)
        for fact in facts_of(entries)
        if isinstance(fact.event, TipsShared)
    ]
