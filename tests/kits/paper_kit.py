"""The demo house with its paper on a shelf."""

from app.bootstrap import Opened
from app.domain.orders.commands import AddLine, OpenOrder
from app.domain.orders.events import OrderCreated
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.followers.printing import PrintingFollower
from app.services.house import Actor, Fact
from hardware.errors import HardwareError
from hardware.health import DeviceState, Health
from hardware.printers.document import Document

MARC = Actor("marc")


class Shelf:
    """Printers that keep what they are given, in order; `broken` refuses everything."""

    def __init__(self) -> None:
        self.jobs: dict[str, tuple[str, Document]] = {}
        self.broken = False

    def submit(self, printer: str, key: str, document: Document) -> int:
        if self.broken:
            raise HardwareError("the disk is full")
        self.jobs.setdefault(key, (printer, document))
        return len(self.jobs)

    def health(self, printer: str) -> Health:
        raise NotImplementedError(DeviceState.READY)

    @property
    def titles(self) -> list[tuple[str, str, str]]:
        return [(printer, d.kind, d.title) for printer, d in self.jobs.values()]


class Counter:
    """The demo house with paper on a shelf."""

    def __init__(self, opened: Opened) -> None:
        self.house, self.shelf = opened.house, Shelf()
        self.follower = PrintingFollower(opened.house, self.shelf, "Sotto")
        self.follower.catch_up()
        opened.house.follow(self.follower.follow)

    def run(self, command: Command) -> tuple[Fact, ...]:
        done = self.house.run(command, MARC)
        assert not isinstance(done, Refusal), done
        return done

    def table(self, *articles: str, at: str = "t12") -> str:
        created = self.run(OpenOrder(table=at, covers=2))[0].event
        assert isinstance(created, OrderCreated)
        for article in articles:
            self.run(AddLine(order=created.order, article=article))
        return created.order
