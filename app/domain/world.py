"""The restaurant as one state: every noun's state, and the one door facts come in by."""

from dataclasses import dataclass, field

from app.domain.catalogue.events import CatalogueEvent
from app.domain.catalogue.state import Catalogue
from app.domain.floor.events import FloorEvent
from app.domain.floor.state import Floor
from app.domain.orders.evolve import evolve as evolve_book
from app.domain.orders.state import Book
from app.domain.settings import SettingEvent, Settings
from app.domain.staff.events import StaffEvent
from app.domain.staff.state import Staff
from app.domain.till.state import Till
from app.domain.vocabulary import Meta


@dataclass(slots=True)
class World:
    """Everything a decision may look at. `tills` by terminal."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    floor: Floor = field(default_factory=Floor)
    staff: Staff = field(default_factory=Staff)
    book: Book = field(default_factory=Book)
    settings: Settings = field(default_factory=Settings)
    tills: dict[str, Till] = field(default_factory=dict)

    def till(self, terminal: str) -> Till:
        """The till of a terminal, made when it is first asked for."""
        if terminal not in self.tills:
            self.tills[terminal] = Till(terminal)
        return self.tills[terminal]

    def evolve(self, event: object, meta: Meta) -> None:
        """Takes a fact in, in canonical order; never refuses."""
        match event:
            case _ if isinstance(event, CatalogueEvent):
                self.catalogue.evolve(event)
            case _ if isinstance(event, FloorEvent):
                self.floor.evolve(event, meta)
            case _ if isinstance(event, StaffEvent):
                self.staff.evolve(event, meta)
            case _ if isinstance(event, SettingEvent):
                self.settings.evolve(event)
            case _:
                evolve_book(self.book, event, meta)
                self.till(meta.chain).evolve(event, meta)
