"""Drives the form of a station: what it is, and whether it is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.catalogue.decide import SetCatalogue, SetStationOpen
from app.domain.catalogue.events import StationSet
from app.presenters.admin_drafts import Editing
from app.presenters.admin_kitchen import (
    gate_words,
    neighbour_entries,
    next_rank,
    printer_entries,
    state_words,
    station_draft,
    station_errors,
    station_of,
)
from app.presenters.ticket_forms import form_words, paper_model, sample_papers
from app.services.house import Fact
from app.services.ids import new_id
from app.windows.admin.station_form import StationFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.kitchen import KitchenSection


class StationController(QObject):
    """The station that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        super().__init__(section)
        self._desk, self._section = desk, section
        self._form = section.station_form
        self._edit = Editing(station_draft)
        self._form.edited.connect(self._on_edited)
        self._form.save_requested.connect(self._on_save)
        self._form.drop_requested.connect(self._on_drop)
        self._form.gate_requested.connect(self._on_gate)

    def open(self, key: str) -> None:
        """Shows a station in the form; "" for a new one."""
        stations = self._desk.world.catalogue.stations
        rank = next_rank(station.rank for station in stations.values())
        found = stations.get(key)
        fresh = StationSet(id=new_id(), name="", rank=rank, printer="")
        self._edit.open(found or fresh)
        self._show()
        if found is None:
            self._form.name.setFocus()

    def follow(self) -> None:
        """Something of the kitchen changed; what is being typed stays."""
        if self._edit.stored is not None:
            stations = self._desk.world.catalogue.stations
            self._edit.follow(stations.get(self._edit.stored.id))
            self._show()

    def _show(self) -> None:
        stored, draft, world = self._edit.stored, self._edit.draft, self._desk.world
        if stored is None or draft is None:
            return
        shown = station_of(draft, stored)
        self._form.display(
            StationFormView(
                title=draft.name.strip() or tr("Nouveau poste"),
                state=state_words(world.catalogue, stored.id),
                gate=gate_words(world.catalogue, stored.id),
                draft=draft,
                changes=self._edit.changes,
                errors=station_errors(draft, world) if self._edit.said else {},
                printers=printer_entries(world),
                neighbours=neighbour_entries(world.catalogue, stored.id),
                form_words=form_words(shown),
                papers=sample_papers(world, shown),
                model=paper_model(world, shown),
            )
        )

    @Slot(str, object)
    def _on_edited(self, name: str, value: object) -> None:
        self._edit.edit(name, value)
        self._show()

    @Slot()
    def _on_drop(self) -> None:
        self._edit.drop()
        self._show()

    @Slot()
    def _on_gate(self) -> None:
        if self._edit.stored is not None:
            station = self._edit.stored.id
            is_open = station not in self._desk.world.catalogue.closed
            self._desk.run(SetStationOpen(station=station, open=not is_open))

    @Slot()
    def _on_save(self) -> None:
        stored, draft = self._edit.stored, self._edit.draft
        if stored is None or draft is None:
            return
        self._edit.said = True
        if station_errors(draft, self._desk.world):
            self._show()
            return
        event = station_of(draft, stored)
        before = self._desk.world.catalogue.stations.get(stored.id)

        def undo() -> None:
            if before is not None:
                self._desk.run(SetCatalogue(event=before))

        def done(facts: tuple[Fact, ...]) -> None:
            self.open(event.id)
            self._section.stations.choose(event.id)
            words = tr("{name} enregistré", name=event.name)
            self._desk.say(words, undo=undo if before else None)

        self._desk.run(SetCatalogue(event=event), done)
