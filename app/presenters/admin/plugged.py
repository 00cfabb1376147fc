"""What is plugged in, in words: what it is believed to be, and whether Sotto uses it."""

from collections.abc import Iterable, Sequence

from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.admin.devices import kind_entries
from hardware.plugged import PRINTER, SCANNER, TERMINAL, Plugged
from hardware.printers.discovery import believed
from hardware.terminals.kinds import KINDS
from resources.texts import tr
from widgets.table_model import Cell, Column, Row

_TYPES = "input://"
_INPUT_FOLDER = "/dev/input"


def plugged_columns() -> tuple[Column, ...]:
    """The columns of what is plugged in."""
    return (
        Column("what", tr("Branché"), style="strong"),
        Column("kind", tr("Sans doute"), 220),
        Column("used", tr("Réglé comme"), 170),
        Column("place", tr("Port"), 230, drop=1),
    )


def plugged_rows(world: World, found: Iterable[Plugged]) -> list[Row]:
    """Every thing, what is not set up yet first."""
    rows = [_row(world, each) for each in found]
    return sorted(rows, key=lambda row: bool(user_of(world, row.id)))


def _row(world: World, thing: Plugged) -> Row:
    device = user_of(world, thing.address)
    used = Cell(device.name if device else "—")
    if not thing.usable:
        used = Cell(tr("accès refusé"), tag="danger")
    typed = thing.address.startswith(_TYPES)
    path = _INPUT_FOLDER if typed else thing.path  # its name is what it says of itself
    place = " · ".join(filter(None, (path, thing.usb)))
    return Row(
        thing.address,
        (_name(thing), kind_words(thing), used, Cell(place)),
    )


def _name(thing: Plugged) -> str:
    return thing.label or thing.maker or thing.path.rpartition("/")[2]


def kind_words(thing: Plugged) -> str:
    """What it is believed to be: "Imprimante", "clavier ou douchette"."""
    if thing.address.startswith(_TYPES):
        return tr("clavier ou douchette")
    if thing.kind:
        return next(e.text for e in kind_entries() if e.key == thing.kind)
    return tr("port ou convertisseur série")


def user_of(world: World, address: str) -> DeviceSet | None:
    """The device in service that is set to what has this address."""
    place = address.partition("?")[0]
    devices = (d for d in world.settings.devices.values() if d.active)
    return next((d for d in devices if d.address.partition("?")[0] == place), None)


def fields_for(thing: Plugged) -> Sequence[tuple[str, str]]:
    """(field, value) with which the form of a new device begins."""
    port = thing.address.partition("://")[2]
    if thing.address.startswith(_TYPES):
        return (("kind", SCANNER), ("profile", "input"), ("port", port))
    if thing.kind == TERMINAL:
        serial = (
            (key, way.scheme)
            for key, kind in KINDS.items()
            for way in kind.ways
            if way.scheme == "serial"
        )
        profile, way = next(serial)
        return (
            *(("kind", TERMINAL), ("profile", profile), ("way", way)),
            ("option:", port),
        )
    address = (("kind", PRINTER), ("address", thing.address))
    if thing.kind == PRINTER:
        return (*address, ("profile", believed(thing.label)))
    if not thing.kind:
        # Whatever the person says that it is, the port stands in its form.
        return (*address, ("port", port))
    return (("kind", thing.kind), ("port", port))
