"""Drives the till page: which step comes next, what is asked of the house.

`showing` puts each step on the page.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.till.decide import CountTill
from app.domain.till.state import Till
from app.domain.vocabulary import Refusal
from app.fiscal.closing import read_x
from app.presenters.admin.device_trial import answer_words
from app.presenters.till.page import (
    coins_of,
    worth,
)
from app.services.house import Fact
from app.services.ports import Answer
from app.windows.desk import Desk, refusal_text
from app.windows.till.cash import CashMoves
from app.windows.till.closing import DayClosing
from app.windows.till.files import TillFiles, kept_names
from app.windows.till.report import TillReport
from app.windows.till.second import SecondCounter
from app.windows.till.showing import Step, TillShowing
from app.windows.till_opening import open_till
from hardware.terminals.model import Service, ServiceReport
from resources.texts import price, tr

if TYPE_CHECKING:
    from app.windows.till.page import TillPage


class TillController(QObject):
    """One page's wishes carried out; the count lives in the page until it is signed."""

    def __init__(self, desk: Desk, page: "TillPage") -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._showing = TillShowing(desk, page)
        self._step: Step = "overview"
        self._paying = ""
        self._closing = DayClosing(desk, self._on_closed)
        self._second = SecondCounter(page, page.second)
        self.files = TillFiles(desk, page)
        self.report = TillReport(desk, page)
        self.cash = CashMoves(desk, page, partial(self._go, "overview"))
        self._connect_signals()

    @property
    def _till(self) -> Till:
        return self._desk.world.till(self._desk.house.terminal)

    def _connect_signals(self) -> None:
        self._page.act_requested.connect(self._on_act_requested)
        self._page.next_requested.connect(self._on_next_requested)
        self._page.order_requested.connect(self._on_order_requested)
        self._page.count.changed.connect(self._on_count_changed)
        self._page.count.finished.connect(self._on_next_requested)
        self._page.behind_requested.connect(self.report.behind.open)

    def begin(self, argument: str) -> None:
        """Shows the page from "", "open", "close" or "moves".

        "open:order:x" is asked for while that order is paid, and leads back there.
        """
        argument, _, self._paying = argument.partition(":")
        if not self._till.session:
            self._go("open" if argument != "" else "overview")
        elif argument == "close":
            self._go("orders")
        else:
            self._go("overview")

    def _go(self, step: Step) -> None:
        if step in ("open", "overview", "orders"):
            self._page.photo.clear()  # of another count
        self._step = step
        self._second.offer(offered=step == "open")
        self._showing.show(step, self.report.fact)

    @Slot()
    def _on_count_changed(self) -> None:
        self._showing.show_counted(self._step)

    @Slot()
    def _on_next_requested(self) -> None:
        match self._step:
            case "overview":
                self._go("orders" if self._till.session else "open")
            case "open":
                self._open()
            case "orders":
                self._go("count")
            case "count":
                self._go("tenders")
            case "tenders":
                self._count()
            case "difference":
                self._closing.close()
            case "done":
                self._leave_report()

    def _count(self) -> None:
        """Signs the count, with what the drawer looked like."""
        files = self._kept_photo()
        if files is not None:
            coins = coins_of(self._page.count.counts)
            command = CountTill(
                coins=coins,
                checked=self._showing.checked(),
                files=files,
                foreign=self._showing.foreign(),
            )
            self._desk.run(command, self._on_counted)

    def _open(self) -> None:
        files = self._kept_photo()
        if files is not None:
            open_till(
                self._desk,
                coins_of(self._page.count.counts),
                self._on_opened,
                self._second.person,
                files,
            )

    def _kept_photo(self) -> tuple[str, ...] | None:
        """The picture of the drawer, kept; None, and said, while it cannot be."""
        photo = self._page.photo
        if photo.reading:
            words = tr("Un instant : l'image se lit encore.")
            self._desk.say(words, tone="refused")
            return None
        return kept_names(self._desk, photo.content)

    def _leave_report(self) -> None:
        """From an X back to the till, from a Z home."""
        if self.report.is_x:
            self._go("overview")
        else:
            self._leave()

    def _leave(self) -> None:
        """Back to what it was opened from."""
        if self._paying:
            self._desk.go("pay", self._paying)
        else:
            self._desk.go("pos")

    def _on_opened(self, facts: tuple[Fact, ...]) -> None:
        total = worth(self._page.count.counts)
        self._desk.say(tr("Caisse ouverte avec {amount}", amount=price(total)))
        self._leave()

    def _on_counted(self, facts: tuple[Fact, ...]) -> None:
        self._closing.counted()
        self._go("difference")

    def _on_closed(self, report: Fact) -> None:
        self.report.note(report)
        self._go("done")

    @Slot(str)
    def _on_order_requested(self, order: str) -> None:
        self._desk.go("pay", f"order:{order}")

    @Slot(str)
    def _on_act_requested(self, act: str) -> None:
        match act:
            case "back":
                self._back()
            case "cash_in" | "cash_out":
                self.cash.ask(out=act == "cash_out")
            case "x":
                self._read_x()
            case "pdf" | "excel":
                self.report.save(act)
            case _ if act.startswith("collect:"):
                self._collect(act.removeprefix("collect:"))
            case _ if act.startswith("files:"):
                self.files.open(self._showing.moves[int(act.removeprefix("files:"))])
            case _:
                pass

    def _collect(self, terminal: str) -> None:
        """Has a card terminal hand its sales in, and say what they come to."""
        heard = partial(self._on_collected, terminal)
        self._page.board.serve(terminal, Service.COLLECT, heard)

    def _on_collected(self, terminal: str, answer: Answer) -> None:
        device = self._desk.world.settings.devices.get(terminal)
        if device is None or self._step != "tenders":
            return
        total = answer.total if isinstance(answer, ServiceReport) else None
        self._page.tenders.show_told(terminal, total)
        words, tone = answer_words(device, answer)
        self._desk.say(words, tone=tone)

    def _back(self) -> None:
        earlier: dict[Step, Step] = {
            "orders": "overview",
            "count": "orders",
            "tenders": "count",
        }
        if self._step in earlier:
            counts = self._page.count.counts
            self._go(earlier[self._step])
            if self._step == "count":
                self._page.count.show_counts(counts)
        elif self._step == "done":
            self._leave_report()
        else:
            self._leave()

    def _read_x(self) -> None:
        result = read_x(self._desk.house, self._desk.actor)
        if isinstance(result, Refusal):
            self._desk.say(refusal_text(result), tone="refused")
            return
        self.report.note(result[0])
        self._step = "done"
        self._showing.show_report(result[0])
