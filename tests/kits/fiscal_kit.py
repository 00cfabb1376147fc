"""Two services and their closings, and an archive of them, for tests of the fiscal side."""

from pathlib import Path

from gui_kit import FixedClock
from pay_kit import make_order, run

from app.bootstrap import SOFTWARE, Opened
from app.domain.archives import ArchiveMade
from app.domain.money import parse_decimal
from app.domain.orders.billing import order_due
from app.domain.payments.commands import RefundReceipt, TakePayment
from app.domain.receipts.compose import QTY_PLACES, heads
from app.domain.receipts.events import ReceiptIssued
from app.domain.till.decide import CountTill, OpenTill
from app.domain.till.events import Coins
from app.domain.vocabulary import Refusal
from app.fiscal.archive import make_archive, part_of, source_of
from app.fiscal.checking import verify_database
from app.fiscal.closing import close_day
from app.fiscal.periods import close_due
from app.projections.queries import document_by_number
from app.services.house import Actor

MARC = Actor("marc", "till")
FLOAT = (Coins(value=5000, count=3),)


def sell(
    opened: Opened,
    table: str = "t12",
    method: str = "card_manual",
    *,
    tip: int = 0,
    mode: str = "dine_in",
) -> str:
    """A table pays all it has; id of its order."""
    order = make_order(opened, table=table if mode == "dine_in" else "", mode=mode)
    book = opened.house.world.book
    due = order_due(book, book.orders[order])
    run(opened, TakePayment(order=order, method=method, amount=due, tip=tip))
    return order


def refund(opened: Opened, number: str) -> None:
    """Gives a whole document back in cash."""
    with opened.house.database.read() as connection:
        stored = document_by_number(connection, number)
    assert stored is not None
    original = stored.document
    assert isinstance(original, ReceiptIssued)
    back = tuple(
        (place, parse_decimal(line.quantity, QTY_PLACES))
        for place, line in enumerate(heads(original))
    )
    command = RefundReceipt(
        original=original, number=number, back=back, reason="error", method="cash"
    )
    run(opened, command)


def close(opened: Opened, counted: int = 3) -> None:
    """Counts so many notes of fifty and closes the day."""
    coins = (Coins(value=5000, count=counted),)
    assert not isinstance(opened.house.run(CountTill(coins=coins), MARC), Refusal)
    assert not isinstance(close_day(opened.house, MARC), Refusal)


def open_next(opened: Opened, clock: FixedClock) -> None:
    """The evening after, the till open again."""
    clock.forward(days=1)
    close_due(opened.house)
    assert not isinstance(opened.house.run(OpenTill(coins=FLOAT), MARC), Refusal)


def archive(opened: Opened, medium: Path, **days: str) -> ArchiveMade:
    """An archive of what was not archived yet, not recorded."""
    house = opened.house
    source = source_of(
        house,
        opened.signer,
        SOFTWARE,
        lambda: verify_database(house.database, opened.profile, deep=True),
        opened.profile.invoices,
        opened.profile.files,
    )
    medium.mkdir(exist_ok=True)
    folder = opened.profile.folder / "archives"
    return make_archive(
        source, part_of(house, **days), folder, medium, lambda *told: None
    )
