"""The restaurant as one state: every noun's state, and the one door facts come in by."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from app.domain.access.events import AccessEvent
from app.domain.access.state import Access
from app.domain.approvals.events import ApprovalEvent, Waiting
from app.domain.approvals.events import evolve as evolve_approvals
from app.domain.archives import ArchiveMade
from app.domain.catalogue.events import CatalogueEvent
from app.domain.catalogue.guest_names import GuestNames, GuestNameSet
from app.domain.catalogue.mixes import MixSet
from app.domain.catalogue.state import Catalogue
from app.domain.catalogue.terms import Terms, TermsSet
from app.domain.channels.events import Channels, ChannelsSet
from app.domain.credits.state import MOVING, OF_CLIENTS, OF_SITES, Credits
from app.domain.floor.events import FloorEvent
from app.domain.floor.state import Floor
from app.domain.floor.stays import StayEnded, StayTimes
from app.domain.integrity import SegmentOpened
from app.domain.inventory.events import InventoryEvent
from app.domain.inventory.state import Inventory
from app.domain.invoices.events import InvoiceEvent
from app.domain.invoices.reports import ReportMade
from app.domain.invoices.state import Invoices, Reports
from app.domain.kitchen.events import DishesReady, TicketIssued, TicketsShown
from app.domain.kitchen.made import MadeTimes
from app.domain.kitchen.proof import Proofs
from app.domain.manners import Manners, MannerSet
from app.domain.orders.clients import ClientCame
from app.domain.orders.events import DiscountRemoved, LineDiscounted
from app.domain.orders.evolve import HANDLERS
from app.domain.orders.evolve import evolve as evolve_book
from app.domain.orders.offers import Offers
from app.domain.orders.state import Book, Order
from app.domain.reservations.events import ReservationEvent
from app.domain.reservations.state import Reservations
from app.domain.settings import (
    BEHIND,
    OWN_PRICES,
    YEAR_STARTS,
    DeviceSet,
    SettingEvent,
    Settings,
    SettingSet,
)
from app.domain.staff.events import StaffEvent
from app.domain.staff.state import Staff
from app.domain.terminals.events import TerminalEvent
from app.domain.terminals.state import Terminals
from app.domain.till.events import (
    PERIODS,
    About,
    FileKept,
    MonthClosed,
    PeriodClosed,
    YearClosed,
)
from app.domain.till.state import TILL_FACTS, LastPeriod, Till
from app.domain.training.events import (
    TrainingEnded,
    TrainingEvent,
    TrainingStarted,
)
from app.domain.vocabulary import Meta
from app.domain.webhooks.events import WebhookEvent
from app.domain.webhooks.state import Webhooks


@dataclass(slots=True)
class World:
    """Everything a decision may look at.

    Attributes:
        made: how long dishes took this month and the last one.
        stays: how long guests stayed in the same time.
        proofs: which tickets the kitchen's screens have painted.
        tills: by terminal.
        establishment: the last closing of all terminals together, of each kind.
        archives: the last one that each terminal made.
        training: terminal -> the session that is open at its school.
        approvals: what waits for a manager's word, by id of the request.
        files: (what it is kept with, its id) -> SHA-256 of the files (`till.filing`).
        segments: where a chain was begun anew, in order.
        seen: chain -> number of the last of its entries that was taken in.
    """

    catalogue: Catalogue = field(default_factory=Catalogue)
    guest_names: GuestNames = field(default_factory=GuestNames)
    floor: Floor = field(default_factory=Floor)
    manners: Manners = field(default_factory=Manners)
    staff: Staff = field(default_factory=Staff)
    access: Access = field(default_factory=Access)
    book: Book = field(default_factory=Book)
    made: MadeTimes = field(default_factory=MadeTimes)
    proofs: Proofs = field(default_factory=Proofs)
    stays: StayTimes = field(default_factory=StayTimes)
    offers: Offers = field(default_factory=Offers)
    settings: Settings = field(default_factory=Settings)
    terminals: Terminals = field(default_factory=Terminals)
    reservations: Reservations = field(default_factory=Reservations)
    inventory: Inventory = field(default_factory=Inventory)
    webhooks: Webhooks = field(default_factory=Webhooks)
    channels: Channels = field(default_factory=Channels)
    invoices: Invoices = field(default_factory=Invoices)
    reports: Reports = field(default_factory=Reports)
    tills: dict[str, Till] = field(default_factory=dict)
    establishment: dict[type[PeriodClosed], LastPeriod] = field(default_factory=dict)
    credits: Credits = field(default_factory=Credits)
    visits: dict[str, int] = field(default_factory=dict)
    archives: dict[str, ArchiveMade] = field(default_factory=dict)
    training: dict[str, TrainingStarted] = field(default_factory=dict)
    approvals: dict[str, Waiting] = field(default_factory=dict)
    segments: list[SegmentOpened] = field(default_factory=list)
    files: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def till(self, terminal: str) -> Till:
        """The till of a terminal, made when it is first asked for."""
        if terminal not in self.tills:
            self.tills[terminal] = Till(terminal)
        till = self.tills[terminal]
        till.year_starts = self.settings.number(YEAR_STARTS)
        return till

    def files_of(self, about: About, of: str) -> tuple[str, ...]:
        """SHA-256 of the files that are kept with a movement or a count, the first first."""
        return self.files.get((about, of), ())

    def past(self, order: Order) -> bool:
        """Whether an order was over when its day was closed: nobody makes it any more.

        A terminal that only shows the kitchen closes no day of its own.
        """
        return (
            bool(order.receipts)
            and all(
                till is not None and receipt.bday <= till.closed_day
                for receipt in order.receipts
                for till in [self.tills.get(receipt.chain)]
            )
            and self.book.closed(order)
        )

    def sale_number(self, chain: str, number: int) -> str:
        """What people call the sale `number` of a terminal: "0012"; "C2-12" where
        several terminals count their own."""
        return f"{chain}-{number}" if self.terminals.several else f"{number:04d}"

    def owner(self, device: DeviceSet) -> str:
        """Chain of the only terminal that drives a device, "" when each does by itself.

        A display goes with the printer that it hangs on; what a terminal had that was
        revoked since is nobody's.
        """
        if device.address.startswith(BEHIND):
            printer = device.address.removeprefix(BEHIND)
            device = self.settings.devices.get(printer, device)
        known = self.terminals.known.get(device.terminal)
        return device.terminal if known is not None and known.active else ""

    def driven(self, terminal: str) -> dict[str, DeviceSet]:
        """The devices in use that a terminal drives, by id."""
        return {
            key: device
            for key, device in self.settings.devices.items()
            if device.active and self.owner(device) in ("", terminal)
        }

    @property
    def terms(self) -> Terms:
        """What titres-restaurant pay and what discounts touch."""
        return self.catalogue.terms

    def order_on(self, table: str) -> Order | None:
        """The open order on a table, or on the tables pushed together with it.

        The oldest, if two terminals opened one each while they were apart.
        """
        return self.book.order_on(*self.floor.group(table))

    def rights_of(self, operator: str) -> frozenset[str]:
        """What a person of the team, or a program with a key, may do."""
        return self.staff.rights_of(operator) or self.access.rights_of(operator)

    def evolve(self, event: object, meta: Meta) -> None:
        """Takes a fact in, in canonical order; never refuses.

        Chains are gapless and in canonical order, so an entry that is not beyond the
        last one seen of its chain is a repetition and changes nothing. Facts without a
        number (`Meta()`, rows of the read tables) are always taken.
        """
        _, chain, seq = meta.order
        if seq:
            if seq <= self.seen.get(chain, 0):
                return
            self.seen[chain] = seq
        for take in _TAKERS.get(type(event), ()):
            take(self, event, meta)


_Taker = Callable[[World, Any, Meta], None]


def _catalogue(world: World, event: CatalogueEvent, meta: Meta) -> None:
    world.catalogue.evolve(event)


def _mix(world: World, event: MixSet, meta: Meta) -> None:
    world.catalogue.mixes[event.id] = event


def _terms(world: World, event: TermsSet, meta: Meta) -> None:
    world.terms.evolve(event)


def _floor(world: World, event: FloorEvent, meta: Meta) -> None:
    world.floor.evolve(event, meta)


def _manners(world: World, event: MannerSet, meta: Meta) -> None:
    world.manners.evolve(event)


def _staff(world: World, event: StaffEvent, meta: Meta) -> None:
    world.staff.evolve(event, meta)


def _access(world: World, event: AccessEvent, meta: Meta) -> None:
    world.access.evolve(event)


def _settings(world: World, event: SettingEvent, meta: Meta) -> None:
    world.settings.evolve(event)


def _own_prices(world: World, event: SettingSet, meta: Meta) -> None:
    if event.key == OWN_PRICES:
        world.catalogue.allow_own_prices(allowed=event.value == "yes")


def _terminals(world: World, event: TerminalEvent, meta: Meta) -> None:
    world.terminals.evolve(event)


def _reservations(world: World, event: ReservationEvent, meta: Meta) -> None:
    world.reservations.evolve(event)


def _inventory(world: World, event: InventoryEvent, meta: Meta) -> None:
    world.inventory.evolve(event)


def _webhooks(world: World, event: WebhookEvent, meta: Meta) -> None:
    world.webhooks.evolve(event)


def _guest_names(world: World, event: GuestNameSet, meta: Meta) -> None:
    world.guest_names.evolve(event)


def _channels(world: World, event: ChannelsSet, meta: Meta) -> None:
    world.channels.evolve(event)


def _invoices(world: World, event: InvoiceEvent, meta: Meta) -> None:
    world.invoices.evolve(event)


def _reports(world: World, event: ReportMade, meta: Meta) -> None:
    world.reports.evolve(event)


def _archives(world: World, event: ArchiveMade, meta: Meta) -> None:
    world.archives[event.terminal] = event


def _credits(world: World, event: object, meta: Meta) -> None:
    world.credits.evolve(event)


def _came(world: World, event: ClientCame, meta: Meta) -> None:
    world.visits[event.client] = event.times


def _file_kept(world: World, event: FileKept, meta: Meta) -> None:
    before = world.files.get((event.about, event.of), ())
    if event.file not in before:  # a thing is loaded, and folded once more
        world.files[event.about, event.of] = (*before, event.file)


def _segments(world: World, event: SegmentOpened, meta: Meta) -> None:
    if event not in world.segments:  # a thing is loaded, and folded once more
        world.segments.append(event)


def _training(world: World, event: TrainingEvent, meta: Meta) -> None:
    if isinstance(event, TrainingEnded):
        world.training.pop(event.terminal, None)
    else:
        world.training[event.terminal] = event


def _approvals(world: World, event: ApprovalEvent, meta: Meta) -> None:
    evolve_approvals(world.approvals, event, meta)


def _book(world: World, event: object, meta: Meta) -> None:
    evolve_book(world.book, event, meta)


def _made(world: World, event: DishesReady, meta: Meta) -> None:
    world.made.evolve(event, meta)


def _stays(world: World, event: StayEnded, meta: Meta) -> None:
    world.stays.evolve(event, meta)


def _proofs(world: World, event: TicketIssued | TicketsShown, meta: Meta) -> None:
    world.proofs.evolve(event, meta)


def _offers(world: World, event: LineDiscounted | DiscountRemoved, meta: Meta) -> None:
    world.offers.evolve(event, meta)


def _till(world: World, event: object, meta: Meta) -> None:
    world.till(meta.chain).evolve(event, meta)


def _period(world: World, event: PeriodClosed, meta: Meta) -> None:
    if isinstance(event, MonthClosed | YearClosed):
        world.till(event.till).evolve(event, meta)
    else:
        last = world.establishment.get(type(event), LastPeriod())
        world.establishment[type(event)] = last.after(event)


def _takers() -> dict[type, tuple[_Taker, ...]]:
    takers: dict[type, tuple[_Taker, ...]] = {}
    doors: tuple[tuple[tuple[type, ...], _Taker], ...] = (
        (get_args(CatalogueEvent), _catalogue),
        ((TermsSet,), _terms),
        (get_args(FloorEvent), _floor),
        ((MannerSet,), _manners),
        (get_args(StaffEvent), _staff),
        (get_args(AccessEvent), _access),
        (get_args(SettingEvent), _settings),
        ((SettingSet,), _own_prices),
        (get_args(TerminalEvent), _terminals),
        (get_args(ReservationEvent), _reservations),
        (get_args(InventoryEvent), _inventory),
        (get_args(WebhookEvent), _webhooks),
        ((ChannelsSet,), _channels),
        ((GuestNameSet,), _guest_names),
        (get_args(InvoiceEvent), _invoices),
        ((ReportMade,), _reports),
        ((*MOVING, *OF_CLIENTS, *OF_SITES), _credits),
        ((ArchiveMade,), _archives),
        (get_args(TrainingEvent), _training),
        (get_args(ApprovalEvent), _approvals),
        ((SegmentOpened,), _segments),
        (tuple(HANDLERS), _book),
        ((DishesReady,), _made),
        ((TicketIssued, TicketsShown), _proofs),
        ((StayEnded,), _stays),
        ((LineDiscounted, DiscountRemoved), _offers),
        (TILL_FACTS, _till),
        (PERIODS, _period),
        ((ClientCame,), _came),
        ((MixSet,), _mix),
        ((FileKept,), _file_kept),
    )
    for facts, take in doors:
        for cls in facts:
            takers[cls] = (*takers.get(cls, ()), take)
    return takers


_TAKERS = _takers()
"""Fact -> the states that take it in."""
