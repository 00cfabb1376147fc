"""Drives the offers: the list follows facts, the form saves, a trial reads sales."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.promotions import PromotionSet
from app.presenters.admin.drafts import Editing
from app.presenters.admin.offers import (
    OfferDraft,
    chosen_of,
    gives_words,
    offer_draft,
    offer_errors,
    offer_of,
    offer_rows,
    try_offer,
)
from app.presenters.admin.prices import articles_in
from app.presenters.admin.schedule import (
    category_choices,
    mode_choices,
    room_choices,
)
from app.projections.sales import Sale
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.card.offer_form import RULE, OfferFormView
from app.windows.admin.card.sold import Sold
from app.windows.admin.form_controller import FormController
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.card.prices import PricesSection

_EARLIER = "earlier"


class OffersController(FormController[PromotionSet, OfferDraft]):
    """The offers, the one that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PricesSection") -> None:
        edit = Editing(offer_draft, offer_errors)
        super().__init__(desk, section, section.offer_form, section.offers, edit)
        self._section, self._form = section, section.offer_form
        self._category = ""
        self._sold = Sold(desk, self)
        self._tried: OfferDraft | None = None
        desk.changed.connect(self._on_changed)
        section.offer_opened.connect(self.open)
        self._form.category_chosen.connect(self._on_category_chosen)
        self._form.trial_requested.connect(self._on_trial_requested)
        self._form.act_requested.connect(self._on_act)

    def begin(self, argument: str) -> bool:
        """Shows the offers; whether `argument` was one to open."""
        self._show_rows()
        known = argument in self._desk.world.catalogue.promotions
        if known:
            self.open(argument)
        return known

    def _show_rows(self) -> None:
        self._section.show_offers(offer_rows(self._desk.world, self._sold.today))

    @override
    @Slot(str)
    def open(self, key: str) -> None:
        """Shows an offer in the form; "" for a new one, which is not in force yet."""
        offers = self._desk.world.catalogue.promotions
        rank = 1 + max((each.rank for each in offers.values()), default=0)
        fresh = PromotionSet(id=new_id(), name="", rank=rank, bought=2, active=False)
        if self._edit.stored is None or self._edit.stored.id != key:
            self._form.begin_at(RULE)
        self._edit.open(offers.get(key) or fresh)
        self._show()
        self._section.open_pane(self._form)

    @override
    def _now(self, stored: PromotionSet) -> PromotionSet | None:
        return self._desk.world.catalogue.promotions.get(stored.id)

    @override
    def _display(self, stored: PromotionSet, draft: OfferDraft) -> None:
        if self._tried != draft:  # what was tried is no longer what is written
            self._tried = None
            self._form.trial.show_trial(None)
        world, fresh = self._desk.world, self._now(stored) is None
        categories = category_choices(world)
        if self._category not in dict(categories):
            self._category = categories[0][0] if categories else ""
        said = offer_errors(draft)
        self._form.display(
            OfferFormView(
                title=tr("Nouvelle offre") if fresh else stored.name,
                gives="" if said else gives_words(world, offer_of(draft, stored)),
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                rooms=room_choices(world),
                modes=mode_choices(),
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
        if draft is not None and name in ("articles", "gifts"):
            before = draft.articles if name == "articles" else draft.gifts
            shown = articles_in(self._desk.world, self._category)
            assert isinstance(value, tuple)
            value = chosen_of(before, shown, value)
        super()._on_edited(name, value)

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, PromotionSet) for fact in facts):
            self._show_rows()
            self.follow()

    @Slot(str)
    def _on_category_chosen(self, category: str) -> None:
        self._category = category
        self._show()

    @Slot(str)
    def _on_act(self, _act: str) -> None:
        if self._edit.stored is not None:
            self._desk.run(Raise(kind="promotion", id=self._edit.stored.id))

    @override
    def _save(self, stored: PromotionSet, draft: OfferDraft) -> None:
        event = offer_of(draft, stored)
        back = self._now(event) or replace(event, active=False)
        now, before = SetCatalogue(event=event), SetCatalogue(event=back)
        words = tr("Offre en vigueur") if event.active else tr("Offre enregistrée")
        self._keep(now, before, event.id, words)

    @override
    def _is_right(self) -> bool:
        """Errors are said on the page where they are."""
        right = super()._is_right()
        if not right:
            self._form.show_tab(RULE)
        return right

    @Slot()
    def _on_trial_requested(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is None or draft is None or not self._is_right():
            return
        tried = offer_of(draft, stored)
        self._tried = draft
        self._form.trial.show_trial(None, busy=True)

        def done(sold: list[Sale]) -> None:
            if self._tried == draft:
                self._form.trial.show_trial(try_offer(self._desk.world, tried, sold))

        def failed() -> None:
            self._form.trial.show_trial(None)

        self._sold.read(done, failed)
