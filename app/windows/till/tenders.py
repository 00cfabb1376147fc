"""What cards, vouchers and cheques came to, each beside what something else says of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.payments.commands import FOREIGN
from app.presenters.till.tenders import TenderRow
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.field import MoneyField
from widgets.list_row import ListRow, RowView

_TOLD = 168


class TendersPane(QWidget):
    """A row for each; the total of the other paper is typed, or the terminal is asked.

    Args:
        told: key of a row -> cents that are known already.

    Signals:
        act_requested(str): "collect:<terminal>".
    """

    act_requested = Signal(str)

    def __init__(
        self,
        rows: Sequence[TenderRow] = (),
        told: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._known = told
        self.fields: dict[str, MoneyField] = {}
        self.asks: dict[str, Button] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE.s)
        for row in rows:
            column.addLayout(self._line(row))

    def _line(self, row: TenderRow) -> QHBoxLayout:
        view = RowView(row.name, row.count, icon=row.icon, trailing=row.amount)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE.l)
        line.addWidget(ListRow(view, padding=0), 1)
        if row.collects:
            ask = Button(tr("Télécollecte"), kind="outlined", height=48)
            ask.setProperty("terminal", row.terminal)
            ask.setEnabled(row.key not in self._known)  # it says it once
            ask.clicked.connect(self._on_ask_clicked)
            self.asks[row.terminal] = ask
            line.addWidget(ask)
        if row.told_apart:
            cents = self._known.get(row.key)
            foreign = row.method == FOREIGN
            field = MoneyField(
                tr("Compté") if foreign else tr("Relevé"),
                cents=cents,
                suffix=row.terminal if foreign else "€",
                height=48,
                allow_empty=True,
            )
            field.setFixedWidth(_TOLD)
            self.fields[row.key] = field
            line.addWidget(field)
        return line

    @property
    def told(self) -> dict[str, int]:
        """Key of a row -> cents that were typed, or that the terminal said."""
        cents = {key: field.cents for key, field in self.fields.items()}
        return {key: found for key, found in cents.items() if found is not None}

    def show_told(self, terminal: str, cents: int | None) -> None:
        """What a terminal says it took; None when it can be asked again."""
        field, ask = self.fields.get(f"card:{terminal}"), self.asks.get(terminal)
        if field is not None and cents is not None:
            field.set_cents(cents)
        elif ask is not None:
            ask.setEnabled(True)

    @Slot()
    def _on_ask_clicked(self) -> None:
        ask = self.sender()
        if isinstance(ask, Button):
            ask.setEnabled(False)  # it may take a minute
            self.act_requested.emit(f"collect:{ask.property('terminal')}")
