"""What happens to a whole order: sending, réclame, rounds, guests, notes."""

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import (
    FireCourse,
    NameGuest,
    NoteAllergy,
    PrintAddition,
    RepeatRound,
    SendOrder,
    SetCourseTiming,
    SetCovers,
    SetOrderNote,
)
from app.domain.orders.sending import fires_now, next_held
from app.domain.receipts.events import AdditionPrinted
from app.presenters.pos.order import (
    called_words,
    guests_words,
    present_panel,
    sent_words,
)
from app.presenters.pos.sheets import present_seats
from app.presenters.pos.words import course_name, order_words
from app.services.people import order_key
from app.windows.pos.guest_code_sheet import GuestCodeSheet
from app.windows.pos.note_sheets import AllergySheet, NoteSheet
from app.windows.pos.sheets import CountSheet
from app.windows.pos.taking import Taking
from app.windows.pos.undo import take_back
from app.windows.pos.work import Work
from app.windows.reprint import reprint_last
from resources.texts import price, tr, trn


class OrderActs(QObject):
    """Acts on the order in front of the person."""

    def __init__(self, work: Work, taking: Taking) -> None:
        super().__init__(work)
        self._work, self._taking = work, taking
        work.allergy_requested.connect(self.ask_allergy)

    @Slot()
    def send(self) -> None:
        """Everything unsent goes to its station, the dish of an open sheet with it."""
        if not self._taking.finish():
            return
        work, order = self._work, self._work.order
        if order is None:
            work.refuse(tr("Rien à envoyer."))
            return
        before = present_panel(work.world, order, work.sight()).send
        if work.run(SendOrder(order=order.id)):
            work.say(sent_words(work.world, order, before))

    @Slot()
    def pay(self) -> None:
        """To the payment of the order, the dish of an open sheet with it."""
        if not self._taking.finish():
            return
        order = self._work.order
        if order is None:
            self._work.refuse(tr("Il n'y a rien à payer."))
        else:
            self._work.desk.go("pay", f"order:{order.id}")

    @Slot(str)
    def fire(self, course: str = "") -> None:
        """Réclamer: a held course is to be made now, the next one when none is named."""
        work, order = self._work, self._work.order
        if order is None:
            return
        wanted = course or next_held(work.world, order)
        if work.run(FireCourse(order=order.id, course=course)):
            work.say(called_words(work.world, order, wanted))

    @Slot()
    def fire_next(self) -> None:
        """The next held course."""
        self.fire()

    @Slot(str)
    def turn_course(self, course: str) -> None:
        """The header of a course was touched: it leaves at the sending, or waits."""
        work, order = self._work, self._work.order
        if order is None or not any(
            dish.course == course and not dish.sent
            for line in work.world.book.lines_of(order)
            for dish in line.dishes
        ):
            return
        fires = course in fires_now(work.world, order)
        now, back = ("hold", "fire") if fires else ("fire", "hold")
        command = SetCourseTiming(order=order.id, course=course, timing=now)
        if work.run(command):
            name = course_name(work.world, course)
            words = tr("{course} à suivre") if fires else tr("{course} à l'envoi")
            work.say(
                words.format(course=name),
                SetCourseTiming(order=order.id, course=course, timing=back),
            )

    @Slot()
    def repeat(self) -> None:
        """Même tournée."""
        work, order = self._work, self._work.order
        if order is None:
            work.refuse(tr("Ouvrez d'abord une table."))
            return
        facts = work.run(RepeatRound(order=order.id))
        if facts:
            work.say(tr("Même tournée, à envoyer"), *take_back(facts))

    @Slot()
    def print_addition(self) -> None:
        """The provisional bill for the guest."""
        work, order = self._work, self._work.order
        if order is None:
            return
        facts = work.run(PrintAddition(order=order.id))
        printed = [f.event for f in facts if isinstance(f.event, AdditionPrinted)]
        if printed:
            cents = sum(event.ttc for event in printed)
            work.say(tr("Addition imprimée : {total}", total=price(cents)))

    @Slot()
    def reprint(self) -> None:
        """The last receipt of this till once more, marked as a duplicate."""
        reprint_last(self._work.desk)

    # Guests

    @Slot()
    def let_guests_in(self) -> None:
        """The code with which the guests of the table order themselves."""
        work, order = self._work, self._work.order
        if order is not None and order.table:
            work.open_sheet(GuestCodeSheet(work, order))

    @Slot()
    def ask_covers(self) -> None:
        """How many people eat."""
        work, order = self._work, self._work.order
        if order is None or not order.table:
            return
        sheet = CountSheet(
            work.beside,
            tr("Couverts"),
            order_words(work.world, order),
            chosen=order.covers,
        )
        sheet.count_chosen.connect(self._on_covers_chosen)
        work.open_sheet(sheet)

    @Slot(int)
    def _on_covers_chosen(self, covers: int) -> None:
        self._work.close_sheet()
        self.set_covers(covers)

    def set_covers(self, covers: int) -> bool:
        """Notes the covers; whether that was possible."""
        work, order = self._work, self._work.order
        if order is None:
            return False
        before = order.covers
        if covers == before:
            return True
        if not work.run(SetCovers(order=order.id, covers=covers)):
            return False
        back = SetCovers(order=order.id, covers=before)
        work.say(trn(covers, "{n} couvert", "{n} couverts"), back)
        return True

    @Slot()
    def ask_allergy(self) -> None:
        """What a seat cannot eat."""
        work, order = self._work, self._work.order
        if order is None:
            return
        choosing = work.state.choosing
        seats = choosing.seats if choosing else ()
        seat = seats[0] if seats else work.state.seat
        views = present_seats(work.world, order, work.sight())
        sheet = AllergySheet(work.beside, order_words(work.world, order), views, seat)
        sheet.guests_written.connect(self._on_guests_written)
        work.open_sheet(sheet)

    @Slot(object, object)
    def _on_guests_written(
        self, allergies: dict[int, str], names: dict[int, str]
    ) -> None:
        work, order = self._work, self._work.order
        if order is None:
            return
        seal, key = work.desk.house.sealer.seal, order_key(order.id)
        backs: list[NoteAllergy | NameGuest] = []
        work.close_sheet()
        for kind, said, known in (
            (NoteAllergy, allergies, order.allergies),
            (NameGuest, names, order.names),
        ):
            for seat, words in said.items():
                before = known.get(seat, "")
                sealed = seal(key, words) if words else ""
                if not work.run(kind(order=order.id, seat=seat, text=sealed)):
                    return
                backs.append(kind(order=order.id, seat=seat, text=before))
        if backs:
            work.say(guests_words(allergies, names), *backs)

    @Slot()
    def ask_note(self) -> None:
        """Notes on the whole order."""
        work, order = self._work, self._work.order
        if order is None:
            return
        sheet = NoteSheet(
            work.beside,
            order_words(work.world, order),
            order.kitchen_note,
            order.guest_note,
        )
        sheet.notes_written.connect(self._on_notes_written)
        work.open_sheet(sheet)

    @Slot(str, str)
    def _on_notes_written(self, kitchen: str, guest: str) -> None:
        work, order = self._work, self._work.order
        if order is None:
            return
        back = SetOrderNote(
            order=order.id, kitchen=order.kitchen_note, guest=order.guest_note
        )
        work.close_sheet()
        if work.run(SetOrderNote(order=order.id, kitchen=kitchen, guest=guest)):
            work.say(tr("Notes enregistrées"), back)
