"""Drives the headsets: how each is, who wears it, a phrase to try, what it is set to."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence

from app.domain.rules import SetDevice, SetSetting
from app.domain.settings import DeviceSet
from app.presenters.admin.device_owner import terminal_entries
from app.presenters.admin.drafts import changed_fields, with_field
from app.presenters.admin.headsets import (
    HeadsetDraft,
    heading_note,
    headset_draft,
    headset_errors,
    headset_of,
    headset_rows,
    link_words,
    microphone_entries,
    phrase_to_try,
    since_words,
    speaker_entries,
    tried_words,
    with_source,
)
from app.presenters.headset.talk_keys import SETTING, key_of, with_key
from app.services.headset_care import HEADSET, TRIAL, CareState
from app.services.headsets import HeadsetState
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.headsets.form import SETTINGS, STATE, HeadsetFormView
from app.windows.admin.headsets.trial import HeadsetTrial
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.headsets.page import HeadsetsSection

HEADSETS = "headsets"


class HeadsetsController(QObject):
    """The list of headsets, and the one that was opened last."""

    def __init__(self, desk: Desk, section: "HeadsetsSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.form
        self._stored: DeviceSet | None = None
        self._draft: HeadsetDraft | None = None
        self._said = self._learning = False
        self._trial = HeadsetTrial(desk, section.form, self)
        self._connect_signals()

    def _connect_signals(self) -> None:
        form, board = self._form, self._desk.headsets
        self._section.opened.connect(self._on_opened)
        self._section.pane_closed.connect(self._trial.rest)
        self._desk.changed.connect(self._on_changed)
        board.changed.connect(self._on_headset_changed)
        board.care_changed.connect(self.show)
        form.edited.connect(self._on_edited)
        form.save_requested.connect(self._on_save)
        form.drop_requested.connect(self._on_drop)
        form.learn_requested.connect(self._on_learn_requested)
        form.key_pressed.connect(self._on_key_pressed)

    def begin(self, argument: str) -> None:
        """The section is shown; `argument` is the headset to open."""
        self._desk.headsets.look()
        self.show()
        if argument in self._desk.world.settings.devices:
            self._section.show_kind(HEADSETS)
            self._on_opened(HEADSETS, argument)
            self._section.headsets.choose(argument)

    def rest(self) -> None:
        """Nobody looks."""
        self._trial.rest()

    @property
    def _care(self) -> CareState:
        return self._desk.headsets.care.state()

    def _state(self) -> HeadsetState:
        key = self._stored.id if self._stored is not None else ""
        return self._desk.headsets.state(key)

    # ------------------------------------------------------------------ shown

    @Slot()
    def show(self) -> None:
        """The list, and the form where one is open."""
        rows = headset_rows(self._desk.world, self._desk.headsets.states())
        self._section.show_rows(HEADSETS, rows)
        self._section.show_note(heading_note(self._care, len(rows)))
        self._show_form()

    @Slot(str)
    def _on_headset_changed(self, headset: str) -> None:
        if self._section.isVisible():
            self.show()

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        events = [fact.event for fact in facts if isinstance(fact.event, DeviceSet)]
        if any(self._stored and event.id == self._stored.id for event in events):
            self._open(self._stored.id if self._stored else "")
        if self._section.isVisible():
            self.show()

    @Slot(str, str)
    def _on_opened(self, kind: str, key: str) -> None:
        if kind != HEADSETS:
            return
        self._open(key)
        self._form.show_tab(STATE if key else SETTINGS)
        self._section.open_pane(self._form)

    def _open(self, key: str) -> None:
        found = self._desk.world.settings.devices.get(key)
        fresh = DeviceSet(
            id=new_id(), kind=HEADSET, name="", profile=HEADSET, address=""
        )
        self._stored = found or fresh
        self._draft = headset_draft(self._stored)
        self._said = self._learning = False
        self._trial.begin(self._stored)
        self._show_form()

    def _show_form(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        world, state, care = self._desk.world, self._state(), self._care
        fresh = stored.id not in world.settings.devices
        words, tone = link_words(stored, state)
        heard = care.sayings.get(TRIAL, ())
        tried, tried_tone = (
            tried_words(phrase_to_try(), heard[-1]) if heard else ("", "")
        )
        code = key_of(world.settings.text(SETTING), stored.id)
        key = QKeySequence(code).toString(QKeySequence.SequenceFormat.NativeText)
        self._form.display(
            HeadsetFormView(
                title=draft.name.strip() or tr("Nouveau casque"),
                state=tr("nouveau") if fresh else words,
                tone="info" if fresh else tone,
                since=since_words(state, self._desk.house.clock()),
                wearer=state.person_name,
                heard=state.hearing or state.words,
                said=state.said,
                trouble=state.trouble,
                phrase=phrase_to_try(),
                tried=tried,
                tried_tone=tried_tone,
                can_try=state.link == "on",
                muted=state.muted,
                key=key if code else "",
                learning=self._learning,
                fresh=fresh,
                draft=draft,
                changes=len(changed_fields(draft, headset_draft(stored))),
                errors=headset_errors(draft, stored, world) if self._said else {},
                microphones=microphone_entries(draft, care.sources),
                speakers=speaker_entries(draft, care.speakers),
                owners=terminal_entries(world, draft.terminal),
            )
        )

    # ------------------------------------------------------------------ settings

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._draft is None:
            return
        changes: tuple[tuple[str, object], ...] = ((name, value),)
        if name == "microphone":
            changes = with_source(self._draft, str(value), self._care.sources)
        for field, each in changes:
            self._draft = with_field(self._draft, field, each)
        self._show_form()

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        self._said = True
        if headset_errors(draft, stored, self._desk.world):
            self._form.show_tab(SETTINGS)
            self._show_form()
            return
        event = headset_of(draft, stored)
        before = self._desk.world.settings.devices.get(stored.id)

        def done(_: tuple[Fact, ...]) -> None:
            undo = (lambda: self._desk.run(SetDevice(event=before))) if before else None
            self._desk.say(tr("{name} enregistré", name=event.name), undo=undo)

        self._desk.run(SetDevice(event=event), done)

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft, self._said = headset_draft(self._stored), False
            self._show_form()

    @Slot()
    def _on_learn_requested(self) -> None:
        self._learning = True
        self._show_form()

    @Slot(int)
    def _on_key_pressed(self, code: int) -> None:
        stored = self._stored
        self._learning = False
        if stored is not None:
            text = self._desk.world.settings.text(SETTING)
            value = with_key(text, stored.id, code)
            self._desk.run(SetSetting(key=SETTING, value=value))
        self._show_form()
