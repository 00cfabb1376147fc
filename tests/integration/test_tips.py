"""A tip by another tender: on its own document it is nobody's turnover, whoever adds up."""

from pathlib import Path

from credit_kit import event_of
from fiscal_kit import archive, close, sell
from gui_kit import FixedClock, demo_house
from pay_kit import run

from app.domain.payments.commands import CorrectPayment, TakePayment
from app.domain.receipts.events import ReceiptIssued
from app.fiscal import verifier_sotto
from app.fiscal.accounting import books_of, parts_of
from app.fiscal.checking import verify_database
from app.fiscal.closing import sums_of
from app.fiscal.periods import closings
from app.followers.paper.stored import stored_paper
from app.projections.queries import document, documents


def test_tips_after_the_bill_add_up_everywhere(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        order = sell(opened)
        tip = TakePayment(order=order, method="cash", amount=0, tip=500)
        given = event_of(run(opened, tip), ReceiptIssued)
        wrong = TakePayment(order=order, method="cash", amount=0, tip=200)
        keyed = event_of(run(opened, wrong), ReceiptIssued)
        run(
            opened,
            CorrectPayment(
                order=order,
                payment=keyed.payments[0].payment,
                method="card_manual",
                reason="touche",
            ),
        )
        with opened.database.read() as connection:
            stored = document(connection, given.receipt)
            listed = documents(connection)
        assert stored is not None
        assert "Pourboire · Espèces" in str(stored_paper(opened.house, stored))
        assert [(row.ttc, row.beside) for row in listed] == [
            (0, 200),
            (0, 500),
            (8450, 0),
        ]
        assert opened.house.world.till("C1").cash == 15_000 + 500
        close(opened)
        (closing,) = closings(opened.database, "C1", "Z")
        sums = sums_of(closing.event.figures)  # type: ignore[attr-defined]  # a Z
        assert sums["tender", "cash", "tip"] == 500
        assert sums["tender", "card_manual", "tip"] == 200
        assert sums["document", "sale", "ttc"] == 8450
        values = opened.house.world.settings.values
        books = books_of(opened.database, values, "2026", "2027")
        for _, amounts in parts_of(books.closings[0]):
            assert sum(cents for _, cents in amounts) == 0
        assert not verify_database(opened.database, opened.profile, deep=True).errors
        made = archive(opened, tmp_path / "usb")
    found = verifier_sotto.verify(tmp_path / "usb" / made.file)
    assert found.findings == []
