"""What the simulated devices do: paper rolls as they come out, and switches for faults.

The window where one pulls the cable: no paper, cover open, no power, a guest who
refuses. Only simulated devices are here; a real printer shows its own paper.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.page import Page
from app.windows.paper.counter_hands import CounterHands
from app.windows.paper.staff_hands import StaffHands
from hardware.printers.paper import Ticket
from hardware.printers.paper_picture import render
from hardware.printers.simulator import SimulatedPrinter
from hardware.terminals.customer import (
    ABANDONS,
    ACCEPTS,
    WALKS_AWAY,
    Behaviour,
    Cut,
    refuses,
)
from hardware.terminals.kind import Simulator
from resources.texts import tr
from widgets import theme
from widgets.card import Pane, SectionHeader
from widgets.choices import Choice, SegmentedButtons, Tabs
from widgets.empty_state import EmptyState
from widgets.field import TextField
from widgets.paper_roll import PaperPiece, PaperRoll, raster_image
from widgets.scroll import ScrollPane
from widgets.switch import Switch
from widgets.text import Label

POLL_MS = 300
_SLOW_LINES_PER_S = 2.0
_HALFWAY_BYTES = 150
"""Every paper is longer."""
_LOST = Behaviour(cut=Cut(side="answer", at=0))


def _unheard(_code: str) -> None:
    return


class PaperPage(Page):
    """Tabs for printers, the chosen roll, and the switches of the devices.

    Args:
        printers, terminals, counter: device id -> what plays it; looked at again as they
            come and go.
        scan: takes what a gun would have read.
    """

    key: ClassVar[str] = "paper"

    def __init__(
        self,
        desk: Desk,
        board: DeviceBoard,
        printers: Mapping[str, SimulatedPrinter],
        terminals: Mapping[str, Simulator],
        counter: Mapping[str, object],
        scan: Callable[[str], None] = _unheard,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, board, parent)
        self._printers, self._terminals, self._scan = printers, terminals, scan
        self.hands = CounterHands(counter, self._name_of)
        self.staff = StaffHands(counter)
        self.chosen = ""
        self._shown: dict[SimulatedPrinter, int] = {}
        self._rolls: dict[str, PaperRoll] = {}
        self.tabs = Tabs(())
        self._named: tuple[tuple[str, str], ...] = ()
        self._place = QVBoxLayout()
        left = QVBoxLayout()
        left.setContentsMargins(16, 8, 16, 16)
        left.addWidget(self.tabs)
        left.addLayout(self._place, 1)
        self.empty = EmptyState(
            tr("Rien d'imprimé pour l'instant"),
            tr("Chaque papier apparaît ici comme il sort de l'imprimante."),
        )
        self._place.addWidget(self.empty, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(self._build_faults())
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._refresh)
        self.tabs.chosen.connect(self._on_tab_chosen)
        self._show_tabs()

    def _name_of(self, device: str) -> str:
        found = self.desk.world.settings.devices.get(device)
        return found.name if found is not None else device

    def _show_tabs(self) -> None:
        """A tab and a roll for each printer that is played: one may have come."""
        named = tuple((key, self._name_of(key)) for key in self._printers)
        if named == self._named:
            return
        self._named = named
        for key, name in named:
            if key not in self._rolls:
                roll = self._rolls[key] = PaperRoll(name)
                self._place.addWidget(roll, 1)
        if self.chosen not in self._printers:
            self.chosen = next(iter(self._printers), "")
        tabs = [Choice(key, name, "print") for key, name in named]
        self.tabs.set_choices(tabs, chosen=self.chosen)

    def _build_faults(self) -> QWidget:
        side = Pane(tone="surface", edges=("left",))
        side.setFixedWidth(400)
        scroll = ScrollPane(spacing=0)
        around = QVBoxLayout(side)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        column = scroll.content
        column.setContentsMargins(20, 20, 20, 20)
        column.addWidget(SectionHeader(tr("Pannes de l'imprimante")))
        self.faults = _Faults(self)
        for switch in self.faults.switches.values():
            column.addWidget(switch)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(SectionHeader(tr("Le client, au terminal")))
        words = tr("Ce que fait la prochaine personne qui paie par carte.")
        column.addWidget(Label(words, style="label", role="on_var", wrap=True))
        self.customers = SegmentedButtons(
            (
                Choice("accepts", tr("Accepte")),
                Choice("abandons", tr("Annule")),
                Choice("away", tr("S'en va")),
            ),
            chosen="accepts",
            name=tr("Le client, au terminal"),
            height=48,
        )
        self.troubles = SegmentedButtons(
            (
                Choice("refused", tr("Carte refusée")),
                Choice("lost", tr("Réponse perdue")),
            ),
            name=tr("Le client, au terminal"),
            height=48,
        )
        self.unplugged = Switch(tr("Terminal débranché"))
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.customers)
        column.addSpacing(theme.SPACE.s)
        column.addWidget(self.troubles)
        column.addWidget(self.unplugged)
        column.addWidget(self.hands)
        column.addWidget(self.staff)
        column.addSpacing(theme.SPACE.l)
        column.addWidget(SectionHeader(tr("La douchette")))
        self.code = TextField(
            tr("Ce qu'elle lit"), placeholder=tr("Code-barres, puis Entrée"), height=48
        )
        column.addWidget(self.code)
        column.addStretch(1)
        self.code.submitted.connect(self._on_code_submitted)
        self.customers.chosen.connect(self._on_customer_chosen)
        self.troubles.chosen.connect(self._on_customer_chosen)
        self.unplugged.toggled.connect(self._on_unplugged_toggled)
        return side

    @property
    def printer(self) -> SimulatedPrinter | None:
        """The printer whose roll is shown."""
        return self._printers.get(self.chosen)

    @override
    def show_place(self, argument: str) -> None:
        if argument in self._printers:
            self.tabs.choose(argument)
            self._on_tab_chosen(argument)
        self._timer.start()
        self._refresh()

    @override
    def leave(self) -> None:
        self._timer.stop()

    @Slot(str)
    def _on_tab_chosen(self, key: str) -> None:
        self.chosen = key
        self._show_state()

    def _show_state(self) -> None:
        """The roll of the chosen printer, or that it has printed nothing; the faults."""
        roll = self._rolls.get(self.chosen)
        printed = roll is not None and bool(roll.pieces)
        for each in self._rolls.values():
            each.setVisible(each is roll and printed)
        self.empty.setHidden(printed)
        self.faults.show_state()
        with QSignalBlocker(self.unplugged):
            self.unplugged.setChecked(not all(t.on for t in self._terminals.values()))

    @Slot()
    def _refresh(self) -> None:
        """Draws the tickets that came out since the last look."""
        self._show_tabs()
        for key, printer in self._printers.items():
            made = len(printer.digests)
            fresh = made - self._shown.get(printer, 0)
            tickets = list(printer.tickets)[-fresh:] if fresh else []
            for number, ticket in enumerate(tickets, made - fresh):
                piece_id = f"{key}:{id(printer)}:{number}"
                self._rolls[key].append(piece(piece_id, ticket))
            self._shown[printer] = made
        self._show_state()
        self.hands.refresh()
        self.staff.refresh()

    @Slot(str)
    def _on_customer_chosen(self, key: str) -> None:
        behaviours = {
            "accepts": ACCEPTS,
            "refused": refuses(),
            "abandons": ABANDONS,
            "away": WALKS_AWAY,
            "lost": _LOST,
        }
        for terminal in self._terminals.values():
            terminal.become(behaviours[key])
        other = (
            self.troubles if key in ("accepts", "abandons", "away") else self.customers
        )
        other.choose("")

    @Slot(str)
    def _on_code_submitted(self, code: str) -> None:
        if code.strip():
            self._scan(code.strip())
        self.code.set_text("")

    @Slot(bool)
    def _on_unplugged_toggled(self, on: bool) -> None:  # Qt's signal
        for terminal in self._terminals.values():
            terminal.power(on=not on)


class _Faults(QObject):
    """Switches of the printer on show."""

    def __init__(self, page: PaperPage) -> None:
        super().__init__(page)
        self._page = page
        self.switches = {
            "paper_out": Switch(tr("Plus de papier")),
            "paper_near_end": Switch(tr("Papier bientôt fini")),
            "cover_open": Switch(tr("Capot ouvert")),
            "cutter_error": Switch(tr("Massicot bloqué")),
            "no_power": Switch(tr("Courant coupé")),
            "mute": Switch(tr("Ne répond plus")),
            "slow": Switch(tr("Impression lente")),
            "power_cut": Switch(tr("Courant coupé en plein papier")),
            "drop": Switch(tr("Réseau perdu en plein papier")),
        }
        for key, switch in self.switches.items():
            switch.setProperty("fault", key)
            switch.toggled.connect(self._on_switch_toggled)

    def show_state(self) -> None:
        """The switches as the printer on show is: what happens once is off after it."""
        printer = self._page.printer
        faults = printer.faults if printer is not None else frozenset()
        for key, switch in self.switches.items():
            with QSignalBlocker(switch):
                switch.setChecked(key in faults)

    @Slot(bool)
    def _on_switch_toggled(self, on: bool) -> None:  # Qt's signal
        sender, printer = self.sender(), self._page.printer
        if sender is None or printer is None:
            return
        match sender.property("fault"):
            case "paper_out":
                (printer.remove_paper if on else printer.load_paper)()
            case "paper_near_end":
                printer.near_end(on=on)
            case "cover_open":
                (printer.open_cover if on else printer.close_cover)()
            case "cutter_error":  # at its next cut
                (printer.jam_cutter if on else printer.clear_cutter)()
            case "no_power":
                (printer.power_off if on else printer.power_on)()
            case "mute":
                printer.mute(on=on)
            case "slow":
                printer.slow(_SLOW_LINES_PER_S if on else None)
            case "power_cut":  # what its memory held is lost
                printer.power_cut_after(_HALFWAY_BYTES if on else None)
            case _:  # what its memory holds is still printed
                printer.drop_after(_HALFWAY_BYTES if on else None)


def piece(key: str, ticket: Ticket) -> PaperPiece:
    """A ticket as the roll shows it."""
    picture = render(ticket)
    rows = bytes(255 - byte for byte in picture.tobytes())
    return PaperPiece(id=key, image=raster_image(rows), cut=ticket.cut)
