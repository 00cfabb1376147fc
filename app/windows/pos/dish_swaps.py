"""Other dishes for a formule that was sent: the kitchen hears what changes."""

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import Pick, SwapDishes
from app.domain.orders.formule_events import DishSwapped
from app.domain.orders.state import Line
from app.presenters.pos.formule import begun, picks_of
from app.presenters.pos.sheets import VOID_REASONS
from app.services.house import Fact
from app.windows.pos.reason_sheets import ReasonSheet
from app.windows.pos.work import Work
from resources.texts import price, tr


class DishSwaps(QObject):
    """Swaps what was chosen; asks why when a cook has something of it in hand."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._line: Line | None = None
        self._picks: tuple[Pick, ...] = ()

    def ask(self, line: Line, picks: tuple[Pick, ...]) -> None:
        """The dishes of a formule are these from now on."""
        self._line, self._picks = line, picks
        self._work.state.composing = None
        lost = begun(line, picks)
        if not lost:
            self._swap("")
            return
        sheet = ReasonSheet(
            self._work.beside,
            tr("Refaire {dishes}", dishes=", ".join(d.ordered.label for d in lost)),
            tr("Déjà commencé en cuisine : dites pourquoi"),
            VOID_REASONS,
            most=1,
        )
        sheet.reason_chosen.connect(self._on_reason_chosen)
        self._work.open_about(line, sheet)

    @Slot(str, int)
    def _on_reason_chosen(self, reason: str, count: int) -> None:
        self._swap(reason)

    def _swap(self, reason: str) -> None:
        work, line = self._work, self._line
        if line is None:
            return
        before, cents = picks_of(line), line.net
        command = SwapDishes(
            order=line.home, line=line.id, picks=self._picks, reason=reason
        )
        work.close_sheet()

        def done(facts: tuple[Fact, ...]) -> None:
            swapped = [f.event for f in facts if isinstance(f.event, DishSwapped)]
            new = ", ".join(each.dish.label for each in swapped if each.dish)
            words = (
                tr(
                    "{name} : {dishes}, la cuisine est prévenue",
                    name=line.label,
                    dishes=new,
                )
                if new
                else tr("{name} : changé, la cuisine est prévenue", name=line.label)
            )
            if line.net != cents:
                words = f"{words} · {price(line.net)}"
            back = SwapDishes(order=line.home, line=line.id, picks=before)
            undo = (back,) if not reason else ()
            work.say(words, *undo)

        work.run(command, done)
