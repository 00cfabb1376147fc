"""Input that nobody means: ten thousand lines, notes full of emoji and control bytes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui_kit import FixedClock, demo_house

from app.bootstrap import SOFTWARE, Opened
from app.devices import DeviceRoom
from app.domain.orders.billing import order_due
from app.domain.orders.commands import (
    AddLine,
    NoteAllergy,
    OpenOrder,
    SendOrder,
    SetOrderNote,
)
from app.domain.orders.events import OrderCreated
from app.domain.orders.taking import MAX_LINES
from app.domain.payments.commands import TakePayment
from app.domain.rules import Command
from app.domain.vocabulary import Refusal
from app.fiscal.checking import verify_profile
from app.services.house import Actor, Fact
from app.services.people import order_key

LEA = Actor("lea", "pos")
WILD = "sans sel \x1b@\x1dV\x00 🍤 «très» chaud\r\n\x07\u202e " + "é" * 5000
"""ESC @ resets a printer, GS V cuts the paper, U+202E turns the writing round."""


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    with demo_house(tmp_path, FixedClock()) as opened:
        yield opened


def do(opened: Opened, command: Command) -> tuple[Fact, ...]:
    result = opened.house.run(command, LEA)
    assert not isinstance(result, Refusal), result
    return result


def seat(opened: Opened) -> str:
    created = do(opened, OpenOrder(table="t12", covers=2))[0].event
    assert isinstance(created, OrderCreated)
    return created.order


def test_ten_thousand_lines_are_refused_kindly_and_the_order_still_sells(
    opened: Opened,
) -> None:
    order = seat(opened)
    said: set[str] = set()
    for _ in range(10_000):
        result = opened.house.run(
            AddLine(order=order, article="cafe", merge=False), LEA
        )
        if isinstance(result, Refusal):
            said.add(result.text)
    assert said == {"Cette note a trop de lignes : ouvrez-en une autre."}
    book = opened.house.world.book
    assert len(book.orders[order].lines) == MAX_LINES
    do(opened, SendOrder(order=order))
    due = order_due(book, book.orders[order])
    do(opened, TakePayment(order=order, method="card_manual", amount=due))
    assert book.closed(book.orders[order])
    assert verify_profile(opened.profile, deep=True).exit_code == 0


def test_wild_notes_reach_every_paper_without_a_command_in_them(opened: Opened) -> None:
    room = DeviceRoom(
        opened.house, opened.profile.spool, lambda _: None, lambda: None, SOFTWARE
    )
    room.start()
    try:
        order = seat(opened)
        dish = AddLine(
            order=order, article="bar_roti", kitchen_note=WILD, guest_note=WILD
        )
        do(opened, dish)
        sealed = opened.house.sealer.seal(order_key(order), f"arachides {WILD}")
        do(opened, NoteAllergy(order=order, seat=0, text=sealed))
        do(opened, SetOrderNote(order=order, kitchen=WILD, guest=WILD))
        do(opened, SendOrder(order=order))
        book = opened.house.world.book
        due = order_due(book, book.orders[order])
        pay = TakePayment(order=order, method="card_manual", amount=due, issued="paper")
        do(opened, pay)
        kitchen, counter = (room.simulated_printers[p] for p in ("chaud", "caisse"))
        assert kitchen.wait_for_tickets(1, 10.0)
        assert counter.wait_for_tickets(1, 10.0)
        for printer in room.simulated_printers.values():
            assert printer.unknown_commands == []
        ticket, receipt = kitchen.tickets[0].text, counter.tickets[0].text
    finally:
        room.stop()
    assert len(kitchen.digests) == len(counter.digests) == 1  # nothing cut them in two
    for paper in (ticket, receipt):
        assert "sans sel" in paper
        assert all(c == "\n" or c.isprintable() for c in paper)
    assert "TRÈS" in ticket.upper()
    assert "ARACHIDES" in ticket
    assert max(len(line) for line in ticket.splitlines()) <= 48
    assert "TOTAL TTC" in receipt
