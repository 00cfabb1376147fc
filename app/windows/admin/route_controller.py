"""Drives the form of a rule: its conditions, and its place among the others."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import RouteSet
from app.presenters.admin_drafts import changed_fields, with_field
from app.presenters.admin_kitchen import (
    RouteDraft,
    next_rank,
    option_entries,
    room_entries,
    route_draft,
    route_errors,
    route_of,
    rules,
    station_entries,
    what_words,
    when_words,
)
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.route_form import RouteFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.kitchen import KitchenSection

_EARLIER = "earlier"


class RouteController(QObject):
    """The rule that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.route_form
        self._stored: RouteSet | None = None
        self._draft: RouteDraft | None = None
        self._said = False
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._form.act_requested.connect(self._on_act)

    def open(self, key: str) -> None:
        """Shows a rule in the form; "" for a new one."""
        routes = self._desk.world.catalogue.routes
        rank = next_rank(route.rank for route in routes.values())
        self._stored = routes.get(key) or RouteSet(id=new_id(), rank=rank, station="")
        self._draft, self._said = route_draft(self._stored), False
        self._show()

    def follow(self) -> None:
        """Something of the kitchen changed; what is being typed stays."""
        if self._stored is not None and self._draft is not None:
            kept = self._draft != route_draft(self._stored)
            known = self._desk.world.catalogue.routes.get(self._stored.id)
            if known is not None and not kept:
                self._stored, self._draft = known, route_draft(known)
            self._show()

    def _show(self) -> None:
        stored, draft, world = self._stored, self._draft, self._desk.world
        if stored is None or draft is None:
            return
        catalogue, fresh = world.catalogue, stored.id not in world.catalogue.routes
        self._form.display(
            RouteFormView(
                title=tr("Nouvelle règle") if fresh else what_words(world, stored),
                subtitle="" if fresh else when_words(world, stored),
                draft=draft,
                changes=len(changed_fields(draft, route_draft(stored))),
                errors=route_errors(draft, catalogue) if self._said else {},
                stations=station_entries(catalogue, tr("Choisissez un poste")),
                origins=station_entries(catalogue, tr("Tous les postes")),
                options=option_entries(catalogue),
                rooms=room_entries(world),
                acts=()
                if self._before() is None
                else ((_EARLIER, tr("Passer avant la précédente")),),
            )
        )

    def _before(self) -> RouteSet | None:
        """The rule that is looked at just before this one."""
        found = rules(self._desk.world.catalogue)
        ids = [route.id for route in found]
        at = (
            ids.index(self._stored.id) if self._stored and self._stored.id in ids else 0
        )
        return found[at - 1] if at else None

    @Slot(str)
    def _on_act(self, act: str) -> None:
        before, stored = self._before(), self._stored
        if act == _EARLIER and before is not None and stored is not None:
            known = self._desk.world.catalogue.routes[stored.id]
            self._desk.run(SetCatalogue(event=replace(known, rank=before.rank)))
            self._desk.run(SetCatalogue(event=replace(before, rank=known.rank)))

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        if self._draft is not None:
            self._draft = with_field(self._draft, name, value)
            self._show()

    @Slot()
    def _on_drop(self) -> None:
        if self._stored is not None:
            self._draft, self._said = route_draft(self._stored), False
            self._show()

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._stored, self._draft
        if stored is None or draft is None:
            return
        self._said = True
        if route_errors(draft, self._desk.world.catalogue):
            self._show()
            return
        event = route_of(draft, stored)
        before = self._desk.world.catalogue.routes.get(stored.id)
        back = before or replace(event, active=False)

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.routes.choose(event.id)
            self._desk.say(
                tr("Règle enregistrée"),
                undo=lambda: self._desk.run(SetCatalogue(event=back)),
            )

        self._desk.run(SetCatalogue(event=event), done)
