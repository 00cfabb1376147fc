"""Drives the presets: the list follows facts, the form saves."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import Raise
from app.domain.catalogue.presets import PresetSet, SetPreset
from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.domain.vocabulary import MODES
from app.presenters.admin_drafts import Editing
from app.presenters.admin_presets import (
    begins,
    preset_draft,
    preset_errors,
    preset_of,
    preset_rows,
    price_list_entries,
    slots_words,
)
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.preset_form import PresetFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.presets import PresetsSection

_EARLIER, _BEGINS = "earlier", "begins"


class PresetsController(QObject):
    """The list, the preset that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PresetsSection") -> None:
        super().__init__(section)
        self._desk, self._section, self._form = desk, section, section.form
        self._edit = Editing(preset_draft)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self.open)
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._form.act_requested.connect(self._on_act)

    def begin(self, argument: str) -> None:
        """Shows the presets; `argument` is the one to open."""
        self._section.show_rows(preset_rows(self._desk.world))
        if argument in self._desk.world.catalogue.presets.known:
            self.open(argument)

    @Slot(str)
    def open(self, key: str) -> None:
        """Shows a preset in the form; "" for a new one."""
        presets = self._desk.world.catalogue.presets
        rank = 1 + max((each.rank for each in presets.known.values()), default=0)
        fresh = PresetSet(
            id=new_id(),
            name="",
            mode="takeaway",
            rank=rank,
            colour="entrees",
            icon="takeout_dining",
        )
        self._edit.open(presets.get(key) or fresh)
        self._show()
        self._section.open_pane(self._form)

    def _show(self) -> None:
        stored, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if stored is None or draft is None:
            return
        fresh = stored.id not in world.catalogue.presets.known
        self._form.display(
            PresetFormView(
                title=tr("Nouvelle façon de servir") if fresh else tr(stored.name),
                subtitle="" if fresh else slots_words(stored),
                draft=draft,
                changes=self._edit.changes,
                errors=preset_errors(draft) if self._edit.said else {},
                price_lists=price_list_entries(world),
                fixed=stored.id in MODES,
                acts=() if fresh else self._acts(stored),
            )
        )

    def _acts(self, stored: PresetSet) -> tuple[tuple[str, str], ...]:
        acts = [(_EARLIER, tr("Passer avant la précédente"))]
        if stored.active and stored.id != begins(self._desk.world):
            acts.append((_BEGINS, tr("Chaque vente commence ainsi")))
        return tuple(acts)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        kinds = PresetSet | SettingSet
        if any(isinstance(fact.event, kinds) for fact in facts):
            self._section.show_rows(preset_rows(self._desk.world))
            if self._edit.stored is not None:
                known = self._desk.world.catalogue.presets
                self._edit.follow(known.get(self._edit.stored.id))
                self._show()

    @Slot(str)
    def _on_act(self, act: str) -> None:
        stored = self._edit.stored
        if stored is None:
            return
        if act == _EARLIER:
            self._desk.run(Raise(kind="preset", id=stored.id))
        else:
            self._desk.run(SetSetting(key="counter.mode", value=stored.id))

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._edit.edit(name, value)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        self._edit.drop()
        self._show()

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is None or draft is None:
            return
        self._edit.said = True
        if preset_errors(draft):
            self._show()
            return
        event = preset_of(draft, stored)
        before = self._desk.world.catalogue.presets.get(stored.id)
        back = before or replace(event, active=False)

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.presets.choose(event.id)
            self._desk.say(
                tr("Façon de servir enregistrée"),
                undo=lambda: self._desk.run(SetPreset(event=back)),
            )

        self._desk.run(SetPreset(event=event), done)
