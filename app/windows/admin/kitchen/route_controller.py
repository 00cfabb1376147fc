"""Drives the form of a rule: its conditions, and its place among the others."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.events import RouteSet
from app.domain.kitchen.routing import rules
from app.presenters.admin.drafts import Editing
from app.presenters.admin.kitchen import (
    RouteDraft,
    next_rank,
    option_entries,
    room_entries,
    route_draft,
    route_errors,
    route_of,
    station_entries,
    what_words,
    when_words,
)
from app.services.ids import new_id
from app.windows.admin.form_controller import FormController
from app.windows.admin.kitchen.route_form import RouteFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.kitchen.page import KitchenSection

_EARLIER = "earlier"


class RouteController(FormController[RouteSet, RouteDraft]):
    """The rule that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        edit = Editing(route_draft, self._errors)
        super().__init__(desk, section, section.route_form, section.routes, edit)
        self._form = section.route_form
        self._form.act_requested.connect(self._on_act)

    def _errors(self, draft: RouteDraft) -> dict[str, str]:
        return route_errors(draft, self._desk.world.catalogue)

    @override
    def open(self, key: str) -> None:
        """Shows a rule in the form; "" for a new one."""
        routes = self._desk.world.catalogue.routes
        rank = next_rank(route.rank for route in routes.values())
        fresh = RouteSet(id=new_id(), rank=rank, station="")
        self._edit.open(routes.get(key) or fresh)
        self._show()

    @override
    def _now(self, stored: RouteSet) -> RouteSet | None:
        return self._desk.world.catalogue.routes.get(stored.id)

    @override
    def _display(self, stored: RouteSet, draft: RouteDraft) -> None:
        world, fresh = self._desk.world, self._now(stored) is None
        catalogue = world.catalogue
        self._form.display(
            RouteFormView(
                title=tr("Nouvelle règle") if fresh else what_words(world, stored),
                subtitle="" if fresh else when_words(world, stored),
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                stations=station_entries(catalogue, tr("Choisissez un poste")),
                origins=station_entries(catalogue, tr("Tous les postes")),
                options=option_entries(catalogue),
                rooms=room_entries(world),
                acts=((_EARLIER, tr("Passer avant la précédente")),)
                if any(rule.id == stored.id for rule in rules(catalogue)[1:])
                else (),
            )
        )

    @Slot(str)
    def _on_act(self, act: str) -> None:
        if act == _EARLIER and self._edit.stored is not None:
            self._desk.run(Raise(kind="route", id=self._edit.stored.id))

    @override
    def _save(self, stored: RouteSet, draft: RouteDraft) -> None:
        event = route_of(draft, stored)
        back = self._now(event) or replace(event, active=False)
        now, before = SetCatalogue(event=event), SetCatalogue(event=back)
        self._keep(now, before, event.id, tr("Règle enregistrée"))
