"""Setting a new house up: one page after the other, each answer written at once.

Nothing of an answer is kept here, so closing the window in the middle, or losing the
machine, loses the page on show at most.
"""

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.rules import Command
from app.presenters.admin.card_import import Imported, decoded, read_card
from app.presenters.opening import (
    ADDRESS,
    house_errors,
    house_values,
    import_words,
    network_address,
    pin_errors,
    place_of,
    title_of,
)
from app.services import opening
from app.services.house import House
from app.services.opening import CARD, DEVICES, DONE, HOUSE, ROOMS, SHOP, TEAM
from app.services.people import hash_pin, person_name
from app.windows.desk import refusal_text
from app.windows.opening_pages import (
    KEPT,
    CardPage,
    DevicesPage,
    HousePage,
    OpeningPage,
    RoomsPage,
    TeamPage,
)
from app.windows.small_window import SmallWindow
from app.windows.tasks import Background
from db.errors import KnownError
from hardware.doctor import observe
from resources.texts import tr
from widgets import theme
from widgets.button import Button
from widgets.text import Label

_HEIGHT = 700
_PRINTER_PORT, _TERMINAL_PORT = 9100, 8888


class OpeningWindow(SmallWindow):
    """Asks what a new house needs to sell and print.

    Attributes:
        done: everything was asked.
    """

    def __init__(self, house: House, pepper: bytes) -> None:
        super().__init__(_HEIGHT, house.mark)
        self.done = False
        self._house, self._pepper = house, pepper
        self._imported: Imported | None = None
        self.background = Background(self)
        printers = [port.path for port in observe().usb_printers if port.usable]
        self.identity, self.team, self.card = HousePage(), TeamPage(), CardPage()
        self.rooms, self.devices = RoomsPage(), DevicesPage(printers)
        self.pages: dict[str, OpeningPage] = {
            HOUSE: self.identity,
            TEAM: self.team,
            CARD: self.card,
            ROOMS: self.rooms,
            DEVICES: self.devices,
        }
        self._answers: dict[str, Callable[[], None]] = {
            HOUSE: self._answer_house,
            TEAM: self._answer_team,
            CARD: self._answer_card,
            ROOMS: self._answer_rooms,
            DEVICES: self._answer_devices,
        }
        self.place = Label(style="label", role="on_var")
        self.title = Label(style="h2")
        self.trouble = Label(style="body", role="danger", wrap=True)
        self.back = Button(tr("Retour"), kind="text", icon="arrow_back")
        self.later = Button(tr("Plus tard"), kind="text")
        self.go = Button(tr("Continuer"), icon="arrow_forward")
        self.stack.addWidget(self._framed())
        for page in self.pages.values():
            page.ready.connect(self._on_go)
        self.card.file_chosen.connect(self._on_file_chosen)
        self.back.clicked.connect(self._on_back)
        for keys in ("Alt+Left", "Escape"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._on_back)
        self.later.clicked.connect(self._on_later)
        self.go.clicked.connect(self._on_go)
        self._prefill()
        self._show_step(opening.due(house))

    def _framed(self) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.place)
        column.addWidget(self.title)
        column.addSpacing(theme.SPACE.m)
        for page in self.pages.values():
            column.addWidget(page, 1)
        column.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.setSpacing(theme.TOUCH.gap)
        foot.addWidget(self.back)
        foot.addWidget(self.later)
        foot.addStretch(1)
        foot.addWidget(self.go)
        column.addLayout(foot)
        return frame

    def _prefill(self) -> None:
        """What was answered before an interruption stands there."""
        page, settings = self.identity, self._house.world.settings
        for field, key in (
            (page.address, "house.address"),
            (page.siret, "house.siret"),
            (page.vat, "house.vat_number"),
        ):
            field.set_text(settings.text(key))
        page.sector.choose(settings.text("house.sector"))
        self.rooms.show_rooms(opening.known_rooms(self._house.world.floor))

    def _show_step(self, step: str) -> None:
        self._step = step
        self.trouble.show_text("")
        if step == DONE:
            self.done = True
            self.close()
            return
        shop = self._house.world.settings.text("house.sector") == SHOP
        self.place.show_text(place_of(step, shop=shop))
        self.title.show_text(title_of(step))
        for key, page in self.pages.items():
            page.setVisible(key == step)
        # Nobody could log in without a person, nor sell without VAT rates.
        self.later.setVisible(step in (ROOMS, DEVICES))
        self.back.setVisible(bool(opening.before(self._house.world, step)))
        self._show_answer(step, "bakery" if shop else "bistro")
        fields = list(self.pages[step].fields.values())
        (fields[0] if fields and fields[0].isVisibleTo(self) else self.go).setFocus()

    def _show_answer(self, step: str, usual_card: str) -> None:
        """Shows what was answered to a step that was gone back to."""
        if step == CARD:
            articles = self._house.world.catalogue.articles.values()
            there = any(article.active for article in articles)
            self.card.show_kept(there=there)
            self.card.choose(KEPT if there else usual_card)
        elif step == TEAM and (known := opening.manager(self._house)):
            self.team.show_manager(person_name(self._house, known.id))

    # What is answered

    @Slot()
    def _on_back(self) -> None:
        earlier = opening.before(self._house.world, self._step)
        if earlier and not self.go.busy:
            self._show_step(earlier)

    @Slot()
    def _on_go(self) -> None:
        if not self.go.busy:
            self._answers[self._step]()

    @Slot()
    def _on_later(self) -> None:
        self._write(())

    def _write(self, commands: Iterable[Command]) -> None:
        try:
            opening.answer(self._house, self._step, commands)
        except opening.OpeningError as error:
            self.trouble.show_text(refusal_text(error.refusal))
        except KnownError as error:
            self.trouble.show_text(error.text())
        else:
            self._show_step(opening.due(self._house))

    def _answer_house(self) -> None:
        page, settings = self.identity, self._house.world.settings
        told = page.told()
        if page.show_errors(house_errors(settings, told)):
            values = {
                **house_values(settings, told),
                "house.sector": page.sector.chosen_key,
            }
            self._write(opening.identity(self._house.world, values))

    def _answer_team(self) -> None:
        page = self.team
        name, pin = page.name.text.strip(), page.pin.text
        known = opening.manager(self._house) is not None
        same = known and name and not pin and not page.again.text
        errors = {} if same else pin_errors(name, pin, page.again.text)
        if not page.show_errors(errors):
            return
        if same:
            self._write(opening.same_manager(self._house, name, ""))
            return
        self.go.set_busy()
        self.background.run(
            partial(hash_pin, pin, self._pepper), partial(self._on_hashed, name)
        )

    def _on_hashed(self, name: str, hashed: str) -> None:
        self.go.set_done()
        first = opening.manager(self._house) is None
        told = opening.first_manager if first else opening.same_manager
        self._write(told(self._house, name, hashed))

    def _answer_card(self) -> None:
        before = opening.cleared(self._house.world.catalogue)
        if self.card.model == KEPT:
            self._write(())
        elif self.card.model != "file":
            self._write(chain(before, opening.card(self.card.model)))
        elif self._imported is not None and self._imported.articles:
            imported = self._imported.commands()
            self._write(chain(before, opening.card("empty"), imported))

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        """Reads a table without writing anything."""
        self._imported = None
        try:
            text = decoded(Path(path).read_bytes())
        except OSError as error:
            self.trouble.show_text(str(error))
            return
        house = self._house
        day = house.business_day(house.clock())
        known = opening.catalogue_for(house)
        self._imported = read_card(text, known, day, opening=True)
        self.card.show_outcome(*import_words(self._imported))

    def _answer_rooms(self) -> None:
        self._write(opening.rooms(self.rooms.told(), self._house.world.floor))

    def _answer_devices(self) -> None:
        page = self.devices
        printer = address_of(
            page.printer.chosen_key, page.printer_address.text, _PRINTER_PORT
        )
        terminal = address_of(
            page.terminal.chosen_key, page.terminal_address.text, _TERMINAL_PORT
        )
        told = {"printer": printer, "terminal": terminal}
        wrong = tr("Par exemple 192.168.1.31")
        errors = {name: wrong for name, found in told.items() if found is None}
        if page.show_errors(errors):
            world = self._house.world
            self._write(opening.devices(world, printer or "", terminal or ""))


def address_of(chosen: str, typed: str, port: int) -> str | None:
    """The address that was chosen, or typed; None when that is none."""
    return (network_address(typed, port) or None) if chosen == ADDRESS else chosen


def ask_opening(
    house: House, pepper: bytes, wait: Callable[[], object]
) -> OpeningWindow:
    """Sets a new house up, as far as somebody answers.

    Args:
        wait: runs the application until its last window is closed.
    """
    window = OpeningWindow(house, pepper)
    window.show()
    wait()
    window.background.wait()
    window.deleteLater()
    return window
