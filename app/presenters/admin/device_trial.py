"""What a device is asked when somebody tries it, and what came of it, in words."""

from app.domain.settings import NFC_CHIP, DeviceSet
from app.presenters.admin.device_words import health_words
from app.presenters.admin.devices import CONFIRMATIONS
from app.presenters.pos.weighing import trouble_words
from app.presenters.pos.words import kilograms
from app.services.ports import Answer, TrialPage
from hardware.health import Health
from hardware.presence.sensor import Sight
from hardware.scales.weighing import Reading
from hardware.scanners.scan import Scan
from hardware.terminals.kinds import kind_of
from hardware.terminals.model import ProbeReport, Service, ServiceReport
from resources.texts import price, tr

_LONGEST_CODE = 40
_SERVICES = {
    Service.DUPLICATE: ("duplicata", "Dernier ticket"),
    Service.COLLECT: ("collect", "Télécollecte"),
}
"""Service -> what a terminal must be able to do for it, and its name."""


def asked_words(device: DeviceSet, health: Health) -> str:
    """What was asked of the device, and what the person does now."""
    name = device.name
    if device.profile == NFC_CHIP:
        return tr("Présentez un badge à {name}", name=name)
    if device.kind == "pager":
        return tr("Question posée à {name}", name=name)
    if device.kind == "presence":
        return tr("{name} regarde qui est devant", name=name)
    if device.kind == "scanner":
        return tr("Scannez un code avec {name}", name=name)
    if device.kind == "scale":
        return tr("Posez quelque chose sur {name}", name=name)
    if device.kind == "display":
        return tr("{name} montre un essai : lisez-le", name=name)
    if device.kind == "terminal":
        return tr("Question posée à {name}", name=name)
    if health.state.usable:
        return tr("Page d'essai envoyée à {name}", name=name)
    why = health_words(health)
    return tr("{name} : {why}. La page d'essai sortira ensuite.", name=name, why=why)


def answer_words(device: DeviceSet, answer: Answer) -> tuple[str, str]:
    """What came of it, and its tone: "done" or "refused"."""
    name = device.name
    match answer:
        case ProbeReport():
            return _probe_words(name, answer)
        case ServiceReport():
            return _service_words(name, answer)
        case TrialPage():
            return _page_words(name, answer)
        case Scan():
            code = answer.text[:_LONGEST_CODE]
            if answer.source == "nfc":  # whoever knows it whole could make another
                code = "…" + code[-4:]
            read = tr("{name} a lu {code}", name=name, code=code)
            kind = answer.symbology
            return (f"{read} · {kind}" if kind else read), "done"
        case Sight():
            return _sight_words(name, answer), "done"
        case Reading():
            return _weight_words(name, answer)
        case Health():
            return _health_words(device, answer)
        case None:
            return tr("{name} n'est pas en service", name=name), "refused"


def _health_words(device: DeviceSet, health: Health) -> tuple[str, str]:
    """A device that says no more than how it is."""
    name = device.name
    if not health.state.usable:
        return f"{name} : {health_words(health)}", "refused"
    match device.kind:
        case "scale":
            return tr("{name} n'a rien pesé", name=name), "refused"
        case "display":
            return tr("{name} : essai montré", name=name), "done"
        case "pager":
            return tr("{name} répond : les messages partent", name=name), "done"
        case _:
            return tr("{name} n'a rien lu", name=name), "refused"


def _sight_words(name: str, sight: Sight) -> str:
    if sight.distance is None:
        return tr("{name} ne voit personne", name=name)
    words = (
        tr("{name} voit quelqu'un à {cm} cm : il est à la caisse")
        if sight.here
        else tr("{name} voit quelqu'un à {cm} cm : trop loin pour compter")
    )
    return words.format(name=name, cm=sight.distance)


def _weight_words(name: str, reading: Reading) -> tuple[str, str]:
    if reading.trouble is not None:
        return f"{name} : {trouble_words(reading.trouble)}", "done"
    return tr("{name} pèse {weight}", name=name, weight=kilograms(reading.net)), "done"


def _probe_words(name: str, report: ProbeReport) -> tuple[str, str]:
    if not report.reachable:
        return tr("{name} ne répond pas", name=name), "refused"
    answer = tr("{name} répond en {ms} ms", name=name, ms=report.answer_ms)
    who = report.terminal_id
    return (f"{answer} · {who}" if who else answer), "done"


def _service_words(name: str, report: ServiceReport) -> tuple[str, str]:
    if not report.done:
        return tr("{name} ne l'a pas fait", name=name), "refused"
    if report.total is not None:
        words = tr("{name} : fait, {total}", name=name, total=price(report.total))
        return words, "done"
    return tr("{name} : fait", name=name), "done"


def service_entries(device: DeviceSet) -> tuple[tuple[str, str], ...]:
    """(service, words): what a card terminal can do besides taking money."""
    caps = kind_of(device.profile, device.address).caps
    return tuple(
        (service.value, tr(words))
        for service, (cap, words) in _SERVICES.items()
        if device.kind == "terminal" and cap in caps
    )


def _page_words(name: str, page: TrialPage) -> tuple[str, str]:
    if page.job.state != "printed":
        words = tr("{name} n'a pas confirmé la page d'essai : regardez le papier")
        return words.format(name=name), "refused"
    if page.job.proof != "assumed":
        return tr("{name} confirme : la page d'essai est sortie", name=name), "done"
    if page.learnt != "none":
        way = tr(CONFIRMATIONS[page.learnt])
        words = tr("{name} ne confirme rien, mais saurait : choisissez « {way} »")
        return words.format(name=name, way=way), "done"
    words = tr("{name} ne confirme rien : regardez si la page d'essai est sortie")
    return words.format(name=name), "done"
