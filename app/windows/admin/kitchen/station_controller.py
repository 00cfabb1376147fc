"""Drives the form of a station: what it is, and whether it is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from typing_extensions import override

from app.domain.catalogue.decide import SetCatalogue, SetStationOpen
from app.domain.catalogue.events import StationSet
from app.presenters.admin.drafts import Editing
from app.presenters.admin.kitchen import (
    StationDraft,
    gate_words,
    neighbour_entries,
    next_rank,
    printer_entries,
    state_words,
    station_draft,
    station_errors,
    station_of,
)
from app.presenters.admin.ticket_forms import form_words, paper_model, sample_papers
from app.services.ids import new_id
from app.windows.admin.form_controller import FormController
from app.windows.admin.kitchen.station_form import StationFormView
from app.windows.desk import Desk
from resources.texts import tr

if TYPE_CHECKING:
    from app.windows.admin.kitchen.page import KitchenSection


class StationController(FormController[StationSet, StationDraft]):
    """The station that was opened last, and what was changed about it."""

    def __init__(self, desk: Desk, section: "KitchenSection") -> None:
        edit = Editing(station_draft, self._errors)
        super().__init__(desk, section, section.station_form, section.stations, edit)
        self._form = section.station_form
        self._form.gate_requested.connect(self._on_gate)

    def _errors(self, draft: StationDraft) -> dict[str, str]:
        return station_errors(draft, self._desk.world)

    @override
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

    @override
    def _now(self, stored: StationSet) -> StationSet | None:
        return self._desk.world.catalogue.stations.get(stored.id)

    @override
    def _display(self, stored: StationSet, draft: StationDraft) -> None:
        world, shown = self._desk.world, station_of(draft, stored)
        self._form.display(
            StationFormView(
                title=draft.name.strip() or tr("Nouveau poste"),
                state=state_words(world.catalogue, stored.id),
                gate=gate_words(world.catalogue, stored.id),
                draft=draft,
                changes=self._edit.changes,
                errors=self._edit.errors,
                printers=printer_entries(world),
                neighbours=neighbour_entries(world.catalogue, stored.id),
                form_words=form_words(shown),
                papers=sample_papers(world, shown),
                model=paper_model(world, shown),
            )
        )

    @Slot()
    def _on_gate(self) -> None:
        if self._edit.stored is not None:
            station = self._edit.stored.id
            is_open = station not in self._desk.world.catalogue.closed
            self._desk.run(SetStationOpen(station=station, open=not is_open))

    @override
    def _save(self, stored: StationSet, draft: StationDraft) -> None:
        event, before = station_of(draft, stored), self._now(stored)
        back = SetCatalogue(event=before) if before else None
        words = tr("{name} enregistré", name=event.name)
        self._keep(SetCatalogue(event=event), back, event.id, words)
