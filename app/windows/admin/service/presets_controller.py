"""Drives the presets: the list follows facts, the form saves."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import Raise
from app.domain.catalogue.presets import PresetSet, SetPreset
from app.domain.rules import SetSetting
from app.domain.settings import SettingSet
from app.domain.vocabulary import MODES
from app.presenters.admin.drafts import Editing
from app.presenters.admin.presets import (
    PresetDraft,
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
from app.windows.admin.form_controller import FormController
from app.windows.admin.service.preset_form import PresetFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.service.presets import PresetsSection

_EARLIER, _BEGINS = "earlier", "begins"


class PresetsController(FormController[PresetSet, PresetDraft]):
    """The list, the preset that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PresetsSection") -> None:
        edit = Editing(preset_draft, preset_errors)
        super().__init__(desk, section, section.form, section.presets, edit)
        self._section, self._form = section, section.form
        desk.changed.connect(self._on_changed)
        section.opened.connect(self.open)
        self._form.act_requested.connect(self._on_act)

    def begin(self, argument: str) -> None:
        """Shows the presets; `argument` is the one to open."""
        self._section.show_rows(preset_rows(self._desk.world))
        if argument in self._desk.world.catalogue.presets.known:
            self.open(argument)

    @override
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

    @override
    def _now(self, stored: PresetSet) -> PresetSet | None:
        return self._desk.world.catalogue.presets.get(stored.id)

    @override
    def _display(self, stored: PresetSet, draft: PresetDraft) -> None:
        fresh = self._now(stored) is None
        self._form.display(
            PresetFormView(
                title=tr("Nouvelle façon de servir") if fresh else tr(stored.name),
                subtitle="" if fresh else slots_words(stored),
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                price_lists=price_list_entries(self._desk.world),
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
            self.follow()

    @Slot(str)
    def _on_act(self, act: str) -> None:
        stored = self._edit.stored
        if stored is None:
            return
        if act == _EARLIER:
            self._desk.run(Raise(kind="preset", id=stored.id))
        else:
            self._desk.run(SetSetting(key="counter.mode", value=stored.id))

    @override
    def _save(self, stored: PresetSet, draft: PresetDraft) -> None:
        event = preset_of(draft, stored)
        back = self._now(event) or replace(event, active=False)
        words = tr("Façon de servir enregistrée")
        self._keep(SetPreset(event=event), SetPreset(event=back), event.id, words)
