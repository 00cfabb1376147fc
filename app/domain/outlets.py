"""Which printer a paper is for: at a till, at a station, or in the place of one."""

from app.domain.settings import DeviceSet
from app.domain.world import World


def till_printer(world: World, terminal: str) -> str:
    """The printer at a till, "" for none: the one that carries the drawer. Its own come
    first, then those that each terminal drives, then those of others."""
    stations = {each.printer for each in world.catalogue.stations.values()}
    devices = world.settings.devices.values()
    printers = [each for each in devices if each.kind == "printer" and each.active]

    def fits(device: DeviceSet) -> tuple[bool, ...]:
        owner = world.owner(device)
        own_drawer = device.drawer and owner == terminal
        beside = owner == terminal and device.id not in stations
        return own_drawer, beside, device.drawer and not owner, device.drawer

    found = max(printers, key=fits, default=None)
    return found.id if found else ""


def station_owner(world: World, station: str) -> str:
    """Chain of the only terminal that drives the printer of a station, "" for none."""
    device = _of_station(world, station)
    return world.owner(device) if device else ""


def stand_in(world: World, station: str, terminal: str) -> str:
    """What a terminal has for the tickets of a station whose printer is another's, ""
    for nothing: the stand-in of that printer, else the printer at its till."""
    device = _of_station(world, station)
    driven = world.driven(terminal)
    wanted = (device.fallback if device else "", till_printer(world, terminal))
    return next((printer for printer in wanted if printer in driven), "")


def _of_station(world: World, station: str) -> DeviceSet | None:
    found = world.catalogue.stations.get(station)
    return world.settings.devices.get(found.printer) if found else None
