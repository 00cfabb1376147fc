"""What happens to lines: quantity, seat, course, notes, voids."""

from PySide6.QtCore import QObject, Signal, Slot

from app.domain.orders.commands import (
    ChangeLine,
    DivideLine,
    SetQuantity,
    VoidLine,
)
from app.domain.orders.state import Line
from app.domain.vocabulary import MILLI
from app.presenters.pos.formule_vat import present_line_vat
from app.presenters.pos.order import last_seat
from app.presenters.pos.sheets import (
    VOID_REASONS,
    present_line_sheet,
)
from app.presenters.pos.words import pieces, place_words
from app.windows.formule_vat_sheet import FormuleVatSheet
from app.windows.pos.line_sheet import LineSheet
from app.windows.pos.mix_acts import MixActs
from app.windows.pos.price_acts import PriceActs
from app.windows.pos.reason_sheets import ReasonSheet
from app.windows.pos.taking import Taking
from app.windows.pos.undo import once_more, take_back, unchanged
from app.windows.pos.work import Work
from resources.texts import tr


class LineActs(QObject):
    """Everything one can do with a line of the order in front of one.

    Signals:
        transfer_requested(str): a line is to go to another table.
        course_wanted(str, str): a row is to go with that course.
    """

    transfer_requested = Signal(str)
    course_wanted = Signal(str, str)

    def __init__(self, work: Work, taking: Taking, prices: PriceActs) -> None:
        super().__init__(work)
        self._work, self._taking, self._prices = work, taking, prices
        self._glass = MixActs(work)
        self._line = self._row = ""
        work.shown_changed.connect(self.refresh)

    @property
    def line(self) -> Line | None:
        """The line that the open sheet is about."""
        return self._work.line(self._line)

    def open(self, line_id: str) -> None:
        """Shows what can be done with a line."""
        line, order = self._work.line(line_id), self._work.order
        if line is None or order is None or not line.live:
            return
        self._line, self._row = line.id, line_id
        view = present_line_sheet(
            self._work.world, order, line, self._work.sight(), line_id
        )
        sheet = LineSheet(self._work.beside, view)
        sheet.quantity_chosen.connect(self._on_quantity_chosen)
        sheet.seat_tapped.connect(self._on_seat_tapped)
        sheet.course_chosen.connect(self._on_course_chosen)
        sheet.kitchen_noted.connect(self._on_kitchen_noted)
        sheet.guest_noted.connect(self._on_guest_noted)
        sheet.act_chosen.connect(self._on_act_chosen)
        self._work.open_about(line, sheet)

    @Slot()
    def refresh(self) -> None:
        """Shows the line of the open sheet as it is now; closes it when it has gone."""
        sheet, line, order = self._work.sheet, self.line, self._work.order
        if not isinstance(sheet, LineSheet):
            return
        if line is None or order is None or not line.live:
            self._work.close_sheet()
        else:
            sight = self._work.sight()
            sheet.display(
                present_line_sheet(self._work.world, order, line, sight, self._row)
            )

    def swiped(self, line_id: str, way: str) -> None:
        """A line was brushed: off to the left, one more to the right."""
        line = self._work.line(line_id)
        if line is None or not line.live:
            return
        self._line = line.id
        if way == "left":
            self.void(line)
        else:
            self.one_more(line)

    def one_more(self, line: Line) -> None:
        """One more of the same, on the line itself while it was not sent; what is sold by
        weight is weighed again."""
        work = self._work
        if line.unit != "piece":
            self._taking.take(line.article)
            return
        if not line.sent and not line.receipts:
            self._set_quantity(line, pieces(line.quantity, line.unit) + 1)
            return
        again = once_more(line, work.state.order, quantity=MILLI, merge=True)
        facts = self._taking.add(again)
        if facts:
            work.say(tr("Encore {name}", name=line.label), *take_back(facts))

    def void(self, line: Line) -> None:
        """Takes a line off: at once while nobody knows of it, else with a reason."""
        work = self._work
        if not line.sent and not line.shown and not line.receipts:
            again = once_more(line, work.state.order, merge=False)
            if work.run(SetQuantity(order=line.home, line=line.id, quantity=0)):
                work.say(tr("{name} retiré", name=line.label), again)
            return
        count = pieces(line.quantity, line.unit)
        sheet = ReasonSheet(
            work.beside,
            tr("Annuler {count} {name}", count=count, name=line.label),
            tr("La cuisine en est avertie"),
            VOID_REASONS,
            most=count if line.unit == "piece" else 1,
        )
        sheet.reason_chosen.connect(self._on_void_reason_chosen)
        self._line = line.id
        work.open_about(line, sheet)

    @Slot(str, int)
    def _on_void_reason_chosen(self, reason: str, count: int) -> None:
        work, line = self._work, self.line
        if line is None:
            return
        whole = line.unit != "piece" or count * MILLI >= line.quantity
        name = line.label
        command = VoidLine(
            order=line.home,
            line=line.id,
            reason=reason,
            quantity=None if whole else count * MILLI,
        )
        work.close_sheet()
        work.run(command, lambda _: work.say(tr("{name} annulé", name=name)))

    # What the sheet of a line changes at once

    def _set_quantity(self, line: Line, count: int) -> None:
        work, before = self._work, line.quantity
        quantity = count * MILLI
        if quantity == before:
            return
        if work.run(SetQuantity(order=line.home, line=line.id, quantity=quantity)):
            back = SetQuantity(order=line.home, line=line.id, quantity=before)
            work.say(tr("{count} × {name}", count=count, name=line.label), back)
        self.refresh()

    @Slot(int)
    def _on_quantity_chosen(self, count: int) -> None:
        if self.line is not None:
            self._set_quantity(self.line, count)

    def _change(self, line: Line, command: ChangeLine, words: str) -> None:
        back = unchanged(line, command)
        if self._work.run(command):
            self._work.say(words, back)
        self.refresh()

    @Slot(int)
    def _on_seat_tapped(self, seat: int) -> None:
        line = self.line
        if line is None:
            return
        seats = set(line.seats) ^ {seat} if seat else set()
        self._to_seats(line, tuple(sorted(seats)))

    def _to_seats(self, line: Line, seats: tuple[int, ...]) -> None:
        command = ChangeLine(order=line.home, line=line.id, seats=seats)
        where = place_words(seats)
        self._change(
            line, command, tr("{name} : {where}", name=line.label, where=where)
        )

    def next_seat(self, line_id: str) -> None:
        """The seat badge of a line was touched: the next seat, after the last the table."""
        line, order = self._work.line(line_id), self._work.order
        if line is None or order is None:
            return
        seat = (line.seats[0] if line.seats else 0) + 1
        self._to_seats(
            line, (seat,) if seat <= last_seat(self._work.world, order) else ()
        )

    @Slot(str)
    def _on_course_chosen(self, course: str) -> None:
        self.course_wanted.emit(self._row, course)
        self.refresh()

    @Slot(str)
    def _on_kitchen_noted(self, note: str) -> None:
        line = self.line
        if line is not None and note != line.kitchen_note:
            command = ChangeLine(order=line.home, line=line.id, kitchen_note=note)
            self._change(line, command, tr("Note notée pour la cuisine"))

    @Slot(str)
    def _on_guest_noted(self, note: str) -> None:
        line = self.line
        if line is not None and note != line.guest_note:
            command = ChangeLine(order=line.home, line=line.id, guest_note=note)
            self._change(line, command, tr("Note notée pour le ticket"))

    # The graver acts

    @Slot(str)
    def _on_act_chosen(self, act: str) -> None:
        line = self.line
        if line is None:
            return
        if act in ("edit", "swap"):
            self._taking.edit(line)
        elif act == "again":
            self.one_more(line)
        elif act == "mix":
            self._glass.ask(line)
        elif act == "separate":
            self._glass.separate(line)
            self.refresh()
        elif act == "divide":
            self._divide(line)
        elif act == "void":
            self._void_from_sheet(line)
        elif act == "comp":
            self._prices.ask_comp(line)
        elif act == "discount":
            self._prices.ask_discount(line)
        elif act == "undiscount":
            self._prices.remove_discounts(line)
        elif act == "vat":
            self._show_vat(line)
        elif act == "move":
            self.transfer_requested.emit(line.id)

    def _show_vat(self, line: Line) -> None:
        order = self._work.order
        excluded = order is not None and order.prices == "excl"
        view = present_line_vat(line, "excl" if excluded else "incl")
        FormuleVatSheet(self._work.beside.window(), (view,), line.label).open()

    def _divide(self, line: Line) -> None:
        """One piece on a line of its own, which can go with another course or table."""
        if self._work.run(DivideLine(order=line.home, line=line.id, quantity=MILLI)):
            self._work.say(tr("1 {name} sur sa ligne", name=line.label))
        self.refresh()

    def _void_from_sheet(self, line: Line) -> None:
        self.void(line)
        if isinstance(self._work.sheet, LineSheet):
            self._work.close_sheet()
