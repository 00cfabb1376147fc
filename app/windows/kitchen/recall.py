"""What comes back to the kitchen, and why: every bump of the service, newest first."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.presenters.kitchen.recall import (
    MISTAKE,
    REASONS,
    Bump,
    reason_words,
    when_words,
)
from app.windows.desk import Desk
from app.windows.kitchen.acts import CookActs
from resources.texts import tr
from widgets.choices import Choice, SegmentedButtons
from widgets.empty_state import EmptyState
from widgets.list_row import ListRow, RowView
from widgets.sheet import SideSheet

SHOWN = 60
"""Rows at most: nobody looks for the sixty-first."""


class RecallSheet(SideSheet):
    """Choose why, then touch what comes back; it keeps its age."""

    def __init__(
        self, host: QWidget, desk: Desk, acts: CookActs, bumps: list[Bump]
    ) -> None:
        super().__init__(host, tr("Rappel"), tr("Ce qui revient garde son âge"))
        self._acts = acts
        choices = [Choice(reason, reason_words(reason)) for reason in REASONS]
        self.reasons = SegmentedButtons(choices, chosen=MISTAKE, name=tr("Pourquoi"))
        self.rows: list[ListRow] = []
        self._bumps = bumps[:SHOWN]
        body, now = self.sheet.body, desk.house.clock()
        body.addWidget(self.reasons)
        for bump in self._bumps:
            view = RowView(bump.title, bump.words, trailing=when_words(bump, now))
            row = ListRow(view, height=72, padding=0)
            row.clicked.connect(self._on_row_clicked)
            self.rows.append(row)
            body.addWidget(row)
        if not bumps:
            body.addWidget(EmptyState(tr("Rien n'a encore été marqué prêt.")))
        body.addStretch(1)
        self.closed.connect(self.deleteLater)

    @Slot()
    def _on_row_clicked(self) -> None:
        row, reason = self.sender(), self.reasons.chosen_key
        bump = next(
            b for b, each in zip(self._bumps, self.rows, strict=True) if each is row
        )
        self.close_overlay()
        self._acts.recall_bump(bump, reason)
