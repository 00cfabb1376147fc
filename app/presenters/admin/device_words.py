"""How a device is, in the words that windows share."""

from datetime import datetime

from app.presenters.admin.words import moment_words
from app.services.headset_care import UNWORN
from app.services.health_history import UNSTEADY
from hardware.health import DeviceState, Health
from hardware.pagers.driver import REFUSED as PAGE_REFUSED
from resources.texts import tr
from widgets.table_model import Cell

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
    "disk_full": "disque plein",
    "paper_out": "plus de papier",
    "cover_open": "capot ouvert",
    "cutter_error": "massicot bloqué",
    "unplugged": "câble ou courant coupé",
    "auth": "accès refusé",
    "busy": "occupé",
    "stranger": "autre terminal à cette adresse",
    "not_paired": "pas appairé",
    "unconfirmed": "bons non confirmés",
    "paper_near_end": "papier bientôt fini",
    "drawer_open": "tiroir ouvert",
    "protocol": "répond autrement que ce modèle",
    "unanswered": "ne confirme pas ce qui part",
    PAGE_REFUSED: "ne connaît pas un des bipeurs",
    UNSTEADY: "va et vient sans cesse : regardez le câble",
    UNWORN: "rangé",
}


def health_words(health: Health) -> str:
    """ "plus de papier, capot ouvert", or what the state says."""
    return state_words(health.state, health.reasons)


def state_words(state: DeviceState, reasons: frozenset[str]) -> str:
    """The same of what was written down of a device."""
    if "paper_out" in reasons:
        reasons -= {"paper_near_end"}
    known = [tr(words) for key, words in _REASONS.items() if key in reasons]
    return ", ".join(known) if known else tr(_STATES[state])


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
