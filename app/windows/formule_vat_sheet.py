"""How the VAT of formules was worked out: read beside the order, or beside the ticket."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from app.presenters.pos.formule_vat import FormuleVat
from resources.texts import tr
from widgets import theme
from widgets.card import SectionHeader
from widgets.sheet import SideSheet
from widgets.text import Align, Label

_WIDTH, _FIGURE = 640, 88


class FormuleVatSheet(SideSheet):
    """One block a formule: what is shared how, its dishes, its rates."""

    def __init__(
        self, host: QWidget, views: Sequence[FormuleVat], subtitle: str
    ) -> None:
        super().__init__(host, tr("TVA des formules"), subtitle, width=_WIDTH)
        body = self.sheet.body
        body.setSpacing(theme.SPACE.s)
        for view in views:
            body.addWidget(SectionHeader(view.title))
            for words in view.words:
                body.addWidget(Label(words, style="label", role="on_var", wrap=True))
            body.addSpacing(theme.SPACE.xs)
            heads = tr("Plat"), tr("À la carte"), tr("Taux"), tr("Sa part")
            body.addWidget(Figures(heads, view.dishes))
            body.addSpacing(theme.SPACE.s)
            rates = tr("Taux"), tr("À la carte"), tr("TTC"), tr("HT"), tr("TVA")
            body.addWidget(Figures(rates, view.rates, total=True))
        body.addStretch(1)
        self.closed.connect(self.deleteLater)


class Figures(QWidget):
    """A small table: words first, figures after them, at the right.

    Args:
        total: the last row is the sum of the others.
    """

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        total: bool = False,
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE.l)
        grid.setVerticalSpacing(theme.SPACE.xs)
        grid.setColumnStretch(0, 1)
        ends: list[Align] = ["end" for _ in heads[1:]]
        sides: list[Align] = ["start", *ends]
        for column, (head, side) in enumerate(zip(heads, sides, strict=True)):
            label = Label(head, style="caption", role="on_var", align=side)
            grid.addWidget(label, 0, column)
            grid.setColumnMinimumWidth(column, _FIGURE)
        for number, row in enumerate(rows, 1):
            for column, (text, side) in enumerate(zip(row, sides, strict=True)):
                style = "body_strong" if total and number == len(rows) else "body"
                words = Label(text, style=style, align=side, wrap=not column)
                grid.addWidget(words, number, column)
