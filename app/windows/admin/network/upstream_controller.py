"""Drives the card of the head office: attaching this restaurant to one, and detaching."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.terminals.decide import MoveUpstream, RevokeTerminal
from app.presenters.admin.network import (
    ATTACH,
    address_errors,
    ask_detach,
    attach_errors,
    present_upstream,
)
from app.services.house import Fact
from app.windows.admin.network.terminal_controller import question_dialog
from app.windows.desk import Desk
from resources.texts import tr
from widgets.dialog import Dialog

if TYPE_CHECKING:
    from app.windows.admin.network.page import NetworkSection


class UpstreamController(QObject):
    """The card below that of the hub, and the form that it opens."""

    def __init__(self, desk: Desk, section: "NetworkSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._dialog: Dialog | None = None
        section.upstream.act.clicked.connect(self._on_act)
        section.upstream.other.clicked.connect(self._on_other)
        section.attaching.attach_requested.connect(self._on_attach_requested)
        section.attaching.move_requested.connect(self._on_move_requested)

    def refresh(self) -> None:
        """Shows how it stands."""
        house, status = self._desk.house, self._desk.network.status()
        view = present_upstream(house.world, status, house.clock())
        self._section.upstream.setVisible(view is not None)
        if view is not None:
            other = tr("Autre adresse")
            if view.act == ATTACH:
                other = tr("Être le siège")
            self._section.upstream.display(view, other)

    @Slot()
    def _on_act(self) -> None:
        world, status = self._desk.world, self._desk.network.status()
        view = present_upstream(world, status, self._desk.house.clock())
        if view is None:
            return
        if view.act == ATTACH:
            self._section.attaching.begin()
            self._section.open_pane(self._section.attaching)
            self._section.attaching.address.setFocus()
            return
        self._dialog = question_dialog(
            self._section.window(),
            ask_detach(world),
            icon="link_off",
            act_kind="danger",
        )
        self._dialog.accepted.connect(self._detach)
        self._dialog.open()

    @Slot()
    def _on_other(self) -> None:
        attached = self._desk.world.terminals.upstream
        if attached is None:
            self._desk.go("admin", "sites:new")
            return
        self._section.attaching.begin_moved(attached.address)
        self._section.open_pane(self._section.attaching)
        self._section.attaching.address.setFocus()

    @Slot(str)
    def _on_move_requested(self, address: str) -> None:
        pane, errors = self._section.attaching, address_errors(address)
        pane.show_errors(errors)
        if errors:
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._section.close_pane()
            self._desk.say(tr("Le siège est cherché à {address}", address=address))

        self._desk.run(MoveUpstream(address=address), done)

    @Slot()
    def _detach(self) -> None:
        attached = self._desk.world.terminals.upstream
        if attached is None:
            return

        def done(facts: tuple[Fact, ...]) -> None:
            self._desk.say(tr("Détaché de {name}", name=attached.name))

        self._desk.run(RevokeTerminal(chain=attached.chain), done)

    @Slot(str, str)
    def _on_attach_requested(self, address: str, code: str) -> None:
        pane, room = self._section.attaching, self._desk.network.room
        errors = attach_errors(address, code)
        pane.show_errors(errors)
        if not errors and room is not None:
            pane.show_busy()
            room.attach(address, code, self._desk.actor, self._on_attached)

    def _on_attached(self, why_not: str) -> None:
        self._section.attaching.show_trouble(why_not)
        if not why_not:
            self._section.close_pane()
            attached = self._desk.world.terminals.upstream
            name = attached.name if attached else ""
            self._desk.say(tr("Rattaché à {name}", name=name))
