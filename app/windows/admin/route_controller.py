"""Drives the form of a rule: its conditions, and its place among the others."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import Raise, SetCatalogue
from app.domain.catalogue.events import RouteSet
from app.domain.kitchen.routing import rules
from app.presenters.admin_drafts import Editing
from app.presenters.admin_kitchen import (
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
        self._edit = Editing(route_draft)
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._form.act_requested.connect(self._on_act)

    def open(self, key: str) -> None:
        """Shows a rule in the form; "" for a new one."""
        routes = self._desk.world.catalogue.routes
        rank = next_rank(route.rank for route in routes.values())
        fresh = RouteSet(id=new_id(), rank=rank, station="")
        self._edit.open(routes.get(key) or fresh)
        self._show()

    def follow(self) -> None:
        """Something of the kitchen changed; what is being typed stays."""
        if self._edit.stored is not None:
            routes = self._desk.world.catalogue.routes
            self._edit.follow(routes.get(self._edit.stored.id))
            self._show()

    def _show(self) -> None:
        stored, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if stored is None or draft is None:
            return
        catalogue, fresh = world.catalogue, stored.id not in world.catalogue.routes
        self._form.display(
            RouteFormView(
                title=tr("Nouvelle règle") if fresh else what_words(world, stored),
                subtitle="" if fresh else when_words(world, stored),
                draft=draft,
                changes=self._edit.changes,
                errors=route_errors(draft, catalogue) if self._edit.said else {},
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
