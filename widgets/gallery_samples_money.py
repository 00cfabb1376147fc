"""The bill split by seats, the day's figures and a ticket on paper, for the gallery."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from widgets import fonts
from widgets.chart import BarView, ChartView, FiletRowView
from widgets.paper_roll import DOTS, PaperPiece
from widgets.split_column import PayerView, SplitLineView


def payers() -> tuple[PayerView, ...]:
    """Table 12 by seats: one paid, one paying, one to come."""
    badoit = SplitLineView(
        id="badoit",
        quantity="1/3",
        name="Badoit 1 L",
        price_text="2,00",
        note="partagé en 3",
    )
    pichet = SplitLineView(
        id="pichet",
        quantity="1/2",
        name="Pichet Brouilly",
        price_text="6,50",
        note="partagé en 2",
    )
    return (
        PayerView(
            id="1",
            badge="1",
            title="Place 1",
            state="paid",
            state_text="payée",
            total_text="40,00",
            act_text="Carte · ticket 214",
            act_icon="contactless",
            lines=(
                SplitLineView(
                    id="oeufs", quantity="1", name="Œufs mimosa", price_text="7,50"
                ),
                SplitLineView(
                    id="entrecote",
                    quantity="1",
                    name="Entrecôte 300 g",
                    price_text="24,00",
                ),
                badoit,
                pichet,
            ),
        ),
        PayerView(
            id="2",
            badge="2",
            title="Place 2",
            state="current",
            state_text="en cours",
            total_text="36,50",
            act_text="Encaisser 36,50 €",
            lines=(
                SplitLineView(
                    id="soupe", quantity="1", name="Soupe à l’oignon", price_text="8,50"
                ),
                SplitLineView(
                    id="magret",
                    quantity="1",
                    name="Magret de canard",
                    price_text="19,50",
                    chosen=True,
                ),
                badoit,
                pichet,
            ),
        ),
        PayerView(
            id="3",
            badge="3",
            title="Place 3 · enfant",
            state_text="à payer",
            total_text="14,00",
            act_text="Encaisser 14,00 €",
            lines=(
                SplitLineView(
                    id="menu", quantity="1", name="Menu enfant", price_text="12,00"
                ),
                badoit,
            ),
        ),
    )


def sales_by_hour() -> ChartView:
    """Friday 20 November at 20:34, beside the Friday before."""
    today = (80, 420, 690, 305, 60, 25, 70, 180, 520, 640)
    before = (60, 390, 640, 330, 90, 30, 50, 160, 410, 700, 610, 280, 85)
    top = 750
    return ChartView(
        title="Ventes par heure",
        marks=tuple((euros / top, f"{euros} €") for euros in (200, 400, 600)),
        legend="aujourd’hui",
        compared_legend="ven. dernier",
        bars=tuple(
            BarView(
                label=f"{hour} h",
                share=today[number] / top if number < len(today) else None,
                compared=before[number] / top,
                current=hour == 20,
            )
            for number, hour in enumerate(range(11, 24))
        ),
    )


def tenders() -> tuple[FiletRowView, ...]:
    """What was paid how."""
    rows = (
        ("contactless", "Carte", "1 942,30 €", 0.64, "course_4"),
        ("confirmation_number", "Titres-restaurant", "486,00 €", 0.16, "course_3"),
        ("payments", "Espèces", "412,10 €", 0.14, "course_2"),
        ("account_balance_wallet", "En compte", "170,00 €", 0.06, "course_5"),
    )
    return tuple(
        FiletRowView(
            id=label, icon=icon, label=label, value_text=value, share=share, role=role
        )
        for icon, label, value, share, role in rows
    )


def best_sellers() -> tuple[FiletRowView, ...]:
    """What sold best."""
    rows = (
        ("wine_bar", "Verre de Brouilly", 31, "category_vins"),
        ("restaurant", "Entrecôte 300 g", 22, "category_plats"),
        ("restaurant", "Magret de canard", 17, "category_plats"),
        ("cake", "Crème brûlée", 16, "category_desserts"),
    )
    return tuple(
        FiletRowView(
            id=label,
            icon=icon,
            label=label,
            value_text=str(count),
            share=count / 31,
            role=role,
        )
        for icon, label, count, role in rows
    )


def paper_pieces() -> tuple[PaperPiece, ...]:
    """Two tickets that were cut, as a printer would have them."""
    kitchen = ("CHAUD      BON 214", "12  20:34 · SUITE 2", "1 ENTRECÔTE", "  SAIGNANT")
    receipt = ("LE VIEUX MOULIN", "Table 12 · 3 couverts", "TOTAL TTC  84,50 €")
    return (
        PaperPiece(
            id="214", image=_printed(kitchen), caption="Bon de cuisine 214 · 20:34"
        ),
        PaperPiece(
            id="C1", image=_printed(receipt), caption="Ticket de caisse · 20:41"
        ),
    )


def _printed(lines: tuple[str, ...]) -> QImage:
    fonts.load_fonts()
    image = QImage(DOTS, 56 * len(lines), QImage.Format.Format_Mono)
    image.fill(1)
    painter = QPainter(image)
    painter.setFont(fonts.font("paper_strong", 1.7))
    painter.setPen(QColor(Qt.GlobalColor.black))
    for number, line in enumerate(lines):
        painter.drawText(0, 56 * number + 40, line)
    painter.end()
    return image
