"""The person's menu: change user, the till, the last receipt again, looks and language."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.domain.environment import TRAINING
from app.domain.staff.comfort import Comfort
from app.domain.staff.decide import SetComfort
from app.domain.staff.events import ComfortSet
from app.domain.till.decide import OpenDrawer
from app.domain.training.decide import StartTraining
from app.presenters.admin.team import wears_pagers
from app.presenters.people import PersonView, present_login, present_person
from app.services.headset_care import headsets_here
from app.services.house import Fact
from app.windows.comfort_sheet import ComfortSheet, languages, modes
from app.windows.desk import Desk
from app.windows.pager_sheet import PagerSheet
from app.windows.reprint import reprint_last
from app.windows.shift_sheet import ShiftSheet
from app.windows.voice.take_sheet import TakeSheet
from resources.texts import language, tr
from widgets import theme
from widgets.button import Button
from widgets.card import SectionHeader
from widgets.choices import SegmentedButtons
from widgets.person_card import PersonCard
from widgets.sheet import SideSheet

_IN_SIGHT = 3
"""Large cards that leave the acts below them in sight."""
_WIDTH, _MARGINS = 656, 48


class PersonMenu(SideSheet):
    """What is not part of taking orders but wanted all day.

    Signals:
        person_requested(str): this person wants the window.
        act_requested(str): "till", "drawer", "reprint", "shift", "lock", "full_screen",
            "windows", "comfort", "school", "headset", "pager".
        looks_requested(str, str): field of a `Comfort` and its value.
    """

    person_requested = Signal(str)
    act_requested = Signal(str)
    looks_requested = Signal(str, str)

    def __init__(
        self,
        host: QWidget,
        people: Sequence[PersonView],
        present: str,
        *,
        school: bool,
        headset: bool,
        pager: bool,
    ) -> None:
        super().__init__(host, tr("Menu"), present, side="left", width=_WIDTH)
        body = self.sheet.body
        if people:
            body.addWidget(SectionHeader(tr("Changer de personne")))
        grid = QGridLayout()
        grid.setSpacing(12)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for number, person in enumerate(people):
            card = PersonCard(
                person.name,
                initials=person.initials,
                tone=person.tone,
                subtitle=person.subtitle,
            )
            card.setCheckable(False)
            card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            card.set_compact(compact=len(people) > _IN_SIGHT)
            card.setProperty("person", person.id)
            card.clicked.connect(self._on_person_clicked)
            grid.addWidget(card, number // 3, number % 3)
        body.addLayout(grid)
        body.addSpacing(theme.SPACE.l)
        self.acts: dict[str, Button] = {}
        wanted = (
            ("reprint", tr("Réimprimer le dernier ticket"), "receipt_long"),
            ("till", tr("Ouvrir ou clôturer la caisse"), "point_of_sale"),
            ("drawer", tr("Monnaie"), "payments"),
            ("lock", tr("Verrouiller"), "lock"),
            ("full_screen", tr("Plein écran"), "desktop_windows"),
            ("windows", tr("Fenêtres"), "open_in_new"),
            ("shift", tr("Fin de service"), "fact_check"),
            ("comfort", tr("Affichage"), "accessible"),
            *((("school", tr("École de caisse"), "school"),) if school else ()),
            *((("headset", tr("Casque"), "headset_mic"),) if headset else ()),
            *((("pager", tr("Bipeur"), "notifications_active"),) if pager else ()),
        )
        for key, words, icon in wanted:
            button = Button(words, kind="outlined", height=64, icon=icon)
            button.setProperty("act", key)
            button.clicked.connect(self._on_act_clicked)
            self.acts[key] = button
        for row in _rows(list(self.acts.values()), _WIDTH - _MARGINS):
            line = QHBoxLayout()
            line.setSpacing(theme.SPACE.s)
            for button in row:
                line.addWidget(button, 1)
            body.addLayout(line)
        body.addSpacing(theme.SPACE.l)
        self.modes = SegmentedButtons(
            modes(), chosen=theme.mode().name.lower(), name=tr("Apparence")
        )
        self.modes.chosen.connect(self._on_mode_chosen)
        self.languages = SegmentedButtons(
            languages(), chosen=language(), name=tr("Langue")
        )
        self.languages.chosen.connect(self._on_language_chosen)
        looks = QHBoxLayout()
        looks.setSpacing(theme.SPACE.s)
        looks.addWidget(self.modes, 3)
        looks.addWidget(self.languages, 2)
        body.addLayout(looks)
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

    @Slot(str)
    def _on_mode_chosen(self, name: str) -> None:
        self.looks_requested.emit("mode", name)

    @Slot(str)
    def _on_language_chosen(self, name: str) -> None:
        self.looks_requested.emit("language", name)


def _rows(buttons: Sequence[Button], room: int) -> list[list[Button]]:
    """As many in each row as their words leave room for."""
    rows, left = [list[Button]()], room
    for button in buttons:
        wide = button.sizeHint().width()
        if rows[-1] and wide > left:
            rows.append([])
            left = room
        rows[-1].append(button)
        left -= wide + theme.SPACE.s
    return rows


class MenuController(QObject):
    """Opens the menu of whoever is at the window, and does what it is asked there.

    Signals:
        person_requested(str): this person wants the window.
        lock_requested: nobody is at the window any more.
        full_screen_requested: the whole screen, or a window again.
        windows_requested: another window is wanted beside this one.
    """

    person_requested = Signal(str)
    lock_requested = Signal()
    full_screen_requested = Signal()
    windows_requested = Signal()

    def __init__(self, desk: Desk, host: QWidget) -> None:
        super().__init__(host)
        self._desk, self._host = desk, host

    @Slot()
    def open(self) -> None:
        """Shows the menu over the page."""
        house = self._desk.house
        people = present_login(house, house.clock()).people
        others = [person for person in people if person.id != self._desk.person]
        self.sheet = PersonMenu(
            self._host,
            others,
            present_person(house, self._desk.person).name,
            school=house.environment != TRAINING,
            headset=bool(headsets_here(house)),
            pager=wears_pagers(house.world, self._desk.person),
        )
        self.sheet.person_requested.connect(self.person_requested)
        self.sheet.act_requested.connect(self._on_act_requested)
        self.sheet.looks_requested.connect(self._on_looks_requested)
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.open()

    @Slot(str)
    def _on_act_requested(self, act: str) -> None:
        match act:
            case "till":
                self._desk.go("till", "open")
            case "drawer":
                self._desk.run(OpenDrawer(reason=tr("Monnaie")))
            case "reprint":
                reprint_last(self._desk)
            case "shift":
                ShiftSheet(self._host, self._desk).open()
            case "lock":
                self.lock_requested.emit()
            case "comfort":
                self._ask_comfort()
            case "school":
                self._desk.run(StartTraining(), self._on_school_opened)
            case "headset":
                TakeSheet(self._host, self._desk).open()
            case "pager":
                PagerSheet(self._host, self._desk).open()
            case "windows":
                self.windows_requested.emit()
            case _:
                self.full_screen_requested.emit()

    @Slot(str, str)
    def _on_looks_requested(self, field: str, value: str) -> None:
        wardrobe = self._desk.wardrobe
        if wardrobe is not None:
            self._set_comfort(replace(wardrobe.worn, **{field: value}))  # type: ignore[arg-type]  # a field of text

    def _ask_comfort(self) -> None:
        wardrobe, person = self._desk.wardrobe, self._desk.person
        if wardrobe is None:
            return
        own = self._desk.world.staff.comforts.get(person) is not None
        words = tr("{name}, sur tous les terminaux", name=self._desk.name)
        sheet = ComfortSheet(self._host, words, wardrobe.worn, own=own)
        sheet.chosen.connect(self._set_comfort)
        sheet.open()

    @Slot(object)
    def _set_comfort(self, comfort: Comfort | None) -> None:
        event = ComfortSet(person=self._desk.person, comfort=comfort)
        self._desk.run(SetComfort(event=event))

    def _on_school_opened(self, _: tuple[Fact, ...]) -> None:
        self._desk.say(tr("L'école de caisse s'ouvre dans une fenêtre à part."))
