"""Sections are given, notes pass to a colleague; who has what open is looked up."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Slot

from app.domain.floor.events import HandoverOffered
from app.domain.floor.handover import (
    AnswerHandover,
    GiveSections,
    HandOver,
    UndoHandover,
)
from app.presenters.floor.acts import notes_of, present_notes
from app.presenters.floor.room import ORDER
from app.presenters.floor.team import (
    colleagues,
    present_giving,
    present_offer,
    present_team,
    section_title,
    spread,
)
from app.services.house import Fact
from app.windows.floor.sheets import NotesSheet, TeamSheet
from app.windows.floor.team_sheets import (
    ColleagueSheet,
    GivingSheet,
    OfferSheet,
    SectionsSheet,
)
from app.windows.floor.work import FloorWork
from resources.texts import tr


class FloorTeam(QObject):
    """The team at the plan of one window."""

    def __init__(self, work: FloorWork) -> None:
        super().__init__(work)
        self._work = work
        self._section = self._giver = self._handover = ""

    # The notes of everybody

    @Slot(str)
    def show_notes(self, person: str) -> None:
        """What a waiter has open."""
        floor, sight = self._work.standing(), self._work.sight()
        notes = present_notes(floor, sight).rows
        row = next((each for each in notes if each.person == person), None)
        if row is None:
            return
        words = f"{row.subtitle} · {row.amount}"
        rows = notes_of(floor, person, sight)
        sheet = NotesSheet(self._work.page, row.name, words, rows)
        self._giver = person
        sheet.order_chosen.connect(self._on_note_chosen)
        sheet.giving_requested.connect(self._on_giver_chosen)
        self._work.show(sheet)

    @Slot()
    def show_waiters(self) -> None:
        """Who has what open."""
        notes = present_notes(self._work.standing(), self._work.sight())
        sheet = TeamSheet(self._work.page, notes)
        sheet.waiter_chosen.connect(self.show_notes)
        sheet.sections_requested.connect(self.show_sections)
        self._work.show(sheet)

    @Slot(str)
    def _on_note_chosen(self, order: str) -> None:
        found = self._work.order(ORDER + order)
        if found is not None:
            self._work.open(found)

    # Sections

    @Slot()
    def show_sections(self) -> None:
        """Every section with who serves it, and what was passed on today."""
        floor, person = self._work.standing(), self._work.desk.person
        view = present_team(floor, self._work.sight())
        serves = bool(floor.world.floor.sections_of(person))
        gives = serves or any(order.waiter == person for order in floor.orders)
        draws = self._work.desk.may("catalogue.edit")
        sheet = SectionsSheet(self._work.page, view, gives=gives, draws=draws)
        sheet.section_chosen.connect(self.ask_waiter)
        sheet.handover_chosen.connect(self.show_handover)
        sheet.spread_requested.connect(self._on_spread_requested)
        sheet.clear_requested.connect(self._on_clear_requested)
        sheet.giving_requested.connect(self._on_giving_requested)
        sheet.drawing_requested.connect(self._on_drawing_requested)
        self._work.show(sheet)

    @Slot()
    def _on_drawing_requested(self) -> None:
        self._work.desk.go("admin", "floor")

    @Slot(str)
    def ask_waiter(self, section: str) -> None:
        """Who serves a section from now on?"""
        world = self._work.world
        found = world.floor.sections.get(section)
        if found is None:
            return
        here, away = colleagues(self._work.standing(), self._work.sight())
        title = section_title(world, found)
        now = world.floor.waiter_of(section)
        sheet = ColleagueSheet(self._work.page, title, here, away, now=now)
        self._section = section
        sheet.chosen.connect(self._on_waiter_chosen)
        self._work.show(sheet)

    @Slot(str)
    def _on_waiter_chosen(self, person: str) -> None:
        section = self._work.world.floor.sections[self._section]
        title = section_title(self._work.world, section)
        name = self._work.sight().name_of(person) if person else tr("personne")
        words = tr("{section} : {name}", section=title, name=name)
        self._give({self._section: person}, words)

    @Slot()
    def _on_spread_requested(self) -> None:
        wanted = spread(self._work.world)
        if wanted:
            self._give(wanted, tr("Rangs répartis entre ceux qui sont là."))
        else:
            words = tr("Personne qui prend des commandes n'est en service.")
            self._work.desk.say(words, tone="refused")

    @Slot()
    def _on_clear_requested(self) -> None:
        sections = self._work.world.floor.sections
        wanted = dict.fromkeys((key for key, s in sections.items() if s.active), "")
        self._give(wanted, tr("Les rangs ne sont plus à personne."))

    def _give(self, wanted: Mapping[str, str], words: str) -> None:
        """Gives sections away; undone, they are whose they were."""
        floor = self._work.world.floor
        before = tuple((key, floor.waiter_of(key)) for key in wanted)
        command = GiveSections(given=tuple(wanted.items()))
        self._work.desk.run(command, partial(self._given, words, before))

    def _given(
        self, words: str, before: tuple[tuple[str, str], ...], facts: Sequence[Fact]
    ) -> None:
        back = partial(self._work.desk.run, GiveSections(given=before))
        self._work.desk.say(words, undo=back if facts else None)

    # Handovers

    @Slot()
    def _on_giving_requested(self) -> None:
        self.ask_taker(self._work.desk.person)

    @Slot()
    def _on_giver_chosen(self) -> None:
        self.ask_taker(self._giver)

    def ask_taker(self, giver: str) -> None:
        """What of somebody's passes to whom?"""
        floor, sight = self._work.standing(), self._work.sight()
        view = present_giving(floor, giver, self._work.desk.person, sight)
        self._giver = giver
        sheet = GivingSheet(self._work.page, view)
        sheet.given.connect(self._on_given)
        self._work.show(sheet)

    @Slot(str, object, object)
    def _on_given(
        self, taker: str, orders: Sequence[str], sections: Sequence[str]
    ) -> None:
        command = HandOver(
            giver=self._giver,
            taker=taker,
            orders=tuple(orders),
            sections=tuple(sections),
        )
        self._work.desk.run(command, self._told)

    def _told(self, facts: tuple[Fact, ...]) -> None:
        """Says what was offered, or what a manager has passed on at once."""
        offered = facts[0].event if facts else None
        if not isinstance(offered, HandoverOffered):
            return
        name = self._work.sight().name_of(offered.taker)
        if len(facts) > 1:
            words = tr("Passé à {name}.", name=name)
            back = UndoHandover(handover=offered.handover)
            self._work.desk.say(words, undo=partial(self._work.desk.run, back))
            return
        words = tr("Proposé à {name}, qui doit accepter.", name=name)
        undo = AnswerHandover(handover=offered.handover, accepted=False)
        self._work.desk.say(words, undo=partial(self._work.desk.run, undo))

    @Slot(str)
    def show_handover(self, handover: str) -> None:
        """What is passed on, with the answers that this person can give."""
        found = self._work.world.floor.handovers.get(handover)
        if found is None:
            return
        person = self._work.desk.person
        floor, sight = self._work.standing(), self._work.sight()
        sheet = OfferSheet(self._work.page, present_offer(floor, found, person, sight))
        self._handover = handover
        sheet.act_chosen.connect(self._on_offer_act)
        self._work.show(sheet)

    @Slot(str)
    def _on_offer_act(self, act: str) -> None:
        handover, desk = self._handover, self._work.desk
        if act == "undo":
            if desk.run(UndoHandover(handover=handover)):
                desk.say(tr("Les tables sont rendues."))
            return
        answer = AnswerHandover(handover=handover, accepted=act == "accept")
        if not desk.run(answer):
            return
        if act == "accept":
            back = UndoHandover(handover=handover)
            desk.say(tr("Ces tables sont à vous."), undo=partial(desk.run, back))
        else:
            desk.say(tr("Rien ne passe."))
