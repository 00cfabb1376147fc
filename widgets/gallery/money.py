"""Money and figures drawn: charts, a bill split by payers, paper, options of a dish."""

from PySide6.QtWidgets import QWidget

from resources.texts import tr
from widgets.chart import BarChart, FiletRows
from widgets.gallery.frame import card, row, section
from widgets.gallery_samples_money import (
    best_sellers,
    paper_pieces,
    payers,
    sales_by_hour,
    tenders,
)
from widgets.gallery_samples_options import formule_steps, option_groups
from widgets.option_tile import OptionGroup, StepBar
from widgets.paper_roll import PaperRoll
from widgets.split_board import SplitBoard


def charts() -> QWidget:
    """Today beside the same day last week; shares as filets."""
    bars = BarChart()
    bars.display(sales_by_hour())
    bars.setFixedHeight(244)
    paid, sold = FiletRows("Encaissements"), FiletRows("Meilleures ventes")
    paid.display(tenders())
    sold.display(best_sellers())
    below = row(paid, sold, spacing=32, stretch=False)
    return section(tr("Courbes et parts"), card(bars, below, spacing=20))


def split() -> QWidget:
    """One paid, one paying, one to come."""
    board = SplitBoard()
    board.display(payers())
    board.setFixedHeight(500)
    return section(tr("Partage de l'addition"), board)


def paper() -> QWidget:
    """What came out of a printer."""
    roll = PaperRoll("Bar")
    for piece in paper_pieces():
        roll.append(piece)
    roll.setFixedHeight(500)
    return section(tr("Papier"), roll)


def options() -> QWidget:
    """Groups of a dish, steps of a formule."""
    steps = StepBar()
    steps.display(formule_steps())
    groups = [OptionGroup(view) for view in option_groups()]
    return section(tr("Options d'un plat"), card(steps, *groups, spacing=20))
