"""The dishes of a formule, step by step.

What was answered so far is in the page's state; each tap gives another state, shown in
the sheet and as a line in the order beside it.
"""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from app.presenters.pos import formule, modifiers
from app.windows.pos.formule_sheet import FormuleSheet
from app.windows.pos.work import Work
from resources.texts import tr


class FormuleChoice(QObject):
    """Asks which dishes a formule has.

    Signals:
        line_chosen(object, str): the `AddLine` that was chosen (its order still to be
            filled in), and the line that it replaces, "" for none.
    """

    line_chosen = Signal(object, str)

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work

    def ask(self, composing: formule.Composing) -> None:
        """Shows the steps, and what was picked in them so far."""
        sheet = FormuleSheet(self._work.beside, self._view(composing))
        sheet.dish_tapped.connect(self._on_dish_tapped)
        sheet.dish_held.connect(self._on_dish_held)
        sheet.option_tapped.connect(self._on_option_tapped)
        sheet.step_chosen.connect(self._on_step_chosen)
        sheet.back_requested.connect(self._on_back_requested)
        sheet.next_requested.connect(self._on_next_requested)
        sheet.digit_pressed.connect(self._on_digit_pressed)
        self._work.open_sheet(sheet)
        self._show(composing)

    def _view(self, composing: formule.Composing) -> formule.FormuleView:
        work = self._work
        return formule.present_formule(
            work.world, composing, work.order, work.served, work.sight()
        )

    def _show(self, composing: formule.Composing) -> None:
        self._work.state.composing = composing
        if isinstance(self._work.sheet, FormuleSheet):
            self._work.sheet.display(self._view(composing))
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
        self._show(composing)

    @Slot(str)
    def _on_dish_tapped(self, dish: str) -> None:
        self._pick(dish, go_on=True)

    @Slot(str)
    def _on_dish_held(self, dish: str) -> None:
        self._pick(dish, go_on=False)

    @Slot(str)
    def _on_digit_pressed(self, digit: str) -> None:
        """The dishes of the step, or the options of the chosen one, by number."""
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        dish = formule.pick_of(composing, composing.step)
        if dish is not None:
            asked = modifiers.present_questions(world.catalogue, dish)
            answer = modifiers.answer_of(asked, digit)
            if answer is not None:
                self._on_option_tapped(*answer)
            return
        tiles = self._view(composing).tiles
        if int(digit) <= len(tiles):
            self._pick(tiles[int(digit) - 1].id, go_on=True)

    @Slot(str, str)
    def _on_option_tapped(self, group: str, option: str) -> None:
        composing = self._work.state.composing
        if composing is not None:
            world = self._work.world
            self._show(formule.option_tapped(world, composing, group, option))

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        before = formule.first_open(world, composing)
        if before < 0 or step <= before:
            self._show(formule.at_step(composing, step))

    @Slot()
    def _on_back_requested(self) -> None:
        composing = self._work.state.composing
        if composing is not None and composing.step:
            self._show(replace(composing, step=composing.step - 1))

    @Slot()
    def _on_next_requested(self) -> None:
        composing, world = self._work.state.composing, self._work.world
        if composing is None:
            return
        last = composing.step == len(formule.steps_of(world, composing)) - 1
        if not last:
            self._show(formule.at_step(composing, composing.step + 1))
        elif formule.first_open(world, composing) < 0:
            command = formule.command_of(world, composing, "")
            self.line_chosen.emit(command, composing.line)
