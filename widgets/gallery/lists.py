"""Figures, rows and tables of the back office."""

from PySide6.QtWidgets import QWidget

from resources.texts import tr
from widgets.figure_card import FigureCard, FigureView
from widgets.gallery.frame import card, row, section
from widgets.list_row import ListRow, RowView, SwipeAct
from widgets.table_model import Cell, Column, Row
from widgets.table_view import DataTable


def figures() -> QWidget:
    """The four figures of the day."""
    shown = (
        FigureView(
            "Chiffre d’affaires TTC",
            "3 010,40 €",
            "+ 8 %",
            "vs ven. dernier",
            fraction=0.72,
        ),
        FigureView("Couverts", "94", "+ 5", "vs ven. dernier", fraction=0.67),
        FigureView(
            "Coût matière",
            "29,4 %",
            "+ 1,1 pt",
            "vs ven. dernier",
            good=False,
            fraction=0.88,
        ),
    )
    line = row(*(FigureCard(view) for view in shown), spacing=12, stretch=False)
    return section(tr("Chiffres"), card(line))


def rows() -> QWidget:
    """A feed: what happened, who, how much."""
    shown = (
        RowView(
            "Ligne retirée après la note",
            "T. 9 · Karim · 19:52 · Magret",
            icon="undo",
            tone="danger",
            trailing="− 19,50",
        ),
        RowView(
            "Offert au-dessus du plafond",
            "T. 4 · Inès · accord Marc",
            icon="redeem",
            tone="warning",
            trailing="24,00",
        ),
        RowView(
            "Plats au-delà de la limite",
            "Chaud · 3 tables · 16 min",
            icon="timer",
            tone="info",
            fill_icon=True,
        ),
        RowView("Léa", "Salle · en service", initials="LÉ"),
    )
    left = SwipeAct("void", "Annuler", "block", "danger")
    right = SwipeAct("offer", "Offrir", "redeem", "tonal")
    made = [
        ListRow(view, height=65, chevron=True, swipe_left=left, swipe_right=right)
        for view in shown
    ]
    made[1].set_chosen(chosen=True)
    return section(tr("Lignes de liste"), card(*made, spacing=0, padding=1))


def table() -> QWidget:
    """Sorted by name, one row chosen."""
    made = DataTable(
        (
            Column("name", "Article", style="strong"),
            Column("category", "Catégorie", 104),
            Column("price", "Prix TTC", 92, "end", "plain"),
            Column("vat", "TVA", 60, "end"),
            Column("cost", "Coût", 60, "end"),
            Column("stock", "Stock", 60, "end"),
            Column("sale", "Vente", 116),
        ),
        name="Carte",
    )
    filets = {"Plats": "category_plats", "Entrées": "category_entrees"}
    on_sale = Cell("en vente", icon="check")
    shown = (
        ("Bar rôti, fenouil", "Plats", 2300, "38 %", "6", on_sale),
        ("Blanquette de veau", "Plats", 1850, "27 %", "0", Cell("86", tag="inverse")),
        ("Entrecôte 300 g", "Plats", 2400, "32 %", "—", on_sale),
        (
            "Saumon gravlax",
            "Entrées",
            1250,
            "33 %",
            "4",
            Cell("bas", tag="warning", icon="trending_down"),
        ),
    )
    made.set_rows(
        [
            Row(
                name,
                (
                    Cell(name, filet=filets[category]),
                    category,
                    Cell(f"{cents // 100},{cents % 100:02d}", sort=cents),
                    "10 %",
                    cost,
                    stock,
                    sale,
                ),
            )
            for name, category, cents, cost, stock, sale in shown
        ]
    )
    made.sort_by("name")
    made.choose("Entrecôte 300 g")
    made.setFixedHeight(44 + 4 * 53 + 58)
    return section(tr("Tableau"), made)
