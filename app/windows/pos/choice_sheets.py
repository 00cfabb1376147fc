"""The sheets of choices: options of a dish, dishes of a formule.

What was answered so far is in the page's state; each tap gives another state, shown in
the sheet and as a line in the order beside it.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.presenters import formule, modifiers
from app.windows.pos.formule_sheet import FormuleSheet
from app.windows.pos.modifier_sheet import ModifierSheet
from app.windows.pos.work import Work
from resources.texts import tr


class ChoiceSheets(QObject):
    """Asks what must be asked about an article.

    Signals:
        line_chosen(object, str): the `AddLine` that was chosen (its order still to be
            filled in), and the line that it replaces, "" for none.
    """

    line_chosen = Signal(object, str)

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._left: modifiers.Choosing | None = None

    # One dish

    def choose(self, choosing: modifiers.Choosing) -> None:
        work = self._work
        view = self._modifiers_view(choosing)
        seated = work.order is not None and bool(work.order.table)
        sheet = ModifierSheet(work.beside, view, seated=seated)
        sheet.option_tapped.connect(self._on_option_tapped)
        sheet.quantity_changed.connect(self._on_quantity_changed)
        sheet.note_edited.connect(self._on_note_edited)
        sheet.allergy_requested.connect(self._on_allergy_requested)
        sheet.add_requested.connect(self._on_choice_added)
        sheet.digit_pressed.connect(self._on_digit_pressed)
        work.open_sheet(sheet)
        self._show_choosing(choosing)

    def _modifiers_view(self, choosing: modifiers.Choosing) -> modifiers.ModifiersView:
        work = self._work
        return modifiers.present_modifiers(
            work.world, choosing, work.order, work.mode, work.sight()
        )

    def _show_choosing(self, choosing: modifiers.Choosing) -> None:
        self._work.state.choosing = choosing
        if isinstance(self._work.sheet, ModifierSheet):
            self._work.sheet.display(self._modifiers_view(choosing))
        self._work.shown_changed.emit()

    @Slot(str, str)
    def _on_option_tapped(self, group: str, option: str) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            catalogue = self._work.world.catalogue
            self._show_choosing(modifiers.tapped(catalogue, choosing, group, option))

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
            self._show_choosing(replace(choosing, quantity=quantity))

    @Slot(str)
    def _on_note_edited(self, note: str) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            self._show_choosing(replace(choosing, note=note))

    @Slot()
    def _on_choice_added(self) -> None:
        choosing = self._work.state.choosing
        if choosing is not None:
            command = modifiers.command_of(self._work.world, choosing, "")
            self.line_chosen.emit(command, choosing.line)

    @Slot()
    def _on_allergy_requested(self) -> None:
        """The allergies are asked in the place of the dish, which comes back after."""
        work, self._left = self._work, self._work.state.choosing
        asking = work.sheet
        work.allergy_requested.emit()
        if work.sheet is not None and work.sheet is not asking:
            work.sheet.closed.connect(self._on_allergies_closed)

    @Slot()
    def _on_allergies_closed(self) -> None:
        choosing, self._left = self._left, None
        if choosing is not None and self._work.order is not None:
            self.choose(choosing)

    # A formule

    def compose(self, composing: formule.Composing) -> None:
        sheet = FormuleSheet(self._work.beside, self._formule_view(composing))
        sheet.dish_tapped.connect(self._on_dish_tapped)
        sheet.dish_held.connect(self._on_dish_held)
        sheet.option_tapped.connect(self._on_dish_option_tapped)
        sheet.step_chosen.connect(self._on_step_chosen)
        sheet.back_requested.connect(self._on_back_requested)
        sheet.next_requested.connect(self._on_next_requested)
        sheet.digit_pressed.connect(self._on_dish_digit_pressed)
        self._work.open_sheet(sheet)
        self._show_composing(composing)

    def _formule_view(self, composing: formule.Composing) -> formule.FormuleView:
        work = self._work
        return formule.present_formule(
            work.world, composing, work.order, work.mode, work.sight()
        )

    def _show_composing(self, composing: formule.Composing) -> None:
        self._work.state.composing = composing
        if isinstance(self._work.sheet, FormuleSheet):
            self._work.sheet.display(self._formule_view(composing))
        self._work.shown_changed.emit()

    def _pick(self, dish: str, *, go_on: bool) -> None:
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        if world.catalogue.sold_out(dish):
            name = world.catalogue.articles[dish].name
            self._work.refuse(tr("{name} est épuisé.", name=name))
            return
        composing = formule.picked(world, composing, dish)
        if go_on and formule.goes_on(world, composing):
            composing = formule.at_step(composing, composing.step + 1)
        self._show_composing(composing)

    @Slot(str)
    def _on_dish_tapped(self, dish: str) -> None:
        self._pick(dish, go_on=True)

    @Slot(str)
    def _on_dish_held(self, dish: str) -> None:
        self._pick(dish, go_on=False)

    @Slot(str)
    def _on_dish_digit_pressed(self, digit: str) -> None:
        """The dishes of the step, or the options of the chosen one, by number."""
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        dish = formule.pick_of(composing, composing.step)
        if dish is not None:
            asked = modifiers.present_questions(world.catalogue, dish)
            answer = modifiers.answer_of(asked, digit)
            if answer is not None:
                self._on_dish_option_tapped(*answer)
            return
        tiles = self._formule_view(composing).tiles
        if int(digit) <= len(tiles):
            self._pick(tiles[int(digit) - 1].id, go_on=True)

    @Slot(str, str)
    def _on_dish_option_tapped(self, group: str, option: str) -> None:
        composing = self._work.state.composing
        if composing is not None:
            world = self._work.world
            self._show_composing(formule.option_tapped(world, composing, group, option))

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        before = formule.first_open(world, composing)
        if before < 0 or step <= before:
            self._show_composing(formule.at_step(composing, step))

    @Slot()
    def _on_back_requested(self) -> None:
        composing = self._work.state.composing
        if composing is not None and composing.step:
            self._show_composing(replace(composing, step=composing.step - 1))

    @Slot()
    def _on_next_requested(self) -> None:
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        last = composing.step == len(formule.steps_of(world, composing)) - 1
        if not last:
            self._show_composing(formule.at_step(composing, composing.step + 1))
        elif formule.first_open(world, composing) < 0:
            command = formule.command_of(world, composing, "")
            self.line_chosen.emit(command, composing.line)
