"""What comes out of the printer for vouchers, deposits and refunds without a ticket."""

from pathlib import Path

from credit_kit import beside, client, event_of, give_back, take
from gui_kit import FixedClock, demo_house
from pay_kit import make_order, run

from app.domain.credits.decide import AddBeside
from app.domain.invoices.decide import NameNote
from app.domain.orders.commands import PrintAddition
from app.domain.payments.commands import PrintSlip, RefundFreely, Returned
from app.domain.receipts.events import ReceiptIssued
from app.followers.printing import PrintingFollower
from app.services.documents import duplicate_of
from app.services.people import order_key
from hardware.printers.document import Barcode, Box, Columns, Document, Text


class Printers:
    def __init__(self) -> None:
        self.papers: list[Document] = []

    def submit(self, printer: str, key: str, paper: Document) -> None:
        if not paper.title.startswith(("Léa", "Marc")):
            self.papers.append(paper)


def words(paper: Document) -> str:
    """Everything that is written on a paper."""
    found = []
    for block in paper.blocks:
        inner = block.lines if isinstance(block, Box) else (block,)
        for each in inner:
            if isinstance(each, Columns):
                found.append(" ".join(cell.text for cell in each.cells))
            elif isinstance(each, Text):
                found.append(each.text)
    return "\n".join(found).replace("\u00a0", " ")


def test_every_paper_of_a_credit(tmp_path: Path) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        printers = Printers()
        house = opened.house
        house.follow(PrintingFollower(house, printers, "Sotto F1.0").follow)
        sold, gift = beside(opened, "gift", 5000)
        receipt, voucher = [p for p in printers.papers if p.kind == "receipt"]
        assert receipt.title == "REÇU C1-000001"
        assert "Bon cadeau (hors TVA) 50,00" in words(receipt)
        assert "TVA 10" not in words(receipt)
        assert [b.text for b in voucher.blocks if isinstance(b, Barcode)] == [gift.code]
        assert "valable jusqu'au 20/11/2027" in words(voucher)

        order = make_order(opened, table="t14")
        run(opened, AddBeside(order=order, kind="gift", amount=2500))
        run(opened, PrintAddition(order=order))
        assert "109,50 €" in words(printers.papers[-1])
        take(opened, order, issued="paper")

        _, deposit = beside(opened, "deposit", 4000)
        assert "dont TVA 10 % sur 36,36 HT 3,64" in words(printers.papers[-2])
        order = make_order(opened, table="t12")
        take(opened, order, "deposit", amount=4000, reference=deposit.code)
        bought = event_of(take(opened, order, issued="paper"), ReceiptIssued)
        assert "dont TVA 10 % déjà facturée 3,64" in words(printers.papers[-1])

        for kind, title in (("gift", "TICKET CADEAU"), ("proof", "PREUVE DE PAIEMENT")):
            slip = PrintSlip(
                order=order, receipt=bought.receipt, number="C1-000004", kind=kind
            )
            run(opened, slip)
            said = words(printers.papers[-1])
            assert title in said
            assert ("Magret" in said) == (kind == "gift")
            assert ("44,50" in said) == (kind == "proof")

        give_back(opened, sold, "C1-000001", beside=(gift.credit,))
        assert "ANNULATION DU TICKET N° C1-000001" in words(printers.papers[-1])
        lines = (Returned(article="cafe", quantity=1000, price=220),)
        run(opened, RefundFreely(lines=lines, reason="tasse", method="store"))
        refund, store = printers.papers[-2:]
        assert "Remboursement sans ticket : tasse" in words(refund)
        assert "AVOIR" in words(store)


def test_a_note_bears_the_name_that_the_guest_wants_until_it_is_erased(
    tmp_path: Path,
) -> None:
    with demo_house(tmp_path / "profile", FixedClock()) as opened:
        printers, house = Printers(), opened.house
        house.follow(PrintingFollower(house, printers, "Sotto F1.0").follow)
        order = make_order(opened, table="t14")
        sealed = house.sealer.seal(order_key(order), "Anne Martin")
        run(opened, NameNote(order=order, bill="", name=sealed))
        issued = event_of(take(opened, order, issued="paper"), ReceiptIssued)
        assert "Client : Anne Martin" in words(printers.papers[-1])
        assert "Anne" not in issued.customer
        house.sealer.erase(order_key(order))
        run(opened, duplicate_of(house, order, issued.receipt, "C1-000001"))
        assert "DUPLICATA 1" in words(printers.papers[-1])
        assert "Client" not in words(printers.papers[-1])

        owed = make_order(opened, table="t12")
        take(opened, owed, "account", reference=client(opened), issued="paper")
        assert "Client : Anne Martin" in words(printers.papers[-1])
