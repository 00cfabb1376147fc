"""Devices in words: how each is and since when, what it is set to, what waits to print."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.settings import DeviceSet
from app.domain.world import World
from app.presenters.admin_words import age_words, moment_words
from app.presenters.strip import present_problems
from hardware.health import DeviceState, Health
from hardware.printers.jobs import Job
from hardware.printers.profiles import PROFILES as PRINTERS
from hardware.terminals.model import ProbeReport
from hardware.terminals.profiles import PROFILES as TERMINALS
from hardware.transport import transport
from resources.texts import tr
from widgets.dropdown import Entry
from widgets.table_model import Cell, Column, Row

HealthOf = Callable[[str], Health]
SIMULATED = "sim://"
MAX_NAME = 24
KINDS = ("printer", "terminal")
_ICONS = {
    "printer": "print",
    "terminal": "contactless",
    "scanner": "barcode_scanner",
}
_STATES: dict[DeviceState, str] = {
    DeviceState.OFFLINE: "ne répond pas",
    DeviceState.CONNECTING: "connexion…",
    DeviceState.READY: "en ordre",
    DeviceState.DEGRADED: "à surveiller",
    DeviceState.HELD: "attend quelqu'un",
    DeviceState.BUSY: "en train d'imprimer",
    DeviceState.FAULT: "en panne",
}
_REASONS = {
    "paper_out": "plus de papier",
    "cover_open": "capot ouvert",
    "cutter_error": "massicot bloqué",
    "unplugged": "débranchée",
    "auth": "accès refusé",
    "paper_near_end": "papier bientôt fini",
    "drawer_open": "tiroir ouvert",
}
_JOB_STATES = {
    "queued": "en attente",
    "sending": "en cours d'envoi",
    "sent": "envoyé, réponse attendue",
    "unknown": "imprimé ? personne ne le sait",
}
_PAPERS = {
    "kitchen": "Bon de cuisine",
    "receipt": "Ticket",
    "addition": "Addition",
    "report": "Rapport",
    "drawer": "Tiroir",
    "test": "Page d'essai",
}


# ------------------------------------------------------------------ how they are


def health_words(health: Health) -> str:
    """ "plus de papier, capot ouvert", or what the state says."""
    reasons = [tr(words) for key, words in _REASONS.items() if key in health.reasons]
    return ", ".join(reasons) if reasons else tr(_STATES[health.state])


def since_moment(health: Health, now: datetime) -> str:
    """Since when it is so: "20:12"; "" when it was never seen."""
    if health.since.timestamp() <= 0:
        return ""
    return moment_words(health.since.astimezone(now.tzinfo), now)


def since_words(health: Health, now: datetime) -> str:
    """ "depuis 20:12"; "" when it was never seen."""
    when = since_moment(health, now)
    return tr("depuis {when}", when=when) if when else ""


def state_cell(health: Health) -> Cell:
    """The state as it is listed: quiet while it works."""
    words = health_words(health)
    if health.state in (DeviceState.READY, DeviceState.BUSY, DeviceState.CONNECTING):
        return Cell(words, sort=3, icon="check")
    if health.state is DeviceState.DEGRADED:
        return Cell(words, sort=2, tag="warning")
    return Cell(words, sort=1, tag="danger")


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
                    Cell(device.name, icon=_ICONS.get(device.kind, "devices")),
                    state_cell(health) if device.active else off,
                    since_moment(health, now) if device.active else "—",
                    fallback.name if fallback else "—",
                    model_name(device),
                ),
            )
        )
    return rows


def model_name(device: DeviceSet) -> str:
    """What the model is called."""
    if device.kind == "printer" and device.profile in PRINTERS:
        return tr(PRINTERS[device.profile].label)
    if device.kind == "terminal":
        return TERMINALS.get(device.profile, TERMINALS["generic"]).label
    return device.profile


def effect_words(world: World, device: str, health_of: HealthOf) -> str:
    """What its trouble changes for the service; "" when it changes nothing."""
    for problem in present_problems(world, health_of):
        if problem.key == device:
            return problem.effect
    return ""


def probe_words(device: DeviceSet, report: ProbeReport) -> str:
    """What became of the question that a terminal was asked."""
    if not report.reachable:
        return tr("{name} ne répond pas", name=device.name)
    answer = tr("{name} répond en {ms} ms", name=device.name, ms=report.answer_ms)
    return f"{answer} · {report.terminal_id}" if report.terminal_id else answer


# ------------------------------------------------------------------ what they are set to


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceDraft:
    """A device as it stands in the form."""

    kind: str
    name: str
    profile: str
    address: str
    fallback: str
    drawer: bool
    active: bool


def device_draft(device: DeviceSet) -> DeviceDraft:
    """The form of a device as stored."""
    return DeviceDraft(
        kind=device.kind,
        name=device.name,
        profile=device.profile,
        address=device.address,
        fallback=device.fallback,
        drawer=device.drawer,
        active=device.active,
    )


def device_of(draft: DeviceDraft, stored: DeviceSet) -> DeviceSet:
    """The fact that the form becomes."""
    return replace(
        stored,
        kind=draft.kind,
        name=draft.name.strip(),
        profile=draft.profile,
        address=draft.address.strip(),
        fallback=draft.fallback if draft.kind == "printer" else "",
        drawer=draft.drawer and draft.kind == "printer",
        active=draft.active,
    )


def device_errors(
    draft: DeviceDraft, stored: DeviceSet, world: World
) -> dict[str, str]:
    """Field -> what is wrong with it."""
    errors: dict[str, str] = {}
    devices = world.settings.devices
    name = draft.name.strip()
    if not 0 < len(name) <= MAX_NAME:
        errors["name"] = tr("De 1 à {n} caractères", n=MAX_NAME)
    elif any(d.name == name and d.id != stored.id for d in devices.values()):
        errors["name"] = tr("Un autre appareil a ce nom")
    if draft.profile not in {entry.key for entry in model_entries(draft, stored)}:
        errors["profile"] = tr("Choisissez un modèle")
    wrong = address_error(draft)
    if wrong:
        errors["address"] = wrong
    if _loops(draft.fallback, stored.id, devices):
        errors["fallback"] = tr("Le secours reviendrait à cet appareil")
    return errors


def address_error(draft: DeviceDraft) -> str:
    """Why an address cannot be one; "" when it can."""
    address = draft.address.strip()
    if address.startswith(SIMULATED):
        return ""
    try:
        if draft.kind == "terminal":
            host, _, port = address.removeprefix("tcp://").partition(":")
            right = (
                bool(host) and "/" not in host and (not port or 0 < int(port) < 65536)
            )
        else:
            transport(address)
            right = True
    except ValueError:
        right = False
    return "" if right else tr("Par exemple tcp://192.168.1.31:9100")


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
    )


def model_entries(draft: DeviceDraft, stored: DeviceSet) -> tuple[Entry, ...]:
    """Models of the kind; one that is not known any more stays choosable."""
    if draft.kind == "terminal":
        known = [Entry(key, profile.label) for key, profile in TERMINALS.items()]
    else:
        known = [Entry(key, tr(profile.label)) for key, profile in PRINTERS.items()]
    kept = stored.profile if stored.kind == draft.kind else ""
    if kept and all(entry.key != kept for entry in known):
        known.append(Entry(kept, model_name(stored)))
    return tuple(known)


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
    if draft.kind == "printer":
        return tr("Pris en compte dès l'enregistrement.")
    return tr("Pris en compte au prochain démarrage de Sotto.")


# ------------------------------------------------------------------ what waits


def job_columns() -> tuple[Column, ...]:
    """The columns of the queue."""
    return (
        Column("paper", tr("Papier"), style="strong"),
        Column("printer", tr("Imprimante"), 150),
        Column("state", tr("État"), 260),
        Column("age", tr("Âge"), 90, "end"),
    )


def job_rows(world: World, jobs: Iterable[Job], now: datetime) -> list[Row]:
    """Papers that are not out yet as far as anybody knows, doubtful ones first."""
    ordered = sorted(jobs, key=lambda job: (job.state != "unknown", job.id))
    rows = []
    for job in ordered:
        words = tr(_JOB_STATES.get(job.state, job.state))
        doubtful = job.state == "unknown"
        age = now.timestamp() - job.created
        rows.append(
            Row(
                str(job.id),
                (
                    paper_title(job),
                    printer_words(world, job),
                    Cell(words, tag="warning" if doubtful else "", icon="question_mark")
                    if doubtful
                    else Cell(words, icon="schedule"),
                    Cell(age_words(age), sort=int(age)),
                ),
            )
        )
    return rows


def paper_title(job: Job) -> str:
    """ "Bon de cuisine 214", "Ticket C1-000214": the job's title without its word."""
    kind = tr(_PAPERS.get(job.kind, job.kind))
    first, _, rest = job.title.partition(" ")
    number = rest if first.isupper() and rest else job.title
    return f"{kind} {number}".strip()


