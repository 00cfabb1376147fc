"""Covers to expect in the next days: who has reserved, and who usually comes anyway."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.presenters.admin.forecast import DayForecast
from resources.texts import tr
from widgets import theme
from widgets.list_row import ListRow
from widgets.sheet import SideSheet
from widgets.text import Label

_WIDE, _ROW = 560, 64


class ForecastSheet(SideSheet):
    """A title for each day, a row for each part of it; "fermé" for a day without any."""

    def __init__(self, host: QWidget, days: Sequence[DayForecast]) -> None:
        super().__init__(
            host,
            tr("Couverts attendus"),
            tr("De passage : comme ces 8 dernières semaines"),
            width=_WIDE,
        )
        body = self.sheet.body
        body.setSpacing(0)
        self.rows: list[ListRow] = []
        for day in days:
            body.addSpacing(theme.SPACE.s)
            body.addWidget(Label(day.title, style="line"))
            if not day.rows:
                body.addWidget(Label(tr("fermé"), style="label", role="on_var"))
            for view in day.rows:
                row = ListRow(view, height=_ROW, padding=0)
                self.rows.append(row)
                body.addWidget(row)
        body.addStretch(1)
        self.closed.connect(self.deleteLater)
