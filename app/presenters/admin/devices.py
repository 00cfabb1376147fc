"""Devices in words: how each is and since when, and what it is set to."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.settings import (
    IMAGE,
    NFC_CHIP,
    SCREENS,
    SILENT,
    SIMULATED,
    DeviceSet,
)
from app.domain.world import World
from app.presenters.admin.days import day_error, day_of, typed_day
from app.presenters.admin.device_owner import may_be_owned, where_words
from app.presenters.admin.device_words import health_words, since_moment, state_cell
from app.presenters.admin.drafts import with_field
from app.presenters.admin.ports import (
    AFTER_S,
    NEAR_CM,
    ON_PORTS,
    SPEEDS,
    behind_of,
    network_address,
    on_network,
    own_speed,
    port_address,
    port_models,
    port_of,
    reach_typed,
    taken_words,
)
from app.presenters.admin.terminals import (
    OPTION,
    TerminalDraft,
    address_of,
    option_errors,
    terminal_draft,
    typed,
)
from app.presenters.strip import present_problems
from app.services.headset_care import HEADSET
from app.services.ports import ELSEWHERE, OWNER_GONE
from hardware.displays.screen import PAGES as DISPLAY_PAGES
from hardware.health import DeviceState, Health
from hardware.printers.profiles import PROFILES as PRINTERS
from hardware.terminals.kinds import KINDS, kind_of
from hardware.transport import transport
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

HealthOf = Callable[[str], Health]
MAX_NAME, MAX_PAPER, MAX_LEAST = 24, 60, 1000
PAPERS = ("serial", "contract", "acquirer", "since", "until")
"""Fields of a card terminal that the administration asks for (`fiscal.md` A-04)."""
_DAYS = ("since", "until")
_FIRST_MODELS = {
    "printer": "generic_80",
    "terminal": "generic",
    "scanner": "serial",
    "scale": "mettler_8217",
    "display": "epson",
    "pager": "tap_8n1",
    "presence": "ld2410",
}
_PORT = re.compile(r"/[^\s?#]+|COM\d{1,3}|[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}")
CONFIRMATIONS = {
    "process_id": "Numéro renvoyé",
    "gs_r": "État renvoyé",
    "none": "Sans confirmation",
    SILENT: "Ne répond jamais",
}
_ICONS = {
    "printer": "print",
    "terminal": "contactless",
    "scanner": "barcode_scanner",
    "scale": "scale",
    "display": "monitor",
    "headset": "headset_mic",
    "pager": "notifications_active",
    "presence": "sensors",
}
# ------------------------------------------------------------------ how they are


def device_columns() -> tuple[Column, ...]:
    """The columns of the devices."""
    return (
        Column("name", tr("Appareil"), 150, style="strong"),
        Column("state", tr("État")),
        Column("since", tr("Depuis"), 140, drop=2),
        Column("fallback", tr("Secours"), 100, drop=1),
        Column("model", tr("Modèle"), 200, drop=3),
    )


def device_rows(world: World, health_of: HealthOf, now: datetime) -> list[Row]:
    """Every device, those out of service last."""
    devices = world.settings.devices
    ordered = sorted(devices.values(), key=lambda d: (not d.active, d.kind, d.name))
    rows = []
    for device in ordered:
        health = health_of(device.id)
        fallback = devices.get(device.fallback)
        off = Cell(tr("hors service"), sort=4, tag="neutral", icon="power_settings_new")
        rows.append(
            Row(
                device.id,
                (
                    Cell(device.name, icon=_icon(device)),
                    _state(world, device, health) if device.active else off,
                    since_moment(health, now) if device.active else "—",
                    fallback.name if fallback else "—",
                    _model_words(device),
                ),
            )
        )
    return rows


def _icon(device: DeviceSet) -> str:
    if device.profile == NFC_CHIP:
        return "badge"
    return _ICONS.get(device.kind, "devices")


def _state(world: World, device: DeviceSet, health: Health) -> Cell:
    cell = state_cell(health)
    if ELSEWHERE not in health.reasons:
        return cell
    icon = "devices" if cell.icon else ""
    return cell._replace(text=elsewhere_words(world, device, health), icon=icon)


def elsewhere_words(world: World, device: DeviceSet, health: Health) -> str:
    """How a device is that another terminal drives: "plus de papier, sur Bar"."""
    where = where_words(world, device)
    if OWNER_GONE in health.reasons:
        return tr("{where}, qui ne répond plus", where=where)
    if health.state is DeviceState.READY:
        return where
    return f"{health_words(health)}, {where}"


def _model_words(device: DeviceSet) -> str:
    """Its model; whether Sotto plays it."""
    name = model_name(device)
    simulated = device.address.startswith(SIMULATED)
    return tr("{model} · simulé", model=name) if simulated else name


def model_name(device: DeviceSet) -> str:
    """What the model is called."""
    if device.kind == "printer" and device.profile in PRINTERS:
        return tr(PRINTERS[device.profile].label)
    if device.kind == "terminal":
        return tr(kind_of(device.profile, device.address).label)
    if device.kind in ON_PORTS:
        return port_models(device.kind).get(device.profile, device.profile)
    if device.kind == HEADSET:
        return tr("Casque")
    return device.profile


def effect_words(world: World, device: str, health_of: HealthOf) -> str:
    """What its trouble changes for the service; "" when it changes nothing."""
    for problem in present_problems(world, health_of):
        if problem.key == device:
            return problem.effect
    return ""


# ------------------------------------------------------------------ what they are set to


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDraft:
    """A device as it stands in the form.

    Attributes:
        port, speed: of what is on a serial port, in the place of an address.
        least: grams that a scale may weigh at least.
        near, after: centimetres in front of a till, seconds without anybody there.
        behind: printer that a display hangs on, "" for a port of its own.
        reach: of a card terminal, in the place of an address.
        page, confirmation, drawer_pin, drawer_inverted, terminal: see `DeviceSet`.
        serial, contract, acquirer, since, until: papers of a card terminal; days as they
            are typed.
    """

    kind: str
    name: str
    profile: str
    address: str
    port: str
    speed: str
    least: str
    near: str
    after: str
    behind: str
    reach: TerminalDraft
    fallback: str
    page: str
    confirmation: str
    drawer: bool
    drawer_pin: str
    drawer_inverted: bool
    active: bool
    terminal: str
    serial: str
    contract: str
    acquirer: str
    since: str
    until: str


def device_draft(device: DeviceSet) -> DeviceDraft:
    """The form of a device as stored."""
    serial = device.kind in ON_PORTS
    port, speed, least = port_of(device) if serial else ("", str(own_speed("")), "")
    near, after = reach_typed(device)
    return DeviceDraft(
        kind=device.kind,
        name=device.name,
        profile=device.profile,
        address=device.address,
        port=port,
        speed=speed,
        least=least,
        near=near,
        after=after,
        behind=behind_of(device),
        reach=terminal_draft(device) if device.kind == "terminal" else TerminalDraft(),
        fallback=device.fallback,
        page=device.page,
        confirmation=device.confirmation,
        drawer=device.drawer,
        drawer_pin=str(device.drawer_pin),
        drawer_inverted=device.drawer_inverted,
        active=device.active,
        terminal=device.terminal,
        serial=device.serial,
        contract=device.contract,
        acquirer=device.acquirer,
        since=typed_day(device.since),
        until=typed_day(device.until),
    )


def edited(draft: DeviceDraft, name: str, value: object) -> DeviceDraft:
    """The draft with another value; what was learnt of one model says nothing of another."""
    if name == "way":
        return replace(draft, reach=replace(draft.reach, way=str(value)))
    if name.startswith(OPTION):
        return replace(draft, reach=typed(draft.reach, name, str(value)))
    draft = with_field(draft, name, value)
    if name == "kind":
        draft = replace(draft, profile=_FIRST_MODELS[draft.kind])
    if name in ("kind", "profile"):
        speed = str(own_speed(draft.profile))
        draft = replace(draft, page="", confirmation="", speed=speed)
    return draft


def device_of(draft: DeviceDraft, stored: DeviceSet) -> DeviceSet:
    """The fact that the form becomes."""
    printer = draft.kind == "printer"
    drawer = draft.drawer and printer
    address = network_address(draft.address)
    if draft.kind in ON_PORTS:
        address = port_address(
            draft.kind,
            draft.profile,
            draft.port,
            draft.speed,
            draft.behind,
            least=draft.least,
            near=draft.near,
            after=draft.after,
        )
    elif draft.kind == "terminal":
        address = address_of(kind_of(draft.profile), draft.reach)
    return replace(
        stored,
        kind=draft.kind,
        name=draft.name.strip(),
        profile=draft.profile,
        address=address,
        fallback=draft.fallback if printer else "",
        page=draft.page if draft.kind in ("printer", "display") else "",
        confirmation=draft.confirmation if printer else "",
        drawer=drawer,
        drawer_pin=int(draft.drawer_pin) if drawer else 2,
        drawer_inverted=draft.drawer_inverted and drawer,
        active=draft.active,
        terminal=draft.terminal if may_be_owned(draft) else "",
        **_papers(draft),
    )


def _papers(draft: DeviceDraft) -> dict[str, str]:
    """What is written down of a card terminal, nothing of another device."""
    if draft.kind != "terminal":
        return dict.fromkeys(PAPERS, "")
    told = {name: getattr(draft, name).strip() for name in PAPERS}
    return told | {name: day_of(told[name]) or "" for name in _DAYS}


def device_errors(
    draft: DeviceDraft,
    stored: DeviceSet,
    world: World,
    kept: Collection[str] = (),
) -> dict[str, str]:
    """Field -> what is wrong with it; `kept` are the secrets that are known."""
    errors: dict[str, str] = {}
    devices = world.settings.devices
    name = draft.name.strip()
    if not 0 < len(name) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    elif any(d.name == name and d.id != stored.id for d in devices.values()):
        errors["name"] = tr("Un autre appareil a ce nom")
    if draft.profile not in {entry.key for entry in model_entries(draft, stored)}:
        errors["profile"] = tr("Choisissez un modèle")
    wrong = "" if draft.kind == "terminal" else address_error(draft)
    if not wrong and draft.kind == "printer":
        wrong = taken_words(network_address(draft.address), stored.id, devices)
    if wrong:
        errors["port" if draft.kind in ON_PORTS else "address"] = wrong
    least = draft.least.strip()
    if draft.kind == "scale" and least and not _is_weight(least):
        errors["least"] = tr("De 1 à {n} g", n=MAX_LEAST)
    if draft.kind == "presence":
        errors |= _reach_errors(draft)
    if draft.kind == "terminal":
        errors |= option_errors(kind_of(draft.profile), draft.reach, kept)
        errors |= {
            name: words for name in _DAYS if (words := day_error(getattr(draft, name)))
        }
        errors |= {
            name: tr("{n} caractères au plus", n=MAX_PAPER)
            for name in PAPERS
            if len(getattr(draft, name)) > MAX_PAPER
        }
    if _loops(draft.fallback, stored.id, devices):
        errors["fallback"] = tr("Le secours reviendrait à cet appareil")
    return errors


def _reach_errors(draft: DeviceDraft) -> dict[str, str]:
    """What is wrong with when a till locks that nobody stands at."""
    bounds = {"near": NEAR_CM, "after": AFTER_S}
    return {
        name: tr("De {least} à {most}", least=least, most=most)
        for name, (least, most) in bounds.items()
        if not _is_between(getattr(draft, name), least, most)
    }


def address_error(draft: DeviceDraft) -> str:
    """Why the address of what is no terminal cannot be one; "" when it can."""
    if draft.kind in ON_PORTS:
        played = draft.kind != "scanner" or draft.profile == NFC_CHIP
        simulated = draft.port.strip() == SIMULATED and played
        if draft.profile in SCREENS or simulated or draft.behind:
            return ""
        if draft.kind == "pager":
            words = tr("Par exemple /dev/ttyUSB0, COM3 ou 192.168.1.60:5000")
            right = bool(_PORT.fullmatch(draft.port.strip())) or on_network(draft.port)
            return "" if right else words
        right = _PORT.fullmatch(draft.port.strip()) is not None
        return "" if right else tr("Par exemple /dev/ttyACM0, COM3 ou 05e0:1701")
    address = network_address(draft.address)
    if address.startswith(SIMULATED):
        return ""
    try:
        transport(address)
    except ValueError:
        right = False
    else:
        right = True
    return "" if right else tr("Par exemple tcp://192.168.1.31:9100")


def _is_weight(text: str) -> bool:
    return _is_between(text, 1, MAX_LEAST)


def _is_between(text: str, least: int, most: int) -> bool:
    text = text.strip()
    digits = text.isascii() and text.isdigit() and len(text) < 6
    return digits and least <= int(text) <= most


def _loops(fallback: str, device: str, devices: dict[str, DeviceSet]) -> bool:
    seen: set[str] = set()
    while fallback and fallback not in seen:
        if fallback == device:
            return True
        seen.add(fallback)
        found = devices.get(fallback)
        fallback = found.fallback if found else ""
    return False


def kind_entries() -> tuple[Entry, ...]:
    """What can be added."""
    return (
        Entry("printer", tr("Imprimante")),
        Entry("terminal", tr("Terminal de paiement")),
        Entry("scanner", tr("Douchette ou badges")),
        Entry("scale", tr("Balance")),
        Entry("display", tr("Afficheur client")),
        Entry("pager", tr("Émetteur de bipeurs")),
        Entry("presence", tr("Détecteur de présence")),
    )


def model_entries(draft: DeviceDraft, stored: DeviceSet) -> tuple[Entry, ...]:
    """Models of the kind; one that is not known any more stays choosable."""
    if draft.kind == "terminal":
        known = [Entry(key, tr(kind.label)) for key, kind in KINDS.items()]
    elif draft.kind in ON_PORTS:
        known = [Entry(key, words) for key, words in port_models(draft.kind).items()]
    else:
        known = [Entry(key, tr(profile.label)) for key, profile in PRINTERS.items()]
    kept = stored.profile if stored.kind == draft.kind else ""
    if kept and draft.kind == "terminal" and kept not in KINDS:
        # Another name of one of them, from before it was listed.
        alias = kind_of(kept, stored.address).key
        known = [Entry(kept, e.text) if e.key == alias else e for e in known]
    if kept and all(entry.key != kept for entry in known):
        known.append(Entry(kept, model_name(stored)))
    return tuple(known)


def speed_entries(draft: DeviceDraft) -> tuple[Entry, ...]:
    """Speeds of a serial line, and the one that is set."""
    speeds = sorted({*SPEEDS, int(draft.speed)})
    return tuple(Entry(str(n), tr("{n} bauds", n=n)) for n in speeds)


def page_entries(draft: DeviceDraft) -> tuple[Entry, ...]:
    """The lines of the trial page, and what helps when none of them is right."""
    if draft.kind == "display":
        tables = tuple(Entry(key, key.upper()) for key in DISPLAY_PAGES)
        return (Entry("", tr("Comme le modèle · {what}", what="CP858")), *tables)
    model = PRINTERS.get(draft.profile)
    if model is None or model.mode == "raster":
        return (Entry("", tr("Tout en image")),)
    own = tr("Comme le modèle · {what}", what=model.page.label)
    lines = (Entry(page.key, page.label) for page in model.pages)
    image = (Entry(IMAGE, tr("Tout en image")),) if model.raster else ()
    return (Entry("", own), *lines, *image)


def confirmation_entries(draft: DeviceDraft) -> tuple[Entry, ...]:
    """How a printer may say that a paper is out."""
    model = PRINTERS.get(draft.profile)
    way = SILENT if model is None or not model.status else model.completion
    own = tr("Comme le modèle · {what}", what=tr(CONFIRMATIONS[way]))
    ways = (Entry(key, tr(words)) for key, words in CONFIRMATIONS.items())
    return (Entry("", own), *ways)


def pin_entries() -> tuple[Entry, ...]:
    """Where a drawer's cable may end."""
    return (
        Entry("2", tr("Broche 2 (la plus courante)")),
        Entry("5", tr("Broche 5")),
    )


def fallback_entries(world: World, device: str) -> tuple[Entry, ...]:
    """The other printers."""
    others = [
        d
        for d in world.settings.devices.values()
        if d.kind == "printer" and d.id != device and d.active
    ]
    return (Entry("", tr("Aucun")), *(Entry(d.id, d.name) for d in others))


def takes_effect_words(draft: DeviceDraft) -> str:
    """When a change of this device counts."""
    if draft.kind == "terminal":
        return tr("Pris en compte dès que le terminal est libre.")
    return tr("Pris en compte dès l'enregistrement.")
