"""What the till's page remembers of one window: nothing of it is worth keeping."""

from dataclasses import dataclass, field

from app.presenters.pos.counter import Paid
from app.presenters.pos.formule import Composing
from app.presenters.pos.modifiers import Choosing
from app.presenters.pos.page import FAVOURITES


@dataclass(slots=True)
class PosState:
    """Where the person is on the page.

    Attributes:
        order: id of the order in front of the person, "" for none.
        style: "classic", "express" or "flexible": how the page is laid out.
        home: whether the counter is where this window comes back to without an order.
        seat: seat that the next articles are for, 0 the table.
        apart: what is taken next gets a line of its own.
        tab: category on show. first: the one that is opened first here.
        typed: what stands in the search field.
        toggled: courses that were unfolded by hand.
        lit: the line that a sheet is about, or that was rung last at the counter.
        scans: how often in a row the code of the lit line was read.
        choosing, composing: the dish or formule being chosen in a sheet.
        issued: what the guest of this sale wants: "none", "paper", "mail", "qr"; "" for what
            the law has.
        preset: how the next sale is served, "" as the house has it.
        paid: the sale that was just paid at the counter.
        card_failed: why the card was not charged, until the next try.
    """

    order: str = ""
    style: str = "classic"
    home: bool = False
    seat: int = 0
    apart: bool = False
    tab: str = FAVOURITES
    first: str = FAVOURITES
    typed: str = ""
    toggled: set[str] = field(default_factory=set)
    lit: str = ""
    scans: int = 0
    choosing: Choosing | None = None
    composing: Composing | None = None
    issued: str = ""
    preset: str = ""
    paid: Paid | None = None
    card_failed: str = ""

    @property
    def counter(self) -> bool:
        """The counter is laid out: its own tiles, payment beside the sale."""
        return self.style == "express"

    @property
    def pays(self) -> bool:
        """Payment stands beside what is ordered."""
        return self.style != "classic"

    def turn_to(self, style: str, tab: str = FAVOURITES) -> None:
        """Lays the page out; other tiles open on `tab`."""
        if (style == "express") != self.counter or tab != self.first:
            self.tab, self.typed = tab, ""
        self.style, self.first = style, tab

    def take_order(self, order: str) -> None:
        """Another order stands in front of the person."""
        if order == self.order:
            return
        self.order = order
        self.seat, self.lit, self.scans, self.apart = 0, "", 0, False
        self.toggled.clear()
        self.choosing = self.composing = None
        self.card_failed = ""
        self.issued = self.preset = ""
        if order:
            self.paid = None
