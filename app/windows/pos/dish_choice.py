"""The options of a dish.

What was answered so far is in the page's state; each tap gives another state, shown in
the sheet and as a line in the order beside it.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.presenters.pos import modifiers
from app.windows.pos.modifier_sheet import ModifierSheet
from app.windows.pos.work import Work


class DishChoice(QObject):
    """Asks what must be asked about a dish.

    Signals:
        line_chosen(object, str): the `AddLine` that was chosen (its order still to be
            filled in), and the line that it replaces, "" for none.
    """

    line_chosen = Signal(object, str)

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    def ask(self, choosing: modifiers.Choosing) -> None:
        """Shows the options, and what was answered of them so far."""
        work = self._work
        view = self._view(choosing)
        seated = work.order is not None and bool(work.order.table)
        sheet = ModifierSheet(work.beside, view, seated=seated)
        sheet.option_tapped.connect(self._on_option_tapped)
        sheet.quantity_changed.connect(self._on_quantity_changed)
        sheet.note_edited.connect(self._on_note_edited)
        sheet.allergy_requested.connect(work.allergy_requested)
        sheet.add_requested.connect(self._on_choice_added)
        sheet.digit_pressed.connect(self._on_digit_pressed)
        work.open_sheet(sheet)
        self._show(choosing)

    def _view(self, choosing: modifiers.Choosing) -> modifiers.ModifiersView:
        work = self._work
        return modifiers.present_modifiers(
            work.world, choosing, work.order, work.served, work.sight()
        )

    def _show(self, choosing: modifiers.Choosing) -> None:
        self._work.state.choosing = choosing
        if isinstance(self._work.sheet, ModifierSheet):
            self._work.sheet.display(self._view(choosing))
        self._work.shown_changed.emit()

    @Slot(str, str)
    def _on_option_tapped(self, group: str, option: str) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            catalogue = self._work.world.catalogue
            self._show(modifiers.tapped(catalogue, choosing, group, option))

    @Slot(str)
    def _on_digit_pressed(self, digit: str) -> None:
        choosing = self._work.state.choosing
        if choosing is None:
            return
        asked = modifiers.present_questions(self._work.world.catalogue, choosing)
        answer = modifiers.answer_of(asked, digit)
        if answer is not None:
            self._on_option_tapped(*answer)

    @Slot(int)
    def _on_quantity_changed(self, quantity: int) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            self._show(replace(choosing, quantity=quantity))

    @Slot(str)
    def _on_note_edited(self, note: str) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            self._show(replace(choosing, note=note))

    @Slot()
    def _on_choice_added(self) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            command = modifiers.command_of(self._work.world, choosing, "")
            self.line_chosen.emit(command, choosing.line)
