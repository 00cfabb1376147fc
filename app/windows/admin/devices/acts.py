"""What is asked of a device, and what is done to it: tried, simulated, replaced."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from app.domain.replacing import ReplaceDevice
from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet
from app.presenters.admin.device_manager import (
    REPLACE,
    SIMULATE,
    new_unit,
    real_address,
    simulated,
    undoing,
)
from app.presenters.admin.device_trial import answer_words, asked_words
from app.services.house import Fact
from app.services.ids import new_id
from app.services.ports import Answer
from app.starting import disk_told
from app.windows.admin.devices.form import DeviceForm
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from app.windows.trial import try_device
from db.errors import KnownError
from hardware.terminals.model import Service, ServiceReport
from resources.texts import tr


class DeviceActs(QObject):
    """The buttons of a device's page and its ⋮ menu.

    Args:
        shown: the device whose page it is.
        open_device: shows another one.
    """

    def __init__(
        self,
        desk: Desk,
        board: DeviceBoard,
        form: DeviceForm,
        shown: Callable[[], DeviceSet | None],
        open_device: Callable[[str], None],
    ) -> None:
        super().__init__(form)
        self._desk, self._board, self._form = desk, board, form
        self._shown, self._open_device = shown, open_device
        form.test_requested.connect(self._on_test)
        form.service_requested.connect(self._on_service)
        form.act_requested.connect(self._on_act)

    @Slot()
    def _on_test(self) -> None:
        stored = self._shown()
        if stored is not None:
            try_device(self._desk, self._board, stored.id)

    @Slot(str)
    def _on_service(self, key: str) -> None:
        stored, services = self._shown(), self._form.services
        if stored is None:
            return
        services.show_slip("")

        def heard(answer: Answer) -> None:
            words, tone = answer_words(stored, answer)
            self._desk.say(words, tone=tone)
            shown = self._shown()
            same = shown is not None and shown.id == stored.id
            if isinstance(answer, ServiceReport) and same:
                services.show_slip(answer.text)

        self._desk.say(asked_words(stored, self._board.health(stored.id)))
        self._board.serve(stored.id, Service(key), heard)

    @Slot(str)
    def _on_act(self, act: str) -> None:
        """Does an entry of the menu (`device_acts`)."""
        stored = self._shown()
        key, _, other = act.partition(":")
        if stored is None:
            return
        if key == REPLACE:
            self._replace(stored, other)
        elif key == SIMULATE:
            self._set(stored, simulated(stored), tr("{name} est simulé"))
        else:
            try:
                address = real_address(self._desk.house, stored)
            except KnownError as error:
                self._desk.say_failure(error)
                return
            real = replace(stored, address=address)
            self._set(stored, real, tr("{name} est de nouveau l'appareil réel"))

    def _set(self, before: DeviceSet, after: DeviceSet, words: str) -> None:
        def undo() -> None:
            self._desk.run(SetDevice(event=before))

        def done(_: tuple[Fact, ...]) -> None:
            self._desk.say(words.format(name=after.name), undo=undo)

        self._desk.run(SetDevice(event=after), done)

    def _replace(self, old: DeviceSet, other: str) -> None:
        """Another takes the place of the open device; it is the open one then."""
        world = self._desk.world
        devices = dict(world.settings.devices)
        stations = dict(world.catalogue.stations)
        new = devices.get(other) or new_unit(old, new_id())

        def done(facts: tuple[Fact, ...]) -> None:
            def undo() -> None:
                for command in undoing(devices, stations, [f.event for f in facts]):
                    self._desk.run(command)
                if new.id not in devices:  # else what waits there may be its own
                    self._hand_over(new.id, old.id)
                self._open_device(old.id)

            self._hand_over(old.id, new.id)
            self._open_device(new.id)
            words = tr("{new} remplace l'appareil d'avant", new=new.name)
            self._desk.say(words, undo=undo)

        self._desk.run(ReplaceDevice(device=old.id, by=new), done)

    def _hand_over(self, old: str, new: str) -> None:
        try:
            with disk_told():
                self._board.hand_over(old, new)
        except KnownError as error:
            self._desk.say_failure(error)
