"""Guests come: to a free table, to whichever fits them, to a note under a name."""

from PySide6.QtCore import QObject, Slot

from app.domain.manners import manner_at
from app.presenters.floor.seating import (
    USUAL_PARTY,
    Proposal,
    likely_party,
    propose,
    whose_turn,
)
from app.windows.floor.seat_sheets import CoversSheet, NameSheet, SeatSheet
from app.windows.floor.work import FloorWork
from resources.texts import tr, trn


class Seating(QObject):
    """Opens orders from the plan."""

    def __init__(self, work: FloorWork) -> None:
        super().__init__(work)
        self._work = work
        self._table = ""

    def seat(self, table: str) -> None:
        """Guests at a free table: how many, where the room asks for it."""
        found = self._work.world.floor.tables[table]
        house = self._work.desk.house
        if not manner_at(house.world, house.terminal, table).covers:
            self._seat_covers(table, 0)
            return
        group = self._work.world.floor.group(table)
        seats = sum(self._work.world.floor.tables[t].seats for t in group)
        number = tr("Table {number}", number=found.number)
        title = f"{number} · {trn(seats, '{n} place', '{n} places')}"
        words = tr("Combien de couverts ?")
        likely = likely_party(self._work.world.floor, table)
        sheet = CoversSheet(self._work.page, title, words, likely)
        self._table = table
        sheet.chosen.connect(self._on_party_counted)
        self._work.show(sheet)

    @Slot(int)
    def _on_party_counted(self, covers: int) -> None:
        self._seat_covers(self._table, covers)

    def _seat_covers(self, table: str, covers: int) -> None:
        if self._work.acts.open(table, covers):
            self._work.desk.go("pos", f"table:{table}")

    @Slot()
    def ask_party(self) -> None:
        """How many they are, and where they could sit."""
        sheet = SeatSheet(self._work.page)
        sheet.covers_chosen.connect(self._on_covers_chosen)
        sheet.proposal_chosen.connect(self._on_proposal_chosen)
        self._work.show(sheet)
        self._on_covers_chosen(USUAL_PARTY)

    @Slot(int)
    def _on_covers_chosen(self, covers: int) -> None:
        sheet = self._work.sheet
        if isinstance(sheet, SeatSheet):
            floor, sight = self._work.standing(), self._work.sight()
            turn = whose_turn(floor, covers, sight)
            sheet.show_proposals(covers, propose(floor, covers, sight), turn)

    @Slot(int, object)
    def _on_proposal_chosen(self, covers: int, proposal: Proposal) -> None:
        self._work.acts.seat(proposal.tables, covers)

    def ask_name(self) -> None:
        """A note without a table: under which name?"""
        sheet = NameSheet(self._work.page)
        sheet.named.connect(self._on_note_named)
        self._work.show(sheet)

    @Slot(str)
    def _on_note_named(self, name: str) -> None:
        order = self._work.acts.open_note(name)
        if order:
            self._work.desk.go("pos", f"order:{order}")
