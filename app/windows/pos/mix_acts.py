"""Assembler: two drinks become one glass, and two again."""

from PySide6.QtCore import QObject, Slot

from app.domain.orders.commands import MixLine, SeparateLine
from app.domain.orders.events import LineVoided, QuantitySet
from app.domain.orders.state import Line
from app.presenters.pos.mixing import mixers
from app.services.house import Fact
from app.windows.pos.sheets import ActsSheet
from app.windows.pos.work import Work
from resources.texts import tr


class MixActs(QObject):
    """What is done with the glass of a line."""

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._work = work
        self._line = ""

    def ask(self, line: Line) -> None:
        """What goes into the glass?"""
        work, order = self._work, self._work.order
        if order is None:
            return
        acts = mixers(work.world, order, line, work.sight())
        if not acts:
            work.refuse(tr("Rien à assembler avec {name}.", name=line.label))
            return
        title = tr("Assembler {name} avec", name=line.label)
        sheet = ActsSheet(work.beside, title, acts)
        sheet.act_chosen.connect(self._on_mixer_chosen)
        self._line = line.id
        work.open_about(line, sheet)

    @Slot(str)
    def _on_mixer_chosen(self, mixer: str) -> None:
        work, line = self._work, self._work.line(self._line)
        work.close_sheet()
        if line is None:
            return
        mixed = MixLine(order=line.home, line=line.id, mixer=mixer)
        facts = work.run(mixed)
        if facts:
            keep = any(map(_freed, facts))
            back = SeparateLine(order=line.home, line=line.id, keep=keep)
            work.say(tr("Assemblé : {name}", name=line.label), back)

    def separate(self, line: Line) -> None:
        """Each drink for itself again."""
        work, dish = self._work, line.dishes[0].ordered
        name = line.label
        facts = work.run(SeparateLine(order=line.home, line=line.id))
        if facts:
            back = MixLine(order=line.home, line=line.id, mixer=dish.mixer)
            work.say(tr("Séparé : {name}", name=name), back)


def _freed(fact: Fact) -> bool:
    """Whether a drink that stood on the note went into the glass."""
    return isinstance(fact.event, QuantitySet | LineVoided)