def printer_words(world: World, job: Job) -> str:
    """Where it is queued, and where it was meant to go: "Chaud → Bar"."""
    devices = world.settings.devices
    here = devices[job.printer].name if job.printer in devices else job.printer
    if job.origin in ("", job.printer):
        return here
    meant = devices[job.origin].name if job.origin in devices else job.origin
    return f"{meant} → {here}"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobView:
    """One paper of the queue.

    Attributes:
        words: what is known of it, and what to look at.
        printers: where it could go instead, (id, name).
        doubtful: nobody knows whether it is out.
        waiting: it can still be moved or given up.
    """

    title: str
    subtitle: str
    words: str
    printers: Sequence[tuple[str, str]]
    doubtful: bool
    waiting: bool


def present_job(world: World, job: Job, now: datetime) -> JobView:
    """A paper of the queue in words."""
    doubtful = job.state == "unknown"
    age = age_words(now.timestamp() - job.created)
    name = printer_words(world, job)
    words = (
        tr(
            "L'imprimante n'a pas répondu : regardez si le papier est sorti. "
            "S'il ressort, il porte la mention RÉIMPRESSION."
        )
        if doubtful
        else tr("Il sortira dès que l'imprimante répond.")
    )
    others = [
        (d.id, d.name)
        for d in world.settings.devices.values()
        if d.kind == "printer" and d.active and d.id != job.printer
    ]
    return JobView(
        title=paper_title(job),
        subtitle=tr("{printer} · demandé il y a {age}", printer=name, age=age),
        words=words,
        printers=others,
        doubtful=doubtful,
        waiting=job.state in ("queued", "unknown"),
    )
