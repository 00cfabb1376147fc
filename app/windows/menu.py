"""The person's menu: change user, the till, the last receipt again, looks and language."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from app.presenters.people import PersonView
from resources.texts import language, tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choices import Choice, SegmentedButtons
from widgets.person_card import PersonCard
from widgets.sheet import SideSheet

_IN_SIGHT = 3
"""Large cards that leave the acts below them in sight."""
_LONG = 2
"""Acts with many words, two in their row; the others are three."""


class PersonMenu(SideSheet):
    """What is not part of taking orders but wanted all day.

    Signals:
        person_requested(str): this person wants the window.
        act_requested(str): "till", "drawer", "reprint", "lock", "full_screen".
        mode_requested(str): "light", "dark" or "contrast".
        language_requested(str): "fr" or "en".
    """

    person_requested = Signal(str)
    act_requested = Signal(str)
    mode_requested = Signal(str)
    language_requested = Signal(str)

    def __init__(
        self, host: QWidget, people: Sequence[PersonView], present: str, mode: str
    ) -> None:
        super().__init__(host, tr("Menu"), present, side="left", width=640)
        body = self.sheet.body
        body.addWidget(SectionHeader(tr("Changer de personne")))
        grid = QGridLayout()
        grid.setSpacing(12)
        grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        for number, person in enumerate(people):
            card = PersonCard(
                person.name,
                initials=person.initials,
                tone=person.tone,
                subtitle=person.subtitle,
            )
            card.setCheckable(False)
            card.set_compact(compact=len(people) > _IN_SIGHT)
            card.setProperty("person", person.id)
            card.clicked.connect(self._on_person_clicked)
            grid.addWidget(card, number // 3, number % 3)
        body.addLayout(grid)
        body.addSpacing(theme.SPACE.l)
        self.acts: dict[str, Button] = {}
        acts = QGridLayout()
        acts.setSpacing(theme.SPACE.s)
        for number, (key, words, icon) in enumerate(
            (
                ("reprint", tr("Réimprimer le dernier ticket"), "receipt_long"),
                ("till", tr("Ouvrir ou clôturer la caisse"), "point_of_sale"),
                ("drawer", tr("Monnaie"), "payments"),
                ("lock", tr("Verrouiller"), "lock"),
                ("full_screen", tr("Plein écran"), "desktop_windows"),
            )
        ):
            button = Button(words, kind="outlined", height=64, icon=icon)
            button.setProperty("act", key)
            button.clicked.connect(self._on_act_clicked)
            self.acts[key] = button
            row, place, wide = (
                (0, number, 3) if number < _LONG else (1, number - _LONG, 2)
            )
            acts.addWidget(button, row, place * wide, 1, wide)
        body.addLayout(acts)
        body.addSpacing(theme.SPACE.l)
        self.modes = SegmentedButtons(
            (
                Choice("light", tr("Clair"), "light_mode"),
                Choice("dark", tr("Sombre"), "dark_mode"),
                Choice("contrast", tr("Contraste"), "contrast"),
            ),
            chosen=mode,
            name=tr("Apparence"),
        )
        self.modes.chosen.connect(self.mode_requested)
        body.addWidget(self.modes)
        body.addSpacing(theme.SPACE.s)
        self.languages = SegmentedButtons(
            (Choice("fr", "Français"), Choice("en", "English")),
            chosen=language(),
            name=tr("Langue"),
        )
        self.languages.chosen.connect(self.language_requested)
        body.addWidget(self.languages)
        body.addStretch(1)

    @Slot()
    def _on_person_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.person_requested.emit(str(sender.property("person")))
            self.close_overlay()

    @Slot()
    def _on_act_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.act_requested.emit(str(sender.property("act")))
            self.close_overlay()
