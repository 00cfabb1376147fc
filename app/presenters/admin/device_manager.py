"""What a device has been through, what may be done with it, and what may replace it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.catalogue.decide import SetCatalogue
from app.domain.catalogue.events import StationSet
from app.domain.rules import Command, SetDevice
from app.domain.settings import NFC_CHIP, SCREENS, SIMULATED, DeviceSet
from app.domain.world import World
from app.presenters.admin.device_words import state_words
from app.presenters.admin.jobs import job_rows
from app.presenters.admin.words import moment_words
from app.projections.browsing import Wanted, page
from app.services.health_history import FINE, UNSTEADY, history, told_in
from app.services.house import House
from hardware.health import DeviceState
from hardware.printers.jobs import Job
from hardware.terminals.kinds import kind_of
from resources.texts import tr
from widgets.list_row import RowView
from widgets.table_model import Row, as_cell

REPLACE, SIMULATE, REAL = "replace", "simulate", "real"
NEW_UNIT = "new"
"""In the place of an id: a unit that is not known yet."""
_SET = "device.set"
_LOOKED_AT = 200
"""Changes of a device among which its last real address is looked for."""


def history_pairs(house: House, device: str) -> list[tuple[str, str]]:
    """(when, words) of what became of a device, newest first.

    Raises:
        KnownError: the journal cannot be read.
    """
    now = house.clock()
    pairs = []
    found = house.world.settings.devices.get(device)
    owner = house.world.owner(found) if found is not None else ""
    for entry in history(house, device, chain=owner):
        moment = datetime.fromisoformat(entry.ts)
        state, reasons = told_in(entry)
        pairs.append((moment_words(moment, now), told_words(state, reasons)))
    return pairs


def told_words(state: str, reasons: tuple[str, ...]) -> str:
    """ "de nouveau en ordre", "câble ou courant coupé", "va et vient sans cesse"."""
    if (state, reasons) == FINE:
        return tr("de nouveau en ordre")
    if state == UNSTEADY:
        return tr("va et vient sans cesse : regardez le câble")
    try:
        known = DeviceState(state)
    except ValueError:  # of another version
        return state
    return state_words(known, frozenset(reasons))


def device_acts(
    world: World, device: DeviceSet, real: str
) -> tuple[tuple[str, str], ...]:
    """(key, words) of the ⋮ menu; `real` is the address it had before it was simulated."""
    if device.id not in world.settings.devices or not device.active:
        return ()
    acts: list[tuple[str, str]] = []
    if device.address.startswith(SIMULATED):
        if real:
            acts.append((REAL, tr("Reprendre l'appareil réel")))
    elif _can_be_played(device):
        acts.append((SIMULATE, tr("Simuler")))
    acts.append((f"{REPLACE}:{NEW_UNIT}", tr("Remplacer par un appareil neuf")))
    acts += [
        (f"{REPLACE}:{other.id}", tr("Remplacer par {name}", name=other.name))
        for other in sorted(world.settings.devices.values(), key=lambda d: d.name)
        if other.kind == device.kind and other.id != device.id
    ]
    return tuple(acts)


def _can_be_played(device: DeviceSet) -> bool:
    if device.kind == "terminal":
        return kind_of(device.profile, device.address).simulator is not None
    if device.kind == "scanner":
        return device.profile == NFC_CHIP
    return device.profile not in SCREENS


def real_address(house: House, device: DeviceSet) -> str:
    """Where a simulated device was before, "" when it was nowhere.

    Raises:
        KnownError: the journal cannot be read.
    """
    if not device.address.startswith(SIMULATED):
        return device.address
    head = house.journal.head()
    wanted = Wanted(types=(_SET,), stream=f"device/{device.id}")
    found = page(
        house.database, head.chain, wanted, before=head.seq + 1, limit=_LOOKED_AT
    )
    addresses = (str(entry.data["address"]) for entry in found.entries)
    return next((a for a in addresses if not a.startswith(SIMULATED)), "")


def new_unit(old: DeviceSet, id_: str) -> DeviceSet:
    """Another unit of the same model in the same place: nothing is known of it yet."""
    return DeviceSet(
        id=id_,
        kind=old.kind,
        name=old.name,
        profile=old.profile,
        address=old.address,
        terminal=old.terminal,
    )


def undoing(
    devices: Mapping[str, DeviceSet],
    stations: Mapping[str, StationSet],
    changed: Iterable[object],
) -> list[Command]:
    """What takes a replacement back.

    Args:
        devices, stations: as they were before.
        changed: the facts that followed.
    """
    undo: list[Command] = []
    gone = ""
    for event in changed:
        if isinstance(event, DeviceSet):
            before = devices.get(event.id)
            if before is None:  # nobody had it: out of service, under the dated name
                before = replace(event, name=gone, active=False)
            elif not event.active:
                gone = event.name
            undo.append(SetDevice(event=before))
        elif isinstance(event, StationSet):
            undo.append(SetCatalogue(event=stations[event.id]))
    return undo


def queue_views(
    world: World, jobs: Iterable[Job], device: str, now: datetime
) -> list[tuple[str, RowView]]:
    """(job, what its row shows) of the papers that wait at a printer."""
    rows = job_rows(world, (job for job in jobs if job.printer == device), now)
    return [(row.id, _job_view(row)) for row in rows]


def _job_view(row: Row) -> RowView:
    paper, _, state, age = (as_cell(cell).text for cell in row.cells)
    return RowView(paper, subtitle=state, trailing=age)


def simulated(device: DeviceSet) -> DeviceSet:
    """The same, played by Sotto."""
    return replace(device, address=SIMULATED)
