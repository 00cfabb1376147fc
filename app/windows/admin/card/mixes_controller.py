"""Drives the mixes: the list follows facts, the form saves."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.mixes import MixSet
from app.presenters.admin.drafts import Editing
from app.presenters.admin.mixes import (
    MixDraft,
    mix_draft,
    mix_errors,
    mix_from,
    mix_rows,
)
from app.presenters.admin.offers import chosen_of
from app.presenters.admin.prices import articles_in
from app.presenters.admin.schedule import category_choices
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.card.mix_form import BASES, MIXERS, RULE, MixFormView
from app.windows.admin.form_controller import FormController
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.card.prices import PricesSection

_EARLIER = "earlier"


class MixesController(FormController[MixSet, MixDraft]):
    """The mixes, the one that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PricesSection") -> None:
        edit = Editing(mix_draft, mix_errors)
        super().__init__(desk, section, section.mix_form, section.mixes, edit)
        self._section, self._form = section, section.mix_form
        self._category = ""
        desk.changed.connect(self._on_changed)
        section.mix_opened.connect(self.open)
        self._form.category_chosen.connect(self._on_category_chosen)
        self._form.act_requested.connect(self._on_act)

    def begin(self, argument: str) -> bool:
        """Shows the mixes; whether `argument` was one to open."""
        self._show_rows()
        known = argument in self._desk.world.catalogue.mixes
        if known:
            self.open(argument)
        return known

    def _show_rows(self) -> None:
        self._section.show_mixes(mix_rows(self._desk.world))

    @override
    @Slot(str)
    def open(self, key: str) -> None:
        """Shows a mix in the form; "" for a new one."""
        mixes = self._desk.world.catalogue.mixes
        rank = 1 + max((each.rank for each in mixes.values()), default=0)
        if self._edit.stored is None or self._edit.stored.id != key:
            self._form.begin_at(RULE)
        self._edit.open(mixes.get(key) or MixSet(id=new_id(), name="", rank=rank))
        self._show()
        self._section.open_pane(self._form)

    @override
    def _now(self, stored: MixSet) -> MixSet | None:
        return self._desk.world.catalogue.mixes.get(stored.id)

    @override
    def _display(self, stored: MixSet, draft: MixDraft) -> None:
        world, fresh = self._desk.world, self._now(stored) is None
        categories = category_choices(world)
        if self._category not in dict(categories):
            self._category = categories[0][0] if categories else ""
        self._form.display(
            MixFormView(
                title=tr("Nouvel assemblage") if fresh else stored.name,
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                categories=categories,
                category=self._category,
                articles=articles_in(world, self._category),
                acts=() if fresh else ((_EARLIER, tr("Passer avant le précédent")),),
            )
        )

    @override
    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        draft = self._edit.draft
        if draft is not None and name in (BASES, MIXERS):
            before = draft.bases if name == BASES else draft.mixers
            assert isinstance(value, tuple)
            shown = articles_in(self._desk.world, self._category)
            value = chosen_of(before, shown, value)
        super()._on_edited(name, value)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, MixSet) for fact in facts):
            self._show_rows()
            self.follow()

    @Slot(str)
    def _on_category_chosen(self, category: str) -> None:
        self._category = category
        self._show()

    @Slot(str)
    def _on_act(self, _act: str) -> None:
        if self._edit.stored is not None:
            self._desk.run(Raise(kind="mix", id=self._edit.stored.id))

    @override
    def _save(self, stored: MixSet, draft: MixDraft) -> None:
        event = mix_from(draft, stored)
        back = self._now(event) or replace(event, active=False)
        now, before = SetCatalogue(event=event), SetCatalogue(event=back)
        self._keep(now, before, event.id, tr("Assemblage enregistré"))

    @override
    def _is_right(self) -> bool:
        """Errors are said on the page where they are."""
        right = super()._is_right()
        if not right:
            self._form.show_tab(RULE)
        return right
