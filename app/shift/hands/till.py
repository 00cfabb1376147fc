"""The till: opening it with a float, cash in and out, the X, the blind count, the Z."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint

from app.domain.till.events import (
    CashMoved,
    DayClosed,
    TillCounted,
    TillOpened,
    TillReported,
)
from app.presenters.till.page import cash_reason
from app.shift.finger import Stuck
from app.shift.hands.login import MANAGER, LoginHand
from app.shift.stage import Stage
from app.windows.till.cash_sheet import CashSheet
from app.windows.till.page import TillPage
from widgets.button import Button
from widgets.choice_card import ChoiceCard

WINDOW = "till"
_NAME_PX = 40
"""Where the name of a denomination stands: its stepper is at the other end."""


def pieces_of(cents: int, values: Iterable[int]) -> dict[int, int]:
    """A sum in as few of these notes and coins as possible: value -> count."""
    pieces: dict[int, int] = {}
    for value in sorted(values, reverse=True):
        count, cents = divmod(cents, value)
        if count:
            pieces[value] = count
    return pieces


class TillHand:
    """A manager at the till page of a window of their own."""

    def __init__(self, stage: Stage, login: LoginHand) -> None:
        self._stage, self._finger, self._login = stage, stage.finger, login

    def come(self) -> TillPage:
        """Opens the window and sits down at it."""
        self._stage.open_window(WINDOW)
        self._login.be(WINDOW, MANAGER)
        return self._page

    def go(self) -> None:
        """Closes the window."""
        self._stage.close_window(WINDOW)

    @property
    def _page(self) -> TillPage:
        page = self._stage.page(WINDOW)
        if not isinstance(page, TillPage):
            raise Stuck("the till is not on show")
        return page

    def open(self, cents: int) -> TillOpened:
        """Counts the float and opens the till."""
        page, since = self._page, len(self._stage.facts)
        self._finger.tap(page.next_button)
        self._count(page, cents)
        self._finger.tap(page.next_button)
        return self._stage.wait_for(TillOpened, since)

    def move(self, cents: int, reason: str) -> CashMoved:
        """Cash goes in, or out when `cents` is negative."""
        page, since = self._page, len(self._stage.facts)
        self._act(page, "cash_out" if cents < 0 else "cash_in")
        sheet = self._finger.find(page.window(), CashSheet)
        words = cash_reason(reason)
        card = next(
            c for c in sheet.findChildren(ChoiceCard) if c.property("reason") == reason
        )
        assert card.accessibleName().startswith(words), words
        self._finger.tap(card)
        for digit in str(abs(cents)):
            self._finger.tap(sheet.pad.keypad.key(digit))
        self._finger.tap(sheet.confirm)
        return self._stage.wait_for(CashMoved, since)

    def read_x(self) -> TillReported:
        """Prints an X and comes back."""
        page, since = self._page, len(self._stage.facts)
        self._act(page, "x")
        return self._stage.wait_for(TillReported, since)

    def close(self, cents: int) -> tuple[TillCounted, DayClosed]:
        """Counts blind, signs, closes the day; the Z stays on show."""
        page, since = self._page, len(self._stage.facts)
        self._finger.tap(page.next_button)  # to the open orders
        self._finger.tap(page.next_button)  # to the drawer
        self._count(page, cents)
        self._finger.tap(page.next_button)  # to the tenders
        self._finger.tap(page.next_button)  # signs the count
        counted = self._stage.wait_for(TillCounted, since)
        self._finger.tap(page.next_button)  # the Z
        return counted, self._stage.wait_for(DayClosed, since)

    def _count(self, page: TillPage, cents: int) -> None:
        """Types the pieces of each row on the pad."""
        coins = pieces_of(cents, page.count.counts)
        for value, had in page.count.counts.items():
            wanted = coins.get(value, 0)
            if wanted == had:
                continue
            row = page.count.row(value)
            self._finger.tap(row, QPoint(_NAME_PX, row.height() // 2))
            pad = page.count.pad.keypad
            for digit in str(wanted):
                self._finger.tap(pad.key(digit))
        if page.count.counts != {v: coins.get(v, 0) for v in page.count.counts}:
            raise Stuck(f"the pad counted {page.count.counts} instead of {coins}")

    def _act(self, page: TillPage, key: str) -> None:
        """Taps an act of the overview, as soon as it has come on show."""

        def offered() -> list[Button]:
            found = page.overview.findChildren(Button)
            return [b for b in found if b.isVisible() and b.property("act") == key]

        self._finger.until(offered, f"the till does not offer {key}")
        self._finger.tap(offered()[0])
