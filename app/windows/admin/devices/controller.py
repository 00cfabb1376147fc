"""Drives the devices: their health as it changes, and their settings."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from app.domain.rules import SetDevice
from app.domain.settings import DeviceSet, DeviceStateChanged
from app.domain.world import World
from app.presenters.admin.device_manager import (
    device_acts,
    history_pairs,
    queue_views,
    real_address,
)
from app.presenters.admin.device_owner import drawer_words, owner_entries
from app.presenters.admin.device_trial import service_entries
from app.presenters.admin.device_words import health_words, since_words
from app.presenters.admin.devices import (
    DeviceDraft,
    confirmation_entries,
    device_draft,
    device_errors,
    device_of,
    device_rows,
    edited,
    effect_words,
    elsewhere_words,
    fallback_entries,
    kind_entries,
    model_entries,
    page_entries,
    speed_entries,
    takes_effect_words,
)
from app.presenters.admin.drafts import changed_fields
from app.presenters.admin.ports import behind_entries
from app.presenters.admin.terminals import (
    OPTION,
    SIM,
    option_values,
    option_views,
    secrets_of,
    way_entries,
    way_of,
)
from app.presenters.admin.words import changed_words
from app.services.headset_care import HEADSET
from app.services.house import Fact
from app.services.ids import new_id
from app.services.ports import ELSEWHERE
from app.starting import disk_told
from app.windows.admin.devices.acts import DeviceActs
from app.windows.admin.devices.form import SETTINGS, STATE, DeviceFormView
from app.windows.admin.devices.papers_controller import JOBS, PapersController
from app.windows.board import DeviceBoard
from app.windows.desk import Desk
from db.errors import KnownError
from hardware.health import DeviceState, Health
from hardware.terminals.kinds import kind_of
from resources.texts import tr
from widgets.tag import TagKind

if TYPE_CHECKING:
    from app.windows.admin.devices.page import DevicesSection

DEVICES = "devices"
EVERY_MS = 5000
"""Ages of papers are shown afresh."""
_TYPED = ("name", "address", "port", OPTION)


class DevicesController(QObject):
    """The list of devices, and the one that was opened last."""

    def __init__(
        self, desk: Desk, board: DeviceBoard, section: "DevicesSection"
    ) -> None:
        super().__init__(section)
        self._desk, self._board, self._section = desk, board, section
        self._stored: DeviceSet | None = None
        self._draft: DeviceDraft | None = None
        self._subtitle, self._real = "", ""
        self._history: Sequence[tuple[str, str]] = ()
        self._said: set[str] = set()
        self._papers = PapersController(desk, board, section)
        self._acts = DeviceActs(
            desk, board, section.form, self._shown_device, self._open_and_choose
        )
        self._every = QTimer(self, interval=EVERY_MS)
        self._connect_signals()

    def _connect_signals(self) -> None:
        section = self._section
        self._desk.changed.connect(self._on_changed)
        self._board.changed.connect(self._on_board_changed)
        self._every.timeout.connect(self._show_lists)
        section.opened.connect(self._on_opened)
        form = section.form
        form.edited.connect(self._on_edited)
        form.left.connect(self._on_left)
        form.save_requested.connect(self._on_save)
        form.drop_requested.connect(self._on_drop)
        form.state.job_opened.connect(self._on_job_opened)

    def begin(self, argument: str) -> None:
        """Shows the devices; `argument` is the one to open, or "jobs"."""
        self._every.start()
        self._show_lists()
        if argument == JOBS:
            self._section.show_kind(JOBS)
        elif argument in self._desk.world.settings.devices:
            self._section.show_kind(DEVICES)
            self._on_opened(DEVICES, argument)
            self._section.devices.choose(argument)

    def rest(self) -> None:
        """Nobody looks."""
        self._every.stop()

    @Slot()
    def _show_lists(self) -> None:
        world, now = self._desk.world, self._desk.house.clock()
        self._section.show_devices(device_rows(world, self._board.health, now))
        self._papers.show()

    @Slot()
    def _on_board_changed(self) -> None:
        if self._every.isActive():
            self._show_lists()
            if self._section.split.side_shown:
                self._show_health()

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if not self._every.isActive():
            return
        told = {
            f.event.device for f in facts if isinstance(f.event, DeviceStateChanged)
        }
        if self._stored is not None and self._stored.id in told:
            self._read_past()
            self._show_health()
        events = [f.event for f in facts if isinstance(f.event, DeviceSet)]
        if not events:
            return
        self._show_lists()
        for event in events:
            if self._stored is not None and event.id == self._stored.id:
                self._open_device(event.id)

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        if kind != DEVICES:
            return
        found = self._desk.world.settings.devices.get(key)
        if found is not None and found.kind == HEADSET:
            self._desk.go("admin", f"headsets:{key}")  # they have a page of their own
            return
        self._open_device(key)
        self._section.form.show_tab(STATE if key else SETTINGS)
        self._section.open_pane(self._section.form)
        if not key:
            self._section.form.name.setFocus()

    @Slot(str)
    def _on_job_opened(self, job: str) -> None:
        self._section.show_kind(JOBS)
        self._section.opened.emit(JOBS, job)

    def _shown_device(self) -> DeviceSet | None:
        return self._stored

    def _open_and_choose(self, device: str) -> None:
        self._on_opened(DEVICES, device)
        self._section.devices.choose(device)

    # -------------------------------------------------------------- a device

    def _open_device(self, key: str) -> None:
        found = self._desk.world.settings.devices.get(key)
        self._stored = found or DeviceSet(
            id=new_id(), kind="printer", name="", profile="generic_80", address=""
        )
        stream = f"device/{key}"
        self._subtitle = (
            changed_words(self._desk.house, stream, "device.set") if found else ""
        )
        self._draft = device_draft(self._stored)
        self._said = set()
        self._read_past()
        self._show_form()

    def _read_past(self) -> None:
        """What became of the device, and where it was before it was simulated."""
        self._history, self._real = [], ""
        if self._stored is not None:
            with suppress(KnownError):  # the strip says that the journal is not read
                self._history = history_pairs(self._desk.house, self._stored.id)
                self._real = real_address(self._desk.house, self._stored)

    def _view(self, stored: DeviceSet, draft: DeviceDraft) -> DeviceFormView:
        world, now = self._desk.world, self._desk.house.clock()
        health = self._board.health(stored.id)
        kept = self._board.secrets_kept(stored.id)
        errors = device_errors(draft, stored, world, kept)
        kind, reach = kind_of(draft.profile), draft.reach
        way = way_of(kind, reach)
        return DeviceFormView(
            title=draft.name.strip() or tr("Nouvel appareil"),
            subtitle=self._subtitle,
            state=(
                _state_words(world, stored, health)
                if stored.active
                else tr("hors service")
            ),
            tone=_tone(health.state) if stored.active else "neutral",
            since=since_words(health, now),
            effect=effect_words(world, stored.id, self._board.health),
            fresh=stored.id not in world.settings.devices,
            draft=draft,
            changes=len(changed_fields(draft, device_draft(stored))),
            errors={k: v for k, v in errors.items() if k in self._said},
            kinds=kind_entries(),
            models=model_entries(draft, stored),
            fallbacks=fallback_entries(world, stored.id),
            speeds=speed_entries(draft),
            behinds=behind_entries(world),
            ways=way_entries(kind),
            way=way.scheme if way else SIM,
            options=option_views(kind, reach, kept),
            typed=option_values(kind, reach),
            pages=page_entries(draft),
            confirmations=confirmation_entries(draft),
            here=stored.id in world.settings.devices
            and ELSEWHERE not in health.reasons,
            owners=owner_entries(world, draft),
            drawer_words=drawer_words(world, draft, self._desk.house.terminal),
            takes_effect=takes_effect_words(draft),
            services=service_entries(stored),
            acts=device_acts(world, stored, self._real),
            queue=(
                queue_views(world, self._board.jobs(), stored.id, now)
                if stored.kind == "printer"
                else None
            ),
            history=self._history,
        )

    def _show_form(self) -> None:
        if self._stored is not None and self._draft is not None:
            self._section.form.display(self._view(self._stored, self._draft))

    def _show_health(self) -> None:
        if self._stored is not None and self._draft is not None:
            self._section.form.show_health(self._view(self._stored, self._draft))

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._draft is None:
            return
        self._draft = edited(self._draft, name, value)
        if not name.startswith(_TYPED):
            self._said.add(name)
        self._show_form()

    @Slot(str)
    def _on_left(self, name: str) -> None:
        if self._draft is None or self._stored is None:
            return
        changed = changed_fields(self._draft, device_draft(self._stored))
        if name in changed or (name.startswith(OPTION) and "reach" in changed):
            self._said.add(name)
            self._show_form()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft = device_draft(self._stored)
            self._said = set()
            self._show_form()

    @Slot()
    def _on_save(self) -> None:
        draft, stored = self._draft, self._stored
        if draft is None or stored is None:
            return
        kept = self._board.secrets_kept(stored.id)
        errors = device_errors(draft, stored, self._desk.world, kept)
        if errors:
            self._said = set(errors)
            self._show_form()
            self._section.form.show_tab(SETTINGS)
            self._section.form.focus(next(iter(errors)))
            return
        if draft.kind == "terminal" and not self._keep_secrets(draft, stored.id):
            return
        event = device_of(draft, stored)
        fresh = stored.id not in self._desk.world.settings.devices

        def done(facts: tuple[Fact, ...]) -> None:
            self._open_device(event.id)
            self._section.devices.choose(event.id)
            undo = None if fresh else lambda: self._desk.run(SetDevice(event=stored))
            words = tr("{name} : réglages enregistrés", name=event.name)
            self._desk.say(f"{words}. {takes_effect_words(draft)}", undo=undo)

        self._desk.run(SetDevice(event=event), done)

    def _keep_secrets(self, draft: DeviceDraft, device: str) -> bool:
        """Keeps the keys that were typed; whether they are kept."""
        typed = secrets_of(kind_of(draft.profile), draft.reach)
        if typed:
            try:
                with disk_told():
                    self._board.keep_secrets(device, typed)
            except KnownError as error:
                self._desk.say_failure(error)
                return False
        return True


def _state_words(world: World, device: DeviceSet, health: Health) -> str:
    elsewhere = ELSEWHERE in health.reasons
    return elsewhere_words(world, device, health) if elsewhere else health_words(health)


def _tone(state: DeviceState) -> TagKind:
    if state in (DeviceState.READY, DeviceState.BUSY, DeviceState.CONNECTING):
        return "neutral"
    return "warning" if state is DeviceState.DEGRADED else "danger"
