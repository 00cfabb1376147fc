"""Drives the price lists: the list follows facts, the form saves, a trial reads sales."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.events import PriceListSet
from app.presenters.admin.credits import ClientLine, client_lines
from app.presenters.admin.drafts import Editing
from app.presenters.admin.prices import (
    PRICE,
    PriceListDraft,
    articles_in,
    edited,
    price_list_draft,
    price_list_errors,
    price_list_of,
    price_list_rows,
    try_list,
)
from app.presenters.admin.schedule import (
    category_choices,
    mode_choices,
    room_choices,
)
from app.projections.sales import Sale
from app.services.clients import client_name, recall_clients
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.card.price_form import PRICES, RULE, PriceFormView
from app.windows.admin.card.sold import Sold
from app.windows.admin.form_controller import FormController
from app.windows.client_sheet import ClientSheet
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.card.prices import PricesSection

_EARLIER = "earlier"


class PricesController(FormController[PriceListSet, PriceListDraft]):
    """The lists, the one that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "PricesSection") -> None:
        edit = Editing(price_list_draft, price_list_errors, edited)
        super().__init__(desk, section, section.form, section.lists, edit)
        self._section, self._form = section, section.form
        self._category = ""
        self._tried: PriceListDraft | None = None
        self._sold = Sold(desk, self)
        desk.changed.connect(self._on_changed)
        section.opened.connect(self.open)
        self._form.category_chosen.connect(self._on_category_chosen)
        self._form.trial_requested.connect(self._on_trial_requested)
        self._form.act_requested.connect(self._on_act)
        self._form.client_wanted.connect(self._on_client_wanted)

    def begin(self, argument: str) -> None:
        """Shows the lists; `argument` is the one to open."""
        self._show_rows()
        if argument in self._desk.world.catalogue.price_lists:
            self.open(argument)

    def _show_rows(self) -> None:
        self._section.show_rows(price_list_rows(self._desk.world, self._sold.today))

    @override
    @Slot(str)
    def open(self, key: str) -> None:
        """Shows a list in the form; "" for a new one, which is not in force yet."""
        lists = self._desk.world.catalogue.price_lists
        rank = 1 + max((each.rank for each in lists.values()), default=0)
        fresh = PriceListSet(id=new_id(), name="", rank=rank, prices=(), active=False)
        if self._edit.stored is None or self._edit.stored.id != key:
            self._form.begin_at(RULE)
        self._edit.open(lists.get(key) or fresh)
        self._show()
        self._section.open_pane(self._form)

    @override
    def _now(self, stored: PriceListSet) -> PriceListSet | None:
        return self._desk.world.catalogue.price_lists.get(stored.id)

    @override
    def _display(self, stored: PriceListSet, draft: PriceListDraft) -> None:
        if self._tried != draft:  # what was tried is no longer what is written
            self._tried = None
            self._form.trial.show_trial(None)
        world, fresh = self._desk.world, self._now(stored) is None
        categories = category_choices(world)
        if self._category not in dict(categories):
            self._category = categories[0][0] if categories else ""
        self._form.display(
            PriceFormView(
                title=tr("Nouveau tarif") if fresh else stored.name,
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                rooms=room_choices(world),
                modes=mode_choices(),
                categories=categories,
                clients=[(key, self._name(key)) for key in draft.clients],
                category=self._category,
                articles=articles_in(world, self._category),
                acts=() if fresh else ((_EARLIER, tr("Passer avant le précédent")),),
            )
        )

    @Slot(object)
    def _on_changed(self, facts: tuple[Fact, ...]) -> None:
        if any(isinstance(fact.event, PriceListSet) for fact in facts):
            self._show_rows()
            self.follow()

    @Slot(str)
    def _on_category_chosen(self, category: str) -> None:
        self._category = category
        self._show()

    @Slot(str)
    def _on_act(self, _act: str) -> None:
        if self._edit.stored is not None:
            self._desk.run(Raise(kind="price_list", id=self._edit.stored.id))

    @override
    def _save(self, stored: PriceListSet, draft: PriceListDraft) -> None:
        event = price_list_of(draft, stored)
        back = self._now(event) or replace(event, active=False)
        now, before = SetCatalogue(event=event), SetCatalogue(event=back)
        words = tr("Tarif en vigueur") if event.active else tr("Tarif enregistré")
        self._keep(now, before, event.id, words)

    @override
    def _is_right(self) -> bool:
        """Errors are said on the page where they are."""
        right = super()._is_right()
        if not right:
            priced = all(name.startswith(PRICE) for name in self._edit.errors)
            self._form.show_tab(PRICES if priced else RULE)
        return right

    @Slot()
    def _on_trial_requested(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is None or draft is None or not self._is_right():
            return
        tried = price_list_of(draft, stored)
        self._tried = draft
        self._form.trial.show_trial(None, busy=True)

        def done(sold: list[Sale]) -> None:
            if self._tried == draft:
                self._form.trial.show_trial(try_list(self._desk.world, tried, sold))

        def failed() -> None:
            self._form.trial.show_trial(None)

        self._sold.read(done, failed)

    # For whom

    def _name(self, client: str) -> str:
        known = self._desk.world.credits.clients.get(client)
        return client_name(self._desk.house, known) or tr("client oublié")

    def _clients(self, text: str) -> list[ClientLine]:
        """Those whom it is not for yet."""
        draft, name_of = self._edit.draft, partial(client_name, self._desk.house)
        found = client_lines(self._desk.world, name_of, text)
        chosen = draft.clients if draft else ()
        return [line for line in found if line.client not in chosen]

    @Slot()
    def _on_client_wanted(self) -> None:
        recall_clients(self._desk.house)
        self.sheet = ClientSheet(
            self._section.window(),
            self._clients,
            tr("Pour qui est ce tarif ?"),
            tr("Aucun client. Gestion, Bons, en ouvre un."),
        )
        self.sheet.chosen.connect(self._on_client_chosen)
        self.sheet.open()

    @Slot(str)
    def _on_client_chosen(self, client: str) -> None:
        draft = self._edit.draft
        if draft is not None:
            self._on_edited("clients", (*draft.clients, client))
