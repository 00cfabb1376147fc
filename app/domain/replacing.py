"""A device in the place of another: what hung on the old one hangs on the new one."""

from dataclasses import replace
from datetime import date

from app.domain.catalogue.events import StationSet
from app.domain.settings import DeviceSet
from app.domain.vocabulary import Context, Refusal, command
from app.domain.wire import as_kind
from app.domain.world import World

LONGEST_NAME = 24
"""Characters of a device's name."""


@command
class ReplaceDevice:
    """Put a device in the place of another, which goes out of service.

    Attributes:
        device: id of the one that goes.
        by: the one that comes, as it is to be from now on; new or known.
    """

    device: str
    by: DeviceSet


def replace_device(
    world: World, command: ReplaceDevice, context: Context
) -> tuple[object, ...] | Refusal:
    """Both devices, the stations that print on the old one, and those it stood in for."""
    devices = world.settings.devices
    old, new = devices.get(command.device), command.by
    if old is None:
        return Refusal("device_unknown", "Cet appareil n'existe pas.")
    if new.id == old.id or new.kind != old.kind:
        return Refusal(
            "device_unlike",
            "Choisissez un autre appareil du même genre pour remplacer.",
        )
    fallback = old.fallback if new.fallback in ("", old.id) else new.fallback
    new = replace(
        new,
        active=True,
        drawer=old.drawer or new.drawer,
        fallback="" if _leads_to(world, fallback, (new.id, old.id)) else fallback,
        since=new.since or (context.bday if new.kind == "terminal" else ""),
    )
    gone = replace(
        old,
        name=_other_name(world, old, context) if new.name == old.name else old.name,
        active=False,
        drawer=False,
        fallback="",
        until=old.until or (context.bday if old.kind == "terminal" else ""),
    )
    backed = [
        replace(device, fallback=new.id)
        for device in devices.values()
        if device.fallback == old.id and device.id not in (old.id, new.id)
    ]
    stations = [
        # The house's own word, where the head office said it so far.
        as_kind(replace(station, printer=new.id), StationSet)
        for station in world.catalogue.stations.values()
        if station.printer == old.id
    ]
    return gone, new, *backed, *stations


def _leads_to(world: World, device: str, ends: tuple[str, str]) -> bool:
    """Whether the chain of stand-ins that begins with a device comes to one of these."""
    seen: set[str] = set()
    while device and device not in seen:
        if device in ends:
            return True
        seen.add(device)
        found = world.settings.devices.get(device)
        device = found.fallback if found else ""
    return False


def _other_name(world: World, device: DeviceSet, context: Context) -> str:
    """What the old one is called when the new one takes its name: "Bar 29/11"."""
    day = date.fromisoformat(context.bday)
    taken = {each.name for each in world.settings.devices.values()}
    ends = (f" {day:%d/%m}", *(f" {day:%d/%m} ({n})" for n in range(2, 99)))
    names = (f"{device.name[: LONGEST_NAME - len(end)].strip()}{end}" for end in ends)
    return next((name for name in names if name not in taken), device.name)
